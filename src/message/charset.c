#include "charset-private.h"

#include <errno.h>
#include <iconv.h>
#include <redress/text.h>
#include <stdlib.h>
#include <string.h>

/*
 * What iconv may be asked for: a mail must not choose which module gets loaded. Keys
 * are lower case with letters and digits only. Where programs mean a superset (the
 * charset that Windows used under the same label), that is what is read.
 */
static const struct {
	const char *key;
	const char *iconv;
} charset_names[] = {
	{"", NULL},
	{"ansix341968", NULL},
	{"ascii", NULL},
	{"usascii", NULL},
	{"utf8", NULL},
	{"utf8mb4", NULL},
	{"utf8sig", NULL},
	{"xunknown", NULL},
	{"unknown8bit", NULL},
	{"big5", "BIG5-HKSCS"},
	{"big5hkscs", "BIG5-HKSCS"},
	{"cnbig5", "BIG5-HKSCS"},
	{"csbig5", "BIG5-HKSCS"},
	{"big5tw", "BIG5-HKSCS"},
	{"xbig5", "BIG5-HKSCS"},
	{"cp437", "CP437"},
	{"ibm437", "CP437"},
	{"cp850", "CP850"},
	{"ibm850", "CP850"},
	{"cp852", "CP852"},
	{"ibm852", "CP852"},
	{"cp866", "CP866"},
	{"ibm866", "CP866"},
	{"cp874", "CP874"},
	{"iso885911", "CP874"},
	{"tis620", "CP874"},
	{"windows874", "CP874"},
	{"cp932", "CP932"},
	{"csshiftjis", "CP932"},
	{"mskanji", "CP932"},
	{"shiftjis", "CP932"},
	{"sjis", "CP932"},
	{"windows31j", "CP932"},
	{"xsjis", "CP932"},
	{"cp949", "CP949"},
	{"cseuckr", "CP949"},
	{"euckr", "CP949"},
	{"ksc56011987", "CP949"},
	{"ksc5601", "CP949"},
	{"ksc56011989", "CP949"},
	{"uhc", "CP949"},
	{"windows949", "CP949"},
	{"xwindows949", "CP949"},
	{"cp950", "CP950"},
	{"eucjp", "EUC-JP-MS"},
	{"xeucjp", "EUC-JP-MS"},
	{"euctw", "EUC-TW"},
	{"cp936", "GB18030"},
	{"csgb2312", "GB18030"},
	{"euccn", "GB18030"},
	{"eucgb2312cn", "GB18030"},
	{"gb18030", "GB18030"},
	{"gb2312", "GB18030"},
	{"gb231280", "GB18030"},
	{"gbk", "GB18030"},
	{"windows936", "GB18030"},
	{"xgbk", "GB18030"},
	{"iso2022cn", "ISO-2022-CN"},
	{"csiso2022jp", "ISO-2022-JP-2"},
	{"iso2022jp", "ISO-2022-JP-2"},
	{"iso2022jp1", "ISO-2022-JP-2"},
	{"iso2022jp2", "ISO-2022-JP-2"},
	{"iso2022jpms", "ISO-2022-JP-2"},
	{"iso2022jp3", "ISO-2022-JP-3"},
	{"iso2022kr", "ISO-2022-KR"},
	{"johab", "JOHAB"},
	{"koi8r", "KOI8-R"},
	{"cskoi8r", "KOI8-R"},
	{"koi8u", "KOI8-U"},
	{"macintosh", "MACINTOSH"},
	{"macroman", "MACINTOSH"},
	{"xmacroman", "MACINTOSH"},
	{"maccyrillic", "MAC-CYRILLIC"},
	{"xmaccyrillic", "MAC-CYRILLIC"},
	{"unicode", "UTF-16"},
	{"ucs2", "UTF-16"},
	{"iso10646ucs2", "UTF-16"},
	{"utf16", "UTF-16"},
	{"utf16be", "UTF-16BE"},
	{"utf16le", "UTF-16LE"},
	{"utf32", "UTF-32"},
	{"utf32be", "UTF-32BE"},
	{"utf32le", "UTF-32LE"},
	{"unicode11utf7", "UTF-7"},
	{"utf7", "UTF-7"},
	{"xunicode20utf7", "UTF-7"},
	{"viscii", "VISCII"},
	{"latin1", "CP1252"},
	{"latin2", "ISO-8859-2"},
	{"latin5", "CP1254"},
	{"latin9", "ISO-8859-15"},
};

#define CHARSET_NAME_MAX 40

/* "ISO_8859-1:1987" -> "iso88591", without a language, quotes or comment. */
static void
charset_key(const char *charset, char key[CHARSET_NAME_MAX])
{
	gsize n = 0;

	while (*charset == ' ' || *charset == '"' || *charset == '\'')
		charset++;
	if (g_ascii_strncasecmp(charset, "x-iso", 5) == 0)
		charset += 2;
	for (; *charset != '\0' && n < CHARSET_NAME_MAX - 1; charset++) {
		if (strchr(" :*;,('\"", *charset) != NULL)
			break;
		if (g_ascii_isalnum(*charset))
			key[n++] = g_ascii_tolower(*charset);
	}
	key[n] = '\0';
}

/* "iso88595", "windows1251", "cp1251", "ansi1251": families of a known shape. */
static gboolean
charset_of_family(const char *key, char name[CHARSET_NAME_MAX])
{
	static const char *const windows[] = {"windows125", "cp125",   "xcp125",
					      "win125",	    "ansi125", "ms125"};
	int n;

	for (gsize i = 0; i < G_N_ELEMENTS(windows); i++) {
		gsize len = strlen(windows[i]);

		if (strncmp(key, windows[i], len) == 0 && g_ascii_isdigit(key[len]) &&
		    key[len] != '9' && key[len + 1] == '\0') {
			g_snprintf(name, CHARSET_NAME_MAX, "CP125%c", key[len]);
			return TRUE;
		}
	}
	if (strncmp(key, "iso8859", 7) != 0 && strncmp(key, "8859", 4) != 0)
		return FALSE;
	n = atoi(key + (key[0] == 'i' ? 7 : 4));
	if (n < 1 || n > 16 || n == 12)
		return FALSE;
	if (n == 1 || n == 9) /* their 0x80..0x9f are windows letters in fact */
		g_snprintf(name, CHARSET_NAME_MAX, n == 1 ? "CP1252" : "CP1254");
	else
		g_snprintf(name, CHARSET_NAME_MAX, "ISO-8859-%d", n);
	return TRUE;
}

/* The iconv name of @charset; FALSE when it is UTF-8, ASCII or nothing known. */
static gboolean
charset_find(const char *charset, char name[CHARSET_NAME_MAX])
{
	char key[CHARSET_NAME_MAX];

	charset_key(charset, key);
	if (strcmp(key, "utf8") == 0 || strcmp(key, "usascii") == 0)
		return FALSE;
	if (charset_of_family(key, name))
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(charset_names); i++) {
		if (strcmp(charset_names[i].key, key) != 0)
			continue;
		if (charset_names[i].iconv != NULL)
			g_strlcpy(name, charset_names[i].iconv, CHARSET_NAME_MAX);
		return charset_names[i].iconv != NULL;
	}
	return FALSE;
}

gboolean
rd_charset_is_plain_ascii(const char *octets, gsize len)
{
	const guint64 high = G_GUINT64_CONSTANT(0x8080808080808080);
	guint64 any = 0;
	gsize i = 0;

	for (; i + 8 <= len; i += 8) {
		guint64 eight;

		memcpy(&eight, octets + i, 8);
		any |= eight;
	}
	for (; i < len; i++)
		any |= (guchar)octets[i];
	return (any & high) == 0 && memchr(octets, '\0', len) == NULL &&
	       memchr(octets, '\033', len) == NULL;
}

static gboolean
charset_is_utf8(const char *octets, gsize len)
{
	return rd_text_is_utf8(octets, len) && memchr(octets, '\033', len) == NULL;
}

/* Closes the gaps that NULs leave in @text; returns the new length. */
static gsize
charset_drop_nul(char *text, gsize len)
{
	char *first = memchr(text, '\0', len);
	gsize n = first != NULL ? (gsize)(first - text) : len;

	for (gsize i = n; i < len; i++) {
		if (text[i] != '\0')
			text[n++] = text[i];
	}
	return n;
}

/* @text, which is changed, without NULs and without a byte order mark. */
static char *
charset_without_nul(char *text, gsize len)
{
	gsize n = charset_drop_nul(text, len);

	text[n] = '\0';
	if (g_str_has_prefix(text, "\xef\xbb\xbf"))
		memmove(text, text + 3, n - 2);
	return text;
}

/* Converts all of it, however often octets mean nothing: each of those is U+FFFD. */
static void
charset_append(GString *out, iconv_t cd, const char *octets, gsize len)
{
	char *in = (char *)octets;

	while (len > 0) {
		char chunk[1024];
		char *to = chunk;
		gsize room = sizeof chunk;
		gsize result = iconv(cd, &in, &len, &to, &room);
		gboolean full = result == (gsize)-1 && errno == E2BIG;

		g_string_append_len(out, chunk, to - chunk);
		if (full || result != (gsize)-1)
			continue;
		g_string_append(out, "\xef\xbf\xbd");
		in++;
		len--;
	}
}

/* The letter that iconv still holds, because a mark might have followed it. */
static void
charset_append_held(GString *out, iconv_t cd)
{
	char chunk[64];
	char *to = chunk;
	gsize room = sizeof chunk;

	iconv(cd, NULL, NULL, &to, &room);
	g_string_append_len(out, chunk, to - chunk);
}

static gboolean
charset_is_single_byte(const char *name)
{
	return g_str_has_prefix(name, "CP125") || g_str_has_prefix(name, "ISO-8859-");
}

/* Marks stand behind their letters, ASCII ones too: pieces of it make no sense alone. */
static gboolean
charset_has_marks(const char *name)
{
	return g_str_equal(name, "CP1255") || g_str_equal(name, "CP1258");
}

/* ASCII is itself there; nearly all of the text is. */
static void
charset_append_single_byte(GString *out, iconv_t cd, const char *octets, gsize len)
{
	while (len > 0) {
		gsize ascii = rd_text_ascii_len(octets, len);
		gsize other = rd_text_other_len(octets + ascii, len - ascii);

		g_string_append_len(out, octets, (gssize)ascii);
		if (other > 0)
			charset_append(out, cd, octets + ascii, other);
		octets += ascii + other;
		len -= ascii + other;
	}
}

static char *
charset_convert(const char *name, const char *octets, gsize len)
{
	iconv_t cd = iconv_open("UTF-8", name);
	GString *out;
	gsize out_len;

	if (cd == (iconv_t)-1)
		return NULL;
	out = g_string_sized_new(len + len / 2 + 16);
	if (charset_is_single_byte(name) && !charset_has_marks(name))
		charset_append_single_byte(out, cd, octets, len);
	else
		charset_append(out, cd, octets, len);
	charset_append_held(out, cd);
	iconv_close(cd);
	out_len = out->len;
	return charset_without_nul(g_string_free(out, FALSE), out_len);
}

/* A charset that the octets themselves show; NULL for none. */
static const char *
charset_by_sense(const char *octets, gsize len)
{
	const guchar *o = (const guchar *)octets;
	const char *escape;

	if (len >= 2 && o[0] == 0xff && o[1] == 0xfe)
		return "UTF-16LE";
	if (len >= 2 && o[0] == 0xfe && o[1] == 0xff)
		return "UTF-16BE";
	escape = memchr(octets, '\033', len);
	if (escape != NULL)
		escape = memmem(escape, len - (gsize)(escape - octets), "\033$", 2);
	if (escape != NULL && escape + 2 < octets + len && strchr("@B(", escape[2]) != NULL)
		return "ISO-2022-JP-2";
	return NULL;
}

/* UTF-8 where it is, windows-1252 where it is not. */
static char *
charset_guess(const char *octets, gsize len)
{
	g_autofree char *copy = NULL;
	const char *sense = charset_by_sense(octets, len);
	char *out = sense != NULL ? charset_convert(sense, octets, len) : NULL;

	if (out != NULL)
		return out;
	if (memchr(octets, '\0', len) != NULL) { /* text.c would take them for damage */
		copy = g_memdup2(octets, len);
		len = charset_drop_nul(copy, len);
		octets = copy;
	}
	out = rd_text_to_utf8(octets, len);
	return charset_without_nul(out, strlen(out));
}

char *
rd_charset_to_utf8(const char *charset, const char *octets, gsize len)
{
	char name[CHARSET_NAME_MAX];
	char *out;

	if (len == 0)
		return g_strdup("");
	if (charset == NULL || !charset_find(charset, name)) {
		if (rd_charset_is_plain_ascii(octets, len))
			return g_strndup(octets, len);
		return charset_guess(octets, len);
	}
	/* Text that happens to be UTF-8 with letters above ASCII is never latin-1 by intent. */
	if (charset_is_single_byte(name) && charset_is_utf8(octets, len))
		return charset_without_nul(g_strndup(octets, len), len);
	out = charset_convert(name, octets, len);
	return out != NULL ? out : charset_guess(octets, len);
}
