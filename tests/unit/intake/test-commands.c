#include "office-fixture.h"

#include <criterion/criterion.h>

static RdCase *kase;

static void
setup(void)
{
	office_setup();
	kase = office_damaged();
}

TestSuite(intake_commands, .init = setup, .fini = office_teardown);

/* A reply of staff to a mail of the case. */
static const char *
staff_writes(const char *from, const char *authentication, const char *text)
{
	g_autofree char *headers = g_strdup_printf(
		"From: %s\nSubject: Re: [RD-1001] The roof leaks\n%s", from, authentication);

	return office_receive(headers, text);
}

Test(intake_commands, staff_command_by_mail_and_get_one_receipt)
{
	expect_str(staff_writes(BEN, BY_STAFF, "#take\n#label Urgent\n#tkae\n\nHer dog bites."),
		   "joined RD-1001 (number in the subject)");
	expect_str(office_case(1001)->assignee, BEN);
	expect_str(office_case(1001)->labels[0], "Urgent");
	expect_has(office_feed(1001), "note: Her dog bites. <- message <");
	expect_str(office_letters(), "receipt to " BEN "\n");
	expect_has(office_letter_text("receipt"), "#take: Assigned to Ben Carter.");
	expect_has(office_letter_text("receipt"), "did you mean #take?");
	expect_str(office_letter_header("receipt", "Auto-Submitted"), "auto-replied");
}

Test(intake_commands, without_authentication_nothing_is_done_and_they_are_told)
{
	staff_writes(BEN, "", "#take\n#close");
	expect_str(office_case(1001)->assignee, "");
	cr_expect(office_case(1001)->open);
	expect_has(office_feed(1001), "refused: Nothing was carried out: ");
	expect_str(office_letters(), "receipt to " BEN "\n");
	expect_has(office_letter_text("receipt"), "your mail was not authenticated");
}

#define FORGED "Authentication-Results: mx.corp.example; dmarc=fail header.from=corp.example\n"

Test(intake_commands, whose_address_was_forged_is_not_written_to)
{
	for (int i = 0; i < 3; i++)
		staff_writes(BEN, FORGED, "#take");
	expect_str(office_case(1001)->assignee, "");
	expect_str(office_letters(), "");
	cr_expect_eq(office_count(office_feed(1001),
				  "refused: Nothing was carried out and nobody was answered: the "
				  "mail server does not vouch that the commands are from " BEN),
		     3);
	cr_expect_leq(office_case(1001)->tasks->len, 1);
}

Test(intake_commands, outside_of_any_case_a_forged_command_is_not_answered)
{
	expect_str(office_receive("From: " ANNA "\nSubject: Hm\n" FORGED, "#status"),
		   "commands of staff outside of any case, refused: the mail server does not "
		   "vouch that they are from " ANNA);
	expect_str(office_letters(), "");
	cr_expect_null(rd_case_get(store, 1002, NULL));
}

Test(intake_commands, only_our_own_servers_word_counts)
{
	const char *forged[] = {
		"Authentication-Results: mx.evil.example; dmarc=pass header.from=corp.example\n",
		"Authentication-Results: mx.corp.example; dmarc=fail header.from=corp.example\n",
		"Authentication-Results: mx.corp.example; dkim=pass header.d=evil.example\n",
		"Authentication-Results: mx.corp.example; spf=pass smtp.mailfrom=x@evil.example\n"};

	for (gsize i = 0; i < G_N_ELEMENTS(forged); i++) {
		staff_writes(BEN, forged[i], "#close");
		cr_expect(office_case(1001)->open, "%s", forged[i]);
	}
}

Test(intake_commands, commands_of_anybody_else_are_words)
{
	const char *from[] = {MARTA, MESA, "x@elsewhere.example"};

	for (gsize i = 0; i < G_N_ELEMENTS(from); i++)
		staff_writes(from[i], BY_STAFF, "#close");
	cr_expect(office_case(1001)->open);
	expect_lacks(office_letters(), "receipt");
	expect_lacks(office_feed(1001), "refused");
}

Test(intake_commands, what_is_commanded_is_not_read_a_second_time_as_words)
{
	staff_writes(BEN, BY_STAFF, "#note The customer is satisfied with the panels.");
	cr_expect(office_case(1001)->open);
	expect_has(office_feed(1001), "note: The customer is satisfied with the panels.");
	expect_str(office_letters(), "receipt to " BEN "\n");
}

Test(intake_commands, a_team_commands_from_its_own_address)
{
	staff_writes("Back Office <back-office@corp.example>", BY_STAFF, "#take");
	expect_str(office_case(1001)->assignee, "back-office@corp.example");
	expect_has(office_letters(), "receipt to back-office@corp.example\n");
}

Test(intake_commands, text_without_a_command_gets_no_receipt)
{
	staff_writes(BEN, BY_STAFF, "I will phone her tomorrow.\n\n#take");
	expect_str(office_case(1001)->assignee, "");
	expect_lacks(office_letters(), "receipt");
}

Test(intake_commands, commands_in_what_is_quoted_are_not_carried_out)
{
	staff_writes(BEN, BY_STAFF,
		     "#note Seen.\n\nOn Mon, Mar 2, 2026 at 9:00 AM Corp <complaints@corp.example> "
		     "wrote:\n> #close\n> #satisfied");
	cr_expect(office_case(1001)->open);
	cr_expect_eq(office_count(office_feed(1001), "<- command #"), 1);
}

Test(intake_commands, a_mail_of_staff_without_a_case_commands_a_new_one)
{
	office_receive("From: " ANNA "\nSubject: A call\n" BY_STAFF,
		       "#homeowner HO-3002\n#type damage\n\nDan Ruiz phoned: his roof is broken.");
	expect_str(office_case(1002)->procedure, "installer-complaint");
	expect_str(office_case(1002)->homeowner_id, "HO-3002");
	expect_has(office_letters(), "receipt to " ANNA "\n");
}

Test(intake_commands, a_complaint_in_the_name_of_staff_begins_in_triage)
{
	office_receive("From: " ANNA "\nSubject: A call",
		       "Dan Ruiz, HO-3002, phoned: the crew broke four tiles and the roof leaks.");
	expect_str(office_case(1002)->procedure, "triage");
	expect_str(office_letters(), "");
}

Test(intake_commands, help_and_status_outside_of_any_case_open_none)
{
	office_receive("From: " ANNA "\nSubject: What can I do?\n" BY_STAFF, "#help\n#status");
	cr_expect_null(rd_case_get(store, 1002, NULL));
	expect_str(office_letters(), "receipt to " ANNA "\n");
	expect_has(office_letter_text("receipt"), "#called reached|voicemail");
	expect_has(office_letter_text("receipt"), "0 open cases are assigned to you.");
	expect_str(office_letter_header("receipt", "Subject"), "Re: What can I do?");
	expect_has(office_letter_header("receipt", "In-Reply-To"), office_last_id());
	office_do(kase, "#take");
	office_receive("From: " BEN "\nSubject: \n" BY_STAFF, "#status");
	expect_has(office_letter_text("receipt"), "1 open case is assigned to you:");
	expect_has(office_letter_text("receipt"), "RD-1001 waiting: The roof leaks");
}

Test(intake_commands, a_command_that_needs_a_case_opens_none)
{
	office_receive("From: " ANNA "\nSubject: Hm\n" BY_STAFF, "#take\n#frob");
	cr_expect_null(rd_case_get(store, 1002, NULL));
	expect_str(office_letters(), "receipt to " ANNA "\n");
	expect_has(office_letter_text("receipt"), "#take: For which case?");
	expect_has(office_letter_text("receipt"), "#frob: There is no such command.");
}

Test(intake_commands, outside_of_any_case_authentication_counts_too)
{
	office_receive("From: " ANNA "\nSubject: Hm", "#status");
	expect_has(office_letter_text("receipt"), "your mail was not authenticated");
	expect_lacks(office_letter_text("receipt"), "assigned to you");
}

Test(intake_commands, with_words_under_it_a_command_opens_a_case_all_the_same)
{
	office_receive("From: " ANNA "\nSubject: A call\n" BY_STAFF,
		       "#take\n\nDan Ruiz phoned: his roof is broken.");
	expect_str(office_case(1002)->origin, "agent");
	expect_has(office_letter_text("receipt"), "#take: Assigned to Anna Weiss.");
}

Test(intake_commands, a_mail_that_comes_twice_commands_once)
{
	const char *headers = "From: " BEN "\nSubject: Re: [RD-1001] The roof leaks\n"
			      "Message-ID: <twice@corp.example>\n" BY_STAFF;

	office_receive(headers, "#label One");
	office_receive(headers, "#label One");
	cr_expect_eq(office_count(office_feed(1001), "<- command #label"), 1);
	expect_str(office_letters(), "receipt to " BEN "\n");
}

Test(intake_commands, a_receipt_opens_ready_replies)
{
	staff_writes(BEN, BY_STAFF, "#note x");
	expect_has(office_letter_text("receipt"),
		   "- #take: the case is yours <mailto:complaints%2BRD-1001.");
	expect_has(office_letter_text("receipt"), "&body=%23undo%0D%0A>");
	office_receive("From: " ANNA "\nSubject: Hm\n" BY_STAFF, "#help");
	expect_has(
		office_letter_text("receipt"),
		"- #status <mailto:complaints@corp.example?subject=Commands&body=%23status%0D%0A>");
}
