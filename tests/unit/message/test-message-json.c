#include <criterion/criterion.h>
#include <jansson.h>
#include <redress/message-json.h>
#include <string.h>

static json_t *
json_of(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
	g_autoptr(RdMessage) message = rd_message_parse(raw, NULL, &rd_message_default_limits);
	g_autofree char *line = rd_message_to_json(message, "a.eml");

	cr_expect_null(strchr(line, '\n'));
	cr_expect_null(strstr(line, "\xe2\x80\xa8"));
	return json_loads(line, 0, NULL);
}

Test(message_json, every_field_of_the_design_is_there)
{
	static const char *const names[] = {"file",	   "message_id",
					    "in_reply_to", "references",
					    "from",	   "to",
					    "cc",	   "subject",
					    "date",	   "text",
					    "reply",	   "quoted",
					    "signature",   "forwarded",
					    "attachments", "auto_submitted",
					    "bounce",	   "authentication",
					    "report",	   "list",
					    "defect"};
	json_t *json = json_of("From: Ann Lee <ann@home.example>\n"
			       "To: a@b.example, c@d.example\n"
			       "Date: Mon, 2 Feb 2026 09:30:00 -0500\n"
			       "Message-ID: <1@home.example>\n\nIt leaks.\xe2\x80\xa8\n");

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		cr_expect_not_null(json_object_get(json, names[i]), "%s", names[i]);
	cr_expect_eq(json_object_size(json), G_N_ELEMENTS(names));
	cr_expect_str_eq(json_string_value(json_object_get(json, "date")),
			 "2026-02-02T09:30:00-05:00");
	cr_expect_eq(json_array_size(json_object_get(json, "to")), 2);
	cr_expect_str_eq(
		json_string_value(json_object_get(json_object_get(json, "from"), "address")),
		"ann@home.example");
	cr_expect(json_is_null(json_object_get(json, "forwarded")));
	cr_expect(json_is_false(json_object_get(json, "bounce")));
	json_decref(json);
}

Test(message_json, what_is_unknown_is_null_or_empty)
{
	json_t *json = json_of("");

	cr_expect(json_is_null(json_object_get(json, "from")));
	cr_expect(json_is_null(json_object_get(json, "date")));
	cr_expect(json_is_null(json_object_get(json, "report")));
	cr_expect(json_is_null(json_object_get(json, "defect")));
	cr_expect_eq(json_array_size(json_object_get(json, "references")), 0);
	json_decref(json);
}
