#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/time.h>

Test(time, an_offset_is_part_of_the_time)
{
	RdTime utc, east;

	cr_assert(rd_time_parse("2026-02-01T14:30:00Z", &utc, NULL));
	cr_assert(rd_time_parse("2026-02-01T09:30:00-05:00", &east, NULL));
	cr_assert_eq(utc, east);
	cr_assert_eq(utc, 1769956200);
}

Test(time, a_date_alone_is_midnight_utc)
{
	RdTime time;
	g_autofree char *text = NULL;

	cr_assert(rd_time_parse("2026-02-01", &time, NULL));
	text = rd_time_format(time);
	cr_assert_str_eq(text, "2026-02-01T00:00:00Z");
}

Test(time, what_is_no_time_is_refused_by_name)
{
	RdTime time;
	g_autoptr(GError) error = NULL;

	cr_assert_not(rd_time_parse("tomorrow", &time, &error));
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT));
	cr_assert_not_null(strstr(error->message, "tomorrow"));
}

Test(time, a_letter_says_the_date_in_its_zone)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("America/New_York");
	g_autofree char *date = rd_time_format_date(1769912200, zone);

	cr_assert_str_eq(date, "January 31, 2026");
}

Test(time, the_next_hour_is_one_of_the_wall_clock)
{
	const struct {
		const char *from, *next;
	} cases[] = {
		{"2026-03-02T07:59:00-05:00", "2026-03-02T13:00:00Z"},
		{"2026-03-02T08:00:00-05:00", "2026-03-03T13:00:00Z"},
		{"2026-03-02T23:00:00-05:00", "2026-03-03T13:00:00Z"},
		{"2026-03-07T12:00:00-05:00", "2026-03-08T12:00:00Z"}, /* summer begins */
		{"2026-12-31T09:00:00-05:00", "2027-01-01T13:00:00Z"},
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("America/New_York");

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *next = NULL;
		RdTime from;

		cr_assert(rd_time_parse(cases[i].from, &from, NULL));
		next = rd_time_format(rd_time_next_hour(from, 8, zone));
		cr_expect_str_eq(next, cases[i].next, "%s: %s", cases[i].from, next);
	}
}
