#include <redress/calendar.h>
#include <redress/error.h>

#include <stdio.h>
#include <string.h>

#define DAYS_OFF_MAX 60 /* in a row: a list of holidays that never ends is left */
#define DAY_MIN	     (24 * 60)

static gboolean
date_is_valid(const char *text)
{
	guint year, month, day;
	int len = 0;

	return sscanf(text, "%4u-%2u-%2u%n", &year, &month, &day, &len) == 3 && len == 10 &&
	       text[10] == '\0' && month >= 1 && month <= 12 &&
	       g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

char **
rd_calendar_parse_dates(const char *text, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(text, " ,\t\n", -1);
	g_autoptr(GStrvBuilder) dates = g_strv_builder_new();

	for (char **word = words; *word != NULL; word++) {
		if (**word == '\0')
			continue;
		if (!date_is_valid(*word)) {
			g_set_error(error, RD_ERROR, RD_ERROR_INPUT,
				    "\"%s\" is not a date like 2026-12-25", *word);
			return NULL;
		}
		g_strv_builder_add(dates, *word);
	}
	return g_strv_builder_end(dates);
}

gboolean
rd_calendar_parse_hours(const char *text, guint *from_min, guint *until_min, GError **error)
{
	guint h1, m1, h2, m2;
	int len = 0;

	if (sscanf(text, "%2u:%2u-%2u:%2u%n", &h1, &m1, &h2, &m2, &len) == 4 && text[len] == '\0' &&
	    m1 < 60 && m2 < 60 && h1 < 24 && h1 * 60 + m1 < h2 * 60 + m2 &&
	    h2 * 60 + m2 <= DAY_MIN) {
		*from_min = h1 * 60 + m1;
		*until_min = h2 * 60 + m2;
		return TRUE;
	}
	g_set_error(error, RD_ERROR, RD_ERROR_INPUT,
		    "\"%s\" are not hours of a day like 08:00-18:00", text);
	return FALSE;
}

static GDateTime *
calendar_local(const RdCalendar *self, RdTime time)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);

	return utc != NULL ? g_date_time_to_timezone(utc, self->zone) : NULL;
}

static gboolean
day_is_off(const RdCalendar *self, GDateTime *day)
{
	g_autofree char *date = NULL;

	if (!self->working)
		return FALSE;
	if (g_date_time_get_day_of_week(day) >= 6)
		return TRUE;
	date = g_date_time_format(day, "%Y-%m-%d");
	return self->holidays != NULL && g_strv_contains((const char *const *)self->holidays, date);
}

/* @day itself unless it is off, else the next one that is not. */
static GDateTime *
day_skip_off(const RdCalendar *self, GDateTime *day)
{
	for (guint i = 0; i < DAYS_OFF_MAX && day != NULL && day_is_off(self, day); i++) {
		GDateTime *next = g_date_time_add_days(day, 1);

		g_date_time_unref(day);
		day = next;
	}
	return day;
}

static GDateTime *
day_add_working(const RdCalendar *self, GDateTime *day, int days)
{
	GDateTime *at = g_date_time_ref(day);

	for (int i = 0; i < days && at != NULL; i++) {
		GDateTime *next = g_date_time_add_days(at, 1);

		g_date_time_unref(at);
		at = next != NULL ? day_skip_off(self, next) : NULL;
	}
	return at;
}

RdTime
rd_calendar_after(const RdCalendar *self, RdTime base, RdTime span)
{
	int days = (int)(span / RD_TIME_DAY);
	g_autoptr(GDateTime) local = NULL;
	g_autoptr(GDateTime) end = NULL;

	if (self == NULL || self->zone == NULL || span <= 0 || span % RD_TIME_DAY != 0)
		return base + span;
	local = calendar_local(self, base);
	if (local == NULL)
		return base + span;
	if (self->working && days % 7 != 0) {
		end = day_add_working(self, local, days);
	} else {
		end = g_date_time_add_days(local, days);
		end = end != NULL ? day_skip_off(self, end) : NULL;
	}
	return end != NULL ? g_date_time_to_unix(end) : base + span;
}

/* Midnight of @day, so many days later, and so many minutes. */
static RdTime
day_minute(const RdCalendar *self, GDateTime *day, int days, guint minute, gboolean *off)
{
	g_autoptr(GDateTime) other = g_date_time_add_days(day, days);
	g_autoptr(GDateTime) at =
		other == NULL ? NULL
			      : g_date_time_new(self->zone, g_date_time_get_year(other),
						g_date_time_get_month(other),
						g_date_time_get_day_of_month(other),
						(int)(minute / 60), (int)(minute % 60), 0);

	*off = at == NULL || day_is_off(self, at);
	return at != NULL ? g_date_time_to_unix(at) : RD_TIME_NONE;
}

RdTime
rd_calendar_send_at(const RdCalendar *self, RdTime time)
{
	g_autoptr(GDateTime) local = NULL;
	guint minute;

	if (self == NULL || self->zone == NULL || self->until_min == 0)
		return time;
	local = calendar_local(self, time);
	if (local == NULL)
		return time;
	minute = (guint)(g_date_time_get_hour(local) * 60 + g_date_time_get_minute(local));
	if (!day_is_off(self, local) && minute >= self->from_min && minute < self->until_min)
		return time;
	for (int day = minute < self->from_min ? 0 : 1; day < DAYS_OFF_MAX; day++) {
		gboolean off;
		RdTime at = day_minute(self, local, day, self->from_min, &off);

		if (!off && at > time)
			return at;
	}
	return time;
}
