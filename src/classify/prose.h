/*
 * prose.h - a text made ready for rules: folded, and parted into sentences.
 *
 * Folding takes away what people vary without meaning anything by it: case, accents,
 * the form of quotes and dashes, runs of white space, the apostrophe of "n't", and
 * known misspellings. Every byte remembers where it came from, so that a reason can
 * be shown in the writer's own words. Sentences are bounded in length, whatever the
 * text is; that bounds the cost of every rule.
 */

#pragma once

#include <glib.h>

typedef enum {
	RD_ZONE_SUBJECT = 1 << 0,
	RD_ZONE_WORDS = 1 << 1,	 /* what the author newly wrote */
	RD_ZONE_NOTE = 1 << 2,	 /* what staff wrote around a forward */
	RD_ZONE_REVIEW = 1 << 3, /* a review that is quoted */
	RD_ZONE_HEAD = 1 << 4,	 /* the subject of a reply: not newly written */
} RdZone;

typedef struct {
	guint start, len; /* in RdProse.text */
	RdZone zone;
} RdSentence;

/* From @at on in RdProse.text, each byte comes from the one behind @from in RdProse.source. */
typedef struct {
	guint at, from;
} RdOrigin;

typedef struct {
	GString *text;	      /* folded; one LF after each sentence */
	GArray *origins;      /* of RdOrigin, by ->at; the first is that of the first byte */
	GString *source;      /* what was added, as written */
	GArray *sentences;    /* of RdSentence */
	GHashTable *spelling; /* char * -> char *; may be NULL; borrowed */
} RdProse;

/* @spelling: folded words and what is meant by them; may be NULL. */
RdProse *rd_prose_new(GHashTable *spelling);
void rd_prose_free(RdProse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdProse, rd_prose_free)

/* Adds @text (valid UTF-8), at most @max_bytes of it. */
void rd_prose_add(RdProse *self, RdZone zone, const char *text, gsize max_bytes);

/* The writer's own words for @len bytes of ->text at @start, on one line. */
char *rd_prose_quote(const RdProse *self, guint start, guint len);

/* What folding makes of one character; "" when it is dropped. At most 7 bytes and NUL. */
void rd_prose_fold_char(gunichar c, char out[8]);
