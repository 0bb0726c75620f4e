/*
 * lexicon-private.h - a lexicon in memory: what lexicon.c learns and lexicon-weigh.c adds up.
 */

#pragma once

#include "keys.h"
#include "lexicon.h"

#define LABELS_MAX RD_LEXICON_LABELS_MAX

struct _RdLexicon {
	guint n_labels;
	RdFeatures *features;
	RdKeys numbers;	  /* key -> number + 1 */
	GArray *seen;	  /* of guint, by number: examples that have it; until finished */
	GArray *lists;	  /* of guint: the examples' features; until finished */
	GArray *examples; /* of Example; until finished */
	float *weights;	  /* by number and label, LABELS_MAX of these */
	GBytes *whole;	  /* what they are a part of; NULL: they are its own */
	float bias[LABELS_MAX];
	guint size; /* of features with a weight */
};

/* The place of @author among the keys: as if a word that stands in every sentence said it. */
static inline guint64
rd_lexicon_author_key(guint author)
{
	return G_MAXUINT64 - author;
}

/* What the sum over a text of @known features is multiplied by. */
float rd_lexicon_scale(guint known);
/* What the features @list of a text say, for each of LABELS_MAX labels; 0: even. */
void rd_lexicon_sum(const RdLexicon *self, const guint *list, guint len, float *out);
