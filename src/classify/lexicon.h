/*
 * lexicon.h - how much each word speaks for a label, learned from examples.
 *
 * The rules carry sentences and mails that people wrote of each matter ("examples:").
 * From them every feature (features.h) gets a weight for every label, such that the sum
 * of a text's weights tells best whether it carries the label (logistic regression).
 * What is learned depends on the examples and their order alone.
 */

#pragma once

#include "features.h"

typedef struct _RdLexicon RdLexicon;

#define RD_LEXICON_LABELS_MAX 32

/* Takes @features, which may be added to until the first example is learned. */
RdLexicon *rd_lexicon_new(guint n_labels, RdFeatures *features);
void rd_lexicon_free(RdLexicon *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdLexicon, rd_lexicon_free)

/*
 * @author: a number for who wrote it, 0 when that does not matter; it speaks, too.
 * @labels: a set; the example counts against all other labels of @group.
 */
void rd_lexicon_learn(RdLexicon *self, const RdProse *prose, guint author, guint32 labels,
		      guint32 group);
void rd_lexicon_finish(RdLexicon *self);
guint rd_lexicon_size(const RdLexicon *self);

#define RD_LEXICON_TOP 3

typedef struct {
	double sum;		       /* of the whole text and its plainest sentence; 0: even */
	RdFeature top[RD_LEXICON_TOP]; /* what says most */
	double top_weight[RD_LEXICON_TOP]; /* 0: there is none */
} RdLexiconSays;

/* What the words of @prose in @zones say; @out has one entry for each label. */
void rd_lexicon_weigh(const RdLexicon *self, const RdProse *prose, guint author, guint32 zones,
		      RdLexiconSays *out);
