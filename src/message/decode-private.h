/*
 * decode-private.h - base64, quoted-printable and uuencode, as forgiving as mail needs.
 */

#pragma once

#include "mime-private.h"

/*
 * Decodes @body. Stops once @max_octets are out; the result is then at most three octets
 * longer. Free with g_free(); not terminated.
 */
char *rd_decode(RdSpan body, RdEncoding encoding, gsize max_octets, gsize *len);

/* The same in full. */
GBytes *rd_decode_bytes(RdSpan body, RdEncoding encoding);

/* The content of a leaf; shares the message's octets when they need no decoding. */
GBytes *rd_mime_content(const RdMime *mime, const RdMimePart *part);
