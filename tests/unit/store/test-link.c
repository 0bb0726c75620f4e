#include "store-fixture.h"

#include <criterion/criterion.h>

TestSuite(link, .init = store_setup, .fini = store_teardown);

static void
expect_link(gint64 of, gint64 other, const char *how)
{
	g_autoptr(RdCase) kase = rd_case_get(store, of, NULL);

	cr_assert_eq(kase->links->len, 1);
	cr_expect_eq(((RdLink *)kase->links->pdata[0])->other, other);
	cr_expect_str_eq(((RdLink *)kase->links->pdata[0])->how, how);
}

Test(link, both_sides_show_it_once)
{
	g_autoptr(RdCase) inquiry = store_add_case("triage");
	g_autoptr(RdCase) kase = store_add_case("triage");

	cr_assert(rd_link_add(store, kase->id, inquiry->id, "from inquiry", NULL));
	cr_assert(rd_link_add(store, kase->id, inquiry->id, "from inquiry", NULL));
	expect_link(kase->id, inquiry->id, "from inquiry");
	expect_link(inquiry->id, kase->id, "from inquiry");
}

Test(link, each_side_may_have_its_own_words)
{
	g_autoptr(RdCase) inquiry = store_add_case("triage");
	g_autoptr(RdCase) kase = store_add_case("triage");

	cr_assert(rd_link_add(store, kase->id, inquiry->id, "from inquiry", NULL));
	cr_assert(rd_link_add(store, inquiry->id, kase->id, "went on as", NULL));
	expect_link(kase->id, inquiry->id, "from inquiry");
	expect_link(inquiry->id, kase->id, "went on as");
}

Test(link, a_case_that_is_not_there_cannot_be_linked)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(GError) error = NULL;

	cr_expect_not(rd_link_add(store, kase->id, 9999, "x", &error));
	cr_expect_not_null(error);
}
