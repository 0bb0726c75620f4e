/*
 * intake.h - one message's way through all stages.
 *
 * From the ledger's raw octets to the committed case: parse, identify, classify,
 * find the case, let the procedure step. Whatever goes wrong with one message, it
 * reaches a person (IN1) and the others go on.
 */

#pragma once

#include <glib.h>
#include <redress/casework.h>
#include <redress/classify.h>

G_BEGIN_DECLS

typedef struct _RdReaders RdReaders;

typedef struct {
	RdCasework casework;
	const RdRules *rules; /* borrowed */
	RdReaders *readers;   /* borrowed; NULL: each message is read where it is worked */
} RdIntake;

/*
 * @n threads that read messages (parse, identify, classify) ahead of rd_intake_work(), each
 * over a connection of its own to the file of @store. They serve one caller at a time.
 */
RdReaders *rd_readers_start(RdStore *store, guint n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_readers_stop(RdReaders *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdReaders, rd_readers_stop)

/*
 * Works up to @limit of the waiting ledger rows in one transaction, and in their order; less
 * of them when they are large. FALSE only when the store cannot be written; the rows then
 * still wait.
 */
gboolean rd_intake_work(const RdIntake *self, guint limit, RdTime now, guint *worked,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
