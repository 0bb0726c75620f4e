#include "dissect-private.h"

#include "forward-address.h"

#include <string.h>

#define LINES_MAX      4   /* that an attribution may be wrapped over */
#define BYTES_MAX      600 /* of all of them */
#define BYTES_MIN      8
#define DATE_DIGITS    6 /* of a year and a time */
#define NAME_WORDS_MAX 4 /* of "Ann Lee wrote:" */

/* A candidate: some lines, joined, and what they have of an attribution. */
typedef struct {
	guint first;
	GString *joined;
	char *folded;	  /* without what stands in angle brackets */
	const char *verb; /* in folded, or NULL */
	gsize verb_len;
	gboolean has_address;
	gboolean has_date;
	gboolean has_lead;
	gboolean has_day; /* a date, but no year: "Mon, 9 Mar at 5:45 PM" */
	RdWrittenDate date;
} Candidate;

static void
candidate_clear(Candidate *self)
{
	if (self->joined != NULL)
		g_string_free(g_steal_pointer(&self->joined), TRUE);
	g_clear_pointer(&self->folded, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Candidate, candidate_clear)

/* The languages of a word like "On" or "Am", or such a few, that the text begins with. */
static RdLanguageSet
attribution_find_lead(const char *folded)
{
	char words[48];
	RdLanguageSet found;
	gsize len = 0;

	folded += strspn(folded, "-> *\"");
	for (guint n = 0; n < 4; n++) {
		len += strcspn(folded + len, " ");
		if (len >= sizeof words)
			return 0;
		memcpy(words, folded, len);
		words[len] = '\0';
		if (len > 0 && words[len - 1] == ',')
			words[len - 1] = '\0';
		found = rd_term_find(RD_TERM_LEAD, words);
		if (found != 0)
			return found;
		len += strspn(folded + len, " ");
		if (folded[len] == '\0')
			return 0;
	}
	return 0;
}

/* Addresses hold digits and dots that are no date, and words that are no verb. */
static char *
attribution_without_addresses(const GString *joined)
{
	g_autoptr(GString) out = g_string_new(NULL);
	gboolean inside = FALSE;

	for (const char *p = joined->str; *p != '\0'; p++) {
		if (*p == '<' && strchr(p, '>') != NULL)
			inside = TRUE;
		if (!inside)
			g_string_append_c(out, *p);
		else if (*p == '>')
			g_string_append_c(out, ' ');
		if (*p == '>')
			inside = FALSE;
	}
	return rd_fold(out->str, out->len);
}

/* Freshdesk and others leave the year out; any will do to see the rest. */
static gboolean
attribution_has_day(const char *folded, RdLanguageSet languages)
{
	g_autofree char *dated = g_strconcat(folded, " 2000", NULL);
	RdWrittenDate date;

	return rd_written_date_parse(dated, strlen(dated), languages, &date) && date.has_clock;
}

static void
candidate_read(Candidate *self, const RdText *text, guint first, guint last)
{
	RdLanguageSet lead;
	gsize len;

	candidate_clear(self);
	self->first = first;
	self->joined = g_string_new(NULL);
	for (guint i = first; i <= last; i++) {
		if (i > first)
			g_string_append_c(self->joined, ' ');
		g_string_append_len(self->joined, rd_text_line(text, i), text->lines[i].len);
	}
	self->folded = attribution_without_addresses(self->joined);
	self->verb = rd_wording_find(RD_WORDING_WROTE, self->folded, &self->verb_len);
	self->has_address =
		rd_written_address_find(self->joined->str, self->joined->len, &len) != NULL;
	lead = attribution_find_lead(self->folded);
	self->has_lead = lead != 0;
	self->has_date =
		rd_written_date_parse(self->folded, strlen(self->folded), lead, &self->date);
	self->has_day = !self->has_date && self->has_lead && self->has_address &&
			attribution_has_day(self->folded, lead);
}

static gboolean
attribution_ends_with_verb(const Candidate *self)
{
	const char *rest = self->verb != NULL ? self->verb + self->verb_len : NULL;

	return rest != NULL && strspn(rest, " :-_*\xef\xbc\x9a") == strlen(rest);
}

/* Whether a name stands before the verb: a few words, the first and last with capitals. */
static gboolean
attribution_names_writer(const Candidate *self)
{
	static const char ornaments[] = "-> *\"'";
	const char *name = self->folded + strspn(self->folded, ornaments);
	const char *last = name;
	const char *first_shown, *last_shown;
	guint words = 0;

	for (const char *p = name; self->verb != NULL && p < self->verb; p++) {
		if (*p != ' ')
			continue;
		words++;
		if (p + 1 < self->verb)
			last = p + 1;
	}
	if (words == 0 || words > NAME_WORDS_MAX)
		return FALSE;
	first_shown = rd_fold_origin(self->joined->str, self->folded, name);
	first_shown += strspn(first_shown, ornaments);
	last_shown = rd_fold_origin(self->joined->str, self->folded, last);
	last_shown += strspn(last_shown, ornaments);
	return g_unichar_isupper(g_utf8_get_char(first_shown)) &&
	       g_unichar_isupper(g_utf8_get_char(last_shown));
}

static gboolean
attribution_has_clock(const Candidate *self)
{
	return self->has_date && self->date.has_clock;
}

/* A date in a language of no table is at least a year and a time. */
static gboolean
attribution_has_numbers(const Candidate *self)
{
	guint digits = 0;

	for (const char *p = self->folded; *p != '\0'; p++)
		digits += g_ascii_isdigit(*p) != 0;
	return digits >= DATE_DIGITS;
}

/* With a marked quote under it a little is enough. */
static gboolean
attribution_fits_quote(const Candidate *self)
{
	if (attribution_ends_with_verb(self) && attribution_names_writer(self))
		return TRUE;
	if (self->verb != NULL)
		return self->has_date || self->has_address || self->has_lead;
	return self->has_address && (self->has_date || attribution_has_numbers(self));
}

/* Without one it takes everything that a client writes. */
static gboolean
attribution_fits_alone(const Candidate *self)
{
	if (self->has_day && attribution_ends_with_verb(self))
		return TRUE;
	if (!attribution_has_clock(self))
		return FALSE;
	if (self->has_address)
		return TRUE;
	return self->verb != NULL &&
	       (self->has_lead || g_ascii_isdigit(*self->folded) || attribution_names_writer(self));
}

/* "|" at the line begins marks a quote for some; only under an attribution for us. */
static gboolean
text_is_barred(const RdText *text, guint i)
{
	return *rd_text_line(text, i) == '|';
}

/*
 * Mostly a colon, or dashes. Right above a quote also a verb, since some clients leave the
 * colon out; but then what a person tells there may look the same.
 */
static gboolean
text_ends_like_attribution(const RdText *text, guint i, gboolean adjacent)
{
	const RdTextLine *line = &text->lines[i];
	const char *start = rd_text_line(text, i);
	const char *end = start + line->len;
	g_autofree char *folded = NULL;
	const char *verb;
	gsize len;

	if (line->len > BYTES_MAX)
		return FALSE;
	if (end[-1] == ':' || (line->len >= 3 && memcmp(end - 3, "\xef\xbc\x9a", 3) == 0))
		return TRUE;
	if (end[-1] == '-' || end[-1] == '*')
		return line->len >= BYTES_MIN;
	if (!adjacent)
		return FALSE;
	folded = rd_fold(start, line->len);
	verb = rd_wording_find(RD_WORDING_WROTE, folded, &len);
	return verb != NULL && verb[len] == '\0';
}

/* A line that may be the beginning of one whose end is further down. */
static gboolean
text_may_begin(const RdText *text, guint i, guint last)
{
	const RdTextLine *line = &text->lines[i];
	guint8 marks = line->marks ^ text->lines[last].marks;

	if (line->len == 0 || line->len >= BYTES_MAX || line->depth != text->lines[last].depth ||
	    (marks & RD_LINE_ATTRIBUTION) != 0)
		return FALSE;
	return strchr(":!?", text->text[line->start + line->len - 1]) == NULL;
}

/*
 * Finds the lines of the attribution that ends with line @last: the fewest that make
 * one, but upwards to the line that begins with "On 5 January ..." if they do not.
 */
static gboolean
attribution_find(RdText *text, guint low, guint last, gboolean quoted, Candidate *found)
{
	gboolean (*fits)(const Candidate *) =
		quoted ? attribution_fits_quote : attribution_fits_alone;
	gboolean is_found = FALSE;

	for (guint n = 0; n < LINES_MAX && n <= last - low; n++) {
		g_auto(Candidate) candidate = {0};
		guint first = last - n;

		if (n > 0 && !text_may_begin(text, first, last))
			break;
		candidate_read(&candidate, text, first, last);
		if (candidate.joined->len > BYTES_MAX)
			break;
		if (is_found && !(candidate.has_lead && candidate.has_date))
			continue;
		if (!fits(&candidate))
			continue;
		candidate_clear(found);
		*found = candidate;
		candidate = (Candidate){0};
		is_found = TRUE;
		if (found->has_date)
			break;
	}
	return is_found;
}

/* Goes over the words before a name that belong to the time or are the verb. */
static const char *
attribution_skip_words(const char *p, const char *end)
{
	while (p < end) {
		gsize len = strspn(p, " \"'");
		gsize word = strcspn(p + len, " <");
		g_autofree char *folded = rd_fold(p + len, word);
		gsize verb;
		const char *found = rd_wording_find(RD_WORDING_WROTE, folded, &verb);

		if (word == 0 || (!rd_written_date_has_word(folded) &&
				  rd_term_find(RD_TERM_BEFORE_NAME, folded) == 0 &&
				  (found != folded || folded[verb] != '\0')))
			break;
		p += len + word;
	}
	return p;
}

/* "Ann Lee <ann@x.example>" out of the attribution; "" if it cannot be told. */
static char *
attribution_who(const Candidate *self)
{
	gsize len;
	const char *address = rd_written_address_find(self->joined->str, self->joined->len, &len);
	const char *start = address;
	const char *end;

	if (address == NULL)
		return g_strdup("");
	end = address + len;
	while (start > self->joined->str && strchr("<([ ", start[-1]) != NULL)
		start--;
	/* the name goes back to what can be in no name: a digit, a comma, a colon */
	while (start > self->joined->str && strchr(",;:0123456789<>(", start[-1]) == NULL)
		start--;
	start = attribution_skip_words(start, address);
	return g_strndup(start, (gsize)(end - start));
}

gboolean
rd_attribution_read(RdText *text, guint low, guint i, guint end, RdAttribution *out)
{
	guint next = rd_text_skip_blank(text, i + 1, end);
	gboolean marked = (text->lines[i].marks & RD_LINE_ATTRIBUTION) != 0;
	gboolean below = next < end && (text->lines[next].depth > text->lines[i].depth ||
					text_is_barred(text, next));
	g_auto(Candidate) found = {0};

	if ((!text_ends_like_attribution(text, i, below && next == i + 1) && !marked) ||
	    text->lines[i].len < BYTES_MIN / 2 || !rd_text_attempt(text))
		return FALSE;
	if (!attribution_find(text, low, i, below || marked, &found)) {
		if (!marked || !below)
			return FALSE;
		candidate_read(&found, text, i, i); /* in words that no table has */
	}
	out->first = found.first;
	out->end = i + 1;
	out->quoted = below;
	out->sure = attribution_fits_alone(&found) || marked;
	out->who = attribution_who(&found);
	out->date = found.date;
	out->has_date = found.has_date;
	return TRUE;
}

void
rd_attribution_clear(RdAttribution *self)
{
	g_clear_pointer(&self->who, g_free);
}
