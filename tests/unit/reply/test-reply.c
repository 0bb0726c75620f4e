#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/reply.h>
#include <sample.h>
#include <scratch.h>
#include <string.h>

/* A folder with one reply, loaded; NULL and @error when it does not load. */
static RdReplies *
replies_of(const char *text, GError **error)
{
	char *dir = scratch_new();
	RdReplies *replies;

	scratch_write(dir, "letter.mustache", text);
	replies = rd_replies_load(dir, error);
	scratch_remove(dir);
	return replies;
}

/* A view with what every letter has, and the values in @json. */
static RdView *
view_of(const char *json)
{
	g_autoptr(RdConfig) config = sample_config();
	g_autoptr(json_t) extra = json_loads(json, 0, NULL);

	return rd_view_new(&(RdViewSource){.config = config, .extra = extra});
}

static char *
render(const char *body, const char *json, GError **error)
{
	g_autofree char *text = g_strconcat("Subject: S\n\n", body, NULL);
	g_autoptr(RdReplies) replies = replies_of(text, NULL);
	g_autoptr(RdView) view = view_of(json);
	g_autoptr(RdReplyText) reply = NULL;

	cr_assert_not_null(replies, "%s", body);
	reply = rd_replies_render(replies, "letter", view, error);
	return reply != NULL ? g_strdup(reply->text) : NULL;
}

Test(reply, the_letters_of_the_project_load)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdReplies) replies = rd_replies_load("templates/replies", &error);

	cr_assert_not_null(replies, "%s", error != NULL ? error->message : "");
	cr_expect(g_strv_contains(rd_replies_names(replies), "unresponsive-install"));
}

Test(reply, values_and_sections)
{
	const struct {
		const char *body, *json, *text;
	} cases[] = {
		{"Hello {{homeowner.name}},", "{\"homeowner\":{\"name\":\"Ann\"}}", "Hello Ann,\n"},
		{"{{#question}}4. {{question}}{{/question}}{{^question}}none{{/question}}",
		 "{\"question\":\"Why?\"}", "4. Why?\n"},
		{"{{#question}}4. {{question}}{{/question}}{{^question}}none{{/question}}", "{}",
		 "none\n"},
		{"{{#question}}4. {{question}}{{/question}}{{^question}}none{{/question}}",
		 "{\"question\":\"\"}", "none\n"},
		{"{{#installer}}{{homeowner.name}}{{/installer}}",
		 "{\"installer\":{\"name\":\"B\"},\"homeowner\":{\"name\":\"Ann\"}}", "Ann\n"},
		{"{{#homeowner}}{{#homeowner.phone}}{{homeowner.phone}}{{/homeowner.phone}} of "
		 "{{homeowner.name}}{{/homeowner}}.",
		 "{\"homeowner\":{\"name\":\"Ann\"}}", " of Ann.\n"},
		{"A{{! said to nobody }}B", "{}", "AB\n"},
		{"one\n{{#question}}\nnever\n{{/question}}\n\n\ntwo", "{}", "one\n\ntwo\n"},
		{"one\n  {{#question}}\nwhy\n{{/question}}\t\ntwo", "{\"question\":\"Why?\"}",
		 "one\nwhy\ntwo\n"},
		{"one\n{{#question}}\nnever\n{{/question}}\ntwo", "{}", "one\n\ntwo\n"},
		{"- {{list}}", "{\"list\":[\"a\",\"b\"]}", "- - a\n- b\n"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *text = render(cases[i].body, cases[i].json, &error);

		cr_assert_not_null(text, "case %zu: %s", i, error != NULL ? error->message : "");
		cr_expect_str_eq(text, cases[i].text, "case %zu: %s", i, text);
	}
}

Test(reply, a_value_is_text_whatever_is_in_it)
{
	g_autofree char *text =
		render("{{words}}", "{\"words\":\"<b> & {{signature}} 'q'\"}", NULL);

	cr_expect_str_eq(text, "<b> & {{signature}} 'q'\n");
}

Test(reply, a_missing_value_names_the_reply_and_itself)
{
	const char *views[] = {"{}", "{\"installer\":{}}", "{\"installer\":{\"phone\":\"\"}}",
			       "{\"installer\":{\"phone\":null}}", "{\"installer\":true}"};

	for (gsize i = 0; i < G_N_ELEMENTS(views); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *text = render("Call {{installer.phone}}", views[i], &error);

		cr_expect_null(text);
		cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_MISSING));
		cr_expect_str_eq(error->message,
				 "reply \"letter\": \"installer.phone\" has no value");
	}
}

Test(reply, a_missing_value_that_is_not_reached_is_none)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text =
		render("{{#question}}{{installer.phone}}{{/question}}x", "{}", &error);

	cr_expect_str_eq(text, "x\n");
}

Test(reply, an_unknown_reply_is_not_found)
{
	g_autoptr(RdReplies) replies = replies_of("Subject: S\n\nT\n", NULL);
	g_autoptr(RdView) view = view_of("{}");
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_replies_render(replies, "other", view, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
}

Test(reply, what_cannot_be_read_is_named_with_its_line)
{
	const struct {
		const char *text, *message;
	} cases[] = {
		{"Hello\n", ":1: a reply begins with a line \"Subject: ...\" and an empty line"},
		{"Subject: S\nTo: x\n\nT\n",
		 ":1: a reply begins with a line \"Subject: ...\" and an empty line"},
		{"Subject: {{homeowner.nmae}}\n\nT\n",
		 ":1: \"homeowner.nmae\" is no value that a letter has"},
		{"Subject: S\n\nT\n{{home}}\n", ":4: \"home\" is no value that a letter has"},
		{"Subject: S\n\nT\n{{#question}}\n\nT\n", ":4: {{#question}} has no {{/question}}"},
		{"Subject: S\n\n{{/question}}\n",
		 ":3: {{/question}} ends a section that does not begin"},
		{"Subject: S\n\n{{#question}}{{#words}}{{/question}}{{/words}}\n",
		 ":3: {{/question}} ends a section that does not begin"},
		{"Subject: S\n\nT\n\n{{words\n", ":5: \"{{\" has no \"}}\""},
		{"Subject: S\n\n{{{words}}}\n", ":3: \"{{{words}}\" is not understood"},
		{"Subject: S\n\n{{>other}}\n", ":3: \"{{>other}}\" is not understood"},
		{"Subject: S\n\n{{=<% %>=}}\n", ":3: \"{{=<% %>=}}\" is not understood"},
		{"Subject: S\n\n{{.}}\n", ":3: \".\" is no value that a letter has"},
		{"Subject: S\n\n\xff\n", ":1: the text is not UTF-8"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(RdReplies) replies = replies_of(cases[i].text, &error);

		cr_expect_null(replies, "case %zu", i);
		cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG), "case %zu", i);
		cr_expect_not_null(strstr(error->message, cases[i].message), "case %zu: %s", i,
				   error->message);
	}
}

Test(reply, a_subject_is_one_line)
{
	g_autoptr(RdReplies) replies = replies_of("Subject: Re: {{reply_subject}}\n\nT\n", NULL);
	g_autoptr(RdView) view = view_of("{\"reply_subject\":\"roof\\r\\nBcc: all@x.example\"}");
	g_autoptr(RdReplyText) reply = rd_replies_render(replies, "letter", view, NULL);

	cr_expect_str_eq(reply->subject, "Re: roof Bcc: all@x.example");
}

Test(reply, a_template_tells_which_names_are_in_its_subject_and_text)
{
	g_autoptr(RdReplies) replies = replies_of(
		"Subject: {{case.number}}\n\n{{#words}}{{words}}{{/words}}{{case.state}}\n", NULL);
	const RdViewUses *uses = rd_replies_uses(replies, "letter");
	const char *const used[] = {"case.number", "case.state", "case", "words"};
	const char *const unused[] = {"case.subject", "message", "homeowner", "no.such"};

	for (gsize i = 0; i < G_N_ELEMENTS(used); i++)
		cr_expect(rd_view_uses(uses, used[i]), "%s", used[i]);
	for (gsize i = 0; i < G_N_ELEMENTS(unused); i++)
		cr_expect_not(rd_view_uses(uses, unused[i]), "%s", unused[i]);
	cr_expect_null(rd_replies_uses(replies, "other"));
}

Test(reply, a_note_is_rendered_by_itself)
{
	g_autoptr(RdView) view = view_of("{\"who\":\"Lena\"}");
	g_autoptr(GError) error = NULL;
	g_autoptr(RdReplyString) said = rd_reply_string_new("{{who}} called.\n", NULL);
	g_autoptr(RdReplyString) unsaid = rd_reply_string_new("{{words}}", NULL);
	g_autofree char *note = rd_reply_string_render(said, view, &error);

	cr_expect_str_eq(note, "Lena called.");
	cr_expect_null(rd_reply_string_render(unsaid, view, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_MISSING));
	cr_expect_str_eq(error->message, "{{words}}: \"words\" has no value");
}

Test(reply, what_only_sections_may_ask_for_is_no_value)
{
	g_autoptr(RdCase) kase = sample_case("misrepresentation");
	g_autoptr(RdHomeowner) homeowner = sample_homeowner();
	g_autoptr(RdConfig) config = sample_config();
	g_autoptr(RdView) view = rd_view_new(
		&(RdViewSource){.config = config, .kase = kase, .homeowner = homeowner});
	const char *const names[] = {"misrepresentation", "homeowner"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *section = g_strdup_printf("{{#%s}}yes{{/%s}}", names[i], names[i]);
		g_autofree char *value = g_strdup_printf("{{%s}}", names[i]);
		g_autoptr(RdReplyString) asks = rd_reply_string_new(section, NULL);
		g_autoptr(RdReplyString) tells = rd_reply_string_new(value, NULL);
		g_autofree char *asked = rd_reply_string_render(asks, view, NULL);

		cr_expect_str_eq(asked, "yes");
		cr_expect_null(rd_reply_string_render(tells, view, NULL), "%s", names[i]);
	}
}
