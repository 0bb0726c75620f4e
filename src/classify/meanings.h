/*
 * meanings.h - what single words mean before anything is learned of them: the concepts
 * that each belongs to, and its class, the words that mean nearly the same.
 *
 * Words are known in full, or by how they begin. A word belongs to the concepts of all its
 * beginnings, but to one class at most: that of the whole word, or else of its longest
 * beginning.
 */

#pragma once

#include "keys.h"

#define RD_CONCEPTS_MAX 48
#define RD_CLASSES_MAX	65535

/* Beginnings of words are no shorter, and no longer, than this. */
#define RD_BEGINNING_MIN 3
#define RD_BEGINNING_MAX 12

typedef struct {
	guint64 concepts; /* a set */
	guint class;	  /* from 1; 0: none */
} RdMeaning;

typedef struct {
	RdKeys words; /* of words and beginnings -> their meaning */
} RdMeanings;

void rd_meanings_init(RdMeanings *self);
void rd_meanings_clear(RdMeanings *self);
void rd_meanings_pack(RdMeanings *self, RdPack *pack);

/* @word, folded; with a last '*' all that begin so. */
void rd_meanings_add_concept(RdMeanings *self, const char *word, guint concept);
/* The same; FALSE: @word has a class. @class: from 1. */
gboolean rd_meanings_add_class(RdMeanings *self, const char *word,
			       guint class) G_GNUC_WARN_UNUSED_RESULT;

/* @key: the key of a word of @len letters; @beginnings: of its first one, two and so on. */
RdMeaning rd_meanings_find(const RdMeanings *self, guint64 key, const guint64 *beginnings,
			   guint len);

/* The key of a word; all numbers are one word. */
guint64 rd_word_key(const char *word, gsize len);
/* FNV-1a: the key of what @key is the key of, and one more letter. */
#define RD_WORD_KEY_START 14695981039346656037u

static inline guint64
rd_word_key_add(guint64 key, guchar letter)
{
	return (key ^ letter) * 1099511628211u;
}
