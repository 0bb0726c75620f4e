/*
 * time.h - points in time as values.
 *
 * The core never reads a clock: the time is an argument. Only src/cmd and
 * src/gateway call rd_time_now(), and --now replaces it there.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef gint64 RdTime; /* seconds since 1970-01-01T00:00:00Z */

#define RD_TIME_NONE   G_MININT64
#define RD_TIME_MINUTE ((RdTime)60)
#define RD_TIME_HOUR   ((RdTime)3600)
#define RD_TIME_DAY    ((RdTime)86400)

/* The clock of this machine. */
RdTime rd_time_now(void);

/* Parses "2026-02-01T09:30:00-05:00" (RFC 3339; a date alone is midnight UTC). INPUT on failure. */
gboolean rd_time_parse(const char *text, RdTime *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The first @hour o'clock in @zone after @time. */
RdTime rd_time_next_hour(RdTime time, guint hour, GTimeZone *zone);

/* "2026-02-01T14:30:00Z"; "" for RD_TIME_NONE. Free with g_free(). */
char *rd_time_format(RdTime time);

/* "February 1, 2026" in @zone, as a letter says it. Free with g_free(). */
char *rd_time_format_date(RdTime time, GTimeZone *zone);

/* "Sun Feb 1, 9:30 AM" in @zone, as a listing says it. Free with g_free(). */
char *rd_time_format_local(RdTime time, GTimeZone *zone);

G_END_DECLS
