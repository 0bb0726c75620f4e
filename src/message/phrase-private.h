/*
 * phrase-private.h - which of a table's phrases a text holds, in one pass over it.
 */

#pragma once

#include <glib.h>

typedef struct {
	const char *text; /* lower case, begins at a word, one blank between words */
	guint tag;	  /* one of the lower 16 bits */
} RdPhrase;

#define RD_PHRASE_OPENS 16 /* how far a tag is shifted up for a phrase that opens a paragraph */

/* The tags of all phrases in @text, or-ed. @text is as rd_phrase_normalize() leaves it. */
guint rd_phrase_tags(const char *text, const RdPhrase *phrases, gsize n);

/*
 * At most @max_bytes of @text in lower case, with one blank for white space, and a
 * vertical bar before the first word of a paragraph.
 */
char *rd_phrase_normalize(const char *text, gsize max_bytes);

/* @text in lower case. */
char *rd_phrase_lower(const char *text);
