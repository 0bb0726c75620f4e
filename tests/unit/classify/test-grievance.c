#include "../../../src/classify/grievance.h"

#include <criterion/criterion.h>

typedef double (*WeighFunc)(const RdRules *rules, const RdScore *score);

static double
weigh_as(const RdRules *rules, const char *text, RdRole author, WeighFunc func)
{
	const RdCircumstances circumstances = {.author = author};
	g_autoptr(RdProse) prose = rd_prose_new(rules->spelling);
	g_auto(RdScore) score;

	rd_score_init(&score);
	rd_prose_add(prose, RD_ZONE_WORDS, text, 4096);
	rd_score_add(&score, rules, prose, &circumstances);
	return func(rules, &score);
}

static double
weigh(const RdRules *rules, const char *text)
{
	return weigh_as(rules, text, RD_ROLE_HOMEOWNER, rd_grievance_weigh);
}

static double
weigh_note(const RdRules *rules, const char *text)
{
	return weigh_as(rules, text, RD_ROLE_RESOLUTION, rd_grievance_weigh_note);
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

Test(grievance, staff_who_note_how_a_case_goes_on_do_not_complain, .timeout = 120)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", &error);

	cr_assert_not_null(rules, "%s", error != NULL ? error->message : "");
	cr_expect_gt(weigh_note(rules, "HO states the roof leaks into the den since the install."),
		     0);
	cr_expect_gt(weigh_note(rules, "HO called, installer never answers her calls, wants help."),
		     0);
	cr_expect_leq(weigh_note(rules, "Called homeowner twice, no answer, left a voicemail."), 0);
	cr_expect_leq(
		weigh_note(rules, "Waiting for the result of the inspection, will try again."), 0);
}
