#include "body-private.h"

#include "param-private.h"

#include <string.h>

/* How well a part serves as the text of an alternative; the highest is taken. */
enum {
	RANK_NONE,
	RANK_BLANK, /* a text without a word */
	RANK_OTHER, /* enriched, markdown */
	RANK_STUB,  /* plain text that only says that there is HTML */
	RANK_HTML,
	RANK_PLAIN,
};

gboolean
rd_body_has_disposition(const RdMime *mime, const RdMimePart *part, const char *word)
{
	const RdSpan *field = rd_mime_field(mime, part, RD_FIELD_CONTENT_DISPOSITION, 0);
	RdSpan rest;

	return field != NULL && rd_span_is(rd_param_split_word(*field, &rest), word);
}

/* "attachment", or a word that nobody knows: RFC 2183 section 2.8 takes it for the same. */
static gboolean
body_is_filed(const RdMime *mime, const RdMimePart *part)
{
	const RdSpan *field = rd_mime_field(mime, part, RD_FIELD_CONTENT_DISPOSITION, 0);
	RdSpan rest, word;

	if (field == NULL)
		return FALSE;
	word = rd_param_split_word(*field, &rest);
	return word.len > 0 && !rd_span_is(word, "inline");
}

static gboolean
body_is_readable(const RdMimePart *part)
{
	static const char *const subtypes[] = {"plain",	   "html",     "enriched",
					       "richtext", "markdown", "x-markdown"};

	if (part->kind != RD_MIME_LEAF || !rd_span_is(part->type, "text"))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(subtypes); i++) {
		if (rd_span_is(part->subtype, subtypes[i]))
			return TRUE;
	}
	return FALSE;
}

char *
rd_body_safe_name(char *name)
{
	char *base = name;
	char *out;

	for (char *p = name; *p != '\0'; p++) {
		if (*p == '/' || *p == '\\')
			base = p + 1;
		else if (g_ascii_iscntrl(*p))
			*p = ' ';
	}
	base = g_strstrip(base);
	if (strcmp(base, ".") == 0 || strcmp(base, "..") == 0)
		base += strlen(base);
	out = g_strdup(base);
	g_free(name);
	return out;
}

char *
rd_body_part_name(const RdMime *mime, const RdMimePart *part)
{
	const RdSpan *field = rd_mime_field(mime, part, RD_FIELD_CONTENT_DISPOSITION, 0);
	char *name = NULL;
	RdSpan rest;

	if (field != NULL) {
		rd_param_split_word(*field, &rest);
		name = rd_param_get(rest, "filename");
		if (name == NULL)
			name = rd_param_get(rest, "name");
	}
	if (name == NULL || *name == '\0') {
		g_free(name);
		name = rd_param_get(part->parameters, "name");
	}
	if (name == NULL)
		name = rd_param_get(part->parameters, "filename");
	return name != NULL ? rd_body_safe_name(name) : g_strdup("");
}

static gboolean
body_has_name(const RdMime *mime, const RdMimePart *part)
{
	g_autofree char *name = rd_body_part_name(mime, part);

	return *name != '\0';
}

/* Whether a sentence like "your program cannot show HTML" is all there is. */
static gboolean
body_is_stub(const char *text)
{
	static const char *const words[] = {"view",   "support", "display", "client",
					    "reader", "browser", "enable"};
	g_autofree char *lower = NULL;

	if (strlen(text) > 200)
		return FALSE;
	lower = g_ascii_strdown(text, -1);
	if (strstr(lower, "html") == NULL)
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strstr(lower, words[i]) != NULL)
			return TRUE;
	}
	return FALSE;
}

static int
body_rank_leaf(const RdMime *mime, const RdMimePart *part)
{
	g_autofree char *start = NULL;
	gboolean cut = FALSE;
	gboolean blank = TRUE;

	if (!body_is_readable(part) || body_is_filed(mime, part))
		return RANK_NONE;
	if (rd_span_is(part->subtype, "html"))
		return part->body.len > 0 ? RANK_HTML : RANK_BLANK;
	if (!rd_span_is(part->subtype, "plain"))
		return RANK_OTHER;
	start = rd_body_part_text(part, 512, &cut);
	for (const char *p = start; *p != '\0' && blank; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		blank = g_unichar_isspace(c) || c == 0x200b || c == 0xfeff || c == 0xfffd;
	}
	if (blank)
		return RANK_BLANK;
	return !cut && body_is_stub(start) ? RANK_STUB : RANK_PLAIN;
}

static gboolean
body_has_alternatives(const RdMime *mime)
{
	for (int i = 0; i < (int)mime->parts->len; i++) {
		if (rd_mime_is(rd_mime_part(mime, i), "multipart", "alternative"))
			return TRUE;
	}
	return FALSE;
}

/* For each part the best rank within it, innermost parts first. */
static guint8 *
body_ranks(const RdMime *mime, int root)
{
	guint8 *ranks = g_malloc0(mime->parts->len);

	if (!body_has_alternatives(mime))
		return ranks;

	for (int i = (int)mime->parts->len - 1; i >= root; i--) {
		const RdMimePart *part = rd_mime_part(mime, i);

		if (part->kind == RD_MIME_LEAF)
			ranks[i] = (guint8)body_rank_leaf(mime, part);
		if (part->parent >= root &&
		    rd_mime_part(mime, part->parent)->kind == RD_MIME_MULTIPART)
			ranks[part->parent] = MAX(ranks[part->parent], ranks[i]);
	}
	return ranks;
}

static int
body_best_child(const RdMime *mime, const RdMimePart *part, const guint8 *ranks)
{
	int best = part->first_child;

	for (int i = part->first_child; i >= 0; i = rd_mime_part(mime, i)->next) {
		if (ranks[i] > ranks[best])
			best = i;
	}
	return best;
}

static gboolean
body_is_report_data(const RdMime *mime, const RdMimePart *part)
{
	const RdMimePart *above = part->parent >= 0 ? rd_mime_part(mime, part->parent) : NULL;

	if (rd_mime_is(part, "message", "delivery-status") ||
	    rd_mime_is(part, "message", "disposition-notification") ||
	    rd_mime_is(part, "message", "feedback-report"))
		return TRUE;
	return above != NULL && rd_mime_is(above, "multipart", "report") &&
	       (part->kind == RD_MIME_MESSAGE || rd_span_is(part->type, "message") ||
		rd_mime_is(part, "text", "rfc822-headers"));
}

/* Whether a leaf that a mail program can show is shown rather than offered as a file. */
static gboolean
body_is_shown(const RdMime *mime, int index, gboolean text_before)
{
	const RdMimePart *part = rd_mime_part(mime, index);
	const RdMimePart *above = part->parent >= 0 ? rd_mime_part(mime, part->parent) : NULL;

	if (!body_is_readable(part))
		return FALSE;
	if (body_is_filed(mime, part) && (above != NULL || body_has_name(mime, part)))
		return FALSE;
	if (text_before && body_has_name(mime, part))
		return FALSE;
	if (above != NULL && rd_mime_is(above, "multipart", "related") &&
	    above->first_child != index &&
	    (rd_mime_field(mime, part, RD_FIELD_CONTENT_ID, 0) != NULL ||
	     rd_mime_field(mime, part, RD_FIELD_CONTENT_LOCATION, 0) != NULL))
		return FALSE;
	return TRUE;
}

/* A text that is shown although its sender gave it a file name. */
static gboolean
body_is_file(const RdMime *mime, const RdMimePart *part)
{
	const RdSpan *field = rd_mime_field(mime, part, RD_FIELD_CONTENT_DISPOSITION, 0);
	g_autofree char *name = NULL;
	RdSpan rest;

	if (field == NULL)
		return FALSE;
	rd_param_split_word(*field, &rest);
	name = rd_param_get(rest, "filename");
	return name != NULL;
}

static gboolean
body_is_text(guint8 role)
{
	return role == RD_ROLE_TEXT || role == RD_ROLE_TEXT_FILE;
}

static RdRole
body_role(const RdMime *mime, int index, gboolean chosen, gboolean text_before)
{
	const RdMimePart *part = rd_mime_part(mime, index);

	if (part->kind == RD_MIME_MULTIPART)
		return RD_ROLE_STRUCTURE;
	if (body_is_report_data(mime, part))
		return RD_ROLE_UNSHOWN;
	if (part->kind == RD_MIME_MESSAGE)
		return RD_ROLE_ATTACHMENT;
	if (!body_is_shown(mime, index, text_before && chosen)) {
		if (rd_mime_is(part, "text", "x-amp-html") ||
		    rd_mime_is(part, "text", "watch-html"))
			return RD_ROLE_UNSHOWN;
		return RD_ROLE_ATTACHMENT;
	}
	if (!chosen)
		return RD_ROLE_UNSHOWN;
	return body_is_file(mime, part) ? RD_ROLE_TEXT_FILE : RD_ROLE_TEXT;
}

guint8 *
rd_body_roles(const RdMime *mime, int root)
{
	g_autofree guint8 *ranks = body_ranks(mime, root);
	g_autofree gboolean *chosen = g_new0(gboolean, mime->parts->len);
	guint8 *roles = g_malloc0(mime->parts->len);
	gboolean text_before = FALSE;

	for (int i = root; i < (int)mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, i);
		const RdMimePart *above = NULL;

		if (i != root) {
			if (part->parent < root || roles[part->parent] != RD_ROLE_STRUCTURE)
				continue;
			above = rd_mime_part(mime, part->parent);
		}
		chosen[i] = above == NULL || chosen[part->parent];
		if (above != NULL && rd_mime_is(above, "multipart", "alternative"))
			chosen[i] = chosen[i] && body_best_child(mime, above, ranks) == i;
		roles[i] = (guint8)body_role(mime, i, chosen[i], text_before);
		text_before |= body_is_text(roles[i]);
	}
	return roles;
}
