#include "bell.h"

#include <redress/outbox.h>
#include <redress/sender.h>
#include <redress/watcher.h>

#include <sys/eventfd.h>
#include <unistd.h>

#define PAUSE_MAX_S  60 /* the outbox is looked at this often, whatever wakes us */
#define IDLE_AFTER_S 30 /* then the connection is given back */

struct _RdSender {
	RdStore *store;
	RdCasework casework; /* over ->store: what becomes of a mail is told to its case */
	RdTransport *transport;
	RdHealth *health;
	GThread *thread;
	RdBell bell;
	int stop_fd; /* an eventfd that is readable from rd_sender_stop() on */
};

static guint
sender_pause_ms(RdSender *self, guint failures)
{
	RdTime next;

	if (failures > 0)
		return rd_watcher_backoff_ms(failures, g_random_int());
	if (!rd_outbox_rows_next(self->store, &next, NULL) || next == RD_TIME_NONE)
		return PAUSE_MAX_S * 1000;
	return (guint)CLAMP(next - rd_time_now(), 1, PAUSE_MAX_S) * 1000;
}

/*
 * Until there is something to do; FALSE: it is over. A relay that does not answer is
 * left alone for the whole pause, whatever new mail there is.
 */
static gboolean
sender_wait(RdSender *self, guint failures)
{
	gint64 pause_ms = sender_pause_ms(self, failures);
	gint64 until = g_get_monotonic_time() + pause_ms * G_TIME_SPAN_MILLISECOND;

	return failures > 0 ? rd_bell_pause(&self->bell, until) : rd_bell_wait(&self->bell, until);
}

/* A relay that takes nothing is the operator's business; single refusals are the case's. */
static void
sender_note_health(RdSender *self, const RdOutboxPass *pass)
{
	if (pass->sent > 0)
		rd_health_well(self->health, "transport");
	else if (pass->deferred > 0)
		rd_health_fails(self->health, "transport", "no mail could be handed over",
				rd_time_now());
}

static gpointer
sender_main(gpointer data)
{
	RdSender *self = data;
	gint64 busy_at = g_get_monotonic_time();
	guint failures = 0; /* passes in a row in which the relay did not answer */

	do {
		g_autoptr(GError) error = NULL;
		RdOutboxPass pass = {0};

		if (!rd_outbox_send(self->store, self->transport, rd_time_now(),
				    rd_casework_mail_ended, &self->casework, &pass, &error)) {
			g_warning("outbox: %s", error->message);
			rd_health_fails(self->health, "outbox", error->message, rd_time_now());
		} else {
			rd_health_well(self->health, "outbox");
		}
		sender_note_health(self, &pass);
		if (pass.sent > 0)
			busy_at = g_get_monotonic_time();
		else if (g_get_monotonic_time() - busy_at > IDLE_AFTER_S * G_USEC_PER_SEC)
			rd_transport_idle(self->transport);
		failures = pass.unreachable ? failures + 1 : 0;
	} while (sender_wait(self, failures));
	return NULL;
}

RdSender *
rd_sender_start(const RdOffice *office, RdCheckpointer *checkpointer, RdHealth *health,
		GError **error)
{
	RdStore *store = rd_store_open_beside(office->store, error);
	RdTransport *transport =
		store != NULL ? rd_transport_new(&office->config->transport, error) : NULL;
	RdSender *self;

	if (transport == NULL) {
		g_clear_pointer(&store, rd_store_close);
		return NULL;
	}
	rd_checkpointer_attend(checkpointer, store);
	self = g_new0(RdSender, 1);
	self->store = store;
	self->transport = transport;
	self->health = health;
	self->casework = office->intake.casework;
	self->casework.store = store;
	self->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rd_transport_set_stop_fd(transport, self->stop_fd);
	rd_bell_init(&self->bell);
	self->thread = g_thread_new("sender", sender_main, self);
	return self;
}

void
rd_sender_wake(RdSender *self)
{
	rd_bell_ring(&self->bell);
}

void
rd_sender_stop(RdSender *self)
{
	rd_bell_end(&self->bell);
	if (eventfd_write(self->stop_fd, 1) != 0)
		g_warning("the sender cannot be interrupted");
	g_thread_join(self->thread);
	rd_transport_free(self->transport);
	close(self->stop_fd);
	rd_store_close(self->store);
	rd_bell_clear(&self->bell);
	g_free(self);
}
