#include "../../../src/cmd/argument.h"

#include <criterion/criterion.h>
#include <string.h>

static void
because(RdFindings *findings, const char *label, const char *rule, const char *text, double weight)
{
	RdReason *reason = g_new0(RdReason, 1);

	reason->label = g_strdup(label);
	reason->rule = g_strdup(rule);
	reason->text = g_strdup(text);
	reason->weight = weight;
	g_ptr_array_add(findings->because, reason);
}

static RdFindings *
findings_of_a_leak(void)
{
	RdFindings *self = rd_findings_new();

	self->complaints = RD_SET(RD_COMPLAINT_DAMAGE);
	self->primary = RD_COMPLAINT_DAMAGE;
	self->complaint_share[RD_COMPLAINT_DAMAGE] = 1.9;
	self->complaint_share[RD_COMPLAINT_OTHER_INSTALLER] = 0.4;
	because(self, "damage", "water-comes-in", "roof leaks", 1);
	because(self, "damage", "words-of-damage", "tiles", 0.25);
	because(self, "damage", "words-of-leaks", "tiles", 0.25);
	because(self, "rude-conduct", "yelled, but negated", "yelled", -1);
	because(self, "other-installer", "words of examples", "crew", 0.4);
	because(self, "pto-delay", "words-of-waiting", "since", 0.2);
	return self;
}

Test(argument, a_label_that_holds_is_argued_with_its_words_and_rules)
{
	g_autoptr(RdFindings) findings = findings_of_a_leak();
	g_autofree char *text = rd_argument_of(findings, "damage");

	cr_expect_str_eq(text,
			 "  damage: yes, and it weighs most (190 % of what it takes)\n"
			 "    it says \"roof leaks\" (water-comes-in, 1.0)\n"
			 "    hints are \"tiles\"\n",
			 "%s", text);
}

Test(argument, what_came_near_says_what_spoke_against_it)
{
	g_autoptr(RdFindings) findings = findings_of_a_leak();
	g_autofree char *text = rd_argument_of_all(findings);
	const char *damage = strstr(text, "  damage: yes");
	const char *rude = strstr(text, "  rude-conduct: no (0 % of what it takes)\n"
					"    but \"yelled\" does not count as yelled: negated\n");

	cr_expect_not_null(rude, "%s", text);
	cr_expect(damage != NULL && damage < rude, "what holds comes first");
	cr_expect_not_null(strstr(text, "  other-installer: no (40 % of what it takes)\n"));
	cr_expect_null(strstr(text, "  pto-delay: no"));
	cr_expect_not_null(strstr(text, "nothing of weight speaks for pto-delay, missing-equip"));
}

Test(argument, a_guess_says_that_it_is_one)
{
	g_autoptr(RdFindings) findings = findings_of_a_leak();
	g_autofree char *text = NULL;

	findings->complaint_share[RD_COMPLAINT_DAMAGE] = 0.5;
	text = rd_argument_of(findings, "damage");
	cr_expect(g_str_has_prefix(text, "  damage: yes, as the likeliest (50 % "), "%s", text);
}

Test(argument, words_alone_are_not_also_said_and_quotes_stay_apart)
{
	g_autoptr(RdFindings) findings = findings_of_a_leak();
	g_autofree char *installer = NULL;
	g_autofree char *pto = NULL;

	because(findings, "pto-delay", "utility", "is \"reviewing", 1);
	because(findings, "pto-delay", "words of examples", "its words as a whole", -0.7);
	installer = rd_argument_of(findings, "other-installer");
	pto = rd_argument_of(findings, "pto-delay");
	cr_expect_not_null(strstr(installer, "people who mean that say crew (+0.4)"), "%s",
			   installer);
	cr_expect_not_null(strstr(pto, "\"is 'reviewing\" (utility, 1.0)"), "%s", pto);
	cr_expect_not_null(strstr(pto, "    against it speak its words as a whole (-0.7)\n"));
}

Test(argument, why_enough_was_not_enough_is_told_by_the_kind_of_mail)
{
	g_autoptr(RdFindings) findings = findings_of_a_leak();
	g_autofree char *beside = NULL;
	g_autofree char *old = NULL;

	findings->kind = RD_KIND_COMPLAINT;
	findings->signal_share[RD_SIGNAL_SATISFIED] = 1.2;
	beside = rd_argument_of(findings, "satisfied");
	cr_expect_not_null(strstr(beside, "no: beside a complaint it takes more"), "%s", beside);
	findings->kind = RD_KIND_UPDATE;
	findings->complaint_share[RD_COMPLAINT_PTO_DELAY] = 1.5;
	old = rd_argument_of(findings, "pto-delay");
	cr_expect_not_null(strstr(old, "no: it is the old matter, told again"), "%s", old);
}

Test(argument, a_review_is_told_with_what_is_missing)
{
	const RdReview full = {
		.platform = (char[]){"yelp"}, .rating = 1, .reviewer = (char[]){"Bo K."}};
	const RdReview bare = {.platform = (char[]){"bbb"}, .rating = 0, .reviewer = (char[]){""}};
	g_autofree char *one = rd_argument_of_review(&full);
	g_autofree char *none = rd_argument_of_review(&bare);

	cr_expect_str_eq(one, "yelp, 1 star, Bo K.");
	cr_expect_str_eq(none, "bbb, no stars told, nobody named");
}
