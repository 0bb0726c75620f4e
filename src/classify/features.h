/*
 * features.h - what a sentence consists of, for the lexicon: words, pairs of words, what
 * they are about, and what it brings together.
 *
 * Words are cut to their first letters, which serves as a stem in every language; a longer
 * word counts in full, too. Behind a word that denies ("no", "never", "sin") the next few
 * are other words as well: "no water" is not "water".
 * A class is a set of words that mean nearly the same ("gouged", "scuffed", "rayado"); what
 * is learned of one holds for all. Classes that stand in one sentence go in pairs, and words
 * that say something with the next one that does, each known by its class.
 * Concepts are sets of words, too, but large ones ("leak", "damp", "gotera"); a sentence
 * that has words of two concepts has the pair of them: water and a house, a seller and a
 * promise. So a sentence nobody has seen is known by what it speaks of.
 */

#pragma once

#include "meanings.h"
#include "prose.h"

typedef struct _RdFeatures RdFeatures;

RdFeatures *rd_features_new(void);
void rd_features_free(RdFeatures *self);
void rd_features_pack(RdFeatures *self, RdPack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdFeatures, rd_features_free)

/* A word that is too common to say anything alone; folded. */
void rd_features_ignore(RdFeatures *self, const char *word);
/* @word, folded, denies what comes after it. */
void rd_features_deny(RdFeatures *self, const char *word);
/* @word, folded, belongs to concept number @concept; with a last '*' all that begin so. */
void rd_features_add_word(RdFeatures *self, guint concept, const char *word);
/* It is of class @class, from 1; FALSE: it is of another one already. */
gboolean rd_features_add_synonym(RdFeatures *self, guint class,
				 const char *word) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
	guint64 key;
	guint start, len; /* in the prose */
} RdFeature;

/* Many of them, to be used again; all zero at first. */
typedef struct {
	RdFeature *items;
	guint n, room;
} RdFeatureList;

void rd_feature_list_clear(RdFeatureList *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RdFeatureList, rd_feature_list_clear)

/* Appends each feature of @sentence, some more than once. */
void rd_features_of(const RdFeatures *self, const RdProse *prose, const RdSentence *sentence,
		    RdFeatureList *out);
