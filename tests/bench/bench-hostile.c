/*
 * bench-hostile - texts that mean to keep the rules busy: for each pattern what it looks
 * for, over and over and nearly complete; for whole mails what all of them look for.
 *
 * Processor time, the best of some rounds, since a neighbour's load only adds to it.
 */

#include "../../src/classify/score.h"
#include "bench.h"

#include <math.h>
#include <redress/error.h>
#include <string.h>
#include <time.h>

#define RULES	"templates/rules"
#define LONGEST 16384
#define LARGE	262144
#define ROUNDS	3
#define SLOW_MS 1 /* what takes longer is measured again */

/* How the words that a pattern or a mail is made of follow each other. */
typedef enum {
	WAY_RANDOM,  /* all that it looks for, at random */
	WAY_ORDER,   /* in order, the last one missing each time */
	WAY_DENSE,   /* the first one alone, without end */
	WAY_CLAUSES, /* at random with commas and denials between */
	WAY_ODD,     /* at random with characters that fold, vanish or are none */
	WAYS
} Way;

static const char *const between[WAYS][4] = {
	{" ", " ", " ", ". "},
	{" ", " ", " ", " "},
	{" ", " ", " ", " "},
	{", not ", "; no ", ", ", " never "},
	{"\xe2\x80\x8b ", " \xc5\xbf\xe2\x84\xaa ", "\xcc\x81 ", " \xf0\x9f\x98\x80\xe2\x80\x99"},
};

static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* One literal of condition number @at of @pattern. */
static const char *
pattern_word(const RdRules *rules, const RdPattern *pattern, guint at, GRand *rand)
{
	guint number = g_array_index(pattern->groups, guint, at % pattern->groups->len);
	const GArray *group = g_ptr_array_index(rules->groups, number);
	guint l = (guint)g_rand_int_range(rand, 0, (gint)group->len);

	return rd_filter_literal(rules->filter, g_array_index(group, guint, l));
}

static RdProse *
pattern_text(const RdRules *rules, const RdPattern *pattern, Way way, GRand *rand)
{
	g_autoptr(GString) text = g_string_new(NULL);
	RdProse *prose = rd_prose_new(NULL);
	guint n = pattern->groups->len;

	for (guint i = 0; n > 0 && text->len < LONGEST; i++) {
		guint at = way == WAY_ORDER   ? i % MAX(1, n - 1)
			   : way == WAY_DENSE ? 0
					      : g_rand_int(rand) % n;

		g_string_append(text, pattern_word(rules, pattern, at, rand));
		g_string_append(text, between[way][g_rand_int_range(rand, 0, 4)]);
	}
	rd_prose_add(prose, RD_ZONE_WORDS, text->str, LONGEST);
	return prose;
}

static double
pattern_ms(const RdPattern *pattern, const RdProse *prose)
{
	g_autoptr(RdMatcher) matcher = rd_matcher_new();
	double best = INFINITY;

	for (guint round = 0; round < ROUNDS && best > SLOW_MS; round++) {
		double begin = cpu_ms();

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
		best = MIN(best, cpu_ms() - begin);
	}
	return best;
}

static double
slowest_pattern(const RdRules *rules)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(3);
	double slowest = 0;

	for (guint i = 0; i < rules->patterns->len * WAYS; i++) {
		const RdPattern *pattern = g_ptr_array_index(rules->patterns, i / WAYS);
		g_autoptr(RdProse) prose = pattern_text(rules, pattern, (Way)(i % WAYS), rand);

		if (i % WAYS == 0) /* compiles it */
			pattern_ms(pattern, prose);
		slowest = MAX(slowest, pattern_ms(pattern, prose));
	}
	return slowest;
}

/* Words of all rules; with @n, of the first @n that the generator chose, again and again. */
static char *
mail_text(const RdRules *rules, Way way, guint n, gsize len, GRand *rand)
{
	GString *text = g_string_new(NULL);
	g_autofree guint *chosen = g_new(guint, n + 1);
	gint size = (gint)rd_filter_size(rules->filter);

	for (guint i = 0; i < n; i++)
		chosen[i] = (guint)g_rand_int_range(rand, 0, size);
	for (guint i = 0; text->len < len; i++) {
		guint l = n > 0 ? chosen[i % n] : (guint)g_rand_int_range(rand, 0, size);

		g_string_append(text, rd_filter_literal(rules->filter, l));
		g_string_append(text, between[way][g_rand_int_range(rand, 0, 4)]);
	}
	return g_string_free(text, FALSE);
}

/* The mail as a customer's answer that quotes the same, so that both are read. */
static double
mail_ms(const RdRules *rules, const char *words, RdRole role)
{
	static const char head[] = "From: a@home.example\nTo: c@corp.example\nSubject: Re: roof\n"
				   "Message-ID: <1@home.example>\nIn-Reply-To: <2@corp.example>\n"
				   "Content-Type: text/plain; charset=utf-8\n\n";
	g_autofree char *mail = g_strconcat(
		head, words, "\nOn Mon, Mar 2, 2026 at 9:00 AM Us <c@corp.example> wrote:\n> ",
		words, "\n", NULL);
	g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
	g_autoptr(RdMessage) message = rd_message_parse(raw, NULL, &rd_message_default_limits);
	const RdPerson person = {.role = role};
	double best = INFINITY;

	for (guint round = 0; round < ROUNDS; round++) {
		double begin = cpu_ms();
		g_autoptr(RdFindings) findings =
			rd_classify(rules, message, &person, RD_CLASSIFY_ARGUE);

		best = MIN(best, cpu_ms() - begin);
	}
	return best;
}

static double
slowest_mail(const RdRules *rules, gsize len)
{
	static const guint few[] = {0, 0, 3, 12, 60};
	static const RdRole roles[] = {RD_ROLE_HOMEOWNER, RD_ROLE_UNKNOWN, RD_ROLE_MARKETING};
	g_autoptr(GRand) rand = g_rand_new_with_seed(4);
	double slowest = 0;

	for (guint i = 0; i < WAYS * G_N_ELEMENTS(few) * G_N_ELEMENTS(roles); i++) {
		guint n = few[i / WAYS % G_N_ELEMENTS(few)];
		g_autofree char *words = mail_text(rules, (Way)(i % WAYS), n, len, rand);

		slowest = MAX(slowest, mail_ms(rules, words, roles[i / WAYS / G_N_ELEMENTS(few)]));
	}
	return slowest;
}

int
main(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = rd_rules_load(RULES, &error);
	gboolean met = TRUE;

	if (rules == NULL) {
		fprintf(stderr, "bench-hostile: %s\n", error->message);
		return 1;
	}
	met &= bench_print("classify-slowest-rule", slowest_pattern(rules), "ms/text", 5,
			   BENCH_AT_MOST, 1);
	met &= bench_print("classify-slowest-mail", slowest_mail(rules, LONGEST), "ms/mail", 50,
			   BENCH_AT_MOST, 1);
	met &= bench_print("classify-slowest-large-mail", slowest_mail(rules, LARGE), "ms/mail", 50,
			   BENCH_AT_MOST, 1);
	return met ? 0 : 1;
}
