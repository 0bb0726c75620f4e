/*
 * mailbox-imap.h - one folder on an IMAP server; what the imap-*.c files share.
 *
 *   mailbox-imap.c   settings, open, close, describe
 *   imap-list.c      what waits, and where the mailbox begins
 *   imap-fetch.c     which messages are fetched together, and what is tried again
 *   imap-spool.c     a large message on its way to disk
 *   imap-strikes.c   messages that were not given, and how often
 *   imap-done.c      putting away
 *   imap-idle.c      sleeping
 */

#pragma once

#include "imap-strikes.h"
#include "mailbox-private.h"

#include <redress/imap.h>
#include <redress/time.h>

/* How a message is put away on this server: the best that it can of what was asked for. */
typedef enum {
	RD_IMAP_MOVE,	 /* RFC 6851 */
	RD_IMAP_COPY,	 /* COPY, \Deleted, UID EXPUNGE (RFC 4315) */
	RD_IMAP_FLAG,	 /* the keyword below */
	RD_IMAP_NOTHING, /* it stays as it is, and the ledger alone knows */
} RdImapDone;

/* UIDs in one command, so that its line stays below the 8000 octets of RFC 7162. */
#define RD_IMAP_SET_MAX 500

#define RD_IMAP_KEYWORD "$RedressDone"

typedef struct {
	RdMailbox base;
	RdEndpoint *endpoint;
	RdSecret *secret;
	char *folder;
	char *done_folder;
	RdMailboxDone wanted;
	guint poll_s;
	gsize max_bytes;
	RdTime start; /* RD_TIME_NONE: the time of the first connect, as the mark says */

	RdImap *imap;	 /* NULL: closed; what follows is of this session */
	char *done_name; /* as the server writes it; NULL: none is needed, or was made */
	RdImapDone done;
	gboolean no_idle; /* the server refused it */
	guint32 uidvalidity;
	guint32 floor;	      /* UIDs from here on are ours... */
	GHashTable *accepted; /* ... and these below */
	GArray *listed;	      /* UIDs of the last listing, ascending */
	GHashTable *sizes;    /* UID -> octets, of those that were asked for since */
	GHashTable *copied;   /* UIDs that were, of all sessions; the original may still be there */
	RdImapStrikes *strikes; /* of all sessions */
	gboolean one_by_one;	/* a session ended while it had several commands to answer */
	gint64 (*clock)(void);	/* for strikes: monotonic, in microseconds */
	gint64 news_at;		/* monotonic: when rd_imap_mailbox_wait() last returned for news */
} RdImapMailbox;

/*
 * Turns @local (of RD_IMAP_ERROR or another domain), which it frees, into the
 * mailbox's error; FALSE.
 */
gboolean rd_imap_mailbox_fail(RdImapMailbox *self, GError *local, GError **error);

/* FALSE with TEMPORARY unless a session is open. */
gboolean rd_imap_mailbox_is_open(RdImapMailbox *self, GError **error);

/* Reads or makes the mark, and sets ->floor and ->accepted from it. */
gboolean rd_imap_take_mark(RdImapMailbox *self, char **text, GError **error);

/*
 * Sees that there is a ->done_name where one is needed. The server may refuse it now and not
 * later.
 */
gboolean rd_imap_mailbox_need_folder(RdImapMailbox *self, GError **error);

/* A UID from an entry; 0 when the entry is not of the selected mailbox. */
guint32 rd_imap_entry_uid(const RdImapMailbox *self, const RdMailboxEntry *entry);

/* For arrays of guint32. */
int rd_imap_compare_uids(const void *a, const void *b);

GPtrArray *rd_imap_mailbox_list(RdMailbox *base, GError **error);
gboolean rd_imap_mailbox_fetch(RdMailbox *base, GPtrArray *entries, RdMailboxSink sink,
			       gpointer data, GError **error);
gboolean rd_imap_mailbox_done(RdMailbox *base, GPtrArray *entries, GError **error);
gboolean rd_imap_mailbox_wait(RdMailbox *base, guint timeout_s, int wake_fd, GError **error);
