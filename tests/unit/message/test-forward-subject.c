#include "../../../src/message/dissect-private.h"

#include <criterion/criterion.h>

Test(forward_subject, the_outermost_prefix_decides)
{
	const struct {
		const char *subject;
		RdPrefix prefix;
	} cases[] = {
		{"Fwd: roof", RD_PREFIX_FORWARD},
		{"FW: RE: roof", RD_PREFIX_FORWARD},
		{"RE: FW: roof", RD_PREFIX_REPLY},
		{"WG: Dach", RD_PREFIX_FORWARD},
		{"AW: Dach", RD_PREFIX_REPLY},
		{"TR : toit", RD_PREFIX_FORWARD},
		{"RV: techo", RD_PREFIX_FORWARD},
		{"Továbbítás: tető", RD_PREFIX_FORWARD},
		{"İlt: çatı", RD_PREFIX_FORWARD},
		{"转发：屋顶", RD_PREFIX_FORWARD},
		{"Re[2]: roof", RD_PREFIX_REPLY},
		{"[EXTERNAL] Fwd: roof", RD_PREFIX_FORWARD},
		{"[RD-1042] (urgent) RE: roof", RD_PREFIX_REPLY},
		{"roof: it leaks", RD_PREFIX_NONE},
		{"forward this", RD_PREFIX_NONE},
		{"[RD-1042", RD_PREFIX_NONE},
		{"", RD_PREFIX_NONE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		cr_expect_eq(rd_subject_prefix(cases[i].subject, 0), cases[i].prefix, "%s",
			     cases[i].subject);
	cr_assert_eq(rd_subject_prefix(NULL, 0), RD_PREFIX_NONE);
}

Test(forward_subject, vs_forwards_in_norwegian_and_answers_in_finnish)
{
	RdLanguageSet finnish = rd_term_find(RD_TERM_FROM, "lähettäjä");
	RdLanguageSet norwegian = rd_term_find(RD_TERM_FROM, "avsender");

	cr_assert_eq(rd_subject_prefix("VS: katto", finnish), RD_PREFIX_REPLY);
	cr_assert_eq(rd_subject_prefix("VS: tak", norwegian), RD_PREFIX_FORWARD);
}
