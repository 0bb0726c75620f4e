/*
 * pack.h - values to octets and back, by one description for both ways.
 *
 * A function that packs a structure names its members in order; whether they are written
 * or read is the pack's matter. What is read may be damaged: nothing is taken from beyond
 * its end, and what is missing reads as nothing and leaves the pack broken.
 */

#pragma once

#include <glib.h>

typedef struct {
	GByteArray *out; /* written so far; NULL: reading */
	const guint8 *in;
	gsize len, at;
	gboolean broken;
} RdPack;

void rd_pack_begin_writing(RdPack *self, GByteArray *out);
void rd_pack_begin_reading(RdPack *self, const void *data, gsize len);
gboolean rd_pack_is_reading(const RdPack *self);

void rd_pack_number(RdPack *self, guint32 *value);
void rd_pack_flag(RdPack *self, gboolean *value);
void rd_pack_real(RdPack *self, double *value);
/* NULL comes back as NULL. */
void rd_pack_text(RdPack *self, char **value);
/* Of guint. */
void rd_pack_numbers(RdPack *self, GArray *values);
/* @size octets at a place that suits any number. Reading: NULL when they are not there. */
const void *rd_pack_block(RdPack *self, const void *data, gsize size);
/* Says that what was read cannot be true. */
void rd_pack_break(RdPack *self);
/* How many of something follow; when reading, not more than there can be octets for. */
guint rd_pack_count(RdPack *self, guint n);
