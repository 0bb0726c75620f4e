/*
 * forward-private.h - the message that a forward forwards, inline or attached.
 */

#pragma once

#include "mime-private.h"

/*
 * Fills the text fields of @self (->text, ->reply, ->quoted, ->signature, ->forwarded)
 * and ->attachments from the parts of @mime.
 */
void rd_forward_read(RdMessage *self, const RdMime *mime, const RdMessageLimits *limits);
