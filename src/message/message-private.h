/*
 * message-private.h - the two halves of rd_message_parse(), for the guard.
 */

#pragma once

#include "mime-private.h"

/* @raw, or a copy with LF line ends where it only has CR. */
RdOctets *rd_message_line_ends(RdOctets *raw);

/* Everything that is read from the parts once they have been found. */
RdMessage *rd_message_read(const RdMime *mime, const char *authserv_id,
			   const RdMessageLimits *limits);
