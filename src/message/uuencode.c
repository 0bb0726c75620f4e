#include "uuencode-private.h"

#include <string.h>

#define MODE_DIGITS_MIN 3
#define MODE_DIGITS_MAX 4

/* The line at @at without its line end; @next: (out): the line behind. */
static RdSpan
uuencode_line(const char *at, const char *end, const char **next)
{
	const char *lf = rd_line_end(at, end);
	RdSpan line = {at, (gsize)(lf - at)};

	if (line.len > 0 && line.str[line.len - 1] == '\r')
		line.len--;
	*next = lf < end ? lf + 1 : end;
	return line;
}

/* "begin 644 roof.jpg" */
static gboolean
uuencode_begins(RdSpan line, RdSpan *name)
{
	gsize digits = 0;

	if (line.len < 6 || memcmp(line.str, "begin ", 6) != 0)
		return FALSE;
	line.str += 6;
	line.len -= 6;
	while (digits < line.len && line.str[digits] >= '0' && line.str[digits] <= '7')
		digits++;
	if (digits < MODE_DIGITS_MIN || digits > MODE_DIGITS_MAX || digits + 1 >= line.len ||
	    line.str[digits] != ' ')
		return FALSE;
	name->str = line.str + digits + 1;
	name->len = line.len - digits - 1;
	return TRUE;
}

/* Whether @line is as long as its first character says; blanks at its end may be lost. */
static gboolean
uuencode_fits(RdSpan line, gsize *octets)
{
	gsize chars;

	if (line.len == 0 || line.str[0] < ' ' || line.str[0] > '`')
		return FALSE;
	*octets = (gsize)(line.str[0] - ' ') & 63;
	chars = (*octets + 2) / 3 * 4;
	for (gsize i = 1; i < line.len; i++) {
		if (line.str[i] < ' ' || line.str[i] > '`')
			return FALSE;
	}
	return line.len <= chars + 2 && line.len + 4 > chars;
}

/* The end of the file whose first line of octets is at @at; NULL when it is none. */
static const char *
uuencode_end(const RdOctets *from, const char *at, const char *end)
{
	const char *kept = at;
	gsize octets = 1;

	while (at < end) {
		const char *next;
		RdSpan line = uuencode_line(at, end, &next);

		if (line.len == 3 && memcmp(line.str, "end", 3) == 0)
			return next;
		if (line.len > 0 && (octets == 0 || !uuencode_fits(line, &octets)))
			return NULL;
		if (line.len == 0)
			octets = 0; /* the empty line before "end" */
		at = next;
		rd_octets_pass(from, &kept, at);
	}
	return NULL;
}

gboolean
rd_uuencode_find(const RdOctets *from, const char *at, const char *end, RdUuFile *file)
{
	const char *kept = at;

	while (at < end) {
		const char *next;
		RdSpan line = uuencode_line(at, end, &next);
		const char *stop =
			uuencode_begins(line, &file->name) ? uuencode_end(from, next, end) : NULL;

		if (stop != NULL) {
			file->whole.str = at;
			file->whole.len = (gsize)(stop - at);
			return TRUE;
		}
		at = next;
		rd_octets_pass(from, &kept, at);
	}
	return FALSE;
}
