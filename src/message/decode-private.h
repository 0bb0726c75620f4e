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

/* How many octets that would be, without a limit; @from (may be NULL) is what @body is of. */
gsize rd_decode_size(RdSpan body, RdEncoding encoding, const RdOctets *from);

/* The body of a part that is encoded, in full; a large one lies in a file. */
RdOctets *rd_mime_decode(const RdMimePart *part);

/* The content of a leaf; shares the message's octets when they need no decoding. */
GBytes *rd_mime_content(const RdMimePart *part);
