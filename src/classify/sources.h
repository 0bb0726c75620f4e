/*
 * sources.h - the files that rules are made of, as they were read once.
 */

#pragma once

#include <glib.h>

typedef struct {
	char *name; /* what errors call it */
	GBytes *content;
} RdSource;

typedef struct {
	GPtrArray *files; /* of RdSource, in order of their names */
	char *key;	  /* another one when a file, or this program's way of reading, differs */
} RdSources;

/* All *.yaml of @dir (a folder, or "resource:///..." of the program itself). CONFIG on failure. */
RdSources *rd_sources_read(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_sources_free(RdSources *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdSources, rd_sources_free)
