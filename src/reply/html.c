#include "reply-private.h"

#include <string.h>

/* What a line is; lines of one kind that follow each other share an element. */
typedef enum { LINE_TEXT, LINE_QUOTE, LINE_BULLET, LINE_NUMBER, LINE_GAP } LineKind;

static const char *const opening[] = {"<p>", "<blockquote>", "<ul>\n<li>", "<ol>\n<li", ""};
static const char *const between[] = {"<br>\n", "<br>\n", "</li>\n<li>", "</li>\n<li", ""};
static const char *const closing[] = {"</p>\n", "</blockquote>\n", "</li>\n</ul>\n",
				      "</li>\n</ol>\n", ""};

/* Finds the kind of @line and moves it behind the mark that says so. */
static LineKind
line_kind(const char **line, guint *number)
{
	const char *text = *line + strspn(*line, " ");
	char *end;

	if (*text == '\0')
		return LINE_GAP;
	if (*text == '>') {
		*line = text[1] == ' ' ? text + 2 : text + 1;
		return LINE_QUOTE;
	}
	if (g_str_has_prefix(text, "- ")) {
		*line = text + 2;
		return LINE_BULLET;
	}
	if (g_ascii_isdigit(*text) && text[0] != '0') {
		*number = (guint)g_ascii_strtoull(text, &end, 10);
		if (*number < 100 && end[0] == '.' && end[1] == ' ') {
			*line = end + 2;
			return LINE_NUMBER;
		}
	}
	return LINE_TEXT;
}

/* What stands for @c in HTML; NULL: itself. */
static const char *
escape_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void
append_escaped(GString *out, const char *text, gsize len)
{
	gsize begin = 0;

	for (gsize i = 0; i < len; i++) {
		const char *escape = text[i] > '>' ? NULL : escape_of(text[i]);

		if (escape == NULL)
			continue;
		g_string_append_len(out, text + begin, (gssize)(i - begin));
		g_string_append(out, escape);
		begin = i + 1;
	}
	g_string_append_len(out, text + begin, (gssize)(len - begin));
}

/* Where a link may begin next, from @p on; NULL: nowhere. */
static const char *
link_next(const char *line, const char *p)
{
	for (; *p != '\0'; p++) {
		if ((*p == 'h' || *p == 'm') && (p == line || p[-1] == ' ' || p[-1] == '('))
			return p;
	}
	return NULL;
}

/* Length of the link that @text begins with; 0: none. Punctuation at its end is not part of it. */
static gsize
link_len(const char *text)
{
	static const char *const schemes[] = {"https://", "http://", "mailto:"};
	gsize scheme = 0, rest;

	for (guint i = 0; i < G_N_ELEMENTS(schemes) && scheme == 0; i++) {
		if (g_str_has_prefix(text, schemes[i]))
			scheme = strlen(schemes[i]);
	}
	rest = scheme > 0 ? strcspn(text + scheme, " \t<>\"'") : 0;
	while (rest > 0 && strchr(".,;:!?)", text[scheme + rest - 1]) != NULL)
		rest--;
	return rest > 0 ? scheme + rest : 0;
}

static void
append_line(GString *out, const char *line)
{
	const char *begin = line;
	const char *p = strchr(line, ':') != NULL ? link_next(line, line) : NULL;

	while (p != NULL) {
		gsize len = link_len(p);

		if (len > 0) {
			append_escaped(out, begin, (gsize)(p - begin));
			g_string_append(out, "<a href=\"");
			append_escaped(out, p, len);
			g_string_append(out, "\">");
			append_escaped(out, p, len);
			g_string_append(out, "</a>");
			begin = p + len;
		}
		p = link_next(line, p + MAX(len, 1));
	}
	append_escaped(out, begin, strlen(begin));
}

/* Whether the address of a mailto: link is @own but for what stands behind a "+". */
static gboolean
link_is_own(const char *link, const char *own)
{
	g_autofree char *address = g_strndup(link, strcspn(link, "?>"));
	g_autofree char *decoded = g_uri_unescape_string(address, NULL);
	const char *at = own != NULL ? strchr(own, '@') : NULL;
	const char *other = decoded != NULL ? strchr(decoded, '@') : NULL;
	gsize len = at != NULL ? strcspn(own, "+@") : 0;

	return len > 0 && other != NULL && strcmp(at, other) == 0 &&
	       strncmp(own, decoded, len) == 0 && (decoded[len] == '+' || decoded[len] == '@');
}

/* "WORDS <mailto:...>"; FALSE when the line is something else. */
static gboolean
append_own_link(GString *out, const char *line, const char *own)
{
	static const char mark[] = " <mailto:";
	const char *begin = strstr(line, mark);
	const char *end = begin != NULL ? strchr(begin, '>') : NULL;

	if (end == NULL || end[1] != '\0' || begin == line ||
	    !link_is_own(begin + strlen(mark), own))
		return FALSE;
	g_string_append(out, "<a href=\"");
	append_escaped(out, begin + 2, (gsize)(end - begin - 2));
	g_string_append(out, "\">");
	append_escaped(out, line, (gsize)(begin - line));
	g_string_append(out, "</a>");
	return TRUE;
}

char *
rd_letter_html(const char *text, const char *reply_to)
{
	g_autofree char *copy = g_strdup(text);
	char *rest = copy, *each;
	GString *out = g_string_sized_new(2 * strlen(text) + 128);
	LineKind open = LINE_GAP;

	g_string_append(out, "<!DOCTYPE html>\n<html>\n<body>\n");
	while ((each = strsep(&rest, "\n")) != NULL) {
		const char *line = each;
		guint number = 0;
		LineKind kind = line_kind(&line, &number);

		g_string_append(out, kind != open ? closing[open] : between[kind]);
		if (kind != open)
			g_string_append(out, opening[kind]);
		if (kind == LINE_NUMBER)
			g_string_append_printf(out, " value=\"%u\">", number);
		if (kind != LINE_GAP && !append_own_link(out, line, reply_to))
			append_line(out, line);
		open = kind;
	}
	g_string_append_printf(out, "%s</body>\n</html>\n", closing[open]);
	return g_string_free(out, FALSE);
}
