#include "phrase-private.h"

#include "charset-private.h"

#include <string.h>

guint
rd_phrase_tags(const char *text, const RdPhrase *phrases, gsize n)
{
	g_autofree gint16 *next = g_new(gint16, n);
	gint16 first[256];
	guint tags = 0;
	gboolean in_word = FALSE;

	memset(first, -1, sizeof first);
	for (gsize i = 0; i < n; i++) {
		next[i] = first[(guchar)phrases[i].text[0]];
		first[(guchar)phrases[i].text[0]] = (gint16)i;
	}
	for (const char *p = text; *p != '\0'; p++) {
		gboolean letter = g_ascii_isalnum(*p) || (guchar)*p >= 0x80;

		for (int i = in_word ? -1 : first[(guchar)*p]; i >= 0; i = next[i]) {
			const char *phrase = phrases[i].text;

			if (p[1] != phrase[1] || strncmp(p, phrase, strlen(phrase)) != 0)
				continue;
			tags |= phrases[i].tag;
			if (p > text && p[-1] == '|')
				tags |= phrases[i].tag << RD_PHRASE_OPENS;
		}
		in_word = letter;
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
