/*
 * regex.h - what a pattern asks for, read from its syntax.
 *
 * Rules may use a part of pcre2's syntax: literals, classes, groups, alternatives,
 * look-around, bounded repeats. From that part two things can be said before any text
 * is seen: which literals a text must contain to match (the prefilter's conditions,
 * all of a list of any-ofs), and in how many ways a pattern can try one place (so
 * that none can run away).
 */

#pragma once

#include <glib.h>

/* More ways to try one place than this, and the pattern is refused. */
#define RD_REGEX_WAYS_MAX 2500

/* A literal that a match can begin with. */
typedef struct {
	char *literal;
	gboolean edge;	   /* its first character, a space, stands before the match */
	gboolean first;	   /* the text begins with it */
	GPtrArray *groups; /* what a match that begins so needs, beside what all need; the same */
} RdHead;

typedef struct {
	GPtrArray *groups; /* of GPtrArray of char *: each needs one of its literals */
	GArray *heads;	   /* of RdHead: every match begins with one; NULL: nobody knows */
	double ways;
} RdRegex;

void rd_regex_free(RdRegex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdRegex, rd_regex_free)

/* @source: the pattern, folded like the texts it is for. INPUT says what is refused, and where. */
RdRegex *rd_regex_analyse(const char *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;
