/*
 * head.h - the fields at the top of a letter, folded, and in ASCII (RFC 5322, RFC 2047).
 *
 * What may stand in a field is the caller's to check: no line end may come here.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
	GString *out;
	gsize begin;   /* of the line that is written */
	gboolean bare; /* it has nothing but the name */
} Head;

/* "NAME:"; what follows brings the space before it. head_end() is its end. */
void head_begin(Head *self, const char *name);
void head_end(Head *self);

/* " TOKEN", on a line of its own when it does not fit behind the others. */
void head_add(Head *self, const char *token, gsize len);
/* Text for people, UTF-8: words that are not plain ASCII are encoded; spaces in a row are one. */
void head_add_text(Head *self, const char *text);
/* The same where only a phrase may stand: a name before an address. */
void head_add_phrase(Head *self, const char *name);

/* "NAME: TEXT" of plain ASCII. */
void head_put(Head *self, const char *name, const char *text);

G_END_DECLS
