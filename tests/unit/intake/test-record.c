#include "../../../src/classify/rules-private.h"
#include "office-fixture.h"

#include <criterion/criterion.h>

#define DAMAGE	RD_SET(RD_COMPLAINT_DAMAGE)
#define LEAK	"The crew broke four tiles, and now the roof leaks into the attic."
#define SILENCE "I have called Mesa Solar six times. Nobody answers the phone or calls me back."

TestSuite(record, .init = office_setup, .fini = office_teardown);

/* Anna passes on what @from wrote. */
static const char *
forward(const char *from, const char *above, const char *text)
{
	g_autofree char *body =
		g_strdup_printf("%s\n\n---------- Forwarded message ---------\nFrom: %s\n"
				"Date: Mon, Mar 2, 2026 at 9:00 AM\nSubject: Water\n"
				"To: <support@corp.example>\n\n%s",
				above, from, text);

	return office_receive("From: Anna Weiss <" ANNA ">\nSubject: Fwd: Water\n" BY_STAFF, body);
}

Test(record, a_complaint_begins_a_case_with_all_that_is_known)
{
	const RdCase *kase;

	expect_str(office_receive("Subject: Water\nDate: Mon, 2 Mar 2026 10:00:00 +0000", LEAK),
		   "opened RD-1001 (installer-complaint)");
	kase = office_case(1001);
	cr_expect_eq(kase->complaints, DAMAGE);
	expect_str(kase->homeowner_id, "HO-3001");
	expect_str(kase->installer_id, "IN-31");
	expect_str(kase->description, LEAK);
	expect_str(kase->subject, "Water");
	expect_str(kase->contact, MARTA);
	expect_str(kase->origin, "e-mail");
	expect_str(kase->handler, "");
	cr_expect_eq(kase->complained_at, now - 6 * RD_TIME_HOUR);
	expect_str(office_letters(),
		   "homeowner-outreach to " MARTA "\ninstaller-concern to " MESA "\n");
}

Test(record, an_old_a_future_or_an_absent_date_counts_as_now)
{
	const char *dates[] = {"Date: Mon, 23 Feb 2026 10:00:00 +0000",
			       "Date: Mon, 9 Mar 2026 10:00:00 +0000", "Date: yesterday"};

	for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
		g_autofree char *headers = g_strdup_printf("From: " DAN "\n%s", dates[i]);

		office_receive(headers, LEAK);
		cr_expect_eq(office_case(1001 + (gint64)i)->complained_at, now, "%s", dates[i]);
		office_do(office_case(1001 + (gint64)i), "#close");
	}
}

Test(record, an_unknown_writer_is_asked_and_learns_nothing)
{
	expect_str(office_receive("From: jd@freemail.example\nSubject: Water", LEAK),
		   "opened RD-1001 (triage)");
	expect_str(office_case(1001)->homeowner_id, "");
	expect_str(office_case(1001)->contact, "jd@freemail.example");
	expect_str(office_letters(), "request-details to jd@freemail.example\n");
	expect_str(office_tasks(1001), "sort (triage)");
}

Test(record, of_two_homeowners_with_one_address_none_is_taken)
{
	g_autoptr(RdHomeowner) twin = rd_homeowner_get(store, "HO-3001", NULL);

	store_set(&twin->id, "HO-3009");
	store_set(&twin->name, "Jan Kowalczyk");
	store_set(&twin->installer_id, "IN-32");
	cr_assert(rd_homeowner_put(store, twin, NULL));
	expect_str(office_receive("From: " MARTA "\nSubject: Water", LEAK),
		   "opened RD-1001 (triage)");
	expect_str(office_case(1001)->homeowner_id, "");
	expect_lacks(office_letters(), "installer");
}

Test(record, robots_and_we_ourselves_are_no_contact)
{
	const char *from[] = {"no-reply@shop.example", "postmaster@host.example",
			      "Notifications@app.example", "a@localhost", "-oQ/tmp@b.example"};

	for (gsize i = 0; i < G_N_ELEMENTS(from); i++) {
		g_autofree char *headers = g_strdup_printf("From: %s", from[i]);

		office_receive(headers, LEAK);
		expect_str(office_case(1001 + (gint64)i)->contact, "");
	}
	expect_str(office_letters(), "");
}

Test(record, a_robot_whose_mail_staff_pass_on_is_no_contact)
{
	office_receive(
		"From: " ANNA "\n" BY_STAFF
		"Subject: FW: Water\nContent-Type: multipart/mixed; boundary=x",
		"--x\n\nplease see\n--x\nContent-Type: message/rfc822\n\n"
		"From: desk@unknown.example\nSubject: Water\nAuto-Submitted: auto-replied\n\n" LEAK
		"\n--x--");
	expect_str(office_case(1001)->contact, "");
	expect_lacks(office_letters(), "desk@unknown.example");
}

Test(record, a_matter_of_staff_or_an_installer_is_sorted_by_a_person)
{
	const char *from[] = {ANNA, "crew@mesasolar.example", "risk@partner.example"};

	for (gsize i = 0; i < G_N_ELEMENTS(from); i++) {
		g_autofree char *headers = g_strdup_printf("From: %s\n" BY_STAFF, from[i]);

		office_receive(headers, "A customer says: " LEAK);
		expect_str(office_case(1001 + (gint64)i)->procedure, "triage");
	}
	expect_str(office_letters(), "");
}

Test(record, an_answer_that_tells_who_it_is_sets_the_case_going)
{
	office_receive("From: jd@freemail.example\nSubject: Water", LEAK);
	office_letters();
	expect_str(office_receive("From: jd@freemail.example\nSubject: Re: Water",
				  "I am Marta Kowalczyk, 2214 Cholla Ave, Golden, CO 80401."),
		   "joined RD-1001 (open case)");
	expect_str(office_case(1001)->homeowner_id, "HO-3001");
	expect_str(office_case(1001)->procedure, "installer-complaint");
	expect_str(office_letters(),
		   "homeowner-outreach to " MARTA "\ninstaller-concern to " MESA "\n");
}

Test(record, a_new_mail_joins_the_open_case_and_adds_to_it)
{
	office_receive("Subject: Water", LEAK);
	office_letters();
	expect_str(office_receive("Subject: Another thing", SILENCE), "joined RD-1001 (open case)");
	cr_expect(RD_HAS(office_case(1001)->complaints, RD_COMPLAINT_UNRESPONSIVE_INSTALLER));
	cr_expect_eq(office_case(1001)->primary, RD_COMPLAINT_DAMAGE);
	expect_has(office_feed(1001), "complaints: complaint added: unresponsive-installer <- ");
	expect_has(office_letters(), "installer-further-concern to " MESA "\n");
}

Test(record, the_same_complaint_again_adds_nothing)
{
	office_receive("Subject: Water", LEAK);
	office_receive("Subject: Water", "Once more: " LEAK);
	expect_lacks(office_feed(1001), "complaint added");
}

Test(record, what_an_installer_says_is_no_complaint_of_the_homeowner)
{
	g_autofree char *headers = NULL;

	office_receive("Subject: Water", LEAK);
	headers = g_strdup_printf("From: " MESA "\nIn-Reply-To: <%s>",
				  office_letter("installer-concern")->message_id);
	expect_str(office_receive(headers,
				  "Mrs. Kowalczyk shouted at our crew and called them names. They "
				  "were rude to her as well, she says. Nobody answers her phone."),
		   "joined RD-1001 (reply)");
	cr_expect_eq(office_case(1001)->complaints, DAMAGE);
	expect_lacks(office_feed(1001), "complaint added");
}

Test(record, a_reply_about_something_else_begins_a_linked_case)
{
	g_autofree char *headers = NULL;

	office_receive("Subject: Water", LEAK);
	office_do(office_case(1001), "#close");
	headers = g_strdup_printf("Subject: Your crew\nIn-Reply-To: <%s>",
				  office_letter("homeowner-outreach")->message_id);
	expect_str(office_receive(headers, "They were rude to me and shouted at my wife."),
		   "opened RD-1002 (installer-complaint)");
	expect_has(office_feed(1001), "link: linked with RD-1002: follows <- message <");
}

Test(record, an_agents_forward_is_the_homeowners_with_the_agent_as_handler)
{
	const RdCase *kase;

	forward("Marta Kowalczyk <" MARTA ">", "She called twice today.", LEAK);
	kase = office_case(1001);
	expect_str(kase->procedure, "installer-complaint");
	expect_str(kase->handler, ANNA);
	expect_str(kase->contact, MARTA);
	expect_str(kase->origin, "agent");
	expect_str(kase->subject, "Water");
	expect_str(kase->description, LEAK);
	cr_expect_eq(kase->complained_at, MONDAY - 7 * RD_TIME_HOUR);
	expect_has(office_feed(1001), "note: She called twice today. <- message <");
	expect_has(office_letters(), "homeowner-outreach to " MARTA "\n");
	expect_lacks(office_letter_text("installer-concern"), "She called twice");
}

Test(record, a_forward_from_an_address_that_is_not_on_record_is_a_homeowners_too)
{
	office_receive("Subject: Water", LEAK);
	office_letters();
	forward("Marta K. <marta1970@freemail.example>",
		"This is Marta Kowalczyk of 2214 Cholla Ave, HO-3001.", SILENCE);
	cr_expect(RD_HAS(office_case(1001)->complaints, RD_COMPLAINT_UNRESPONSIVE_INSTALLER));
	expect_has(office_letters(), "installer-further-concern to " MESA "\n");
}

Test(record, what_came_directly_is_not_answered_again_when_it_is_forwarded)
{
	office_receive("Subject: Water\nDate: Mon, 2 Mar 2026 09:00:00 +0000", LEAK);
	office_letters();
	expect_str(forward("Marta Kowalczyk <" MARTA ">", "Please hurry.", LEAK),
		   "the same mail again, kept with RD-1001");
	expect_str(office_letters(), "");
	expect_str(office_case(1001)->handler, ANNA);
	expect_has(office_feed(1001), "note: Please hurry. <- ");
}

Test(record, commands_above_a_forward_of_a_known_mail_are_carried_out)
{
	office_receive("Subject: Water\nDate: Mon, 2 Mar 2026 09:00:00 +0000", LEAK);
	office_letters();
	forward("Marta Kowalczyk <" MARTA ">", "#take", LEAK);
	expect_str(office_case(1001)->assignee, ANNA);
	expect_str(office_letters(), "receipt to " ANNA "\n");
}

/* A member of staff says that the homeowner is happy. */
static void
report_satisfied(const char *authentication)
{
	g_autofree char *headers = NULL;

	office_receive("Subject: Water", LEAK);
	headers = g_strdup_printf("From: " ANNA "\nIn-Reply-To: <%s>\n%s",
				  office_letter("homeowner-outreach")->message_id, authentication);
	office_receive(headers, "The customer is satisfied, please close.");
}

Test(record, what_staff_report_counts)
{
	report_satisfied(BY_STAFF);
	cr_expect_not(office_case(1001)->open);
}

Test(record, what_somebody_in_the_name_of_staff_reports_does_not)
{
	report_satisfied("");
	cr_expect(office_case(1001)->open);
	report_satisfied("Authentication-Results: mx.evil.example; dmarc=pass "
			 "header.from=corp.example\n");
	cr_expect(office_case(1001)->open);
}

Test(record, a_message_that_could_not_be_read_is_given_to_a_person_with_what_is_known)
{
	g_autofree char *many = g_strnfill(3000, 'x');
	g_autoptr(GString) headers = g_string_new("Subject: Water");

	for (int i = 0; i < 2000; i++)
		g_string_append_printf(headers, "\nX-%d: y", i);
	expect_has(office_receive(headers->str, LEAK), "triage RD-1001: ");
	expect_str(office_case(1001)->procedure, "triage");
	expect_str(office_case(1001)->subject, "Water");
	expect_has(office_feed(1001), "note: It could not be read in full: ");
	expect_str(office_tasks(1001), "sort (triage)");
	expect_lacks(office_letters(), "homeowner-outreach");
}

Test(record, a_mail_that_rules_could_not_decide_in_their_time_is_given_to_a_person)
{
	RdRules *rules = (RdRules *)office_intake()->rules;

	rules->budget.steps = 1;
	expect_has(office_receive("Subject: Water", LEAK), "triage RD-1001: it takes too long");
	expect_str(office_case(1001)->procedure, "triage");
	expect_has(office_feed(1001), "it takes too long to decide what it is about (");
	expect_lacks(office_letters(), "homeowner-outreach");
}
