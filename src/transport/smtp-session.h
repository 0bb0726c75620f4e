/*
 * smtp-session.h - one connection to a mail server, from the greeting to QUIT
 * (RFC 5321).
 *
 *   smtp-session.c   lines, greeting, EHLO, STARTTLS
 *   smtp-login.c     AUTH (RFC 4954)
 *   smtp-mail.c      one mail
 */

#pragma once

#include <redress/secret.h>
#include <redress/stream.h>
#include <redress/transport.h>

typedef struct _RdSmtp RdSmtp;

/*
 * Connects, makes TLS as the endpoint says and authenticates if it names a user.
 * RD_ERROR_CONFIG for what only the operator can mend, else RD_ERROR_TEMPORARY.
 * @endpoint must outlive the session.
 */
RdSmtp *rd_smtp_connect(const RdEndpoint *endpoint, RdSecret *secret, int stop_fd,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Says QUIT where that still makes sense, and closes. */
void rd_smtp_free(RdSmtp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdSmtp, rd_smtp_free)

/* FALSE once the connection is over. */
gboolean rd_smtp_is_alive(const RdSmtp *self);
/* Why it is over, or "". */
const char *rd_smtp_why(const RdSmtp *self);

/* What stands behind @keyword in the answer to EHLO, "" for nothing; NULL if not offered. */
const char *rd_smtp_offers(const RdSmtp *self, const char *keyword);
/* "PIPELINING SIZE 10240000 ..."; free with g_free(). */
char *rd_smtp_describe(const RdSmtp *self);

typedef struct {
	int code;   /* 0: the connection is over; else 200 to 599 */
	char *text; /* of all lines, without the code; never NULL */
} RdSmtpReply;

void rd_smtp_reply_clear(RdSmtpReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RdSmtpReply, rd_smtp_reply_clear)

/* Adds to what rd_smtp_flush() sends. */
void rd_smtp_put(RdSmtp *self, const char *text);
gboolean rd_smtp_flush(RdSmtp *self);
/* Sends at once. */
gboolean rd_smtp_put_octets(RdSmtp *self, const char *octets, gsize len);

/* Reads one reply, of one line or several; FALSE when the connection is over. */
gboolean rd_smtp_hear(RdSmtp *self, RdSmtpReply *reply);
/* put, flush and hear. */
gboolean rd_smtp_ask(RdSmtp *self, const char *command, RdSmtpReply *reply);

/* How long the next reply may take without a word; and a stop leaves it a second. */
void rd_smtp_be_patient(RdSmtp *self, gboolean patient);

/* AUTH; FALSE as rd_smtp_connect(). */
gboolean rd_smtp_login(RdSmtp *self, const RdEndpoint *endpoint, RdSecret *secret, int stop_fd,
		       GError **error);

/*
 * Hands over one mail: sets ->delivery of each recipient that is DEFERRED. FALSE if
 * the connection was found dead before the server had said a word about this mail, so
 * that it can be tried on another one without harm.
 */
gboolean rd_smtp_mail(RdSmtp *self, RdEnvelope *envelope, GBytes *message);
