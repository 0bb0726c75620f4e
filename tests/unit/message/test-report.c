#include <criterion/criterion.h>
#include <redress/message.h>
#include <string.h>

static RdMessage *
parse(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));

	return rd_message_parse(raw, NULL, &rd_message_default_limits);
}

static void
expect_report(const char *raw, RdReportKind kind, const char *recipient, const char *status,
	      const char *message_id)
{
	g_autoptr(RdMessage) message = parse(raw);

	cr_expect_eq(message->report.kind, kind, "%s\nkind %d", raw, message->report.kind);
	cr_expect_str_eq(message->report.recipient, recipient, "%s\nrecipient %s", raw,
			 message->report.recipient);
	cr_expect_str_eq(message->report.status, status, "%s\nstatus %s", raw,
			 message->report.status);
	cr_expect_str_eq(message->report.message_id, message_id, "%s\nid %s", raw,
			 message->report.message_id);
	cr_expect_eq(message->auto_submitted, kind != RD_REPORT_NONE, "%s", raw);
	cr_expect_null(message->forwarded);
}

#define REPORT                                                                                     \
	"From: MAILER-DAEMON@relay.example\nTo: us@everbright.example\n"                           \
	"Subject: Undelivered Mail Returned to Sender\n"                                           \
	"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"              \
	"--b\n\nYour mail came back.\n--b\nContent-Type: message/delivery-status\n\n"              \
	"Reporting-MTA: dns; relay.example\n\n"

Test(report, a_delivery_status_is_read)
{
	expect_report(REPORT "Final-Recipient: rfc822; ann@home.example\nAction: failed\n"
			     "Status: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n"
			     "--b\nContent-Type: message/rfc822\n\n"
			     "From: us@everbright.example\nMessage-ID: <1@everbright.example>\n\n"
			     "Dear Ann\n--b--\n",
		      RD_REPORT_FAILED, "ann@home.example", "5.1.1", "1@everbright.example");
	/* only the header came back */
	expect_report(REPORT "Final-Recipient: RFC822;<ann@home.example>\nAction: delayed\n"
			     "Status: 4.4.1 (no answer)\n"
			     "--b\nContent-Type: text/rfc822-headers\n\n"
			     "Message-ID: <1@everbright.example>\n--b--\n",
		      RD_REPORT_DELAYED, "ann@home.example", "4.4.1", "1@everbright.example");
	/* whom we wrote to, not where a forwarding sent it; the worst of several */
	expect_report(REPORT "Original-Recipient: rfc822; bo@home.example\n"
			     "Final-Recipient: rfc822; bo@else.example\nAction: delivered\n"
			     "Status: 2.0.0\n\n"
			     "Original-Recipient: rfc822; ann@home.example\n"
			     "Final-Recipient: rfc822; x@else.example\nAction: failed\n"
			     "Status: 5.2.2\n--b--\n",
		      RD_REPORT_FAILED, "ann@home.example", "5.2.2", "");
	/* Gmail names our mail among the fields of the status */
	expect_report(REPORT "X-Original-Message-ID: <1@everbright.example>\n\n"
			     "Final-Recipient: rfc822; ann@home.example\nAction: failed\n"
			     "Status: 5.1.1\n--b--\n",
		      RD_REPORT_FAILED, "ann@home.example", "5.1.1", "1@everbright.example");
	/* without an Action the status tells */
	expect_report(REPORT "Final-Recipient: rfc822; ann@home.example\nStatus: 5.0.0\n--b--\n",
		      RD_REPORT_FAILED, "ann@home.example", "5.0.0", "");
	expect_report(REPORT "Final-Recipient: rfc822; ann@home.example\nAction: relayed\n"
			     "Status: 2.1.5\n--b--\n",
		      RD_REPORT_DELIVERED, "ann@home.example", "2.1.5", "");
}

Test(report, a_reason_is_one_line)
{
	g_autoptr(RdMessage) message =
		parse(REPORT "Final-Recipient: rfc822; ann@home.example\nAction: failed\n"
			     "Status: 5.1.1\nDiagnostic-Code: smtp; 550 no\n such user\n--b--\n");

	cr_expect_str_eq(message->report.reason, "550 no such user");
	cr_expect(message->report.permanent);
}

Test(report, mail_servers_own_words_are_understood)
{
	/* qmail */
	expect_report(
		"From: MAILER-DAEMON@relay.example\nTo: us@everbright.example\n"
		"Subject: failure notice\n\n"
		"Hi. This is the qmail-send program at relay.example.\n"
		"I'm afraid I wasn't able to deliver your message to the following "
		"addresses.\nThis is a permanent error; I've given up. Sorry it didn't work "
		"out.\n\n<ann@home.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
		"--- Below this line is a copy of the message.\n\n"
		"From: us@everbright.example\nTo: bo@other.example\n"
		"Message-ID: <1@everbright.example>\n\nDear Ann\n",
		RD_REPORT_FAILED, "ann@home.example", "5.1.1", "1@everbright.example");
	/* Exim */
	expect_report("Return-path: <>\nX-Failed-Recipients: ann@home.example\n"
		      "Auto-Submitted: auto-replied\nFrom: Mail Delivery System "
		      "<Mailer-Daemon@relay.example>\nTo: us@everbright.example\n"
		      "Subject: Mail delivery failed: returning message to sender\n\n"
		      "A message that you sent could not be delivered to one or more of its\n"
		      "recipients. This is a permanent error. The following address(es) failed:\n\n"
		      "  ann@home.example\n    SMTP error from remote mail server after RCPT "
		      "TO:<ann@home.example>:\n    host mx.home.example [192.0.2.1]: 550 5.1.1 "
		      "unknown\n\n"
		      "------ This is a copy of the message, including all the headers. ------\n\n"
		      "Message-ID: <1@everbright.example>\n",
		      RD_REPORT_FAILED, "ann@home.example", "5.1.1", "1@everbright.example");
	expect_report("From: Mail Delivery System <Mailer-Daemon@relay.example>\n"
		      "Subject: Warning: message 1abc delayed 24 hours\n\n"
		      "This message was created automatically by mail delivery software.\n"
		      "A message that you sent has not yet been delivered to one or more of its\n"
		      "recipients after more than 24 hours on the queue.\n\n"
		      "The address to which the message has not yet been delivered is:\n\n"
		      "  ann@home.example\n\nNo action is required on your part. Delivery attempts "
		      "will continue for\nsome time.\n",
		      RD_REPORT_DELAYED, "ann@home.example", "", "");
	/* Sendmail */
	expect_report("From: Mail Delivery Subsystem <MAILER-DAEMON@relay.example>\n"
		      "Subject: Warning: could not send message for past 4 hours\n\n"
		      "    **********************************************\n"
		      "    **      THIS IS A WARNING MESSAGE ONLY      **\n"
		      "    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n"
		      "    **********************************************\n\n"
		      "   ----- Transcript of session follows -----\n"
		      "451 4.4.1 <ann@home.example>... Deferred: Connection timed out\n",
		      RD_REPORT_DELAYED, "ann@home.example", "4.4.1", "");
	/* Exchange, in words */
	expect_report("From: Microsoft Outlook "
		      "<MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@firm.example>\n"
		      "To: us@everbright.example\nSubject: Undeliverable: Your roof\n"
		      "In-Reply-To: <1@everbright.example>\n\n"
		      "Your message to ann@home.example couldn't be delivered.\n"
		      "ann wasn't found at home.example.\n\nRemote Server returned '550 5.1.10 "
		      "RESOLVER.ADR.RecipientNotFound; Recipient not found'\n",
		      RD_REPORT_FAILED, "ann@home.example", "5.1.10", "1@everbright.example");
	/* Gmail, delayed */
	expect_report(
		"From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\n"
		"Subject: Delivery Status Notification (Delay)\n"
		"X-Failed-Recipients: ann@home.example\n\n"
		"Delivery incomplete\n\nThere was a temporary problem delivering your message "
		"to ann@home.example. Gmail will retry for 46 more hours. You'll be notified "
		"if the delivery fails permanently.\n",
		RD_REPORT_DELAYED, "ann@home.example", "", "");
}

Test(report, what_looks_like_an_address_or_a_code_may_be_none)
{
	const char *yahoo = "Return-Path: <>\nFrom: MAILER-DAEMON@relay.example\n"
			    "To: us@everbright.example\nSubject: Failure Notice\n\n"
			    "Sorry, we were unable to deliver your message.\n\n"
			    "<ann@home.example>:\n554: delivery error: no such account\n";
	const char *zoho = "From: mailer-daemon@relay.example\nTo: us@everbright.example\n"
			   "Subject: Undelivered Mail Returned to Sender\n\n"
			   "It could not be delivered. This is a permanent error.\n\n"
			   "ann@home.example Invalid Address, ERROR_CODE :550\n";
	g_autoptr(RdMessage) by_code = parse(yahoo);
	g_autoptr(RdMessage) by_words = parse(zoho);

	cr_expect(by_code->report.permanent);
	cr_expect(by_words->report.permanent);
	/* the id of our mail comes before the recipient */
	expect_report("From: MAILER-DAEMON@relay.example\nTo: us@everbright.example\n"
		      "Subject: Delivery Notification: Delivery has failed\n\n"
		      "This report relates to a message you sent:\n\n"
		      "  Message-id: <1@everbright.example>\n\n"
		      "  Recipient address: ann@home.example\n"
		      "  Diagnostic code: smtp;550 5.1.1 user unknown\n",
		      RD_REPORT_FAILED, "ann@home.example", "5.1.1", "1@everbright.example");
	/* Courier has no address at all */
	expect_report("Return-Path: <>\nFrom: \"Courier mail server at relay.example\" <@>\n"
		      "To: us@everbright.example\nSubject: NOTICE: mail delivery status.\n\n"
		      "Your message to the following recipients cannot be delivered:\n\n"
		      "<ann@home.example>:\n<<< 550 5.1.1 User Unknown\n",
		      RD_REPORT_FAILED, "ann@home.example", "5.1.1", "");
}

Test(report, people_may_write_about_returned_mail)
{
	expect_report(
		"From: Ann <ann@home.example>\nSubject: Undeliverable promises\n\n"
		"My mail to your installer bo@solar.example could not be delivered: 550 5.1.1\n",
		RD_REPORT_NONE, "", "", "");
	expect_report("From: Agent <agent@firm.example>\nSubject: FW: Undeliverable: Your roof\n\n"
		      "See below.\n",
		      RD_REPORT_NONE, "", "", "");
}

Test(report, a_read_receipt_is_no_bounce)
{
	expect_report("From: Ann <ann@home.example>\nSubject: Read: Your roof\n"
		      "Content-Type: multipart/report; report-type=disposition-notification; "
		      "boundary=b\n\n--b\n\nYour message was read.\n--b\n"
		      "Content-Type: message/disposition-notification\n\n"
		      "Final-Recipient: rfc822; ann@home.example\n"
		      "Original-Message-ID: <1@everbright.example>\n"
		      "Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n",
		      RD_REPORT_READ, "ann@home.example", "", "1@everbright.example");
}

Test(report, a_report_within_a_forward_is_another_mails)
{
	g_autoptr(RdMessage) message =
		parse("From: agent@firm.example\nSubject: FW: returned\n"
		      "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nWhat is this?\n"
		      "--x\nContent-Type: message/rfc822\n\n" REPORT
		      "Final-Recipient: rfc822; ann@home.example\nAction: failed\n"
		      "Status: 5.1.1\n--b--\n--x--\n");

	cr_expect_eq(message->report.kind, RD_REPORT_NONE);
	cr_expect_not(message->auto_submitted);
}
