/*
 * ranks.h - a number for each of many 64-bit keys, found in one step or two, in octets that
 * stay as they are: a file of them is used where it lies.
 *
 * The keys stand in order, once they are scattered over all 64 bits; a key's number is its
 * rank. Where those that begin with the same bits start is kept beside them.
 */

#pragma once

#include "keys.h"

typedef struct {
	const guint64 *keys;   /* scattered, in order */
	const guint32 *starts; /* by their first bits; one more at the end */
	guint n, bits;
} RdRanks;

/* Of all keys in @keys, whose values do not matter. */
void rd_ranks_make(RdRanks *self, const RdKeys *keys);
/* For one that was made; what was read stays with the pack's octets. */
void rd_ranks_clear(RdRanks *self);
void rd_ranks_pack(RdRanks *self, RdPack *pack);

#define RD_RANKS_NONE G_MAXUINT

/* One to one: an odd number has an inverse. */
static inline guint64
rd_ranks_scatter(guint64 key)
{
	return key * 11400714819323198485u;
}

/* From 0; RD_RANKS_NONE: @key is not there. */
static inline guint
rd_ranks_find(const RdRanks *self, guint64 key)
{
	guint64 scattered = rd_ranks_scatter(key);
	const guint32 *start = self->starts + (scattered >> (64 - self->bits));
	const guint end = start[1];

	for (guint i = start[0]; i < end; i++) {
		if (self->keys[i] == scattered)
			return i;
	}
	return RD_RANKS_NONE;
}
