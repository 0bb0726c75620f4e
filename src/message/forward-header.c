#include "dissect-private.h"

#include "forward-address.h"

#include <string.h>

#define NAME_MAX_BYTES 60 /* of a field name, markup included */
#define BLOCK_MAX      80 /* lines */
#define FOREIGN_MAX    8  /* lines in a row that are no known field */
#define VALUE_MAX      8192
#define WRAP_WIDTH     70 /* clients wrap between 72 and 78 columns */

/* ---- one field ---- */

typedef struct {
	RdTerm term;
	RdLanguageSet languages;
	const char *value; /* white space and markup before it taken off */
	gsize value_len;
} Field;

static gsize
field_colon_len(const char *p, const char *end)
{
	if (*p == ':')
		return 1;
	return end - p >= 3 && memcmp(p, "\xef\xbc\x9a", 3) == 0 ? 3 : 0; /* fullwidth */
}

static gboolean
field_is_markup(char c)
{
	return c == '*' || c == '_' || c == ' ' || c == '\t';
}

static const char *
field_find_colon(const char *p, const char *end)
{
	gsize len = MIN((gsize)(end - p), NAME_MAX_BYTES);
	const char *colon = memchr(p, ':', len);
	const char *wide;

	if (colon != NULL)
		len = (gsize)(colon - p);
	if (memchr(p, '\xef', len) == NULL) /* mostly */
		return colon;
	wide = memmem(p, len, "\xef\xbc\x9a", 3);
	return wide != NULL ? wide : colon;
}

/* White space before it and markup at both ends are not part of a value. */
static void
field_set_value(Field *self, const char *p, const char *end)
{
	gboolean bold = FALSE;

	for (; p < end; p++) {
		if (end - p >= 2 && memcmp(p, "\xc2\xa0", 2) == 0)
			p++;
		else if (!field_is_markup(*p))
			break;
		bold |= *p == '*';
	}
	while (bold && end > p && end[-1] == '*')
		end--;
	self->value = p;
	self->value_len = (gsize)(end - p);
}

/* "From: x", "*From:* x", "De : x" */
static gboolean
field_read(const char *text, gsize len, Field *out)
{
	const char *end = text + len;
	const char *colon = field_find_colon(text, end);
	const char *name_end = colon;
	g_autofree char *folded = NULL;

	if (colon == NULL)
		return FALSE;
	while (text < colon && field_is_markup(*text))
		text++;
	while (name_end > text && field_is_markup(name_end[-1]))
		name_end--;
	if (name_end == text)
		return FALSE;
	folded = rd_fold(text, (gsize)(name_end - text));
	for (out->term = 0; out->term < RD_TERM_N_FIELDS; out->term++) {
		out->languages = rd_term_find(out->term, folded);
		if (out->languages != 0)
			break;
	}
	field_set_value(out, colon + field_colon_len(colon, end), end);
	return out->languages != 0;
}

static gboolean
text_read_field(const RdText *self, guint i, Field *out)
{
	return !rd_text_is_blank(self, i) &&
	       field_read(rd_text_line(self, i), self->lines[i].len, out);
}

gboolean
rd_text_is_field(const RdText *self, guint i, RdTerm *term)
{
	Field field;

	if (!text_read_field(self, i, &field))
		return FALSE;
	*term = field.term;
	return TRUE;
}

/* "Organisation: ..." or the like: looks like a field, but of a name unknown to us. */
static gboolean
text_is_foreign_field(const RdText *self, guint i)
{
	const char *line = rd_text_line(self, i);
	const char *end = line + self->lines[i].len;
	const char *colon = field_find_colon(line, end);
	guint words = 1;

	if (colon == NULL || colon == line)
		return FALSE;
	for (const char *p = line; p < colon; p++) {
		if (*p == ' ')
			words++;
		else if (!g_ascii_isalpha(*p) && (guchar)*p < 0x80 && strchr("-*_", *p) == NULL)
			return FALSE;
	}
	return words <= 3;
}

/* ---- the block ---- */

typedef struct {
	RdText *text;
	guint end;
	RdHeaderBlock *block;
	const char *subject; /* of the message around, without prefix; may be NULL */
	guint8 votes[32];    /* how many names each language knows */
	int last;	     /* the field that was read last; -1: none or a foreign one */
	gboolean split;	     /* values stand on the line below the name */
	gboolean spaced;     /* blank lines stand between the fields */
	guint last_line;
	RdLanguageSet from_languages; /* of the sender's line */
} Reader;

static void
reader_vote(Reader *self, RdLanguageSet languages)
{
	for (guint i = 0; i < rd_n_languages; i++) {
		if ((languages & 1u << i) != 0)
			self->votes[i]++;
	}
}

/*
 * The languages that most names are in; but Gmail writes all in English save for "From",
 * which then tells more than the others.
 */
static void
reader_elect(Reader *self)
{
	guint8 most = 1;

	for (guint i = 0; i < rd_n_languages; i++)
		most = MAX(most, self->votes[i]);
	for (guint i = 0; i < rd_n_languages; i++) {
		if (self->votes[i] == most)
			self->block->languages |= 1u << i;
	}
	if (self->from_languages != 0 && (self->block->languages & self->from_languages) == 0)
		self->block->languages = self->from_languages;
}

static void
reader_append(Reader *self, int term, const char *value, gsize len)
{
	GString **kept = &self->block->values[term];

	if (*kept == NULL)
		*kept = g_string_new(NULL);
	else if ((*kept)->len > 0)
		g_string_append_c(*kept, ' ');
	if ((*kept)->len < VALUE_MAX)
		g_string_append_len(*kept, value, (gssize)MIN(len, VALUE_MAX));
}

static gboolean
reader_has(const Reader *self, int term)
{
	return self->block->values[term] != NULL;
}

static gboolean
reader_value_follows(const Reader *self, guint i)
{
	Field field;

	return i < self->end && !rd_text_is_blank(self->text, i) &&
	       !text_read_field(self->text, i, &field);
}

/* A second "From:" or "Subject:" begins another block, or is the writer's. */
static gboolean
reader_take_field(Reader *self, guint i, const Field *field)
{
	if (reader_has(self, (int)field->term) && field->term != RD_TERM_OTHER &&
	    field->term != RD_TERM_TO && field->term != RD_TERM_CC)
		return FALSE;
	if (reader_has(self, (int)field->term) && field->term != RD_TERM_OTHER)
		g_string_append_c(self->block->values[field->term], ',');
	if (self->last_line == G_MAXUINT && field->value_len == 0)
		self->split = reader_value_follows(self, i + 1);
	reader_append(self, (int)field->term, field->value, field->value_len);
	reader_vote(self, field->languages);
	if (field->term == RD_TERM_FROM)
		self->from_languages = field->languages;
	self->last = (int)field->term;
	self->last_line = i;
	return TRUE;
}

/* The next line of [@i, @end) that is a field, over at most FOREIGN_MAX that are none. */
static gboolean
reader_field_follows(const Reader *self, guint i)
{
	Field field;

	for (guint n = 0; n < FOREIGN_MAX && i < self->end; n++, i++) {
		if (rd_text_is_blank(self->text, i) ||
		    self->text->lines[i].depth != self->block->depth)
			return FALSE;
		if (text_read_field(self->text, i, &field))
			return !reader_has(self, (int)field.term) || field.term == RD_TERM_OTHER;
	}
	return FALSE;
}

static gboolean
value_is_open(const GString *value)
{
	int depth = 0;
	gboolean quoted = FALSE;

	if (value->len == 0)
		return FALSE;
	for (const char *p = value->str; *p != '\0'; p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (*p == '<')
			depth++;
		else if (*p == '>' && depth > 0)
			depth--;
	}
	return depth > 0 || quoted || strchr(",;", value->str[value->len - 1]) != NULL;
}

/* Whether the first word of line @i had found no room at the end of the line above. */
static gboolean
reader_was_full(const Reader *self, guint i)
{
	const RdTextLine *above = &self->text->lines[i - 1];
	const char *word = rd_text_line(self->text, i);
	gsize len = strcspn(word, " \n");

	return g_utf8_strlen(rd_text_line(self->text, i - 1), above->len) + (glong)len > WRAP_WIDTH;
}

/* The outer subject repeats that of the block: does it go on with line @i? */
static gboolean
reader_subject_goes_on(const Reader *self, guint i)
{
	const GString *value = self->block->values[RD_TERM_SUBJECT];
	const RdTextLine *line = &self->text->lines[i];
	const char *rest;

	if (self->subject == NULL || value->len == 0)
		return FALSE;
	rest = strstr(self->subject, value->str);
	if (rest == NULL)
		return FALSE;
	rest += value->len;
	rest += strspn(rest, " ");
	return line->len > 0 && strncmp(rest, rd_text_line(self->text, i), line->len) == 0;
}

/* Line @i is no field. Does it go on with the value above? */
static gboolean
reader_goes_on(const Reader *self, guint i)
{
	const GString *value = self->last >= 0 ? self->block->values[self->last] : NULL;
	const RdTextLine *line = &self->text->lines[i];
	char first = self->text->text[line->raw];
	gboolean adjacent = i == self->last_line + 1;

	if (value == NULL)
		return FALSE;
	if (value->len == 0)
		return self->split;
	if (!adjacent)
		return FALSE;
	if (self->last != RD_TERM_SUBJECT && self->last != RD_TERM_OTHER &&
	    (value_is_open(value) || *rd_text_line(self->text, i) == '<'))
		return TRUE;
	if (line->depth != self->block->depth || reader_field_follows(self, i))
		return TRUE;
	if ((first == ' ' || first == '\t') && line->prefixes == 0 &&
	    self->text->text[self->text->lines[self->block->first].raw] != first)
		return TRUE;
	if (self->last == RD_TERM_SUBJECT && reader_subject_goes_on(self, i))
		return TRUE;
	return reader_was_full(self, i) &&
	       (i + 1 == self->end || rd_text_is_blank(self->text, i + 1));
}

/* A client that wraps a quoted list of recipients leaves the rest without its ">". */
static gboolean
reader_lost_prefix(const Reader *self, guint i)
{
	return self->text->lines[i].depth < self->block->depth && i == self->last_line + 1 &&
	       self->last >= 0 && i + 1 < self->end &&
	       self->text->lines[i + 1].depth == self->block->depth &&
	       reader_field_follows(self, i + 1);
}

/* Blank lines stand between fields only where a client puts them between all. */
static gboolean
reader_crosses_blank(const Reader *self, guint i, const Field *field)
{
	Field next;

	if (i > self->last_line + 3)
		return FALSE;
	if (self->split && self->last >= 0 && self->block->values[self->last]->len == 0)
		return TRUE;
	if (field == NULL || reader_has(self, (int)field->term))
		return FALSE;
	return self->spaced || (self->last_line == self->block->first &&
				(i + 1 == self->end || !text_read_field(self->text, i + 1, &next)));
}

/* Where HTML says that header lines begin, those above it are the writer's. */
static gboolean
reader_meets_another(const Reader *self, guint i)
{
	const RdTextLine *lines = self->text->lines;
	guint8 begins = RD_LINE_HEADER_BLOCK | RD_LINE_SEPARATOR;

	return i > self->block->first && (lines[i].marks & begins) != 0 &&
	       (lines[i - 1].marks & begins) == 0 &&
	       (lines[self->block->first].marks & begins) == 0;
}

/* Reads on from line @i; FALSE when the block ends before it. */
static gboolean
reader_take_line(Reader *self, guint i)
{
	const RdTextLine *line = &self->text->lines[i];
	gboolean adjacent = i == self->last_line + 1 || self->last_line == G_MAXUINT;
	Field field;
	gboolean is_field = text_read_field(self->text, i, &field);

	if (reader_meets_another(self, i))
		return FALSE;
	if ((line->depth != self->block->depth && !reader_lost_prefix(self, i)) ||
	    (!adjacent && !reader_crosses_blank(self, i, is_field ? &field : NULL)))
		return FALSE;
	self->spaced |= !adjacent && !self->split;
	if (is_field && reader_take_field(self, i, &field))
		return TRUE;
	if (is_field && (field.term == RD_TERM_FROM || !reader_field_follows(self, i + 1)))
		return FALSE;
	if (text_is_foreign_field(self->text, i) && reader_field_follows(self, i + 1) &&
	    !(self->last >= 0 && value_is_open(self->block->values[self->last]))) {
		self->last = -1;
		self->last_line = i;
		return TRUE;
	}
	if (!reader_goes_on(self, i))
		return FALSE;
	reader_append(self, self->last, rd_text_line(self->text, i), line->len);
	self->last_line = i;
	return TRUE;
}

static void
reader_run(Reader *self)
{
	guint i = self->block->first;

	for (guint n = 0; n < BLOCK_MAX && i < self->end; n++) {
		if (!rd_text_is_blank(self->text, i) && !reader_take_line(self, i))
			break;
		i++;
	}
	self->block->end = self->last_line + 1;
}

/* ---- what makes a block ---- */

static gboolean
block_has_address(const RdHeaderBlock *self, RdTerm term)
{
	gsize len;

	return self->values[term] != NULL &&
	       rd_written_address_find(self->values[term]->str, self->values[term]->len, &len) !=
		       NULL;
}

static gboolean
block_has_clock(const RdHeaderBlock *self)
{
	const GString *date = self->values[RD_TERM_DATE];
	RdWrittenDate written;

	return date != NULL &&
	       rd_written_date_parse(date->str, date->len, self->languages, &written) &&
	       written.has_clock;
}

/*
 * People write "To:" and "Subject:" over memos, too. A client's block has a sender and
 * two more fields, and an address or a time of day among them.
 */
static gboolean
block_is_one(const RdHeaderBlock *self, gboolean announced)
{
	guint n = 0;
	gboolean from = self->values[RD_TERM_FROM] != NULL;
	gboolean addressed =
		block_has_address(self, RD_TERM_FROM) || block_has_address(self, RD_TERM_TO);

	for (int term = 0; term < RD_TERM_OTHER; term++)
		n += self->values[term] != NULL;
	if (announced)
		return n >= 2 || (from && addressed);
	if (!from)
		return n >= 2 && block_has_clock(self) && addressed;
	if (n >= 3)
		return addressed || block_has_clock(self);
	return n == 2 && block_has_clock(self) && block_has_address(self, RD_TERM_FROM);
}

gboolean
rd_header_block_read(RdText *text, guint i, guint end, gboolean announced, const char *subject,
		     RdHeaderBlock *out)
{
	Reader reader = {text, end, out, subject, {0}, -1, FALSE, FALSE, G_MAXUINT, 0};

	memset(out, 0, sizeof *out);
	if (!rd_text_attempt(text))
		return FALSE;
	out->first = i;
	out->depth = text->lines[i].depth;
	reader_run(&reader);
	reader_elect(&reader);
	if (reader.last_line != G_MAXUINT && block_is_one(out, announced))
		return TRUE;
	rd_header_block_clear(out);
	return FALSE;
}

void
rd_header_block_clear(RdHeaderBlock *self)
{
	for (int term = 0; term < RD_TERM_N_FIELDS; term++) {
		if (self->values[term] != NULL)
			g_string_free(g_steal_pointer(&self->values[term]), TRUE);
	}
}

const char *
rd_header_block_get(const RdHeaderBlock *self, RdTerm term)
{
	return self->values[term] != NULL ? self->values[term]->str : NULL;
}
