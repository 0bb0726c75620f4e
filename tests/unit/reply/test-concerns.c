#include "../../../src/reply/concerns.h"

#include <criterion/criterion.h>

static RdComplaintSet
set_of(const char *names)
{
	RdComplaintSet set = 0;

	cr_assert(rd_complaints_parse(names, &set));
	return set;
}

Test(concerns, one_two_and_four_types_read_as_part_of_a_sentence)
{
	const struct {
		const char *complaints, *phrase;
	} cases[] = {
		{"", ""},
		{"damage", "damage to your home or system"},
		{"damage unresponsive-installer",
		 "damage to your home or system and the trouble you have had reaching your "
		 "installer"},
		{"pto-delay damage rude-conduct misrepresentation",
		 "the delay in receiving permission to operate (PTO) for your system, damage to "
		 "your home or system, the way your installer's staff spoke to you, and the way "
		 "your system was presented and sold to you"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *phrase =
			concerns_phrase(set_of(cases[i].complaints), VOICE_HOMEOWNER);

		cr_expect_str_eq(phrase, cases[i].phrase);
	}
}

Test(concerns, the_installer_hears_nothing_of_the_company)
{
	g_autofree char *both = concerns_phrase(set_of("damage everbright"), VOICE_INSTALLER);
	g_autofree char *company = concerns_phrase(set_of("everbright"), VOICE_INSTALLER);

	cr_expect_str_eq(both, "damage to their home or system");
	cr_expect_str_eq(company, "");
}

Test(concerns, every_type_has_words_for_everybody_who_hears_of_it)
{
	for (guint i = 0; i < RD_COMPLAINT_LAST; i++) {
		for (guint voice = VOICE_HOMEOWNER; voice <= VOICE_RECORD; voice++) {
			g_autofree char *phrase = concerns_phrase(RD_SET(i), (Voice)voice);
			gboolean silent = i == RD_COMPLAINT_EVERBRIGHT && voice == VOICE_INSTALLER;

			cr_expect_eq(*phrase == '\0', silent, "%s",
				     rd_complaint_name((RdComplaint)i));
		}
	}
}
