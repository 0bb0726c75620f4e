/*
 * keys.h - a value for each of many 64-bit keys, found in one step or two.
 *
 * The keys are hashes already.
 */

#pragma once

#include "pack.h"

typedef struct {
	guint64 *keys;	 /* 0: nothing here */
	guint64 *values; /* at the same place */
	guint room;	 /* of both arrays: a power of two */
	guint n;
} RdKeys;

void rd_keys_init(RdKeys *self);
void rd_keys_clear(RdKeys *self);

/* The value of @key, which is 0 when it was not there. Holds until the next is added. */
guint64 *rd_keys_add(RdKeys *self, guint64 key);

void rd_keys_pack(RdKeys *self, RdPack *pack);

/* Where a search begins. Keys of short words have little to tell them apart but low bits. */
static inline guint
rd_keys_first_place(const RdKeys *self, guint64 key)
{
	return (guint)(key * 11400714819323198485u >> 32) & (self->room - 1);
}

/* NULL: @key is not there. */
static inline const guint64 *
rd_keys_find(const RdKeys *self, guint64 key)
{
	guint mask = self->room - 1;

	key += key == 0;
	for (guint i = rd_keys_first_place(self, key); self->keys[i] != 0; i = (i + 1) & mask) {
		if (self->keys[i] == key)
			return &self->values[i];
	}
	return NULL;
}
