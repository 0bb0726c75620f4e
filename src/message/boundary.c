#include "dissect-private.h"

#include "forward-address.h"

#include <string.h>

#define SEPARATOR_MAX 120 /* octets of a separator line */
#define BARE_MAX      40  /* octets of one without dashes and colon */
#define RULE_MIN      5	  /* signs of a line that is a rule */
#define GAP_MAX	      6	  /* lines between a separator and the header lines */
#define WRAPPED_MIN   60  /* characters of a line that a client may have wrapped */
#define WRAPPED_REST  40  /* and of what it left for the next one */

/* ---- separators ---- */

typedef enum {
	SEPARATOR_NONE,
	SEPARATOR_FORWARDED, /* the words say that it is a forward */
	SEPARATOR_ORIGINAL,  /* "Original Message": a forward or a reply */
	SEPARATOR_UNKNOWN,   /* "------ Oorspronklike boodskap ------" */
} Separator;

typedef struct {
	Separator kind;
	gboolean drawn; /* with dashes or the like at both sides */
} SeparatorLine;

static gboolean
separator_is_ornament(gunichar c)
{
	return c < 0x80 ? strchr("-=_*~+#<> .", (int)c) != NULL && c != 0
			: c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x2014 || c == 0x2015 ||
				  c == 0x2500 || c == 0xa0;
}

/* What is between the ornaments of a line; @at_start, @at_end: (out) how many there are. */
static const char *
separator_strip(const char *p, gsize *len, guint *at_start, guint *at_end)
{
	const char *end = p + *len;

	*at_start = *at_end = 0;
	while (p < end && separator_is_ornament(g_utf8_get_char(p))) {
		p = g_utf8_next_char(p);
		*at_start += 1;
	}
	while (end > p) {
		const char *before = g_utf8_prev_char(end);

		if (!separator_is_ornament(g_utf8_get_char(before)))
			break;
		end = before;
		*at_end += 1;
	}
	*len = (gsize)(end - p);
	return p;
}

static SeparatorLine
separator_read(const RdText *text, guint i)
{
	SeparatorLine out = {SEPARATOR_NONE, FALSE};
	gsize len = text->lines[i].len;
	guint at_start, at_end;
	gboolean colon;
	const char *words;
	g_autofree char *folded = NULL;

	if (len == 0 || len > SEPARATOR_MAX)
		return out;
	words = separator_strip(rd_text_line(text, i), &len, &at_start, &at_end);
	out.drawn = at_start >= 2 && at_end >= 2;
	colon = len > 0 && words[len - 1] == ':';
	if (colon)
		len--;
	while (len > 0 && words[len - 1] == ' ')
		len--; /* "Début du message réexpédié :" */
	if (at_start == 0 && !colon && len > BARE_MAX)
		return out;
	if (rd_term_may_begin(RD_TERM_FORWARDED, words, len) ||
	    rd_term_may_begin(RD_TERM_ORIGINAL, words, len))
		folded = rd_fold(words, len);
	if (folded != NULL && rd_term_find(RD_TERM_FORWARDED, folded) != 0)
		out.kind = SEPARATOR_FORWARDED;
	else if (folded != NULL && rd_term_find(RD_TERM_ORIGINAL, folded) != 0)
		out.kind = SEPARATOR_ORIGINAL;
	else if (out.drawn && at_start >= RULE_MIN && at_end >= RULE_MIN && len > 0)
		out.kind = SEPARATOR_UNKNOWN;
	return out;
}

/* A line of nothing but dashes or underscores. */
static gboolean
text_is_rule(const RdText *text, guint i)
{
	gsize len = text->lines[i].len;
	guint at_start, at_end;

	if (len < RULE_MIN || len > SEPARATOR_MAX)
		return FALSE;
	if (strchr("-_=*", *rd_text_line(text, i)) == NULL && (guchar)*rd_text_line(text, i) < 0x80)
		return FALSE;
	separator_strip(rd_text_line(text, i), &len, &at_start, &at_end);
	return len == 0 && at_start >= RULE_MIN;
}

/* The rule above line @i, if there is one, else @i. */
static guint
boundary_begin(const RdText *text, guint low, guint i)
{
	guint above = i;

	while (above > low && rd_text_is_blank(text, above - 1))
		above--;
	if (above > low && text_is_rule(text, above - 1))
		return above - 1;
	return i;
}

/* ---- forward or reply ---- */

static gboolean
address_equal(const RdAddress *a, const RdAddress *b)
{
	gsize len;

	if (*a->address == '\0' || *b->address == '\0')
		return *a->name != '\0' && g_ascii_strcasecmp(a->name, b->name) == 0;
	if (g_ascii_strcasecmp(a->address, b->address) == 0)
		return TRUE;
	/* complaints+RD-1.token@ answers for complaints@ */
	len = strcspn(a->address, "+@");
	return len == strcspn(b->address, "+@") &&
	       g_ascii_strncasecmp(a->address, b->address, len) == 0 &&
	       g_ascii_strcasecmp(strchrnul(a->address, '@'), strchrnul(b->address, '@')) == 0;
}

/* Whether the mail goes to the one it quotes; FALSE also when that cannot be told. */
static gboolean
head_answers(const RdHead *head, const RdAddress *from)
{
	if (head->from != NULL && address_equal(head->from, from))
		return TRUE; /* a second mail under one's own first */
	for (guint i = 0; head->to != NULL && i < head->to->len; i++) {
		if (address_equal(head->to->pdata[i], from))
			return TRUE;
	}
	return FALSE;
}

/* The rules of rd_dissect() for header lines that nothing calls a forward. */
static gboolean
boundary_is_forward(const RdRegion *region, const RdHeaderBlock *block, gboolean is_empty)
{
	const char *value = rd_header_block_get(block, RD_TERM_FROM);
	RdAddress *from;
	gboolean answers;

	switch (rd_subject_prefix(region->head.subject, block->languages)) {
	case RD_PREFIX_FORWARD:
		return TRUE;
	case RD_PREFIX_REPLY:
		return FALSE;
	default:
		break;
	}
	if (value == NULL)
		return FALSE;
	if (region->head.to == NULL || region->head.to->len == 0)
		return is_empty; /* nobody writes an empty reply */
	from = rd_written_sender_parse(value, strlen(value));
	answers = from == NULL || head_answers(&region->head, from);
	rd_address_free(from);
	return !answers;
}

static gboolean
region_is_empty_above(const RdText *text, const RdRegion *region, guint i)
{
	return rd_text_skip_blank(text, region->first, i) == i;
}

/* ---- what begins at a line ---- */

/* The line under separator @i where header lines or an attribution may begin, or @end. */
static guint
boundary_find_header(const RdText *text, guint i, guint end)
{
	guint limit = MIN(end, i + 1 + GAP_MAX);

	for (i = i + 1; i < limit; i++) {
		if (!rd_text_is_blank(text, i) && !text_is_rule(text, i))
			return i;
	}
	return end;
}

/* Some clients draw the separator a second time, under the header lines. */
static guint
boundary_skip_second(const RdText *text, guint i, guint end, Separator kind)
{
	guint next = rd_text_skip_blank(text, i, end);

	if (next < end && kind != SEPARATOR_NONE && separator_read(text, next).drawn &&
	    separator_read(text, next).kind == kind)
		return next + 1;
	return i;
}

/* Separator, then "On Wednesday, ..., Ann wrote:" instead of header lines. */
static gboolean
boundary_read_attribution(RdText *text, guint low, guint i, guint end, RdBoundary *out)
{
	for (guint last = i; last < MIN(end, i + 4) && !rd_text_is_blank(text, last); last++) {
		if (rd_attribution_read(text, MAX(low, i), last, end, &out->attribution))
			return TRUE;
	}
	return FALSE;
}

/* Header lines, by their names or else, where a client says that they are, by their values. */
static gboolean
boundary_read_block(RdText *text, const RdRegion *region, guint i, gboolean announced,
		    gboolean marked, RdHeaderBlock *out)
{
	RdHeaderBlock foreign;
	gboolean found =
		rd_header_block_read(text, i, region->end, announced, region->head.subject, out);

	if (!marked || (found && out->values[RD_TERM_FROM] != NULL) ||
	    !rd_foreign_block_read(text, i, region->end, &foreign))
		return found;
	if (found)
		rd_header_block_clear(out);
	*out = foreign;
	return TRUE;
}

static RdBoundaryKind
boundary_at_separator(RdText *text, const RdRegion *region, guint i, RdBoundary *out)
{
	SeparatorLine separator = separator_read(text, i);
	guint header;
	gboolean is_empty, has_block;

	if (separator.kind == SEPARATOR_NONE)
		return RD_BOUNDARY_NONE;
	header = boundary_find_header(text, i, region->end);
	has_block = header < region->end &&
		    boundary_read_block(text, region, header, separator.kind != SEPARATOR_UNKNOWN,
					TRUE, &out->block);
	is_empty = region_is_empty_above(text, region, i);
	out->announced =
		separator.kind == SEPARATOR_FORWARDED && text->lines[i].depth <= region->depth;
	out->first = boundary_begin(text, region->first, i);
	if (has_block) {
		out->end = boundary_skip_second(text, out->block.end, region->end, separator.kind);
		return separator.kind == SEPARATOR_FORWARDED ||
				       boundary_is_forward(region, &out->block, is_empty)
			       ? RD_BOUNDARY_FORWARD
			       : RD_BOUNDARY_REST;
	}
	if (separator.kind == SEPARATOR_UNKNOWN || (!separator.drawn && header == region->end))
		return RD_BOUNDARY_NONE;
	if (header < region->end &&
	    boundary_read_attribution(text, header, header, region->end, out)) {
		out->end = out->attribution.end;
		if (separator.kind == SEPARATOR_FORWARDED ||
		    rd_subject_prefix(region->head.subject, 0) == RD_PREFIX_FORWARD)
			return RD_BOUNDARY_FORWARD;
		return out->attribution.quoted ? RD_BOUNDARY_ATTRIBUTION : RD_BOUNDARY_REST;
	}
	out->end = i + 1;
	if (!separator.drawn)
		return RD_BOUNDARY_NONE;
	if (separator.kind == SEPARATOR_ORIGINAL)
		return RD_BOUNDARY_REST;
	/* a forward of which nothing is known; within another one just a line */
	return region->inner || header == region->end ? RD_BOUNDARY_LINE : RD_BOUNDARY_FORWARD;
}

static RdBoundaryKind
boundary_at_block(RdText *text, const RdRegion *region, guint i, RdBoundary *out)
{
	gboolean announced = (text->lines[i].marks & RD_LINE_HEADER_BLOCK) != 0;
	gboolean marked = announced || (text->lines[i].marks & RD_LINE_SEPARATOR) != 0;
	RdTerm term;
	gboolean is_field =
		rd_text_is_field(text, i, &term) && term != RD_TERM_CC && term != RD_TERM_OTHER;

	if ((!is_field && !marked) ||
	    !boundary_read_block(text, region, i, announced, marked, &out->block))
		return RD_BOUNDARY_NONE;
	out->first = boundary_begin(text, region->first, i);
	out->end = out->block.end;
	return boundary_is_forward(region, &out->block,
				   region_is_empty_above(text, region, out->first))
		       ? RD_BOUNDARY_FORWARD
		       : RD_BOUNDARY_REST;
}

/* Separator and header lines on one line. */
static RdBoundaryKind
boundary_at_inline(RdText *text, const RdRegion *region, guint i, RdBoundary *out)
{
	RdTerm separator;

	if (!rd_inline_block_read(text, i, &separator, &out->block))
		return RD_BOUNDARY_NONE;
	out->first = i;
	out->end = i + 1;
	return separator == RD_TERM_FORWARDED ||
			       boundary_is_forward(region, &out->block,
						   region_is_empty_above(text, region, i))
		       ? RD_BOUNDARY_FORWARD
		       : RD_BOUNDARY_REST;
}

/* "On ... wrote:" at the last of its lines. */
static RdBoundaryKind
boundary_at_attribution(RdText *text, const RdRegion *region, guint i, RdBoundary *out)
{
	RdPrefix prefix;

	if (!rd_attribution_read(text, region->first, i, region->end, &out->attribution))
		return RD_BOUNDARY_NONE;
	prefix = rd_subject_prefix(region->head.subject, 0);
	out->first = boundary_begin(text, region->first, out->attribution.first);
	out->end = out->attribution.end;
	if (prefix == RD_PREFIX_FORWARD && !region->inner && out->attribution.sure &&
	    *out->attribution.who != '\0')
		return RD_BOUNDARY_FORWARD;
	if (out->attribution.quoted)
		return RD_BOUNDARY_ATTRIBUTION;
	/* no marked quote: in a mail that is no answer it is the writer who tells */
	if (!out->attribution.sure || (prefix == RD_PREFIX_NONE && region->head.subject != NULL))
		return RD_BOUNDARY_NONE;
	return RD_BOUNDARY_REST;
}

/* "## Please reply above this line ##" */
static RdBoundaryKind
boundary_at_marker(const RdText *text, const RdRegion *region, guint i, RdBoundary *out)
{
	const RdTextLine *line = &text->lines[i];
	g_autofree char *folded = NULL;
	gsize len;

	if (line->len > SEPARATOR_MAX || strchr("-#=_*<>~", *rd_text_line(text, i)) == NULL)
		return RD_BOUNDARY_NONE;
	folded = rd_fold(rd_text_line(text, i), line->len);
	if (rd_wording_find(RD_WORDING_REPLY_ABOVE, folded, &len) == NULL)
		return RD_BOUNDARY_NONE;
	out->first = i;
	out->end = i + 1;
	return region_is_empty_above(text, region, i) ? RD_BOUNDARY_LINE : RD_BOUNDARY_REST;
}

static gboolean
boundary_is_announced(const RdText *text, guint low, guint i, const RdBoundary *found)
{
	RdLanguageSet english = rd_term_find(RD_TERM_FROM, "from");
	const RdTextLine *line = &text->lines[i];

	return (found->block.languages & english) == 0 && line->len <= SEPARATOR_MAX / 2 &&
	       text->text[line->start + line->len - 1] == ':' &&
	       (i == low || rd_text_is_blank(text, i - 1));
}

/*
 * Apple Mail writes a line over the quote. In a language of no table it is known by where
 * it stands; the words in English are all known, so there it is the writer's.
 */
static guint
boundary_announcement(const RdText *text, const RdRegion *region, guint i, const RdBoundary *found)
{
	guint above = i;

	while (above > region->first && rd_text_is_blank(text, above - 1))
		above--;
	if (above == region->first || found->first != i ||
	    !boundary_is_announced(text, region->first, above - 1, found))
		return found->first;
	return above - 1;
}

/*
 * A quote that is really a forward: Apple Mail quotes all of it, separator included.
 * When the subject says that the mail is a forward, it may begin further down.
 */
static RdBoundaryKind
boundary_in_quote(RdText *text, const RdRegion *region, guint i, RdBoundary *out)
{
	guint end = i + 1;
	RdRegion inside = *region;

	if (rd_subject_prefix(region->head.subject, 0) == RD_PREFIX_FORWARD)
		end = rd_quote_end(text, i, region->end, region->depth);
	inside.first = i;
	for (; i < end; i++) {
		RdBoundaryKind kind = RD_BOUNDARY_NONE;

		if (rd_text_is_blank(text, i))
			continue;
		kind = boundary_at_separator(text, &inside, i, out);
		if (kind == RD_BOUNDARY_NONE)
			kind = boundary_at_block(text, &inside, i, out);
		if (kind == RD_BOUNDARY_FORWARD) {
			out->first = boundary_announcement(text, region, i, out);
			return kind;
		}
		rd_boundary_clear(out);
		if (kind != RD_BOUNDARY_NONE ||
		    rd_attribution_read(text, inside.first, i, end, &out->attribution))
			break;
	}
	rd_boundary_clear(out);
	return RD_BOUNDARY_QUOTE;
}

RdBoundaryKind
rd_boundary_find(RdText *text, const RdRegion *region, guint i, RdBoundary *out)
{
	static RdBoundaryKind (*const finders[])(RdText *, const RdRegion *, guint,
						 RdBoundary *) = {
		boundary_at_separator, boundary_at_inline, boundary_at_block,
		boundary_at_attribution};

	memset(out, 0, sizeof *out);
	if (text->lines[i].depth > region->depth) {
		out->first = out->end = i;
		out->kind = boundary_in_quote(text, region, i, out);
		return out->kind;
	}
	for (guint k = 0; k < G_N_ELEMENTS(finders) && out->kind == RD_BOUNDARY_NONE; k++) {
		if (k > 0)
			rd_boundary_clear(out);
		out->kind = finders[k](text, region, i, out);
	}
	if (out->kind == RD_BOUNDARY_NONE)
		out->kind = boundary_at_marker(text, region, i, out);
	return out->kind;
}

void
rd_boundary_clear(RdBoundary *self)
{
	rd_header_block_clear(&self->block);
	rd_attribution_clear(&self->attribution);
	memset(&self->block, 0, sizeof self->block);
	memset(&self->attribution, 0, sizeof self->attribution);
}

/* ---- the extent of a marked quote ---- */

/* A short line between two of a quote, the first of which was full: a client wrapped it. */
static gboolean
quote_is_wrapped(const RdText *text, guint i, guint end, guint8 depth)
{
	const RdTextLine *line = &text->lines[i];

	return i + 1 < end && text->lines[i + 1].depth > depth && text->lines[i + 1].len > 0 &&
	       text->lines[i - 1].depth > depth && text->lines[i - 1].len >= WRAPPED_MIN &&
	       line->len > 0 && line->len < WRAPPED_REST &&
	       g_unichar_islower(g_utf8_get_char(rd_text_line(text, i)));
}

guint
rd_quote_end(const RdText *text, guint i, guint end, guint8 depth)
{
	gboolean barred = text->lines[i].depth <= depth; /* "| ..." under an attribution */
	guint last = i;

	for (; i < end; i++) {
		const RdTextLine *line = &text->lines[i];
		gboolean quoted = barred ? line->len > 0 && *rd_text_line(text, i) == '|'
					 : line->depth > depth;

		if (quoted ||
		    (!barred && i > 0 && i == last && quote_is_wrapped(text, i, end, depth)))
			last = i + 1;
		else if (line->len > 0)
			break;
	}
	return last;
}
