/*
 * lexicon-private.h - a lexicon in memory: what lexicon-study.c learns of its examples, and
 * lexicon-weigh.c adds up.
 */

#pragma once

#include "lexicon.h"
#include "ranks.h"

#define LABELS_MAX RD_LEXICON_LABELS_MAX

/* A weight in steps, added to a middle, which says nothing. */
#define WEIGHT_MIDDLE 16384u
#define WEIGHT_STEPS  16383

/* What the plainest sentence counts beside the whole. */
#define RD_LEXICON_SENTENCE 0.8

/* So many labels are added up at a time. */
#define LANES 8

/* An example, or a sentence of one: its features, in RdLexicon.lists. */
typedef struct {
	guint first, len;
} RdPart;

typedef struct {
	guint32 labels, group;
	guint first, n; /* of its parts: the whole, and sentence after sentence */
} RdExample;

/* What is known of a feature until all is learned. */
typedef struct {
	guint examples; /* that have it */
	guint turn;	/* the last that had it: an example, or a part of one */
} RdSeen;

/*
 * Weights are most of what a lexicon takes, and any text needs some from all over them. So
 * they are short numbers, and only labels that some feature speaks of have a column.
 */
struct _RdLexicon {
	guint n_labels;
	RdFeatures *features;
	guint counted;	  /* examples */
	RdKeys numbers;	  /* by key, from 1; until finished */
	GArray *seen;	  /* of RdSeen, by number; until finished */
	GArray *lists;	  /* of guint: the features of parts of examples; until finished */
	GArray *parts;	  /* of RdPart; until finished */
	GArray *examples; /* of RdExample; until finished */
	guint size;	  /* of features with weights */
	RdRanks ranks;	  /* of their keys, once finished */
	guint n_columns;
	guint32 columns[LABELS_MAX]; /* the label of each */
	double steps[LABELS_MAX];    /* what a step of its weights is worth, by column */
	const guint16 *weights;	     /* by rank and column, rd_lexicon_width() of these */
	double bias[LABELS_MAX];     /* by label */
	GBytes *whole;		     /* what ranks and weights lie in; NULL: they are its own */
};

static inline guint
rd_lexicon_width(const RdLexicon *self)
{
	return (self->n_columns + LANES - 1) / LANES * LANES;
}

/* The place of @author among the keys: as if a word that stands in every sentence said it. */
static inline guint64
rd_lexicon_author_key(guint author)
{
	return G_MAXUINT64 - author;
}

/* What is learned of the examples. */
typedef struct {
	float *weights; /* by number and label, LABELS_MAX of these; free with g_free() */
	float bias[LABELS_MAX];
} RdLearned;

/* Once features are numbered for good. */
void rd_lexicon_study(const RdLexicon *self, RdLearned *out);

/* What the sum over a text of @known features is multiplied by. */
float rd_lexicon_scale(guint known);
