/*
 * pattern.h - one compiled pattern of the rule language.
 *
 * What a file says is pcre2 with these additions:
 *   {{name}}   any of the words of a list
 *   " <5> "    up to five words between; " .. " is three and " ... " eight
 * A pattern begins and ends at a word's edge, is folded like the texts (prose.h), and
 * is matched within one sentence.
 */

#pragma once

#include "code.h"
#include "regex.h"

typedef struct {
	char *written;	 /* as in the file */
	char *source;	 /* expanded */
	GArray *groups;	 /* of guint: conditions of literals (RdRules.groups), all needed */
	gboolean headed; /* every match begins with a literal that is known */
	RdCode *code;	 /* made on first use */
	RdCode *code_at; /* the same for one place only */
} RdPattern;

/* Replaces {{lists}} and gaps, and folds. @lists: name -> alternatives. INPUT on failure. */
char *rd_pattern_expand(const char *written, GHashTable *lists, GError **error);
/* @source: expanded. What it asks for comes back in @regex. */
RdPattern *rd_pattern_new(const char *written, const char *source, RdRegex **regex, GError **error);
/* One of which nothing is known yet. */
gpointer rd_pattern_make(void);
void rd_pattern_free(RdPattern *self);

typedef struct {
	guint start, end;
} RdSpan;

/* What looking for patterns in one prose may cost. */
typedef struct {
	guint steps; /* one for each try at one place, more for a search; the same every time */
	guint us;    /* of the thread's processor time, without what compiling takes */
} RdBudget;

/* What one thread needs to match. */
typedef struct {
	pcre2_match_data *data;
	pcre2_match_context *context;
	guint undecided; /* matches given up at pcre2's limit, or since the budget was spent */
	guint steps;	 /* left */
	guint clock_at;	 /* the clock is asked again when so many are left */
	gint64 until;	 /* of the thread's processor time, in ns */
} RdMatcher;

RdMatcher *rd_matcher_new(void);
void rd_matcher_free(RdMatcher *self);
/* Another prose: nothing is undecided, and @budget is whole. */
void rd_matcher_begin(RdMatcher *self, const RdBudget *budget);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdMatcher, rd_matcher_free)

/* First match at or after @from in @text of @len bytes. */
gboolean rd_pattern_match(const RdPattern *self, RdMatcher *matcher, const char *text, gsize len,
			  gsize from, RdSpan *out);
/* A match that begins at @at. */
gboolean rd_pattern_match_at(const RdPattern *self, RdMatcher *matcher, const char *text, gsize len,
			     gsize at, RdSpan *out);
