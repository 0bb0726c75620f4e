/*
 * secret.h - the password or token of one server account.
 *
 * It comes from a command's output, a file or a systemd credential, is fetched when
 * it is first needed, and again when the server refused it: tokens expire. It is
 * never logged and never stands in a command line of ours.
 */

#pragma once

#include <redress/config.h>

G_BEGIN_DECLS

typedef struct _RdSecret RdSecret;

/* NULL without an error when the settings name no secret; CONFIG when more than one. */
RdSecret *rd_secret_new(const RdServerSettings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_secret_free(RdSecret *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdSecret, rd_secret_free)

/* TRUE if it is an OAuth 2 access token (RFC 6750) and not a password. */
gboolean rd_secret_is_token(const RdSecret *self);

/*
 * The secret: one line of UTF-8 without control characters. Owned by @self, until
 * the next call. A command gets 30 s and is killed when @stop_fd (or -1) becomes
 * readable. TEMPORARY when the command fails, CONFIG when there is nothing to read.
 */
const char *rd_secret_get(RdSecret *self, int stop_fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The server refused it: fetches it afresh. TRUE if it is another one now, so that
 * one more attempt makes sense; the same one again might lock the account.
 */
gboolean rd_secret_renew(RdSecret *self, int stop_fd, GError **error);

G_END_DECLS
