/*
 * imap-login.c - AUTHENTICATE with a mechanism of sasl.h (RFC 3501 section 6.2.2), or
 * the command LOGIN where the server has none.
 */

#include "command.h"
#include "imap-private.h"

#include <redress/error.h>
#include <redress/sasl.h>
#include <string.h>

/* Each response gives the server its time anew, so there is an end to them. */
#define ANSWERS_MAX 100

/* The server said NO or BAD to user and secret. */
static gboolean
login_refused(const RdImap *self, GError **error)
{
	g_autofree char *words = rd_imap_words(self);

	g_set_error(error, RD_IMAP_ERROR, rd_imap_refusal(self->code, RD_IMAP_ERROR_LOGIN),
		    "%s: login as %s: %s", self->endpoint->host, self->endpoint->user, words);
	return FALSE;
}

/* Sends the command, with the first response where the server takes it there (RFC 4959). */
static gboolean
login_begin(RdImap *self, RdSasl *sasl, gboolean initial)
{
	g_autofree char *response = initial ? rd_sasl_answer(sasl, "", TRUE, NULL) : NULL;
	g_autofree char *command =
		g_strconcat("AUTHENTICATE ", rd_sasl_get_mechanism(sasl),
			    response != NULL ? " " : "", response != NULL ? response : "", NULL);
	gboolean ok = rd_imap_begin(self, command);

	explicit_bzero(command, strlen(command));
	return ok;
}

/* The tagged answer. */
static gboolean
login_end(RdImap *self, RdSasl *sasl, RdImapSaid said, const GError *failed, GError **error)
{
	if (failed != NULL) {
		g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_LOGIN, "%s: login as %s: %s",
			    self->endpoint->host, self->endpoint->user, failed->message);
		return FALSE;
	}
	if (said != RD_IMAP_OK)
		return login_refused(self, error);
	if (!rd_sasl_is_complete(sasl)) {
		rd_stream_break(self->stream, "says yes without a proof of who it is");
		return rd_imap_lost(self, "login", error);
	}
	return TRUE;
}

static gboolean
login_run(RdImap *self, RdSasl *sasl, gboolean initial, GError **error)
{
	g_autoptr(GError) failed = NULL;

	if (!login_begin(self, sasl, initial))
		return rd_imap_lost(self, "login", error);
	for (guint i = 0; i < ANSWERS_MAX; i++) {
		g_autofree char *response = NULL;
		RdImapSaid said = rd_imap_hear(self);

		if (said == RD_IMAP_LOST)
			break;
		if (said == RD_IMAP_DATA) /* CAPABILITY, ALERT */
			continue;
		if (said != RD_IMAP_GO_ON)
			return login_end(self, sasl, said, failed, error);
		if (failed == NULL)
			response = rd_sasl_answer(sasl, self->text->str, FALSE, &failed);
		if (!rd_imap_say(self, response != NULL ? response : "*"))
			break;
	}
	return rd_imap_lost(self, "login", error);
}

/* The names in AUTH=NAME, for rd_sasl_choose(); to be freed with g_free(), but not they. */
static const char **
login_offered(const RdImap *self)
{
	GPtrArray *names = g_ptr_array_new();

	for (char **one = self->capabilities; one != NULL && *one != NULL; one++) {
		if (g_str_has_prefix(*one, "AUTH="))
			g_ptr_array_add(names, *one + strlen("AUTH="));
	}
	g_ptr_array_add(names, NULL);
	return (const char **)g_ptr_array_free(names, FALSE);
}

/* The command LOGIN, for servers that offer no mechanism. */
static gboolean
login_command(RdImap *self, const char *secret, GError **error)
{
	g_autofree char *user = rd_imap_quote(self->endpoint->user);
	char *quoted = rd_imap_quote(secret);
	char *command = g_strdup_printf("LOGIN %s %s", user, quoted);
	gboolean sent = rd_imap_begin(self, command);
	g_autoptr(GError) local = NULL;

	rd_text_wipe(quoted);
	rd_text_wipe(command);
	if (!sent)
		return rd_imap_lost(self, "LOGIN", error);
	if (rd_imap_finish(self, "LOGIN", 0, &local))
		return TRUE;
	if (g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED) ||
	    g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_BUSY))
		return login_refused(self, error);
	g_propagate_error(error, g_steal_pointer(&local));
	return FALSE;
}

static gboolean
login_once(RdImap *self, RdSecret *secret, const char *text, GError **error)
{
	const char *wanted = self->endpoint->auth;
	g_autofree const char **offered = login_offered(self);
	const char *name = rd_sasl_choose(offered, wanted, rd_secret_is_token(secret));
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
