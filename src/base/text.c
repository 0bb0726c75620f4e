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

/* ---- eight octets at a time ---- */

#define EACH(octet) (G_GUINT64_CONSTANT(0x0101010101010101) * (octet))
#define HIGH	    EACH(0x80)

/* The first octet is the lowest. */
static guint64
eight_at(const char *text)
{
	guint64 eight;

	memcpy(&eight, text, sizeof eight);
	return GUINT64_FROM_LE(eight);
}

/* What is behind the end counts as zeros. */
static guint64
eight_before(const char *text, gsize len)
{
	guint64 eight = 0;

	memcpy(&eight, text, len);
	return GUINT64_FROM_LE(eight);
}

/* Of each octet that is @octet the high bit. */
static guint64
eight_are(guint64 eight, guint8 octet)
{
	guint64 other = eight ^ EACH(octet);

	return ~(((other & ~HIGH) + ~HIGH) | other) & HIGH;
}

/* Of the first octet that is a control character or not ASCII the high bit; above it, any. */
static guint64
eight_odd(guint64 eight)
{
	return ((eight - EACH(0x20)) & HIGH) | (eight & HIGH) | eight_are(eight, 0x7f);
}

/* In which octet the lowest bit is. */
static gsize
eight_first(guint64 bits)
{
	return (gsize)__builtin_ctzll(bits) / 8;
}

gsize
rd_text_plain_len(const char *text, gsize len)
{
	for (gsize i = 0; i < len; i += 8) {
		guint64 eight = len - i >= 8 ? eight_at(text + i) : eight_before(text + i, len - i);
		guint64 odd = eight_odd(eight);

		if (odd != 0)
			return MIN(len, i + eight_first(odd));
	}
	return len;
}

gsize
rd_text_words_len(const char *text, gsize len, gboolean after_space)
{
	guint64 before = after_space ? 0x80 : 0;
	gsize i = 0;

	for (; i < len; i += 8) {
		guint64 eight = len - i >= 8 ? eight_at(text + i) : eight_before(text + i, len - i);
		guint64 spaces = eight_are(eight, ' ');
		guint64 odd = eight_odd(eight) | (spaces & (spaces << 8 | before));

		if (odd != 0)
			return MIN(len, i + eight_first(odd));
		before = spaces >> 56;
	}
	return len;
}

void
rd_text_lower(char *to, const char *text, gsize len)
{
	gsize i = 0;

	for (; i + 8 <= len; i += 8) {
		guint64 eight = eight_at(text + i);
		guint64 low = eight & ~HIGH;
		guint64 from_a = low + EACH(0x80 - 'A');
		guint64 behind_z = low + EACH(0x7f - 'Z');
		guint64 lower = GUINT64_TO_LE(eight | ((from_a & ~behind_z & ~eight & HIGH) >> 2));

		memcpy(to + i, &lower, sizeof lower);
	}
	for (; i < len; i++)
		to[i] = (char)(text[i] + (text[i] >= 'A' && text[i] <= 'Z' ? 'a' - 'A' : 0));
}

gsize
rd_text_ascii_len(const char *text, gsize len)
{
	gsize i = 0;

	while (i + 8 <= len && (eight_at(text + i) & HIGH) == 0)
		i += 8;
	while (i < len && (guchar)text[i] < 0x80)
		i++;
	return i;
}

gsize
rd_text_other_len(const char *text, gsize len)
{
	gsize i = 0;

	while (i < len && (guchar)text[i] >= 0x80)
		i++;
	return i;
}

/* ---- UTF-8 ---- */

/* No character of more than one octet has one that is ASCII. */
gboolean
rd_text_is_utf8(const char *octets, gsize len)
{
	for (gsize i = 0; i < len;) {
		gsize other;

		i += rd_text_plain_len(octets + i, len - i);
		other = rd_text_other_len(octets + i, len - i);
		if (other > 0 ? !g_utf8_validate_len(octets + i, other, NULL)
			      : i < len && octets[i] == '\0')
			return FALSE;
		i += MAX(other, 1);
	}
	return TRUE;
}

/* No control characters but those of lines. */
static gboolean
text_is_clean(const char *octets, gsize len)
{
	for (gsize i = 0; (i += rd_text_plain_len(octets + i, len - i)) < len; i++) {
		char c = octets[i];

		if ((guchar)c < 0x80 && c != '\n' && c != '\t' && c != '\r')
			return FALSE;
	}
	return TRUE;
}

char *
rd_text_to_utf8(const char *octets, gsize len)
{
	const char *end;
	GString *out;

	if (rd_text_is_utf8(octets, len) && text_is_clean(octets, len))
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

/* ---- folding ---- */

/* ASCII folds octet by octet; GLib looks each character up in a table. */
static char *
text_casefold(const char *text, gsize len)
{
	GString *out = g_string_sized_new(len);

	for (gsize i = 0; i < len;) {
		gsize ascii = rd_text_ascii_len(text + i, len - i);
		gsize other = rd_text_other_len(text + i + ascii, len - i - ascii);
		g_autofree char *folded = NULL;

		g_string_set_size(out, out->len + ascii);
		rd_text_lower(out->str + out->len - ascii, text + i, ascii);
		if (other > 0)
			folded = g_utf8_casefold(text + i + ascii, (gssize)other);
		g_string_append(out, folded != NULL ? folded : "");
		i += ascii + other;
	}
	return g_string_free(out, FALSE);
}

char *
rd_text_casefold(const char *text)
{
	gsize len = strlen(text);
	char *out;

	if (rd_text_ascii_len(text, len) < len)
		return text_casefold(text, len);
	out = g_malloc(len + 1);
	rd_text_lower(out, text, len + 1);
	return out;
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
	const char *end = folded + strlen(folded);
	const char *p = folded;
	char *to = folded;

	while (p < end) {
		gboolean after_space = to == folded || to[-1] == ' ';
		gsize words = rd_text_words_len(p, (gsize)(end - p), after_space);
		gsize space;

		if (to != p)
			memmove(to, p, words);
		to += words;
		p += words;
		if (p == end)
			break;
		space = space_len(p);
		if (space == 0) {
			gsize one = MIN((gsize)(g_utf8_next_char(p) - p), (gsize)(end - p));

			memmove(to, p, one);
			to += one;
			p += one;
		} else if (to > folded && to[-1] != ' ') {
			*to++ = ' ';
		}
		p += space;
	}
	if (to > folded && to[-1] == ' ')
		to--;
	*to = '\0';
	return folded;
}

#define PHONE_DIGITS_MAX 15

char *
rd_text_phone_digits(const char *text)
{
	char digits[PHONE_DIGITS_MAX + 1];
	gsize n = 0;

	for (const char *p = text; *p != '\0' && n <= PHONE_DIGITS_MAX; p++) {
		if (!g_ascii_isdigit(*p)) {
			if (strchr(" \t()-.+/", *p) == NULL)
				break;
		} else if (n++ < PHONE_DIGITS_MAX) {
			digits[n - 1] = *p;
		}
	}
	if (n < 7 || n > PHONE_DIGITS_MAX)
		return NULL;
	digits[n] = '\0';
	return g_strdup(n == 11 && digits[0] == '1' ? digits + 1 : digits);
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

#define UTF8_MAX 6 /* octets that a first one can announce */

char *
rd_text_one_line(const char *text, gsize max_chars)
{
	static const char cut[] = "...";
	gsize left = strlen(text);
	gsize room = max_chars < left / UTF8_MAX ? UTF8_MAX * max_chars : left;
	char *line = g_malloc(room + sizeof cut);
	char *out = line;
	gsize chars = 0;

	while (left > 0) {
		gboolean after_space = out == line || out[-1] == ' ';
		gsize words = rd_text_words_len(text, MIN(left, max_chars - chars), after_space);
		gsize one = 0;

		memcpy(out, text, words);
		out += words;
		chars += words;
		if (words < left) {
			gboolean space = space_len(text + words) > 0;

			one = MIN((gsize)(g_utf8_next_char(text + words) - (text + words)),
				  left - words);
			if (!space || (out > line && out[-1] != ' ')) {
				if (chars++ == max_chars) {
					out = mempcpy(out, cut, sizeof cut - 1);
					break;
				}
				out = mempcpy(out, space ? " " : text + words, space ? 1 : one);
			}
		}
		text += words + one;
		left -= words + one;
	}
	while (out > line && out[-1] == ' ')
		out--;
	*out = '\0';
	return line;
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

void
rd_text_list(GString *list, const char *separator, const char *item)
{
	if (list->len > 0)
		g_string_append(list, separator);
	g_string_append(list, item);
}
