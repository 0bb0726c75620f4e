/*
 * keeper.h - makes durable what a sweep fetches, while it fetches on.
 *
 * What is added goes to the ledger some megabytes at a time, in commits that do not wait
 * for the disk; one that waits for it comes after them, and only then are the entries given
 * back. Both have a thread, so that neither fetching nor storing waits for the disk, and the
 * disk is at work meanwhile: little is left to wait for at the end of a batch. One that is
 * small enough needs no thread, and waits once.
 */

#pragma once

#include <redress/ledger.h>
#include <redress/mailbox.h>
#include <redress/worker.h>

G_BEGIN_DECLS

typedef struct _RdKeeper RdKeeper;

/*
 * For the mailbox that the ledger calls @mailbox, whose messages get rows with that @place
 * (ledger.h); all is borrowed.
 */
RdKeeper *rd_keeper_new(RdWorker *worker, const char *mailbox, RdLedgerPlace place, RdTime now);
/* What was added and is not in the ledger yet is forgotten. */
void rd_keeper_free(RdKeeper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdKeeper, rd_keeper_free)

/*
 * Takes @raw (may be NULL) of @entry, which must live as long as the keeper. Waits while too
 * much is under way; FALSE once something could not be stored.
 */
gboolean rd_keeper_add(RdKeeper *self, const RdMailboxEntry *entry, RdOctets *raw,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Here ends a batch. */
void rd_keeper_end_batch(RdKeeper *self);

/*
 * Waits until at most @batches are under way, and adds to @durable the entries that are durable
 * since the last call, also those of a batch that has not ended. FALSE when a batch could not be
 * made so.
 */
gboolean rd_keeper_wait(RdKeeper *self, guint batches, GPtrArray *durable,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
