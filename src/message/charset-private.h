/*
 * charset-private.h - any octets as valid UTF-8: by the declared charset, then by sense.
 */

#pragma once

#include <glib.h>

/*
 * @charset: as declared; NULL, unknown or a lie are all fine. Octets that mean nothing
 * become U+FFFD, NULs are left out. Free with g_free().
 */
char *rd_charset_to_utf8(const char *charset, const char *octets, gsize len);

/* Whether every octet is ASCII, and none is NUL or ESC: then no charset makes a difference. */
gboolean rd_charset_is_plain_ascii(const char *octets, gsize len);
