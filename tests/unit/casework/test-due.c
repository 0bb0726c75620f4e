#include "../../../src/casework/casework-private.h"
#include "office-fixture.h"

#include <criterion/criterion.h>
#include <string.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)
#define DAY    RD_TIME_DAY

static RdProcedures *own; /* instead of the project's; NULL */

static void
teardown(void)
{
	g_clear_pointer(&own, rd_procedures_free);
	office_teardown();
}

TestSuite(due, .init = office_setup, .fini = teardown);

static guint
fire(void)
{
	g_autoptr(GError) error = NULL;
	guint fired;

	cr_assert(rd_store_begin(store, NULL));
	cr_assert(rd_casework_fire_timers(&casework, now, 50, &fired, &error), "%s",
		  error != NULL ? error->message : "");
	cr_assert(rd_store_commit(store, NULL));
	return fired;
}

static guint
mail_tasks(void)
{
	g_autoptr(GError) error = NULL;
	guint mailed;

	cr_assert(rd_casework_mail_tasks(&casework, now, 50, &mailed, &error), "%s",
		  error != NULL ? error->message : "");
	return mailed;
}

static RdCase *
damaged(void)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);

	office_letters();
	return kase;
}

Test(due, nothing_happens_before_its_time)
{
	damaged();
	now += 2 * DAY - 1;
	cr_expect_eq(fire(), 0);
	now += 1;
	cr_expect_eq(fire(), 1);
	expect_str(office_tasks(1001), "call-installer (back-office)");
	expect_has(office_feed(1001), "state: waiting -> calling <- timer call-due (BO2)\n");
	cr_expect_eq(fire(), 0);
}

Test(due, the_feed_says_how_late_a_timer_fired)
{
	damaged();
	now += 2 * DAY + RD_TIME_HOUR - 1;
	fire();
	expect_has(office_feed(1001), "<- timer call-due (BO2)");
	now = MONDAY + 5 * DAY + 90 * RD_TIME_MINUTE;
	fire();
	expect_has(office_feed(1001), "<- timer follow-up, 1 h late (BO6)");
	now = MONDAY + 30 * DAY;
	fire();
	expect_has(office_feed(1001), "<- timer follow-up, 19 days late (BO6)");
}

Test(due, what_is_overdue_fires_in_order_and_a_recurring_timer_once)
{
	const char *feed;

	damaged();
	now += 23 * DAY;
	cr_expect_eq(fire(), 2);
	feed = office_feed(1001);
	cr_expect_lt(strstr(feed, "<- timer call-due"), strstr(feed, "<- timer follow-up"));
	cr_expect_eq(fire(), 0);
	expect_str(office_letters(), "follow-up to " MARTA "\n");
	expect_str(office_timers(1001), "follow-up at +120h");
}

static void
use_procedures(const char *dir)
{
	g_autoptr(GError) error = NULL;

	casework.procedures = own = rd_procedures_load(dir, &error);
	g_assert_no_error(error);
}

Test(due, a_timer_that_an_earlier_one_stopped_or_set_anew_does_not_fire)
{
	use_procedures("tests/data/office/procedures");
	office_open("clockwork", "", 0);
	now += 10 * DAY;
	fire();
	expect_lacks(office_feed(1001), "has fired");
	expect_str(office_timers(1001), "third at +72h");
	now += 3 * DAY;
	fire();
	expect_has(office_feed(1001), "note: The third has fired. <- timer third\n");
}

Test(due, a_timer_that_fails_is_postponed_and_blocks_nobody)
{
	RdCase *broken = damaged();
	RdCase *well = damaged();

	store_set(&broken->procedure, "gone");
	cr_assert(rd_case_save(store, broken, NULL));
	now += 2 * DAY;
	cr_expect_eq(fire(), 2);
	expect_str(office_case(well->id)->state, "calling");
	expect_has(office_timers(broken->id), "call-due at +1h");
	expect_has(office_feed(broken->id), "error: timer call-due could not be worked: ");
	cr_expect_eq(fire(), 0);
}

Test(due, a_step_that_fails_half_way_is_undone)
{
	use_procedures("tests/data/office/triage-alone");
	office_open("triage", "HO-3001", DAMAGE);
	now += DAY;
	fire();
	expect_str(office_tasks(1001), "sort (triage)");
	expect_has(office_feed(1001), "error: timer any could not be worked: ");
	expect_lacks(office_feed(1001), "no longer needed");
}

Test(due, a_task_is_mailed_once_when_it_is_due)
{
	damaged();
	now += 2 * DAY;
	fire();
	cr_expect_eq(mail_tasks(), 1);
	cr_expect_eq(mail_tasks(), 0);
	expect_str(office_letters(), "task-mail to back-office@corp.example\n");
	expect_has(office_letter_text("task-mail"), "Ines Varga, escalation: (303) 555-0111");
	expect_has(office_letter_text("task-mail"), "Phone: (303) 555-0101");
	expect_has(office_feed(1001),
		   "mail-out: task-mail to back-office@corp.example <- task due");
}

Test(due, a_task_for_later_is_mailed_then)
{
	RdCase *kase = damaged();
	RdTask *later = g_new0(RdTask, 1);

	later->name = g_strdup("later");
	later->title = g_strdup("Later");
	later->assignee = g_strdup("operator");
	later->created_at = now;
	later->due_at = now + DAY;
	later->mailed_at = later->done_at = RD_TIME_NONE;
	cr_assert(rd_task_add(store, kase, later, NULL));
	cr_expect_eq(mail_tasks(), 0);
	now += DAY;
	cr_expect_eq(mail_tasks(), 1);
}

Test(due, a_task_goes_to_the_person_who_has_the_case)
{
	RdCase *kase = damaged();

	office_do(kase, "#take");
	now += 2 * DAY;
	fire();
	mail_tasks();
	expect_has(office_letters(), "task-mail to " BEN "\n");
}

Test(due, a_task_whose_role_has_no_address_goes_to_the_back_office)
{
	RdCase *kase = office_open("installer-complaint", OLIVE, DAMAGE);

	mail_tasks();
	office_letters();
	cr_assert(
		rd_casework_task(&casework, kase, "ask", "Ask Sales", "", "sales", "c", now, NULL));
	mail_tasks();
	expect_str(office_letters(), "task-mail to back-office@corp.example\n");
}

Test(due, a_task_that_cannot_be_mailed_does_not_keep_the_others)
{
	RdCase *kase = damaged();

	cr_assert(rd_casework_task(&casework, kase, "one", "One", "", "help@corp.example", "c", now,
				   NULL));
	cr_assert(rd_casework_task(&casework, kase, "two", "Two", "", "operator", "c", now, NULL));
	cr_expect_eq(mail_tasks(), 2);
	expect_str(office_letters(), "task-mail to postmaster@corp.example\n");
	expect_has(office_feed(1001), "error: The letter \"task-mail\" was not sent");
	expect_str(office_tasks(1001), "one (help@corp.example), two (operator)");
}

/* A case in triage with that mail. */
static void
triage_with(const char *text)
{
	RdCase *kase = office_open("triage", "", 0);
	g_autoptr(GBytes) raw = office_mail("Subject: Hello", text);
	RdMail mail = {.case_id = kase->id, .ledger_id = office_take(raw), .at = now};

	cr_assert(rd_mail_add(store, &mail, NULL));
	mail_tasks();
}

Test(due, who_sorts_a_message_gets_it_whole)
{
	triage_with("What nobody could read");
	expect_has(office_letter_raw("task-mail"), "Content-Type: message/rfc822");
	expect_has(office_letter_raw("task-mail"), "What nobody could read");
}

Test(due, a_message_too_large_to_send_on_is_not_attached)
{
	g_autofree char *text = g_strnfill(11u << 20, 'x');

	triage_with(text);
	expect_lacks(office_letter_raw("task-mail"), "message/rfc822");
}

Test(due, outside_triage_nothing_is_attached)
{
	RdCase *kase = damaged();
	g_autoptr(GBytes) raw = office_mail("Subject: Hello", "Private");
	RdMail mail = {.case_id = kase->id, .ledger_id = office_take(raw), .at = now};

	cr_assert(rd_mail_add(store, &mail, NULL));
	now += 2 * DAY;
	fire();
	mail_tasks();
	expect_lacks(office_letter_raw("task-mail"), "Private");
}

/* A Friday's two days end on Tuesday, and the week-old follow-up fires once. */
Test(due, days_are_what_the_configuration_says)
{
	RdCase *kase;

	config->calendar.working = TRUE;
	now = MONDAY + 4 * RD_TIME_DAY;
	kase = office_open("installer-complaint", "HO-3001", RD_SET(RD_COMPLAINT_DAMAGE));
	expect_has(office_timers(kase->id), "call-due at +96h");
	expect_has(office_timers(kase->id), "follow-up at +168h");
}

Test(due, what_is_open_comes_again_every_morning_until_it_is_done)
{
	RdCase *kase = damaged();

	now += 2 * DAY;
	fire();
	mail_tasks();
	office_letters();
	now += 15 * RD_TIME_HOUR;
	cr_expect_eq(mail_tasks(), 0, "7 o'clock");
	now += RD_TIME_HOUR;
	cr_expect_eq(mail_tasks(), 1, "8 o'clock");
	expect_str(office_letters(), "task-mail to back-office@corp.example\n");
	expect_has(office_letter_text("task-mail"), "(303) 555-0101");
	now += DAY - 1;
	cr_expect_eq(mail_tasks(), 0);
	now += 1;
	cr_expect_eq(mail_tasks(), 1);
	office_do(office_case(kase->id), "#called voicemail");
	now += DAY;
	cr_expect_eq(mail_tasks(), 0);
}

Test(due, several_open_tasks_come_again_on_one_page)
{
	RdCase *one = damaged();
	RdCase *two = office_open("installer-complaint", "HO-3002", DAMAGE);
	const char *text;

	office_do(two, "#remind 2d Ask Dan");
	now += 2 * DAY;
	fire();
	cr_expect_eq(mail_tasks(), 3);
	office_letters();
	now += DAY;
	cr_expect_eq(mail_tasks(), 2);
	expect_str(office_letters(), "task-mail to " BEN "\n"
				     "task-list to back-office@corp.example\n");
	text = office_letter_text("task-list");
	expect_has(text, "Call the installer, Mesa Solar\nRD-1001, due since ");
	expect_has(text, "Homeowner: Dan Ruiz, ");
	expect_has(text, "- #done ");
	expect_has(office_feed(one->id),
		   "mail: task-list to back-office@corp.example, with: Call ");
	expect_has(office_feed(two->id),
		   "mail: task-list to back-office@corp.example, with: Call ");
	cr_expect_eq(mail_tasks(), 0);
}

Test(due, a_task_mail_opens_ready_replies)
{
	const char *text, *raw;

	damaged();
	now += 2 * DAY;
	fire();
	mail_tasks();
	text = office_letter_text("task-mail");
	raw = office_letter_raw("task-mail");
	expect_has(text, "- #called reached <mailto:complaints%2BRD-1001.");
	expect_has(text, "@corp.example?subject=Re%3A%20The%20roof%20leaks%20%5BRD-1001%5D"
			 "&body=%23called%20voicemail%0D%0A>");
	expect_has(text, "- #done 1: Call the installer, Mesa Solar <mailto:complaints%2BRD-1001.");
	expect_has(raw, ">#called reached</a>");
}

Test(due, a_reply_to_the_mail_of_a_task_is_about_it)
{
	g_autofree char *headers = NULL;

	damaged();
	office_do(office_case(1001), "#remind 2d Ask Marta");
	now += 2 * DAY;
	fire();
	cr_expect_eq(mail_tasks(), 2);
	headers = g_strdup_printf("From: " BEN "\nSubject: Re: task\nIn-Reply-To: <%s>\n" BY_STAFF,
				  office_letter("task-mail")->message_id);
	office_receive(headers, "#done");
	cr_expect_eq(office_count(office_tasks(1001), "("), 1);
}

Test(due, words_of_others_make_no_links)
{
	RdCase *kase = damaged();
	g_autofree char *linked = rd_casework_link_lines(
		&casework, kase, "> - #close\n- #frob\n - #close\n- #close if it is nothing");

	cr_expect(g_str_has_prefix(linked, "> - #close\n- #frob\n - #close\n- #close if it is "
					   "nothing <mailto:"),
		  "%s", linked);
	cr_expect_not_null(strstr(linked, "&body=%23close%0D%0A>"), "%s", linked);
}
