#include "../../../src/classify/filter.h"

#include <criterion/criterion.h>
#include <string.h>

static char *
scan(const char *const *literals, const char *text)
{
	g_autoptr(RdFilter) filter = rd_filter_new();
	g_auto(RdFoundList) found = {0};
	GString *out = g_string_new(NULL);

	for (; *literals != NULL; literals++)
		rd_filter_add(filter, *literals);
	rd_filter_build(filter);
	rd_filter_scan(filter, text, strlen(text), &found);
	for (guint i = 0; i < found.n; i++)
		g_string_append_printf(out, "%u@%d ", found.items[i].literal, found.items[i].at);
	return g_string_free(out, FALSE);
}

Test(filter, literals_within_literals_are_all_found)
{
	const char *literals[] = {"she", "he", "hers", "us", NULL};
	g_autofree char *found = scan(literals, "ushers");

	cr_assert_str_eq(found, "3@0 0@1 1@2 2@2 ");
}

Test(filter, what_is_no_part_of_a_word_is_a_space)
{
	const char *literals[] = {" roof ", " ok d ", NULL};
	g_autofree char *edge = scan(literals, "roof");
	g_autofree char *marks = scan(literals, "(roof), ok'd");
	g_autofree char *other = scan(literals, "roofer aroof \xc3\xa9x");

	cr_assert_str_eq(edge, "0@-1 ");
	cr_assert_str_eq(marks, "0@0 1@7 ");
	cr_assert_str_eq(other, "");
}

Test(filter, a_literal_has_one_number)
{
	g_autoptr(RdFilter) filter = rd_filter_new();

	cr_assert_eq(rd_filter_add(filter, "roof"), 0);
	cr_assert_eq(rd_filter_add(filter, "wall"), 1);
	cr_assert_eq(rd_filter_add(filter, "roof"), 0);
	cr_assert_eq(rd_filter_size(filter), 2);
	cr_assert_str_eq(rd_filter_literal(filter, 1), "wall");
}

Test(filter, without_literals_nothing_is_found)
{
	const char *literals[] = {NULL};
	g_autofree char *found = scan(literals, "anything");

	cr_assert_str_eq(found, "");
}
