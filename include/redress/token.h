/*
 * token.h - ids that only this gateway can have made.
 *
 * Our Message-IDs and the plus-address of Reply-To name the case and carry an HMAC
 * (SHA-256 over the store's secret, 80 bits), so that nobody can add words to a case
 * by guessing its number.
 */

#pragma once

#include <glib.h>
#include <redress/store.h>

G_BEGIN_DECLS

/* "rd-1042.1f2e3d4c5b6a7988.TOKEN@everbright.example"; @address gives the domain. */
char *rd_token_message_id(const guint8 *secret, gsize len, gint64 case_id, guint64 nonce,
			  const char *address);
/* The case of a Message-ID of ours; 0 when it is not ours or the HMAC is wrong. */
gint64 rd_token_case_of_message_id(const guint8 *secret, gsize len, const char *message_id);

/* "complaints+RD-1042.TOKEN@everbright.example" */
char *rd_token_address(const guint8 *secret, gsize len, gint64 case_id, const char *address);
/* The case of such an address; 0 when it has no token or a wrong one. */
gint64 rd_token_case_of_address(const guint8 *secret, gsize len, const char *address);

G_END_DECLS
