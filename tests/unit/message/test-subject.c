#include "../../../src/message/dissect-private.h"

#include <criterion/criterion.h>
#include <redress/subject.h>

Test(subject, the_outermost_prefix_decides)
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

Test(subject, vs_forwards_in_norwegian_and_answers_in_finnish)
{
	RdLanguageSet finnish = rd_term_find(RD_TERM_FROM, "lähettäjä");
	RdLanguageSet norwegian = rd_term_find(RD_TERM_FROM, "avsender");

	cr_assert_eq(rd_subject_prefix("VS: katto", finnish), RD_PREFIX_REPLY);
	cr_assert_eq(rd_subject_prefix("VS: tak", norwegian), RD_PREFIX_FORWARD);
}

Test(subject, a_bare_subject_has_lost_what_piled_up)
{
	cr_expect_str_eq(rd_subject_bare("Re: [RD-1042] FW:  AW: roof: it leaks"),
			 "roof: it leaks");
	cr_expect_str_eq(rd_subject_bare("RV: Re[2]: techo"), "techo");
	cr_expect_str_eq(rd_subject_bare("[RD-1042"), "[RD-1042");
	cr_expect_str_eq(rd_subject_bare("Re:"), "");
	cr_expect(rd_subject_is_reply("SV: tak"));
	cr_expect_not(rd_subject_is_reply("RV: techo"));
	cr_expect_not(rd_subject_is_reply(NULL));
}
