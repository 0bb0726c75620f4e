#include "forward-private.h"

#include "body-private.h"
#include "decode-private.h"
#include "header-private.h"
#include "tnef-private.h"
#include "value-private.h"

#include <redress/dissect.h>
#include <string.h>

#define FORWARD_TNEF_FILES_MAX 200

/* One message of a chain while its text is read: the mail itself, or one inside it. */
typedef struct {
	int part; /* of its header */
	guint8 *roles;
	char *subject;
	RdAddress *from;
	GPtrArray *to;
	gboolean is_reply; /* it has an In-Reply-To */
	RdDissection *dissection;
	char *text;
} Layer;

static void
layer_clear(Layer *layer)
{
	g_free(layer->roles);
	g_free(layer->subject);
	rd_address_free(layer->from);
	g_ptr_array_unref(layer->to);
	rd_dissection_free(layer->dissection);
	g_free(layer->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Layer, layer_clear)

static void
layer_read(Layer *layer, const RdMime *mime, int part, gsize max_bytes, const char **defect)
{
	const RdMimePart *head = rd_mime_part(mime, part);
	g_autoptr(RdLines) lines = NULL;
	RdHead known;

	layer->part = part;
	layer->roles = rd_body_roles(mime, part);
	layer->subject = rd_header_text(mime, head, RD_FIELD_SUBJECT);
	layer->from = rd_header_address(mime, head, RD_FIELD_FROM);
	layer->to = rd_header_addresses(mime, head, RD_FIELD_TO);
	layer->is_reply = rd_mime_field(mime, head, RD_FIELD_IN_REPLY_TO, 0) != NULL;
	lines = rd_body_read(mime, layer->roles, max_bytes, defect);
	known.subject = layer->subject;
	known.from = layer->from;
	known.to = layer->to;
	layer->dissection = rd_dissect(lines, &known);
	layer->text = g_steal_pointer(&lines->text);
}

/* An attached message has no name of its own: its subject is one. */
static char *
forward_message_name(const RdMime *mime, const RdMimePart *part)
{
	char *name = rd_body_part_name(mime, part);
	g_autofree char *subject = NULL;

	if (*name != '\0')
		return name;
	g_free(name);
	if (part->first_child >= 0)
		subject = rd_header_text(mime, rd_mime_part(mime, part->first_child),
					 RD_FIELD_SUBJECT);
	if (subject == NULL || *subject == '\0')
		return g_strdup("message.eml");
	for (char *p = subject; *p != '\0'; p++) {
		if (*p == '/' || *p == '\\')
			*p = '-';
	}
	return rd_body_safe_name(g_strconcat(subject, ".eml", NULL));
}

/* Pictures that the HTML shows: marked inline, or with an id that HTML can name. */
static gboolean
forward_is_inline(const RdMime *mime, const RdMimePart *part)
{
	const RdMimePart *above = part->parent >= 0 ? rd_mime_part(mime, part->parent) : NULL;

	if (!rd_span_is(part->type, "image"))
		return FALSE;
	if (rd_body_has_disposition(mime, part, "attachment"))
		return FALSE;
	return rd_body_has_disposition(mime, part, "inline") ||
	       (above != NULL && rd_mime_is(above, "multipart", "related"));
}

/* Adds the files in winmail.dat instead of itself; FALSE when it is none. */
static gboolean
forward_add_tnef(GPtrArray *out, const RdMime *mime, const RdMimePart *part)
{
	g_autoptr(GBytes) content = NULL;
	g_autoptr(RdTnef) tnef = NULL;

	if (!rd_body_is_tnef(part))
		return FALSE;
	content = rd_mime_content(mime, part);
	tnef = rd_tnef_read(content, FORWARD_TNEF_FILES_MAX, 0);
	if (tnef == NULL)
		return FALSE;
	g_ptr_array_extend_and_steal(out, g_ptr_array_ref(tnef->attachments));
	return TRUE;
}

static void
forward_add_attachments(GPtrArray *out, const RdMime *mime, const guint8 *roles)
{
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);
		RdAttachment *attachment;
		g_autofree char *type = NULL;

		if (roles[i] != RD_ROLE_ATTACHMENT && roles[i] != RD_ROLE_TEXT_FILE)
			continue;
		if (forward_add_tnef(out, mime, part))
			continue;
		type = g_strdup_printf("%.*s/%.*s", (int)part->type.len, part->type.str,
				       (int)part->subtype.len, part->subtype.str);
		attachment = g_new0(RdAttachment, 1);
		attachment->type = g_ascii_strdown(type, -1);
		attachment->name = part->kind == RD_MIME_MESSAGE ? forward_message_name(mime, part)
								 : rd_body_part_name(mime, part);
		attachment->content = rd_mime_content(mime, part);
		attachment->is_inline = forward_is_inline(mime, part);
		g_ptr_array_add(out, attachment);
	}
}

/* "Fwd:" in the languages of the clients that people forward with. */
static gboolean
forward_says_forward(const char *subject)
{
	static const char *const prefixes[] = {"fwd", "fw", "wg",  "tr", "rv",
					       "enc", "i",  "vs",  "vb", "doorst",
					       "pd",  "vl", "ilt", "fs", "trs"};
	gsize len = strcspn(subject, ":");

	if (subject[len] != ':')
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
		if (len == strlen(prefixes[i]) &&
		    g_ascii_strncasecmp(subject, prefixes[i], len) == 0)
			return TRUE;
	}
	return FALSE;
}

/*
 * Whether the attached message is what the mail is about. A reply attaches an old mail
 * for reference; a forward says "FW:", or little or nothing.
 */
static gboolean
forward_is_meant(const Layer *layer)
{
	const char *own = layer->dissection->reply;

	if (forward_says_forward(layer->subject))
		return TRUE;
	if (layer->is_reply || g_ascii_strncasecmp(layer->subject, "re:", 3) == 0)
		return *own == '\0';
	return strlen(own) < 600;
}

/* The message attached that is being forwarded: the part of its header; -1 for none. */
static int
forward_find_attached(const Layer *layer, const RdMime *mime)
{
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);

		if (layer->roles[i] == RD_ROLE_ATTACHMENT && part->kind == RD_MIME_MESSAGE &&
		    part->first_child >= 0)
			return forward_is_meant(layer) ? part->first_child : -1;
	}
	return -1;
}

static RdForwarded *
forward_from_layer(Layer *layer, const RdMime *mime)
{
	const RdMimePart *part = rd_mime_part(mime, layer->part);
	g_autoptr(GPtrArray) ids = rd_header_ids(mime, part, RD_FIELD_MESSAGE_ID);
	const RdSpan *date = rd_mime_field(mime, part, RD_FIELD_DATE, 0);
	RdForwarded *self = g_new0(RdForwarded, 1);

	self->from = g_steal_pointer(&layer->from);
	self->to = g_ptr_array_ref(layer->to);
	self->cc = rd_header_addresses(mime, part, RD_FIELD_CC);
	self->subject = g_strdup(layer->subject);
	self->date = RD_TIME_NONE;
	self->date_offset_min = G_MININT;
	if (date != NULL)
		rd_value_date(*date, &self->date, &self->date_offset_min);
	self->body = g_steal_pointer(&layer->dissection->reply);
	self->quoted = g_steal_pointer(&layer->dissection->quoted);
	self->signature = g_steal_pointer(&layer->dissection->signature);
	self->message_id = g_strdup(ids->len > 0 ? g_ptr_array_index(ids, 0) : "");
	self->attached = TRUE;
	return self;
}

/* Follows attached messages inwards from @part; the result's ->outer leads back out. */
static RdForwarded *
forward_unwrap(RdMessage *self, const RdMime *mime, int part, gsize max_bytes, const char **defect)
{
	RdForwarded *inner = NULL;

	while (part >= 0) {
		g_auto(Layer) layer = {0};
		RdForwarded *outer = inner;

		layer_read(&layer, mime, part, max_bytes, defect);
		forward_add_attachments(self->attachments, mime, layer.roles);
		part = layer.dissection->forwarded == NULL ? forward_find_attached(&layer, mime)
							   : -1;
		inner = forward_from_layer(&layer, mime);
		inner->outer = outer;
		if (layer.dissection->forwarded != NULL) {
			RdForwarded *last = layer.dissection->forwarded;

			while (last->outer != NULL)
				last = last->outer;
			last->outer = inner;
			inner = g_steal_pointer(&layer.dissection->forwarded);
		}
	}
	return inner;
}

void
rd_forward_read(RdMessage *self, const RdMime *mime, const RdMessageLimits *limits)
{
	g_auto(Layer) layer = {0};
	const char *defect = NULL;
	int attached;

	self->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)rd_attachment_free);
	layer_read(&layer, mime, 0, limits->text_bytes, &defect);
	forward_add_attachments(self->attachments, mime, layer.roles);
	attached = layer.dissection->forwarded == NULL ? forward_find_attached(&layer, mime) : -1;
	self->text = g_steal_pointer(&layer.text);
	self->reply = g_steal_pointer(&layer.dissection->reply);
	self->quoted = g_steal_pointer(&layer.dissection->quoted);
	self->signature = g_steal_pointer(&layer.dissection->signature);
	self->forwarded = g_steal_pointer(&layer.dissection->forwarded);
	self->line_parts = g_steal_pointer(&layer.dissection->parts);
	if (attached >= 0)
		self->forwarded = forward_unwrap(self, mime, attached, limits->text_bytes, &defect);
	if (defect != NULL)
		self->defect = g_strdup(defect);
}
