/*
 * sweep.h - compare a mailbox with the ledger, and take what is new (IN1).
 */

#pragma once

#include <glib.h>
#include <redress/mailbox.h>
#include <redress/worker.h>

G_BEGIN_DECLS

/*
 * Takes what is new in @mailbox into the ledger, and puts away on the server what is
 * durable. Counts into @pass; an error leaves done what was done. That something could
 * not be put away is no error.
 */
gboolean rd_sweep(RdWorker *worker, RdMailbox *mailbox, RdTime now, RdPass *pass,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
