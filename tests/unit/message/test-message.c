#include <criterion/criterion.h>
#include <redress/message.h>
#include <string.h>

static RdMessage *
parse(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));

	return rd_message_parse(raw, NULL, &rd_message_default_limits);
}

Test(message, an_empty_message_is_a_message)
{
	g_autoptr(RdMessage) message = parse("");

	cr_assert_str_eq(message->text, "");
	cr_assert_str_eq(message->message_id, "");
	cr_assert_null(message->from);
	cr_assert_eq(message->date, RD_TIME_NONE);
}

Test(message, an_attached_message_is_what_a_forward_forwards)
{
	g_autoptr(RdMessage) message = parse("From: Agent <agent@firm.example>\r\n"
					     "Subject: FW: Roof leaks\r\n"
					     "Content-Type: multipart/mixed; boundary=b\r\n"
					     "\r\n"
					     "--b\r\n"
					     "\r\n"
					     "Please open a case.\r\n"
					     "--b\r\n"
					     "Content-Type: message/rfc822\r\n"
					     "\r\n"
					     "From: Ann Lee <ann@home.example>\r\n"
					     "Subject: Roof leaks\r\n"
					     "Message-ID: <1@home.example>\r\n"
					     "\r\n"
					     "It rains in.\r\n"
					     "--b--\r\n");

	cr_assert_not_null(message->forwarded);
	cr_expect(message->forwarded->attached);
	cr_expect_str_eq(message->forwarded->from->address, "ann@home.example");
	cr_expect_str_eq(message->forwarded->message_id, "1@home.example");
	cr_expect_str_eq(rd_message_words(message), "It rains in.");
	cr_expect_str_eq(message->reply, "Please open a case.");
	cr_assert_eq(message->attachments->len, 1);
	cr_expect_str_eq(((RdAttachment *)g_ptr_array_index(message->attachments, 0))->name,
			 "Roof leaks.eml");
}
