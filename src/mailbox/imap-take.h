/* imap-take.h - one UID FETCH, and what the server says of each message. */

#pragma once

#include "mailbox-imap.h"

/* What one FETCH answer held; the rest is 0 or NULL. Borrowed from libetpan. */
typedef struct {
	guint32 uid;
	gboolean has_size;
	guint32 size;
	const struct mailimap_date_time *date;
	const char *body; /* NULL also for NIL */
	gsize body_len;
} RdImapItem;

typedef void (*RdImapItemFunc)(const RdImapItem *item, gpointer data);

/*
 * Sends UID FETCH @set (UID @what) and calls @func for each answer with a UID.
 * @set and @what are consumed. @octets: how much may come. RD_IMAP_ERROR on failure;
 * the answers before it have been handed over.
 */
gboolean rd_imap_take(RdImapMailbox *self, struct mailimap_set *set,
		      struct mailimap_fetch_att *what, gsize octets, RdImapItemFunc func,
		      gpointer data, GError **error);

/*
 * Fetches the whole of one large message into a file that has no name, and maps
 * it: its octets are never in memory at once. NULL with RD_IMAP_ERROR; NULL without
 * an error when the server sent no message.
 */
GBytes *rd_imap_take_large(RdImapMailbox *self, guint32 uid, gsize size, GError **error);
