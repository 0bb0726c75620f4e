/*
 * sasl.h - the client's side of an authentication (RFC 4422).
 *
 * Pure: challenges in, responses out. How they are wrapped in IMAP (RFC 3501) or SMTP
 * (RFC 4954) is the caller's matter.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RdSasl RdSasl;

/*
 * Picks the mechanism: the one named @wanted (a value of the setting "auth") or,
 * when that is NULL, the strongest of @offered. A token can only be sent with
 * XOAUTH2, a password with all others. @offered: upper-case names, NULL-terminated.
 * Returns its upper-case name, or NULL when the server offers nothing fit.
 */
const char *rd_sasl_choose(const char *const *offered, const char *wanted, gboolean is_token);

/* TRUE if @name, in any case, is a value that the setting "auth" can have. */
gboolean rd_sasl_is_known(const char *name);

/*
 * @nonce: for SCRAM, printable ASCII without ","; NULL: a random one. Otherwise
 * everything is a copy.
 */
RdSasl *rd_sasl_new(const char *mechanism, const char *user, const char *secret,
		    const char *nonce) G_GNUC_WARN_UNUSED_RESULT;
void rd_sasl_free(RdSasl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdSasl, rd_sasl_free)

const char *rd_sasl_get_mechanism(const RdSasl *self);

/* TRUE if the client speaks first, so that its response may go with the command. */
gboolean rd_sasl_is_client_first(const RdSasl *self);

/*
 * The answer to @challenge (len 0 for the first of a client that speaks first).
 * NULL with INPUT when the challenge is not one, or proves that the server does not
 * know the password: the caller then cancels.
 */
GBytes *rd_sasl_step(RdSasl *self, const void *challenge, gsize len,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same in base64, as both protocols send it; free with g_free(). @initial: it
 * goes with the command, where an empty response is "=" (RFC 4959, RFC 4954).
 */
char *rd_sasl_answer(RdSasl *self, const char *challenge, gboolean initial,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * To be asked after the server said yes: FALSE if the mechanism proves the server's
 * identity (SCRAM) and it has not done so.
 */
gboolean rd_sasl_is_complete(const RdSasl *self);

G_END_DECLS
