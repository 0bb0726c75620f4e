/*
 * transport-smtp.c - hand mails to a server over SMTP, several on one connection.
 */

#include "smtp-session.h"
#include "transport-private.h"

#include <redress/error.h>

/* Some servers end a connection after a hundred mails; we do before they have to. */
#define MAILS_MAX 100

typedef struct {
	RdTransport base;
	RdEndpoint *endpoint;
	RdSecret *secret; /* NULL: no authentication */
	RdSmtp *smtp;	  /* NULL: not connected */
	guint mails;	  /* handed over on this connection */
} Smtp;

static void
smtp_free(RdTransport *base)
{
	Smtp *self = (Smtp *)base;

	g_clear_pointer(&self->smtp, rd_smtp_free);
	g_clear_pointer(&self->endpoint, rd_endpoint_free);
	g_clear_pointer(&self->secret, rd_secret_free);
	g_free(self);
}

static RdTransport *
smtp_create(const RdTransportSettings *settings, GError **error)
{
	Smtp *self = g_new0(Smtp, 1);
	g_autoptr(GError) local = NULL;

	self->endpoint = rd_endpoint_new(&settings->server, &local);
	if (self->endpoint != NULL)
		self->secret = rd_secret_new(&settings->server, &local);
	if (local == NULL && (self->endpoint->user != NULL) != (self->secret != NULL))
		g_set_error(&local, RD_ERROR, RD_ERROR_CONFIG,
			    "\"%s\": a user needs a secret, and a secret a user",
			    settings->server.uri);
	if (local == NULL && self->endpoint->path[0] != '\0')
		g_set_error(&local, RD_ERROR, RD_ERROR_CONFIG,
			    "\"%s\": an SMTP server has no folders", settings->server.uri);
	if (local != NULL) {
		g_propagate_prefixed_error(error, g_steal_pointer(&local), "transport ");
		smtp_free(&self->base);
		return NULL;
	}
	return &self->base;
}

static void
smtp_idle(RdTransport *base)
{
	Smtp *self = (Smtp *)base;

	g_clear_pointer(&self->smtp, rd_smtp_free);
}

static gboolean
smtp_open(Smtp *self, GError **error)
{
	if (self->smtp != NULL && (!rd_smtp_is_alive(self->smtp) || self->mails >= MAILS_MAX))
		smtp_idle(&self->base);
	if (self->smtp != NULL)
		return TRUE;
	self->mails = 0;
	self->smtp = rd_smtp_connect(self->endpoint, self->secret, self->base.stop_fd, error);
	return self->smtp != NULL;
}

/*
 * A connection that was left open may have died since, which shows at the first
 * command: then there is one more attempt, on a new one.
 */
static gboolean
smtp_deliver(RdTransport *base, RdEnvelope *envelope, GBytes *message, GError **error)
{
	Smtp *self = (Smtp *)base;
	g_autoptr(GError) local = NULL;
	gboolean again;

	do {
		if (!smtp_open(self, &local)) {
			rd_envelope_set_all(envelope, RD_DELIVERY_DEFERRED, 0, local->message);
			if (!g_error_matches(local, RD_ERROR, RD_ERROR_CONFIG))
				return TRUE;
			g_propagate_error(error, g_steal_pointer(&local));
			return FALSE;
		}
		again = !rd_smtp_mail(self->smtp, envelope, message) && self->mails > 0;
		self->mails++;
	} while (again);
	return TRUE;
}

static char *
smtp_describe(RdTransport *base, GError **error)
{
	Smtp *self = (Smtp *)base;

	if (!smtp_open(self, error))
		return NULL;
	return rd_smtp_describe(self->smtp);
}

const RdTransportBackend rd_transport_smtp = {
	.schemes = {"smtp", "smtps"},
	.create = smtp_create,
	.deliver = smtp_deliver,
	.idle = smtp_idle,
	.describe = smtp_describe,
	.free = smtp_free,
};
