/*
 * memory.c - small pieces of memory for SQLite, kept for the next statement.
 *
 * Each run of a statement takes some cursors and buffers, and gives them back. SQLite has
 * a store for such pieces in each connection (lookaside), which distributions leave out.
 * This one belongs to a thread, so that it needs no lock: a piece may be given back in
 * another thread than took it, and is then that one's. What is large, or more than a few
 * of a size, is malloc()'s.
 */

#include "store-private.h"

#include <stdlib.h>
#include <string.h>

#define STEP	 16 /* octets that a size is rounded up to */
#define SIZES	 64
#define KEPT_MAX 32 /* pieces of one size */

/* SQLite asks for an alignment to 8 octets: the head in front of a piece is that long. */
typedef struct Piece {
	guint64 octets;	    /* behind it */
	struct Piece *next; /* in their place, while it is kept */
} Piece;

#define HEAD G_STRUCT_OFFSET(Piece, next)

typedef struct {
	Piece *first[SIZES + 1];
	guint8 n[SIZES + 1];
	gboolean ends; /* it is emptied when its thread ends */
} Kept;

static _Thread_local Kept kept;

static void
kept_empty(gpointer data)
{
	Kept *self = data;

	for (guint i = 0; i <= SIZES; i++) {
		while (self->first[i] != NULL) {
			Piece *piece = self->first[i];

			self->first[i] = piece->next;
			free(piece);
		}
		self->n[i] = 0;
	}
	self->ends = FALSE;
}

static GPrivate kept_end = G_PRIVATE_INIT(kept_empty);

static Piece *
piece_at(void *memory)
{
	return (Piece *)(gpointer)((char *)memory - HEAD);
}

static void *
piece_set(Piece *piece, gsize octets)
{
	if (piece == NULL)
		return NULL;
	piece->octets = octets;
	return (char *)piece + HEAD;
}

static int
memory_round_up(int octets)
{
	return (octets + STEP - 1) & ~(STEP - 1);
}

static void *
memory_take(int octets)
{
	gsize whole = (gsize)memory_round_up(octets);
	gsize size = whole / STEP;
	Piece *piece;

	if (size > SIZES || kept.first[size] == NULL)
		return piece_set(malloc(HEAD + whole), whole);
	piece = kept.first[size];
	kept.first[size] = piece->next;
	kept.n[size]--;
	return (char *)piece + HEAD;
}

static void
memory_give(void *memory)
{
	Piece *piece = piece_at(memory);
	gsize size = piece->octets / STEP;

	if (size > SIZES || kept.n[size] == KEPT_MAX) {
		free(piece);
		return;
	}
	if (!kept.ends) {
		kept.ends = TRUE;
		g_private_set(&kept_end, &kept);
	}
	piece->next = kept.first[size];
	kept.first[size] = piece;
	kept.n[size]++;
}

static int
memory_size(void *memory)
{
	return memory != NULL ? (int)piece_at(memory)->octets : 0;
}

static void *
memory_resize(void *memory, int octets)
{
	gsize whole = (gsize)memory_round_up(octets);
	gsize before = piece_at(memory)->octets;
	void *other;

	if (MIN(whole, before) > SIZES * STEP)
		return piece_set(realloc(piece_at(memory), HEAD + whole), whole);
	other = memory_take(octets);
	if (other != NULL) {
		memcpy(other, memory, MIN(whole, before));
		memory_give(memory);
	}
	return other;
}

static int
memory_begin(void *data)
{
	(void)data;
	return SQLITE_OK;
}

static void
memory_end(void *data)
{
	(void)data;
}

const sqlite3_mem_methods rd_store_memory = {
	memory_take,	 memory_give,  memory_resize, memory_size,
	memory_round_up, memory_begin, memory_end,    NULL};
