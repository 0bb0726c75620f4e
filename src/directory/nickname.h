/*
 * nickname.h - first names that stand for one another: Bill and William.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The group of @first, itself included, NULL-terminated; NULL when it has no other form. */
const char *const *rd_nickname_group(const char *first);

G_END_DECLS
