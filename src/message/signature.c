#include "dissect-private.h"

#include "forward-address.h"

#include <string.h>

/*
 * Looks at each stretch of the writer's lines from its end upwards: first what programs
 * put there (footers, disclaimers), then what the writer's signature is. The further a
 * rule is from what a client writes by itself, the more it asks for.
 */

#define FOOTERS_MAX   30   /* under one mail */
#define PARAGRAPH_MAX 3000 /* octets that are looked at of a disclaimer */
#define BLOCK_LINES   12   /* under "--" or a sign-off */
#define CONTACT_LINES 8	   /* of a block without a sign-off above it */
#define LINE_CHARS    64   /* of a line of such a block */
#define LINE_WORDS    8
#define RULE_MIN      3	 /* dashes that are a rule rather than a delimiter */
#define SURE_PHRASE   14 /* octets of a disclaimer's phrase that people do not write */

/* Lines [first, end) of the text, all of them the writer's until proved otherwise. */
typedef struct {
	RdText *text;
	guint first, end;
} Stretch;

/* ---- lines ---- */

/* A telephone number, an address, a page: what stands in a signature to reach somebody. */
static gboolean
line_has_contact(const char *line, gsize len)
{
	guint digits = 0;
	gsize address_len;

	if (rd_written_address_find(line, len, &address_len) != NULL ||
	    memmem(line, len, "www.", 4) != NULL || memmem(line, len, "http", 4) != NULL)
		return TRUE;
	for (gsize i = 0; i < len; i++) {
		if (g_ascii_isdigit(line[i]))
			digits++;
		else if (strchr(" ()-.+/", line[i]) == NULL && digits < 7)
			digits = 0;
		if (digits >= 7)
			return TRUE;
	}
	return FALSE;
}

/* A sentence, or a piece of one. */
static gboolean
line_is_prose(const char *line, gsize len)
{
	guint words = rd_line_words(line, len);

	if (line_has_contact(line, len) || memchr(line, '|', len) != NULL)
		return words > 2 * LINE_WORDS;
	if (words > LINE_WORDS || g_utf8_strlen(line, (gssize)len) > LINE_CHARS)
		return TRUE;
	return words > 4 && strchr(".!?;:", line[len - 1]) != NULL;
}

/* One to four words, each with a capital, and nothing else: a name, or a title. */
static gboolean
line_is_name(const char *line, gsize len)
{
	const char *end = line + len;
	guint words = rd_line_words(line, len);

	if (words == 0 || words > 4 || len > LINE_CHARS)
		return FALSE;
	for (const char *p = line; p < end; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		gboolean begins = p == line || p[-1] == ' ';

		if (begins && !g_unichar_isupper(c) && g_unichar_islower(c) &&
		    !(p > line && strchr("dvl", *p) != NULL)) /* "van der", "de la" */
			return FALSE;
		if (!g_unichar_isalpha(c) && (c >= 0x80 || strchr(" .-',", (int)c) == NULL))
			return FALSE;
	}
	return g_unichar_isalpha(g_utf8_get_char(line));
}

/* A line of dashes or underscores and nothing else. */
static gboolean
line_is_rule(const char *line, gsize len)
{
	return len >= 2 && (strspn(line, "-") >= len || strspn(line, "_") >= len ||
			    strspn(line, "=") >= len || strspn(line, "*") >= len);
}

static const char *
stretch_line(const Stretch *self, guint i, gsize *len)
{
	*len = self->text->lines[i].len;
	return rd_text_line(self->text, i);
}

static guint
stretch_trim(const Stretch *self, guint end)
{
	while (end > self->first && rd_text_is_blank(self->text, end - 1))
		end--;
	return end;
}

/* The first line of the paragraph whose last line is @last. */
static guint
stretch_paragraph(const Stretch *self, guint last)
{
	while (last > self->first && !rd_text_is_blank(self->text, last - 1))
		last--;
	return last;
}

/* ---- disclaimers ---- */

static gboolean
stretch_is_disclaimer(const Stretch *self, guint first, guint end)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	g_autofree char *folded = NULL;
	const char *p;
	gsize len;
	guint hits = 0;
	gboolean sure = FALSE;

	for (guint i = first; i < end && joined->len < PARAGRAPH_MAX; i++) {
		const char *line = stretch_line(self, i, &len);

		g_string_append_len(joined, line, (gssize)MIN(len, PARAGRAPH_MAX));
		g_string_append_c(joined, ' ');
	}
	folded = rd_fold(joined->str, joined->len);
	for (p = folded; (p = rd_wording_find(RD_WORDING_DISCLAIMER, p, &len)) != NULL; p += len) {
		hits++;
		sure |= len >= SURE_PHRASE;
	}
	/* who has nothing but a disclaimer to say may well have said it */
	return hits >= 3 ||
	       (hits == 2 && sure && first > rd_text_skip_blank(self->text, self->first, end));
}

/* Goes up over what programs put under a mail; returns where that begins. */
static guint
stretch_peel(const Stretch *self, guint end)
{
	guint peeled = end;

	for (guint n = 0; n < FOOTERS_MAX && (end = stretch_trim(self, end)) > self->first; n++) {
		guint paragraph = stretch_paragraph(self, end - 1);
		gsize len;
		const char *line = stretch_line(self, end - 1, &len);

		if (rd_line_is_footer(line, len))
			end--;
		else if (stretch_is_disclaimer(self, paragraph, end))
			end = paragraph;
		else if (peeled < self->end && line_is_rule(line, len))
			end--; /* the rule above what was peeled */
		else
			break;
		peeled = end;
	}
	return peeled;
}

/* ---- signatures ---- */

/* How many lines of [@first, @end) are not blank; @prose, @contact: (out) of these. */
static guint
stretch_count(const Stretch *self, guint first, guint end, guint *prose, guint *contact)
{
	guint n = 0;

	*prose = *contact = 0;
	for (guint i = first; i < end; i++) {
		gsize len;
		const char *line = stretch_line(self, i, &len);

		if (len == 0)
			continue;
		n++;
		*prose += line_is_prose(line, len);
		*contact += line_has_contact(line, len);
	}
	return n;
}

/* "-- " of RFC 3676 section 4.3, or "--", "__" typed by hand. */
static gboolean
stretch_is_delimiter(const Stretch *self, guint i, gboolean *exact)
{
	const RdTextLine *raw = &self->text->lines[i];
	gsize len;
	const char *line = stretch_line(self, i, &len);

	*exact = len == 2 && memcmp(line, "--", 2) == 0 && self->text->text[raw->start + 2] == ' ';
	if (len == 3 && memcmp(line, "\xe2\x80\x94", 3) == 0)
		return TRUE; /* a dash */
	return len >= 2 && (strspn(line, "-") >= len || strspn(line, "_") >= len);
}

/* A postscript under a signature is the writer's. */
static gboolean
line_is_postscript(const char *line, gsize len)
{
	return len > 3 &&
	       (g_ascii_strncasecmp(line, "ps", 2) == 0 ||
		g_ascii_strncasecmp(line, "p.s", 3) == 0 ||
		g_ascii_strncasecmp(line, "p. s", 4) == 0) &&
	       strchr(".:,- s", line[2] == 0 ? ' ' : g_ascii_tolower(line[2])) != NULL;
}

static gboolean
stretch_has_postscript(const Stretch *self, guint first, guint end)
{
	for (guint i = first; i < end; i++) {
		gsize len;
		const char *line = stretch_line(self, i, &len);

		if (line_is_postscript(line, len))
			return TRUE;
	}
	return FALSE;
}

/*
 * People also draw rules between the parts of what they write: under "Two things:", more
 * than one, or above what is no name. With a way to reach somebody under it, it is a
 * signature all the same.
 */
static gboolean
stretch_rule_parts_text(const Stretch *self, guint rule, guint low, guint end, guint contact)
{
	guint above = stretch_trim(self, rule);
	guint below = rd_text_skip_blank(self->text, rule + 1, end);
	gboolean exact;
	gsize len;
	const char *line = stretch_line(self, rule, &len);

	if (contact > 0)
		return FALSE;
	if (above > self->first) {
		const char *over = stretch_line(self, above - 1, &len);

		if (len > 0 && over[len - 1] == ':')
			return TRUE;
	}
	for (guint i = low; i < end; i++) {
		if (i != rule && stretch_is_delimiter(self, i, &exact) && !exact)
			return TRUE;
	}
	stretch_line(self, rule, &len);
	if (len < RULE_MIN || below == end || *line == '\xe2')
		return FALSE;
	line = stretch_line(self, below, &len);
	return !line_is_name(line, len);
}

/* The delimiter that a signature up to @end follows, or @end. */
static guint
stretch_find_delimiter(const Stretch *self, guint end)
{
	guint low = end > self->first + 4 * BLOCK_LINES ? end - 4 * BLOCK_LINES : self->first;

	for (guint i = low; i < end; i++) {
		gboolean exact;
		guint n, prose, contact;

		if (!stretch_is_delimiter(self, i, &exact))
			continue;
		n = stretch_count(self, i + 1, end, &prose, &contact);
		if (stretch_has_postscript(self, i + 1, end))
			continue;
		if (!exact && stretch_rule_parts_text(self, i, low, end, contact))
			continue;
		if (exact || (n <= BLOCK_LINES && prose <= (contact > 0 ? 1 : 0)))
			return i;
	}
	return end;
}

/* "-Ann", "-- Ann Lee", "— Ann" as the last line: so do people sign. */
static gboolean
stretch_signs_with_dash(const Stretch *self, guint i)
{
	gsize len, above_len;
	const char *line = stretch_line(self, i, &len);
	const char *above;
	guint before = stretch_trim(self, i);
	gsize dash = strspn(line, "-~");

	if (dash == 0 && len > 3 && memcmp(line, "\xe2\x80\x94", 3) == 0)
		dash = 3;
	dash = MIN(dash, len);
	if (dash == 0 || dash == len || before == i || before == self->first)
		return FALSE;
	above = stretch_line(self, before - 1, &above_len);
	if (*above == *line || above[above_len - 1] == ':')
		return FALSE; /* an item of a list */
	while (dash < len && line[dash] == ' ')
		dash++;
	return line_is_name(line + dash, len - dash) && rd_line_words(line, len) <= 4;
}

static gboolean
line_is_sign_off(const char *line, gsize len)
{
	g_autofree char *folded = NULL;

	while (len > 0 && strchr(",.!-: ", line[len - 1]) != NULL)
		len--;
	if (len == 0 || len > LINE_CHARS)
		return FALSE;
	folded = rd_fold(line, len);
	return rd_term_find(RD_TERM_SIGN_OFF, folded) != 0;
}

/* Short lines that each begin with a capital or a number: a name with a title, a company. */
static gboolean
stretch_is_block(const Stretch *self, guint first, guint end)
{
	guint prose, contact;
	guint n = stretch_count(self, first, end, &prose, &contact);
	gsize len;
	const char *line = stretch_line(self, rd_text_skip_blank(self->text, first, end), &len);
	const char *bar = memchr(line, '|', len);

	if (n < 2 || n > BLOCK_LINES || prose > 0)
		return FALSE;
	while (bar != NULL && bar > line && bar[-1] == ' ')
		bar--;
	if (!line_is_name(line, bar != NULL ? (gsize)(bar - line) : len)) /* "Ann Lee | x" */
		return FALSE;
	for (guint i = first; i < end; i++) {
		gunichar c;

		line = stretch_line(self, i, &len);
		c = len > 0 ? g_utf8_get_char(line) : 'A';
		if (g_unichar_islower(c) && !line_has_contact(line, len))
			return FALSE;
	}
	return TRUE;
}

/* The sign-off over a block that ends at @end, or @end. */
static guint
stretch_find_sign_off(const Stretch *self, guint end)
{
	guint n = 0;

	for (guint i = end; i > self->first && n <= BLOCK_LINES; i--) {
		gsize len;
		const char *line = stretch_line(self, i - 1, &len);

		if (line_is_sign_off(line, len))
			return i < end && stretch_is_block(self, i, end) ? i - 1 : end;
		n += len > 0;
	}
	return end;
}

/* A block without a sign-off must say more: a name, and two ways to reach its owner. */
static guint
stretch_find_contact(const Stretch *self, guint end)
{
	guint first = end > self->first ? stretch_paragraph(self, end - 1) : end;
	guint above = stretch_trim(self, first);
	guint prose, contact, bars = 0;
	guint n = end - first;
	gsize len;

	if (first == self->first || n < 3 || n > CONTACT_LINES)
		return end;
	stretch_count(self, first, end, &prose, &contact);
	if (prose > 0)
		return end;
	for (guint i = first; i < end; i++) {
		const char *line = stretch_line(self, i, &len);

		bars += memchr(line, '|', len) != NULL;
	}
	if (contact + (bars > 0) < 2 || !stretch_is_block(self, first, end))
		return end;
	if (above > self->first) {
		const char *line = stretch_line(self, above - 1, &len);

		if (line[len - 1] == ':')
			return end; /* "My number:" */
	}
	return first;
}

static void
stretch_sign(const Stretch *self, guint first)
{
	for (guint i = first; i < self->end; i++)
		self->text->lines[i].part = RD_PART_SIGNATURE;
}

static void
stretch_part(const Stretch *self)
{
	guint peeled = stretch_peel(self, self->end);
	guint end = stretch_trim(self, peeled);
	guint first = end;

	guint dash;

	if (end > self->first)
		first = stretch_find_delimiter(self, end);
	dash = stretch_trim(self, first);
	if (dash > self->first && stretch_signs_with_dash(self, dash - 1))
		first = dash - 1;
	if (first == end)
		first = stretch_find_sign_off(self, end);
	if (first == end)
		first = stretch_find_contact(self, end);
	stretch_sign(self, first < end ? first : peeled);
}

/* What a client marked as its signature in HTML. */
static void
signature_take_marked(RdText *text, const RdRegion *region)
{
	for (guint i = region->first; i < region->end; i++) {
		RdTextLine *line = &text->lines[i];

		if (line->part == RD_PART_REPLY && (line->marks & RD_LINE_SIGNATURE) != 0)
			line->part = RD_PART_SIGNATURE;
	}
}

void
rd_signature_part(RdText *text, const RdRegion *region)
{
	signature_take_marked(text, region);
	for (guint i = region->first; i < region->end;) {
		Stretch stretch = {text, i, i};

		while (stretch.end < region->end && text->lines[stretch.end].part == RD_PART_REPLY)
			stretch.end++;
		i = stretch.end + 1;
		if (rd_text_skip_blank(text, stretch.first, stretch.end) < stretch.end)
			stretch_part(&stretch);
	}
}
