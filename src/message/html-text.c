#include "html-private.h"

#include <string.h>

void
rd_html_text_init(RdHtmlText *self, gsize max_bytes)
{
	memset(self, 0, sizeof *self);
	self->text = g_string_sized_new(MIN(max_bytes, 4096));
	self->lines = g_array_sized_new(FALSE, FALSE, sizeof(RdLine), 128);
	self->max_bytes = max_bytes;
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
	RdLine line = self->line;

	if (self->lines->len > 0) {
		const RdLine *last = &g_array_index(self->lines, RdLine, self->lines->len - 1);
		RdLine blank = {0, MIN(last->depth, line.depth)};

		if (self->newlines == 2) {
			g_string_append_c(self->text, '\n');
			g_array_append_val(self->lines, blank);
		}
		g_string_append_c(self->text, '\n');
	}
	line.marks |= self->next_marks;
	g_array_append_val(self->lines, line);
	self->next_marks = 0;
	self->newlines = 0;
	self->gap = 0;
	self->spaces = 0;
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

static gboolean
text_begins_line(const RdHtmlText *self)
{
	return self->newlines > 0 || self->lines->len == 0;
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
	if (text_begins_line(self))
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
	if (text_begins_line(self))
		self->newlines = 2;
	else
		self->newlines = 1;
	self->spaces = 0;
}

void
rd_html_text_separate(RdHtmlText *self, guint newlines)
{
	if (self->held)
		return;
	if (text_begins_line(self) && self->spaces > 0)
		newlines = 2; /* a line of nothing but &nbsp; is a blank one */
	self->newlines = (guint8)MAX(self->newlines, newlines);
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
