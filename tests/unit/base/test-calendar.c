#include <criterion/criterion.h>
#include <redress/calendar.h>

static RdTime
at(const char *text)
{
	RdTime time;

	cr_assert(rd_time_parse(text, &time, NULL), "%s", text);
	return time;
}

static RdCalendar
calendar(gboolean working)
{
	static char *holidays[] = {(char *)"2026-05-25", NULL}; /* a Monday */

	return (RdCalendar){.zone = g_time_zone_new_identifier("America/New_York"),
			    .working = working,
			    .holidays = holidays};
}

static void
expect_after(const RdCalendar *self, const char *base, int days, const char *end)
{
	g_autofree char *got =
		rd_time_format(rd_calendar_after(self, at(base), days * RD_TIME_DAY));
	g_autofree char *wanted = rd_time_format(at(end));

	cr_expect_str_eq(got, wanted, "%s and %d days: %s", base, days, got);
}

Test(calendar, a_day_ends_at_the_same_time_whatever_the_clocks_do)
{
	RdCalendar self = calendar(FALSE);

	expect_after(&self, "2026-03-07T13:00:00-05:00", 2, "2026-03-09T13:00:00-04:00");
	expect_after(&self, "2026-10-31T13:00:00-04:00", 1, "2026-11-01T13:00:00-05:00");
	expect_after(NULL, "2026-03-07T13:00:00-05:00", 2, "2026-03-09T14:00:00-04:00");
	cr_expect_eq(rd_calendar_after(&self, at("2026-03-08T00:00:00-05:00"), 30 * RD_TIME_HOUR),
		     at("2026-03-09T07:00:00-04:00"));
	g_time_zone_unref(self.zone);
}

Test(calendar, weekends_and_holidays_are_no_working_days)
{
	RdCalendar self = calendar(TRUE);

	expect_after(&self, "2026-05-21T09:00:00-04:00", 1, "2026-05-22T09:00:00-04:00");
	expect_after(&self, "2026-05-22T09:00:00-04:00", 1, "2026-05-26T09:00:00-04:00");
	expect_after(&self, "2026-05-22T09:00:00-04:00", 5, "2026-06-01T09:00:00-04:00");
	expect_after(&self, "2026-05-23T09:00:00-04:00", 2, "2026-05-27T09:00:00-04:00");
	/* a week is a week, but it ends on a working day */
	expect_after(&self, "2026-05-19T09:00:00-04:00", 7, "2026-05-26T09:00:00-04:00");
	expect_after(&self, "2026-05-18T09:00:00-04:00", 7, "2026-05-26T09:00:00-04:00");
	/* which day it is, the zone says: Friday evening here is Saturday in UTC */
	expect_after(&self, "2026-06-06T02:00:00Z", 1, "2026-06-09T02:00:00Z");
	g_time_zone_unref(self.zone);
}

Test(calendar, mail_waits_for_the_sending_hours)
{
	RdCalendar self = calendar(TRUE);

	cr_expect_eq(rd_calendar_send_at(&self, at("2026-05-23T03:00:00-04:00")),
		     at("2026-05-23T03:00:00-04:00"));
	self.from_min = 8 * 60;
	self.until_min = 18 * 60;
	cr_expect_eq(rd_calendar_send_at(&self, at("2026-05-22T17:59:59-04:00")),
		     at("2026-05-22T17:59:59-04:00"));
	cr_expect_eq(rd_calendar_send_at(&self, at("2026-05-21T07:59:59-04:00")),
		     at("2026-05-21T08:00:00-04:00"));
	cr_expect_eq(rd_calendar_send_at(&self, at("2026-05-22T18:00:00-04:00")),
		     at("2026-05-26T08:00:00-04:00"));
	self.working = FALSE;
	cr_expect_eq(rd_calendar_send_at(&self, at("2026-05-22T18:00:00-04:00")),
		     at("2026-05-23T08:00:00-04:00"));
	g_time_zone_unref(self.zone);
}

Test(calendar, what_is_no_date_and_no_span_of_a_day_is_refused)
{
	const char *hours[] = {"8-18",	      "18:00-08:00", "08:00-08:00",
			       "08:60-18:00", "08:00-24:01", "08:00-18:00x"};
	const char *dates[] = {"2026-02-30", "2026-13-01", "25.12.2026", "2026-1-1", "2026-12-25x"};
	g_auto(GStrv) fine = rd_calendar_parse_dates("2026-12-25, 2027-01-01", NULL);
	guint from, until;

	for (gsize i = 0; i < G_N_ELEMENTS(hours); i++)
		cr_expect_not(rd_calendar_parse_hours(hours[i], &from, &until, NULL), "%s",
			      hours[i]);
	for (gsize i = 0; i < G_N_ELEMENTS(dates); i++)
		cr_expect_null(rd_calendar_parse_dates(dates[i], NULL), "%s", dates[i]);
	cr_expect_eq(g_strv_length(fine), 2);
	cr_expect(rd_calendar_parse_hours("08:00-24:00", &from, &until, NULL));
	cr_expect_eq(from, 480);
	cr_expect_eq(until, 1440);
}
