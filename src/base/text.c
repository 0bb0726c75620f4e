#include <redress/text.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

/* windows-1252 0x80..0x9f; 0 where the code page has nothing (WHATWG reads those as C1). */
static const gunichar cp1252[32] = {0x20ac, 0,	    0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
				    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,	    0x017d, 0,
				    0,	    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
				    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,	    0x017e, 0x0178};

static void
text_append_octet(GString *out, guchar octet)
{
	gunichar c = octet;

	if (octet >= 0x80 && octet <= 0x9f)
		c = cp1252[octet - 0x80] != 0 ? cp1252[octet - 0x80] : 0xfffd;
	else if ((octet < 0x20 && octet != '\n' && octet != '\t' && octet != '\r') || octet == 0x7f)
		c = 0xfffd;
	g_string_append_unichar(out, c);
}

static gboolean
text_is_clean(const char *octets, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)octets[i];

		if ((c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7f)
			return FALSE;
	}
	return TRUE;
}

char *
rd_text_to_utf8(const char *octets, gsize len)
{
	const char *end;
	GString *out;

	if (text_is_clean(octets, len) && g_utf8_validate_len(octets, len, NULL))
		return g_strndup(octets, len);

	out = g_string_sized_new(len + len / 8);
	while (len > 0) {
		gsize good;

		g_utf8_validate_len(octets, len, &end);
		good = (gsize)(end - octets);
		for (gsize i = 0; i < good; i++) {
			if ((guchar)octets[i] < 0x80)
				text_append_octet(out, (guchar)octets[i]);
			else
				g_string_append_c(out, octets[i]);
		}
		octets += good;
		len -= good;
		if (len > 0) {
			text_append_octet(out, (guchar)*octets++);
			len--;
		}
	}
	return g_string_free(out, FALSE);
}

static void
fold_ascii(char *to, const char *text, gsize len)
{
	for (gsize i = 0; i < len; i++)
		to[i] = (char)(text[i] + (text[i] >= 'A' && text[i] <= 'Z' ? 'a' - 'A' : 0));
}

/* Where the run of octets that are ASCII, or are not, ends. */
static const char *
text_run_end(const char *text, gboolean ascii)
{
	while (*text != '\0' && ((guchar)*text < 0x80) == ascii)
		text++;
	return text;
}

/* Nearly all text is ASCII, where each octet folds by itself; GLib looks each up in a table. */
char *
rd_text_casefold(const char *text)
{
	GString *out = g_string_sized_new(strlen(text));

	while (*text != '\0') {
		const char *other = text_run_end(text, TRUE);
		const char *end = text_run_end(other, FALSE);
		gsize before = out->len;

		g_string_set_size(out, before + (gsize)(other - text));
		fold_ascii(out->str + before, text, (gsize)(other - text));
		if (end > other) {
			g_autofree char *folded = g_utf8_casefold(other, end - other);

			g_string_append(out, folded);
		}
		text = end;
	}
	return g_string_free(out, FALSE);
}

/* Of a space of any kind, its octets; 0: no space. */
static gsize
space_len(const char *p)
{
	gunichar c;

	if ((guchar)*p < 0x80)
		return *p == ' ' || (*p >= '\t' && *p <= '\r' && *p != '\v');
	c = g_utf8_get_char(p);
	return g_unichar_isspace(c) ? (gsize)(g_utf8_next_char(p) - p) : 0;
}

/* In place, since no text grows longer by it. */
char *
rd_text_fold(const char *text)
{
	char *folded = rd_text_casefold(text);
	const char *p = folded;
	char *to = folded;

	while (*p != '\0') {
		gsize space, one;

		if ((guchar)*p > ' ' && (guchar)*p < 0x80) { /* nearly all are */
			*to++ = *p++;
			continue;
		}
		space = space_len(p);
		one = space == 0 ? (gsize)(g_utf8_next_char(p) - p) : 0;
		if (space > 0 && to > folded && to[-1] != ' ')
			*to++ = ' ';
		for (p += space; one > 0; one--)
			*to++ = *p++;
	}
	if (to > folded && to[-1] == ' ')
		to--;
	*to = '\0';
	return folded;
}

char *
rd_text_phone_digits(const char *text)
{
	GString *digits = g_string_new(NULL);

	for (const char *p = text; *p != '\0'; p++) {
		if (g_ascii_isdigit(*p))
			g_string_append_c(digits, *p);
		else if (strchr(" \t()-.+/", *p) == NULL)
			break;
	}
	if (digits->len == 11 && digits->str[0] == '1')
		g_string_erase(digits, 0, 1);
	if (digits->len < 7 || digits->len > 15)
		return g_string_free(digits, TRUE);
	return g_string_free(digits, FALSE);
}

static gboolean
text_is_atext(char c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL) ||
	       (guchar)c >= 0x80; /* RFC 6531 */
}

static gboolean
text_is_domain(const char *text)
{
	g_auto(GStrv) labels = g_strsplit(text, ".", -1);

	if (strlen(text) > 255 || g_strv_length(labels) < 1)
		return FALSE;
	for (char **label = labels; *label != NULL; label++) {
		gsize len = strlen(*label);

		if (len == 0 || len > 63 || (*label)[0] == '-' || (*label)[len - 1] == '-')
			return FALSE;
		for (const char *p = *label; *p != '\0'; p++) {
			if (!g_ascii_isalnum(*p) && *p != '-' && (guchar)*p < 0x80)
				return FALSE;
		}
	}
	return TRUE;
}

gboolean
rd_text_is_address(const char *text)
{
	const char *at = strchr(text, '@');
	gsize local = at != NULL ? (gsize)(at - text) : 0;

	if (local == 0 || local > 64 || text[0] == '.' || at[-1] == '.')
		return FALSE;
	for (const char *p = text; p < at; p++) {
		if (!text_is_atext(*p) && !(*p == '.' && p[1] != '.'))
			return FALSE;
	}
	return g_utf8_validate(text, -1, NULL) && text_is_domain(at + 1);
}

gboolean
rd_text_addresses_have(GPtrArray *addresses, const char *address)
{
	for (guint i = 0; addresses != NULL && i < addresses->len; i++) {
		const char *one = addresses->pdata[i];

		if (*one != '\0' && g_ascii_strcasecmp(one, address) == 0)
			return TRUE;
	}
	return FALSE;
}

char *
rd_text_one_line(const char *text, gsize max_chars)
{
	GString *out = g_string_sized_new(MIN(strlen(text), 4 * max_chars) + 4);
	gsize chars = 0;

	while (*text != '\0') {
		gsize space = space_len(text);
		gsize len = (gsize)(g_utf8_next_char(text) - text);

		if (space == 0 || (out->len > 0 && out->str[out->len - 1] != ' ')) {
			if (chars++ == max_chars) {
				g_string_append(out, "...");
				break;
			}
			for (gsize i = 0; i < (space > 0 ? 1 : len); i++)
				g_string_append_c(out, space > 0 ? ' ' : text[i]);
		}
		text += len;
	}
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

char *
rd_text_hex(const guint8 *octets, gsize len)
{
	static const char digits[] = "0123456789abcdef";
	char *hex = g_malloc(2 * len + 1);

	for (gsize i = 0; i < len; i++) {
		hex[2 * i] = digits[octets[i] >> 4];
		hex[2 * i + 1] = digits[octets[i] & 15];
	}
	hex[2 * len] = '\0';
	return hex;
}

/* By gnutls: GLib's own takes 54 instructions an octet, more than parsing the whole mail. */
char *
rd_text_sha256(const void *data, gsize len)
{
	guint8 octets[32];

	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, data, len, octets) != GNUTLS_E_SUCCESS)
		g_error("SHA-256 is not there");
	return rd_text_hex(octets, sizeof octets);
}

void
rd_text_set(char **field, const char *value)
{
	char *copy = g_strdup(value);

	g_free(*field);
	*field = copy;
}
