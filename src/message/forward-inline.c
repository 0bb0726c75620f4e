#include "dissect-private.h"

#include <string.h>

/*
 * Some telephones write the separator and all header lines as one line:
 * "-------- Original message --------From: Ann Date: 1/5/26 To: Bob Subject: roof".
 */

#define DASHES_MIN 5
#define WORDS_MAX  60	/* octets between the dashes */
#define NAME_WORDS 3	/* of a field name */
#define REST_MAX   1000 /* octets of the header lines */

/* The words of @rest right before @colon that name a field, the longest such; or NULL. */
static const char *
inline_field_name(const char *rest, const char *colon, RdTerm *term)
{
	const char *found = NULL;
	const char *p = colon;

	for (guint n = 0; n < NAME_WORDS && p > rest; n++) {
		g_autofree char *folded = NULL;

		while (p > rest && p[-1] == ' ')
			p--;
		while (p > rest && p[-1] != ' ')
			p--;
		folded = rd_fold(p, (gsize)(colon - p));
		for (RdTerm t = 0; t < RD_TERM_N_FIELDS; t++) {
			if (rd_term_find(t, folded) != 0) {
				found = p;
				*term = t;
				break;
			}
		}
	}
	return found;
}

/* Parts "From: x Date: y To: z" into its values. */
static void
inline_read_fields(const char *rest, RdHeaderBlock *out)
{
	GString *value = NULL;
	const char *begin = rest; /* of the value that is open */
	const char *low = rest;

	for (const char *colon = rest; (colon = strchr(colon, ':')) != NULL; colon++) {
		RdTerm term;
		const char *name = inline_field_name(low, colon, &term);

		if (name == NULL || out->values[term] != NULL)
			continue;
		if (value != NULL)
			g_string_append_len(value, begin, name - begin);
		value = out->values[term] = g_string_new(NULL);
		begin = low = colon + 1;
	}
	if (value != NULL)
		g_string_append(value, begin);
	for (int term = 0; term < RD_TERM_N_FIELDS; term++) {
		if (out->values[term] != NULL) {
			g_string_truncate(out->values[term],
					  strlen(g_strchomp(out->values[term]->str)));
			g_string_erase(out->values[term], 0,
				       (gssize)strspn(out->values[term]->str, " "));
		}
	}
}

/* What follows the dashes, the words and the dashes at the begin of line @i; or NULL. */
static char *
inline_split(const RdText *text, guint i, RdTerm *separator)
{
	g_autofree char *line = g_strndup(rd_text_line(text, i), MIN(text->lines[i].len, REST_MAX));
	gsize dashes = strspn(line, "-");
	gsize words = strcspn(line + dashes, "-");
	gsize behind = strspn(line + dashes + words, "-");
	g_autofree char *folded = NULL;

	if (dashes < DASHES_MIN || behind < DASHES_MIN || words > WORDS_MAX)
		return NULL;
	folded = rd_fold(line + dashes, words);
	if (rd_term_find(RD_TERM_FORWARDED, folded) != 0)
		*separator = RD_TERM_FORWARDED;
	else if (rd_term_find(RD_TERM_ORIGINAL, folded) != 0)
		*separator = RD_TERM_ORIGINAL;
	else
		return NULL;
	return g_strdup(line + dashes + words + behind);
}

gboolean
rd_inline_block_read(const RdText *text, guint i, RdTerm *separator, RdHeaderBlock *out)
{
	g_autofree char *rest = NULL;

	if (*rd_text_line(text, i) != '-')
		return FALSE;
	rest = inline_split(text, i, separator);
	if (rest == NULL || *rest == '\0')
		return FALSE;
	memset(out, 0, sizeof *out);
	out->first = i;
	out->end = i + 1;
	out->depth = text->lines[i].depth;
	inline_read_fields(rest, out);
	if (out->values[RD_TERM_FROM] != NULL)
		return TRUE;
	rd_header_block_clear(out);
	return FALSE;
}
