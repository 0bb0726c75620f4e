#include "imap-date.h"

#include <redress/imap.h>
#include <stdio.h>
#include <string.h>

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

char *
rd_imap_day(RdTime time)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);

	if (utc == NULL)
		return NULL;
	return g_strdup_printf("%d-%.3s-%04d", g_date_time_get_day_of_month(utc),
			       months + (gsize)3 * (gsize)(g_date_time_get_month(utc) - 1),
			       g_date_time_get_year(utc));
}

/* 1 to 12, or 0. */
static int
date_month(const char *name)
{
	for (int i = 0; i < 12; i++) {
		if (g_ascii_strncasecmp(months + (gsize)3 * (gsize)i, name, 3) == 0)
			return i + 1;
	}
	return 0;
}

RdTime
rd_imap_date_parse(const char *text)
{
	int day, year, hour, minute, second, zone_h, zone_m;
	char month[4], sign;
	g_autoptr(GDateTime) utc = NULL;
	RdTime zone;

	if (sscanf(text, "%2d-%3[A-Za-z]-%4d %2d:%2d:%2d %c%2d%2d", &day, month, &year, &hour,
		   &minute, &second, &sign, &zone_h, &zone_m) != 9)
		return G_MAXINT64;
	utc = g_date_time_new_utc(year, date_month(month), day, hour, minute, second);
	if (utc == NULL)
		return G_MAXINT64;
	zone = zone_h * RD_TIME_HOUR + zone_m * RD_TIME_MINUTE;
	return g_date_time_to_unix(utc) - (sign == '-' ? -zone : zone);
}
