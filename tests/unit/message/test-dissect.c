#include <criterion/criterion.h>
#include <redress/dissect.h>
#include <string.h>

/* One letter per line: r(eply), q(uoted), s(ignature), f(orward). */
static char *
parts_of(const char *text, const char *subject)
{
	g_autoptr(RdLines) lines = rd_lines_new(g_strdup(text));
	RdHead head = {subject, NULL, NULL};
	g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < dissection->parts->len; i++)
		g_string_append_c(out, "rqsf"[g_array_index(dissection->parts, guint8, i)]);
	return g_string_free(out, FALSE);
}

Test(dissect, each_line_has_one_part)
{
	const struct {
		const char *subject, *text, *parts;
	} cases[] = {
		{"Re: x",
		 "Yes.\n\n-- \nAnn\n\nOn Jan 5, 2026 at 3:04 PM B <b@x.example> wrote:\n> Hi",
		 "rrsssqq"},
		{"Fwd: x",
		 "See.\n\n---------- Forwarded message ---------\nFrom: A <a@x.example>\n"
		 "Subject: x\n\nIt leaks.\n-- \nAnn\n\n"
		 "On Jan 5, 2026 at 3:04 PM B <b@x.example> wrote:\n> Hi",
		 "rrfffffsssqq"},
		{"x", "", "r"},
		{"x", "\n\n", "rrr"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *parts = parts_of(cases[i].text, cases[i].subject);

		cr_expect_str_eq(parts, cases[i].parts, "%s\ngave %s", cases[i].text, parts);
	}
}

Test(dissect, the_inner_text_is_unchanged_and_its_ends_are_trimmed)
{
	g_autoptr(RdLines) lines =
		rd_lines_new(g_strdup("\n \n  one \n\n\n   two\n\n> quoted\n\n"));
	RdHead head = {"Re: x", NULL, NULL};
	g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);

	cr_assert_str_eq(dissection->reply, "  one \n\n\n   two");
	cr_assert_str_eq(dissection->quoted, "> quoted");
}

Test(dissect, a_quote_keeps_its_marks_and_its_attribution)
{
	g_autoptr(RdLines) lines = rd_lines_new(g_strdup(
		"Yes.\n\nOn Jan 5, 2026 at 3:04 PM B <b@x.example> wrote:\n\n> Hi\n> > Ho"));
	g_autoptr(RdDissection) dissection = rd_dissect(lines, NULL);

	cr_assert_str_eq(dissection->quoted,
			 "On Jan 5, 2026 at 3:04 PM B <b@x.example> wrote:\n\n> Hi\n> > Ho");
}

Test(dissect, a_text_of_nothing_but_boundaries_ends_the_walk)
{
	const char *const pieces[] = {"> > >\n",
				      "From: a\nTo: b\n",
				      "-- \n",
				      "-----Original Message-----\n",
				      "---------- Forwarded message ---------\n",
				      "1/1/26 1:11 a@b.cd:\n",
				      "Thanks,\nAnn Lee\n",
				      "Sent from my iPhone\n"};

	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(RdLines) lines = NULL;
		g_autoptr(RdDissection) dissection = NULL;

		for (int n = 0; n < 20000; n++)
			g_string_append(text, pieces[i]);
		lines = rd_lines_new(g_strdup(text->str));
		dissection = rd_dissect(lines, NULL);
		cr_expect_gt(dissection->parts->len, 20000);
	}
}
