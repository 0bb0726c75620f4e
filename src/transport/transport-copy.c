/*
 * transport-copy.c - another transport, and a copy of each mail in an IMAP folder.
 *
 * The copy is for people who look for what was sent where they are used to. It never
 * holds up or repeats a mail: where it cannot be made, that is logged and the mail
 * stands as it was delivered.
 */

#include "transport-private.h"

#include <redress/error.h>
#include <redress/imap.h>

/* A mail that is retried for the rest of its recipients is not copied again. */
#define REMEMBERED_MAX 1000

typedef struct {
	RdTransport base;
	RdTransport *inner;
	RdEndpoint *endpoint;
	RdSecret *secret;
	RdImap *imap;	  /* NULL: not connected */
	char *folder;	  /* as the server writes it; NULL: not connected */
	GHashTable *done; /* ids of envelopes that were copied */
} Copy;

static void
copy_disconnect(Copy *self)
{
	g_clear_pointer(&self->imap, rd_imap_free);
	g_clear_pointer(&self->folder, g_free);
}

static gboolean
copy_connect(Copy *self, GError **error)
{
	if (self->imap != NULL)
		return TRUE;
	self->imap = rd_imap_connect(self->endpoint, self->secret, self->base.stop_fd, error);
	if (self->imap != NULL)
		self->folder = rd_imap_need_folder(self->imap, self->endpoint->path, error);
	if (self->folder != NULL)
		return TRUE;
	copy_disconnect(self);
	return FALSE;
}

static gboolean
copy_append(Copy *self, GBytes *message, GError **error)
{
	return copy_connect(self, error) &&
	       rd_imap_append(self->imap, self->folder, message, error);
}

/* A session that was left open may have died since: one more attempt on a new one. */
static void
copy_keep(Copy *self, const RdEnvelope *envelope, GBytes *message)
{
	gboolean used = self->imap != NULL;
	g_autoptr(GError) local = NULL;
	gboolean ok = copy_append(self, message, &local);

	if (!ok)
		copy_disconnect(self);
	if (!ok && used && !g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED)) {
		g_clear_error(&local);
		ok = copy_append(self, message, &local);
	}
	if (!ok) {
		g_warning("envelope %s: no copy in %s: %s", envelope->id, self->endpoint->path,
			  local->message);
		return;
	}
	if (g_hash_table_size(self->done) >= REMEMBERED_MAX)
		g_hash_table_remove_all(self->done);
	g_hash_table_add(self->done, g_strdup(envelope->id));
}

static gboolean
copy_is_due(const Copy *self, const RdEnvelope *envelope)
{
	for (guint i = 0; i < envelope->recipients->len; i++) {
		const RdRecipient *one = envelope->recipients->pdata[i];

		if (one->delivery == RD_DELIVERY_SENT)
			return !g_hash_table_contains(self->done, envelope->id);
	}
	return FALSE;
}

static gboolean
copy_deliver(RdTransport *base, RdEnvelope *envelope, GBytes *message, GError **error)
{
	Copy *self = (Copy *)base;

	self->inner->stop_fd = base->stop_fd;
	if (!self->inner->backend->deliver(self->inner, envelope, message, error))
		return FALSE;
	if (copy_is_due(self, envelope))
		copy_keep(self, envelope, message);
	return TRUE;
}

static void
copy_idle(RdTransport *base)
{
	Copy *self = (Copy *)base;

	copy_disconnect(self);
	rd_transport_idle(self->inner);
}

static char *
copy_describe(RdTransport *base, GError **error)
{
	Copy *self = (Copy *)base;
	g_autofree char *inner = NULL;
	g_autoptr(GError) local = NULL;

	self->inner->stop_fd = base->stop_fd;
	inner = rd_transport_describe(self->inner, error);
	if (inner == NULL)
		return NULL;
	if (!copy_connect(self, &local)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "copy_to: %s", local->message);
		return NULL;
	}
	return g_strdup_printf("%s; copies to %s on %s", inner, self->endpoint->path,
			       self->endpoint->host);
}

static void
copy_free(RdTransport *base)
{
	Copy *self = (Copy *)base;

	copy_disconnect(self);
	g_clear_pointer(&self->endpoint, rd_endpoint_free);
	g_clear_pointer(&self->secret, rd_secret_free);
	g_hash_table_unref(self->done);
	rd_transport_free(self->inner);
	g_free(self);
}

static const RdTransportBackend copy = {
	.deliver = copy_deliver,
	.idle = copy_idle,
	.describe = copy_describe,
	.free = copy_free,
};

static gboolean
copy_read_settings(Copy *self, const RdServerSettings *settings, GError **error)
{
	self->endpoint = rd_endpoint_new(settings, error);
	if (self->endpoint == NULL)
		return FALSE;
	if (!g_str_has_prefix(self->endpoint->scheme, "imap") || self->endpoint->path[0] == '\0') {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "\"%s\": not the URI of an IMAP folder", settings->uri);
		return FALSE;
	}
	self->secret = rd_secret_new(settings, error);
	if (self->secret == NULL && (error == NULL || *error == NULL))
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "\"%s\": needs a secret",
			    settings->uri);
	return self->secret != NULL;
}

RdTransport *
rd_transport_copy_new(RdTransport *inner, const RdServerSettings *settings, GError **error)
{
	Copy *self = g_new0(Copy, 1);
	g_autoptr(GError) local = NULL;

	self->base.backend = &copy;
	self->base.stop_fd = -1;
	self->inner = inner;
	self->done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (copy_read_settings(self, settings, &local))
		return &self->base;
	g_propagate_prefixed_error(error, g_steal_pointer(&local), "transport: copy_to: ");
	copy_free(&self->base);
	return NULL;
}
