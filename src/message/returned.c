/*
 * The mail of ours that a report gives back, whole or only its header: to whom it was
 * and what about, so that the report finds its homeowner even if the thread is unknown.
 */

#include "report-private.h"

#include "decode-private.h"
#include "value-private.h"

#include <redress/text.h>

#define RETURNED_TEXT_MAX 4000 /* octets of its body */

static void
returned_add(GString *out, const char *text)
{
	if (*text != '\0')
		g_string_append_printf(out, "%s\n", text);
}

static char *
returned_of_forward(const RdForwarded *forwarded)
{
	GString *out = g_string_new(NULL);

	returned_add(out, forwarded->subject);
	for (guint i = 0; i < forwarded->to->len; i++) {
		const RdAddress *to = g_ptr_array_index(forwarded->to, i);

		returned_add(out, to->name);
		returned_add(out, to->address);
	}
	returned_add(out, forwarded->body);
	return g_string_free(out, FALSE);
}

static char *
returned_of_octets(const char *at, const char *end)
{
	GString *out = g_string_new(NULL);
	g_autofree char *body = NULL;
	RdSpan name, value;
	RdFieldStep step;

	while (at < end && (step = rd_field_next(&at, end, &name, &value)) != RD_FIELD_END) {
		RdFieldId id = step == RD_FIELD_FOUND ? rd_field_id(name) : RD_FIELD_NONE;

		if (id == RD_FIELD_SUBJECT || id == RD_FIELD_TO) {
			g_autofree char *text = rd_value_text(value);

			returned_add(out, text);
		}
	}
	body = rd_text_to_utf8(at, MIN((gsize)(end - at), RETURNED_TEXT_MAX));
	returned_add(out, body);
	return g_string_free(out, FALSE);
}

char *
rd_report_returned(const RdMessage *self, const RdMime *mime)
{
	if (self->forwarded != NULL)
		return returned_of_forward(self->forwarded);
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);
		g_autoptr(GBytes) content = NULL;
		const char *octets;
		gsize len;

		if (part->kind == RD_MIME_MESSAGE)
			return returned_of_octets(part->body.str, part->body.str + part->body.len);
		if (!rd_mime_is(part, "text", "rfc822-headers") &&
		    !rd_mime_is(part, "message", "rfc822"))
			continue;
		content = rd_mime_content(part);
		octets = g_bytes_get_data(content, &len);
		return returned_of_octets(octets, octets + len);
	}
	return g_strdup("");
}
