/*
 * mailbox.h - where mail comes from.
 *
 * A mailbox lists what lies in it, hands out the octets of one message, and puts
 * a message away once it is safe in the ledger. It remembers nothing: each sweep
 * compares rd_mailbox_list() with the ledger, so that a lost notification, a flag
 * changed by a person or a restart neither loses nor doubles a message (IN1).
 *
 * Errors are RD_ERROR_CONFIG where only the operator can help (settings, certificate,
 * login), and RD_ERROR_TEMPORARY: close, back off, open again.
 */

#pragma once

#include <gio/gio.h>
#include <redress/config.h>
#include <redress/error.h>
#include <redress/octets.h>

G_BEGIN_DECLS

typedef struct _RdMailbox RdMailbox; /* opaque: src/mailbox/mailbox-private.h */

/* One message in the mailbox, and how to find it again. */
typedef struct {
	guint32 uidvalidity; /* RFC 3501 section 2.3.1.1; 0 for a Maildir */
	char *uid;	     /* IMAP UID in decimal, or the Maildir name before ":2," */
	gsize size;	     /* octets; 0 when unknown */
	char *problem;	     /* why the sink does not get the whole message, for a person; NULL */
} RdMailboxEntry;

void rd_mailbox_entry_free(RdMailboxEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdMailboxEntry, rd_mailbox_entry_free)

/* Checks @settings; does not touch the network or make folders. CONFIG on failure. */
RdMailbox *rd_mailbox_new(const RdMailboxSettings *settings,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_mailbox_free(RdMailbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdMailbox, rd_mailbox_free)

/* What the ledger calls it: the URI without secrets. Owned by @self. */
const char *rd_mailbox_get_name(const RdMailbox *self);

/*
 * Once @fd (an eventfd that nobody reads) is readable, whatever blocks ends with
 * TEMPORARY. To be set before rd_mailbox_open(); -1: nothing interrupts.
 */
void rd_mailbox_set_stop_fd(RdMailbox *self, int fd);

/*
 * Connects, authenticates, selects; makes the done folder if need be. Idempotent.
 *
 * @mark: (inout): where this mailbox begins. NULL on the very first connect, when
 * the setting "start" decides what of the mail that lies there already is ours; open
 * then sets it, to be freed with g_free(). Keep it with the ledger and hand it in
 * every time: without it, each connect is a first one, and "now" is a later now.
 */
gboolean rd_mailbox_open(RdMailbox *self, char **mark, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the session; rd_mailbox_open() starts a new one. */
void rd_mailbox_close(RdMailbox *self);

/*
 * All that may be waiting, oldest first, as RdMailboxEntry; free with
 * g_ptr_array_unref(). Where rd_mailbox_done() leaves messages in place they are
 * listed again, and the ledger knows them; what lay there before @mark is not listed.
 */
GPtrArray *rd_mailbox_list(RdMailbox *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Called for each message as it arrives; FALSE with an error ends the fetch. */
typedef gboolean (*RdMailboxSink)(const RdMailboxEntry *entry, RdOctets *raw, gpointer data,
				  GError **error);

/*
 * Hands the octets of each of @entries (of RdMailboxEntry) to @sink, in batches as
 * the server likes them. An entry that is gone by now, or is still being written, is
 * passed over. One that is larger than max_bytes, or that the server will not give,
 * is handed over with ->problem set and @raw its header alone, or NULL; the rest go
 * on. A message that breaks the session, or is refused, is tried again by later calls,
 * alone and less and less often, passed over in between, and handed over with ->problem
 * when that does not help either.
 */
gboolean rd_mailbox_fetch(RdMailbox *self, GPtrArray *entries, RdMailboxSink sink, gpointer data,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The first message since the last listing that was not handed over though the server lists
 * it, and why, for a person: "UID 3: NO [SERVERBUG] cannot read it"; NULL: none. Owned by
 * @self.
 */
const char *rd_mailbox_get_withheld(const RdMailbox *self);

/* TRUE, of one that is open: nothing is done to its messages, and rd_mailbox_done() need not be
 * called. */
gboolean rd_mailbox_leaves_all(const RdMailbox *self);
/* Puts messages away that are durable in the ledger. One that is gone is no error. */
gboolean rd_mailbox_done(RdMailbox *self, GPtrArray *entries,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Sleeps until something may have arrived, @timeout_s passed or @wake_fd (an
 * eventfd) is readable. Only a hint: the caller sweeps after every return.
 */
gboolean rd_mailbox_wait(RdMailbox *self, guint timeout_s, int wake_fd,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What an operator wants to know ("IMAP4rev1 IDLE MOVE ..., done: MOVE to Done"); g_free(). */
char *rd_mailbox_describe(RdMailbox *self);

G_END_DECLS
