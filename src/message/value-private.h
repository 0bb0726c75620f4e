/*
 * value-private.h - the values of header fields: text, addresses, message ids, dates.
 *
 * Each function takes a value as it stands in the message (rd_mime_field()), with its
 * folds, and reads it the way a person would, however far from the RFCs it is.
 */

#pragma once

#include "field-private.h"
#include <redress/message.h>

/* Unfolded, RFC 2047 decoded, one line, no blanks at the ends. Free with g_free(). */
char *rd_value_text(RdSpan value);

/* Only the encoded words of RFC 2047 and stray 8-bit octets of @text are decoded. */
char *rd_value_decode_words(const char *text, gsize len);

/* Appends each message id of @value (char *, without angle brackets) to @ids. */
void rd_value_add_ids(RdSpan value, GPtrArray *ids);

/* Appends each address of @value (RdAddress) to @addresses; groups are taken apart. */
void rd_value_add_addresses(RdSpan value, GPtrArray *addresses);

/*
 * RFC 5322 section 4.3, ISO 8601, and what lies around them. Without a zone the time is
 * UTC. @offset_min: (out): minutes east of UTC. FALSE leaves both alone.
 */
gboolean rd_value_date(RdSpan value, RdTime *date, gint *offset_min);
