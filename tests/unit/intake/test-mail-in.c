#include "office-fixture.h"

#include <criterion/criterion.h>

TestSuite(mail_in, .init = office_setup, .fini = office_teardown);

#define LEAK "The crew broke four tiles, and now the roof leaks into the attic."

/* The newest mail of the case. */
static const RdMail *
last_mail(gint64 case_id, GPtrArray **mails)
{
	*mails = rd_mails_of_case(store, case_id, NULL);
	for (guint i = (*mails)->len; i > 0; i--) {
		const RdMail *mail = (*mails)->pdata[i - 1];

		if (!mail->outgoing)
			return mail;
	}
	cr_assert_fail("no mail came in");
	return NULL;
}

Test(mail_in, a_mail_is_kept_with_all_that_a_thread_needs)
{
	g_autoptr(GPtrArray) mails = NULL;
	const RdMail *mail;

	office_receive("To: complaints@corp.example, Anna <" ANNA ">\nCc: " MESA
		       "\nSubject: Water\nDate: Mon, 2 Mar 2026 15:00:00 +0000",
		       LEAK);
	mail = last_mail(1001, &mails);
	cr_expect_not(mail->outgoing);
	expect_str(mail->from, MARTA);
	expect_str(mail->author, MARTA);
	expect_str(mail->to, "complaints@corp.example, " ANNA);
	expect_str(mail->cc, MESA);
	expect_str(mail->subject, "Water");
	expect_str(mail->text, LEAK);
	expect_str(mail->message_id, office_last_id());
	cr_expect_eq(mail->written_at, now - RD_TIME_HOUR);
	cr_expect_eq(mail->at, now);
	cr_expect_neq(mail->ledger_id, 0);
}

Test(mail_in, the_feed_shows_one_line_of_it)
{
	g_autofree char *text = g_strnfill(1000, 'x');
	g_autofree char *long_text = g_strconcat(LEAK "\n\n", text, NULL);

	office_receive("Subject: Water", long_text);
	expect_has(office_feed(1001), "mail-in: from " MARTA
				      ", \"Water\": The crew broke four tiles, and now the roof "
				      "leaks into the attic. xxx");
	expect_has(office_feed(1001), "xxx... <- message <mail");
}

Test(mail_in, documents_are_kept_with_the_case)
{
	g_autoptr(GPtrArray) mails = NULL;
	g_autoptr(GPtrArray) items = NULL;
	const RdMailAttachment *photo;

	office_receive(
		"Subject: Water\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b",
		"--b\nContent-Type: text/plain\n\n" LEAK
		"\n--b\nContent-Type: image/jpeg; name=\"roof.jpg\"\n"
		"Content-Disposition: attachment; filename=\"roof.jpg\"\n"
		"Content-Transfer-Encoding: base64\n\nAAECAwQ=\n--b--");
	items = rd_mail_attachments(store, last_mail(1001, &mails)->id, NULL);
	cr_assert_eq(items->len, 1);
	photo = items->pdata[0];
	expect_str(photo->name, "roof.jpg");
	expect_str(photo->type, "image/jpeg");
	cr_expect_eq(photo->size, 5);
}

Test(mail_in, of_a_forward_the_originals_words_and_date_count)
{
	g_autoptr(GPtrArray) mails = NULL;
	const RdMail *mail;

	office_receive("From: " ANNA "\nSubject: Fwd: Water\n" BY_STAFF,
		       "Be quick.\n\n---------- Forwarded message ---------\n"
		       "From: Marta Kowalczyk <" MARTA ">\nDate: Mon, Mar 2, 2026 at 9:00 AM\n"
		       "Subject: Water\nTo: <complaints@corp.example>\n\n" LEAK);
	mail = last_mail(1001, &mails);
	expect_str(mail->from, ANNA);
	expect_str(mail->author, MARTA);
	expect_str(mail->text, LEAK);
	cr_expect_eq(mail->written_at, MONDAY - 7 * RD_TIME_HOUR);
}

Test(mail_in, a_homeowner_who_forwards_speaks_for_themselves)
{
	g_autoptr(GPtrArray) mails = NULL;
	const RdMail *mail;

	office_receive("Subject: Fwd: Your inquiry",
		       "This is what they answered. The roof still leaks, and they broke it!\n\n"
		       "---------- Forwarded message ---------\n"
		       "From: Mesa Solar <" MESA ">\nDate: Mon, Mar 2, 2026 at 9:00 AM\n"
		       "Subject: Your inquiry\nTo: <" MARTA ">\n\nIt is not our fault.");
	mail = last_mail(1001, &mails);
	expect_str(mail->author, MARTA);
	expect_has(mail->text, "The roof still leaks");
}

Test(mail_in, a_homeowner_who_passes_something_on_without_a_word_has_said_nothing)
{
	g_autoptr(GPtrArray) mails = NULL;
	const RdMail *mail;

	office_open("installer-complaint", "HO-3001", RD_SET(RD_COMPLAINT_DAMAGE));
	office_receive("Subject: Fwd: Your roof",
		       "---------- Forwarded message ---------\nFrom: Mesa Solar <" MESA
		       ">\nDate: Mon, Mar 2, 2026 at 9:00 AM\nSubject: Your roof\nTo: <" MARTA
		       ">\n\nEverything is repaired and we are very happy with the result.");
	mail = last_mail(1001, &mails);
	expect_str(mail->author, MARTA);
	cr_expect(office_case(1001)->open);
	expect_has(office_tasks(1001), "read-mail");
}

Test(mail_in, a_homeowner_who_forwards_their_own_mail_means_it)
{
	g_autoptr(GPtrArray) mails = NULL;

	office_receive("From: mk@work.example\nSubject: Fwd: Water",
		       "---------- Forwarded message ---------\nFrom: Marta Kowalczyk <" MARTA
		       ">\nDate: Mon, Mar 2, 2026 at 9:00 AM\nSubject: Water\nTo: <" MESA
		       ">\n\n" LEAK);
	expect_str(last_mail(1001, &mails)->text, LEAK);
	cr_expect_eq(office_case(1001)->complaints, RD_SET(RD_COMPLAINT_DAMAGE));
}

Test(mail_in, the_original_of_an_attached_forward_is_known_by_its_id)
{
	office_receive("From: " ANNA "\nSubject: Fwd: Water\nMIME-Version: 1.0\n" BY_STAFF
		       "Content-Type: multipart/mixed; boundary=b",
		       "--b\nContent-Type: text/plain\n\nBe quick.\n"
		       "--b\nContent-Type: message/rfc822\n\n"
		       "From: Marta Kowalczyk <" MARTA ">\nTo: anna@corp.example\n"
		       "Date: Mon, 2 Mar 2026 09:00:00 +0000\nSubject: Water\n"
		       "Message-ID: <original@home.example>\n\n" LEAK "\n--b--");
	cr_expect_eq(rd_mail_case_of_id(store, "original@home.example", NULL), 1001);
}
