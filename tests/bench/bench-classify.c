/*
 * bench-classify - all rules on one text: literals first, against a pcre2 match for each
 * rule; and more rules on the same text.
 *
 * A rule is one pattern here. Instructions are those of this program run for one round over
 * the texts more; the first round compiles.
 */

#include "../../src/classify/score.h"
#include "bench.h"
#include "child.h"
#include "shop.h"

#include <redress/error.h>
#include <stdlib.h>
#include <string.h>

#define RULES  "templates/rules"
#define SET    "tests/data/second/messages"
#define LENGTH 2000

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
		if (!rd_rules_intern(rules, (RdYamlNode){NULL, 0}, pattern->source, &number, NULL))
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

/* Prints how many rules matched in the last of @rounds over all texts, and of how many texts. */
static int
mode_rounds(const char *way, guint step, guint rounds, const char *kept)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) shipped = rd_rules_load_kept(RULES, kept, &error);
	g_autoptr(GPtrArray) texts = error == NULL ? read_texts(&error) : NULL;
	g_autoptr(RdRules) rules = NULL;
	guint count = 0;

	g_assert_no_error(error);
	rules = rules_of_patterns(shipped, 300, step);
	for (guint i = 0; i < rounds; i++)
		count = strcmp(way, "together") == 0 ? together(rules, texts)
						     : separately(rules, texts);
	printf("%u %u\n", count, texts->len);
	return 0;
}

/* Thousands of instructions that a round takes a text; @count: rules that match. */
static double
count_round(const char *self, const char *way, const char *step, const char *kept, guint *count)
{
	double counts[2];
	guint texts = 1;

	for (guint i = 0; i < 2; i++) {
		const char *argv[] = {self, way, step, i == 0 ? "1" : "2", kept, NULL};
		g_auto(ChildCost) cost = child_count(argv);

		counts[i] = cost.instructions;
		g_assert_true(sscanf(cost.output, "%u %u", count, &texts) == 2);
	}
	return (counts[1] - counts[0]) / texts / 1000;
}

static gboolean
figures(const char *self, const char *kept)
{
	guint found, expected, ignored;
	double slow = count_round(self, "separately", "1", kept, &expected);
	double fast = count_round(self, "together", "1", kept, &found);
	double fewer = count_round(self, "together", "2", kept, &ignored);
	gboolean met = found == expected;

	if (!met)
		printf("classify-300-rules finds %u matches, separate matches find %u\n", found,
		       expected);
	met &= bench_print("classify-300-rules", fast, "kinstr/text", slow, BENCH_AT_MOST,
			   1.0 / 12);
	met &= bench_print("classify-300-of-150-rules", fast, "kinstr/text", fewer, BENCH_AT_MOST,
			   1.4);
	return met;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) shipped = NULL;
	g_autofree char *dir = NULL;
	g_autofree char *kept = NULL;
	gboolean met;

	if (argc == 5)
		return mode_rounds(argv[1], (guint)atoi(argv[2]), (guint)atoi(argv[3]), argv[4]);
	child_prepare();
	dir = shop_scratch_dir();
	kept = g_build_filename(dir, "rules", NULL);
	shipped = rd_rules_load_kept(RULES, kept, &error);
	g_assert_no_error(error);
	met = figures(argv[0], kept);
	shop_remove_dir(dir);
	return met ? 0 : 1;
}
