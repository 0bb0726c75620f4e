#include "office-fixture.h"

#include <criterion/criterion.h>

static RdCase *kase;

static void
setup(void)
{
	office_setup();
	kase = office_damaged();
}

TestSuite(command_task, .init = setup, .fini = office_teardown);

Test(command_task, a_reminder_is_a_task_of_its_own_at_its_time)
{
	const RdTask *task;

	expect_str(office_do(kase, "#remind 3d Call Marta"),
		   "done: #remind: You will be reminded on Thu Mar 5, 4:00 PM.");
	expect_str(office_tasks(1001), "reminder (" BEN ")");
	task = office_task(office_case(1001), "reminder");
	expect_str(task->title, "Reminder: Call Marta");
	cr_expect_eq(task->due_at, MONDAY + 3 * RD_TIME_DAY);
	expect_has(office_feed(1001), "task: Reminder: Call Marta <- command #remind");
}

Test(command_task, the_time_may_be_said_in_many_ways)
{
	const struct {
		const char *line;
		RdTime after;
	} cases[] = {
		{"#remind 2 hours: a", 2 * RD_TIME_HOUR},
		{"#remind 1w b", 7 * RD_TIME_DAY},
		{"#Remind: 3 Days - c", 3 * RD_TIME_DAY},
		{"#remind tomorrow d", 16 * RD_TIME_HOUR},
		{"#remind 2026-03-04: e", 40 * RD_TIME_HOUR},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *title = g_strdup_printf("Reminder: %c", 'a' + (int)i);
		const RdTask *task;

		expect_has(office_do(kase, cases[i].line), "done: ");
		task = kase->tasks->pdata[i];
		cr_expect_str_eq(task->title, title, "%s: %s", cases[i].line, task->title);
		cr_expect_eq(task->due_at, MONDAY + cases[i].after, "%s", cases[i].line);
	}
}

Test(command_task, a_time_that_is_none_is_refused)
{
	const char *lines[] = {"#remind",
			       "#remind me",
			       "#remind 0d x",
			       "#remind 9999w x",
			       "#remind 2026-01-01 x",
			       "#remind 3x y",
			       "#remind 2026-02-31 x"};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
		expect_has(office_do(kase, lines[i]), "refused: #remind: Say when");
	expect_str(office_tasks(1001), "");
}

Test(command_task, done_closes_the_task_whose_mail_is_answered)
{
	office_do(kase, "#remind 1d one");
	office_do(kase, "#remind 1d two");
	cr_assert(rd_task_learn_mail(store, ((RdTask *)kase->tasks->pdata[0])->id,
				     "t1@corp.example", NULL));
	office_receive("From: " BEN "\nSubject: Re: [RD-1001] one\n"
		       "In-Reply-To: <t1@corp.example>\n" BY_STAFF,
		       "#done");
	expect_str(office_tasks(1001), "reminder (" BEN ")");
	expect_has(office_feed(1001), "task: done: Reminder: one <- command #done");
	expect_has(office_do(office_case(1001), "#done Reminder"),
		   "done: #done: Done: Reminder: two.");
}
