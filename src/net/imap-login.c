/*
 * imap-login.c - AUTHENTICATE with a mechanism of sasl.h (RFC 3501 section 6.2.2).
 *
 * libetpan's own goes through Cyrus SASL, whose mechanisms are packages of their own
 * and which tells a missing one from a wrong password by nothing.
 */

#include "imap-private.h"

#include <redress/error.h>
#include <redress/sasl.h>
#include <redress/text.h>
#include <string.h>

#define REPLY_MAX_CHARS 200

/* @said: "NO [CODE] text" */
static gboolean
login_refused(const RdImap *self, const char *said, GError **error)
{
	g_autofree char *clean = rd_text_to_utf8(said, strlen(said));
	g_autofree char *line = rd_text_one_line(clean, REPLY_MAX_CHARS);
	const char *code = strchr(said, '[');
	g_autofree char *atom = code != NULL ? g_strndup(code + 1, strcspn(code + 1, " ]")) : NULL;

	g_set_error(error, RD_IMAP_ERROR, rd_imap_refusal(atom, RD_IMAP_ERROR_LOGIN),
		    "%s: login as %s: %s", self->endpoint->host, self->endpoint->user, line);
	return FALSE;
}

static gboolean
login_write(RdImap *self, const char *a, const char *b)
{
	mailstream *stream = self->session->imap_stream;

	return mailstream_write(stream, a, strlen(a)) >= 0 &&
	       mailstream_write(stream, b, strlen(b)) >= 0 &&
	       mailstream_write(stream, "\r\n", 2) >= 0 && mailstream_flush(stream) >= 0;
}

/* Sends the command, with the first response where the server takes it there (RFC 4959). */
static gboolean
login_begin(RdImap *self, RdSasl *sasl, gboolean initial)
{
	g_autofree char *command = NULL;
	g_autofree char *response = NULL;

	if (initial)
		response = rd_sasl_answer(sasl, "", TRUE, NULL);
	command = g_strconcat("AUTHENTICATE ", rd_sasl_get_mechanism(sasl),
			      response != NULL ? " " : "", NULL);
	return mailimap_send_current_tag(self->session) == MAILIMAP_NO_ERROR &&
	       login_write(self, command, response != NULL ? response : "");
}

/* The tagged answer: "TAG OK ...", "TAG NO ..." or "TAG BAD ...". */
static gboolean
login_end(RdImap *self, RdSasl *sasl, const char *said, const GError *failed, GError **error)
{
	if (failed != NULL) {
		g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_LOGIN, "%s: login as %s: %s",
			    self->endpoint->host, self->endpoint->user, failed->message);
		return FALSE;
	}
	if (g_ascii_strncasecmp(said, "OK", 2) != 0)
		return login_refused(self, said, error);
	if (!rd_sasl_is_complete(sasl)) {
		rd_stream_break(self->stream, "says yes without a proof of who it is");
		return rd_imap_lost(self, "login", error);
	}
	self->session->imap_state = MAILIMAP_STATE_AUTHENTICATED;
	return TRUE;
}

static gboolean
login_run(RdImap *self, RdSasl *sasl, gboolean initial, GError **error)
{
	g_autofree char *tag = NULL;
	g_autoptr(GError) failed = NULL;
	const char *line;

	rd_imap_expect(self, 0);
	if (!login_begin(self, sasl, initial))
		return rd_imap_lost(self, "login", error);
	tag = g_strdup_printf("%d ", self->session->imap_tag);
	while ((line = rd_imap_read_line(self)) != NULL) {
		g_autofree char *response = NULL;

		if (g_str_has_prefix(line, tag))
			return login_end(self, sasl, line + strlen(tag), failed, error);
		if (line[0] != '+') /* untagged: CAPABILITY, ALERT, BYE */
			continue;
		if (failed == NULL)
			response =
				rd_sasl_answer(sasl, line + 1 + (line[1] == ' '), FALSE, &failed);
		if (!login_write(self, response != NULL ? response : "*", ""))
			break;
	}
	return rd_imap_lost(self, "login", error);
}

/* The names in AUTH=NAME, upper-case, for rd_sasl_choose(). */
static char **
login_offered(const RdImap *self)
{
	g_autofree char *all = rd_imap_capabilities(self);
	g_autofree char *upper = g_ascii_strup(all, -1);
	g_auto(GStrv) words = g_strsplit(upper, " ", -1);
	GPtrArray *names = g_ptr_array_new();

	for (char **word = words; *word != NULL; word++) {
		if (g_str_has_prefix(*word, "AUTH="))
			g_ptr_array_add(names, g_strdup(*word + strlen("AUTH=")));
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

/* The command LOGIN, for servers that offer no mechanism. libetpan quotes user and secret. */
static gboolean
login_command(RdImap *self, const char *secret, GError **error)
{
	int code;

	rd_imap_expect(self, 0);
	code = mailimap_login(self->session, self->endpoint->user, secret);
	if (code == MAILIMAP_ERROR_LOGIN) {
		const char *atom = self->session->imap_response_info->rsp_atom;
		g_autofree char *said = g_strdup_printf("NO [%s] %s", atom != NULL ? atom : "",
							self->session->imap_response);

		return login_refused(self, said, error);
	}
	return rd_imap_check(self, code, "LOGIN", error);
}

static gboolean
login_once(RdImap *self, RdSecret *secret, const char *text, GError **error)
{
	const char *wanted = self->endpoint->auth;
	g_auto(GStrv) offered = login_offered(self);
	const char *name =
		rd_sasl_choose((const char *const *)offered, wanted, rd_secret_is_token(secret));
	g_autoptr(RdSasl) sasl = NULL;

	if (name != NULL) {
		sasl = rd_sasl_new(name, self->endpoint->user, text, NULL);
		return login_run(self, sasl,
				 rd_sasl_is_client_first(sasl) && rd_imap_has(self, "SASL-IR"),
				 error);
	}
	if (!rd_secret_is_token(secret) && !rd_imap_has(self, "LOGINDISABLED") &&
	    (wanted == NULL || g_ascii_strcasecmp(wanted, "login") == 0))
		return login_command(self, text, error);
	g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_CONFIG,
		    "%s: does not offer %s as a way to log in", self->endpoint->host,
		    wanted != NULL		 ? wanted
		    : rd_secret_is_token(secret) ? "xoauth2"
						 : "a password");
	return FALSE;
}

gboolean
rd_imap_login(RdImap *self, RdSecret *secret, int stop_fd, GError **error)
{
	g_autoptr(GError) local = NULL;
	const char *text = rd_secret_get(secret, stop_fd, &local);

	if (text != NULL && !login_once(self, secret, text, &local) &&
	    g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_LOGIN) &&
	    rd_secret_renew(secret, stop_fd, NULL)) {
		g_clear_error(&local);
		text = rd_secret_get(secret, stop_fd, &local);
		if (!login_once(self, secret, text, &local))
			text = NULL;
	}
	if (local == NULL)
		return rd_imap_ask_capabilities(self, error);
	if (local->domain == RD_IMAP_ERROR)
		g_propagate_error(error, g_steal_pointer(&local));
	else
		g_set_error(error, RD_IMAP_ERROR,
			    g_error_matches(local, RD_ERROR, RD_ERROR_TEMPORARY)
				    ? RD_IMAP_ERROR_BUSY
				    : RD_IMAP_ERROR_CONFIG,
			    "%s: %s", self->endpoint->host, local->message);
	return FALSE;
}
