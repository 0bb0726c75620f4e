/* imap-spool.h - a large message on its way to disk. */

#pragma once

#include <redress/imap.h>
#include <redress/octets.h>

/*
 * Fetches the whole of one message into a file that has no name: its octets are never
 * in memory at once. @size: what the server says it has; @limit: what may come. NULL with
 * RD_IMAP_ERROR; NULL without an error when the server sent no message.
 */
RdOctets *rd_imap_spool_fetch(RdImap *imap, guint32 uid, gsize size, gsize limit, GError **error);
