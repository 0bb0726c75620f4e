#include "phrase-private.h"

#include "charset-private.h"
#include <redress/text.h>

#include <string.h>

/* What the first two letters lead to; others may lead there as well. */
static guint8
phrase_key(const char *text)
{
	return (guint8)((guchar)text[0] * 31 + (guchar)text[1]);
}

static gboolean
phrase_is_at(const char *phrase, const char *text)
{
	while (*phrase != '\0' && *phrase == *text) {
		phrase++;
		text++;
	}
	return *phrase == '\0';
}

static gboolean
phrase_has_word_at(const char *p)
{
	return g_ascii_isalnum(*p) || (guchar)*p >= 0x80;
}

guint
rd_phrase_tags(const char *text, const RdPhrase *phrases, gsize n)
{
	g_autofree gint16 *next = g_new(gint16, n);
	gint16 first[256];
	const char *p = text;
	guint tags = 0;

	memset(first, -1, sizeof first);
	for (gsize i = 0; i < n; i++) {
		guint8 key = phrase_key(phrases[i].text);

		next[i] = first[key];
		first[key] = (gint16)i;
	}
	while (*p != '\0') {
		if (!phrase_has_word_at(p)) {
			p++;
			continue;
		}
		for (int i = first[phrase_key(p)]; i >= 0; i = next[i]) {
			if (!phrase_is_at(phrases[i].text, p))
				continue;
			tags |= phrases[i].tag;
			if (p > text && p[-1] == '|')
				tags |= phrases[i].tag << RD_PHRASE_OPENS;
		}
		while (phrase_has_word_at(p))
			p++;
	}
	return tags;
}

char *
rd_phrase_normalize(const char *text, gsize max_bytes)
{
	gsize len = strnlen(text, max_bytes);
	char *out = g_malloc(len + 2);
	gsize n = 0;
	guint line_ends = 2; /* the text begins a paragraph */

	for (gsize i = 0; i < len; i++) {
		if (line_ends == 0) {
			gsize words = rd_text_words_len(text + i, len - i, out[n - 1] == ' ');

			rd_text_lower(out + n, text + i, words);
			n += words;
			i += words;
			if (i == len)
				break;
		}
		if (g_ascii_isspace(text[i])) {
			line_ends += text[i] == '\n';
			if (n > 0 && out[n - 1] != ' ')
				out[n++] = ' ';
			continue;
		}
		if (line_ends > 1 && g_ascii_isalnum(text[i])) {
			if (n > 0)
				out[n - 1] = '|';
			else
				out[n++] = '|';
		}
		if (g_ascii_isalnum(text[i]))
			line_ends = 0;
		out[n++] = g_ascii_tolower(text[i]);
	}
	out[n] = '\0';
	return out;
}

char *
rd_phrase_lower(const char *text)
{
	gsize len = strlen(text);

	return rd_charset_is_plain_ascii(text, len) ? g_ascii_strdown(text, (gssize)len)
						    : g_utf8_strdown(text, (gssize)len);
}
