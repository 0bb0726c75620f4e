#include "store-fixture.h"

#include <criterion/criterion.h>

TestSuite(feed, .init = store_setup, .fini = store_teardown);

Test(feed, it_is_one_cases_and_in_the_order_of_writing)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdCase) other = store_add_case("triage");
	RdFeedEntry first = {.at = 200,
			     .author = (char *)"redress",
			     .kind = (char *)"mail-out",
			     .text = (char *)"Wrote to the homeowner",
			     .cause = (char *)"message 1 (IC1)"};
	RdFeedEntry second = {.at = 100,
			      .author = (char *)"lena@corp.example",
			      .kind = (char *)"note",
			      .text = (char *)"written down later",
			      .cause = (char *)"command #note"};
	g_autoptr(GPtrArray) feed = NULL;
	const RdFeedEntry *got;

	cr_assert(rd_feed_add(store, kase->id, &first, NULL));
	cr_assert(rd_feed_add(store, other->id, &first, NULL));
	cr_assert(rd_feed_add(store, kase->id, &second, NULL));
	feed = rd_feed_list(store, kase->id, NULL);
	cr_assert_eq(feed->len, 2);
	got = feed->pdata[0];
	cr_expect_eq(got->at, 200);
	cr_expect_str_eq(got->author, "redress");
	cr_expect_str_eq(got->kind, "mail-out");
	cr_expect_str_eq(got->text, "Wrote to the homeowner");
	cr_expect_str_eq(got->cause, "message 1 (IC1)");
	got = feed->pdata[1];
	cr_expect_str_eq(got->text, "written down later");
}
