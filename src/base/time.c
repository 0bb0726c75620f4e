#include <redress/error.h>
#include <redress/time.h>

#include <string.h>
#include <time.h>

RdTime
rd_time_now(void)
{
	return (RdTime)time(NULL);
}

/* GLib reads more of ISO 8601 than RFC 3339 allows; a date alone is ours. */
gboolean
rd_time_parse(const char *text, RdTime *out, GError **error)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autofree char *whole = strlen(text) == strlen("2026-01-31")
					 ? g_strconcat(text, "T00:00:00Z", NULL)
					 : g_strdup(text);
	g_autoptr(GDateTime) parsed = g_date_time_new_from_iso8601(whole, utc);

	if (parsed == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT,
			    "\"%s\" is not a time like 2026-01-31T09:30:00-05:00", text);
		return FALSE;
	}
	*out = g_date_time_to_unix(parsed);
	return TRUE;
}

RdTime
rd_time_next_hour(RdTime time, guint hour, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);
	g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
	RdTime found = time;

	for (int day = 0; local != NULL && found <= time && day < 3; day++) {
		g_autoptr(GDateTime) other = g_date_time_add_days(local, day);
		g_autoptr(GDateTime) at =
			other == NULL ? NULL
				      : g_date_time_new(zone, g_date_time_get_year(other),
							g_date_time_get_month(other),
							g_date_time_get_day_of_month(other),
							(int)hour, 0, 0);

		found = at != NULL ? g_date_time_to_unix(at) : time + (day + 1) * RD_TIME_DAY;
	}
	return found > time ? found : time + RD_TIME_DAY;
}

static char *
time_format(RdTime time, GTimeZone *zone, const char *format)
{
	g_autoptr(GDateTime) utc = NULL;
	g_autoptr(GDateTime) local = NULL;

	if (time == RD_TIME_NONE)
		return g_strdup("");
	utc = g_date_time_new_from_unix_utc(time);
	if (utc == NULL) /* beyond the year 9999 */
		return g_strdup("");
	local = g_date_time_to_timezone(utc, zone);
	return g_date_time_format(local, format);
}

char *
rd_time_format(RdTime time)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	return time_format(time, utc, "%Y-%m-%dT%H:%M:%SZ");
}

char *
rd_time_format_date(RdTime time, GTimeZone *zone)
{
	return time_format(time, zone, "%B %-e, %Y");
}

char *
rd_time_format_local(RdTime time, GTimeZone *zone)
{
	return time_format(time, zone, "%a %b %-e, %-l:%M %p");
}
