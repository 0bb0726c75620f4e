#include "imap-private.h"

#include <string.h>

/* Said before we go; the server may answer or not. */
#define LOGOUT_S      2
#define LOGOUT_OCTETS ((gsize)64 * 1024)

RdStream *
rd_imap_get_stream(RdImap *self)
{
	return self->stream;
}

gboolean
rd_imap_has(const RdImap *self, const char *name)
{
	return self->capabilities != NULL &&
	       g_strv_contains((const char *const *)self->capabilities, name);
}

char *
rd_imap_capabilities(const RdImap *self)
{
	return self->capabilities != NULL ? g_strjoinv(" ", self->capabilities) : g_strdup("");
}

static gboolean
imap_start_tls(RdImap *self, GError **error)
{
	if (!rd_imap_has(self, "STARTTLS")) {
		if (self->endpoint->loopback)
			return TRUE;
		g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_CONFIG,
			    "%s: offers no STARTTLS; use imaps:, or say allow_plaintext",
			    self->endpoint->host);
		return FALSE;
	}
	if (!rd_imap_command(self, error, "STARTTLS")) {
		rd_stream_break(self->stream, "no TLS");
		return FALSE;
	}
	if (rd_imap_is_pending(self)) /* said by whoever sits in between (CVE-2011-0411) */
		rd_stream_break(self->stream, "plain text after the agreement to STARTTLS");
	if (!rd_stream_start_tls(self->stream, NULL))
		return rd_imap_lost(self, "STARTTLS", error);
	return rd_imap_ask_capabilities(self, error);
}

static gboolean
imap_greet(RdImap *self, GError **error)
{
	gboolean preauth;

	rd_imap_expect(self, 0);
	if (rd_imap_hear_greeting(self, &preauth) != RD_IMAP_OK)
		return rd_imap_lost(self, "greeting", error);
	if (preauth) { /* as whom? and STARTTLS is too late */
		g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_CONFIG,
			    "%s: PREAUTH: the server does not ask who we are",
			    self->endpoint->host);
		return FALSE;
	}
	if (!rd_imap_ask_capabilities(self, error))
		return FALSE;
	return self->endpoint->tls != RD_TLS_START || imap_start_tls(self, error);
}

RdImap *
rd_imap_connect(const RdEndpoint *endpoint, RdSecret *secret, int stop_fd, GError **error)
{
	g_autoptr(RdImap) self = g_new0(RdImap, 1);
	g_autoptr(GError) local = NULL;

	self->endpoint = endpoint;
	self->text = g_string_new(NULL);
	self->code = g_strdup("");
	if (endpoint->user == NULL || secret == NULL) {
		g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_CONFIG,
			    "%s: an IMAP server needs a user and a secret", endpoint->host);
		return NULL;
	}
	self->stream = rd_stream_connect(endpoint, stop_fd, &local);
	if (self->stream == NULL) {
		g_set_error(error, RD_IMAP_ERROR, rd_imap_code_of(local), "%s", local->message);
		return NULL;
	}
	self->reader.stream = self->stream;
	if (!imap_greet(self, error) || !rd_imap_login(self, secret, stop_fd, error))
		return NULL;
	return g_steal_pointer(&self);
}

/* Not rd_imap_finish(): whatever comes, we are on our way. */
static void
imap_say_goodbye(RdImap *self)
{
	self->leaving = TRUE;
	if (!rd_imap_begin(self, "LOGOUT"))
		return;
	rd_stream_set_limits(self->stream, LOGOUT_S, LOGOUT_OCTETS);
	while (rd_imap_hear(self) == RD_IMAP_DATA)
		continue;
}

void
rd_imap_free(RdImap *self)
{
	if (self->stream != NULL && rd_stream_get_error(self->stream) == NULL)
		imap_say_goodbye(self);
	g_clear_pointer(&self->stream, rd_stream_free);
	g_strfreev(self->capabilities);
	g_strfreev(self->selection.flags);
	g_string_free(self->text, TRUE);
	g_free(self->code);
	g_free(self->prefix);
	g_free(self);
}
