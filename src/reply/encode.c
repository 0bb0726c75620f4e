#include "encode.h"

#include <string.h>

#define LINE_MAX_OCTETS 998 /* RFC 5322 section 2.1.1 */
#define QUOTED_LINE_MAX 76  /* with the "=" at its end */
#define BASE64_LINE	57  /* octets that fill a line of 76 */
#define BLOCK		16  /* octets that are looked at in one go */

static const char hex[] = "0123456789ABCDEF";

gboolean
encode_is_7bit(const char *octets, gsize len)
{
	gsize column = 0;

	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)octets[i];

		if (c == '\n')
			column = 0;
		else if (c == '\r' && i + 1 < len && octets[i + 1] == '\n')
			continue;
		else if (c == '\0' || c == '\r' || c >= 0x80 || ++column > LINE_MAX_OCTETS)
			return FALSE;
	}
	return TRUE;
}

void
encode_7bit(GString *out, const char *octets, gsize len)
{
	while (len > 0) {
		const char *lf = memchr(octets, '\n', len);
		gsize line = lf != NULL ? (gsize)(lf - octets) : len;
		gsize text = lf != NULL && line > 0 && lf[-1] == '\r' ? line - 1 : line;

		g_string_append_len(out, octets, (gssize)text);
		if (lf != NULL)
			g_string_append_len(out, "\r\n", 2);
		line += lf != NULL;
		octets += line;
		len -= line;
	}
}

void
encode_base64(GString *out, const void *data, gsize len)
{
	const guchar *octets = data;

	while (len > 0) {
		gsize n = MIN(len, BASE64_LINE);
		char line[BASE64_LINE / 3 * 4 + 8];
		int state = 0, save = 0;
		gsize written = g_base64_encode_step(octets, n, FALSE, line, &state, &save);

		written += g_base64_encode_close(FALSE, line + written, &state, &save);
		g_string_append_len(out, line, (gssize)written);
		g_string_append_len(out, "\r\n", 2);
		octets += n;
		len -= n;
	}
}

/*
 * Blanks at the end of a line get lost on the way. A "." alone there and "From " at its
 * beginning mean something to servers and mailboxes (RFC 2049 section 3).
 */
static gboolean
is_literal(const char *p, gboolean at_begin)
{
	if (*p == ' ' || *p == '\t')
		return p[1] != '\n' && p[1] != '\0';
	if (at_begin && (*p == '.' || strncmp(p, "From ", 5) == 0))
		return FALSE;
	return *p > ' ' && *p < 0x7f && *p != '=';
}

static gboolean
is_plain(char c)
{
	return c >= ' ' && c < 0x7f && c != '=';
}

static gboolean
block_is_plain(const char *text)
{
	gboolean odd = FALSE;

	for (gsize i = 0; i < BLOCK; i++)
		odd |= !is_plain(text[i]);
	return !odd;
}

/*
 * How much of @text needs no look at its neighbours, up to @max: nearly all of it. The last
 * octet before another kind is not counted, since it may be a blank at a line's end.
 */
static gsize
plain_len(const char *text, const char *end, gsize max)
{
	gsize len = 0;

	while (len + BLOCK <= max && end - text >= (gssize)(len + BLOCK) &&
	       block_is_plain(text + len))
		len += BLOCK;
	while (len <= max && is_plain(text[len]))
		len++;
	return len > 0 ? len - 1 : 0;
}

static char *
quote_octet(char *to, char octet)
{
	to[0] = '=';
	to[1] = hex[(guchar)octet >> 4];
	to[2] = hex[(guchar)octet & 15];
	return to + 3;
}

/* One line of @text, without its end; gives where it ends. */
static char *
quote_line(char *to, const char **text, const char *end)
{
	const char *p = *text;
	char *begin = to;

	while (*p != '\0' && *p != '\n') {
		gboolean literal = is_literal(p, to == begin);
		gboolean last = p[1] == '\0' || p[1] == '\n';

		if (to - begin + (literal ? 1 : 3) > QUOTED_LINE_MAX - (last ? 0 : 1)) {
			memcpy(to, "=\r\n", 3);
			to += 3;
			begin = to;
			continue;
		}
		if (literal)
			*to++ = *p++;
		else
			to = quote_octet(to, *p++);
		if (to - begin < QUOTED_LINE_MAX - 1) {
			gsize run = plain_len(p, end, QUOTED_LINE_MAX - 1 - (gsize)(to - begin));

			memcpy(to, p, run);
			to += run;
			p += run;
		}
	}
	*text = p;
	return to;
}

void
encode_quoted(GString *out, const char *text)
{
	gsize len = strlen(text), before = out->len;
	const char *end = text + len;
	gsize most = 3 * len + 3 * (3 * len / (QUOTED_LINE_MAX - 3) + 1); /* and the soft ends */
	char *to;

	g_string_set_size(out, before + most);
	to = out->str + before;
	while (*text != '\0') {
		to = quote_line(to, &text, end);
		if (*text == '\n') {
			memcpy(to, "\r\n", 2);
			to += 2;
			text++;
		}
	}
	g_string_truncate(out, (gsize)(to - out->str));
}
