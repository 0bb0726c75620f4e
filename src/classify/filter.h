/*
 * filter.h - find many literals in one pass (Aho-Corasick).
 *
 * Add the literals, build once, scan any number of texts. Bytes that no literal tells apart
 * are one class. A state from which literals go on in several ways has a complete row of
 * steps, one for each class; most go on in one way, and leave the rest to their suffix.
 * Every byte that is no part of an ASCII word counts as a space, and a space stands
 * before and after each text: so " roof " finds the word in "(roof)" and not in "roofer".
 */

#pragma once

#include <glib.h>

typedef struct _RdFilter RdFilter;

RdFilter *rd_filter_new(void);
void rd_filter_free(RdFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdFilter, rd_filter_free)

/* The number of @literal, from 0; the same text has the same number. Before build. */
guint rd_filter_add(RdFilter *self, const char *literal);
void rd_filter_build(RdFilter *self);
guint rd_filter_size(const RdFilter *self);
const char *rd_filter_literal(const RdFilter *self, guint number);

/* A literal in a text. */
typedef struct {
	guint literal;
	gint at; /* where it begins; -1: with the space before the text */
	gint end;
} RdFound;

/* Many of them, to be used again; all zero at first. */
typedef struct {
	RdFound *items;
	guint n, room;
} RdFoundList;

void rd_found_list_clear(RdFoundList *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RdFoundList, rd_found_list_clear)

/* Puts every literal that @text has into @found, by where it ends. */
void rd_filter_scan(const RdFilter *self, const char *text, gsize len, RdFoundList *found);
