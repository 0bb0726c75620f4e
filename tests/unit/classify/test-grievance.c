#include "../../../src/classify/grievance.h"

#include <criterion/criterion.h>

static double
weigh(const RdRules *rules, const char *text)
{
	const RdCircumstances homeowner = {.author = RD_ROLE_HOMEOWNER};
	g_autoptr(RdProse) prose = rd_prose_new(rules->spelling);
	g_auto(RdScore) score;

	rd_score_init(&score);
	rd_prose_add(prose, RD_ZONE_WORDS, text, 4096);
	rd_score_add(&score, rules, prose, &homeowner);
	return rd_grievance_weigh(rules, &score);
}

Test(grievance, who_asks_or_praises_does_not_complain_whatever_the_words, .timeout = 120)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", &error);

	cr_assert_not_null(rules, "%s", error != NULL ? error->message : "");
	cr_expect_gt(weigh(rules, "The roof leaks since they drilled it, the ceiling is wet."), 0);
	cr_expect_gt(weigh(rules, "My installer never calls back, nobody answers."), 0);
	cr_expect_leq(weigh(rules, "Could you please send me the payoff amount of my loan?"), 0);
	cr_expect_leq(weigh(rules, "Thank you, the crew was wonderful and we love the system."), 0);
}
