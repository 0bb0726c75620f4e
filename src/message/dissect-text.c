#include "dissect-private.h"

#include <string.h>

#define PREFIX_INDENT 3	   /* spaces that a client may put before the first ">" */
#define ATTEMPTS_MAX  1000 /* in one text: a mail of a person needs a few dozen */

/* Goes over one ">" at @p; NULL when there is none. */
static const char *
line_skip_prefix(const char *p, const char *end, guint indent)
{
	while (indent > 0 && p < end && *p == ' ') {
		p++;
		indent--;
	}
	return p < end && *p == '>' ? p + 1 : NULL;
}

static gboolean
line_is_space(const char *p, const char *end, gsize *len)
{
	if (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\f' || *p == '\v')
		*len = 1;
	else if (end - p >= 2 && memcmp(p, "\xc2\xa0", 2) == 0)
		*len = 2;
	else if (end - p >= 3 &&
		 (memcmp(p, "\xe2\x80\x8b", 3) == 0 || memcmp(p, "\xef\xbb\xbf", 3) == 0 ||
		  memcmp(p, "\xe2\x80\xaf", 3) == 0))
		*len = 3;
	else
		return FALSE;
	return TRUE;
}

static void
line_trim(const char **start, const char **end)
{
	gsize len;

	while (*start < *end && line_is_space(*start, *end, &len))
		*start += len;
	while (*end > *start) {
		if (line_is_space(*end - 1, *end, &len))
			*end -= 1;
		else if (*end - *start >= 2 && line_is_space(*end - 2, *end, &len) && len == 2)
			*end -= 2;
		else if (*end - *start >= 3 && line_is_space(*end - 3, *end, &len) && len == 3)
			*end -= 3;
		else
			break;
	}
}

static void
line_init(RdTextLine *self, const char *text, const char *start, const char *end,
	  const RdLine *known)
{
	const char *p = start, *next;

	self->raw = (guint32)(start - text);
	self->raw_len = (guint32)(end - start);
	while (self->prefixes < G_MAXUINT8 &&
	       (next = line_skip_prefix(p, end, self->prefixes == 0 ? PREFIX_INDENT : 1)) != NULL) {
		p = next;
		self->prefixes++;
	}
	line_trim(&p, &end);
	self->start = (guint32)(p - text);
	self->len = (guint32)(end - p);
	self->depth = self->prefixes;
	if (known != NULL) {
		self->depth = (guint8)MIN(self->prefixes + known->depth, G_MAXUINT8);
		self->marks = known->marks;
	}
}

void
rd_text_init(RdText *self, const RdLines *lines)
{
	const char *p = lines->text;

	memset(self, 0, sizeof *self);
	self->text = lines->text;
	self->attempts = ATTEMPTS_MAX;
	self->n = 1;
	for (const char *c = p; (c = strchr(c, '\n')) != NULL; c++)
		self->n++;
	self->lines = g_new0(RdTextLine, self->n);
	for (guint i = 0; i < self->n; i++) {
		const char *end = strchrnul(p, '\n');
		const RdLine *known = NULL;

		if (lines->lines != NULL && i < lines->lines->len)
			known = &g_array_index(lines->lines, RdLine, i);
		line_init(&self->lines[i], self->text, p, end, known);
		p = end + 1;
	}
}

void
rd_text_clear(RdText *self)
{
	g_clear_pointer(&self->lines, g_free);
}

const char *
rd_text_line(const RdText *self, guint i)
{
	return self->text + self->lines[i].start;
}

gboolean
rd_text_is_blank(const RdText *self, guint i)
{
	return self->lines[i].len == 0;
}

guint
rd_text_skip_blank(const RdText *self, guint i, guint end)
{
	while (i < end && self->lines[i].len == 0)
		i++;
	return i;
}

void
rd_text_set_part(RdText *self, guint first, guint end, RdPart part)
{
	for (guint i = first; i < end; i++)
		self->lines[i].part = (guint8)part;
}

gboolean
rd_text_attempt(RdText *self)
{
	if (self->attempts == 0)
		return FALSE;
	self->attempts--;
	return TRUE;
}

/* ---- putting lines together ---- */

/* The line without the prefixes that make up @depth levels; a space goes with each. */
static const char *
line_unquote(const RdText *text, const RdTextLine *line, guint8 depth, gsize *len)
{
	const char *p = text->text + line->raw;
	const char *end = p + line->raw_len;
	guint html = line->depth - line->prefixes;

	for (guint i = html; i < depth; i++) {
		const char *next = line_skip_prefix(p, end, i == html ? PREFIX_INDENT : 1);

		if (next == NULL)
			break;
		p = next;
	}
	if (p != text->text + line->raw && p < end && *p == ' ')
		p++;
	*len = (gsize)(end - p);
	return p;
}

static void
collect_trim(GString *out)
{
	while (out->len > 0 && strchr("\n \t\r", out->str[out->len - 1]) != NULL)
		g_string_truncate(out, out->len - 1);
}

/* What the lines of @part hold; one line end more parts what others stood between. */
static gsize
collect_size(const RdText *self, guint first, guint end, RdPart part)
{
	gsize size = 0;

	for (guint i = first; i < end; i++) {
		if (self->lines[i].part == part)
			size += self->lines[i].raw_len + 2;
	}
	return size;
}

char *
rd_text_collect(const RdText *self, guint first, guint end, RdPart part, guint8 depth)
{
	GString *out = g_string_sized_new(collect_size(self, first, end, part));
	gboolean gap = FALSE;	/* lines of another part were left out */
	gboolean blank = FALSE; /* there was a blank line around them */

	for (guint i = first; i < end; i++) {
		const RdTextLine *line = &self->lines[i];
		const char *text;
		gsize len;

		if (line->part != part) {
			gap = out->len > 0;
			blank |= line->len == 0;
			continue;
		}
		if (line->len == 0 && (gap || out->len == 0)) {
			blank = TRUE;
			continue;
		}
		if (gap) {
			blank |= out->len > 1 && out->str[out->len - 2] == '\n';
			collect_trim(out);
			g_string_append(out, blank ? "\n\n" : "\n");
		}
		gap = FALSE;
		blank = FALSE;
		text = line_unquote(self, line, depth, &len);
		g_string_append_len(out, text, (gssize)len);
		g_string_append_c(out, '\n');
	}
	collect_trim(out);
	return g_string_free(out, FALSE);
}
