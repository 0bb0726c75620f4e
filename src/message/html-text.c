#include "html-private.h"

#include <string.h>

gsize
rd_html_blank_char(const char *p, const char *end, gboolean *is_space)
{
	gsize left = (gsize)(end - p);
	guchar second = left >= 2 ? (guchar)p[1] : 0;
	guchar third = left >= 3 ? (guchar)p[2] : 0;

	*is_space = FALSE;
	switch ((guchar)p[0]) {
	case 0xc2: /* nbsp, soft hyphen */
		*is_space = second == 0xa0;
		return second == 0xa0 || second == 0xad ? 2 : 0;
	case 0xcd: /* U+034F */
		return second == 0x8f ? 2 : 0;
	case 0xe2: /* U+200B, U+200E, U+200F, U+2060 */
		if (second == 0x80 && (third == 0x8b || third == 0x8e || third == 0x8f))
			return 3;
		return second == 0x81 && third == 0xa0 ? 3 : 0;
	case 0xef: /* U+FEFF */
		return second == 0xbb && third == 0xbf ? 3 : 0;
	default:
		return 0;
	}
}

void
rd_html_text_init(RdHtmlText *self, gsize html_len, gsize max_bytes)
{
	memset(self, 0, sizeof *self);
	self->text = g_string_sized_new(MIN(html_len, 4096));
	self->lines = g_array_sized_new(FALSE, FALSE, sizeof(RdLine), 128);
	self->max_bytes = max_bytes;
}

/* g_string_append_len() without its checks where there is room, which is nearly always. */
static inline void
text_write(GString *text, const char *words, gsize len)
{
	if (text->allocated_len - text->len <= len) {
		g_string_append_len(text, words, (gssize)len);
		return;
	}
	memcpy(text->str + text->len, words, len);
	text->len += len;
	text->str[text->len] = '\0';
}

/* Between words of one line. */
static void
text_write_gap(RdHtmlText *self)
{
	for (; self->spaces > 0; self->spaces--)
		g_string_append_c(self->text, ' ');
	if (self->gap != 0)
		g_string_append_c(self->text, (char)self->gap);
	self->gap = 0;
}

/* The line ends that are due, and what is known of the lines that they begin. */
static void
text_write_newlines(RdHtmlText *self)
{
	guint n = self->lines->len > 0 ? self->newlines : 1;
	RdLine *line;

	if (self->lines->len > 0)
		text_write(self->text, "\n\n", n);
	g_array_set_size(self->lines, self->lines->len + n);
	line = &g_array_index(self->lines, RdLine, self->lines->len - 1);
	if (n == 2)
		line[-1] = (RdLine){0, MIN(line[-2].depth, self->line.depth)};
	*line = self->line;
	line->marks |= self->next_marks;
	self->next_marks = 0;
	self->newlines = 0;
	self->gap = 0;
	self->spaces = 0;
}

void
rd_html_text_append(RdHtmlText *self, const char *words, gsize len)
{
	const gsize between = 2 + self->spaces; /* newlines, or a gap */

	if (self->full)
		return;
	if (self->text->len + between + len > self->max_bytes) {
		gsize room = self->max_bytes - MIN(self->max_bytes, self->text->len + between);

		self->full = TRUE;
		while (room > 0 && ((guchar)words[room] & 0xc0) == 0x80)
			room--; /* not within a character */
		if (room == 0)
			return;
		len = room;
	}
	if (rd_html_text_begins_line(self))
		text_write_newlines(self);
	else if (self->gap != 0 || self->spaces > 0)
		text_write_gap(self);
	text_write(self->text, words, len);
	self->held = FALSE;
}

void
rd_html_text_bullet(RdHtmlText *self, const char *bullet)
{
	if (self->held)
		return; /* that of an empty item serves */
	rd_html_text_append(self, bullet, strlen(bullet));
	self->gap = ' ';
	self->held = TRUE;
}

void
rd_html_text_space(RdHtmlText *self)
{
	if (self->spaces < G_MAXUINT8)
		self->spaces++;
}

void
rd_html_text_break(RdHtmlText *self)
{
	if (self->held)
		return;
	if (rd_html_text_begins_line(self))
		self->newlines = 2;
	else
		self->newlines = 1;
	self->spaces = 0;
}

RdLines *
rd_html_text_finish(RdHtmlText *self)
{
	RdLines *lines = g_new0(RdLines, 1);
	RdLine none = {0, 0};

	if (self->lines->len == 0)
		g_array_append_val(self->lines, none);
	lines->text = g_string_free(g_steal_pointer(&self->text), FALSE);
	lines->lines = g_steal_pointer(&self->lines);
	return lines;
}
