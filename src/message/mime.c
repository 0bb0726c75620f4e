#include "decode-private.h"
#include "mime-private.h"
#include "param-private.h"

#include <string.h>

#define PARTS_USUAL  4 /* most mails have no more, nor more fields */
#define FIELDS_USUAL 32
#define BOUNDARY_MAX 256 /* RFC 2046 allows 70; some programs do not count */

/* A multipart whose end has not been reached. */
typedef struct {
	int part;
	char boundary[BOUNDARY_MAX];
	gsize len;
	gboolean known; /* a boundary was declared, or guessed */
	gboolean seen;	/* one of its delimiters has been met */
	gboolean closed;
} MimeOpen;

typedef struct {
	RdMime *mime;
	const RdMessageLimits *limits;
	RdOctets *octets; /* the buffer being scanned */
	const char *end;
	GArray *open;	/* of MimeOpen, outermost first */
	int current;	/* the part whose body is being read */
	GQueue encoded; /* indices of messages inside that must be decoded first */
	gsize decoded_bytes;
} MimeScan;

static void
mime_set_defect(RdMime *mime, const char *defect)
{
	if (mime->defect == NULL)
		mime->defect = defect;
}

const RdSpan *
rd_mime_field(const RdMime *self, const RdMimePart *part, RdFieldId id, guint nth)
{
	for (guint i = 0; i < part->n_fields; i++) {
		const RdField *field = &g_array_index(self->fields, RdField, part->first_field + i);

		if (field->id == id && nth-- == 0)
			return &field->value;
	}
	return NULL;
}

gboolean
rd_mime_is(const RdMimePart *part, const char *type, const char *subtype)
{
	return rd_span_is(part->type, type) &&
	       (subtype == NULL || rd_span_is(part->subtype, subtype));
}

/* Reads the header block at @at into @part; returns where the body begins. */
static const char *
mime_read_fields(MimeScan *scan, RdMimePart *part, const char *at)
{
	const RdMessageLimits *limits = scan->limits;
	const char *begin = at;
	guint n = 0;
	RdSpan name, value;
	RdFieldStep step;

	part->first_field = scan->mime->fields->len;
	while ((step = rd_field_next(&at, scan->end, &name, &value)) != RD_FIELD_END) {
		RdField field = {.value = value};

		if (step == RD_FIELD_JUNK)
			continue;
		if (++n > limits->headers) {
			mime_set_defect(scan->mime, "too many header fields");
			continue;
		}
		if ((gsize)(name.str - begin) > limits->header_block_bytes) {
			mime_set_defect(scan->mime, "the header is too long");
			continue;
		}
		field.id = rd_field_id(name);
		if (field.id == RD_FIELD_NONE || field.id == RD_FIELD_COMMON)
			continue;
		if (value.len > limits->header_bytes) {
			mime_set_defect(scan->mime, "a header field is too long");
			field.value.len = limits->header_bytes;
		}
		g_array_append_val(scan->mime->fields, field);
	}
	part->n_fields = scan->mime->fields->len - part->first_field;
	return at;
}

static RdEncoding
mime_encoding(const RdMime *mime, const RdMimePart *part)
{
	static const struct {
		const char *name;
		RdEncoding encoding;
	} names[] = {
		{"base64", RD_ENCODING_BASE64},	     {"quoted-printable", RD_ENCODING_QP},
		{"base-64", RD_ENCODING_BASE64},     {"b", RD_ENCODING_BASE64},
		{"quotedprintable", RD_ENCODING_QP}, {"q", RD_ENCODING_QP},
		{"x-uuencode", RD_ENCODING_UU},	     {"uuencode", RD_ENCODING_UU},
		{"x-uue", RD_ENCODING_UU},	     {"uue", RD_ENCODING_UU},
	};
	const RdSpan *field = rd_mime_field(mime, part, RD_FIELD_CONTENT_TRANSFER_ENCODING, 0);
	RdSpan word;

	if (field == NULL)
		return RD_ENCODING_NONE;
	word.str = rd_comment_skip(field->str, field->str + field->len);
	word.len = (gsize)(field->str + field->len - word.str);
	for (gsize i = 0; i < word.len; i++) { /* "base64; charset=..." or "base64 (comment)" */
		if (strchr(" \t\r\n;(\"'", word.str[i]) != NULL && i > 0)
			word.len = i;
	}
	if (word.len > 0 && (word.str[0] == '"' || word.str[0] == '\'')) {
		word.str++;
		word.len--;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		if (rd_span_is(word, names[i].name))
			return names[i].encoding;
	}
	return RD_ENCODING_NONE;
}

static RdSpan
mime_literal(const char *text)
{
	RdSpan span = {text, strlen(text)};

	return span;
}

/* RFC 2045 section 5.2 and RFC 2046 section 5.1.5, and what people write instead. */
static void
mime_read_type(const RdMime *mime, RdMimePart *part)
{
	const RdSpan *field = rd_mime_field(mime, part, RD_FIELD_CONTENT_TYPE, 0);

	part->type = mime_literal("text");
	part->subtype = mime_literal("plain");
	part->parameters = mime_literal("");
	part->encoding = mime_encoding(mime, part);
	if (field != NULL &&
	    rd_param_split_type(*field, &part->type, &part->subtype, &part->parameters))
		return;
	if (part->parent >= 0 &&
	    rd_mime_is(rd_mime_part(mime, part->parent), "multipart", "digest") && field == NULL) {
		part->type = mime_literal("message");
		part->subtype = mime_literal("rfc822");
	}
}

/* Opens a multipart, so that lines are compared with its boundary from now on. */
static void
mime_open_multipart(MimeScan *scan, int index)
{
	RdMimePart *part = rd_mime_part(scan->mime, index);
	g_autofree char *boundary = rd_param_get_raw(part->parameters, "boundary");
	MimeOpen open = {.part = index};

	part->kind = RD_MIME_MULTIPART;
	if (boundary != NULL) {
		g_strchomp(boundary);
		open.len = strlen(boundary);
		if (open.len >= BOUNDARY_MAX)
			open.len = 0;
		open.known = open.len > 0;
		memcpy(open.boundary, boundary, open.len);
	}
	g_array_append_val(scan->open, open);
}

/* Appends a part; -1 when there are too many already, or it lies too deep. */
static int
mime_append_part(MimeScan *scan, int parent)
{
	GArray *parts = scan->mime->parts;
	RdMimePart part = {.parent = parent, .first_child = -1, .last_child = -1, .next = -1};
	int index = (int)parts->len;
	RdMimePart *above;

	if (parts->len >= scan->limits->parts) {
		mime_set_defect(scan->mime, "too many parts");
		return -1;
	}
	if (parent < 0) {
		g_array_append_val(parts, part);
		return index;
	}
	part.depth = rd_mime_part(scan->mime, parent)->depth + 1;
	g_array_append_val(parts, part);
	above = rd_mime_part(scan->mime, parent);
	if (above->last_child >= 0)
		rd_mime_part(scan->mime, above->last_child)->next = index;
	else
		above->first_child = index;
	above->last_child = index;
	return index;
}

static gboolean
mime_param_names_mail(RdSpan parameters, const char *name)
{
	g_autofree char *file = rd_param_get(parameters, name);
	gsize len = file != NULL ? strlen(file) : 0;

	return len > 4 && g_ascii_strcasecmp(file + len - 4, ".eml") == 0;
}

/* Some programs attach a mail as a file of no particular kind. */
static gboolean
mime_is_mail_file(const RdMime *mime, const RdMimePart *part)
{
	const RdSpan *field = rd_mime_field(mime, part, RD_FIELD_CONTENT_DISPOSITION, 0);
	RdSpan parameters;

	if (part->parent < 0 || !rd_mime_is(part, "application", "octet-stream"))
		return FALSE;
	if (mime_param_names_mail(part->parameters, "name"))
		return TRUE;
	if (field == NULL)
		return FALSE;
	rd_param_split_word(*field, &parameters);
	return mime_param_names_mail(parameters, "filename");
}

static gboolean
mime_is_message(const RdMime *mime, const RdMimePart *part)
{
	if (!rd_span_is(part->type, "message"))
		return mime_is_mail_file(mime, part);
	return rd_span_is(part->subtype, "rfc822") || rd_span_is(part->subtype, "global") ||
	       rd_span_is(part->subtype, "news");
}

/* Reads the header of the part below @parent at @at, and of the message inside it. */
static const char *
mime_begin_part(MimeScan *scan, int parent, const char *at)
{
	for (;;) {
		int index = mime_append_part(scan, parent);
		RdMimePart part;

		if (index < 0)
			return scan->end;
		part = *rd_mime_part(scan->mime, index);
		at = mime_read_fields(scan, &part, at);
		mime_read_type(scan->mime, &part);
		part.body.str = at;
		part.from = scan->octets;
		*rd_mime_part(scan->mime, index) = part;
		scan->current = index;
		if (!mime_is_message(scan->mime, &part) && !rd_span_is(part.type, "multipart"))
			return at;
		if (part.depth + 1 >= scan->limits->depth) {
			mime_set_defect(scan->mime, "parts are nested too deeply");
			return at;
		}
		if (!mime_is_message(scan->mime, &part)) {
			mime_open_multipart(scan, index);
			return at;
		}
		if (part.encoding != RD_ENCODING_NONE) {
			g_queue_push_tail(&scan->encoded, GINT_TO_POINTER(index));
			return at;
		}
		rd_mime_part(scan->mime, index)->kind = RD_MIME_MESSAGE;
		parent = index;
	}
}

/* Ends the bodies of the current part and those around it, up to but without @above. */
static void
mime_end_parts(MimeScan *scan, int above, const char *end)
{
	for (int i = scan->current; i != above && i >= 0;) {
		RdMimePart *part = rd_mime_part(scan->mime, i);

		part->body.len = end > part->body.str ? (gsize)(end - part->body.str) : 0;
		if (part->kind == RD_MIME_MULTIPART && part->first_child < 0) {
			/* nothing of it may be lost: its text is read as text */
			part->kind = RD_MIME_LEAF;
			part->type = mime_literal("text");
			part->subtype = mime_literal("plain");
		}
		if (i == 0 || part->parent < 0)
			break;
		i = part->parent;
	}
	scan->current = above;
}

/* The open multipart, as an index into ->open, that the text of a line after its "--" delimits. */
static int
mime_match(const MimeScan *scan, RdSpan line, gboolean *closes)
{
	int spare = -1;

	while (line.len > 0 && g_ascii_isspace(line.str[line.len - 1]))
		line.len--;
	for (int i = (int)scan->open->len - 1; i >= 0; i--) {
		const MimeOpen *open = &g_array_index(scan->open, MimeOpen, i);
		gboolean same = open->known && line.len == open->len;
		gboolean last = open->known && line.len == open->len + 2 &&
				line.str[line.len - 1] == '-' && line.str[line.len - 2] == '-';

		if (!(same || last) || memcmp(line.str, open->boundary, open->len) != 0)
			continue;
		*closes = last;
		if (!open->closed)
			return i;
		if (spare < 0 && !last)
			spare = i; /* parts after the closing delimiter: still shown */
	}
	return spare;
}

/*
 * A multipart with a missing or wrong boundary: the first line that looks like a
 * delimiter, with a header or nothing under it, is taken for its boundary. One
 * that is empty has a header under it: the line of a signature has not.
 */
static gboolean
mime_guess_boundary(MimeScan *scan, RdSpan line, const char *next)
{
	MimeOpen *open;
	const char *lf;

	line = rd_span_trim(line);
	if (scan->open->len == 0 || line.len >= BOUNDARY_MAX)
		return FALSE;
	open = &g_array_index(scan->open, MimeOpen, scan->open->len - 1);
	if (open->part != scan->current || open->seen || memchr(line.str, ' ', line.len) != NULL)
		return FALSE;
	lf = rd_line_end(next, scan->end);
	if (!(lf - next > 8 && g_ascii_strncasecmp(next, "content-", 8) == 0) &&
	    !(!open->known && line.len > 0 && lf - next <= 1))
		return FALSE;
	memcpy(open->boundary, line.str, line.len);
	open->len = line.len;
	open->known = TRUE;
	return TRUE;
}

/* The end of the text above the delimiter line at @line: its line end belongs to that line. */
static const char *
mime_text_end(const char *begin, const char *line)
{
	if (line > begin && line[-1] == '\n')
		line--;
	if (line > begin && line[-1] == '\r')
		line--;
	return line;
}

/* Takes the line at @line, which starts with "--"; returns where to read on, NULL if it is text. */
static const char *
mime_take_delimiter(MimeScan *scan, const char *begin, const char *line, const char *lf)
{
	RdSpan text = {line + 2, (gsize)(lf - line - 2)};
	const char *next = lf < scan->end ? lf + 1 : scan->end;
	gboolean closes = FALSE;
	int i = mime_match(scan, text, &closes);
	MimeOpen *open;

	if (i < 0) {
		if (!mime_guess_boundary(scan, text, next))
			return NULL;
		i = (int)scan->open->len - 1;
	}
	open = &g_array_index(scan->open, MimeOpen, i);
	if (open->closed && closes)
		return NULL;
	open->seen = TRUE;
	open->closed = closes;
	g_array_set_size(scan->open, (guint)i + 1);
	mime_end_parts(scan, open->part, mime_text_end(begin, line));
	return closes ? next : mime_begin_part(scan, open->part, next);
}

/* Scans from @at, where the body of the current part begins, to the end of the buffer. */
static void
mime_scan_bodies(MimeScan *scan, const char *at)
{
	const char *begin = at;
	const char *kept = at;

	while (at < scan->end && scan->open->len > 0) {
		const char *lf = rd_line_end(at, scan->end);
		const char *next = NULL;

		if (lf - at >= 2 && at[0] == '-' && at[1] == '-')
			next = mime_take_delimiter(scan, begin, at, lf);
		if (next != NULL)
			begin = at = next;
		else
			at = lf < scan->end ? lf + 1 : scan->end;
		rd_octets_pass(scan->octets, &kept, at);
	}
}

/* Scans one buffer: the message itself (@parent -1), or one that was encoded. */
static void
mime_scan_buffer(MimeScan *scan, int parent, RdOctets *octets, const char *at, const char *end)
{
	scan->octets = octets;
	scan->end = end;
	scan->current = parent; /* stays so when there may be no part more */
	g_array_set_size(scan->open, 0);
	at = mime_begin_part(scan, parent, at);
	mime_scan_bodies(scan, at);
	mime_end_parts(scan, parent, end);
}

/* Some programs encode an attached message, which RFC 2046 forbids: decode, then scan. */
static void
mime_scan_encoded(MimeScan *scan)
{
	while (!g_queue_is_empty(&scan->encoded)) {
		int index = GPOINTER_TO_INT(g_queue_pop_head(&scan->encoded));
		RdMimePart *part = rd_mime_part(scan->mime, index);
		g_autoptr(GBytes) bytes = NULL;
		const char *octets;
		RdOctets *inside;
		gsize len;

		if (scan->decoded_bytes + part->body.len > scan->limits->message_bytes) {
			mime_set_defect(scan->mime, "too many encoded messages inside");
			return;
		}
		scan->decoded_bytes += part->body.len;
		inside = rd_mime_decode(part);
		g_ptr_array_add(scan->mime->decoded, inside);
		bytes = rd_octets_map(inside);
		octets = g_bytes_get_data(bytes, &len);
		part->kind = RD_MIME_MESSAGE;
		part->encoding = RD_ENCODING_NONE;
		part->body.str = octets;
		part->body.len = len;
		part->from = inside;
		mime_scan_buffer(scan, index, inside, octets, octets + len);
	}
}

static void
mime_scan_header_only(MimeScan *scan, const char *at, const char *end)
{
	RdMimePart *part;

	mime_set_defect(scan->mime, "the message is too large");
	scan->octets = scan->mime->raw;
	scan->end = at + MIN((gsize)(end - at), scan->limits->header_block_bytes);
	mime_begin_part(scan, -1, at);
	g_array_set_size(scan->mime->parts, 1);
	part = rd_mime_part(scan->mime, 0);
	part->kind = RD_MIME_LEAF;
	part->first_child = part->last_child = -1;
	part->type = mime_literal("text");
	part->subtype = mime_literal("plain");
	part->body.len = 0;
}

/* Over empty lines and an mbox separator that some stores leave above the header. */
static const char *
mime_skip_separator(const char *at, const char *end)
{
	const char *p = at;
	const char *lf;

	while (p < end && (*p == '\r' || *p == '\n'))
		p++;
	if (end - p >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	for (int i = 0; i < 2; i++) {
		lf = rd_line_end(p, end);
		if (rd_field_is_known_line(p, lf)) /* "From : ..." */
			break;
		if (lf - p > 5 && (memcmp(p, "From ", 5) == 0 || memcmp(p, ">From ", 6) == 0))
			p = lf < end ? lf + 1 : end;
	}
	return p == at || rd_field_is_known_line(p, end) ? p : at;
}

RdMime *
rd_mime_scan(RdOctets *raw, const RdMessageLimits *limits)
{
	g_autoptr(GBytes) bytes = rd_octets_map(raw);
	RdMime *self = g_new0(RdMime, 1);
	MimeScan scan = {.mime = self, .limits = limits, .encoded = G_QUEUE_INIT};
	gsize len;
	const char *octets = g_bytes_get_data(bytes, &len);
	const char *end = octets + len;

	self->raw = rd_octets_ref(raw);
	self->parts = g_array_sized_new(FALSE, FALSE, sizeof(RdMimePart), PARTS_USUAL);
	self->fields = g_array_sized_new(FALSE, FALSE, sizeof(RdField), FIELDS_USUAL);
	self->decoded = g_ptr_array_new_with_free_func((GDestroyNotify)rd_octets_unref);
	scan.open = g_array_new(FALSE, FALSE, sizeof(MimeOpen));
	if (len == 0)
		octets = end = "";
	octets = mime_skip_separator(octets, end);
	if (len > limits->message_bytes)
		mime_scan_header_only(&scan, octets, end);
	else
		mime_scan_buffer(&scan, -1, raw, octets, end);
	mime_scan_encoded(&scan);
	g_queue_clear(&scan.encoded);
	g_array_unref(scan.open);
	return self;
}

void
rd_mime_free(RdMime *self)
{
	if (self == NULL)
		return;
	g_array_unref(self->parts);
	g_array_unref(self->fields);
	g_ptr_array_unref(self->decoded);
	rd_octets_unref(self->raw);
	g_free(self);
}
