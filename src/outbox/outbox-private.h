/*
 * outbox-private.h - what one attempt means for a mail, apart from making it.
 */

#pragma once

#include <redress/outbox.h>

G_BEGIN_DECLS

/* TRUE while that recipient is to be tried (again). */
gboolean rd_outcome_is_pending(const RdOutboxRecipient *recipient);

/*
 * Sets ->state, ->reason, ->next_at and ->sent_at of @row from what became of its
 * recipients: QUEUED while one is pending and the mail has not expired; then SENT if
 * any of them has it, else FAILED.
 */
void rd_outcome_decide(RdOutboxRow *row, RdTime now);

/* TRUE when no recipient got any answer, so that the next mail would not either. */
gboolean rd_outcome_is_silence(const RdEnvelope *envelope);

/* Notes what became of a mail, and makes DEFERRED of what is refused where everything is. */
void rd_relay_judge(RdRelay *self, RdEnvelope *envelope);

G_END_DECLS
