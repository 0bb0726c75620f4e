/*
 * send.c - one pass over the mails that are due.
 *
 *	claim ──commit──▶ deliver ──▶ outcome and what its case makes of it ──commit──▶ next
 *	                         ╰─ a crash here repeats the mail ─╯
 *
 * The next hop cannot be part of our transaction, so one gap is left: it has taken the
 * mail, and we did not get to write that down. The mail is repeated then, under the
 * same envelope id and Message-ID, so that a Maildir has one file and a reader's
 * program can tell. An answer that was lost (RFC 1047) is the same gap.
 */

#include "outbox-private.h"

#include <redress/error.h>

#define SEND_BATCH 100 /* rows read at a time */

typedef struct {
	RdStore *store;
	RdTransport *transport;
	RdRelay *relay;
	RdTime now;
	RdOutboxEnded ended;
	gpointer data;
	RdOutboxPass *pass;
} Send;

static RdEnvelope *
send_address(const RdOutboxRow *row)
{
	g_autofree char *id = g_strdup_printf("ob-%" G_GINT64_FORMAT, row->id);
	RdEnvelope *envelope = rd_envelope_new(id, row->sender);

	for (guint i = 0; i < row->recipients->len; i++) {
		const RdOutboxRecipient *recipient = row->recipients->pdata[i];

		if (rd_outcome_is_pending(recipient))
			rd_envelope_add(envelope, recipient->address);
	}
	return envelope;
}

/* The envelope has the pending recipients of the row, in the same order. */
static void
send_take_outcomes(RdOutboxRow *row, const RdEnvelope *envelope)
{
	guint next = 0;

	for (guint i = 0; i < row->recipients->len; i++) {
		RdOutboxRecipient *ours = row->recipients->pdata[i];
		const RdRecipient *theirs;

		if (!rd_outcome_is_pending(ours))
			continue;
		theirs = envelope->recipients->pdata[next++];
		ours->state = (int)theirs->delivery;
		ours->code = theirs->code;
		g_free(ours->detail);
		ours->detail = g_strdup(theirs->detail != NULL ? theirs->detail : "");
	}
}

/*
 * Counts the attempt before it is made. The first one leaves the mail due, so that it
 * goes out at once after a crash; from the second on it comes back later, so that a mail
 * that crashes us again and again does not hold up the others.
 */
static gboolean
send_claim(Send *self, RdOutboxRow *row, gboolean *claimed, GError **error)
{
	if (row->attempts > 0)
		row->next_at = rd_retry_next(row->attempts, self->now, (guint32)row->id);
	if (!rd_store_begin(self->store, error))
		return FALSE;
	if (!rd_outbox_row_claim(self->store, row, claimed, error)) {
		rd_store_rollback(self->store);
		return FALSE;
	}
	return rd_store_commit(self->store, error);
}

/*
 * Tells the case, within the transaction. When that fails the outcome is kept all the
 * same, or the mail would go out again; the case is told at the next pass.
 */
static gboolean
send_tell(Send *self, const RdOutboxRow *row, GError **error)
{
	if (row->state != RD_OUTBOX_SENT && row->state != RD_OUTBOX_FAILED)
		return TRUE;
	if (!rd_store_mark(self->store, error))
		return FALSE;
	if ((self->ended != NULL && !self->ended(self->store, row, self->now, self->data, error)) ||
	    !rd_outbox_row_told(self->store, row->id, error)) {
		rd_store_undo(self->store);
		return FALSE;
	}
	return rd_store_release(self->store, error);
}

/* A person may have cancelled the mail while it was under way. */
static gboolean
send_keep_cancelled(Send *self, RdOutboxRow *row, GError **error)
{
	g_autoptr(RdOutboxRow) stored = rd_outbox_row_get(self->store, row->id, error);

	if (stored == NULL)
		return FALSE;
	if (row->state == RD_OUTBOX_QUEUED)
		row->state = stored->state;
	return TRUE;
}

static gboolean
send_record(Send *self, RdOutboxRow *row, GError **error)
{
	g_autoptr(GError) told = NULL;

	if (!rd_store_begin(self->store, error))
		return FALSE;
	if (!send_keep_cancelled(self, row, error) ||
	    !rd_outbox_row_save(self->store, row, error)) {
		rd_store_rollback(self->store);
		return FALSE;
	}
	send_tell(self, row, &told);
	if (!rd_store_commit(self->store, error))
		return FALSE;
	if (told != NULL) {
		g_propagate_error(error, g_steal_pointer(&told));
		return FALSE;
	}
	return TRUE;
}

static void
send_count(Send *self, const RdOutboxRow *row)
{
	if (row->state == RD_OUTBOX_SENT)
		self->pass->sent++;
	else if (row->state == RD_OUTBOX_FAILED)
		self->pass->failed++;
	else if (row->state == RD_OUTBOX_QUEUED)
		self->pass->deferred++;
	if (row->state == RD_OUTBOX_FAILED)
		g_warning("mail ob-%" G_GINT64_FORMAT " of RD-%" G_GINT64_FORMAT
			  ": failed for good at attempt %u: %s",
			  row->id, row->case_id, row->attempts, rd_relay_get_words(self->relay));
	else
		g_info("mail ob-%" G_GINT64_FORMAT " of RD-%" G_GINT64_FORMAT ": attempt %u, %s",
		       row->id, row->case_id, row->attempts, rd_outbox_state_name(row->state));
}

static gboolean
send_one(Send *self, RdOutboxRow *row, GError **error)
{
	g_autoptr(RdEnvelope) envelope = send_address(row);
	g_autoptr(GBytes) raw = rd_outbox_row_raw(self->store, row->id, error);
	gboolean claimed;

	if (raw == NULL || !send_claim(self, row, &claimed, error))
		return FALSE;
	if (!claimed)
		return TRUE;
	if (!rd_transport_deliver(self->transport, envelope, raw, error)) {
		self->pass->halted = TRUE;
		return FALSE;
	}
	rd_relay_judge(self->relay, envelope);
	self->pass->halted = rd_outcome_is_silence(envelope) || rd_relay_refuses(self->relay);
	send_take_outcomes(row, envelope);
	rd_outcome_decide(row, self->now);
	if (!send_record(self, row, error))
		return FALSE;
	send_count(self, row);
	return TRUE;
}

/* The ends that a case could not be told of before. */
static gboolean
send_tell_again(Send *self, GError **error)
{
	g_autoptr(GPtrArray) rows = rd_outbox_rows_untold(self->store, SEND_BATCH, error);

	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		if (!rd_store_begin(self->store, error))
			return FALSE;
		if (!send_tell(self, rows->pdata[i], error)) {
			rd_store_rollback(self->store);
			return FALSE;
		}
		if (!rd_store_commit(self->store, error))
			return FALSE;
	}
	return rows != NULL;
}

static gboolean
send_goes_on(const Send *self)
{
	return !self->pass->halted && !rd_transport_is_stopping(self->transport);
}

gboolean
rd_outbox_send(RdStore *store, RdTransport *transport, RdRelay *relay, RdTime now,
	       RdOutboxEnded ended, gpointer data, RdOutboxPass *pass, GError **error)
{
	Send self = {store, transport, relay, now, ended, data, pass};

	*pass = (RdOutboxPass){0};
	if (!send_tell_again(&self, error))
		return FALSE;
	for (;;) {
		g_autoptr(GPtrArray) rows = rd_outbox_rows_due(store, now, SEND_BATCH, error);

		if (rows == NULL)
			return FALSE;
		for (guint i = 0; i < rows->len && send_goes_on(&self); i++) {
			if (!send_one(&self, rows->pdata[i], error))
				return FALSE;
		}
		if (rows->len == 0 || !send_goes_on(&self))
			return TRUE;
	}
}
