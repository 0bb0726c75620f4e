#include "office-fixture.h"

#include <criterion/criterion.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)
#define ROBOT  "From: Mailer <MAILER-DAEMON@mx.corp.example>\n"

static RdCase *kase;

static void
setup(void)
{
	office_setup();
	kase = office_damaged();
}

TestSuite(intake_automatic, .init = setup, .fini = office_teardown);

/* A report (RFC 3464) about that letter of ours. */
static const char *
report(const char *template_name, const char *recipient, const char *action)
{
	g_autofree char *text = g_strdup_printf(
		"--=_dsn\nContent-Type: text/plain\n\nSee below.\n\n"
		"--=_dsn\nContent-Type: message/delivery-status\n\n"
		"Reporting-MTA: dns; mx.corp.example\n\n"
		"Final-Recipient: rfc822; %s\nAction: %s\nStatus: %s\n"
		"Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n"
		"--=_dsn\nContent-Type: text/rfc822-headers\n\n"
		"Message-ID: <%s>\nTo: %s\n\n--=_dsn--",
		recipient, action, strcmp(action, "failed") == 0 ? "5.1.1" : "4.4.1",
		office_letter(template_name)->message_id, recipient);

	return office_receive(ROBOT
			      "Return-Path: <>\nSubject: Undelivered Mail Returned to Sender\n"
			      "Content-Type: multipart/report; report-type=delivery-status; "
			      "boundary=\"=_dsn\"",
			      text);
}

Test(intake_automatic, a_bounce_finds_its_case_and_opens_one_task)
{
	expect_str(report("installer-concern", MESA, "failed"),
		   "report about " MESA " for RD-1001");
	expect_str(office_tasks(1001), "phone-installer (back-office)");
	expect_has(office_feed(1001), "note: A mail to the installer did not arrive.");
	expect_has(office_feed(1001), "mail-in: from MAILER-DAEMON@mx.corp.example, \"Undelivered");
	expect_str(office_letters(), "");
}

Test(intake_automatic, two_bounces_open_no_second_task)
{
	report("installer-concern", MESA, "failed");
	report("installer-concern", MESA, "failed");
	expect_str(office_tasks(1001), "phone-installer (back-office)");
}

Test(intake_automatic, a_bounce_of_the_homeowners_mail_is_to_phone_them)
{
	report("homeowner-outreach", "Marta@HOME.example", "failed");
	expect_str(office_tasks(1001), "phone-homeowner (back-office)");
}

Test(intake_automatic, a_letter_that_is_only_late_is_noted)
{
	expect_str(report("installer-concern", MESA, "delayed"),
		   "report about " MESA " for RD-1001");
	expect_str(office_tasks(1001), "");
	expect_has(office_feed(1001), "mail-in: from MAILER-DAEMON");
}

Test(intake_automatic, a_report_on_a_forged_id_belongs_nowhere)
{
	const char *outcome = office_receive(
		ROBOT "Return-Path: <>\nSubject: Undelivered Mail Returned to Sender\n"
		      "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
		"--b\nContent-Type: message/delivery-status\n\n"
		"Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; " MESA
		"\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n"
		"Message-ID: <rd-1001.0000000000000001.aaaaaaaaaaaaaaaa@corp.example>\n\n--b--");

	expect_str(outcome, "report about " MESA "; no case");
	expect_str(office_tasks(1001), "");
}

Test(intake_automatic, an_absence_notice_is_noted_and_not_answered)
{
	g_autofree char *headers =
		g_strdup_printf("From: " MARTA "\nSubject: Automatic reply: Re: The roof leaks\n"
				"Auto-Submitted: auto-replied\nIn-Reply-To: <%s>",
				office_letter("homeowner-outreach")->message_id);

	expect_str(office_receive(headers, "I am away until Monday. The roof leaks, by the way."),
		   "automatic mail for RD-1001");
	expect_has(office_feed(1001), "\"Automatic reply: Re: The roof leaks\"");
	expect_str(office_tasks(1001), "");
	expect_str(office_letters(), "");
}

Test(intake_automatic, what_a_robot_says_changes_nothing)
{
	g_autofree char *headers =
		g_strdup_printf("From: " MARTA "\nSubject: Re: The roof leaks\n"
				"Auto-Submitted: auto-generated\nIn-Reply-To: <%s>",
				office_letter("homeowner-outreach")->message_id);

	office_receive(headers, "They came and repaired it. I am very happy with the result, "
				"thank you. They also broke my fence and were rude to me.");
	cr_expect(office_case(1001)->open);
	cr_expect_eq(office_case(1001)->complaints, DAMAGE);
	expect_str(office_letters(), "");
}

Test(intake_automatic, a_robot_of_no_case_opens_none)
{
	expect_str(office_receive("From: news@weekly.example\nList-Id: <news.weekly.example>\n"
				  "Precedence: bulk\nSubject: Damaged roofs",
				  "The crew broke the roof. It leaks."),
		   "automatic mail; no case");
	expect_str(office_letters(), "");
	cr_expect_null(rd_case_get(store, 1002, NULL));
}

Test(intake_automatic, a_notice_that_comes_twice_stays_with_its_case)
{
	g_autofree char *headers = g_strdup_printf(
		"From: " MARTA "\nSubject: Automatic reply\nAuto-Submitted: auto-replied\n"
		"Message-ID: <away@home.example>\nIn-Reply-To: <%s>",
		office_letter("homeowner-outreach")->message_id);
	g_autofree char *again = g_strconcat("Received: by another way\n", headers, NULL);

	expect_str(office_receive(headers, "I am away until Monday, and cannot read this."),
		   "automatic mail for RD-1001");
	expect_str(office_receive(again, "I am away until Monday, and cannot read this."),
		   "automatic mail for RD-1001");
}
