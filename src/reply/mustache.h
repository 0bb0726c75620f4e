/*
 * mustache.h - the Mustache library as C sees it. It includes no header of the project,
 * since the other side is C++.
 */

#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

typedef struct _MustacheText MustacheText;

/*
 * Reads @prepared, which comes from tags_prepare(). NULL, and @why is what the library says,
 * when it cannot; free that with g_free().
 */
MustacheText *mustache_text_new(const char *prepared, char **why);
void mustache_text_free(MustacheText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MustacheText, mustache_text_free)

/*
 * Renders it over @view; any thread may. A value that is used but absent or empty sets
 * @missing to its name, and NULL is returned. Free with g_free().
 */
char *mustache_text_render(MustacheText *self, json_t *view, char **missing);

G_END_DECLS
