/*
 * forward-address.h - addresses as mail clients write them for people.
 *
 * That is looser than RFC 5322: "Ann Lee [ann@x.example]", "Lee, Ann <ann@x.example>",
 * "Ann <ann@x.example<mailto:ann@x.example>>", or a name alone.
 */

#pragma once

#include <redress/message.h>

/* One sender; NULL when there is neither a name nor an address. */
RdAddress *rd_written_sender_parse(const char *text, gsize len);

/* Recipients, parted by ";" or ",". Returns a GPtrArray of RdAddress, never NULL. */
GPtrArray *rd_written_recipients_parse(const char *text, gsize len);

/* The first addr-spec in @text, or NULL; @address_len: (out) its length. */
const char *rd_written_address_find(const char *text, gsize len, gsize *address_len);
