#include "transport-private.h"

#include <poll.h>
#include <redress/error.h>
#include <string.h>

static const RdTransportBackend *const backends[] = {
	&rd_transport_maildir,
	&rd_transport_smtp,
};

static gboolean
transport_has_scheme(const RdTransportBackend *backend, const char *uri)
{
	for (gsize i = 0; backend->schemes[i] != NULL; i++) {
		gsize len = strlen(backend->schemes[i]);

		if (g_ascii_strncasecmp(uri, backend->schemes[i], len) == 0 && uri[len] == ':')
			return TRUE;
	}
	return FALSE;
}

RdTransport *
rd_transport_new(const RdTransportSettings *settings, GError **error)
{
	const char *uri = settings->server.uri;

	for (gsize i = 0; uri != NULL && i < G_N_ELEMENTS(backends); i++) {
		RdTransport *self;

		if (!transport_has_scheme(backends[i], uri))
			continue;
		self = backends[i]->create(settings, error);
		if (self == NULL)
			return NULL;
		self->backend = backends[i];
		self->stop_fd = -1;
		return settings->copy_to.uri != NULL
			       ? rd_transport_copy_new(self, &settings->copy_to, error)
			       : self;
	}
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
		    "transport \"%s\": not a maildir:, smtp: or smtps: URI",
		    uri != NULL ? uri : "");
	return NULL;
}

void
rd_transport_free(RdTransport *self)
{
	self->backend->free(self);
}

void
rd_transport_set_stop_fd(RdTransport *self, int fd)
{
	self->stop_fd = fd;
}

gboolean
rd_transport_is_stopping(const RdTransport *self)
{
	struct pollfd stop = {.fd = self->stop_fd, .events = POLLIN};

	return poll(&stop, 1, 0) > 0;
}

gboolean
rd_transport_deliver(RdTransport *self, RdEnvelope *envelope, GBytes *message, GError **error)
{
	g_return_val_if_fail(envelope->recipients->len > 0, FALSE);

	rd_envelope_set_all(envelope, RD_DELIVERY_DEFERRED, 0, NULL);
	return self->backend->deliver(self, envelope, message, error);
}

void
rd_transport_idle(RdTransport *self)
{
	if (self->backend->idle != NULL)
		self->backend->idle(self);
}

char *
rd_transport_describe(RdTransport *self, GError **error)
{
	return self->backend->describe(self, error);
}
