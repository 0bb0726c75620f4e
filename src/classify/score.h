/*
 * score.h - apply all rules to one prose: which matched where, and what that adds up to.
 */

#pragma once

#include "rules-private.h"

#define RD_LABELS_MAX 32

typedef struct {
	const RdRule *rule;
	guint start, end; /* in the prose */
	gint guard;	  /* the guard that took it back; -1: it counts */
} RdHit;

typedef struct {
	double score[RD_LABELS_MAX]; /* of the rules and the words together */
	double all[RD_LABELS_MAX];   /* of all rules */
	double words[RD_LABELS_MAX]; /* what the words say, by the examples */
	RdLexiconHeard *heard;	     /* which words those are */
	guint count[RD_LABELS_MAX];  /* rules that counted */
	guint first[RD_LABELS_MAX];  /* the sentence that first says it, in the prose; G_MAXUINT:
					none */
	GArray *hits;		     /* of RdHit, in order of place */
	GPtrArray *undecided;	     /* of const char *: rules that took too long to decide */
} RdScore;

void rd_score_init(RdScore *self);
void rd_score_clear(RdScore *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RdScore, rd_score_clear)

/* @self is empty. */
void rd_score_add(RdScore *self, const RdRules *rules, const RdProse *prose,
		  const RdCircumstances *circumstances);

/* The same without the prefilter: every pattern on every sentence. For tests and benches. */
void rd_score_add_plainly(RdScore *self, const RdRules *rules, const RdProse *prose,
			  const RdCircumstances *circumstances);

gboolean rd_when_holds(const RdWhen *self, const RdCircumstances *circumstances);
