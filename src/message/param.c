#include "param-private.h"

#include "charset-private.h"
#include "value-private.h"
#include <redress/scratch.h>

#include <string.h>

#define PARAM_PIECES_MAX 256 /* of one value; RFC 2231 knows no limit */

/* One "name=value" as it stands, split. */
typedef struct {
	RdSpan name;	   /* without "*0*" */
	int piece;	   /* of "name*1"; -1: the whole value */
	gboolean extended; /* "name*" or "name*0*": percent-encoded, maybe with a charset */
	RdSpan value;
	gboolean quoted;
} Param;

static gboolean
param_is_token(char c)
{
	return c > ' ' && c < 0x7f && strchr("()<>@,;:\\\"/[]?=", c) == NULL;
}

static RdSpan
param_token(const char *at, const char *end)
{
	RdSpan token = {at, 0};

	while (at + token.len < end && param_is_token(at[token.len]))
		token.len++;
	return token;
}

static RdSpan
param_rest(RdSpan field, const char *at)
{
	RdSpan rest = {at, (gsize)(field.str + field.len - at)};

	return rest;
}

gboolean
rd_param_split_type(RdSpan field, RdSpan *type, RdSpan *subtype, RdSpan *parameters)
{
	static const RdSpan mixed = {"mixed", 5}, plain = {"plain", 5}, html = {"html", 4},
			    text = {"text", 4};
	const char *end = field.str + field.len;
	const char *at = rd_comment_skip(field.str, end);
	RdSpan first, second;

	while (at < end && (g_ascii_isspace(*at) || *at == '"'))
		at++;
	first = param_token(at, end);
	at = rd_comment_skip(first.str + first.len, end);
	if (first.len > 0 && at < end && *at == '/') {
		second = param_token(rd_comment_skip(at + 1, end), end);
		at = second.str + second.len;
	} else {
		second.len = 0;
	}
	*parameters = param_rest(field, at);
	if (second.len == 0 && rd_span_is(first, "text"))
		second = plain;
	else if (second.len == 0 && rd_span_is(first, "multipart"))
		second = mixed;
	else if (second.len == 0 && rd_span_is(first, "html")) {
		first = text;
		second = html;
	}
	if (second.len == 0)
		return FALSE;
	*type = first;
	*subtype = second;
	return TRUE;
}

RdSpan
rd_param_split_word(RdSpan field, RdSpan *parameters)
{
	const char *end = field.str + field.len;
	RdSpan word = param_token(rd_comment_skip(field.str, end), end);

	*parameters = param_rest(field, word.str + word.len);
	return word;
}

/* "filename*1*": the parts of a name of RFC 2231. */
static void
param_split_name(Param *param)
{
	RdSpan *name = &param->name;
	gsize star = name->len;

	param->piece = -1;
	param->extended = FALSE;
	if (star > 0 && name->str[star - 1] == '*') {
		param->extended = TRUE;
		star = --name->len;
	}
	while (star > 0 && g_ascii_isdigit(name->str[star - 1]))
		star--;
	if (star == 0 || star == name->len || name->str[star - 1] != '*' || name->len - star > 4)
		return;
	param->piece = 0;
	for (gsize i = star; i < name->len; i++)
		param->piece = param->piece * 10 + (name->str[i] - '0');
	name->len = star - 1;
}

/* File names with blanks, and with "(1)", are often not quoted: they have no comments. */
static gboolean
param_is_file(const Param *param)
{
	return rd_span_is(param->name, "filename") || rd_span_is(param->name, "name");
}

/* An unquoted value goes on to the next ";", or to a comment. */
static const char *
param_read_bare(Param *param, const char *at, const char *end)
{
	gboolean file = param_is_file(param);
	const char *stop = at;

	while (stop < end && *stop != ';' && (file || *stop != '('))
		stop++;
	for (const char *p = at; p < stop; p++) { /* a forgotten ";": "a=b charset=c" */
		RdSpan next;

		if (!g_ascii_isspace(*p))
			continue;
		while (p + 1 < stop && g_ascii_isspace(p[1]))
			p++;
		next = param_token(p + 1, stop);
		if (next.len > 0 && next.str + next.len < stop && next.str[next.len] == '=' &&
		    g_ascii_isalpha(next.str[0])) {
			stop = p;
			break;
		}
	}
	param->value.str = at;
	param->value.len = (gsize)(stop - at);
	param->value = rd_span_trim(param->value);
	param->quoted = FALSE;
	return stop;
}

static const char *
param_read_quoted(Param *param, const char *at, const char *end)
{
	const char *p = at;

	while (p < end && *p != '"')
		p += *p == '\\' && p + 1 < end && (p[1] == '"' || p[1] == '\\') ? 2 : 1;
	param->quoted = TRUE;
	param->value.str = at;
	if (p >= end) { /* the closing quote is missing */
		const char *semicolon = memchr(at, ';', (gsize)(end - at));

		param->value.len = (gsize)((semicolon != NULL ? semicolon : end) - at);
		param->value = rd_span_trim(param->value);
		return semicolon != NULL ? semicolon : end;
	}
	param->value.len = (gsize)(p - at);
	return p + 1;
}

/* Steps over one parameter; FALSE at the end. */
static gboolean
param_next(RdSpan *rest, Param *param)
{
	const char *at = rest->str;
	const char *end = at + rest->len;

	for (;;) {
		at = rd_comment_skip(at, end);
		while (at < end && (*at == ';' || *at == ','))
			at = rd_comment_skip(at + 1, end);
		if (at == end)
			return FALSE;
		param->name = param_token(at, end);
		at = rd_comment_skip(at + param->name.len, end);
		if (param->name.len > 0 && at < end && *at == '=')
			break;
		while (at < end && *at != ';' && !g_ascii_isspace(*at)) /* not a parameter */
			at++;
	}
	param_split_name(param);
	for (at++; at < end && g_ascii_isspace(*at);)
		at++;
	if (!param_is_file(param))
		at = rd_comment_skip(at, end);
	if (at < end && *at == '"')
		at = param_read_quoted(param, at + 1, end);
	else
		at = param_read_bare(param, at, end);
	rest->str = at;
	rest->len = (gsize)(end - at);
	return TRUE;
}

/* Appends @param's value without folds and escapes; a lone backslash is one of a Windows path. */
static void
param_append_value(RdScratch *out, const Param *param)
{
	const char *end = param->value.str + param->value.len;

	for (const char *p = param->value.str; p < end; p++) {
		if (*p == '\r' || *p == '\n' || *p == '\0')
			continue;
		if (param->quoted && *p == '\\' && p + 1 < end && (p[1] == '"' || p[1] == '\\'))
			p++;
		rd_scratch_append_c(out, *p);
	}
}

static void
param_append_percent(RdScratch *out, const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '%' && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])) {
			rd_scratch_append_c(out, (char)(g_ascii_xdigit_value(p[1]) * 16 +
							g_ascii_xdigit_value(p[2])));
			p += 2;
		} else {
			rd_scratch_append_c(out, *p);
		}
	}
}

/* The value of RFC 2231's two forms: @pieces by number, or one that is extended. */
static char *
param_decode_pieces(const Param *pieces, int n)
{
	g_auto(RdScratch) octets;
	g_autofree char *charset = NULL;

	rd_scratch_init(&octets);
	for (int i = 0; i < n; i++) {
		g_auto(RdScratch) value;
		const char *text, *first, *second;

		rd_scratch_init(&value);
		param_append_value(&value, &pieces[i]);
		text = value.str;
		if (!pieces[i].extended) {
			rd_scratch_append_len(&octets, value.str, value.len);
			continue;
		}
		first = i == 0 ? strchr(text, '\'') : NULL;
		second = first != NULL ? strchr(first + 1, '\'') : NULL;
		if (second != NULL) {
			charset = g_strndup(text, (gsize)(first - text));
			text = second + 1;
		}
		param_append_percent(&octets, text);
	}
	return rd_charset_to_utf8(charset, octets.str, octets.len);
}

/* Finds @name: @whole, the value in one; and @pieces by number, how many in @n. */
static gboolean
param_find(RdSpan rest, const char *name, Param *whole, Param *pieces, int *n)
{
	guint8 present[PARAM_PIECES_MAX] = {FALSE};
	gboolean found = FALSE;
	Param param;

	*n = 0;
	if (rest.len == 0)
		return FALSE;
	while (param_next(&rest, &param)) {
		if (!rd_span_is(param.name, name))
			continue;
		if (param.piece >= 0 && param.piece < PARAM_PIECES_MAX) {
			if (!present[param.piece])
				pieces[param.piece] = param;
			present[param.piece] = TRUE;
		} else if (param.piece < 0 && (!found || (param.extended && !whole->extended))) {
			*whole = param;
			found = TRUE;
		}
	}
	while (*n < PARAM_PIECES_MAX && present[*n])
		(*n)++;
	return found;
}

char *
rd_param_get_raw(RdSpan parameters, const char *name)
{
	Param whole, pieces[PARAM_PIECES_MAX];
	g_auto(RdScratch) out;
	int n;
	gboolean found = param_find(parameters, name, &whole, pieces, &n);

	rd_scratch_init(&out);
	if (!found && n == 0)
		return NULL;
	if (found)
		param_append_value(&out, &whole);
	for (int i = 0; i < n && !found; i++)
		param_append_value(&out, &pieces[i]);
	return g_strndup(out.str, out.len);
}

char *
rd_param_get(RdSpan parameters, const char *name)
{
	Param whole, pieces[PARAM_PIECES_MAX];
	g_auto(RdScratch) value;
	int n;
	gboolean found = param_find(parameters, name, &whole, pieces, &n);

	rd_scratch_init(&value);
	if (found && whole.extended)
		return param_decode_pieces(&whole, 1);
	if (n > 0)
		return param_decode_pieces(pieces, n);
	if (!found)
		return NULL;
	param_append_value(&value, &whole);
	return rd_value_decode_words(value.str, value.len);
}
