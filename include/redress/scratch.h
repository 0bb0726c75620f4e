/*
 * scratch.h - a text that is put together and gone again: on the stack, where it fits.
 *
 * As a GString, but that a short one takes nothing from the heap. It must not be moved.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
	char *str; /* ends in NUL */
	gsize len;
	gsize room;
	char near[240];
} RdScratch;

void rd_scratch_init(RdScratch *self);
void rd_scratch_clear(RdScratch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RdScratch, rd_scratch_clear)

/* Makes room for @more octets and the NUL behind them. */
void rd_scratch_grow(RdScratch *self, gsize more);

void rd_scratch_append(RdScratch *self, const char *text);
void rd_scratch_append_len(RdScratch *self, const char *text, gsize len);

static inline void
rd_scratch_append_c(RdScratch *self, char c)
{
	if (self->len + 1 >= self->room)
		rd_scratch_grow(self, 1);
	self->str[self->len++] = c;
	self->str[self->len] = '\0';
}

static inline void
rd_scratch_truncate(RdScratch *self, gsize len)
{
	self->len = len;
	self->str[len] = '\0';
}

G_END_DECLS
