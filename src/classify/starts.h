/*
 * starts.h - the places of a prose where each pattern may begin, in order.
 *
 * They are found sentence by sentence, and nearly in order. Kept for the next prose when
 * emptied; what a prose costs here depends on what it has, not on how many patterns there are.
 */

#pragma once

#include <glib.h>

typedef struct {
	guint pattern;
	guint sentence;
	guint at;	    /* in the sentence */
	guint next, before; /* numbers of the pattern's others, from 1; 0: none */
} RdStart;

typedef struct {
	RdStart *all;
	guint n, room;
	struct RdStartsOf {
		guint first, last, found; /* numbers, from 1; @found: by the last search */
	} * of;				  /* by pattern */
	guint n_patterns;
} RdStarts;

/* Makes room for patterns up to @n. All zero at first. */
void rd_starts_reserve(RdStarts *self, guint n);
void rd_starts_clear(RdStarts *self);
void rd_starts_empty(RdStarts *self);

/* @sentence is the last so far, or one after it; the same place again is no other. */
void rd_starts_add(RdStarts *self, guint pattern, guint sentence, guint at);
/* The first one of @pattern in or after @sentence, at or after @at there; NULL: none. */
const RdStart *rd_starts_find(RdStarts *self, guint pattern, guint sentence, guint at);
/* The one after @start; NULL: none. */
const RdStart *rd_starts_next(const RdStarts *self, const RdStart *start);
