#include "html-private.h"

#include <string.h>

#define URL_MAX 1000 /* a longer address says nothing to a reader */

/* The address as a reader would type it: decoded, without "mailto:" and its questions. */
static char *
link_decode(const char *href, gsize len)
{
	const char *end = href + len;
	GString *out = g_string_sized_new(len);

	while (href < end) {
		char text[RD_HTML_ENTITY_MAX];
		gsize n = *href == '&' ? rd_html_entity_decode(href, end, text) : 0;

		if (n > 0)
			g_string_append(out, text);
		else if (!g_ascii_isspace(*href))
			g_string_append_c(out, *href);
		href += MAX(n, 1);
	}
	if (g_ascii_strncasecmp(out->str, "mailto:", 7) == 0) {
		g_string_erase(out, 0, 7);
		g_string_truncate(out, strcspn(out->str, "?"));
	} else if (g_ascii_strncasecmp(out->str, "http://", 7) != 0 &&
		   g_ascii_strncasecmp(out->str, "https://", 8) != 0 &&
		   g_ascii_strncasecmp(out->str, "tel:", 4) != 0) {
		g_string_truncate(out, 0); /* #top, cid:, javascript: */
	}
	return g_string_free(out, FALSE);
}

/* Whether the words of a link already say where it leads. */
static gboolean
link_is_said(const char *words, gsize len, const char *address)
{
	g_autofree char *said = g_ascii_strdown(words, (gssize)len);
	g_autofree char *bare = g_ascii_strdown(address, -1);
	char *p = bare;

	if (g_str_has_prefix(p, "tel:"))
		return TRUE;
	if (g_str_has_prefix(p, "http://") || g_str_has_prefix(p, "https://"))
		p = strstr(p, "//") + 2;
	if (g_str_has_prefix(p, "www."))
		p += 4;
	if (g_str_has_suffix(p, "/"))
		p[strlen(p) - 1] = '\0';
	return strstr(said, p) != NULL; /* also when there is nothing to say */
}

/* "<a href="mailto:ann@x.example">ann@x.example</a>", as most links of mail are. */
static gboolean
link_is_itself(const char *words, gsize len, const char *href, gsize href_len)
{
	if (href_len > 7 && memcmp(href, "mailto:", 7) == 0) {
		href += 7;
		href_len -= 7;
	}
	return href_len > 0 && memmem(words, len, href, href_len) != NULL;
}

char *
rd_html_link_address(const char *words, gsize len, const char *href, gsize href_len)
{
	g_autofree char *address = NULL;

	if (len == 0 || href_len > URL_MAX || link_is_itself(words, len, href, href_len))
		return NULL;
	address = link_decode(href, href_len);
	return link_is_said(words, len, address) ? NULL : g_steal_pointer(&address);
}
