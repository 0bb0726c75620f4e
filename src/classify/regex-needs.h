/*
 * regex-needs.h - the literals that a text must have for a pattern to match it.
 *
 * Groups are conditions: a text needs one literal of each. Heads are literals that every
 * match begins with one of.
 */

#pragma once

#include "regex.h"

/* Of GPtrArray of char *. */
GPtrArray *rd_groups_new(void);
/* The one that tells most; NULL: there is none. */
const GPtrArray *rd_groups_best(const GPtrArray *groups);
/* Drops conditions that nearly every text meets, and that only cost time, if others are left. */
void rd_groups_prune(GPtrArray *groups);

/* Of RdHead. */
GArray *rd_heads_new(void);
void rd_heads_add(GArray *self, const char *literal, gboolean edge, gboolean first);
/*
 * Adds those of @other to @self, which stand @first if they did not before; when either is
 * not known (NULL), the sum is not.
 */
void rd_heads_join(GArray **self, const GArray *other, gboolean first);
/* A match that begins with any of them needs @groups, too. */
void rd_heads_need(GArray *self, const GPtrArray *groups);
