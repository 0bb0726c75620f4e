#include "imap-private.h"
#include "stream-etpan.h"

#include <redress/text.h>
#include <string.h>

/* What a command has beyond its data: three times of silence, and a few notices. */
#define COMMAND_TIMEOUTS 3
#define COMMAND_OCTETS	 ((gsize)1024 * 1024)

/* A line slower than this would take a quarter of an hour for one photo. */
#define SLOWEST_OCTETS_PER_S 4096

/* Said before we go; the server may answer or not. */
#define LOGOUT_S 2

#define REPLY_MAX_CHARS 200

G_DEFINE_QUARK(rd_imap_error_quark, rd_imap_error)

mailimap *
rd_imap_get_session(RdImap *self)
{
	return self->session;
}

RdStream *
rd_imap_get_stream(RdImap *self)
{
	return self->stream;
}

void
rd_imap_expect(RdImap *self, gsize octets)
{
	guint seconds = self->endpoint->timeout_s * COMMAND_TIMEOUTS;

	seconds += (guint)MIN(octets / SLOWEST_OCTETS_PER_S, 86400);
	rd_stream_set_limits(self->stream, seconds, octets + COMMAND_OCTETS);
}

static RdImapError
imap_code_of(const GError *broken)
{
	if (g_error_matches(broken, RD_STREAM_ERROR, RD_STREAM_ERROR_STOPPED))
		return RD_IMAP_ERROR_STOPPED;
	if (g_error_matches(broken, RD_STREAM_ERROR, RD_STREAM_ERROR_CERTIFICATE))
		return RD_IMAP_ERROR_CONFIG;
	return RD_IMAP_ERROR_LOST;
}

gboolean
rd_imap_lost(RdImap *self, const char *command, GError **error)
{
	const GError *broken;

	rd_stream_break(self->stream, "the session is over"); /* unless it is broken already */
	broken = rd_stream_get_error(self->stream);
	g_set_error(error, RD_IMAP_ERROR, imap_code_of(broken), "%s: %s", command, broken->message);
	return FALSE;
}

/* The server's own words, on one line; NULL if it gave none. */
static char *
imap_reply(const RdImap *self)
{
	const char *said = self->session->imap_response;
	g_autofree char *clean = NULL;

	if (said == NULL || said[0] == '\0')
		return NULL;
	clean = rd_text_to_utf8(said, strlen(said));
	return rd_text_one_line(clean, REPLY_MAX_CHARS);
}

/* Ends the session, unless the stream has already failed: libetpan cannot go on after these. */
static gboolean
imap_end(RdImap *self, int code, const char *command, GError **error)
{
	g_autofree char *said = imap_reply(self);
	g_autofree char *where = rd_endpoint_format(self->endpoint);

	if (rd_stream_get_error(self->stream) != NULL)
		return rd_imap_lost(self, command, error);
	rd_stream_break(self->stream, "the session is over");
	if (code == MAILIMAP_ERROR_PARSE)
		g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_GARBLED,
			    "%s: %s: the server's answer cannot be read", where, command);
	else
		g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_LOST, "%s: %s: %s", where, command,
			    said != NULL ? said : "the server refuses to go on");
	return FALSE;
}

RdImapError
rd_imap_refusal(const char *atom, RdImapError code)
{
	static const char *const passing[] = {"UNAVAILABLE", "INUSE", "LIMIT", "THROTTLED", NULL};

	return atom != NULL && g_strv_contains(passing, atom) ? RD_IMAP_ERROR_BUSY : code;
}

gboolean
rd_imap_check(RdImap *self, int code, const char *command, GError **error)
{
	g_autofree char *said = NULL;
	const char *atom;

	switch (code) {
	case MAILIMAP_NO_ERROR:
	case MAILIMAP_NO_ERROR_AUTHENTICATED:
	case MAILIMAP_NO_ERROR_NON_AUTHENTICATED:
		return TRUE;
	case MAILIMAP_ERROR_BAD_STATE:
	case MAILIMAP_ERROR_STREAM:
	case MAILIMAP_ERROR_PARSE:
	case MAILIMAP_ERROR_MEMORY:
	case MAILIMAP_ERROR_FATAL:
	case MAILIMAP_ERROR_PROTOCOL: /* BAD, or an answer to another command */
	case MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION:
		return imap_end(self, code, command, error);
	default:
		said = imap_reply(self);
		atom = self->session->imap_response_info->rsp_atom;
		g_set_error(error, RD_IMAP_ERROR, rd_imap_refusal(atom, RD_IMAP_ERROR_REFUSED),
			    "%s: NO %s", command, said != NULL ? said : "");
		return FALSE;
	}
}

const char *
rd_imap_read_line(RdImap *self)
{
	mailimap *session = self->session;

	return mailstream_read_line_remove_eol(session->imap_stream, session->imap_stream_buffer);
}

static const char *
imap_capability_text(const struct mailimap_capability *one)
{
	const char *text = one->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE
				   ? one->cap_data.cap_auth_type
				   : one->cap_data.cap_name;

	return text != NULL ? text : "";
}

static clist *
imap_capability_list(const RdImap *self)
{
	const struct mailimap_connection_info *info = self->session->imap_connection_info;

	return info != NULL && info->imap_capability != NULL ? info->imap_capability->cap_list
							     : NULL;
}

gboolean
rd_imap_has(const RdImap *self, const char *name)
{
	clist *list = imap_capability_list(self);

	for (clistiter *i = list != NULL ? clist_begin(list) : NULL; i != NULL; i = clist_next(i)) {
		const struct mailimap_capability *one = clist_content(i);

		if (one->cap_type == MAILIMAP_CAPABILITY_NAME &&
		    g_ascii_strcasecmp(imap_capability_text(one), name) == 0)
			return TRUE;
	}
	return FALSE;
}

char *
rd_imap_capabilities(const RdImap *self)
{
	clist *list = imap_capability_list(self);
	GString *out = g_string_new(NULL);

	for (clistiter *i = list != NULL ? clist_begin(list) : NULL; i != NULL; i = clist_next(i)) {
		const struct mailimap_capability *one = clist_content(i);

		g_string_append_printf(out, "%s%s%s", out->len > 0 ? " " : "",
				       one->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE ? "AUTH="
										      : "",
				       imap_capability_text(one));
	}
	return g_string_free(out, FALSE);
}

gboolean
rd_imap_ask_capabilities(RdImap *self, GError **error)
{
	struct mailimap_capability_data *ignored = NULL;
	int code;

	rd_imap_expect(self, 0);
	code = mailimap_capability(self->session, &ignored);
	if (code == MAILIMAP_NO_ERROR) /* a copy; the session keeps the original */
		mailimap_capability_data_free(ignored);
	return rd_imap_check(self, code, "CAPABILITY", error);
}

static gboolean
imap_start_tls(RdImap *self, GError **error)
{
	int code;

	if (!rd_imap_has(self, "STARTTLS")) {
		if (self->endpoint->loopback)
			return TRUE;
		g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_CONFIG,
			    "%s: offers no STARTTLS; use imaps:, or say allow_plaintext",
			    self->endpoint->host);
		return FALSE;
	}
	rd_imap_expect(self, 0);
	code = mailimap_starttls(self->session);
	if (self->session->imap_stream->read_buffer_len > 0) /* libetpan would say NO */
		rd_stream_break(self->stream, "plain text after the agreement to STARTTLS");
	if (rd_stream_get_error(self->stream) == NULL &&
	    !rd_imap_check(self, code, "STARTTLS", error)) {
		rd_stream_break(self->stream, "no TLS");
		return FALSE;
	}
	if (!rd_stream_start_tls(self->stream, NULL))
		return rd_imap_lost(self, "STARTTLS", error);
	return rd_imap_ask_capabilities(self, error);
}

static gboolean
imap_greet(RdImap *self, GError **error)
{
	int code;

	rd_imap_expect(self, 0);
	code = mailimap_connect(self->session, rd_stream_to_etpan(self->stream));
	if (!rd_imap_check(self, code, "greeting", error))
		return FALSE;
	if (code == MAILIMAP_NO_ERROR_AUTHENTICATED) { /* as whom? and STARTTLS is too late */
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
	self->session = mailimap_new(0, NULL);
	if (self->session == NULL)
		g_error("out of memory"); /* as g_malloc() would */
	if (endpoint->user == NULL || secret == NULL) {
		g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_CONFIG,
			    "%s: an IMAP server needs a user and a secret", endpoint->host);
		return NULL;
	}
	self->stream = rd_stream_connect(endpoint, stop_fd, &local);
	if (self->stream == NULL) {
		g_set_error(error, RD_IMAP_ERROR, imap_code_of(local), "%s", local->message);
		return NULL;
	}
	if (!imap_greet(self, error) || !rd_imap_login(self, secret, stop_fd, error))
		return NULL;
	return g_steal_pointer(&self);
}

/*
 * mailimap_free() would say LOGOUT by itself and wait a whole timeout for the answer,
 * so it must not find a stream.
 */
void
rd_imap_free(RdImap *self)
{
	mailimap *session = self->session;

	if (session->imap_stream != NULL) {
		if (rd_stream_get_error(self->stream) == NULL) {
			rd_stream_set_limits(self->stream, LOGOUT_S, COMMAND_OCTETS);
			mailimap_logout(session);
		}
		if (session->imap_stream != NULL)
			mailstream_close(session->imap_stream);
		session->imap_stream = NULL;
	}
	mailimap_free(session);
	g_clear_pointer(&self->stream, rd_stream_free);
	g_free(self);
}
