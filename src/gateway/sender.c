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
	const char *uri; /* of the next hop, as it is configured */
	RdRelay *relay;
	RdHealth *health;
	GThread *thread;
	RdBell bell;
	int stop_fd; /* an eventfd that is readable from rd_sender_stop() on */
};

/* When a mail is due next, or the relay is to be asked again. */
static gint64
sender_rest_ms(RdSender *self, guint failures)
{
	RdTime next;

	if (failures > 0)
		return rd_watcher_backoff_ms(failures, g_random_int());
	if (!rd_outbox_rows_next(self->store, &next, NULL) || next == RD_TIME_NONE)
		return PAUSE_MAX_S * 1000;
	return MAX(next - rd_time_now(), 1) * 1000;
}

/*
 * Until there is something to do; FALSE: it is over. A relay that does not answer is
 * left alone for the whole pause, whatever new mail there is.
 */
static gboolean
sender_wait(RdSender *self, guint failures, gint64 rest_ms)
{
	gint64 pause_ms = failures > 0 ? rest_ms : MIN(rest_ms, PAUSE_MAX_S * 1000);
	gint64 until = g_get_monotonic_time() + pause_ms * G_TIME_SPAN_MILLISECOND;

	return failures > 0 ? rd_bell_pause(&self->bell, until) : rd_bell_wait(&self->bell, until);
}

static void
sender_fails(RdSender *self, const char *source, const char *what, const char *why, gint64 rest_ms)
{
	if (rd_health_fails(self->health, source, why, rd_time_now()))
		g_warning("%s: %s; trying again in %" G_GINT64_FORMAT " s", what, why,
			  (rest_ms + 999) / 1000);
}

static void
sender_works(RdSender *self, const char *source)
{
	if (rd_health_well(self->health, source))
		g_message("%s works again", source);
}

/* A relay that takes nothing is the operator's business; single refusals are the case's. */
static void
sender_note_health(RdSender *self, const RdOutboxPass *pass, const GError *error, gint64 rest_ms)
{
	g_autofree char *what = g_strdup_printf("transport %s", self->uri);

	if (error != NULL)
		sender_fails(self, "outbox", "outbox", error->message, rest_ms);
	else
		sender_works(self, "outbox");
	if (pass->sent > 0 && !rd_relay_refuses(self->relay))
		sender_works(self, "transport");
	else if (pass->deferred > 0)
		sender_fails(self, "transport", what, rd_relay_get_words(self->relay), rest_ms);
}

static gpointer
sender_main(gpointer data)
{
	RdSender *self = data;
	gint64 busy_at = g_get_monotonic_time();
	guint failures = 0; /* passes in a row in which the relay took nothing */
	gint64 rest_ms;

	do {
		g_autoptr(GError) error = NULL;
		RdOutboxPass pass = {0};

		rd_outbox_send(self->store, self->transport, self->relay, rd_time_now(),
			       rd_casework_mail_ended, &self->casework, &pass, &error);
		failures = pass.halted ? failures + 1 : 0;
		rest_ms = sender_rest_ms(self, failures);
		if (!rd_bell_is_over(&self->bell)) /* what we broke off ourselves is no failure */
			sender_note_health(self, &pass, error, rest_ms);
		if (pass.sent > 0)
			busy_at = g_get_monotonic_time();
		else if (g_get_monotonic_time() - busy_at > IDLE_AFTER_S * G_USEC_PER_SEC)
			rd_transport_idle(self->transport);
	} while (sender_wait(self, failures, rest_ms));
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
	self->uri = office->config->transport.server.uri;
	self->relay = rd_relay_new();
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
	rd_relay_free(self->relay);
	close(self->stop_fd);
	rd_store_close(self->store);
	rd_bell_clear(&self->bell);
	g_free(self);
}
