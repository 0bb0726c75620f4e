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
 * All examples are counted before the first is learned, since what only few of them have is
 * chance; rd_lexicon_choose() stands between, and rd_lexicon_finish() behind.
 *
 * @author: a number for who wrote it, 0 when that does not matter; it speaks, too.
 * @labels: a set; the example counts against all other labels of @group.
 */
void rd_lexicon_count(RdLexicon *self, const RdProse *prose, guint author);
void rd_lexicon_choose(RdLexicon *self);
void rd_lexicon_learn(RdLexicon *self, const RdProse *prose, guint author, guint32 labels,
		      guint32 group);
void rd_lexicon_finish(RdLexicon *self);
guint rd_lexicon_size(const RdLexicon *self);

/* Writes one that is finished. */
void rd_lexicon_write(RdLexicon *self, RdPack *pack);
/* Reads one for @n_labels; what is large stays in @whole, which @pack reads. NULL: it is damaged.
 */
RdLexicon *rd_lexicon_read(RdPack *pack, GBytes *whole, guint n_labels);

/* What a prose has of the lexicon's features. */
typedef struct _RdLexiconHeard RdLexiconHeard;

void rd_lexicon_heard_free(RdLexiconHeard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdLexiconHeard, rd_lexicon_heard_free)

/*
 * What the words of @prose in @zones say; @out has one sum for each label, of the whole
 * text and its plainest sentence; 0: even. @first: a place in the prose for each label, which
 * goes back to the first sentence whose words alone rather say it than not.
 */
RdLexiconHeard *rd_lexicon_weigh(const RdLexicon *self, const RdProse *prose, guint author,
				 guint32 zones, double *out,
				 guint *first) G_GNUC_WARN_UNUSED_RESULT;

#define RD_LEXICON_TOP 3

/* What of @heard says most for @label, the strongest first; returns how many do. */
guint rd_lexicon_top(const RdLexicon *self, const RdLexiconHeard *heard, guint label,
		     RdFeature top[RD_LEXICON_TOP]);
