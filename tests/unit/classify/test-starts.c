#include "../../../src/classify/starts.h"

#include <criterion/criterion.h>

static void
expect_place(const RdStart *start, guint sentence, guint at)
{
	cr_assert_not_null(start);
	cr_expect_eq(start->sentence, sentence);
	cr_expect_eq(start->at, at, "%u instead of %u", start->at, at);
}

Test(starts, places_come_in_order_whatever_order_they_were_found_in)
{
	RdStarts starts = {0};
	const RdStart *start;

	rd_starts_reserve(&starts, 2);
	rd_starts_add(&starts, 1, 0, 9);
	rd_starts_add(&starts, 1, 0, 4);
	rd_starts_add(&starts, 0, 0, 5);
	rd_starts_add(&starts, 1, 0, 9);
	rd_starts_add(&starts, 1, 2, 6);
	rd_starts_add(&starts, 1, 2, 1);
	start = rd_starts_find(&starts, 1, 0, 0);
	expect_place(start, 0, 4);
	start = rd_starts_next(&starts, start);
	expect_place(start, 0, 9);
	start = rd_starts_next(&starts, start);
	expect_place(start, 2, 1);
	start = rd_starts_next(&starts, start);
	expect_place(start, 2, 6);
	cr_expect_null(rd_starts_next(&starts, start));
	rd_starts_clear(&starts);
}

Test(starts, a_search_goes_on_from_the_last_or_back)
{
	RdStarts starts = {0};

	rd_starts_reserve(&starts, 1);
	for (guint i = 0; i < 6; i++)
		rd_starts_add(&starts, 0, i, 10 * i);
	expect_place(rd_starts_find(&starts, 0, 3, 0), 3, 30);
	expect_place(rd_starts_find(&starts, 0, 3, 31), 4, 40);
	expect_place(rd_starts_find(&starts, 0, 1, 0), 1, 10);
	cr_expect_null(rd_starts_find(&starts, 0, 5, 51));
	expect_place(rd_starts_find(&starts, 0, 0, 0), 0, 0);
	rd_starts_empty(&starts);
	cr_expect_null(rd_starts_find(&starts, 0, 0, 0));
	rd_starts_clear(&starts);
}
