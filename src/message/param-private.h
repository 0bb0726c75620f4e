/*
 * param-private.h - the media type and the parameters of Content-Type and
 * Content-Disposition (RFC 2045, RFC 2183, RFC 2231), and what programs make of them.
 */

#pragma once

#include "field-private.h"

/*
 * Splits "text/plain; charset=..." of a Content-Type field. FALSE, and all left
 * alone, when there is no media type to be made out.
 */
gboolean rd_param_split_type(RdSpan field, RdSpan *type, RdSpan *subtype, RdSpan *parameters);

/* The first word of a Content-Disposition field, and what follows. */
RdSpan rd_param_split_word(RdSpan field, RdSpan *parameters);

/* The octets of parameter @name, unquoted, its pieces joined; NULL when absent. */
char *rd_param_get_raw(RdSpan parameters, const char *name);

/* Parameter @name decoded to UTF-8 (RFC 2231, and RFC 2047 where it is not allowed); or NULL. */
char *rd_param_get(RdSpan parameters, const char *name);
