/*
 * encode.h - text and octets as lines that every relay takes as they are (RFC 2045 section 6).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Quoted-printable; LF in @text becomes CRLF, and every other octet comes back as it was. */
void encode_quoted(GString *out, const char *text);

/* Base64 in lines of 76; each ends in CRLF. */
void encode_base64(GString *out, const void *data, gsize len);

/* As they are, but for line ends, which become CRLF. */
void encode_7bit(GString *out, const char *octets, gsize len);

/* Whether @octets may travel so: ASCII in lines of at most 998, no NUL and no stray CR. */
gboolean encode_is_7bit(const char *octets, gsize len);

G_END_DECLS
