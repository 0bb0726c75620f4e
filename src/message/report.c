#include "report-private.h"

#include "charset-private.h"
#include "decode-private.h"
#include "header-private.h"
#include "value-private.h"

#include <redress/dissect.h>
#include <redress/text.h>
#include <string.h>

#define REPORT_REASON_CHARS 300

/* One recipient's block of RFC 3464 section 2.3. */
typedef struct {
	RdReportKind kind;
	RdSpan original, final, status, diagnostic;
} ReportRecipient;

/* Parts of a message inside report on another mail than ours. */
static gboolean
report_is_own(const RdMime *mime, const RdMimePart *part)
{
	for (int i = part->parent; i >= 0; i = rd_mime_part(mime, i)->parent) {
		if (rd_mime_part(mime, i)->kind == RD_MIME_MESSAGE)
			return FALSE;
	}
	return TRUE;
}

static const RdMimePart *
report_find(const RdMime *mime, const char *type, const char *subtype)
{
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);

		if (rd_mime_is(part, type, subtype) && report_is_own(mime, part))
			return part;
	}
	return NULL;
}

void
rd_report_set_reason(RdReport *report, const char *reason, gsize len)
{
	g_autofree char *text = rd_charset_to_utf8(NULL, len > 0 ? reason : "", len);

	g_free(report->reason);
	report->reason = rd_text_one_line(text, REPORT_REASON_CHARS);
}

/* "rfc822; ann@home.example" -> the address; "" when it is none. */
static char *
report_address(RdSpan value)
{
	g_autoptr(GPtrArray) found =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_address_free);
	const char *semicolon = value.len > 0 ? memchr(value.str, ';', value.len) : NULL;

	if (semicolon != NULL) {
		value.len -= (gsize)(semicolon + 1 - value.str);
		value.str = semicolon + 1;
	}
	rd_value_add_addresses(value, found);
	for (guint i = 0; i < found->len; i++) {
		const RdAddress *address = g_ptr_array_index(found, i);

		if (strchr(address->address, '@') != NULL)
			return g_strdup(address->address);
	}
	return g_strdup("");
}

/* "5.1.1 (unknown)" -> "5.1.1" */
static char *
report_status(RdSpan value)
{
	gsize len = 0;

	while (len < value.len && len < 12 &&
	       (g_ascii_isdigit(value.str[len]) || value.str[len] == '.'))
		len++;
	return g_strndup(len > 0 ? value.str : "", len);
}

static RdReportKind
report_kind(RdSpan action)
{
	static const struct {
		const char *word;
		RdReportKind kind;
	} actions[] = {
		{"failed", RD_REPORT_FAILED},	      {"failure", RD_REPORT_FAILED},
		{"delayed", RD_REPORT_DELAYED},	      {"delivered", RD_REPORT_DELIVERED},
		{"relayed", RD_REPORT_DELIVERED},     {"expanded", RD_REPORT_DELIVERED},
		{"deliverable", RD_REPORT_DELIVERED},
	};
	gsize len = 0;

	while (len < action.len && g_ascii_isalpha(action.str[len]))
		len++;
	action.len = len;
	for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
		if (rd_span_is(action, actions[i].word))
			return actions[i].kind;
	}
	return RD_REPORT_NONE;
}

/* Which of two recipients matters more to the one who sent the mail. */
static gboolean
report_is_worse(const ReportRecipient *a, const ReportRecipient *b)
{
	static const int weight[] = {[RD_REPORT_NONE] = 0,
				     [RD_REPORT_DELIVERED] = 1,
				     [RD_REPORT_DELAYED] = 2,
				     [RD_REPORT_FAILED] = 3,
				     [RD_REPORT_READ] = 0};

	return weight[a->kind] > weight[b->kind];
}

static void
report_take_field(ReportRecipient *recipient, RdSpan name, RdSpan value)
{
	if (rd_span_is(name, "Action"))
		recipient->kind = report_kind(value);
	else if (rd_span_is(name, "Status"))
		recipient->status = value;
	else if (rd_span_is(name, "Final-Recipient"))
		recipient->final = value;
	else if (rd_span_is(name, "Original-Recipient"))
		recipient->original = value;
	else if (rd_span_is(name, "Diagnostic-Code"))
		recipient->diagnostic = value;
}

/* A block ends: without an Action the status tells what happened. */
static void
report_end_block(ReportRecipient *recipient, ReportRecipient *worst)
{
	static const ReportRecipient none;

	if (recipient->kind == RD_REPORT_NONE && recipient->status.len > 0) {
		char class = recipient->status.str[0];

		recipient->kind = class == '5'	 ? RD_REPORT_FAILED
				  : class == '4' ? RD_REPORT_DELAYED
						 : RD_REPORT_DELIVERED;
	}
	if (report_is_worse(recipient, worst))
		*worst = *recipient;
	*recipient = none;
}

/* The recipient of a message/delivery-status that fared worst. */
static ReportRecipient
report_read_blocks(const char *at, const char *end)
{
	ReportRecipient worst = {RD_REPORT_NONE, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
	ReportRecipient recipient = worst;
	RdSpan name, value;

	while (at < end) {
		const char *before = at;
		RdFieldStep step = rd_field_next(&at, end, &name, &value);

		if (step == RD_FIELD_FOUND)
			report_take_field(&recipient, name, value);
		else if (step == RD_FIELD_END && at == before) /* a line that is no field */
			at = rd_line_end(at, end) < end ? rd_line_end(at, end) + 1 : end;
		else if (step == RD_FIELD_END)
			report_end_block(&recipient, &worst);
	}
	report_end_block(&recipient, &worst);
	return worst;
}

static void
report_read_delivery(RdReport *report, const RdMimePart *part)
{
	g_autoptr(GBytes) content = rd_mime_content(part);
	gsize len;
	const char *octets = g_bytes_get_data(content, &len);
	ReportRecipient worst = report_read_blocks(octets, octets + len);
	const char *semicolon;

	report->kind = worst.kind;
	g_free(report->recipient);
	report->recipient = report_address(worst.original);
	if (*report->recipient == '\0') {
		g_free(report->recipient);
		report->recipient = report_address(worst.final);
	}
	g_free(report->status);
	report->status = report_status(worst.status);
	semicolon = worst.diagnostic.len > 0
			    ? memchr(worst.diagnostic.str, ';', MIN(worst.diagnostic.len, 20))
			    : NULL;
	if (semicolon != NULL) { /* "smtp; 550 ..." */
		worst.diagnostic.len -= (gsize)(semicolon + 1 - worst.diagnostic.str);
		worst.diagnostic.str = semicolon + 1;
	}
	rd_report_set_reason(report, worst.diagnostic.str, worst.diagnostic.len);
	report->permanent = report->status[0] == '5';
}

static void
report_read_disposition(RdReport *report, const RdMimePart *part)
{
	g_autoptr(GBytes) content = rd_mime_content(part);
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	gsize len;
	const char *at = g_bytes_get_data(content, &len);
	const char *end = at + len;
	RdSpan name, value;
	RdFieldStep step;

	report->kind = RD_REPORT_READ;
	while (at < end && (step = rd_field_next(&at, end, &name, &value)) != RD_FIELD_END) {
		if (step != RD_FIELD_FOUND)
			continue;
		if (rd_span_is(name, "Original-Message-ID")) {
			rd_value_add_ids(value, ids);
		} else if (rd_span_is(name, "Disposition")) {
			rd_report_set_reason(report, value.str, value.len);
		} else if (rd_span_is(name, "Final-Recipient")) {
			g_free(report->recipient);
			report->recipient = report_address(value);
		}
	}
	if (ids->len > 0) {
		g_free(report->message_id);
		report->message_id = g_strdup(g_ptr_array_index(ids, 0));
	}
}

/* The Message-ID in the header block at @octets; "" for none. */
static char *
report_header_id(const char *at, const char *end)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	RdSpan name, value;
	RdFieldStep step;

	while (at < end && (step = rd_field_next(&at, end, &name, &value)) != RD_FIELD_END) {
		if (step == RD_FIELD_FOUND && rd_field_id(name) == RD_FIELD_MESSAGE_ID)
			rd_value_add_ids(value, ids);
	}
	return g_strdup(ids->len > 0 ? g_ptr_array_index(ids, 0) : "");
}

/* Of the mail that came back, as a message, its header, or a text with it below. */
static char *
report_returned_id(const RdMime *mime)
{
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);
		g_autoptr(GBytes) content = NULL;
		const char *octets;
		gsize len;
		char *id;

		if (!report_is_own(mime, part))
			continue;
		if (part->kind == RD_MIME_MESSAGE && part->first_child >= 0) {
			g_autoptr(GPtrArray) ids = rd_header_ids(
				mime, rd_mime_part(mime, part->first_child), RD_FIELD_MESSAGE_ID);

			return g_strdup(ids->len > 0 ? g_ptr_array_index(ids, 0) : "");
		}
		if (!rd_mime_is(part, "text", "rfc822-headers") &&
		    !rd_mime_is(part, "message", "rfc822"))
			continue;
		content = rd_mime_content(part);
		octets = g_bytes_get_data(content, &len);
		id = report_header_id(octets, octets + len);
		if (*id != '\0')
			return id;
		g_free(id);
	}
	return g_strdup("");
}

/* The id in the first line of @text that begins with @field, "message-id:"; "" for none. */
static char *
report_text_id(const char *text, const char *field)
{
	for (const char *line = text; *line != '\0';) {
		const char *end = strchrnul(line, '\n');
		const char *p = line;

		while (*p == ' ' || *p == '>' || *p == '\t')
			p++;
		if (g_ascii_strncasecmp(p, field, strlen(field)) == 0) {
			const char *lf = *end == '\0' ? end : strchrnul(end + 1, '\n');
			const char *close = memchr(p, '>', (gsize)(lf - p));
			RdSpan value = {p + strlen(field), 0};
			g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);

			value.len = (gsize)((close != NULL ? close + 1 : end) - value.str);
			rd_value_add_ids(value, ids);
			if (ids->len > 0)
				return g_strdup(g_ptr_array_index(ids, 0));
		}
		line = *end == '\n' ? end + 1 : end;
	}
	return g_strdup("");
}

/* What Gmail writes among the fields of the delivery status when it returns nothing. */
static char *
report_stated_id(const RdMime *mime)
{
	const RdMimePart *part = report_find(mime, "message", "delivery-status");
	g_autoptr(GBytes) content = part != NULL ? rd_mime_content(part) : NULL;
	g_autofree char *text = NULL;
	gsize len = 0;
	const char *octets = content != NULL ? g_bytes_get_data(content, &len) : NULL;

	text = g_strndup(octets != NULL ? octets : "", len);
	return report_text_id(text, "x-original-message-id:");
}

/* Which of our mails: the mail returned, else what the report answers. */
static void
report_read_message_id(RdMessage *self, const RdMime *mime)
{
	RdReport *report = &self->report;

	if (*report->message_id != '\0')
		return;
	g_free(report->message_id);
	report->message_id = report_returned_id(mime);
	if (*report->message_id != '\0')
		return;
	g_free(report->message_id);
	report->message_id = report_text_id(self->text, "message-id:");
	if (*report->message_id != '\0')
		return;
	g_free(report->message_id);
	report->message_id = report_stated_id(mime);
	if (*report->message_id != '\0')
		return;
	g_free(report->message_id);
	if (self->in_reply_to->len > 0)
		report->message_id = g_strdup(g_ptr_array_index(self->in_reply_to, 0));
	else if (self->references->len > 0)
		report->message_id =
			g_strdup(g_ptr_array_index(self->references, self->references->len - 1));
	else
		report->message_id = g_strdup("");
}

/* The mail that came back is no forward: nobody but us wrote it. */
static void
report_drop_forward(RdMessage *self)
{
	g_clear_pointer(&self->forwarded, rd_forwarded_free);
	for (guint i = 0; i < self->line_parts->len; i++) {
		guint8 *part = &g_array_index(self->line_parts, guint8, i);

		if (*part == RD_PART_FORWARD)
			*part = RD_PART_QUOTED;
	}
}

void
rd_report_read(RdMessage *self, const RdMime *mime)
{
	const RdMimePart *delivery = report_find(mime, "message", "delivery-status");
	const RdMimePart *disposition = report_find(mime, "message", "disposition-notification");
	RdReport *report = &self->report;

	report->recipient = g_strdup("");
	report->status = g_strdup("");
	report->reason = g_strdup("");
	report->message_id = g_strdup("");
	if (delivery == NULL)
		delivery = report_find(mime, "message", "global-delivery-status");
	if (delivery != NULL)
		report_read_delivery(report, delivery);
	else if (disposition != NULL)
		report_read_disposition(report, disposition);
	if (report->kind == RD_REPORT_NONE || (delivery != NULL && *report->recipient == '\0'))
		rd_report_read_prose(self, mime);
	if (report->kind == RD_REPORT_NONE) {
		report->returned = g_strdup("");
		return;
	}
	report_read_message_id(self, mime);
	report->returned = rd_report_returned(self, mime);
	report_drop_forward(self);
}
