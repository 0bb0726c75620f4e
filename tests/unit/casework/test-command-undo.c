#include "office-fixture.h"

#include <criterion/criterion.h>

static RdCase *kase;

static void
setup(void)
{
	office_setup();
	kase = office_damaged();
}

TestSuite(command_undo, .init = setup, .fini = office_teardown);

static void
calling(void)
{
	RdEvent late = {.kind = RD_EVENT_TIMER, .name = "call-due"};

	now += 2 * RD_TIME_DAY;
	office_event(kase, &late);
	office_letters();
}

Test(command_undo, the_last_command_is_taken_back)
{
	const char *timers;

	calling();
	timers = office_timers(1001);
	office_do(kase, "#called voicemail");
	expect_str(office_case(1001)->state, "called");
	expect_str(office_do(kase, "#undo"), "done: #undo: #called voicemail is taken back.");
	expect_str(office_case(1001)->state, "calling");
	expect_str(kase->state, "calling");
	expect_str(office_tasks(1001), "call-installer (back-office)");
	expect_str(office_timers(1001), timers);
	expect_str(office_do(kase, "#undo"), "refused: #undo: There is no command to take back.");
}

Test(command_undo, the_feed_tells_all_of_it)
{
	const char *feed;

	calling();
	office_do(kase, "#called voicemail");
	office_do(kase, "#undo");
	feed = office_feed(1001);
	expect_has(feed, "undo: #called voicemail is taken back. <- command #undo\n");
	expect_has(feed, "state: called -> calling <- command #undo\n");
	expect_has(feed, "timer: sales-due cancelled <- command #undo\n");
	expect_has(feed, "task: Call the installer, Mesa Solar <- command #undo\n");
	expect_has(feed, "left a detailed voicemail");
}

Test(command_undo, its_letters_are_cancelled)
{
	office_do(kase, "#satisfied");
	cr_expect_not(office_case(1001)->open);
	expect_has(office_do(kase, "#undo"), "done: ");
	cr_expect(office_case(1001)->open);
	cr_expect_eq(office_letter("install-complnt-done")->state, RD_OUTBOX_CANCELLED);
	expect_has(office_feed(1001), "mail: install-complnt-done to " MARTA " - cancelled");
	expect_has(office_feed(1001), "opened: reopened <- command #undo");
	expect_has(office_timers(1001), "follow-up at +120h");
}

Test(command_undo, once_a_letter_has_left_it_is_too_late)
{
	office_do(kase, "#satisfied");
	office_send("250");
	expect_str(office_do(kase, "#undo"),
		   "refused: #undo: #satisfied cannot be taken back: the letter "
		   "\"install-complnt-done\" to " MARTA " has left.");
	cr_expect_not(office_case(1001)->open);
}

Test(command_undo, what_has_happened_since_is_not_overwritten)
{
	office_do(kase, "#assign resolution");
	store_set(&kase->queue, "sales");
	cr_assert(rd_case_save(store, kase, NULL));
	expect_has(office_do(kase, "#undo"),
		   "refused: #undo: #assign resolution cannot be taken back");
	expect_str(office_case(1001)->queue, "sales");
}

Test(command_undo, a_refused_command_is_none)
{
	office_do(kase, "#label Urgent");
	office_do(kase, "#called perhaps");
	office_do(kase, "#status");
	expect_has(office_do(kase, "#undo"), "done: #undo: #label Urgent is taken back.");
	cr_expect_null(office_case(1001)->labels[0]);
}

Test(command_undo, linked_cases_are_as_before_too)
{
	office_open("triage", "", 0);
	office_do(kase, "#link 1002");
	cr_expect_eq(office_case(1002)->links->len, 1);
	office_do(kase, "#undo");
	cr_expect_eq(office_case(1001)->links->len, 0);
	cr_expect_eq(office_case(1002)->links->len, 0);
	expect_has(office_feed(1002), "undo: #link 1002 is taken back.");
}

Test(command_undo, the_loan_of_the_directory_too)
{
	g_autoptr(RdHomeowner) marta = NULL;

	office_do(kase, "#beam yes");
	expect_has(office_do(kase, "#undo"), "done: ");
	marta = rd_homeowner_get(store, "HO-3001", NULL);
	cr_expect_eq(marta->finance, RD_FINANCE_STANDARD);
	expect_str(office_case(1001)->procedure, "installer-complaint");
	expect_has(office_timers(1001), "call-due at +48h");
	cr_expect_eq(office_letter("partner-outreach")->state, RD_OUTBOX_CANCELLED);
}

Test(command_undo, a_merge_stays)
{
	RdCase *other = office_open("triage", "", 0);

	office_do(other, "#merge 1001");
	expect_has(office_do(office_case(1001), "#undo"),
		   "refused: #undo: #merge 1001 cannot be taken back.");
}
