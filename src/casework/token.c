#include <redress/token.h>

#include <gnutls/crypto.h>
#include <string.h>

#define TOKEN_CHARS 16 /* of 5 bits: 80 bits */

/* RFC 4648 base32 in lower case: a mail system may fold the case of an address. */
static char *
token_make(const guint8 *secret, gsize len, const char *what)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	guint8 digest[32];
	char *token = g_malloc(TOKEN_CHARS + 1);

	if (gnutls_hmac_fast(GNUTLS_MAC_SHA256, secret, len, what, strlen(what), digest) !=
	    GNUTLS_E_SUCCESS)
		g_error("SHA-256 is not there");
	for (guint i = 0; i < TOKEN_CHARS; i++) {
		guint bit = i * 5;
		guint pair = ((guint)digest[bit / 8] << 8) | digest[bit / 8 + 1];

		token[i] = alphabet[(pair >> (11 - bit % 8)) & 31];
	}
	token[TOKEN_CHARS] = '\0';
	return token;
}

/* @token need not end after its 16 characters. */
static gboolean
token_is_right(const guint8 *secret, gsize len, const char *what, const char *token)
{
	g_autofree char *right = token_make(secret, len, what);
	guint difference = 0;

	/* In a time that does not depend on where the difference is. */
	for (guint i = 0; i < TOKEN_CHARS; i++)
		difference |= (guint)(guchar)g_ascii_tolower(token[i]) ^ (guchar)right[i];
	return difference == 0;
}

static const char *
address_domain(const char *address)
{
	const char *at = strrchr(address, '@');

	return at != NULL ? at + 1 : "localhost";
}

/* Reads "rd-1042.": the number, and where the rest begins. */
static gboolean
token_read_number(const char *text, gint64 *number, const char **rest)
{
	char *end;

	if (g_ascii_strncasecmp(text, "rd-", 3) != 0 || !g_ascii_isdigit(text[3]))
		return FALSE;
	*number = g_ascii_strtoll(text + 3, &end, 10);
	*rest = end + 1;
	return *end == '.' && *number > 0;
}

char *
rd_token_message_id(const guint8 *secret, gsize len, gint64 case_id, guint64 nonce,
		    const char *address)
{
	g_autofree char *what = g_strdup_printf(
		"rd-%" G_GINT64_FORMAT ".%016" G_GINT64_MODIFIER "x", case_id, nonce);
	g_autofree char *token = token_make(secret, len, what);

	return g_strdup_printf("%s.%s@%s", what, token, address_domain(address));
}

gint64
rd_token_case_of_message_id(const guint8 *secret, gsize len, const char *message_id)
{
	g_autofree char *lower = g_ascii_strdown(message_id, -1);
	const char *nonce, *at = strrchr(lower, '@');
	char *dot;
	gint64 number;

	if (at == NULL || !token_read_number(lower, &number, &nonce))
		return 0;
	dot = strchr(nonce, '.');
	if (dot == NULL || at - dot - 1 != TOKEN_CHARS)
		return 0;
	*dot = '\0';
	return token_is_right(secret, len, lower, dot + 1) ? number : 0;
}

char *
rd_token_address(const guint8 *secret, gsize len, gint64 case_id, const char *address)
{
	const char *at = strrchr(address, '@');
	g_autofree char *what = g_strdup_printf("address %" G_GINT64_FORMAT, case_id);
	g_autofree char *token = token_make(secret, len, what);

	g_return_val_if_fail(at != NULL, NULL);
	return g_strdup_printf("%.*s+RD-%" G_GINT64_FORMAT ".%s%s", (int)(at - address), address,
			       case_id, token, at);
}

gint64
rd_token_case_of_address(const guint8 *secret, gsize len, const char *address)
{
	const char *at = strrchr(address, '@');
	const char *plus = strchr(address, '+');
	const char *token;
	g_autofree char *what = NULL;
	gint64 number;

	if (at == NULL || plus == NULL || plus > at ||
	    !token_read_number(plus + 1, &number, &token) || at - token != TOKEN_CHARS)
		return 0;
	what = g_strdup_printf("address %" G_GINT64_FORMAT, number);
	return token_is_right(secret, len, what, token) ? number : 0;
}
