#include "dissect-private.h"

#include "forward-address.h"

#include <string.h>

/*
 * Header lines in a language that no table knows. Where a client's separator or its HTML
 * says that these are header lines, what they hold tells them apart: one has a date,
 * those with addresses are the sender first and then the recipients, what is left is the
 * subject.
 */

#define LINES_MIN  3
#define LINES_MAX  8
#define NAME_BYTES 40 /* octets of a field name */

/* "Vanaf: ...": up to three words and a colon. */
static const char *
foreign_value(const RdText *text, guint i, gsize *len)
{
	const char *line = rd_text_line(text, i);
	const char *end = line + text->lines[i].len;
	const char *colon = memchr(line, ':', MIN((gsize)(end - line), NAME_BYTES));
	guint spaces = 0;

	if (colon == NULL || colon == line)
		return NULL;
	for (const char *p = line; p < colon; p++) {
		spaces += *p == ' ';
		if (g_ascii_isdigit(*p) || strchr("<>@\"/,.", *p) != NULL)
			return NULL;
	}
	if (spaces > 3)
		return NULL;
	for (colon++; colon < end && strchr(" \t*", *colon) != NULL;)
		colon++;
	*len = (gsize)(end - colon);
	return colon;
}

/* What a line is that no table knows the name of. */
static RdTerm
foreign_guess(const RdHeaderBlock *block, const char *value, gsize len)
{
	RdWrittenDate date;
	gsize address_len;

	if (rd_written_address_find(value, len, &address_len) != NULL) {
		if (block->values[RD_TERM_FROM] == NULL && block->values[RD_TERM_TO] == NULL)
			return RD_TERM_FROM;
		return block->values[RD_TERM_TO] == NULL ? RD_TERM_TO : RD_TERM_CC;
	}
	if (rd_written_date_parse(value, len, 0, &date) && date.has_clock)
		return RD_TERM_DATE;
	return RD_TERM_SUBJECT;
}

gboolean
rd_foreign_block_read(RdText *text, guint i, guint end, RdHeaderBlock *out)
{
	gboolean complete;

	memset(out, 0, sizeof *out);
	if (!rd_text_attempt(text))
		return FALSE;
	out->first = i;
	out->depth = text->lines[i].depth;
	for (; i < MIN(end, out->first + LINES_MAX); i++) {
		gsize len = 0;
		const char *value = foreign_value(text, i, &len);
		RdTerm term;

		if (value == NULL || text->lines[i].depth != out->depth)
			break;
		if (!rd_text_is_field(text, i, &term))
			term = foreign_guess(out, value, len);
		if (out->values[term] == NULL)
			out->values[term] = g_string_new_len(value, (gssize)len);
		else if (term != RD_TERM_OTHER)
			break;
	}
	out->end = i;
	complete = out->values[RD_TERM_FROM] != NULL && out->values[RD_TERM_DATE] != NULL &&
		   i - out->first >= LINES_MIN;
	if (!complete)
		rd_header_block_clear(out);
	return complete;
}
