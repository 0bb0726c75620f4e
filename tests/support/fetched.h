/*
 * fetched.h - what a mailbox gave, as a line to compare.
 */

#pragma once

#include <redress/mailbox.h>

/*
 * An RdMailboxSink; @data is a GString. "uid=text;" of each message fetched, "uid!text;" where
 * there is a problem.
 */
gboolean fetched_note(const RdMailboxEntry *entry, RdOctets *raw, gpointer data, GError **error);
/* An RdOctetsPiece; @data is a GString. */
gboolean fetched_append(const void *piece, gsize len, gsize at, gpointer data, GError **error);
