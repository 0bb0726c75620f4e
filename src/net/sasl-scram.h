/* sasl-scram.h - SCRAM without channel binding (RFC 5802, RFC 7677). */

#pragma once

#include <glib.h>

typedef struct _RdScram RdScram;

/* @sha256: SCRAM-SHA-256, else SCRAM-SHA-1. @nonce: NULL for a random one. */
RdScram *rd_scram_new(gboolean sha256, const char *user, const char *password, const char *nonce);
void rd_scram_free(RdScram *self);

/* As rd_sasl_step(), as text. */
char *rd_scram_step(RdScram *self, const char *challenge, GError **error);

/* TRUE once the server has shown that it knows the password. */
gboolean rd_scram_is_complete(const RdScram *self);
