#include "outbox-private.h"

gboolean
rd_outcome_is_pending(const RdOutboxRecipient *recipient)
{
	return recipient->state == RD_DELIVERY_DEFERRED ||
	       recipient->state == RD_DELIVERY_UNCERTAIN;
}

/* "dana@home.example: 550 5.1.1 who?" of each that has not got the mail, one line. */
static char *
outcome_describe(const RdOutboxRow *row)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < row->recipients->len; i++) {
		const RdOutboxRecipient *recipient = row->recipients->pdata[i];

		if (recipient->state == RD_DELIVERY_SENT)
			continue;
		g_string_append_printf(text, "%s%s:", text->len > 0 ? "; " : "",
				       recipient->address);
		if (recipient->code != 0)
			g_string_append_printf(text, " %d", recipient->code);
		g_string_append_printf(text, " %s",
				       recipient->detail != NULL && *recipient->detail != '\0'
					       ? recipient->detail
					       : "no answer");
	}
	return g_string_free(text, FALSE);
}

static guint
outcome_count(const RdOutboxRow *row, gboolean (*is)(const RdOutboxRecipient *))
{
	guint n = 0;

	for (guint i = 0; i < row->recipients->len; i++)
		n += is(row->recipients->pdata[i]) ? 1 : 0;
	return n;
}

static gboolean
outcome_is_sent(const RdOutboxRecipient *recipient)
{
	return recipient->state == RD_DELIVERY_SENT;
}

void
rd_outcome_decide(RdOutboxRow *row, RdTime now)
{
	gboolean pending = outcome_count(row, rd_outcome_is_pending) > 0;
	g_autofree char *described = outcome_describe(row);

	g_free(row->reason);
	if (pending && !rd_retry_expired(row->queued_at, now)) {
		row->state = RD_OUTBOX_QUEUED;
		row->next_at = rd_retry_next(row->attempts, now, (guint32)row->id);
		row->reason = g_steal_pointer(&described);
		return;
	}
	row->reason = pending ? g_strdup_printf("given up after %u attempts; %s", row->attempts,
						described)
			      : g_steal_pointer(&described);
	row->next_at = RD_TIME_NONE;
	if (outcome_count(row, outcome_is_sent) > 0) {
		row->state = RD_OUTBOX_SENT;
		row->sent_at = now;
	} else {
		row->state = RD_OUTBOX_FAILED;
	}
}

gboolean
rd_outcome_is_silence(const RdEnvelope *envelope)
{
	for (guint i = 0; i < envelope->recipients->len; i++) {
		const RdRecipient *recipient = envelope->recipients->pdata[i];

		if (recipient->delivery != RD_DELIVERY_DEFERRED || recipient->code != 0)
			return FALSE;
	}
	return TRUE;
}
