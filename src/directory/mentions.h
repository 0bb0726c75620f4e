/*
 * mentions.h - what in a text may name a homeowner: words, addresses, phones, ids.
 *
 * Each text is scanned once; nothing is looked up here.
 */

#pragma once

#include <glib.h>
#include <redress/words.h>

G_BEGIN_DECLS

typedef enum {
	RD_PASSAGE_PROSE = 0,
	RD_PASSAGE_NAME = 1 << 0,    /* a display name: all of it is one */
	RD_PASSAGE_SUBJECT = 1 << 1, /* terse: "Kessler driveway" */
	RD_PASSAGE_TRUSTED = 1 << 2, /* by somebody who knows customers by their surname */
} RdPassageFlags;

typedef struct {
	RdWords *words;
	guint flags;
	gboolean small; /* written without capitals */
} RdPassage;

typedef struct {
	GPtrArray *passages;  /* of RdPassage */
	GPtrArray *addresses; /* of char *: e-mail */
	GPtrArray *phones;    /* of char *: ten digits */
	GPtrArray *ids;	      /* of char *: what may be an account id */
	GHashTable *words;    /* set of all plain words; borrowed from the passages */
	guint n_words;
} RdMentions;

RdMentions *rd_mentions_new(void);
void rd_mentions_free(RdMentions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdMentions, rd_mentions_free)

/* Adds a text; NULL is nothing. What is beyond the cap of 20,000 words is left out. */
void rd_mentions_add(RdMentions *self, const char *text, guint flags);

/* TRUE if the first @max words of @text are all there: "West Windsor". */
gboolean rd_mentions_have_all(const RdMentions *self, const char *text, guint max);

/* TRUE when somebody speaks of a solar system, its loan or its bills as their own. */
gboolean rd_mentions_are_customers(const RdMentions *self);

static inline gboolean
rd_mentions_have(const RdMentions *self, const char *plain)
{
	return g_hash_table_contains(self->words, plain);
}

G_END_DECLS
