#include <criterion/criterion.h>
#include <redress/message.h>
#include <string.h>

static RdMessage *
parse(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));

	return rd_message_parse(raw, NULL, &rd_message_default_limits);
}

#define WITH_MAIL(fields, own, inner)                                                              \
	fields "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" own                          \
	       "\n--b\nContent-Type: message/rfc822\n\n" inner "\n--b--\n"
#define ANNS                                                                                       \
	"From: Ann <ann@home.example>\nSubject: roof\nDate: Mon, 2 Feb 2026 09:30:00 -0500\n"      \
	"\nIt leaks."

Test(forward, an_attached_mail_is_forwarded_when_the_mail_is_about_it)
{
	const struct {
		const char *raw;
		gboolean forward;
	} cases[] = {
		{WITH_MAIL("Subject: Fwd: roof\n", "Please see.", ANNS), TRUE},
		{WITH_MAIL("Subject: FW: roof\nIn-Reply-To: <1@x>\n", "Please see.", ANNS), TRUE},
		{WITH_MAIL("", "", ANNS), TRUE},
		{WITH_MAIL("Subject: escalation, see attached\n", "Her mail is attached.", ANNS),
		 TRUE},
		{WITH_MAIL("Subject: Re: roof\nIn-Reply-To: <1@x>\n",
			   "We were there on Monday. The mail attached proves it.", ANNS),
		 FALSE},
		{WITH_MAIL("Subject: Re: roof\nIn-Reply-To: <1@x>\n", "", ANNS), TRUE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdMessage) message = parse(cases[i].raw);

		cr_expect_eq(message->forwarded != NULL, cases[i].forward, "case %zu", i);
		cr_expect_eq(message->attachments->len, 1, "case %zu", i);
	}
}

Test(forward, a_chain_leads_to_the_innermost_and_is_kept)
{
	g_autoptr(RdMessage) message =
		parse("From: agent@firm.example\nSubject: FW: FW: roof\n"
		      "Content-Type: multipart/mixed; boundary=a\n\n--a\n\nfyi\n--a\n"
		      "Content-Type: message/rfc822\n\n" WITH_MAIL(
			      "From: Bo <bo@firm.example>\nSubject: FW: roof\n", "for you",
			      ANNS) "\n--a--\n");
	const RdForwarded *inner = message->forwarded;

	cr_assert_not_null(inner);
	cr_expect_str_eq(inner->from->address, "ann@home.example");
	cr_expect_str_eq(inner->body, "It leaks.");
	cr_expect_eq(inner->date_offset_min, -300);
	cr_assert_not_null(inner->outer);
	cr_expect_str_eq(inner->outer->from->address, "bo@firm.example");
	cr_expect_str_eq(inner->outer->body, "for you");
	cr_expect_null(inner->outer->outer);
	cr_expect_str_eq(message->reply, "fyi");
	cr_expect_str_eq(rd_message_author(message)->address, "ann@home.example");
}

Test(forward, the_forwarded_mails_files_are_kept_with_the_mail)
{
	g_autoptr(RdMessage) message =
		parse(WITH_MAIL("Subject: FW: roof\n", "fyi",
				"From: ann@home.example\nSubject: roof\n"
				"Content-Type: multipart/mixed; boundary=c\n\n--c\n\nIt leaks.\n"
				"--c\nContent-Type: image/png; name=roof.png\n\nPNG\n--c--\n"));

	cr_assert_eq(message->attachments->len, 2);
	cr_expect_str_eq(((RdAttachment *)g_ptr_array_index(message->attachments, 0))->name,
			 "roof.eml");
	cr_expect_str_eq(((RdAttachment *)g_ptr_array_index(message->attachments, 1))->name,
			 "roof.png");
}

Test(forward, a_mail_attached_as_any_file_is_one)
{
	g_autoptr(RdMessage) message =
		parse("Subject: Fwd: roof\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
		      "Please see.\n--b\nContent-Type: application/octet-stream; name=roof.eml\n"
		      "Content-Transfer-Encoding: base64\n\n"
		      "RnJvbTogQW5uIDxhbm5AaG9tZS5leGFtcGxlPgpTdWJqZWN0OiByb29mCgpJdCBsZWFrcy4=\n"
		      "--b--\n");

	cr_assert_not_null(message->forwarded);
	cr_expect_str_eq(message->forwarded->from->address, "ann@home.example");
	cr_expect_str_eq(message->forwarded->body, "It leaks.");
	cr_expect_eq(message->attachments->len, 1);
}
