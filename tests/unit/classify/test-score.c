#include "small.h"

#include <criterion/criterion.h>
#include <string.h>

#define SHIPPED "templates/rules"

Test(score, a_guard_takes_a_match_back_where_it_stands)
{
	g_autoptr(RdRules) rules = small_rules();
	const struct {
		const char *text;
		double damage;
	} cases[] = {
		{"A leak in the roof.", 1},
		{"No leak in the roof.", 0},
		{"No, a leak in the roof.", 1},			     /* the comma parts them */
		{"I do not know of any other leak in the roof.", 1}, /* too far away */
		{"A leak not in the roof.", 0},
		{"The leak in the roof was mended.", 0},
		{"The leak in the roof supposedly was mended.", 1},
		{"No leak in the roof. But a drip on the wall.", 1},
		{"A leak in the pipe, the roof is fine, the wall too.", 0}, /* too many words */
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		cr_expect_float_eq(small_score(rules, "damage", cases[i].text), cases[i].damage,
				   1e-6, "%s", cases[i].text);
}

Test(score, surroundings_count_in_the_sentence_or_anywhere)
{
	g_autoptr(RdRules) rules = small_rules();

	cr_expect_float_eq(small_score(rules, "damage", "They broke the wall."), 0.6, 1e-6);
	cr_expect_float_eq(small_score(rules, "damage", "They broke it. The wall."), 0, 1e-6);
	cr_expect_float_eq(small_score(rules, "damage", "He broke a promise at the wall."), 0,
			   1e-6);
	cr_expect_float_eq(small_score(rules, "everbright", "It is your bill. EverBright!"), 1,
			   1e-6);
	cr_expect_float_eq(small_score(rules, "everbright", "It is your bill."), 0, 1e-6);
	cr_expect_float_eq(small_score(rules, "everbright", "EverBright, your bill. Thank you"), 0,
			   1e-6);
}

Test(score, a_rule_counts_once)
{
	g_autoptr(RdRules) rules = small_rules();

	cr_expect_float_eq(small_score(rules, "rude-conduct", "He shouted at me, yelled at her"), 1,
			   1e-6);
	cr_expect_float_eq(small_score(rules, "rude-conduct", "idiot, idiot"), 0.4, 1e-6);
	cr_expect_float_eq(small_score(rules, "rude-conduct", "idiot, fool, moron"), 0.4, 1e-6);
}

Test(score, a_rule_looks_only_where_it_is_told_to)
{
	g_autoptr(RdRules) rules = small_rules();
	const RdCircumstances any = {.any = TRUE};
	g_autoptr(RdProse) prose = rd_prose_new(NULL);
	g_auto(RdScore) score;

	rd_score_init(&score);
	rd_prose_add(prose, RD_ZONE_SUBJECT, "So rude", 4096);
	rd_score_add(&score, rules, prose, &any);
	cr_assert_float_eq(score.score[rd_rules_find_label(rules, "rude-conduct")], 1, 1e-6);
	cr_assert_float_eq(small_score(rules, "rude-conduct", "So rude"), 0, 1e-6);
}

Test(score, the_directory_is_a_condition)
{
	g_autoptr(RdRules) rules = small_rules();
	gint damage = rd_rules_find_label(rules, "damage");
	const struct {
		RdMilestone milestone;
		double score;
	} cases[] = {{RD_MILESTONE_M1, 1}, {RD_MILESTONE_M3, 0}, {RD_MILESTONE_UNKNOWN, 0}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const RdCircumstances circumstances = {.milestone = cases[i].milestone};
		g_autoptr(RdProse) prose = rd_prose_new(rules->spelling);
		g_auto(RdScore) score;

		rd_score_init(&score);
		rd_prose_add(prose, RD_ZONE_WORDS, "A cracked pannel", 4096);
		rd_score_add(&score, rules, prose, &circumstances);
		cr_expect_float_eq(score.score[damage], cases[i].score, 1e-6, "case %zu", i);
	}
}

/* A text of words that rules look for, words that they do not, and marks. */
static char *
random_text(const RdRules *rules, GRand *rand)
{
	static const char *const marks[] = {" ",   " ",	 " ", " ",  ", ", ". ", "\n",
					    " - ", "; ", "'", "! ", " (", ") ", "-"};
	GString *text = g_string_new(NULL);
	gint n = g_rand_int_range(rand, 1, 120);

	for (gint i = 0; i < n; i++) {
		guint l = (guint)g_rand_int_range(rand, 0, (gint)rd_filter_size(rules->filter));
		gboolean odd = g_rand_int_range(rand, 0, 12) == 0;

		g_string_append(text,
				odd ? "\xc3\xa9t\xc3\xa9" : rd_filter_literal(rules->filter, l));
		g_string_append(text, marks[g_rand_int_range(rand, 0, G_N_ELEMENTS(marks))]);
	}
	return g_string_free(text, FALSE);
}

static gboolean
same_hit(const RdHit *a, const RdHit *b)
{
	return a->rule == b->rule && a->start == b->start && a->end == b->end &&
	       a->guard == b->guard;
}

Test(score, the_prefilter_changes_nothing, .timeout = 120)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = rd_rules_load(SHIPPED, &error);
	g_autoptr(GRand) rand = g_rand_new_with_seed(11);
	const RdCircumstances any = {.any = TRUE};
	guint hits = 0;

	cr_assert_not_null(rules, "%s", error != NULL ? error->message : "");
	for (guint i = 0; i < 80; i++) {
		g_autofree char *text = random_text(rules, rand);
		g_autoptr(RdProse) prose = rd_prose_new(rules->spelling);
		g_auto(RdScore) fast, plain;

		rd_score_init(&fast);
		rd_score_init(&plain);
		rd_prose_add(prose, RD_ZONE_WORDS, text, 16384);
		rd_score_add(&fast, rules, prose, &any);
		rd_score_add_plainly(&plain, rules, prose, &any);
		cr_assert_eq(fast.hits->len, plain.hits->len, "%u and %u hits in: %s",
			     fast.hits->len, plain.hits->len, text);
		for (guint j = 0; j < fast.hits->len; j++)
			cr_assert(same_hit(&g_array_index(fast.hits, RdHit, j),
					   &g_array_index(plain.hits, RdHit, j)),
				  "hit %u in: %s", j, text);
		cr_assert_arr_eq(fast.score, plain.score, sizeof(fast.score));
		hits += fast.hits->len;
	}
	cr_assert_gt(hits, 500, "the texts tempt no rule: %u", hits);
}

Test(score, what_is_over_the_budget_is_undecided_and_said_to_be)
{
	g_autoptr(RdRules) rules = small_rules();
	const RdCircumstances any = {.any = TRUE};
	g_autoptr(RdProse) prose = rd_prose_new(rules->spelling);
	g_auto(RdScore) whole, cut;

	rd_score_init(&whole);
	rd_score_init(&cut);
	rd_prose_add(prose, RD_ZONE_WORDS, "A leak in the roof. He yelled at me.", 4096);
	rd_score_add(&whole, rules, prose, &any);
	cr_assert_eq(whole.undecided->len, 0);
	cr_assert_eq(whole.hits->len, 2);
	rules->budget.steps = 1;
	rd_score_add(&cut, rules, prose, &any);
	cr_assert_eq(cut.hits->len, 0);
	cr_assert_eq(cut.undecided->len, 2);
	cr_assert_str_eq(g_ptr_array_index(cut.undecided, 0), "water-and-part");
}
