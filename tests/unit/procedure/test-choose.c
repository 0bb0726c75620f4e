#include <criterion/criterion.h>
#include <redress/procedure.h>

/* The handbook: PTO before M3, missing equipment before M2, need no case. */
Test(choose, exempt_by_type_and_milestone)
{
	const struct {
		const char *complaints;
		gboolean unknown, none, m1, m2, m3;
	} cases[] = {
		{"missing-equipment", FALSE, TRUE, TRUE, FALSE, FALSE},
		{"pto-delay", FALSE, TRUE, TRUE, TRUE, FALSE},
		{"not-connected", FALSE, TRUE, TRUE, TRUE, FALSE},
		{"pto-delay not-connected", FALSE, TRUE, TRUE, TRUE, FALSE},
		{"pto-delay missing-equipment", FALSE, TRUE, TRUE, FALSE, FALSE},
		{"pto-delay unresponsive-installer", FALSE, FALSE, FALSE, FALSE, FALSE},
		{"damage", FALSE, FALSE, FALSE, FALSE, FALSE},
		{"everbright", FALSE, FALSE, FALSE, FALSE, FALSE},
		{"", FALSE, FALSE, FALSE, FALSE, FALSE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const gboolean expected[] = {cases[i].unknown, cases[i].none, cases[i].m1,
					     cases[i].m2, cases[i].m3};
		RdComplaintSet set;

		cr_assert(rd_complaints_parse(cases[i].complaints, &set));
		for (guint m = RD_MILESTONE_UNKNOWN; m <= RD_MILESTONE_M3; m++)
			cr_expect_eq(rd_complaints_are_exempt(set, (RdMilestone)m), expected[m],
				     "\"%s\" at %s", cases[i].complaints,
				     rd_milestone_name((RdMilestone)m));
	}
}

Test(choose, the_procedure_follows_from_complaints_and_homeowner)
{
	const struct {
		const char *complaints;
		RdFinance finance;
		RdMilestone milestone;
		const char *procedure;
	} cases[] = {
		{"damage", RD_FINANCE_STANDARD, RD_MILESTONE_M2, "installer-complaint"},
		{"pto-delay", RD_FINANCE_STANDARD, RD_MILESTONE_M2, "pto-inquiry"},
		{"pto-delay", RD_FINANCE_STANDARD, RD_MILESTONE_UNKNOWN, "installer-complaint"},
		{"not-connected", RD_FINANCE_STANDARD, RD_MILESTONE_M3, "installer-complaint"},
		{"damage", RD_FINANCE_BEAM, RD_MILESTONE_M2, "beam"},
		{"damage everbright", RD_FINANCE_CONCERT, RD_MILESTONE_M2, "beam"},
		{"pto-delay", RD_FINANCE_BEAM, RD_MILESTONE_M2, "pto-inquiry"},
		{"everbright", RD_FINANCE_STANDARD, RD_MILESTONE_M2, "company-complaint"},
		{"everbright damage", RD_FINANCE_STANDARD, RD_MILESTONE_M2, "installer-complaint"},
		{"", RD_FINANCE_STANDARD, RD_MILESTONE_M2, "triage"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const RdHomeowner homeowner = {.finance = cases[i].finance,
					       .milestone = cases[i].milestone};
		RdComplaintSet set;

		cr_assert(rd_complaints_parse(cases[i].complaints, &set));
		cr_expect_str_eq(rd_procedure_choose(set, &homeowner), cases[i].procedure,
				 "case %zu", i);
		cr_expect_str_eq(rd_procedure_choose(set, NULL), "triage");
	}
}
