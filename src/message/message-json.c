#include <redress/message-json.h>

#include <jansson.h>
#include <string.h>

static json_t *
json_address(const RdAddress *address)
{
	if (address == NULL)
		return json_null();
	return json_pack("{s:s, s:s}", "name", address->name, "address", address->address);
}

static json_t *
json_addresses(const GPtrArray *addresses)
{
	json_t *out = json_array();

	for (guint i = 0; addresses != NULL && i < addresses->len; i++)
		json_array_append_new(out, json_address(g_ptr_array_index(addresses, i)));
	return out;
}

static json_t *
json_strings(const GPtrArray *strings)
{
	json_t *out = json_array();

	for (guint i = 0; i < strings->len; i++)
		json_array_append_new(out, json_string(g_ptr_array_index(strings, i)));
	return out;
}

/* RFC 3339 with the writer's own offset; null for a date that is not known. */
static json_t *
json_date(RdTime date, gint offset_min)
{
	g_autoptr(GTimeZone) zone = NULL;
	g_autoptr(GDateTime) utc = NULL;
	g_autoptr(GDateTime) local = NULL;
	g_autofree char *text = NULL;

	if (date == RD_TIME_NONE)
		return json_null();
	zone = offset_min == G_MININT ? g_time_zone_new_utc()
				      : g_time_zone_new_offset(offset_min * 60);
	utc = g_date_time_new_from_unix_utc(date);
	local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
	if (local == NULL)
		return json_null();
	text = g_date_time_format(local, offset_min == G_MININT ? "%Y-%m-%dT%H:%M:%SZ"
								: "%Y-%m-%dT%H:%M:%S%:z");
	return json_string(text);
}

static json_t *
json_forwarded(const RdForwarded *forwarded)
{
	json_t *out;

	if (forwarded == NULL)
		return json_null();
	out = json_object();
	json_object_set_new(out, "from", json_address(forwarded->from));
	json_object_set_new(out, "to", json_addresses(forwarded->to));
	json_object_set_new(out, "cc", json_addresses(forwarded->cc));
	json_object_set_new(out, "subject", json_string(forwarded->subject));
	json_object_set_new(out, "date", json_date(forwarded->date, forwarded->date_offset_min));
	json_object_set_new(out, "body", json_string(forwarded->body));
	return out;
}

static json_t *
json_attachments(const GPtrArray *attachments)
{
	json_t *out = json_array();

	for (guint i = 0; i < attachments->len; i++) {
		const RdAttachment *attachment = g_ptr_array_index(attachments, i);

		json_array_append_new(out, json_pack("{s:s, s:s, s:I}", "name", attachment->name,
						     "type", attachment->type, "size",
						     (json_int_t)attachment->size));
	}
	return out;
}

static json_t *
json_report(const RdReport *report)
{
	static const char *const kinds[] = {
		[RD_REPORT_FAILED] = "failed",
		[RD_REPORT_DELAYED] = "delayed",
		[RD_REPORT_DELIVERED] = "delivered",
		[RD_REPORT_READ] = "read",
	};

	if (report->kind == RD_REPORT_NONE)
		return json_null();
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "kind", kinds[report->kind], "recipient",
			 report->recipient, "status", report->status, "reason", report->reason,
			 "message_id", report->message_id, "permanent", report->permanent);
}

static json_t *
json_authentication(const RdAuthentication *authentication)
{
	return json_pack("{s:b, s:b, s:b, s:b}", "present", authentication->present, "dmarc_pass",
			 authentication->dmarc_pass, "dkim_aligned", authentication->dkim_aligned,
			 "spf_aligned", authentication->spf_aligned);
}

static json_t *
json_optional(const char *text)
{
	return text != NULL ? json_string(text) : json_null();
}

/*
 * Unicode has line ends of its own, which JSON leaves as they are and which many
 * programs split lines at: "one object a line" is to hold for them as well.
 */
static char *
json_one_line(const char *json)
{
	static const struct {
		const char *octets, *escape;
	} ends[] = {
		{"\xc2\x85", "\\u0085"},
		{"\xe2\x80\xa8", "\\u2028"},
		{"\xe2\x80\xa9", "\\u2029"},
	};
	GString *out = g_string_sized_new(strlen(json) + 1);

	for (const char *p = json; *p != '\0';) {
		gsize run = strcspn(p, "\xc2\xe2"); /* what they begin with */
		gsize skip = 0;

		g_string_append_len(out, p, (gssize)run);
		p += run;
		for (gsize i = 0; i < G_N_ELEMENTS(ends) && skip == 0; i++) {
			if (!g_str_has_prefix(p, ends[i].octets))
				continue;
			g_string_append(out, ends[i].escape);
			skip = strlen(ends[i].octets);
		}
		if (skip == 0 && *p != '\0') {
			g_string_append_c(out, *p);
			skip = 1;
		}
		p += skip;
	}
	return g_string_free(out, FALSE);
}

char *
rd_message_to_json(const RdMessage *self, const char *file)
{
	g_autofree char *name = g_utf8_make_valid(file, -1);
	json_t *out = json_object();
	gboolean bounce =
		self->report.kind == RD_REPORT_FAILED || self->report.kind == RD_REPORT_DELAYED;
	char *json, *line;

	json_object_set_new(out, "file", json_string(name));
	json_object_set_new(out, "message_id", json_string(self->message_id));
	json_object_set_new(out, "in_reply_to", json_strings(self->in_reply_to));
	json_object_set_new(out, "references", json_strings(self->references));
	json_object_set_new(out, "from", json_address(self->from));
	json_object_set_new(out, "to", json_addresses(self->to));
	json_object_set_new(out, "cc", json_addresses(self->cc));
	json_object_set_new(out, "subject", json_string(self->subject));
	json_object_set_new(out, "date", json_date(self->date, self->date_offset_min));
	json_object_set_new(out, "text", json_string(self->text));
	json_object_set_new(out, "reply", json_string(self->reply));
	json_object_set_new(out, "quoted", json_string(self->quoted));
	json_object_set_new(out, "signature", json_string(self->signature));
	json_object_set_new(out, "forwarded", json_forwarded(self->forwarded));
	json_object_set_new(out, "attachments", json_attachments(self->attachments));
	json_object_set_new(out, "auto_submitted", json_boolean(self->auto_submitted));
	json_object_set_new(out, "bounce", json_boolean(bounce));
	json_object_set_new(out, "list", json_boolean(self->list));
	json_object_set_new(out, "report", json_report(&self->report));
	json_object_set_new(out, "authentication", json_authentication(&self->authentication));
	json_object_set_new(out, "defect", json_optional(self->defect));
	json = json_dumps(out, JSON_COMPACT);
	json_decref(out);
	line = json_one_line(json);
	free(json); /* jansson's own allocator, not GLib's */
	return line;
}
