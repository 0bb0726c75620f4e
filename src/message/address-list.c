#include "charset-private.h"
#include "value-private.h"

#include <string.h>

/* One address of a list while it is read. */
typedef struct {
	GString *phrase;  /* what stands outside of <> and of comments, quotes kept */
	GString *angle;	  /* what stands inside of <> */
	GString *comment; /* the first comment */
	gboolean has_angle;
} AddressDraft;

typedef struct {
	const char *at, *end;
	gboolean comments; /* FALSE: "(" is a letter as any other; one was never closed */
	gboolean groups;   /* FALSE: no ";" follows, so ":" opens no group */
	gboolean open_comment;
	AddressDraft draft;
	GString *family; /* "Doe" of an unquoted "Doe, Jane <...>" */
	GPtrArray *out;
} AddressReader;

/* @text with quotes taken off, decoded, blanks folded. */
static char *
address_name(const char *text)
{
	g_autoptr(GString) plain = g_string_new(NULL);
	g_autofree char *decoded = NULL;
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '"')
			continue;
		if (*p == '\\' && p[1] != '\0')
			p++;
		g_string_append_c(plain, *p);
	}
	decoded = rd_value_decode_words(plain->str, plain->len);
	for (const char *p = decoded; *p != '\0'; p++) {
		if (!g_ascii_isspace(*p) && !g_ascii_iscntrl(*p))
			g_string_append_c(out, *p);
		else if (out->len > 0 && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	if (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

/* Without blanks (but for those in quotes), routes, "mailto:" and wrapping marks. */
static char *
address_spec(const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	gboolean quoted = FALSE;
	const char *begin;
	gsize len;

	for (const char *p = text; *p != '\0' && (quoted || *p != '('); p++) {
		if (*p == '"' && (p == text || p[-1] != '\\'))
			quoted = !quoted;
		if (quoted || !(g_ascii_isspace(*p) || g_ascii_iscntrl(*p)))
			g_string_append_c(out, *p);
	}
	begin = out->str;
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

/* "Jane jane@a.example": the words around the one with "@" are the name. */
static char *
address_split_bare(const char *phrase, GString *name)
{
	g_auto(GStrv) words = g_strsplit_set(phrase, " \t\r\n", -1);
	const char *spec = NULL;
	guint n = 0;

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
		if (*w != spec && **w != '\0')
			g_string_append_printf(name, "%s%s", name->len > 0 ? " " : "", *w);
	}
	return address_spec(spec);
}

static void
address_emit(AddressReader *reader, const char *name, const char *comment, const char *spec)
{
	g_autofree char *shown = address_name(*name != '\0' ? name : comment);

	if (*shown != '\0' || *spec != '\0' || reader->draft.has_angle)
		g_ptr_array_add(reader->out, rd_address_new(shown, spec));
}

/* The words before commas turned out to be no family name: each stands for itself. */
static void
address_flush_family(AddressReader *reader)
{
	g_auto(GStrv) pieces = g_strsplit(reader->family->str, ", ", -1);

	for (char **piece = pieces; *piece != NULL; piece++) {
		g_autofree char *name = address_name(*piece);

		if (strchr(name, ' ') == NULL)
			g_ptr_array_add(reader->out, rd_address_new("", name));
		else
			g_ptr_array_add(reader->out, rd_address_new(name, ""));
	}
	g_string_truncate(reader->family, 0);
}

static void
address_finish_angle(AddressReader *reader)
{
	AddressDraft *draft = &reader->draft;
	g_autofree char *spec = address_spec(draft->angle->str);

	if (reader->family->len > 0) { /* an unquoted comma within the name */
		g_string_append_printf(reader->family, ", %s", draft->phrase->str);
		g_string_assign(draft->phrase, reader->family->str);
		g_string_truncate(reader->family, 0);
	}
	if (strchr(spec, '@') == NULL && strstr(spec, "=?") != NULL) {
		g_autofree char *decoded = rd_value_decode_words(spec, strlen(spec));

		address_emit(reader, draft->phrase->str, draft->comment->str, decoded);
		return;
	}
	address_emit(reader, draft->phrase->str, draft->comment->str, spec);
}

/* "=?utf-8?q?Jane_=3Cjane=40a.example=3E?=": name and address in one encoded word. */
static gboolean
address_finish_encoded(AddressReader *reader, const char *phrase)
{
	g_autofree char *decoded = NULL;
	char *open, *close;

	if (strstr(phrase, "=?") == NULL)
		return FALSE;
	decoded = address_name(phrase);
	open = strrchr(decoded, '<');
	close = open != NULL ? strchr(open, '>') : NULL;
	if (close == NULL || memchr(open, '@', (gsize)(close - open)) == NULL)
		return FALSE;
	*open = *close = '\0';
	address_emit(reader, decoded, "", open + 1);
	return TRUE;
}

/* Ends the address that is being read; @comma: because of a comma. */
static void
address_finish(AddressReader *reader, gboolean comma)
{
	AddressDraft *draft = &reader->draft;
	char *phrase = g_strstrip(draft->phrase->str);

	if (draft->has_angle) {
		address_finish_angle(reader);
	} else if (*phrase == '\0') {
		address_flush_family(reader);
	} else if (strchr(phrase, '@') != NULL) {
		g_autoptr(GString) name = g_string_new(NULL);
		g_autofree char *spec = address_split_bare(phrase, name);

		address_flush_family(reader);
		address_emit(reader, name->str, draft->comment->str, spec);
	} else if (!address_finish_encoded(reader, phrase) &&
		   phrase[strlen(phrase) - 1] != ':') { /* an empty group without its ";" */
		if (reader->family->len > 0)
			g_string_append(reader->family, ", ");
		g_string_append(reader->family, phrase);
		if (!comma)
			address_flush_family(reader);
	}
	g_string_truncate(draft->phrase, 0);
	g_string_truncate(draft->angle, 0);
	g_string_truncate(draft->comment, 0);
	draft->has_angle = FALSE;
}

/* A quoted string, with its quotes, goes to @out; one that never ends is a mere letter. */
static void
address_read_quoted(AddressReader *reader, GString *out)
{
	const char *p = reader->at + 1;

	while (p < reader->end && *p != '"')
		p += *p == '\\' ? 2 : 1;
	if (p >= reader->end) {
		reader->at++;
		return;
	}
	g_string_append_len(out, reader->at, p + 1 - reader->at);
	reader->at = p + 1;
}

static void
address_read_comment(AddressReader *reader)
{
	GString *out = reader->draft.comment->len == 0 ? reader->draft.comment : NULL;
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
			g_string_append_c(out, *p);
	}
	reader->open_comment |= depth > 0;
	reader->at = p < reader->end ? p + 1 : p;
	g_string_append_c(reader->draft.phrase, ' ');
}

static void
address_read_angle(AddressReader *reader)
{
	AddressDraft *draft = &reader->draft;

	for (reader->at++; reader->at < reader->end && *reader->at != '>';) {
		if (*reader->at == '"')
			address_read_quoted(reader, draft->angle);
		else
			g_string_append_c(draft->angle, *reader->at++);
	}
	if (reader->at < reader->end)
		reader->at++;
	draft->has_angle = TRUE;
	g_string_append_c(draft->phrase, ' ');
}

/* "[192.0.2.1]", or Outlook's "[mailto:jane@a.example]" after a name. */
static void
address_read_bracket(AddressReader *reader)
{
	AddressDraft *draft = &reader->draft;
	const char *close = memchr(reader->at, ']', (gsize)(reader->end - reader->at));
	gsize len;

	if (close == NULL) {
		g_string_append_c(draft->phrase, *reader->at++);
		return;
	}
	len = (gsize)(close - reader->at);
	if (len > 8 && g_ascii_strncasecmp(reader->at + 1, "mailto:", 7) == 0) {
		g_string_append_len(draft->angle, reader->at + 8, (gssize)len - 8);
		draft->has_angle = TRUE;
	} else {
		g_string_append_len(draft->phrase, reader->at, (gssize)len + 1);
	}
	reader->at = close + 1;
}

static void
address_read_one(AddressReader *reader)
{
	GString *phrase = reader->draft.phrase;
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
		g_string_truncate(phrase, 0); /* the name of a group */
	} else {
		reader->at++;
		if (c != '>' && c != '\0')
			g_string_append_c(phrase, c == '\r' || c == '\n' ? ' ' : c);
	}
}

static void
address_read_list(RdSpan value, gboolean comments, gboolean *open_comment, GPtrArray *out)
{
	AddressReader reader = {.at = value.str, .end = value.str + value.len};

	reader.comments = comments;
	reader.groups = value.len > 0 && memchr(value.str, ';', value.len) != NULL;
	reader.out = out;
	reader.family = g_string_new(NULL);
	reader.draft.phrase = g_string_new(NULL);
	reader.draft.angle = g_string_new(NULL);
	reader.draft.comment = g_string_new(NULL);
	while (reader.at < reader.end)
		address_read_one(&reader);
	address_finish(&reader, FALSE);
	*open_comment = reader.open_comment;
	g_string_free(reader.family, TRUE);
	g_string_free(reader.draft.phrase, TRUE);
	g_string_free(reader.draft.angle, TRUE);
	g_string_free(reader.draft.comment, TRUE);
}

void
rd_value_add_addresses(RdSpan value, GPtrArray *addresses)
{
	guint before = addresses->len;
	gboolean open_comment;

	if (value.len == 0)
		return;
	address_read_list(value, TRUE, &open_comment, addresses);
	if (!open_comment) /* else the rest was swallowed, so "(" was not meant as a comment */
		return;
	g_ptr_array_set_size(addresses, (gint)before);
	address_read_list(value, FALSE, &open_comment, addresses);
}
