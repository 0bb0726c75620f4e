#include "body-private.h"

#include "charset-private.h"
#include "decode-private.h"
#include "flowed-private.h"
#include "param-private.h"
#include "tnef-private.h"
#include "uuencode-private.h"
#include <redress/text.h>

#include <string.h>

/* What becomes of the octet at @in, which is not plain; @c: (out): of it. FALSE: it is left out. */
static gboolean
body_read_odd(const char **in, char *c)
{
	const char *p = (*in)++;

	*c = *p;
	if (strncmp(p, "\xef\xbb\xbf", 3) == 0) { /* Apple's Mail has it before quotes */
		*in += 2;
		return FALSE;
	}
	if (*c == '\r') {
		*c = '\n';
		return p[1] != '\n';
	}
	if ((guchar)*c < ' ' && *c != '\n' && *c != '\t')
		*c = ' ';
	return TRUE;
}

/* @text with LF line ends, and blanks for control characters; it is changed in place. */
static char *
body_to_lines(char *text)
{
	const char *end = text + strlen(text);
	const char *in = text;
	char *out = text;

	while (in < end) {
		gsize plain = rd_text_plain_len(in, (gsize)(end - in));
		char c;

		if (in != out)
			memmove(out, in, plain);
		in += plain;
		out += plain;
		if (in < end && body_read_odd(&in, &c))
			*out++ = c;
	}
	*out = '\0';
	return text;
}

gboolean
rd_body_has_files(const RdMimePart *part)
{
	return part->kind == RD_MIME_LEAF && part->encoding == RD_ENCODING_NONE &&
	       rd_mime_is(part, "text", "plain");
}

/* base64 by declaration, but not in fact: its lines have blanks between words. */
static gboolean
body_is_mislabelled(const RdMimePart *part)
{
	RdSpan text = rd_span_trim(part->body);
	const char *lf;

	if (part->encoding != RD_ENCODING_BASE64 || text.len == 0)
		return FALSE;
	lf = rd_line_end(text.str, text.str + text.len);
	for (const char *p = text.str; p < lf; p++) {
		if (*p == ' ' || *p == '<' || (guchar)*p >= 0x80)
			return TRUE;
	}
	return FALSE;
}

/* The charset that an HTML document names itself; NULL for none. */
static char *
body_meta_charset(const char *octets, gsize len)
{
	const char *end = octets + MIN(len, 2048);

	for (const char *p = octets; (p = memchr(p, '=', (gsize)(end - p))) != NULL; p++) {
		gsize n = 0;

		if (p - octets < 7 || g_ascii_strncasecmp(p - 7, "charset", 7) != 0)
			continue;
		p++;
		while (p < end && (*p == '"' || *p == '\'' || *p == ' '))
			p++;
		while (p + n < end && (g_ascii_isalnum(p[n]) || strchr("-_:", p[n]) != NULL) &&
		       p[n] != '\0')
			n++;
		return g_strndup(p, n);
	}
	return NULL;
}

/* The octets of @part without the uuencoded files in them; NULL when there are none. */
static GString *
body_without_files(const RdMimePart *part)
{
	const char *at = part->body.str;
	const char *end = at + part->body.len;
	GString *kept = NULL;
	RdUuFile file;

	for (guint n = 0; n < RD_UU_FILES_MAX && rd_uuencode_find(part->from, at, end, &file);
	     n++) {
		if (kept == NULL)
			kept = g_string_new(NULL);
		g_string_append_len(kept, at, file.whole.str - at);
		at = file.whole.str + file.whole.len;
	}
	if (kept != NULL)
		g_string_append_len(kept, at, end - at);
	return kept;
}

/* The decoded octets of a text part in UTF-8. */
static char *
body_part_utf8(const RdMimePart *part, gsize max_bytes, gboolean *cut)
{
	g_autofree char *charset = rd_param_get(part->parameters, "charset");
	g_autofree char *decoded = NULL;
	g_autoptr(GString) kept = NULL;
	RdSpan octets = part->body;

	if (part->encoding != RD_ENCODING_NONE && !body_is_mislabelled(part)) {
		decoded = rd_decode(part->body, part->encoding, max_bytes + 1, &octets.len);
		octets.str = decoded;
	} else if (rd_body_has_files(part)) {
		kept = body_without_files(part);
	}
	if (kept != NULL) {
		octets.str = kept->str;
		octets.len = kept->len;
	}
	if (octets.len > max_bytes) {
		*cut = TRUE;
		octets.len = max_bytes;
		while (octets.len > 0 && ((guchar)octets.str[octets.len] & 0xc0) == 0x80 &&
		       max_bytes - octets.len < 4)
			octets.len--;
	}
	if (charset == NULL && rd_span_is(part->subtype, "html"))
		charset = body_meta_charset(octets.str, octets.len);
	return rd_charset_to_utf8(charset, octets.str, octets.len);
}

static gboolean
body_param_is(const RdMimePart *part, const char *name, const char *value)
{
	g_autofree char *found = rd_param_get(part->parameters, name);

	return found != NULL && g_ascii_strcasecmp(found, value) == 0;
}

char *
rd_body_part_text(const RdMimePart *part, gsize max_bytes, gboolean *cut)
{
	char *text = body_to_lines(body_part_utf8(part, max_bytes, cut));
	char *joined;

	if (!body_param_is(part, "format", "flowed"))
		return text;
	joined = rd_flowed_join(text, body_param_is(part, "delsp", "yes"));
	g_free(text);
	return joined;
}

static RdLines *
body_part_lines(const RdMimePart *part, gsize max_bytes, gboolean *cut)
{
	g_autofree char *html = NULL;
	RdLines *lines;

	if (!rd_span_is(part->subtype, "html"))
		return rd_lines_new(rd_body_part_text(part, max_bytes, cut));
	html = body_part_utf8(part, max_bytes * 4, cut);
	lines = rd_html_to_lines(html, strlen(html), max_bytes);
	*cut |= strlen(lines->text) + 4 > max_bytes; /* it stops at a whole character */
	return lines;
}

static gboolean
body_is_shown(guint8 role)
{
	return role == RD_ROLE_TEXT || role == RD_ROLE_TEXT_FILE;
}

/* The texts read so far, one under the other. */
typedef struct {
	GString *text;
	GArray *lines; /* of RdLine */
	gboolean marked;
} BodyText;

static void
body_append_lines(BodyText *body, const RdLines *more)
{
	guint n = 0;

	if (body->text->len > 0 && body->text->str[body->text->len - 1] != '\n')
		g_string_append_c(body->text, '\n');
	g_string_append(body->text, more->text);
	body->marked |= more->lines != NULL;
	for (const char *p = more->text; p != NULL && *p != '\0'; n++) {
		RdLine line = {0, 0};

		if (more->lines != NULL && n < more->lines->len)
			line = g_array_index(more->lines, RdLine, n);
		g_array_append_val(body->lines, line);
		p = strchr(p, '\n');
		p = p != NULL ? p + 1 : NULL;
	}
}

gboolean
rd_body_is_tnef(const RdMimePart *part)
{
	return rd_mime_is(part, "application", "ms-tnef") ||
	       rd_mime_is(part, "application", "vnd.ms-tnef");
}

/* The text that only winmail.dat has; NULL for none. */
static RdLines *
body_tnef_lines(const RdMime *mime, const guint8 *roles, gsize max_bytes)
{
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);
		g_autoptr(GBytes) content = NULL;
		g_autoptr(RdTnef) tnef = NULL;

		if (roles[i] != RD_ROLE_ATTACHMENT || !rd_body_is_tnef(part))
			continue;
		content = rd_mime_content(part);
		tnef = rd_tnef_read(content, 0, max_bytes);
		if (tnef == NULL || tnef->text == NULL)
			return NULL;
		if (tnef->is_html)
			return rd_html_to_lines(tnef->text, strlen(tnef->text), max_bytes);
		return rd_lines_new(body_to_lines(g_steal_pointer(&tnef->text)));
	}
	return NULL;
}

/* The texts of all parts, and those that only winmail.dat has. */
static RdLines *
body_join(const RdMime *mime, const guint8 *roles, gsize max_bytes, gboolean *cut)
{
	BodyText body = {.text = g_string_new(NULL)};
	const RdLine last = {0, 0}; /* of the empty line after a final line end */
	RdLines *lines;

	body.lines = g_array_new(FALSE, FALSE, sizeof(RdLine));
	for (guint i = 0; i < mime->parts->len; i++) {
		g_autoptr(RdLines) more = NULL;

		if (!body_is_shown(roles[i]))
			continue;
		more = body_part_lines(rd_mime_part(mime, (int)i),
				       max_bytes - MIN(max_bytes, body.text->len), cut);
		body_append_lines(&body, more);
	}
	if (body.text->len == 0) {
		g_autoptr(RdLines) more = body_tnef_lines(mime, roles, max_bytes);

		if (more != NULL)
			body_append_lines(&body, more);
	}
	if (body.text->len == 0 || body.text->str[body.text->len - 1] == '\n')
		g_array_append_val(body.lines, last);
	lines = rd_lines_new(g_string_free(body.text, FALSE));
	if (body.marked)
		lines->lines = g_steal_pointer(&body.lines);
	else
		g_array_unref(body.lines);
	return lines;
}

/* The part that all of the text is in; NULL when there is none, or more than one. */
static const RdMimePart *
body_find_only(const RdMime *mime, const guint8 *roles)
{
	const RdMimePart *only = NULL;

	for (guint i = 0; i < mime->parts->len; i++) {
		if (!body_is_shown(roles[i]))
			continue;
		if (only != NULL)
			return NULL;
		only = rd_mime_part(mime, (int)i);
	}
	return only;
}

RdLines *
rd_body_read(const RdMime *mime, const guint8 *roles, gsize max_bytes, const char **defect)
{
	const RdMimePart *only = body_find_only(mime, roles);
	gboolean cut = FALSE;
	g_autoptr(RdLines) lines = only != NULL ? body_part_lines(only, max_bytes, &cut) : NULL;

	if (lines == NULL || *lines->text == '\0') {
		g_clear_pointer(&lines, rd_lines_free);
		lines = body_join(mime, roles, max_bytes, &cut);
	}
	if (cut)
		*defect = "the text is too long";
	return g_steal_pointer(&lines);
}
