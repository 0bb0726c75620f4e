#include "dissect-private.h"

#include <string.h>

#define END_LINE_MAX 100 /* octets of the line that closes a forward */

/*
 * The walk over the lines of one message, from boundary to boundary. Without one a line
 * is its writer's.
 */
typedef struct {
	RdText *text;
	const RdRegion *region;
	gboolean forwarded; /* a forward was met */
	guint others;	    /* and under it so many that are called one */
} Walk;

/* ---- the end of a forward ---- */

/* Whether all lines of [@i, @end) that are not blank are quoted. */
static gboolean
text_is_quote(const RdText *text, guint i, guint end, guint8 depth)
{
	for (; i < end; i++) {
		if (!rd_text_is_blank(text, i) && text->lines[i].depth <= depth)
			return FALSE;
	}
	return TRUE;
}

/* How deep the body of a forward is quoted: mostly as its header lines are. */
static guint8
forward_depth(const RdText *text, const RdRegion *region, const RdBoundary *boundary)
{
	guint body = rd_text_skip_blank(text, boundary->end, region->end);
	guint8 depth = text->lines[boundary->end - 1].depth;

	if (body == region->end)
		return depth;
	if (text->lines[body].depth <= depth)
		return MAX(text->lines[body].depth, region->depth);
	/* header lines unquoted, but everything under them quoted */
	return text_is_quote(text, body, region->end, depth) ? text->lines[body].depth : depth;
}

/* A client that wraps lines leaves some without their ">" between those that have it. */
static gboolean
forward_goes_on(const RdText *text, guint i, guint end, guint8 depth)
{
	guint next = i + 1;

	if (next < end && !rd_text_is_blank(text, next) && text->lines[next].depth < depth)
		next++;
	return !rd_text_is_blank(text, i - 1) && next < end && !rd_text_is_blank(text, next) &&
	       text->lines[next].depth >= depth;
}

/* "----- End forwarded message -----" of Mutt, Gnus and Horde. */
static gboolean
forward_is_closed_by(const RdText *text, guint i)
{
	const char *line = rd_text_line(text, i);
	gsize len = text->lines[i].len;
	gsize at_start = 0, at_end = 0;
	g_autofree char *folded = NULL;

	if (len == 0 || *line != '-' || line[len - 1] != '-' || len > END_LINE_MAX)
		return FALSE;
	while (at_start < len && strchr("- ", line[at_start]) != NULL)
		at_start++;
	while (at_end < len - at_start && strchr("- ", line[len - 1 - at_end]) != NULL)
		at_end++;
	folded = rd_fold(line + at_start, len - at_start - at_end);
	return rd_term_find(RD_TERM_FORWARD_END, folded) != 0;
}

/* The last such line, since there may be forwards within the forward; or @end. */
static guint
forward_find_close(const RdText *text, guint first, guint end)
{
	for (guint i = end; i > first; i--) {
		if (forward_is_closed_by(text, i - 1))
			return i - 1;
	}
	return end;
}

static guint
forward_end(const RdText *text, const RdRegion *region, guint first, guint8 depth)
{
	guint last = first;

	if (depth <= region->depth)
		return forward_find_close(text, first, region->end);
	for (guint i = first; i < region->end; i++) {
		if (rd_text_is_blank(text, i))
			continue;
		if (text->lines[i].depth < depth && !forward_goes_on(text, i, region->end, depth))
			break;
		last = i + 1;
	}
	return last;
}

/* ---- the walk ---- */

static guint
walk_forward(Walk *self, RdBoundary *boundary)
{
	RdPart part = self->forwarded ? RD_PART_QUOTED : RD_PART_FORWARD;
	guint end;

	if (self->forwarded) { /* a mail has one; the next one under it is read like a quote */
		boundary->kind = RD_BOUNDARY_QUOTE;
		self->others += boundary->announced;
	}
	self->forwarded = TRUE;
	boundary->body_depth = forward_depth(self->text, self->region, boundary);
	boundary->body_end =
		forward_end(self->text, self->region, boundary->end, boundary->body_depth);
	end = boundary->body_end;
	if (end < self->region->end && forward_is_closed_by(self->text, end))
		end++;
	rd_text_set_part(self->text, boundary->first, end, part);
	return end;
}

/* From the attribution over the quote under it. */
static guint
walk_quote(Walk *self, const RdBoundary *boundary)
{
	guint end = self->region->end;
	guint quote = rd_text_skip_blank(self->text, boundary->end, end);

	if (quote < end)
		end = rd_quote_end(self->text, quote, end, self->region->depth);
	end = MAX(end, boundary->end);
	rd_text_set_part(self->text, boundary->first, end, RD_PART_QUOTED);
	return end;
}

/* All below is a quote, unless it is marked as one: then that is where it ends. */
static guint
walk_rest(Walk *self, const RdBoundary *boundary)
{
	guint end = self->region->end;
	guint body = rd_text_skip_blank(self->text, boundary->end, end);

	if (body < end && self->text->lines[body].depth > self->text->lines[boundary->first].depth)
		return walk_quote(self, boundary);
	rd_text_set_part(self->text, boundary->first, end, RD_PART_QUOTED);
	return end;
}

/* Returns the line to go on with. */
static guint
walk_line(Walk *self, guint i, RdBoundary *boundary)
{
	RdText *text = self->text;

	rd_boundary_find(text, self->region, i, boundary);
	switch (boundary->kind) {
	case RD_BOUNDARY_FORWARD:
		return walk_forward(self, boundary);
	case RD_BOUNDARY_REST:
		return walk_rest(self, boundary);
	case RD_BOUNDARY_ATTRIBUTION:
	case RD_BOUNDARY_QUOTE:
		return walk_quote(self, boundary);
	case RD_BOUNDARY_LINE:
		rd_text_set_part(text, boundary->first, boundary->end, RD_PART_QUOTED);
		return boundary->end;
	default:
		return i + 1;
	}
}

/* ---- ">" that quotes nothing ---- */

/* "> 50 % of the panels", "> 5 kW": more than. "> 5. Roof" is an item of a quoted list. */
static gboolean
arrow_compares(const char *content)
{
	static const char *const units[] = {"%",   "$",	 "\xe2\x82\xac", "\xc2\xa3", "\xc2\xb0",
					    "kW",  "W",	 "MWh",		 "V",	     "A ",
					    "USD", "EUR"};
	const char *p = content + strspn(content, "0123456789.,");

	if (p == content || p[-1] == '.')
		return FALSE;
	p += strspn(p, " ");
	for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
		if (g_str_has_prefix(p, units[i]))
			return TRUE;
	}
	return FALSE;
}

/* ">500 W", ">>> http://x.example <<<", ">From our side" (an mbox did that) */
static gboolean
arrow_is_text(const RdText *text, guint i, guint end)
{
	const RdTextLine *line = &text->lines[i];
	const char *content = rd_text_line(text, i);
	const char *before = content > text->text ? content - 1 : content;

	if (line->prefixes == 0 || line->len == 0)
		return FALSE;
	if (*before == '>' && (g_ascii_isdigit(*content) || *content == '=' || *content == '$'))
		return TRUE;
	if (line->prefixes == 1 && arrow_compares(content))
		return TRUE;
	if (*before == '>' && line->prefixes == 1 && strncmp(content, "From ", 5) == 0)
		return TRUE;
	if (g_ascii_isdigit(*content) && i + 1 < end && !rd_text_is_blank(text, i + 1) &&
	    g_unichar_islower(g_utf8_get_char(rd_text_line(text, i + 1))))
		return TRUE; /* goes on in the next line */
	return content[line->len - 1] == '<';
}

/*
 * Takes the quote marks off single lines that a person began with an arrow. In a mail
 * that answers nothing, any single line counts as such.
 */
static void
text_release_arrows(RdText *text, const RdRegion *region)
{
	gboolean new_mail = !region->inner && region->head.subject != NULL &&
			    rd_subject_prefix(region->head.subject, 0) == RD_PREFIX_NONE;

	for (guint i = region->first; i < region->end; i++) {
		RdTextLine *line = &text->lines[i];
		gboolean above = i > region->first && text->lines[i - 1].prefixes > 0;
		gboolean below = i + 1 < region->end && text->lines[i + 1].prefixes > 0;
		guint before = i;

		if (line->prefixes == 0 || above || below)
			continue;
		while (before > region->first && rd_text_is_blank(text, before - 1))
			before--;
		if (before > region->first &&
		    strchr(":", text->text[text->lines[before - 1].start +
					   text->lines[before - 1].len - 1]) != NULL)
			continue; /* an attribution stands above it */
		if (!arrow_is_text(text, i, region->end) && !new_mail)
			continue;
		line->depth = (guint8)(line->depth - line->prefixes);
		line->prefixes = 0;
		line->len += line->start - line->raw;
		line->start = line->raw;
	}
}

gboolean
rd_reply_part(RdText *text, const RdRegion *region, RdBoundary *out)
{
	Walk walk = {text, region, FALSE, 0};

	memset(out, 0, sizeof *out);
	rd_text_set_part(text, region->first, region->end, RD_PART_REPLY);
	if (!region->inner)
		text_release_arrows(text, region);
	for (guint i = region->first; i < region->end;) {
		RdBoundary boundary = {0};

		if (rd_text_is_blank(text, i)) {
			i++;
			continue;
		}
		i = walk_line(&walk, i, &boundary);
		if (boundary.kind == RD_BOUNDARY_FORWARD)
			*out = boundary; /* at most one */
		else
			rd_boundary_clear(&boundary);
	}
	out->others = walk.others;
	rd_signature_part(text, region);
	return walk.forwarded;
}
