/* tally.h - right and wrong decisions of one label, and what they come to. */

#pragma once

#include <glib.h>

typedef struct {
	guint both;   /* people and rules say so */
	guint rules;  /* only the rules */
	guint people; /* only people */
} RdTally;

void rd_tally_count(RdTally *self, gboolean rules, gboolean people);
void rd_tally_add(RdTally *self, const RdTally *other);
/* 1 when there was nothing to find and nothing was found. */
double rd_tally_precision(const RdTally *self);
double rd_tally_recall(const RdTally *self);
double rd_tally_f1(const RdTally *self);
