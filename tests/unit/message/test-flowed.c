#include "../../../src/message/flowed-private.h"

#include <criterion/criterion.h>

Test(flowed, soft_line_breaks_go_and_hard_ones_stay)
{
	const struct {
		const char *in, *out;
		gboolean delsp;
	} cases[] = {
		{"one \ntwo\nthree\n", "one two\nthree\n", FALSE},
		{"on \ne\n", "one\n", TRUE},
		{"> one \n> two\n", "> one two\n", FALSE},
		{">> one \n> two\n", ">> one \n> two\n", FALSE},
		{"text \n-- \nAnn\n", "text \n-- \nAnn\n", FALSE},
		{" > not a quote\n From here\n", "> not a quote\nFrom here\n", FALSE},
		{"a \n", "a ", FALSE},
		{"a\n\nb", "a\n\nb", FALSE},
		{"", "", FALSE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = rd_flowed_join(cases[i].in, cases[i].delsp);

		cr_expect_str_eq(out, cases[i].out, "case %zu: %s", i, out);
	}
}
