/*
 * forward-date.h - dates as mail clients write them for people, in any language.
 */

#pragma once

#include "language.h"

#include <redress/time.h>

typedef struct {
	RdTime time;	    /* as if the clock showed UTC when there is no zone */
	gint offset_min;    /* G_MININT: no zone was given */
	gboolean has_clock; /* a time of day was given, not only a day */
} RdWrittenDate;

/*
 * The date in @text, whatever stands around it, or FALSE. @languages decide where words
 * or the order of numbers differ ("listopad" is October or November); 0: unknown.
 */
gboolean rd_written_date_parse(const char *text, gsize len, RdLanguageSet languages,
			       RdWrittenDate *out);

/* Whether @folded is a word of a time of day: "pm", "gmt", "uhr". */
gboolean rd_written_date_has_word(const char *folded);
