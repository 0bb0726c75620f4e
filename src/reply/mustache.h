/*
 * mustache.h - the Mustache library as C sees it. It includes no header of the project,
 * since the other side is C++.
 */

#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/*
 * Renders @prepared, which comes from tags_prepare(), over @view. A value that is used
 * but absent or empty sets @missing to its name; @why is what the library says when
 * it cannot read the text. NULL in both cases. Free with g_free().
 */
char *mustache_render(const char *prepared, json_t *view, char **missing, char **why);

G_END_DECLS
