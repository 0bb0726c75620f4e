/*
 * nickname.h - first names that stand for one another: Bill and William.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The group of @first, itself included, NULL-terminated; NULL when it has no other form. */
const char *const *rd_nickname_group(const char *first);

/* TRUE when both may be one person's: equal, of one group, or one the start of the other. */
gboolean rd_nickname_same(const char *a, const char *b);

G_END_DECLS
