/*
 * seal.c - tell that the octets of a letter are still those that were put in the store.
 *
 * A seal is a nonce and the AES-GMAC of the octets under a key that is made from the store's
 * secret. The ledger has to find equal octets and keeps SHA-256; a letter has only to be
 * itself, and this reads its octets in a tenth of the time.
 */

#include "store-private.h"

#include <redress/text.h>

#include <string.h>

#define NONCE_LEN 16
#define SEAL_LEN  32 /* with the tag of 16 */

static gnutls_hmac_hd_t
seal_key(RdStore *store)
{
	static const char purpose[] = "seal of a letter";
	guint8 key[32];

	if (store->sealing != NULL)
		return store->sealing;
	if (gnutls_hmac_fast(GNUTLS_MAC_SHA256, store->secret, sizeof store->secret, purpose,
			     strlen(purpose), key) != GNUTLS_E_SUCCESS ||
	    gnutls_hmac_init(&store->sealing, GNUTLS_MAC_AES_GMAC_256, key, sizeof key) !=
		    GNUTLS_E_SUCCESS)
		g_error("SHA-256 or AES-GMAC is not there");
	return store->sealing;
}

/* Fills in the tag behind the nonce of @seal. */
static void
seal_close(RdStore *store, guint8 *seal, GBytes *octets)
{
	gnutls_hmac_hd_t key = seal_key(store);
	gsize len;
	const void *data = g_bytes_get_data(octets, &len);

	gnutls_hmac_set_nonce(key, seal, NONCE_LEN);
	if (gnutls_hmac(key, data, len) != GNUTLS_E_SUCCESS)
		g_error("AES-GMAC failed");
	gnutls_hmac_output(key, seal + NONCE_LEN);
}

GBytes *
rd_seal_new(RdStore *store, GBytes *octets)
{
	guint8 seal[SEAL_LEN];

	if (gnutls_rnd(GNUTLS_RND_NONCE, seal, NONCE_LEN) != GNUTLS_E_SUCCESS)
		g_error("there are no random octets");
	seal_close(store, seal, octets);
	return g_bytes_new(seal, sizeof seal);
}

gboolean
rd_digest_holds(RdStore *store G_GNUC_UNUSED, GBytes *sha256, GBytes *octets)
{
	gsize len;
	const void *data = g_bytes_get_data(octets, &len);
	g_autofree char *found = rd_text_sha256(data, len);
	g_autofree char *expected =
		rd_text_hex(g_bytes_get_data(sha256, NULL), g_bytes_get_size(sha256));

	return strcmp(found, expected) == 0;
}

/* Letters of before version 3 of the schema have the SHA-256 instead. */
gboolean
rd_seal_holds(RdStore *store, GBytes *seal, GBytes *octets)
{
	gsize len;
	const guint8 *expected = g_bytes_get_data(seal, &len);
	guint8 found[SEAL_LEN];

	if (len != SEAL_LEN)
		return FALSE;
	memcpy(found, expected, NONCE_LEN);
	seal_close(store, found, octets);
	return memcmp(found, expected, SEAL_LEN) == 0 || rd_digest_holds(store, seal, octets);
}

void
rd_seal_forget_key(RdStore *store)
{
	if (store->sealing != NULL)
		gnutls_hmac_deinit(store->sealing, NULL);
}
