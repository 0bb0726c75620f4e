/*
 * review.h - a public review as Marketing, or the platform's own mail, reports it (SM1).
 *
 * How platforms are called, how stars are written and where a reviewer's name stands is
 * said in the "review:" part of the rules.
 */

#pragma once

#include "pack.h"

#include <redress/findings.h>
#include <redress/message.h>
#include <redress/yaml.h>

typedef struct _RdReviewRules RdReviewRules;

RdReviewRules *rd_review_rules_new(void);
void rd_review_rules_pack(RdReviewRules *self, RdPack *pack);
void rd_review_rules_free(RdReviewRules *self);
/* Adds what the map @node says; CONFIG with file:line. */
gboolean rd_review_rules_load(RdReviewRules *self, RdYamlNode node, GError **error);

/*
 * What @message says of a public review that complains; NULL when it reports none: names a
 * platform for another reason, or passes praise on. @complains: so its words say.
 */
RdReview *rd_review_read(const RdReviewRules *rules, const RdMessage *message, gboolean complains);
