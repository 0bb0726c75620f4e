#include "html-private.h"

#include <string.h>

/* The escape of CSS at @p, behind its backslash, goes to @out; returns what is behind it. */
static const char *
style_read_escape(const char *p, const char *end, GString *out)
{
	guint number = 0, digits = 0;

	while (p < end && digits < 6 && g_ascii_isxdigit(*p)) {
		number = number * 16 + (guint)g_ascii_xdigit_value(*p++);
		digits++;
	}
	if (digits == 0)
		return p; /* the next octet is itself */
	g_string_append_c(out, number > 0 && number < 0x80 ? (char)number : '?');
	return p < end && g_ascii_isspace(*p) ? p + 1 : p;
}

/* Without comments and escapes of CSS. */
static GString *
style_without_escapes(const char *p, const char *end)
{
	GString *out = g_string_sized_new((gsize)(end - p));

	while (p < end) {
		if (*p == '\\') {
			p = style_read_escape(p + 1, end, out);
		} else if (end - p >= 2 && p[0] == '/' && p[1] == '*') {
			const char *close = memmem(p + 2, (gsize)(end - p - 2), "*/", 2);

			g_string_append_c(out, ' ');
			p = close != NULL ? close + 2 : end;
		} else {
			g_string_append_c(out, *p++);
		}
	}
	return out;
}

static GString *
style_without_references(const char *p, const char *end)
{
	GString *out = g_string_sized_new((gsize)(end - p));

	while (p < end) {
		char text[RD_HTML_ENTITY_MAX];
		gsize n = *p == '&' ? rd_html_entity_decode(p, end, text) : 0;

		if (n > 0)
			g_string_append(out, text);
		else
			g_string_append_c(out, *p);
		p += MAX(n, 1);
	}
	return out;
}

GString *
rd_html_style_plain(const char *p, gsize len)
{
	g_autoptr(GString) decoded = NULL;

	if (len == 0)
		return NULL;
	if (memchr(p, '&', len) != NULL) {
		decoded = style_without_references(p, p + len);
		p = decoded->str;
		len = decoded->len;
	}
	if (memchr(p, '*', len) != NULL || memchr(p, '\\', len) != NULL)
		return style_without_escapes(p, p + len);
	return g_steal_pointer(&decoded);
}
