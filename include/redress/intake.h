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

typedef struct {
	RdCasework casework;
	const RdRules *rules; /* borrowed */
} RdIntake;

/*
 * Works up to @limit of the waiting ledger rows in one transaction. FALSE only when
 * the store cannot be written; the rows then still wait.
 */
gboolean rd_intake_work(const RdIntake *self, guint limit, RdTime now, guint *worked,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
