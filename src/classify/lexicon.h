/*
 * lexicon.h - how much each word speaks for a label, learned from example sentences.
 *
 * Rules carry sentences that people say of each matter ("examples:"). A word, or a
 * pair of words, weighs by how much more often it stands in a label's examples than
 * in those of the other labels of its group (naive Bayes, smoothed). Words are cut to
 * their first letters, which serves as a stem in every language.
 */

#pragma once

#include "prose.h"

typedef struct _RdLexicon RdLexicon;

RdLexicon *rd_lexicon_new(guint n_labels);
void rd_lexicon_free(RdLexicon *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdLexicon, rd_lexicon_free)

/* A word that is too common to say anything alone; folded. Before anything is learned. */
void rd_lexicon_ignore(RdLexicon *self, const char *word);

/* @labels: a set; the example counts against all other labels of @group. */
void rd_lexicon_learn(RdLexicon *self, const RdProse *prose, guint32 labels, guint32 group);
void rd_lexicon_finish(RdLexicon *self);
guint rd_lexicon_size(const RdLexicon *self);

#define RD_LEXICON_TOP 3

typedef struct {
	double sum;			   /* over the known words, by the root of their number */
	RdSentence top[RD_LEXICON_TOP];	   /* the words that say most, as places in the prose */
	double top_weight[RD_LEXICON_TOP]; /* 0: there is none */
} RdLexiconSays;

/* What the words of @prose in @zones say; @out has one entry for each label. */
void rd_lexicon_weigh(const RdLexicon *self, const RdProse *prose, guint32 zones,
		      RdLexiconSays *out);
