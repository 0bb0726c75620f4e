#include "ranks.h"

#include <stdlib.h>

#define BITS_MAX 24

static gint
compare_keys(gconstpointer a, gconstpointer b)
{
	guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;

	return (x > y) - (x < y);
}

/* As many first bits as tell most of @n keys apart. */
static guint
bits_for(guint n)
{
	return MIN(g_bit_storage(n), BITS_MAX);
}

static guint
starts_len(const RdRanks *self)
{
	return (1u << self->bits) + 1;
}

void
rd_ranks_make(RdRanks *self, const RdKeys *keys)
{
	guint64 *ordered = g_new(guint64, keys->n + 1);
	guint32 *starts;

	*self = (RdRanks){.keys = ordered, .bits = bits_for(keys->n)};
	for (guint i = 0; i < keys->room; i++) {
		if (keys->keys[i] != 0)
			ordered[self->n++] = rd_ranks_scatter(keys->keys[i]);
	}
	qsort(ordered, self->n, sizeof(*ordered), compare_keys);
	self->starts = starts = g_new0(guint32, starts_len(self));
	for (guint i = 0; i < self->n; i++)
		starts[(ordered[i] >> (64 - self->bits)) + 1] = i + 1;
	for (guint i = 1; i < starts_len(self); i++)
		starts[i] = MAX(starts[i], starts[i - 1]);
}

void
rd_ranks_clear(RdRanks *self)
{
	g_free((gpointer)self->keys);
	g_free((gpointer)self->starts);
	*self = (RdRanks){0};
}

/* Starts never go back, and end with the last key. */
static gboolean
ranks_are_sound(const RdRanks *self)
{
	for (guint i = 1; i < starts_len(self); i++) {
		if (self->starts[i] < self->starts[i - 1])
			return FALSE;
	}
	return self->starts[starts_len(self) - 1] == self->n;
}

void
rd_ranks_pack(RdRanks *self, RdPack *pack)
{
	rd_pack_number(pack, &self->n);
	self->bits = bits_for(self->n);
	self->keys = rd_pack_block(pack, self->keys, (gsize)self->n * sizeof(*self->keys));
	self->starts = rd_pack_block(pack, self->starts, starts_len(self) * sizeof(*self->starts));
	if (self->keys == NULL || self->starts == NULL || !ranks_are_sound(self))
		rd_pack_break(pack);
}
