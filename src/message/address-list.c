#include "charset-private.h"
#include "value-private.h"
#include <redress/scratch.h>
#include <redress/text.h>

#include <string.h>

/* One address of a list while it is read. */
typedef struct {
	RdScratch phrase;  /* what stands outside of <> and of comments, quotes kept */
	RdScratch angle;   /* what stands inside of <> */
	RdScratch comment; /* the first comment */
	gboolean has_angle;
} AddressDraft;

typedef struct {
	const char *at, *end;
	gboolean comments; /* FALSE: "(" is a letter as any other; one was never closed */
	gboolean groups;   /* FALSE: no ";" follows, so ":" opens no group */
	gboolean open_comment;
	AddressDraft draft;
	RdScratch family; /* "Doe" of an unquoted "Doe, Jane <...>" */
	GPtrArray *out;
} AddressReader;

/* Nothing of it has to be decoded. */
static gboolean
address_is_plain(const RdScratch *text)
{
	return rd_text_plain_len(text->str, text->len) == text->len &&
	       memchr(text->str, '=', text->len) == NULL;
}

/* Appends @text with quotes taken off, decoded, blanks folded. */
static void
address_name(const char *text, RdScratch *out)
{
	g_auto(RdScratch) bare;
	g_autofree char *decoded = NULL;

	rd_scratch_init(&bare);
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '"')
			continue;
		if (*p == '\\' && p[1] != '\0')
			p++;
		rd_scratch_append_c(&bare, *p);
	}
	if (!address_is_plain(&bare))
		decoded = rd_value_decode_words(bare.str, bare.len);
	for (const char *p = decoded != NULL ? decoded : bare.str; *p != '\0'; p++) {
		if (!g_ascii_isspace(*p) && !g_ascii_iscntrl(*p))
			rd_scratch_append_c(out, *p);
		else if (out->len > 0 && out->str[out->len - 1] != ' ')
			rd_scratch_append_c(out, ' ');
	}
	if (out->len > 0 && out->str[out->len - 1] == ' ')
		rd_scratch_truncate(out, out->len - 1);
}

/* Without blanks (but for those in quotes), routes, "mailto:" and wrapping marks. */
static char *
address_spec(const char *text)
{
	g_auto(RdScratch) out;
	gboolean quoted = FALSE;
	const char *begin;
	gsize len;

	rd_scratch_init(&out);
	for (const char *p = text; *p != '\0' && (quoted || *p != '('); p++) {
		if (*p == '"' && (p == text || p[-1] != '\\'))
			quoted = !quoted;
		if (quoted || !g_ascii_isspace(*p))
			rd_scratch_append_c(&out, *p);
	}
	begin = out.str;
	if (g_ascii_strncasecmp(begin, "mailto:", 7) == 0)
		begin += 7;
	if (*begin == '@' && strchr(begin, ':') != NULL) /* "@relay,@relay:" of RFC 822 */
		begin = strchr(begin, ':') + 1;
	begin += strspn(begin, "'<[");
	len = strlen(begin);
	while (len > 0 && (begin[len - 1] == '\'' || begin[len - 1] == '>' ||
			   (begin[len - 1] == ']' && memchr(begin, '[', len) == NULL)))
		len--;
	return rd_charset_to_utf8(NULL, begin, len);
}

#define ADDRESS_BLANKS " \t\r\n"

/* "Jane jane@a.example": the words around the one with "@" are the name. */
static char *
address_split_bare(const char *phrase, RdScratch *name)
{
	g_auto(GStrv) words = NULL;
	const char *spec = NULL;
	guint n = 0;

	if (strpbrk(phrase, ADDRESS_BLANKS) == NULL)
		return address_spec(phrase);
	words = g_strsplit_set(phrase, ADDRESS_BLANKS, -1);
	if (*phrase == '"' && strstr(phrase, "\"@") != NULL) /* "jane doe"@a.example */
		return address_spec(phrase);
	for (char **w = words; *w != NULL; w++) {
		const char *sign = strchr(*w, '@');

		if (sign == NULL)
			continue;
		if (sign == *w || sign[1] == '\0' || (*w)[0] == '"') /* "jane @ a.example" */
			return address_spec(phrase);
		spec = *w;
		n++;
	}
	if (n != 1)
		return address_spec(phrase);
	for (char **w = words; *w != NULL; w++) {
		gsize len = strlen(*w);

		if (*w != spec && (**w == '.' || (len > 0 && (*w)[len - 1] == '.' && w[1] == spec)))
			return address_spec(phrase); /* "jane . doe@a.example" */
	}
	for (char **w = words; *w != NULL; w++) {
		if (*w == spec || **w == '\0')
			continue;
		if (name->len > 0)
			rd_scratch_append_c(name, ' ');
		rd_scratch_append(name, *w);
	}
	return address_spec(spec);
}

/* Two readers may make two addresses of one with a control character: it is none. */
static gboolean
address_is_damaged(const char *spec)
{
	for (; *spec != '\0'; spec++) {
		if (g_ascii_iscntrl(*spec))
			return TRUE;
	}
	return FALSE;
}

static void
address_emit(AddressReader *reader, const char *name, const char *comment, const char *spec)
{
	gboolean damaged = address_is_damaged(spec);
	g_auto(RdScratch) shown;

	rd_scratch_init(&shown);
	address_name(*name != '\0' ? name : comment, &shown);
	if (shown.len > 0 || *spec != '\0' || reader->draft.has_angle)
		g_ptr_array_add(reader->out, rd_address_new(shown.str, damaged ? "" : spec));
}

/* The words before commas turned out to be no family name: each stands for itself. */
static void
address_flush_family(AddressReader *reader)
{
	g_auto(GStrv) pieces = NULL;

	if (reader->family.len == 0)
		return;
	pieces = g_strsplit(reader->family.str, ", ", -1);
	for (char **piece = pieces; *piece != NULL; piece++) {
		g_auto(RdScratch) name;

		rd_scratch_init(&name);
		address_name(*piece, &name);
		if (strchr(name.str, ' ') == NULL)
			g_ptr_array_add(reader->out, rd_address_new("", name.str));
		else
			g_ptr_array_add(reader->out, rd_address_new(name.str, ""));
	}
	rd_scratch_truncate(&reader->family, 0);
}

static void
address_finish_angle(AddressReader *reader)
{
	AddressDraft *draft = &reader->draft;
	g_autofree char *spec = address_spec(draft->angle.str);

	if (reader->family.len > 0) { /* an unquoted comma within the name */
		rd_scratch_append(&reader->family, ", ");
		rd_scratch_append(&reader->family, draft->phrase.str);
		rd_scratch_truncate(&draft->phrase, 0);
		rd_scratch_append(&draft->phrase, reader->family.str);
		rd_scratch_truncate(&reader->family, 0);
	}
	if (strchr(spec, '@') == NULL && strstr(spec, "=?") != NULL) {
		g_autofree char *decoded = rd_value_decode_words(spec, strlen(spec));

		address_emit(reader, draft->phrase.str, draft->comment.str, decoded);
		return;
	}
	address_emit(reader, draft->phrase.str, draft->comment.str, spec);
}

/* "=?utf-8?q?Jane_=3Cjane=40a.example=3E?=": name and address in one encoded word. */
static gboolean
address_finish_encoded(AddressReader *reader, const char *phrase)
{
	g_auto(RdScratch) decoded;
	char *open, *close;

	rd_scratch_init(&decoded);
	if (strstr(phrase, "=?") == NULL)
		return FALSE;
	address_name(phrase, &decoded);
	open = strrchr(decoded.str, '<');
	close = open != NULL ? strchr(open, '>') : NULL;
	if (close == NULL || memchr(open, '@', (gsize)(close - open)) == NULL)
		return FALSE;
	*open = *close = '\0';
	address_emit(reader, decoded.str, "", open + 1);
	return TRUE;
}

/* Ends the address that is being read; @comma: because of a comma. */
static void
address_finish(AddressReader *reader, gboolean comma)
{
	AddressDraft *draft = &reader->draft;
	char *phrase = g_strstrip(draft->phrase.str);

	if (draft->has_angle) {
		address_finish_angle(reader);
	} else if (*phrase == '\0') {
		address_flush_family(reader);
	} else if (strchr(phrase, '@') != NULL) {
		g_auto(RdScratch) name;
		g_autofree char *spec = NULL;

		rd_scratch_init(&name);
		spec = address_split_bare(phrase, &name);
		address_flush_family(reader);
		address_emit(reader, name.str, draft->comment.str, spec);
	} else if (!address_finish_encoded(reader, phrase) &&
		   phrase[strlen(phrase) - 1] != ':') { /* an empty group without its ";" */
		if (reader->family.len > 0)
			rd_scratch_append(&reader->family, ", ");
		rd_scratch_append(&reader->family, phrase);
		if (!comma)
			address_flush_family(reader);
	}
	rd_scratch_truncate(&draft->phrase, 0);
	rd_scratch_truncate(&draft->angle, 0);
	rd_scratch_truncate(&draft->comment, 0);
	draft->has_angle = FALSE;
}

/* A quoted string, with its quotes, goes to @out; one that never ends is a mere letter. */
static void
address_read_quoted(AddressReader *reader, RdScratch *out)
{
	const char *p = reader->at + 1;

	while (p < reader->end && *p != '"')
		p += *p == '\\' ? 2 : 1;
	if (p >= reader->end) {
		reader->at++;
		return;
	}
	rd_scratch_append_len(out, reader->at, (gsize)(p + 1 - reader->at));
	reader->at = p + 1;
}

static void
address_read_comment(AddressReader *reader)
{
	RdScratch *out = reader->draft.comment.len == 0 ? &reader->draft.comment : NULL;
	const char *p = reader->at + 1;
	guint depth = 1;

	for (; p < reader->end; p++) {
		if (*p == '\\' && p + 1 < reader->end)
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			break;
		if (out != NULL)
			rd_scratch_append_c(out, *p);
	}
	reader->open_comment |= depth > 0;
	reader->at = p < reader->end ? p + 1 : p;
	rd_scratch_append_c(&reader->draft.phrase, ' ');
}

static void
address_read_angle(AddressReader *reader)
{
	AddressDraft *draft = &reader->draft;

	for (reader->at++; reader->at < reader->end && *reader->at != '>';) {
		if (*reader->at == '"')
			address_read_quoted(reader, &draft->angle);
		else
			rd_scratch_append_c(&draft->angle, *reader->at++);
	}
	if (reader->at < reader->end)
		reader->at++;
	draft->has_angle = TRUE;
	rd_scratch_append_c(&draft->phrase, ' ');
}

/* "[192.0.2.1]", or Outlook's "[mailto:jane@a.example]" after a name. */
static void
address_read_bracket(AddressReader *reader)
{
	AddressDraft *draft = &reader->draft;
	const char *close = memchr(reader->at, ']', (gsize)(reader->end - reader->at));
	gsize len;

	if (close == NULL) {
		rd_scratch_append_c(&draft->phrase, *reader->at++);
		return;
	}
	len = (gsize)(close - reader->at);
	if (len > 8 && g_ascii_strncasecmp(reader->at + 1, "mailto:", 7) == 0) {
		rd_scratch_append_len(&draft->angle, reader->at + 8, len - 8);
		draft->has_angle = TRUE;
	} else {
		rd_scratch_append_len(&draft->phrase, reader->at, len + 1);
	}
	reader->at = close + 1;
}

static void
address_read_one(AddressReader *reader)
{
	RdScratch *phrase = &reader->draft.phrase;
	char c = *reader->at;

	if (c == '"') {
		address_read_quoted(reader, phrase);
	} else if (c == '(' && reader->comments) {
		address_read_comment(reader);
	} else if (c == '<') {
		if (reader->draft.has_angle) /* "<a@b> <c@d>": two, the comma forgotten */
			address_finish(reader, FALSE);
		address_read_angle(reader);
	} else if (c == '[') {
		address_read_bracket(reader);
	} else if (c == ',' || c == ';') {
		reader->at++;
		address_finish(reader, c == ',');
	} else if (c == ':' && reader->groups && !reader->draft.has_angle) {
		reader->at++;
		rd_scratch_truncate(phrase, 0); /* the name of a group */
	} else {
		reader->at++;
		if (c != '>')
			rd_scratch_append_c(phrase, c == '\r' || c == '\n' ? ' ' : c);
	}
}

static void
address_reader_init(AddressReader *reader, RdSpan value, gboolean comments, GPtrArray *out)
{
	reader->at = value.str;
	reader->end = value.str + value.len;
	reader->comments = comments;
	reader->groups = value.len > 0 && memchr(value.str, ';', value.len) != NULL;
	reader->open_comment = FALSE;
	reader->out = out;
	rd_scratch_init(&reader->family);
	rd_scratch_init(&reader->draft.phrase);
	rd_scratch_init(&reader->draft.angle);
	rd_scratch_init(&reader->draft.comment);
	reader->draft.has_angle = FALSE;
}

static void
address_reader_clear(AddressReader *reader)
{
	rd_scratch_clear(&reader->family);
	rd_scratch_clear(&reader->draft.phrase);
	rd_scratch_clear(&reader->draft.angle);
	rd_scratch_clear(&reader->draft.comment);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AddressReader, address_reader_clear)

static void
address_read_list(RdSpan value, gboolean comments, gboolean *open_comment, GPtrArray *out)
{
	g_auto(AddressReader) reader;

	address_reader_init(&reader, value, comments, out);
	while (reader.at < reader.end)
		address_read_one(&reader);
	address_finish(&reader, FALSE);
	*open_comment = reader.open_comment;
}

/* @value with each NUL, which would end the strings it is read into, as another such character. */
static char *
address_copy_without_nul(RdSpan value)
{
	char *copy = g_memdup2(value.str, value.len);

	for (gsize i = 0; i < value.len; i++) {
		if (copy[i] == '\0')
			copy[i] = '\x7f';
	}
	return copy;
}

void
rd_value_add_addresses(RdSpan value, GPtrArray *addresses)
{
	guint before = addresses->len;
	g_autofree char *copy = NULL;
	gboolean open_comment;

	if (value.len == 0)
		return;
	if (memchr(value.str, '\0', value.len) != NULL)
		value.str = copy = address_copy_without_nul(value);
	address_read_list(value, TRUE, &open_comment, addresses);
	if (!open_comment) /* else the rest was swallowed, so "(" was not meant as a comment */
		return;
	g_ptr_array_set_size(addresses, (gint)before);
	address_read_list(value, FALSE, &open_comment, addresses);
}
