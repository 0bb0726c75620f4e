/*
 * worker.h - the one thread that writes cases.
 *
 * Watchers hand their ledger writes to it and wait until they are durable; between
 * jobs it works the ledger and fires what is due. Nothing else writes but the sender,
 * which only notes what became of a mail.
 */

#pragma once

#include <glib.h>
#include <redress/gateway.h>

G_BEGIN_DECLS

typedef struct _RdWorker RdWorker;

/* Runs in the worker's thread, with its store; begins and commits what it writes. */
typedef gboolean (*RdWorkerJob)(RdStore *store, gpointer data, GError **error);

/*
 * Called in the worker's thread after each round that did something, or failed with @failure,
 * and after the first that did not fail any more.
 */
typedef void (*RdWorkerDone)(const RdPass *pass, const GError *failure, gpointer data);

/*
 * A thread over @office, which must outlive it. @done may be NULL. The time is the
 * machine's.
 */
RdWorker *rd_worker_start(RdOffice *office, RdWorkerDone done, gpointer data);
/* The same without a thread: a job is run where it is called, and nothing else is done. */
RdWorker *rd_worker_inline(RdStore *store);
/* From now on it takes no job, runs those that wait, and begins no batch. */
void rd_worker_end(RdWorker *self);
/* The same, and lets the batch at hand come to its end. */
void rd_worker_stop(RdWorker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdWorker, rd_worker_stop)

/* Runs @job and returns what it returned. After rd_worker_end(): TEMPORARY. */
gboolean rd_worker_call(RdWorker *self, RdWorkerJob job, gpointer data,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many jobs wait for the one that runs, or for the batch at hand. */
guint rd_worker_waiting(RdWorker *self);

/* Seconds (monotonic) since the thread last showed that it lives; for the watchdog. */
gint64 rd_worker_idle_s(RdWorker *self);

G_END_DECLS
