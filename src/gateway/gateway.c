/*
 * gateway.c - one pass over everything.
 */

#include <redress/checkpointer.h>
#include <redress/gateway.h>
#include <redress/mail-index.h>
#include <redress/outbox.h>
#include <redress/sweep.h>

#define INDEX_BATCH	100
#define INDEX_EACH_PASS 1000 /* mails that a pass indexes, */
#define INDEX_TIMES	3    /* and so many more for each thing that it did */

/* The first error is kept; what comes after it is logged. */
static void
gateway_keep(GError **first, GError *error)
{
	if (error == NULL)
		return;
	if (*first == NULL) {
		*first = error;
		return;
	}
	g_warning("%s", error->message);
	g_error_free(error);
}

static void
gateway_sweep_all(const RdOffice *self, RdTime now, RdPass *pass, GError **first)
{
	GPtrArray *mailboxes = self->config->mailboxes;
	g_autoptr(RdWorker) worker = rd_worker_inline(self->store);

	for (guint i = 0; i < mailboxes->len; i++) {
		GError *error = NULL;
		g_autoptr(RdMailbox) mailbox = rd_mailbox_new(mailboxes->pdata[i], &error);

		if (mailbox == NULL || !rd_sweep(worker, mailbox, now, pass, &error))
			gateway_keep(first, error);
	}
	if (pass->stuck > 0) {
		GError *error = NULL;

		g_set_error(&error, RD_ERROR, RD_ERROR_TEMPORARY,
			    "%u message%s taken, but could not be put away", pass->stuck,
			    pass->stuck == 1 ? " is" : "s are");
		gateway_keep(first, error);
	}
}

static void
gateway_send(const RdOffice *self, RdTime now, RdPass *pass, GError **first)
{
	GError *error = NULL;
	g_autoptr(RdTransport) transport = rd_transport_new(&self->config->transport, &error);
	g_autoptr(RdRelay) relay = rd_relay_new();
	RdOutboxPass sent = {0};

	if (transport == NULL ||
	    !rd_outbox_send(self->store, transport, relay, now, rd_casework_mail_ended,
			    (gpointer)&self->intake.casework, &sent, &error))
		gateway_keep(first, error);
	else if (sent.halted)
		g_warning("transport %s: %s", self->config->transport.server.uri,
			  rd_relay_get_words(relay));
	pass->sent += sent.sent;
	pass->deferred += sent.deferred;
	pass->failed += sent.failed;
}

/*
 * The index is behind by what the pass did, unless something went wrong before; then the next
 * passes catch up. A pass that did nothing leaves it alone. Its failure is no failure of the pass.
 */
static void
gateway_index(const RdOffice *self, const RdPass *pass)
{
	guint done = pass->worked + pass->timers + pass->tasks + pass->sent + pass->failed;
	guint left = done > 0 ? INDEX_EACH_PASS + INDEX_TIMES * done : 0;
	g_autoptr(GError) error = NULL;
	g_autoptr(RdMailIndex) index = NULL;
	gboolean more = TRUE;

	if (left == 0 || rd_store_is_in_memory(self->store))
		return;
	index = rd_mail_index_open(self->store, &error);
	for (; index != NULL && more && left > 0 && error == NULL; left -= MIN(left, INDEX_BATCH)) {
		if (!rd_mail_index_fill(index, INDEX_BATCH, &more, &error))
			break;
	}
	if (error != NULL)
		g_warning("the full-text index: %s", error->message);
}

gboolean
rd_gateway_once(RdOffice *self, RdTime now, RdPass *pass, GError **error)
{
	g_autoptr(RdCheckpointer) checkpointer = NULL;
	GError *first = NULL;
	GError *local = NULL;

	if (!rd_store_is_in_memory(self->store))
		checkpointer = rd_checkpointer_start(self->store, NULL);
	gateway_sweep_all(self, now, pass, &first);
	if (rd_office_work(self, now, pass, &local))
		gateway_send(self, now, pass, &first);
	gateway_keep(&first, local);
	gateway_index(self, pass);
	if (first == NULL)
		return TRUE;
	g_propagate_error(error, first);
	return FALSE;
}
