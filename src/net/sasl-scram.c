#include "sasl-scram.h"

#include "command.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <redress/error.h>
#include <string.h>

#define DIGEST_MAX 32

/* Fewer rounds than RFC 5802 section 5.1 asks for smell of somebody who wants to guess
 * the password; more than this would keep us busy for seconds. */
#define ROUNDS_MIN 4096
#define ROUNDS_MAX 1000000

typedef enum { SCRAM_FIRST, SCRAM_FINAL, SCRAM_VERIFY, SCRAM_OVER } ScramState;

struct _RdScram {
	gnutls_digest_algorithm_t hash; /* the MAC of the same hash has the same number */
	gsize digest_len;
	ScramState state;
	char *password;
	char *nonce;
	char *first_bare; /* client-first-message-bare */
	guint8 server_signature[DIGEST_MAX];
	gboolean verified;
};

/* "," and "=" would end the name (RFC 5802 section 5.1). */
static char *
scram_escape(const char *name)
{
	GString *out = g_string_new(NULL);

	for (const char *p = name; *p != '\0'; p++) {
		if (*p == ',')
			g_string_append(out, "=2C");
		else if (*p == '=')
			g_string_append(out, "=3D");
		else
			g_string_append_c(out, *p);
	}
	return g_string_free(out, FALSE);
}

/* What RFC 8265 makes of a password; as it is where that has nothing to say. */
static char *
scram_prepare(const char *password)
{
	gnutls_datum_t out = {NULL, 0};
	char *prepared;

	if (gnutls_utf8_password_normalize((const guint8 *)password, (unsigned)strlen(password),
					   &out, 0) < 0)
		return g_strdup(password);
	prepared = g_strndup((char *)out.data, out.size);
	explicit_bzero(out.data, out.size);
	gnutls_free(out.data);
	return prepared;
}

static char *
scram_nonce(void)
{
	guint8 octets[18];

	if (gnutls_rnd(GNUTLS_RND_NONCE, octets, sizeof(octets)) < 0)
		g_error("no random numbers"); /* nothing can be secured without them */
	return g_base64_encode(octets, sizeof(octets));
}

RdScram *
rd_scram_new(gboolean sha256, const char *user, const char *password, const char *nonce)
{
	RdScram *self = g_new0(RdScram, 1);
	g_autofree char *name = scram_escape(user);

	self->hash = sha256 ? GNUTLS_DIG_SHA256 : GNUTLS_DIG_SHA1;
	self->digest_len = gnutls_hash_get_len(self->hash);
	self->password = scram_prepare(password);
	self->nonce = nonce != NULL ? g_strdup(nonce) : scram_nonce();
	self->first_bare = g_strdup_printf("n=%s,r=%s", name, self->nonce);
	return self;
}

void
rd_scram_free(RdScram *self)
{
	rd_text_wipe(self->password);
	g_free(self->nonce);
	g_free(self->first_bare);
	explicit_bzero(self->server_signature, DIGEST_MAX);
	g_free(self);
}

static gboolean
scram_fail(GError **error, const char *why)
{
	g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "SCRAM: %s", why);
	return FALSE;
}

static void
scram_hmac(const RdScram *self, const guint8 *key, const char *text, guint8 *out)
{
	if (gnutls_hmac_fast((gnutls_mac_algorithm_t)self->hash, key, self->digest_len, text,
			     strlen(text), out) < 0)
		g_error("HMAC is not available"); /* GnuTLS always has SHA-1 and SHA-256 */
}

/* RFC 5802 section 3: the proof for the server, and what the server must prove to us. */
static gboolean
scram_prove(RdScram *self, const guint8 *salt, gsize salt_len, guint rounds, const char *auth,
	    guint8 *proof)
{
	gnutls_datum_t password = {(guint8 *)self->password, (unsigned)strlen(self->password)};
	gnutls_datum_t salted = {(guint8 *)salt, (unsigned)salt_len};
	guint8 key[DIGEST_MAX], client_key[DIGEST_MAX], stored_key[DIGEST_MAX];
	guint8 server_key[DIGEST_MAX];

	if (gnutls_pbkdf2((gnutls_mac_algorithm_t)self->hash, &password, &salted, rounds, key,
			  self->digest_len) < 0)
		return FALSE;
	scram_hmac(self, key, "Client Key", client_key);
	scram_hmac(self, key, "Server Key", server_key);
	if (gnutls_hash_fast(self->hash, client_key, self->digest_len, stored_key) < 0)
		return FALSE;
	scram_hmac(self, stored_key, auth, proof);
	scram_hmac(self, server_key, auth, self->server_signature);
	for (gsize i = 0; i < self->digest_len; i++)
		proof[i] ^= client_key[i];
	explicit_bzero(key, sizeof(key));
	explicit_bzero(client_key, sizeof(client_key));
	return TRUE;
}

/* server-first-message: r=NONCE,s=SALT,i=ROUNDS and perhaps extensions. */
static char *
scram_final(RdScram *self, const char *challenge, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(challenge, ",", -1);
	g_autofree guint8 *salt = NULL;
	g_autofree char *without_proof = NULL;
	g_autofree char *auth = NULL;
	g_autofree char *proof_text = NULL;
	guint8 proof[DIGEST_MAX];
	gsize salt_len;
	guint64 rounds;

	if (g_strv_length(parts) < 3 || !g_str_has_prefix(parts[0], "r=") ||
	    !g_str_has_prefix(parts[1], "s=") || !g_str_has_prefix(parts[2], "i="))
		return scram_fail(error, "the server's first message is malformed"), NULL;
	if (!g_str_has_prefix(parts[0] + 2, self->nonce) ||
	    strlen(parts[0] + 2) == strlen(self->nonce))
		return scram_fail(error, "the server repeats another nonce"), NULL;
	if (!g_ascii_string_to_unsigned(parts[2] + 2, 10, ROUNDS_MIN, ROUNDS_MAX, &rounds, NULL))
		return scram_fail(error, "the number of rounds is out of bounds"), NULL;

	salt = g_base64_decode(parts[1] + 2, &salt_len);
	without_proof = g_strconcat("c=biws,", parts[0], NULL); /* biws: no channel binding */
	auth = g_strjoin(",", self->first_bare, challenge, without_proof, NULL);
	if (!scram_prove(self, salt, salt_len, (guint)rounds, auth, proof))
		return scram_fail(error, "the salt cannot be used"), NULL;
	proof_text = g_base64_encode(proof, self->digest_len);
	return g_strconcat(without_proof, ",p=", proof_text, NULL);
}

/* server-final-message: v=SIGNATURE, or e=ERROR before the server says no. */
static gboolean
scram_verify(RdScram *self, const char *challenge, GError **error)
{
	g_autofree char *expected = g_base64_encode(self->server_signature, self->digest_len);
	gsize len = strlen(expected);

	if (g_str_has_prefix(challenge, "e="))
		return scram_fail(error, challenge);
	self->verified = g_str_has_prefix(challenge, "v=") &&
			 strncmp(challenge + 2, expected, len) == 0 &&
			 (challenge[2 + len] == '\0' || challenge[2 + len] == ',');
	return self->verified || scram_fail(error, "the server does not know the password");
}

char *
rd_scram_step(RdScram *self, const char *challenge, GError **error)
{
	switch (self->state++) {
	case SCRAM_FIRST:
		return g_strconcat("n,,", self->first_bare, NULL);
	case SCRAM_FINAL:
		return scram_final(self, challenge, error);
	case SCRAM_VERIFY:
		return scram_verify(self, challenge, error) ? g_strdup("") : NULL;
	default:
		self->state = SCRAM_OVER;
		scram_fail(error, "the server goes on after the end");
		return NULL;
	}
}

gboolean
rd_scram_is_complete(const RdScram *self)
{
	return self->verified;
}
