/*
 * calendar.h - what a day is: which days count, and at which hours mail goes out.
 */

#pragma once

#include <glib.h>
#include <redress/time.h>

G_BEGIN_DECLS

typedef struct {
	GTimeZone *zone;  /* borrowed */
	gboolean working; /* only Monday to Friday count, and no holiday */
	char **holidays;  /* "2026-12-25" ..., NULL-terminated */
	guint from_min;	  /* mail goes out from this minute of the day ... */
	guint until_min;  /* ... to before this one; both 0: at any hour */
} RdCalendar;

/* The dates of "2026-12-25 2027-01-01"; INPUT names the one that is none. */
char **rd_calendar_parse_dates(const char *text, GError **error);
/* "08:00-18:30"; INPUT when it is no span of one day. */
gboolean rd_calendar_parse_hours(const char *text, guint *from_min, guint *until_min,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * @span after @base. Whole days end at the same time of day in the zone, whatever the
 * clocks do between; where only working days count, a span of whole weeks stays that, and
 * ends on a working day. Anything shorter than days is so many seconds. @self NULL: a
 * day is 24 hours.
 */
RdTime rd_calendar_after(const RdCalendar *self, RdTime base, RdTime span);

/* @time, or the next moment at which mail may go out. */
RdTime rd_calendar_send_at(const RdCalendar *self, RdTime time);

G_END_DECLS
