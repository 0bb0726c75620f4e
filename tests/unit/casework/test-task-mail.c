#include "../../../src/casework/casework-private.h"
#include "office-fixture.h"

#include <criterion/criterion.h>
#include <string.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)
#define DAY    RD_TIME_DAY

TestSuite(task_mail, .init = office_setup, .fini = office_teardown);

Test(task_mail, a_task_is_mailed_once_when_it_is_due)
{
	office_damaged();
	now += 2 * DAY;
	office_fire();
	cr_expect_eq(office_mail_tasks(), 1);
	cr_expect_eq(office_mail_tasks(), 0);
	expect_str(office_letters(), "task-mail to back-office@corp.example\n");
	expect_has(office_letter_text("task-mail"), "Ines Varga, escalation: (303) 555-0111");
	expect_has(office_letter_text("task-mail"), "Phone: (303) 555-0101");
	expect_has(office_feed(1001),
		   "mail-out: task-mail to back-office@corp.example <- task due");
}

Test(task_mail, the_title_of_a_task_is_a_short_line)
{
	RdCase *kase = office_damaged();
	g_autoptr(GString) title = g_string_new("Write to\n");
	const char *kept;

	for (int i = 0; i < 5000; i++)
		g_string_append(title, "\u00e9");
	for (int i = 0; i < 2; i++)
		cr_assert(rd_casework_task(&casework, kase, "write", title->str, "", "operator",
					   "c", now, NULL));
	expect_str(office_tasks(1001), "write (operator)");
	kept = office_task(kase, "write")->title;
	cr_expect(g_str_has_prefix(kept, "Write to \u00e9"), "%s", kept);
	cr_expect_eq(g_utf8_strlen(kept, -1), 203, "%s", kept);
}

Test(task_mail, a_task_for_later_is_mailed_then)
{
	RdCase *kase = office_damaged();
	RdTask *later = g_new0(RdTask, 1);

	later->name = g_strdup("later");
	later->title = g_strdup("Later");
	later->assignee = g_strdup("operator");
	later->created_at = now;
	later->due_at = now + DAY;
	later->mailed_at = later->done_at = RD_TIME_NONE;
	cr_assert(rd_task_add(store, kase, later, NULL));
	cr_expect_eq(office_mail_tasks(), 0);
	now += DAY;
	cr_expect_eq(office_mail_tasks(), 1);
}

Test(task_mail, a_task_goes_to_the_person_who_has_the_case)
{
	RdCase *kase = office_damaged();

	office_do(kase, "#take");
	now += 2 * DAY;
	office_fire();
	office_mail_tasks();
	expect_has(office_letters(), "task-mail to " BEN "\n");
}

Test(task_mail, a_task_whose_role_has_no_address_goes_to_the_back_office)
{
	RdCase *kase = office_open("installer-complaint", OLIVE, DAMAGE);

	office_mail_tasks();
	office_letters();
	cr_assert(
		rd_casework_task(&casework, kase, "ask", "Ask Sales", "", "sales", "c", now, NULL));
	office_mail_tasks();
	expect_str(office_letters(), "task-mail to back-office@corp.example\n");
}

Test(task_mail, a_task_that_cannot_be_mailed_does_not_keep_the_others)
{
	RdCase *kase = office_damaged();

	cr_assert(rd_casework_task(&casework, kase, "one", "One", "", "help@corp.example", "c", now,
				   NULL));
	cr_assert(rd_casework_task(&casework, kase, "two", "Two", "", "operator", "c", now, NULL));
	cr_expect_eq(office_mail_tasks(), 2);
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
	office_mail_tasks();
}

Test(task_mail, who_sorts_a_message_gets_it_whole)
{
	triage_with("What nobody could read");
	expect_has(office_letter_raw("task-mail"), "Content-Type: message/rfc822");
	expect_has(office_letter_raw("task-mail"), "What nobody could read");
}

Test(task_mail, a_message_too_large_to_send_on_is_not_attached)
{
	g_autofree char *text = g_strnfill(11u << 20, 'x');

	triage_with(text);
	expect_lacks(office_letter_raw("task-mail"), "message/rfc822");
}

Test(task_mail, outside_triage_nothing_is_attached)
{
	RdCase *kase = office_damaged();
	g_autoptr(GBytes) raw = office_mail("Subject: Hello", "Private");
	RdMail mail = {.case_id = kase->id, .ledger_id = office_take(raw), .at = now};

	cr_assert(rd_mail_add(store, &mail, NULL));
	now += 2 * DAY;
	office_fire();
	office_mail_tasks();
	expect_lacks(office_letter_raw("task-mail"), "Private");
}

Test(task_mail, what_is_open_comes_again_every_morning_until_it_is_done)
{
	RdCase *kase = office_damaged();

	now += 2 * DAY;
	office_fire();
	office_mail_tasks();
	office_letters();
	now += 15 * RD_TIME_HOUR;
	cr_expect_eq(office_mail_tasks(), 0, "7 o'clock");
	now += RD_TIME_HOUR;
	cr_expect_eq(office_mail_tasks(), 1, "8 o'clock");
	expect_str(office_letters(), "task-mail to back-office@corp.example\n");
	expect_has(office_letter_text("task-mail"), "(303) 555-0101");
	now += DAY - 1;
	cr_expect_eq(office_mail_tasks(), 0);
	now += 1;
	cr_expect_eq(office_mail_tasks(), 1);
	office_do(office_case(kase->id), "#called voicemail");
	now += DAY;
	cr_expect_eq(office_mail_tasks(), 0);
}

Test(task_mail, several_open_tasks_come_again_on_one_page)
{
	RdCase *one = office_damaged();
	RdCase *two = office_open("installer-complaint", "HO-3002", DAMAGE);
	const char *text;

	office_do(two, "#remind 2d Ask Dan");
	now += 2 * DAY;
	office_fire();
	cr_expect_eq(office_mail_tasks(), 3);
	office_letters();
	now += DAY;
	cr_expect_eq(office_mail_tasks(), 2);
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
	cr_expect_eq(office_mail_tasks(), 0);
}

Test(task_mail, a_list_has_an_end_and_says_what_it_leaves_out)
{
	RdCase *kase = office_damaged();
	const char *text;

	for (guint i = 0; i < 230; i++) {
		g_autofree char *title = g_strdup_printf("Call %u.", i);

		cr_assert(rd_casework_task(&casework, kase, "call", title, "", "operator", "c", now,
					   NULL));
	}
	while (office_mail_tasks() > 0)
		office_letters();
	now += DAY;
	cr_expect_eq(office_mail_tasks(), 1);
	text = office_letter_text("task-list");
	cr_expect_eq(office_count(text, "RD-1001, due since "), 200);
	expect_has(text, "Call 199.\n");
	expect_has(text, "\n\nAnd 30 more, which \"redress task list\" shows.\n");
	expect_str(office_letters(), "task-list to postmaster@corp.example\n");
	now += DAY;
	cr_expect_eq(office_mail_tasks(), 1, "all of them come again");
}

Test(task_mail, a_list_is_for_an_address_whatever_its_tasks_are_for)
{
	RdCase *kase = office_damaged();

	cr_assert(
		rd_casework_task(&casework, kase, "sort", "Sort it", "", "triage", "c", now, NULL));
	cr_assert(rd_casework_task(&casework, kase, "call", "Call", "", "back-office", "c", now,
				   NULL));
	cr_expect_eq(office_mail_tasks(), 2);
	office_letters();
	now += DAY;
	cr_expect_eq(office_mail_tasks(), 1);
	expect_str(office_letters(), "task-list to back-office@corp.example\n");
}

/* On Friday for the first time, then on Monday: nobody is there on the days between. */
Test(task_mail, tasks_come_again_on_the_days_that_count)
{
	config->calendar.working = TRUE;
	now = MONDAY + 4 * DAY;
	cr_assert(rd_casework_task(&casework, office_damaged(), "call", "Call", "", "back-office",
				   "c", now, NULL));
	cr_expect_eq(office_mail_tasks(), 1);
	now += DAY;
	cr_expect_eq(office_mail_tasks(), 0, "Saturday");
	now += DAY;
	cr_expect_eq(office_mail_tasks(), 0, "Sunday");
	now += DAY;
	cr_expect_eq(office_mail_tasks(), 1, "Monday");
}

Test(task_mail, a_task_mail_opens_ready_replies)
{
	const char *text, *raw;

	office_damaged();
	now += 2 * DAY;
	office_fire();
	office_mail_tasks();
	text = office_letter_text("task-mail");
	raw = office_letter_raw("task-mail");
	expect_has(text, "- #called reached <mailto:complaints%2BRD-1001.");
	expect_has(text, "@corp.example?subject=Re%3A%20The%20roof%20leaks%20%5BRD-1001%5D"
			 "&body=%23called%20voicemail%0D%0A>");
	expect_has(text, "- #done 1: Call the installer, Mesa Solar <mailto:complaints%2BRD-1001.");
	expect_has(raw, ">#called reached</a>");
}

Test(task_mail, a_reply_to_the_mail_of_a_task_is_about_it)
{
	g_autofree char *headers = NULL;

	office_damaged();
	office_do(office_case(1001), "#remind 2d Ask Marta");
	now += 2 * DAY;
	office_fire();
	cr_expect_eq(office_mail_tasks(), 2);
	headers = g_strdup_printf("From: " BEN "\nSubject: Re: task\nIn-Reply-To: <%s>\n" BY_STAFF,
				  office_letter("task-mail")->message_id);
	office_receive(headers, "#done");
	cr_expect_eq(office_count(office_tasks(1001), "("), 1);
}

Test(task_mail, words_of_others_make_no_links)
{
	RdCase *kase = office_damaged();
	g_autofree char *linked = rd_casework_link_lines(
		&casework, kase, "> - #close\n- #frob\n - #close\n- #close if it is nothing");

	cr_expect(g_str_has_prefix(linked, "> - #close\n- #frob\n - #close\n- #close if it is "
					   "nothing <mailto:"),
		  "%s", linked);
	cr_expect_not_null(strstr(linked, "&body=%23close%0D%0A>"), "%s", linked);
}
