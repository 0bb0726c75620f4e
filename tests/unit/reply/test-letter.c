#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/message.h>
#include <redress/reply.h>
#include <sample.h>
#include <string.h>

static GPtrArray *
list_of(const char *first, const char *second)
{
	GPtrArray *list = g_ptr_array_new();

	g_ptr_array_add(list, (gpointer)first);
	if (second != NULL)
		g_ptr_array_add(list, (gpointer)second);
	return list;
}

static RdLetter
letter_new(void)
{
	return (RdLetter){
		.from_name = "EverBright \xc3\xa9quipe, Care",
		.from = "complaints@everbright.example",
		.reply_to = "complaints+RD-1042.abc@everbright.example",
		.to = list_of("marta@mailbox.example", NULL),
		.subject = "Your caf\xc3\xa9 [RD-1042]",
		.text = "Hello Zo\xc3\xab,\n\nA <line>.\n.\nFrom here = there\n",
		.message_id = "rd.1.x@everbright.example",
		.case_number = "RD-1042",
		.date = SAMPLE_TIME,
	};
}

static void
letter_clear(RdLetter *letter)
{
	g_ptr_array_unref(letter->to);
	g_clear_pointer(&letter->cc, g_ptr_array_unref);
	g_clear_pointer(&letter->references, g_ptr_array_unref);
}

static char *
compose(const RdLetter *letter)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) raw = rd_letter_compose(letter, &error);
	gsize len;
	const char *octets;

	cr_assert_not_null(raw, "%s", error != NULL ? error->message : "");
	octets = g_bytes_get_data(raw, &len);
	return g_strndup(octets, len);
}

Test(letter, what_is_written_is_what_is_read)
{
	RdLetter letter = letter_new();
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(RdMessage) message = NULL;

	letter.cc = list_of("a@b.example", "c@d.example");
	letter.in_reply_to = "m2@mailbox.example";
	letter.references = list_of("m1@mailbox.example", "m2@mailbox.example");
	raw = rd_letter_compose(&letter, NULL);
	message = rd_message_parse(raw, NULL, &rd_message_default_limits);
	cr_expect_null(message->defect);
	cr_expect_str_eq(message->from->name, letter.from_name);
	cr_expect_str_eq(message->from->address, letter.from);
	cr_expect_str_eq(((RdAddress *)message->reply_to->pdata[0])->address, letter.reply_to);
	cr_expect_str_eq(((RdAddress *)message->to->pdata[0])->address, "marta@mailbox.example");
	cr_expect_eq(message->cc->len, 2u);
	cr_expect_str_eq(message->subject, letter.subject);
	cr_expect_eq(message->date, SAMPLE_TIME);
	cr_expect_str_eq(message->message_id, letter.message_id);
	cr_expect_str_eq(message->in_reply_to->pdata[0], "m2@mailbox.example");
	cr_expect_eq(message->references->len, 2u);
	cr_expect_str_eq(message->references->pdata[0], "m1@mailbox.example");
	cr_expect(message->auto_submitted);
	cr_expect_str_eq(message->text, letter.text, "%s", message->text);
	letter_clear(&letter);
}

Test(letter, it_says_that_a_machine_wrote_it)
{
	RdLetter letter = letter_new();
	g_autofree char *first = compose(&letter);
	g_autofree char *answer = NULL;

	cr_expect_not_null(strstr(first, "\r\nAuto-Submitted: auto-generated\r\n"));
	cr_expect_not_null(strstr(first, "\r\nX-Auto-Response-Suppress: All\r\n"));
	letter.replied = TRUE;
	answer = compose(&letter);
	cr_expect_not_null(strstr(answer, "\r\nAuto-Submitted: auto-replied\r\n"));
	letter_clear(&letter);
}

Test(letter, the_same_letter_has_the_same_octets)
{
	RdLetter letter = letter_new();
	g_autofree char *first = compose(&letter);
	g_autofree char *second = compose(&letter);
	g_autofree char *other = NULL;

	cr_expect_str_eq(first, second);
	letter.message_id = "rd.2.y@everbright.example";
	other = compose(&letter);
	cr_expect_str_neq(first, other);
	letter_clear(&letter);
}

Test(letter, every_line_is_short_ascii_and_ends_in_crlf)
{
	RdLetter letter = letter_new();
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) subject = g_string_new(NULL);
	g_autofree char *raw = NULL;
	gsize column = 0;

	for (guint i = 0; i < 3000; i++)
		g_string_append(text, "na\xc3\xafve ");
	for (guint i = 0; i < 30; i++)
		g_string_append(subject, "na\xc3\xafve ");
	letter.text = text->str;
	letter.subject = subject->str;
	letter.references = g_ptr_array_new();
	for (guint i = 0; i < 500; i++)
		g_ptr_array_add(letter.references, (gpointer) "some-quite-long-id@mail.example");
	raw = compose(&letter);
	for (const char *p = raw; *p != '\0'; p++) {
		cr_assert((guchar)*p < 0x80);
		cr_assert(*p != '\n' || (p > raw && p[-1] == '\r'));
		cr_assert(*p != '\r' || p[1] == '\n');
		column = *p == '\n' ? 0 : column + 1;
		cr_assert_leq(column, 998u);
	}
	cr_expect(g_str_has_suffix(raw, "--\r\n"));
	letter_clear(&letter);
}

Test(letter, a_value_that_would_break_the_head_is_refused)
{
	RdLetter bad[10];
	guint n = G_N_ELEMENTS(bad);

	for (guint i = 0; i < n; i++)
		bad[i] = letter_new();
	bad[0].subject = "Hi\r\nBcc: all@x.example";
	bad[1].from_name = "A\nB";
	bad[2].reply_to = "a@b.example\r\nX: y";
	bad[3].message_id = "a b@c";
	bad[4].message_id = NULL;
	bad[5].to->pdata[0] = (gpointer) "a@b.example, c@d.example";
	bad[6].to->pdata[0] = (gpointer) "no-address";
	bad[7].cc = list_of("a@b.example>\r\nX: y", NULL);
	g_ptr_array_set_size(bad[8].to, 0);
	bad[9].case_number = "RD-1\r\n\r\nbody";
	for (guint i = 0; i < n; i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) raw = rd_letter_compose(&bad[i], &error);

		cr_expect_null(raw, "case %u", i);
		cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT), "case %u", i);
		letter_clear(&bad[i]);
	}
}

Test(letter, an_odd_id_of_somebody_else_is_left_out)
{
	RdLetter letter = letter_new();
	g_autofree char *raw = NULL;

	letter.in_reply_to = "x y\r\nBcc: z@z.example";
	letter.references = list_of("good@mail.example", "bad\r\nX-Evil: yes@mail.example");
	raw = compose(&letter);
	cr_expect_null(strstr(raw, "In-Reply-To"));
	cr_expect_null(strstr(raw, "Evil"));
	cr_expect_not_null(strstr(raw, "\r\nReferences: <good@mail.example>\r\n"));
	letter_clear(&letter);
}

Test(letter, a_mail_travels_along_as_it_came)
{
	const struct {
		const char *raw, *type;
	} cases[] = {
		{"From: a@b.example\r\nSubject: x\r\n\r\nText\r\n", "message/rfc822"},
		{"From: a@b.example\r\n\r\nT\xe9xt\r\n", "application/octet-stream"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdLetter letter = letter_new();
		g_autoptr(GBytes) original = g_bytes_new_static(cases[i].raw, strlen(cases[i].raw));
		g_autofree char *type = g_strdup_printf("Content-Type: %s", cases[i].type);
		g_autofree char *text = NULL;

		letter.attached_message = original;
		text = compose(&letter);
		cr_expect_not_null(strstr(text, type), "%s", text);
		cr_expect_not_null(strstr(text, "filename=message.eml"), "%s", text);
		if (i == 0)
			cr_expect_not_null(strstr(text, cases[i].raw));
		letter_clear(&letter);
	}
}

Test(letter, a_hostile_mail_travels_along_unread)
{
	RdLetter letter = letter_new();
	g_autoptr(GString) bomb = g_string_new(NULL);
	g_autoptr(GBytes) original = NULL;
	g_autoptr(GBytes) raw = NULL;

	for (guint i = 0; i < 20000; i++)
		g_string_append(bomb, "Content-Type: multipart/mixed; boundary=x\n\n--x\n");
	g_string_append_c(bomb, '\0');
	original = g_bytes_new(bomb->str, bomb->len);
	letter.attached_message = original;
	raw = rd_letter_compose(&letter, NULL);
	cr_expect_gt(g_bytes_get_size(raw), bomb->len);
	letter_clear(&letter);
}
