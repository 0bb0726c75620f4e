/*
 * store.h - the one SQLite database: opening, migrating, transactions.
 *
 * What is in it is said by src/store/schema.sql; the typed queries are in the headers
 * of their nouns (ledger.h, people.h, case.h, mail.h, outbox-row.h), which all take an RdStore.
 * Every write of a module happens inside the caller's transaction.
 */

#pragma once

#include <glib.h>
#include <redress/time.h>

G_BEGIN_DECLS

typedef struct _RdStore RdStore;

/*
 * Opens @path (made if it does not exist; ":memory:" for none), migrates an older
 * schema in one transaction and refuses a newer one. WAL, synchronous=FULL, foreign
 * keys on. One RdStore serves one thread. CONFIG when the file is no store of ours,
 * TEMPORARY when it cannot be opened or written.
 */
RdStore *rd_store_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The same file once more, for another thread, with a small cache. INPUT for a store in memory:
 * it has none.
 */
RdStore *rd_store_open_beside(const RdStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The file that it is, by whatever link it was opened. */
const char *rd_store_path(const RdStore *self);
/*
 * FALSE, TEMPORARY: it was removed or replaced since, so what is written to it is lost with
 * the end of this program. Nothing is committed then. From any thread.
 */
gboolean rd_store_is_in_place(const RdStore *self, GError **error);
gboolean rd_store_is_in_memory(const RdStore *self);
void rd_store_close(RdStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdStore, rd_store_close)

/*
 * The file beside a store that the gateway locks octets of: that it is there itself, and whose
 * turn it is to write. Its first line says which gateway that is, its second what is at work.
 */
#define RD_STORE_LOCK_SUFFIX  ".lock"
#define RD_STORE_LOCK_GATEWAY 0
#define RD_STORE_LOCK_TURN    1
#define RD_STORE_LOCK_LINE    32 /* octets of the first line */

/* BEGIN IMMEDIATE ... COMMIT. Writers take turns. A failed commit is rolled back. Not nested. */
gboolean rd_store_begin(RdStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The same for what may be lost with the power of the machine, though not with the end of
 * this program: its commit does not wait for the disk. The next other commit that
 * writes something makes it durable, and so does rd_store_settle().
 */
gboolean rd_store_begin_lightly(RdStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Waits until all that @self has committed is on the disk: not at all when a commit since has.
 * One that commits nothing itself waits for what all others have. Not within a transaction.
 */
gboolean rd_store_settle(RdStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_store_commit(RdStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_store_rollback(RdStore *self);

/* A savepoint within the transaction: one message of a batch fails alone. */
gboolean rd_store_mark(RdStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_store_release(RdStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_store_undo(RdStore *self); /* back to the mark, and forget the mark */

/*
 * Every commit makes the log (the WAL) longer, until a checkpoint has brought it into the file
 * and a commit begins it anew. Usually the commit that finds it long enough does that, and
 * whoever waits for the commit waits for it too.
 */
typedef void (*RdStoreLogged)(gint64 pages, gpointer data);

/*
 * From now on @self's commits leave checkpoints to others: @logged is called after each, with
 * the length of the log, and while it runs nothing of @self is locked. NULL: as usual again.
 */
void rd_store_leave_log(RdStore *self, RdStoreLogged logged, gpointer data);

typedef enum {
	RD_CHECKPOINT_PASSIVE,	/* as far as it goes without keeping anyone waiting */
	RD_CHECKPOINT_RESTART,	/* all; writers wait meanwhile, and the next one begins the log anew
				 */
	RD_CHECKPOINT_TRUNCATE, /* and the log gives its room on the disk back */
} RdCheckpoint;

/*
 * Brings the log into the file. @left: pages that it has afterwards, left alone when that cannot be
 * told; 0 when it is begun anew. One that reads or writes for longer than a moment holds up all but
 * PASSIVE: then something is left, without an error.
 */
gboolean rd_store_checkpoint(RdStore *self, RdCheckpoint kind, gint64 *left,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Looks for what must not be: a damaged file, a row that points at none, raw mail whose
 * SHA-256 is another, a mail of ours without a case or a cause, a case without a feed.
 * Adds a line for each to @problems (of char *), at most 100 of a kind. FALSE only when
 * it could not look.
 */
gboolean rd_store_verify(RdStore *self, GPtrArray *problems,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Writes a copy of one moment to @path, also while others write to the store. INPUT when
 * there is such a file; after a failure there is none.
 */
gboolean rd_store_backup(RdStore *self, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 32 random octets made with the store: the key of all tokens and Message-IDs. Owned by @self. */
const guint8 *rd_store_secret(RdStore *self, gsize *len);

G_END_DECLS
