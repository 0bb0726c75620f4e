/*
 * bell.h - how a thread that waits for work is told that there is some, or that it is over.
 *
 * One thread waits; any may ring. What the work is, and whether there is any left, the two
 * know from elsewhere: a bell only ends the waiting.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
	GMutex mutex;
	GCond changed;
	gboolean rung;
	gboolean over;
} RdBell;

void rd_bell_init(RdBell *self);
void rd_bell_clear(RdBell *self); /* when nobody waits and nobody will ring */

/* Ends a wait: the one at hand or, when there is none, the next. */
void rd_bell_ring(RdBell *self);
/* Ends every wait from now on. */
void rd_bell_end(RdBell *self);
gboolean rd_bell_is_over(RdBell *self);

/*
 * Waits until it rings, at most until @until (monotonic, microseconds; G_MAXINT64: for ever).
 * FALSE: it is over. Rings until then are forgotten, so look for work after it, not before.
 */
gboolean rd_bell_wait(RdBell *self, gint64 until);
/* The same, deaf to rings: what failed is left alone until then. */
gboolean rd_bell_pause(RdBell *self, gint64 until);

G_END_DECLS
