#include "office-fixture.h"

#include <criterion/criterion.h>

static RdCase *kase;

static void
set_mode(const char *template_name, RdSendMode mode)
{
	g_hash_table_insert(config->replies, g_strdup(template_name), GUINT_TO_POINTER(mode));
}

static void
setup(void)
{
	office_setup();
	kase = office_damaged();
	set_mode("follow-up", RD_SEND_APPROVE);
}

TestSuite(command_held, .init = setup, .fini = office_teardown);

/* Letters 1 and 2 came with the case; this one is held. */
static const RdOutboxRow *
follow_up(void)
{
	office_do(kase, "#send follow-up");
	cr_assert_eq(office_letter("follow-up")->state, RD_OUTBOX_HELD);
	return office_letter("follow-up");
}

static RdOutboxState
state_now(void)
{
	return office_letter("follow-up")->state;
}

Test(command_held, a_letter_of_that_kind_waits_and_is_proposed_to_whom_works_the_case)
{
	const RdTask *task;

	follow_up();
	expect_str(office_tasks(1001), "approve-3 (back-office)");
	task = office_task(kase, "approve-3");
	expect_has(task->body, "This letter is held: letters of this kind are approved first.");
	expect_has(task->body, "To: " MARTA "\n");
	expect_has(task->body, "> Hello Marta Kowalczyk,");
	expect_has(task->body, "- #approve 3: ");
	expect_has(office_feed(1001), "mail-out: follow-up to " MARTA
				      " - held: letters of this kind are approved first");
}

Test(command_held, an_agent_who_forwarded_it_is_asked_while_nobody_has_taken_it)
{
	store_set(&kase->handler, ANNA);
	follow_up();
	expect_str(office_tasks(1001), "approve-3 (" ANNA ")");
	office_do(kase, "#take");
	office_do(kase, "#send follow-up");
	expect_str(office_tasks(1001), "approve-3 (" ANNA "), approve-4 (" BEN ")");
}

Test(command_held, approve_sends_it)
{
	follow_up();
	office_send("250");
	cr_expect_eq(state_now(), RD_OUTBOX_HELD);
	expect_str(office_do(kase, "#approve"),
		   "done: #approve: Letter 3, \"follow-up\" to " MARTA ", is on its way.");
	cr_expect_eq(state_now(), RD_OUTBOX_QUEUED);
	expect_str(office_tasks(1001), "");
	expect_has(office_feed(1001),
		   "mail: follow-up to " MARTA " - approved <- command #approve");
	office_send("250");
	cr_expect_eq(state_now(), RD_OUTBOX_SENT);
	expect_has(office_do(kase, "#approve 3"),
		   "refused: #approve: Letter 3 is not held in this");
	expect_has(office_do(kase, "#undo"), "refused: #undo: #approve cannot be taken back.");
}

Test(command_held, cancel_drops_it)
{
	follow_up();
	expect_has(office_do(kase, "#cancel #3"), "done: #cancel: Letter 3, ");
	cr_expect_eq(state_now(), RD_OUTBOX_CANCELLED);
	expect_str(office_tasks(1001), "");
}

Test(command_held, of_two_the_meant_one_is_asked_for)
{
	follow_up();
	follow_up();
	expect_has(office_do(kase, "#approve"),
		   "refused: #approve: Which letter? These are held: 3 (follow-up to " MARTA
		   "), 4 ");
	expect_has(office_do(kase, "#approve ob-4"), "done: ");
	expect_str(office_tasks(1001), "approve-3 (back-office)");
}

Test(command_held, only_a_few_letters_have_tasks_of_their_own)
{
	for (int i = 0; i < 12; i++)
		follow_up();
	expect_str(office_tasks(1001), "approve-3 (back-office), approve-4 (back-office), "
				       "approve-5 (back-office), approve-6 (back-office), "
				       "approve-7 (back-office), approve-held (back-office)");
	expect_has(office_task(kase, "approve-held")->body, "#approve without a number");
}

Test(command_held, the_task_about_all_is_done_with_the_last)
{
	set_mode("follow-up", RD_SEND_AUTO);
	config->budget.per_case_day = 1;
	follow_up();
	follow_up();
	office_receive("From: " BEN "\nSubject: Re: [RD-1001] x\n" BY_STAFF, "#status");
	cr_assert_eq(office_letter("receipt")->state, RD_OUTBOX_HELD);
	kase = office_case(1001);
	expect_has(office_do(kase, "#approve held"), "Which letter? These are held: 3 (follow-up "
						     "to " MARTA "), 4 (follow-up to " MARTA ").");
	office_do(kase, "#approve 3");
	expect_str(office_tasks(1001), "approve-held (operator)");
	office_do(kase, "#cancel 4");
	expect_str(office_tasks(1001), "");
}

Test(command_held, a_held_receipt_is_decided_about_by_its_number)
{
	config->budget.per_case_day = 1;
	office_receive("From: " BEN "\nSubject: Re: [RD-1001] x\n" BY_STAFF, "#status");
	expect_has(office_do(kase, "#approve"), "No letter of this case is held.");
	expect_has(office_do(kase, "#approve 3"), "done: #approve: Letter 3, \"receipt\" to " BEN);
}

Test(command_held, a_letter_of_another_case_is_not_touched)
{
	RdCase *other = office_open("installer-complaint", "HO-3002", RD_SET(RD_COMPLAINT_DAMAGE));

	follow_up();
	expect_has(office_do(other, "#approve 3"), "refused: ");
	expect_has(office_do(other, "#approve"),
		   "refused: #approve: No letter of this case is held.");
	cr_expect_eq(state_now(), RD_OUTBOX_HELD);
}

Test(command_held, a_reply_to_the_proposal_needs_no_number)
{
	const RdTask *task;

	follow_up();
	follow_up();
	task = office_task(kase, "approve-4");
	cr_assert(rd_task_learn_mail(store, task->id, "p4@corp.example", NULL));
	office_receive("From: " BEN "\nSubject: Re: [RD-1001] held\n"
		       "In-Reply-To: <p4@corp.example>\n" BY_STAFF,
		       "#cancel");
	expect_str(office_tasks(1001), "approve-3 (back-office)");
}

Test(command_held, edit_replaces_the_text_and_asks_again)
{
	const RdOutboxRow *before = follow_up();
	g_autofree char *id = g_strdup(before->message_id);

	office_receive("From: " BEN "\nSubject: Re: [RD-1001] held\n" BY_STAFF,
		       "#edit 3\n\nHello Marta,\n\nI will call you tomorrow.\n\nBen");
	cr_expect_eq(state_now(), RD_OUTBOX_HELD);
	expect_str(office_letter("follow-up")->message_id, id);
	expect_str(office_letter_text("follow-up"),
		   "Hello Marta,\n\nI will call you tomorrow.\n\nBen");
	expect_str(office_tasks(1001), "approve-3 (back-office)");
	expect_has(office_task(office_case(1001), "approve-3")->body,
		   "> I will call you tomorrow.");
	expect_has(office_feed(1001), "edit: letter 3 says now:\nHello Marta,");
	expect_lacks(office_feed(1001), "note: Hello Marta,");
	expect_has(office_letter_text("receipt"), "#approve sends it");
}

Test(command_held, edit_and_approve_in_one_mail)
{
	follow_up();
	office_receive("From: " BEN "\nSubject: Re: [RD-1001] held\n" BY_STAFF,
		       "#edit\n#approve\n\nHello Marta, I will call you tomorrow.");
	cr_expect_eq(state_now(), RD_OUTBOX_QUEUED);
	expect_has(office_letter_raw("follow-up"), "I will call you tomorrow.");
	expect_str(office_tasks(1001), "");
}

Test(command_held, what_is_written_in_is_checked_as_any_letter)
{
	follow_up();
	office_receive("From: " BEN "\nSubject: Re: [RD-1001] held\n" BY_STAFF,
		       "#edit\n#approve\n\nPlease ask your neighbor, " DAN ".");
	expect_has(office_letter_text("receipt"), "Letter 3 stays as it was: recipient matrix: ");
	expect_has(office_letter_text("receipt"), "#approve: Not done, since the new text");
	expect_lacks(office_letter_text("follow-up"), DAN);
	cr_expect_eq(state_now(), RD_OUTBOX_HELD);
	expect_has(office_do(office_case(1001), "#edit"), "refused: #edit: Write the new text");
}

Test(command_held, what_breaks_the_matrix_is_not_approved_by_mail)
{
	const RdOutboxRow *row = follow_up();
	g_autoptr(RdOutboxRow) held = rd_outbox_row_get(store, row->id, NULL);

	store_set(&held->reason, "recipient matrix: x is nobody of this case");
	cr_assert(rd_outbox_row_save(store, held, NULL));
	expect_has(office_do(kase, "#approve"), "refused: #approve: Letter 3 cannot be approved");
	cr_expect_eq(state_now(), RD_OUTBOX_HELD);
}

Test(command_held, done_decides_nothing)
{
	follow_up();
	expect_has(office_do(kase, "#done"), "refused: #done: Decide about the letter");
	expect_str(office_tasks(1001), "approve-3 (back-office)");
}

Test(command_held, without_authentication_nothing_is_released)
{
	follow_up();
	office_receive("From: " BEN "\nSubject: Re: [RD-1001] held", "#approve 3");
	office_receive("From: " MARTA "\nSubject: Re: [RD-1001] held\n" BY_STAFF, "#approve 3");
	cr_expect_eq(state_now(), RD_OUTBOX_HELD);
}

Test(command_held, a_letter_that_is_off_is_not_written)
{
	set_mode("follow-up", RD_SEND_OFF);
	expect_has(office_do(kase, "#send follow-up"), "refused: #send: ");
	expect_has(office_feed(1001),
		   "note: The letter \"follow-up\" is not sent: it is switched off.");
	expect_str(office_letters(), "");
}

Test(command_held, a_case_on_hold_shows_each_letter_first)
{
	set_mode("follow-up", RD_SEND_AUTO);
	expect_has(office_do(kase, "#hold"), "(2 held now); #hold off ends it.");
	expect_str(office_tasks(1001), "approve-1 (back-office), approve-2 (back-office)");
	office_do(kase, "#send follow-up");
	cr_expect_eq(state_now(), RD_OUTBOX_HELD);
	expect_has(office_do(kase, "#hold"), "refused: ");
	expect_has(office_do(kase, "#hold off"), "done: #hold: Letters leave as usual again");
	office_do(kase, "#send follow-up");
	cr_expect_eq(state_now(), RD_OUTBOX_QUEUED);
}

Test(command_held, on_hold_our_own_people_still_hear_of_it)
{
	office_do(kase, "#hold");
	office_receive("From: " BEN "\nSubject: Re: [RD-1001] x\n" BY_STAFF, "#status");
	cr_expect_eq(office_letter("receipt")->state, RD_OUTBOX_QUEUED);
}
