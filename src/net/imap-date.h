/* imap-date.h - the two ways in which IMAP writes a day (RFC 3501 section 9). */

#pragma once

#include <glib.h>
#include <redress/time.h>

/* date-time, " 1-Jul-2026 02:44:25 -0700"; G_MAXINT64 for what is none. */
RdTime rd_imap_date_parse(const char *text);
