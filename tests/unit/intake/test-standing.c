#include "office-fixture.h"

#include <criterion/criterion.h>

#define DAMAGE	 RD_SET(RD_COMPLAINT_DAMAGE)
#define LEAK	 "The crew broke four tiles, and now the roof leaks into the attic."
#define RUDE	 "Their foreman called me an idiot and laughed at me when I complained."
#define STRANGER "jd@freemail.example"

TestSuite(standing, .init = office_setup, .fini = office_teardown);

/* Marta's case, with the letters out of the way. */
static void
open_case(void)
{
	office_receive("Subject: Water", LEAK);
	office_letters();
}

/* A mail that answers our letter to Marta, whose Message-ID leaked. */
static const char *
answer(const char *from, const char *text)
{
	g_autofree char *headers =
		g_strdup_printf("From: %s\nSubject: Re: Water\nIn-Reply-To: <%s>", from,
				office_letter("homeowner-outreach")->message_id);

	return office_receive(headers, text);
}

Test(standing, a_stranger_with_one_of_our_ids_speaks_for_nobody)
{
	open_case();
	expect_str(answer(STRANGER, RUDE), "joined RD-1001 (reply)");
	expect_str(office_letters(), "");
	cr_expect_eq(office_case(1001)->complaints, DAMAGE);
	expect_has(office_feed(1001), "unheard: " STRANGER " is not known to be of this case");
	expect_str(office_tasks(1001), "read-mail (back-office)");
}

Test(standing, a_stranger_cannot_close_a_case)
{
	open_case();
	answer(STRANGER, "The installer called, all is fixed, I am very happy. Thank you!");
	cr_expect(office_case(1001)->open);
	expect_str(office_letters(), "");
}

Test(standing, who_knows_the_homeowner_s_number_can_complain_for_them_but_not_be_content)
{
	open_case();
	office_receive("From: " STRANGER "\nSubject: thanks",
		       "They called me, everything is resolved and I am satisfied. Please close my "
		       "case. HO-3001");
	cr_expect(office_case(1001)->open);
	cr_expect_not(g_hash_table_contains(office_case(1001)->facts, "contacted"));
	expect_str(office_letters(), "");
	expect_has(office_feed(1001), "unheard: " STRANGER " is not an address of the homeowner's");
	expect_has(office_tasks(1001), "read-mail");
	office_receive("From: " STRANGER "\nSubject: more", RUDE " HO-3001");
	expect_has(office_letters(), "installer-further-concern to " MESA);
}

Test(standing, the_homeowner_is_heard_from_each_address_on_record)
{
	open_case();
	answer("mk@work.example", RUDE);
	expect_has(office_letters(), "installer-further-concern to " MESA);
}

Test(standing, what_went_through_our_address_before_is_not_answered)
{
	office_receive("From: " STRANGER "\nSubject: Water\nX-Loop: Complaints@corp.example", LEAK);
	expect_str(office_letters(), "");
	expect_has(office_feed(1001), "unheard: The mail went through our own address before");
	office_receive("From: " STRANGER "\nSubject: Water\nX-Loop: " STRANGER, LEAK);
	expect_has(office_letters(), "request-details");
}

Test(standing, a_homeowner_of_another_case_speaks_for_nobody_in_this_one)
{
	RdCase *kase;

	open_case();
	kase = office_case(1001);
	office_add_mail(kase, DAN, "from-dan@post.example");
	office_receive("From: " DAN "\nSubject: [RD-1001] Water", RUDE);
	cr_expect_eq(office_case(1001)->complaints, DAMAGE);
}

Test(standing, another_installer_cannot_say_that_contact_was_made)
{
	open_case();
	answer("care@tallpine.example", "We spoke with them today.");
	cr_expect_not(g_hash_table_contains(office_case(1001)->facts, "contacted"));
	expect_has(office_tasks(1001), "read-mail");
	answer("crew@field.mesasolar.example", "We spoke with them today.");
	cr_expect(g_hash_table_contains(office_case(1001)->facts, "contacted"));
}

Test(standing, a_name_alone_is_nobody_on_record)
{
	expect_str(office_receive("From: Marta Kowalczyk <" STRANGER ">\nSubject: Water",
				  LEAK "\n\nMarta Kowalczyk"),
		   "opened RD-1001 (triage)");
	expect_str(office_case(1001)->homeowner_id, "");
	expect_str(office_case(1001)->installer_id, "");
	expect_str(office_letters(), "request-details to " STRANGER "\n");
	expect_lacks(office_letter_text("request-details"), "Marta");
	expect_has(office_feed(1001), "It may be about Marta Kowalczyk (HO-3001)");
}

Test(standing, a_name_alone_leads_into_no_open_case)
{
	open_case();
	expect_str(office_receive("From: Marta Kowalczyk <" STRANGER ">\nSubject: More", RUDE),
		   "opened RD-1002 (triage)");
}

Test(standing, a_name_with_the_street_is_enough_and_letters_go_to_the_address_on_record)
{
	office_receive("From: " STRANGER "\nSubject: Water",
		       LEAK "\nMarta Kowalczyk, 2214 Cholla Ave");
	expect_str(office_letters(),
		   "homeowner-outreach to " MARTA "\ninstaller-concern to " MESA "\n");
}

Test(standing, the_name_in_a_forward_counts_when_the_address_was_lost)
{
	const char *body = "---------- Forwarded message ---------\nFrom: Marta Kowalczyk\n"
			   "Date: Mon, Mar 2, 2026 at 9:00 AM\nSubject: Water\n\n" LEAK;

	office_receive("From: " ANNA "\nSubject: Fwd: Water\n" BY_STAFF, body);
	expect_str(office_case(1001)->homeowner_id, "HO-3001");
	office_receive("From: " ANNA "\nSubject: Fwd: Water two", body);
	expect_str(office_case(1002)->homeowner_id, "");
}

Test(standing, a_forged_mail_sets_nothing_going)
{
	const char *forged = "Authentication-Results: mx.corp.example; dmarc=fail "
			     "header.from=home.example; spf=fail smtp.mailfrom=evil.example";
	g_autofree char *headers = g_strdup_printf("Subject: Water\n%s", forged);

	expect_str(office_receive(headers, LEAK), "opened RD-1001 (triage)");
	expect_str(office_case(1001)->homeowner_id, "");
	expect_str(office_letters(), "");
	expect_has(office_feed(1001), "unheard: The mail server does not vouch");
	expect_str(office_tasks(1001), "sort (triage)");
	office_do(office_case(1001), "#note looked at");
	expect_str(office_letters(), "");
	office_do(office_case(1001), "#homeowner HO-3001");
	expect_has(office_letters(), "installer-concern to " MESA);
}

Test(standing, a_mail_that_the_server_cannot_judge_is_worked)
{
	office_receive("Subject: Water\nAuthentication-Results: mx.corp.example; dmarc=none; "
		       "spf=none smtp.mailfrom=home.example",
		       LEAK);
	expect_str(office_case(1001)->homeowner_id, "HO-3001");
	expect_has(office_letters(), "installer-concern to " MESA);
}

Test(standing, a_forged_mail_is_not_heard_in_the_case_it_claims)
{
	g_autofree char *headers = NULL;

	open_case();
	headers = g_strdup_printf("From: " MARTA "\nIn-Reply-To: <%s>\n"
				  "Authentication-Results: mx.corp.example; dmarc=fail",
				  office_letter("homeowner-outreach")->message_id);
	office_receive(headers, RUDE);
	expect_str(office_letters(), "");
	expect_has(office_tasks(1001), "read-mail");
}

/* The header alone is no sign of a machine, but it asks for no automatic answer. */
Test(standing, who_wants_no_automatic_answer_gets_none_and_a_person_reads)
{
	expect_str(office_receive("Subject: Water\nX-Auto-Response-Suppress: OOF, AutoReply", LEAK),
		   "opened RD-1001 (triage)");
	expect_str(office_letters(), "");
	expect_str(office_tasks(1001), "sort (triage)");
	office_receive("Subject: Water two\nX-Auto-Response-Suppress: DR, RN, NRN, OOF", LEAK);
	expect_has(office_letters(), "homeowner-outreach to " MARTA);
}

Test(standing, an_installer_begins_no_case_of_a_customer)
{
	office_receive("From: care@tallpine.example\nSubject: Marta Kowalczyk, HO-3001",
		       "Our customer Marta Kowalczyk, HO-3001, complains: " LEAK);
	expect_str(office_case(1001)->homeowner_id, "");
	expect_str(office_letters(), "");
}

/* Every state of every procedure has somebody read what a stranger writes. */
Test(standing, what_a_stranger_writes_is_read_by_a_person_in_every_procedure)
{
	const char *names[] = {
		"installer-complaint", "pto-inquiry", "beam", "social-media", "review",
		"company-complaint",   "triage"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		RdEvent event = {.kind = RD_EVENT_MESSAGE,
				 .role = RD_ROLE_UNKNOWN,
				 .author = STRANGER,
				 .text = "hello"};
		RdCase *kase = office_open(names[i], i == 6 ? "" : "HO-3001", DAMAGE);
		g_autofree char *before = g_strdup(office_tasks(kase->id));

		office_letters();
		office_event(kase, &event);
		expect_has(office_tasks(kase->id), i == 6 ? "sort" : "read-mail");
		expect_str(office_letters(), "");
	}
}
