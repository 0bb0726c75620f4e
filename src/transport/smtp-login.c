#include "smtp-session.h"

#include <redress/error.h>
#include <redress/sasl.h>
#include <string.h>

/* A longer command could be cut; the response then goes on a line of its own (RFC 4954). */
#define COMMAND_MAX 500

static gboolean
login_send(RdSmtp *self, const char *line, RdSmtpReply *reply)
{
	rd_smtp_put(self, line);
	return rd_smtp_ask(self, "\r\n", reply);
}

/* The command, with the first response where the mechanism has one and it fits. */
static gboolean
login_begin(RdSmtp *self, RdSasl *sasl, RdSmtpReply *reply, GError **error)
{
	g_autofree char *command = g_strconcat("AUTH ", rd_sasl_get_mechanism(sasl), NULL);
	g_autofree char *initial = NULL;

	if (!rd_sasl_is_client_first(sasl))
		return login_send(self, command, reply);
	initial = rd_sasl_answer(sasl, "", TRUE, error);
	if (initial == NULL)
		return FALSE;
	if (strlen(command) + strlen(initial) < COMMAND_MAX) {
		rd_smtp_put(self, command);
		rd_smtp_put(self, " ");
		return login_send(self, initial, reply);
	}
	return login_send(self, command, reply) &&
	       (reply->code != 334 || login_send(self, initial, reply));
}

/*
 * FALSE when the exchange broke down; else @reply is the server's last word. @error is
 * set where the server proved to be another one.
 */
static gboolean
login_run(RdSmtp *self, RdSasl *sasl, RdSmtpReply *reply, GError **error)
{
	if (!login_begin(self, sasl, reply, error))
		return FALSE;
	while (reply->code == 334) {
		g_autofree char *response = rd_sasl_answer(sasl, reply->text, FALSE, error);

		if (!login_send(self, response != NULL ? response : "*", reply) || response == NULL)
			return FALSE;
	}
	if (reply->code / 100 == 2 && !rd_sasl_is_complete(sasl)) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "it says yes without a proof");
		return FALSE;
	}
	return TRUE;
}

typedef enum { LOGIN_GOOD, LOGIN_REFUSED, LOGIN_FAILED } Login;

static Login
login_once(RdSmtp *self, const RdEndpoint *endpoint, const char *mechanism, const char *secret,
	   GError **error)
{
	g_autoptr(RdSasl) sasl = rd_sasl_new(mechanism, endpoint->user, secret, NULL);
	g_auto(RdSmtpReply) reply = {0};
	g_autoptr(GError) local = NULL;

	if (!login_run(self, sasl, &reply, &local)) {
		if (local != NULL)
			g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s: AUTH %s: %s",
				    endpoint->host, mechanism, local->message);
		else
			g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "AUTH %s: %s", mechanism,
				    rd_smtp_why(self));
		return LOGIN_FAILED;
	}
	if (reply.code / 100 == 2)
		return LOGIN_GOOD;
	g_set_error(error, RD_ERROR, reply.code / 100 == 4 ? RD_ERROR_TEMPORARY : RD_ERROR_CONFIG,
		    "%s: AUTH %s as %s: %d %s", endpoint->host, mechanism, endpoint->user,
		    reply.code, reply.text);
	return reply.code / 100 == 4 ? LOGIN_FAILED : LOGIN_REFUSED;
}

static const char *
login_choose(const RdSmtp *self, const RdEndpoint *endpoint, gboolean is_token, GError **error)
{
	const char *offered = rd_smtp_offers(self, "AUTH");
	g_auto(GStrv) names = g_strsplit(offered != NULL ? offered : "", " ", -1);
	const char *name = rd_sasl_choose((const char *const *)names, endpoint->auth, is_token);

	if (name == NULL)
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "%s: does not offer %s as a way to log in", endpoint->host,
			    endpoint->auth != NULL ? endpoint->auth
			    : is_token		   ? "xoauth2"
						   : "a password");
	return name;
}

gboolean
rd_smtp_login(RdSmtp *self, const RdEndpoint *endpoint, RdSecret *secret, int stop_fd,
	      GError **error)
{
	const char *mechanism = login_choose(self, endpoint, rd_secret_is_token(secret), error);
	g_autoptr(GError) first = NULL;
	const char *text;
	Login result;

	if (mechanism == NULL)
		return FALSE;
	text = rd_secret_get(secret, stop_fd, error);
	if (text == NULL)
		return FALSE;
	result = login_once(self, endpoint, mechanism, text, &first);
	if (result == LOGIN_REFUSED && rd_smtp_is_alive(self) &&
	    rd_secret_renew(secret, stop_fd, NULL)) {
		g_clear_error(&first);
		text = rd_secret_get(secret, stop_fd, error);
		result = login_once(self, endpoint, mechanism, text, &first);
	}
	if (result != LOGIN_GOOD)
		g_propagate_error(error, g_steal_pointer(&first));
	return result == LOGIN_GOOD;
}
