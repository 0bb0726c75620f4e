#include <redress/message.h>

#include "forward-private.h"
#include "header-private.h"
#include "message-private.h"
#include "mime-private.h"
#include "report-private.h"
#include "value-private.h"

#include <string.h>

const RdMessageLimits rd_message_default_limits = {
	.message_bytes = 50 * 1024 * 1024,
	.header_block_bytes = 256 * 1024,
	.header_bytes = 16 * 1024,
	.headers = 1000,
	.parts = 1000,
	.depth = 50,
	.text_bytes = 1024 * 1024,
};

void
rd_attachment_free(RdAttachment *self)
{
	if (self == NULL)
		return;
	g_free(self->name);
	g_free(self->type);
	g_free(self);
}

void
rd_message_free(RdMessage *self)
{
	if (self == NULL)
		return;
	g_free(self->message_id);
	g_ptr_array_unref(self->in_reply_to);
	g_ptr_array_unref(self->references);
	rd_address_free(self->from);
	rd_address_free(self->sender);
	g_ptr_array_unref(self->reply_to);
	g_ptr_array_unref(self->to);
	g_ptr_array_unref(self->cc);
	g_ptr_array_unref(self->delivered_to);
	g_ptr_array_unref(self->loops);
	g_free(self->return_path);
	g_free(self->subject);
	g_free(self->text);
	g_free(self->reply);
	g_free(self->quoted);
	g_free(self->signature);
	rd_forwarded_free(self->forwarded);
	g_array_unref(self->line_parts);
	g_ptr_array_unref(self->attachments);
	g_free(self->report.recipient);
	g_free(self->report.status);
	g_free(self->report.reason);
	g_free(self->report.message_id);
	g_free(self->report.returned);
	g_free(self->defect);
	g_free(self);
}

static char *
message_return_path(const RdMime *mime, const RdMimePart *part)
{
	g_autoptr(RdAddress) address = NULL;

	if (rd_mime_field(mime, part, RD_FIELD_RETURN_PATH, 0) == NULL)
		return NULL;
	address = rd_header_address(mime, part, RD_FIELD_RETURN_PATH);
	return g_strdup(address != NULL ? address->address : "");
}

static GPtrArray *
message_bare_addresses(const RdMime *mime, const RdMimePart *part, RdFieldId id)
{
	g_autoptr(GPtrArray) addresses = rd_header_addresses(mime, part, id);
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < addresses->len; i++) {
		const RdAddress *address = g_ptr_array_index(addresses, i);

		if (*address->address != '\0')
			g_ptr_array_add(out, g_strdup(address->address));
	}
	return out;
}

/* Returns how many authors it names. */
static guint
message_read_header(RdMessage *self, const RdMime *mime, const RdMimePart *part)
{
	g_autoptr(GPtrArray) authors = rd_header_addresses(mime, part, RD_FIELD_FROM);
	guint n_authors = authors->len;
	g_autoptr(GPtrArray) ids = rd_header_ids(mime, part, RD_FIELD_MESSAGE_ID);
	const RdSpan *date = rd_mime_field(mime, part, RD_FIELD_DATE, 0);

	self->message_id = g_strdup(ids->len > 0 ? g_ptr_array_index(ids, 0) : "");
	self->in_reply_to = rd_header_ids(mime, part, RD_FIELD_IN_REPLY_TO);
	self->references = rd_header_ids(mime, part, RD_FIELD_REFERENCES);
	self->from = rd_header_take_address(authors);
	self->sender = rd_header_address(mime, part, RD_FIELD_SENDER);
	if (self->from == NULL && self->sender != NULL)
		self->from = rd_address_new(self->sender->name, self->sender->address);
	self->reply_to = rd_header_addresses(mime, part, RD_FIELD_REPLY_TO);
	self->to = rd_header_addresses(mime, part, RD_FIELD_TO);
	self->cc = rd_header_addresses(mime, part, RD_FIELD_CC);
	self->delivered_to = message_bare_addresses(mime, part, RD_FIELD_DELIVERED_TO);
	self->loops = message_bare_addresses(mime, part, RD_FIELD_LOOP);
	self->return_path = message_return_path(mime, part);
	self->subject = rd_header_text(mime, part, RD_FIELD_SUBJECT);
	self->date = RD_TIME_NONE;
	if (date != NULL && !rd_value_date(*date, &self->date, &self->date_offset_min))
		self->date_offset_min = 0;
	return n_authors;
}

/* A message without any LF has CR line ends, as old Macintosh programs write them. */
RdOctets *
rd_message_line_ends(RdOctets *raw)
{
	g_autoptr(GBytes) bytes = rd_octets_map(raw);
	g_autoptr(GBytes) changed = NULL;
	gsize len;
	const char *octets = g_bytes_get_data(bytes, &len);
	char *copy;

	if (len == 0 || memchr(octets, '\n', len) != NULL || memchr(octets, '\r', len) == NULL)
		return rd_octets_ref(raw);
	copy = g_memdup2(octets, len);
	for (gsize i = 0; i < len; i++) {
		if (copy[i] == '\r')
			copy[i] = '\n';
	}
	changed = g_bytes_new_take(copy, len);
	return rd_octets_new(changed);
}

RdMessage *
rd_message_read(const RdMime *mime, const char *authserv_id, const RdMessageLimits *limits)
{
	RdMessage *self = g_new0(RdMessage, 1);
	guint n_authors = message_read_header(self, mime, rd_mime_part(mime, 0));

	rd_forward_read(self, mime, limits);
	rd_report_read(self, mime);
	rd_automatic_read(self, mime);
	rd_authentication_read(self, mime, n_authors, authserv_id);
	if (self->defect == NULL && mime->defect != NULL)
		self->defect = g_strdup(mime->defect);
	return self;
}

RdMessage *
rd_message_parse(GBytes *raw, const char *authserv_id, const RdMessageLimits *limits)
{
	g_autoptr(RdOctets) given = rd_octets_new(raw);
	g_autoptr(RdOctets) octets = rd_message_line_ends(given);
	g_autoptr(RdMime) mime = rd_mime_scan(octets, limits);

	return rd_message_read(mime, authserv_id, limits);
}

const RdAddress *
rd_message_author(const RdMessage *self)
{
	return self->forwarded != NULL ? self->forwarded->from : self->from;
}

const char *
rd_message_words(const RdMessage *self)
{
	return self->forwarded != NULL ? self->forwarded->body : self->reply;
}

gboolean
rd_message_is_authenticated(const RdMessage *self)
{
	const RdAuthentication *found = &self->authentication;

	return found->dmarc_pass || found->dkim_aligned || found->spf_aligned;
}
