#include "forward-private.h"

#include "body-private.h"
#include "decode-private.h"
#include "dissect-private.h"
#include "header-private.h"
#include "report-private.h"
#include "tnef-private.h"
#include "uuencode-private.h"
#include "value-private.h"
#include <redress/text.h>

#include <string.h>

#define FORWARD_NOTE_MAX       600 /* octets; who writes more has something of their own to say */
#define FORWARD_TNEF_FILES_MAX 200

/* One message of a chain while its text is read: the mail itself, or one inside it. */
typedef struct {
	int part; /* of its header */
	guint8 *roles;
	const char *subject; /* owned by the message or by the RdForwarded that this becomes */
	gboolean is_reply;   /* it has an In-Reply-To */
	RdDissection *dissection;
	char *text;
} Layer;

static void
layer_clear(Layer *layer)
{
	g_free(layer->roles);
	rd_dissection_free(layer->dissection);
	g_free(layer->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Layer, layer_clear)

static void
layer_read(Layer *layer, const RdMime *mime, int part, const RdHead *head, gsize max_bytes,
	   const char **defect)
{
	g_autoptr(RdLines) lines = NULL;

	layer->part = part;
	layer->roles = rd_body_roles(mime, part);
	layer->subject = head->subject;
	layer->is_reply =
		rd_mime_field(mime, rd_mime_part(mime, part), RD_FIELD_IN_REPLY_TO, 0) != NULL;
	lines = rd_body_read(mime, layer->roles, max_bytes, defect);
	layer->dissection = rd_dissect(lines, head);
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
forward_add_tnef(GPtrArray *out, const RdMimePart *part)
{
	g_autoptr(GBytes) content = NULL;
	g_autoptr(RdTnef) tnef = NULL;

	if (!rd_body_is_tnef(part))
		return FALSE;
	content = rd_mime_content(part);
	tnef = rd_tnef_read(content, FORWARD_TNEF_FILES_MAX, 0);
	if (tnef == NULL)
		return FALSE;
	g_ptr_array_extend_and_steal(out, g_ptr_array_ref(tnef->attachments));
	return TRUE;
}

/* The uuencoded files in the text of @part. */
static void
forward_add_text_files(GPtrArray *out, const RdMimePart *part)
{
	const char *at = part->body.str;
	const char *end = at + part->body.len;
	RdUuFile file;

	for (guint n = 0; n < RD_UU_FILES_MAX && rd_uuencode_find(part->from, at, end, &file);
	     n++) {
		RdAttachment *attachment = g_new0(RdAttachment, 1);
		g_autofree char *name = rd_text_to_utf8(file.name.str, file.name.len);

		attachment->type = g_strdup("application/octet-stream");
		attachment->name = rd_body_safe_name(g_steal_pointer(&name));
		attachment->size = rd_decode_size(file.whole, RD_ENCODING_UU, part->from);
		g_ptr_array_add(out, attachment);
		at = file.whole.str + file.whole.len;
	}
}

static void
forward_add_attachments(GPtrArray *out, const RdMime *mime, const guint8 *roles)
{
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);
		RdAttachment *attachment;
		g_autofree char *type = NULL;

		if (roles[i] == RD_ROLE_TEXT && rd_body_has_files(part))
			forward_add_text_files(out, part);
		if (roles[i] != RD_ROLE_ATTACHMENT && roles[i] != RD_ROLE_TEXT_FILE)
			continue;
		if (forward_add_tnef(out, part))
			continue;
		type = g_strdup_printf("%.*s/%.*s", (int)part->type.len, part->type.str,
				       (int)part->subtype.len, part->subtype.str);
		attachment = g_new0(RdAttachment, 1);
		attachment->type = g_ascii_strdown(type, -1);
		attachment->name = part->kind == RD_MIME_MESSAGE ? forward_message_name(mime, part)
								 : rd_body_part_name(mime, part);
		attachment->size = rd_decode_size(part->body, part->encoding, part->from);
		attachment->is_inline = forward_is_inline(mime, part);
		g_ptr_array_add(out, attachment);
	}
}

/*
 * Whether the attached message is what the mail is about. A reply attaches an old mail
 * for reference; a forward says "FW:", or little or nothing.
 */
static gboolean
forward_is_meant(const Layer *layer)
{
	const char *own = layer->dissection->reply;
	RdPrefix prefix = rd_subject_prefix(layer->subject, 0);

	if (prefix == RD_PREFIX_FORWARD)
		return TRUE;
	if (layer->is_reply || prefix == RD_PREFIX_REPLY)
		return *own == '\0';
	return strlen(own) < FORWARD_NOTE_MAX;
}

/* Whether part @i is a message that is attached, and can be read. */
static gboolean
forward_is_attached(const Layer *layer, const RdMime *mime, guint i)
{
	const RdMimePart *part = rd_mime_part(mime, (int)i);

	return layer->roles[i] == RD_ROLE_ATTACHMENT && part->kind == RD_MIME_MESSAGE &&
	       part->first_child >= 0;
}

/* The attached message that is being forwarded: the part of its header; -1 for none. */
static int
forward_find_attached(const Layer *layer, const RdMime *mime)
{
	if (layer->dissection->forwarded != NULL) /* an inline one goes before */
		return -1;
	for (guint i = 0; i < mime->parts->len; i++) {
		if (forward_is_attached(layer, mime, i))
			return forward_is_meant(layer) ? rd_mime_part(mime, (int)i)->first_child
						       : -1;
	}
	return -1;
}

/* How many more are attached than the one that is read. */
static guint
forward_count_others(const Layer *layer, const RdMime *mime)
{
	guint n = 0;

	for (guint i = 0; i < mime->parts->len; i++)
		n += forward_is_attached(layer, mime, i);
	return n > 0 ? n - 1 : 0;
}

/* What the header of the message inside says. */
static RdForwarded *
forward_read_header(const RdMime *mime, const RdMimePart *part)
{
	g_autoptr(GPtrArray) ids = rd_header_ids(mime, part, RD_FIELD_MESSAGE_ID);
	const RdSpan *date = rd_mime_field(mime, part, RD_FIELD_DATE, 0);
	RdForwarded *self = g_new0(RdForwarded, 1);

	self->from = rd_header_address(mime, part, RD_FIELD_FROM);
	self->to = rd_header_addresses(mime, part, RD_FIELD_TO);
	self->cc = rd_header_addresses(mime, part, RD_FIELD_CC);
	self->subject = rd_header_text(mime, part, RD_FIELD_SUBJECT);
	self->date = RD_TIME_NONE;
	self->date_offset_min = G_MININT;
	if (date != NULL)
		rd_value_date(*date, &self->date, &self->date_offset_min);
	self->message_id = g_strdup(ids->len > 0 ? g_ptr_array_index(ids, 0) : "");
	self->attached = TRUE;
	self->automatic = rd_automatic_is_header(mime, part);
	return self;
}

/* The inline forward of @layer around which @outer lies; @outer itself when there is none. */
static RdForwarded *
forward_within(Layer *layer, RdForwarded *outer)
{
	RdForwarded *inner = g_steal_pointer(&layer->dissection->forwarded);
	RdForwarded *last = inner;

	if (inner == NULL)
		return outer;
	while (last->outer != NULL)
		last = last->outer;
	last->outer = outer;
	return inner;
}

/*
 * Follows attached messages inwards from @part, beside which are @others; the result's
 * ->outer leads back out.
 */
static RdForwarded *
forward_unwrap(RdMessage *self, const RdMime *mime, int part, guint others, gsize max_bytes,
	       const char **defect)
{
	RdForwarded *inner = NULL;

	while (part >= 0) {
		RdForwarded *outer = inner;
		g_auto(Layer) layer = {0};
		RdHead head;

		inner = forward_read_header(mime, rd_mime_part(mime, part));
		inner->outer = outer;
		inner->others = others;
		head = (RdHead){inner->subject, inner->from, inner->to};
		layer_read(&layer, mime, part, &head, max_bytes, defect);
		forward_add_attachments(self->attachments, mime, layer.roles);
		part = forward_find_attached(&layer, mime);
		others = forward_count_others(&layer, mime);
		inner->body = g_steal_pointer(&layer.dissection->reply);
		inner->quoted = g_steal_pointer(&layer.dissection->quoted);
		inner->signature = g_steal_pointer(&layer.dissection->signature);
		inner = forward_within(&layer, inner);
	}
	return inner;
}

static gboolean
forward_is_encrypted(const RdMime *mime)
{
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);

		if (rd_mime_is(part, "multipart", "encrypted") ||
		    rd_mime_is(part, "application", "pkcs7-mime") ||
		    rd_mime_is(part, "application", "x-pkcs7-mime"))
			return TRUE;
	}
	return FALSE;
}

void
rd_forward_read(RdMessage *self, const RdMime *mime, const RdMessageLimits *limits)
{
	g_auto(Layer) layer = {0};
	const RdHead head = {self->subject, self->from, self->to};
	const char *defect = NULL;
	int attached;
	guint others;

	self->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)rd_attachment_free);
	layer_read(&layer, mime, 0, &head, limits->text_bytes, &defect);
	forward_add_attachments(self->attachments, mime, layer.roles);
	attached = forward_find_attached(&layer, mime);
	others = forward_count_others(&layer, mime);
	self->text = g_steal_pointer(&layer.text);
	self->reply = g_steal_pointer(&layer.dissection->reply);
	self->quoted = g_steal_pointer(&layer.dissection->quoted);
	self->signature = g_steal_pointer(&layer.dissection->signature);
	self->forwarded = g_steal_pointer(&layer.dissection->forwarded);
	self->line_parts = g_steal_pointer(&layer.dissection->parts);
	if (attached >= 0)
		self->forwarded =
			forward_unwrap(self, mime, attached, others, limits->text_bytes, &defect);
	if (defect == NULL && *self->text == '\0' && forward_is_encrypted(mime))
		defect = "the text is encrypted";
	if (defect != NULL)
		self->defect = g_strdup(defect);
}
