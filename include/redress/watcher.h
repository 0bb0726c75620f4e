/*
 * watcher.h - a thread that watches one mailbox.
 *
 * Sweeps, waits for a sign of new mail, sweeps again. What fails is tried again with
 * back-off, and the health of the mailbox is kept for the operator.
 */

#pragma once

#include <glib.h>
#include <redress/health.h>
#include <redress/worker.h>

G_BEGIN_DECLS

typedef struct _RdWatcher RdWatcher;

/* @settings, @worker and @health are borrowed and must outlive it. CONFIG on failure. */
RdWatcher *rd_watcher_start(const RdMailboxSettings *settings, RdWorker *worker, RdHealth *health,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Breaks off whatever it waits for. rd_watcher_free() then does not block for long. */
void rd_watcher_stop(RdWatcher *self);
/* Waits for the thread's end. */
void rd_watcher_free(RdWatcher *self);

/* When to try again after @failures in a row: 1 s doubling to 5 min, with jitter by @seed. */
guint rd_watcher_backoff_ms(guint failures, guint32 seed);

G_END_DECLS
