/*
 * scan.h - where patterns match one prose: literals first, then pcre2 where they stand.
 *
 * One pass over the text finds the literals of all patterns. A pattern is looked for only
 * in sentences that have what it needs, and where its beginning is known only at the places
 * where that stands; a rule whose words do not occur costs nothing.
 */

#pragma once

#include "rules-private.h"

typedef struct _RdScan RdScan;

/* @filtered: FALSE tries every pattern everywhere; for tests. */
RdScan *rd_scan_new(const RdRules *rules, const RdProse *prose, gboolean filtered);
void rd_scan_free(RdScan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdScan, rd_scan_free)

const RdSentence *rd_scan_sentence(const RdScan *self, guint sentence);
/* For matches elsewhere in the prose. */
RdMatcher *rd_scan_matcher(const RdScan *self);

#define RD_SCAN_NONE G_MAXUINT

/* The next pattern from number @from that may match; RD_SCAN_NONE: no more. */
guint rd_scan_next_pattern(const RdScan *self, guint from);
/* The next sentence from @from that may have @pattern; RD_SCAN_NONE: no more. */
guint rd_scan_next_sentence(const RdScan *self, guint pattern, guint from);
/* The first match of @pattern in @sentence at or after @from; offsets within the sentence. */
gboolean rd_scan_find(RdScan *self, guint pattern, guint sentence, guint from, RdSpan *out);

gboolean rd_scan_has(RdScan *self, guint pattern, guint sentence);
gboolean rd_scan_has_anywhere(RdScan *self, guint pattern);
/* FALSE: no part of @sentence matches @pattern, as far as its literals tell. */
gboolean rd_scan_may_have(const RdScan *self, guint pattern, guint sentence);
