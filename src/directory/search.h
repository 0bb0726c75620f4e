/*
 * search.h - weigh how well homeowners fit what a text mentions.
 *
 * Keys found in the text are looked up; whoever comes up is then compared with the
 * whole text. The cost does not depend on how many homeowners there are.
 */

#pragma once

#include "mentions.h"

#include <redress/directory.h>

G_BEGIN_DECLS

/* What may speak for a homeowner; the weights are in match.c. */
typedef enum {
	RD_FEATURE_ACCOUNT,
	RD_FEATURE_ADDRESS,
	RD_FEATURE_PHONE,
	RD_FEATURE_STREET,
	RD_FEATURE_FULL_NAME, /* side by side */
	RD_FEATURE_NICKNAME,  /* "Bill Hatcher" for William */
	RD_FEATURE_BOTH_NAMES,
	RD_FEATURE_INITIAL, /* "L. Hargrove" */
	RD_FEATURE_SURNAME,
	RD_FEATURE_FIRST_NAME,
	RD_FEATURE_LONE_SURNAME, /* nobody else has it */
	RD_FEATURE_TOWN,
	RD_FEATURE_ZIP,
	RD_FEATURE_INSTALLER,	    /* the writer's customer, or the installer is named */
	RD_FEATURE_OTHER_INSTALLER, /* another installer's: speaks against */
	RD_FEATURE_LAST
} RdFeature;

typedef struct {
	RdHomeowner *homeowner;
	double features[RD_FEATURE_LAST]; /* 0, or how much of the weight counts */
	double score;
} RdMatch;

void rd_match_free(RdMatch *self);
/* Counts at least @part of the weight of @feature. */
void rd_match_raise(RdMatch *self, RdFeature feature, double part);
/* Compares the record's name and place with what is mentioned. */
void rd_match_compare(RdMatch *self, const RdMentions *mentions, double part);
double rd_match_score(const RdMatch *self);
/* The best evidence that it rests on. */
RdEvidence rd_match_evidence(const RdMatch *self);

typedef struct {
	RdStore *store;
	const RdInstaller *writer; /* NULL: the writer is no installer */
	char *own_name;		   /* key of the writer's name, who is not whom they write about */
	GHashTable *matches;	   /* id -> RdMatch */
	GHashTable *installers;	   /* id -> RdInstaller */
	GHashTable *asked;	   /* keys looked up already */
} RdSearch;

RdSearch *rd_search_new(RdStore *store, const RdInstaller *writer, const char *writer_name);
void rd_search_free(RdSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdSearch, rd_search_free)

/* Adds a homeowner who may be meant, for @feature at @part of its weight; takes @record. */
void rd_search_add(RdSearch *self, RdHomeowner *record, RdFeature feature, double part);

/* Looks up all that @mentions hold; @part of each weight counts. FALSE on a store's error. */
gboolean rd_search_look_up(RdSearch *self, const RdMentions *mentions, double part, GError **error);

/* Compares everybody that came up with @mentions. */
gboolean rd_search_compare(RdSearch *self, const RdMentions *mentions, double part, GError **error);

/* All matches, best first, with their scores; borrowed from @self. */
GPtrArray *rd_search_rank(RdSearch *self);

G_END_DECLS
