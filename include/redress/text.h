/*
 * text.h - small things that every folder does with UTF-8 text.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Valid UTF-8 out of any octets: what is not UTF-8 is read as windows-1252. NUL
 * and other control characters but tab and newline become U+FFFD.
 */
char *rd_text_to_utf8(const char *octets, gsize len);

/* What g_utf8_validate_len() says, faster. */
gboolean rd_text_is_utf8(const char *octets, gsize len);

/* How many octets at the begin of @text are ASCII; and how many are not. */
gsize rd_text_ascii_len(const char *text, gsize len);
gsize rd_text_other_len(const char *text, gsize len);
/* How many are ASCII and no control characters. */
gsize rd_text_plain_len(const char *text, gsize len);
/* The same, and no two spaces in a row, the one before @text (@after_space) included. */
gsize rd_text_words_len(const char *text, gsize len, gboolean after_space);

/* Writes @len octets of @text to @to, the capitals of ASCII as small letters. */
void rd_text_lower(char *to, const char *text, gsize len);

/* What g_utf8_casefold() gives, faster. */
char *rd_text_casefold(const char *text);

/* Case-folded, accents kept, runs of white space as one space, no space at the ends. */
char *rd_text_fold(const char *text);

/*
 * The digits of a phone number as one writes them in one way: at least 7 digits,
 * a leading 1 of 11 digits dropped; NULL if @text holds no such number alone.
 */
char *rd_text_phone_digits(const char *text);

/*
 * TRUE if @text is an addr-spec that mail can be sent to: a dot-atom of at most 64
 * octets, "@", and a domain name (RFC 5321 4.1.2). No display name, no comments, no
 * quoted local part: those do not come in directories, but in attacks.
 */
gboolean rd_text_is_address(const char *text);
/* Whether an array of addresses (char *) has @address, in whatever case; NULL has none. */
gboolean rd_text_addresses_have(GPtrArray *addresses, const char *address);

/* @text on one line, cut at @max_chars characters with "..." when longer. */
char *rd_text_one_line(const char *text, gsize max_chars);

/* @octets in lower-case hex. */
char *rd_text_hex(const guint8 *octets, gsize len);

/* Makes the string that @field owns a copy of @value. */
void rd_text_set(char **field, const char *value);

/* Adds @item to @list, behind @separator when it is not the first. */
void rd_text_list(GString *list, const char *separator, const char *item);

/* Lower-case hex of the SHA-256 of @data. */
char *rd_text_sha256(const void *data, gsize len);

G_END_DECLS
