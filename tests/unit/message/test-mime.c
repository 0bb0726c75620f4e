#include <criterion/criterion.h>
#include <redress/message.h>
#include <string.h>

static RdMessage *
parse(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));

	return rd_message_parse(raw, NULL, &rd_message_default_limits);
}

/* "text|name type size|..." */
static char *
view(const char *raw)
{
	g_autoptr(RdMessage) message = parse(raw);
	GString *out = g_string_new(message->text);

	for (guint i = 0; i < message->attachments->len; i++) {
		const RdAttachment *file = g_ptr_array_index(message->attachments, i);

		g_string_append_printf(out, "|%s %s %zu", file->name, file->type, file->size);
	}
	return g_string_free(out, FALSE);
}

static void
expect_view(const char *raw, const char *expected)
{
	g_autofree char *out = view(raw);

	cr_expect_str_eq(out, expected, "%s\n--- gives\n%s", raw, out);
}

#define MIXED "Content-Type: multipart/mixed; boundary=\"b\"\n\n"
#define IMAGE "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nQUJD\n"

Test(mime, structures_are_read_as_mail_programs_show_them)
{
	/* several texts of a mixed message, a footer */
	expect_view(MIXED "--b\n\none\n--b\n\ntwo\n--b--\n", "one\ntwo");
	expect_view(MIXED "--b\n\none\n--b\n" IMAGE "--b\n\ntwo\n--b--\n",
		    "one\ntwo|a.png image/png 3");
	/* neither preamble nor epilogue is text */
	expect_view(MIXED "preamble\n--b\n\none\n--b--\nepilogue\n", "one");
	/* an attached text is no text of the mail */
	expect_view(MIXED "--b\n\none\n--b\nContent-Disposition: attachment; filename=n.txt\n\n"
			  "note\n--b--\n",
		    "one|n.txt text/plain 4");
	expect_view(MIXED "--b\n\none\n--b\nContent-Type: text/plain; name=n.txt\n\nnote\n--b--\n",
		    "one|n.txt text/plain 4");
	/* an inline text with a file name is both when it comes first */
	expect_view(MIXED "--b\nContent-Disposition: inline; filename=n.txt\n\nnote\n--b--\n",
		    "note|n.txt text/plain 4");
	/* a message that is nothing but a file */
	expect_view(IMAGE, "|a.png image/png 3");
	expect_view("Content-Disposition: attachment\n\nhello\n", "hello\n");
	/* a disposition that nobody knows is that of a file */
	expect_view(MIXED "--b\n\none\n--b\nContent-Disposition: attachement; filename=n.txt\n\n"
			  "note\n--b--\n",
		    "one|n.txt text/plain 4");
	expect_view("\nhello\n", "hello\n");
	expect_view("hello\n", "hello\n");
}

Test(mime, of_alternatives_the_best_text_is_taken)
{
#define ALTERNATIVE "Content-Type: multipart/alternative; boundary=b\n\n"
#define HTML	    "--b\nContent-Type: text/html\n\n<p>rich</p>\n"

	expect_view(ALTERNATIVE "--b\n\nplain\n" HTML "--b--\n", "plain");
	expect_view(ALTERNATIVE HTML "--b\n\nplain\n--b--\n", "plain");
	/* an empty plain text, and one that says nothing */
	expect_view(ALTERNATIVE "--b\n\n \n\n" HTML "--b--\n", "rich");
	expect_view(ALTERNATIVE "--b\n\nYour mail reader does not support HTML.\n" HTML "--b--\n",
		    "rich");
	expect_view(ALTERNATIVE HTML "--b--\n", "rich");
	/* Apple Mail puts the files of the rich version into the alternative */
	expect_view(ALTERNATIVE "--b\n\nplain\n--b\n"
				"Content-Type: multipart/mixed; boundary=c\n\n"
				"--c\nContent-Type: text/html\n\n<p>rich</p>\n--c\n" IMAGE
				"--c\nContent-Type: text/html\n\n<p>more</p>\n--c--\n--b--\n",
		    "plain|a.png image/png 3");
	expect_view(ALTERNATIVE "--b\n\nplain\n--b\n"
				"Content-Type: multipart/related; boundary=c\n\n"
				"--c\nContent-Type: text/html\n\n<p>rich</p>\n--c\n"
				"Content-ID: <1@x>\n" IMAGE "--c--\n--b--\n",
		    "plain|a.png image/png 3");
	/* a calendar part is offered as a file */
	expect_view(ALTERNATIVE "--b\n\nplain\n--b\nContent-Type: text/calendar; method=REQUEST\n\n"
				"BEGIN:VCALENDAR\n--b--\n",
		    "plain| text/calendar 15");
}

Test(mime, broken_structures_lose_nothing)
{
	/* not closed; a part of the outer one ends the inner one */
	expect_view(MIXED "--b\n\none\n--b\n" IMAGE, "one|a.png image/png 3");
	expect_view(MIXED "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\none\n"
			  "--b\n" IMAGE "--b--\n",
		    "one|a.png image/png 3");
	/* no boundary declared, or another one than is used */
	expect_view("Content-Type: multipart/mixed\n\n--b\n\none\n--b\n" IMAGE "--b--\n",
		    "one|a.png image/png 3");
	expect_view("Content-Type: multipart/mixed; boundary=zzz\n\n"
		    "--b\nContent-Type: text/plain\n\none\n--b--\n",
		    "one");
	expect_view("Content-Type: multipart/mixed; boundary=\"\"\n\njust text\n", "just text\n");
	expect_view("Content-Type: multipart/mixed; boundary=\"\"\n\n"
		    "--\nContent-Type: text/plain\n\none\n--\n" IMAGE "----\n",
		    "one|a.png image/png 3");
	expect_view("Content-Type: multipart/mixed\n\none\n-- \n\nAnn\n", "one\n-- \n\nAnn\n");
	/* comments */
	expect_view("Content-Type: multipart/mixed; boundary=b (comment)\n\n--b\n\none\n--b--\n",
		    "one");
	expect_view("Content-Transfer-Encoding: (c) base64 (d)\n\nb25l\n", "one");
	/* no part at all: the text is shown as it is */
	expect_view(MIXED "just text\n", "just text\n");
	/* parts without an empty line, without a body, with blanks after the boundary */
	expect_view(MIXED "--b\nContent-Type: text/plain\n--b\n\ntwo\n--b--\n", "two");
	expect_view(MIXED "--b \n\none\n--b--  \n", "one");
	/* lines that only look like boundaries */
	expect_view(MIXED "--b\n\n--bb\n-- \n--b-\nend\n--b--\n", "--bb\n-- \n--b-\nend");
	/* parts under the closing delimiter */
	expect_view(MIXED "--b\n\none\n--b--\n--b\n\ntwo\n--b--\n", "one\ntwo");
	/* inner and outer with the same boundary */
	expect_view(MIXED "--b\n" MIXED "--b\n\none\n--b--\n--b\n\ntwo\n--b--\n", "one\ntwo");
	/* a declared encoding that is none */
	expect_view("Content-Transfer-Encoding: base64\n\nPlain words, not base64.\n",
		    "Plain words, not base64.\n");
	expect_view("Content-Transfer-Encoding: foo\n\nPlain words.\n", "Plain words.\n");
}

Test(mime, what_stands_above_the_header_is_skipped)
{
	const char *const raws[] = {
		"Subject: x\n\nhello\n",
		"From ann@home.example Mon Feb  2 09:30:00 2026\nSubject: x\n\nhello\n",
		">From ann@home.example Mon Feb  2 09:30:00 2026\nSubject: x\n\nhello\n",
		"\n\nSubject: x\n\nhello\n",
		"\xef\xbb\xbfSubject: x\n\nhello\n",
		"Subject: x\r\rhello\r",
		"Subject: x\r\n\nhello\r\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(raws); i++) {
		g_autoptr(RdMessage) message = parse(raws[i]);

		cr_expect_str_eq(message->subject, "x", "case %zu", i);
		cr_expect_str_eq(message->text, "hello\n", "case %zu: %s", i, message->text);
	}
}

Test(mime, a_space_before_the_colon_of_the_first_field_makes_it_no_separator)
{
	g_autoptr(RdMessage) message = parse("From : ann@home.example\nSubject: x\n\nhello\n");

	cr_expect_str_eq(message->from->address, "ann@home.example");
}

Test(mime, names_of_files_have_no_directories)
{
	expect_view(MIXED "--b\nContent-Disposition: attachment; filename=\"../../etc/passwd\"\n\n"
			  "x\n--b--\n",
		    "|passwd text/plain 1");
	expect_view(MIXED "--b\nContent-Disposition: attachment; filename=\"C:\\\\a\\\\b.txt\"\n\n"
			  "x\n--b--\n",
		    "|b.txt text/plain 1");
	expect_view(MIXED "--b\nContent-Disposition: attachment; filename=\"..\"\n\nx\n--b--\n",
		    "| text/plain 1");
	expect_view(MIXED "--b\nContent-Type: message/rfc822\n\nSubject: a/b\n\nx\n--b--\n",
		    "|a-b.eml message/rfc822 15");
	expect_view(MIXED "--b\nContent-Type: message/rfc822\n\n\nx\n--b--\n",
		    "|message.eml message/rfc822 2");
}

Test(mime, an_encoded_message_inside_is_read)
{
	g_autoptr(RdMessage) message =
		parse("Subject: FW: x\n" MIXED "--b\nContent-Type: message/rfc822\n"
		      "Content-Transfer-Encoding: base64\n\n"
		      "RnJvbTogYUBiLmV4YW1wbGUKU3ViamVjdDogeAoKSXQgbGVha3MuCg==\n--b--\n");

	cr_assert_not_null(message->forwarded);
	cr_expect_str_eq(message->forwarded->from->address, "a@b.example");
	cr_expect_str_eq(rd_message_words(message), "It leaks.");
}

/* @n times @piece. */
static char *
repeat(const char *head, const char *piece, int n)
{
	GString *out = g_string_new(head);

	for (int i = 0; i < n; i++)
		g_string_append(out, piece);
	return g_string_free(out, FALSE);
}

Test(mime, beyond_a_cap_a_message_says_so_and_costs_no_more)
{
	const struct {
		const char *head, *piece;
		int n;
	} cases[] = {
		{MIXED, "--b\n\n", 200000},
		{"Content-Type: message/rfc822\n\n", "Content-Type: message/rfc822\n\n", 100000},
		{"", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 100000},
		{"", "X-A: b\n", 100000},
		{"To: ", "a:", 100000},
		{"Subject: ", "=?utf-8?Q?a ", 100000},
		{"\n", "words words words words words\n", 100000},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *raw = repeat(cases[i].head, cases[i].piece, cases[i].n);
		gint64 begin = g_get_monotonic_time();
		g_autoptr(RdMessage) message = parse(raw);

		cr_expect_not_null(message->defect, "case %zu", i);
		cr_expect_lt(g_get_monotonic_time() - begin, 10 * G_USEC_PER_SEC, "case %zu", i);
	}
}

Test(mime, an_encoded_message_beyond_the_cap_of_parts_leaves_the_others_alone)
{
	RdMessageLimits limits = rd_message_default_limits;
	const char *encoded = "--b\nContent-Type: message/rfc822\n"
			      "Content-Transfer-Encoding: base64\n\n"
			      "RnJvbTogYUBiLmV4YW1wbGUKU3ViamVjdDogeAoKSXQgbGVha3MuCg==\n";
	g_autofree char *text =
		g_strconcat("Subject: FW: x\n" MIXED, encoded, encoded, encoded, "--b--\n", NULL);
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
	g_autoptr(RdMessage) message = NULL;

	limits.parts = 5; /* the message, three parts, and one message inside */
	message = rd_message_parse(raw, NULL, &limits);
	cr_expect_not_null(message->defect);
	cr_assert_eq(message->attachments->len, 3);
	for (guint i = 0; i < 3; i++) {
		const RdAttachment *file = g_ptr_array_index(message->attachments, i);

		cr_expect_eq(file->size, 40, "%zu", file->size);
	}
}

Test(mime, an_encrypted_message_goes_to_a_person)
{
	g_autoptr(RdMessage) message =
		parse("Content-Type: multipart/encrypted; boundary=b\n\n"
		      "--b\nContent-Type: application/pgp-encrypted\n\n"
		      "Version: 1\n--b\n"
		      "Content-Type: application/octet-stream\n\nx\n--b--\n");

	cr_expect_str_eq(message->defect, "the text is encrypted");
}

Test(mime, a_message_that_is_too_large_still_has_its_header)
{
	RdMessageLimits limits = rd_message_default_limits;
	const char *text = "From: a@b.example\nSubject: x\n" MIXED "--b\n\nhello\n--b--\n";
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
	g_autoptr(RdMessage) message = NULL;

	limits.message_bytes = 20;
	for (gsize i = 21; i < strlen(text); i++) { /* nothing is read beyond its end */
		g_autofree char *copy = g_memdup2(text, i);
		g_autoptr(GBytes) cut = g_bytes_new_static(copy, i);
		g_autoptr(RdMessage) part = rd_message_parse(cut, NULL, &limits);

		cr_expect_not_null(part->defect);
	}
	message = rd_message_parse(raw, NULL, &limits);
	cr_expect_not_null(message->defect);
	cr_expect_str_eq(message->subject, "x");
	cr_expect_str_eq(message->text, "");
}
