/*
 * bench-classify - all rules on one text: literals first, against a pcre2 match for each
 * rule; more rules on the same text; and texts that mean to be slow.
 *
 * A rule is one pattern here. Times are of the best of some rounds. For instructions, run
 * the program under valgrind --tool=callgrind --toggle-collect=NAME with the name of one
 * of the two functions together() and separately().
 */

#include "../../src/classify/score.h"
#include "bench.h"

#include <math.h>
#include <redress/error.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RULES	"templates/rules"
#define SET	"tests/data/second/messages"
#define LENGTH	2000
#define ROUNDS	7
#define LONGEST 16384

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Every @step-th of @n patterns, spread over all shipped rules, each a rule of its own. */
static RdRules *
rules_of_patterns(const RdRules *shipped, guint n, guint step)
{
	RdRules *rules = rd_rules_new();
	RdLabel *label = g_new0(RdLabel, 1);
	guint used = 0, taken = 0;

	label->name = g_strdup("any");
	label->threshold = 1;
	g_ptr_array_add(rules->labels, label);
	g_hash_table_unref(rules->lists);
	rules->lists = g_hash_table_ref(shipped->lists);
	for (guint i = 0; i < shipped->patterns->len; i++)
		used += shipped->users[i] != NULL;
	for (guint i = 0, k = 0; i < shipped->patterns->len; i++) {
		const RdPattern *pattern = g_ptr_array_index(shipped->patterns, i);
		guint number;

		/* separately() sees no sentences: "^" and "$" would mean another thing */
		if (shipped->users[i] == NULL || (guint64)k++ * n / used < taken || taken == n ||
		    strpbrk(pattern->written, "^$") != NULL)
			continue;
		if (taken % step != 0) {
			taken++;
			continue;
		}
		if (!rd_rules_intern(rules, (RdYamlNode){NULL, 0}, pattern->written, &number, NULL))
			continue;
		rd_rules_add(rules, "bench", 0, number);
		taken++;
	}
	rules->lexicon = rd_lexicon_new(1, rd_features_new());
	rd_lexicon_finish(rules->lexicon);
	rd_rules_index(rules);
	return rules;
}

/* What people newly wrote in the second set, some mails to each text. */
static GPtrArray *
read_texts(GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(SET, 0, error);
	GPtrArray *texts = g_ptr_array_new_with_free_func((GDestroyNotify)rd_prose_free);
	RdProse *prose = NULL;
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(SET, name, NULL);
		g_autoptr(RdMessage) message = NULL;
		g_autoptr(GBytes) raw = NULL;
		char *octets;
		gsize len;

		if (!g_file_get_contents(path, &octets, &len, error))
			return texts;
		raw = g_bytes_new_take(octets, len);
		message = rd_message_parse(raw, NULL, &rd_message_default_limits);
		if (prose == NULL) {
			prose = rd_prose_new(NULL);
			g_ptr_array_add(texts, prose);
		}
		rd_prose_add(prose, RD_ZONE_WORDS, rd_message_words(message), LENGTH);
		if (prose->text->len >= LENGTH)
			prose = NULL;
	}
	if (texts->len > 1 && prose != NULL)
		g_ptr_array_set_size(texts, (gint)texts->len - 1); /* too short */
	return texts;
}

static const RdCircumstances any = {.any = TRUE};

/* Counts the rules that match; the same number as separately(). */
G_GNUC_NO_INLINE static guint
together(const RdRules *rules, const GPtrArray *texts)
{
	guint count = 0;

	for (guint i = 0; i < texts->len; i++) {
		g_auto(RdScore) score;

		rd_score_init(&score);
		rd_score_add(&score, rules, g_ptr_array_index(texts, i), &any);
		count += score.count[0];
	}
	return count;
}

G_GNUC_NO_INLINE static guint
separately(const RdRules *rules, const GPtrArray *texts)
{
	g_autoptr(RdMatcher) matcher = rd_matcher_new();
	guint count = 0;

	for (guint i = 0; i < texts->len; i++) {
		const RdProse *prose = g_ptr_array_index(texts, i);
		RdSpan span;

		/* over the whole text at once: what patterns cost without sentences */
		for (guint j = 0; j < rules->patterns->len; j++)
			count += rd_pattern_match(g_ptr_array_index(rules->patterns, j), matcher,
						  prose->text->str, prose->text->len, 0, &span);
	}
	return count;
}

typedef guint (*BenchFunc)(const RdRules *rules, const GPtrArray *texts);

static double
best_microseconds(BenchFunc func, const RdRules *rules, const GPtrArray *texts, guint *count)
{
	double best = INFINITY;

	for (guint i = 0; i < ROUNDS; i++) {
		double begin = cpu_seconds();

		*count = func(rules, texts);
		best = MIN(best, cpu_seconds() - begin);
	}
	return best * 1e6 / texts->len;
}

/* A text of the literals that @pattern asks for, so that every place looks promising. */
static RdProse *
tempting_text(const RdRules *rules, const RdPattern *pattern, GRand *rand)
{
	g_autoptr(GString) text = g_string_new(NULL);
	RdProse *prose = rd_prose_new(NULL);

	while (text->len < LONGEST && pattern->groups->len > 0) {
		guint g = (guint)g_rand_int_range(rand, 0, (gint)pattern->groups->len);
		const GArray *group =
			g_ptr_array_index(rules->groups, g_array_index(pattern->groups, guint, g));
		guint l = (guint)g_rand_int_range(rand, 0, (gint)group->len);

		g_string_append(text,
				rd_filter_literal(rules->filter, g_array_index(group, guint, l)));
		g_string_append_c(text, ' ');
	}
	rd_prose_add(prose, RD_ZONE_WORDS, text->str, LONGEST);
	return prose;
}

static double
milliseconds_of_pattern(const RdPattern *pattern, const RdProse *prose)
{
	g_autoptr(RdMatcher) matcher = rd_matcher_new();
	double best = INFINITY;

	for (guint round = 0; round < 3; round++) {
		double begin = cpu_seconds();

		for (guint i = 0; i < prose->sentences->len; i++) {
			const RdSentence *s = &g_array_index(prose->sentences, RdSentence, i);
			RdSpan span = {0, 0};

			for (guint from = 0;
			     from < s->len &&
			     rd_pattern_match(pattern, matcher, prose->text->str + s->start, s->len,
					      from, &span);
			     from = MAX(span.end, from + 1))
				;
		}
		best = MIN(best, cpu_seconds() - begin);
	}
	return best * 1e3;
}

static double
slowest_pattern(const RdRules *rules)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(3);
	double slowest = 0;

	for (guint i = 0; i < rules->patterns->len; i++) {
		const RdPattern *pattern = g_ptr_array_index(rules->patterns, i);
		RdProse *prose = tempting_text(rules, pattern, rand);

		slowest = MAX(slowest, milliseconds_of_pattern(pattern, prose));
		rd_prose_free(prose);
	}
	return slowest;
}

/* The longest mail that is read, of words that rules ask for. */
static double
slowest_mail(const RdRules *rules)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(4);
	double slowest = 0;

	for (guint i = 0; i < 5; i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(RdProse) prose = rd_prose_new(rules->spelling);
		g_autoptr(GPtrArray) texts = g_ptr_array_new();
		guint count;

		while (text->len < LONGEST) {
			guint l = (guint)g_rand_int_range(rand, 0,
							  (gint)rd_filter_size(rules->filter));

			g_string_append(text, rd_filter_literal(rules->filter, l));
			g_string_append(text, i % 2 == 0 ? " " : ". ");
		}
		rd_prose_add(prose, RD_ZONE_WORDS, text->str, LONGEST);
		g_ptr_array_add(texts, prose);
		slowest = MAX(slowest, best_microseconds(together, rules, texts, &count) / 1e3);
	}
	return slowest;
}

int
main(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) shipped = rd_rules_load(RULES, &error);
	g_autoptr(GPtrArray) texts = NULL;
	g_autoptr(RdRules) many = NULL;
	g_autoptr(RdRules) half = NULL;
	double fast, slow, fewer;
	guint found, expected, ignored;
	gboolean met = TRUE;

	if (shipped == NULL || (texts = read_texts(&error), error != NULL)) {
		fprintf(stderr, "bench-classify: %s\n", error->message);
		return 1;
	}
	many = rules_of_patterns(shipped, 300, 1);
	half = rules_of_patterns(shipped, 300, 2);
	slow = best_microseconds(separately, many, texts, &expected);
	fast = best_microseconds(together, many, texts, &found);
	fewer = best_microseconds(together, half, texts, &ignored);
	if (found != expected) {
		printf("classify-300-rules finds %u matches, separate matches find %u\n", found,
		       expected);
		met = FALSE;
	}
	met &= bench_print("classify-300-rules", fast, "us/text", slow, BENCH_AT_MOST, 1.0 / 12);
	met &= bench_print("classify-300-of-150-rules", fast, "us/text", fewer, BENCH_AT_MOST, 1.4);
	met &= bench_print("classify-slowest-rule", slowest_pattern(shipped), "ms/text", 5,
			   BENCH_AT_MOST, 1);
	met &= bench_print("classify-slowest-mail", slowest_mail(shipped), "ms/mail", 50,
			   BENCH_AT_MOST, 1);
	return met ? 0 : 1;
}
