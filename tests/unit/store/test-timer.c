#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>

TestSuite(timer, .init = store_setup, .fini = store_teardown);

static void
expect_due(RdTime now, guint limit, const char *expected)
{
	g_autoptr(GPtrArray) due = rd_timers_due(store, now, limit, NULL);
	g_autoptr(GString) got = g_string_new(NULL);

	cr_assert_not_null(due);
	for (guint i = 0; i < due->len; i++) {
		const RdTimerDue *timer = due->pdata[i];

		g_string_append_printf(got, "%s@%d ", timer->name, (int)timer->due_at);
	}
	cr_expect_str_eq(got->str, expected, "%s", got->str);
}

Test(timer, due_ones_come_in_order_of_time)
{
	g_autoptr(RdCase) one = store_add_case("triage");
	g_autoptr(RdCase) two = store_add_case("triage");

	cr_assert(rd_timer_set(store, one->id, "late", 300, NULL));
	cr_assert(rd_timer_set(store, two->id, "early", 100, NULL));
	cr_assert(rd_timer_set(store, one->id, "middle", 200, NULL));
	expect_due(99, 10, "");
	expect_due(100, 10, "early@100 ");
	expect_due(1000, 10, "early@100 middle@200 late@300 ");
	expect_due(1000, 2, "early@100 middle@200 ");
}

Test(timer, setting_again_replaces_and_cancelling_ends)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdCase) got = NULL;

	cr_assert(rd_timer_set(store, kase->id, "call", 100, NULL));
	cr_assert(rd_timer_set(store, kase->id, "call", 200, NULL));
	cr_assert(rd_timer_set(store, kase->id, "follow-up", 50, NULL));
	cr_assert(rd_timer_cancel(store, kase->id, "follow-up", NULL));
	cr_assert(rd_timer_cancel(store, kase->id, "never set", NULL));
	expect_due(1000, 10, "call@200 ");
	got = rd_case_get(store, kase->id, NULL);
	cr_assert_eq(got->timers->len, 1);
	cr_expect_eq(((RdTimer *)got->timers->pdata[0])->due_at, 200);
}

Test(timer, a_closed_case_sleeps_until_it_is_reopened)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	RdTime next;

	cr_assert(rd_timer_set(store, kase->id, "call", 100, NULL));
	kase->open = FALSE;
	cr_assert(rd_case_save(store, kase, NULL));
	expect_due(1000, 10, "");
	cr_assert(rd_timer_set(store, kase->id, "set while closed", 50, NULL));
	expect_due(1000, 10, "");
	cr_assert(rd_timers_next(store, &next, NULL));
	cr_expect_eq(next, RD_TIME_NONE);

	kase->open = TRUE;
	cr_assert(rd_case_save(store, kase, NULL));
	expect_due(1000, 10, "set while closed@50 call@100 ");
}

Test(timer, the_next_is_of_timers_and_task_mails)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	RdTask *task = g_new0(RdTask, 1);
	RdTime next;

	cr_assert(rd_timers_next(store, &next, NULL));
	cr_expect_eq(next, RD_TIME_NONE);
	cr_assert(rd_timer_set(store, kase->id, "call", 300, NULL));
	cr_assert(rd_timers_next(store, &next, NULL));
	cr_expect_eq(next, 300);
	task->due_at = 200;
	task->mailed_at = task->done_at = RD_TIME_NONE;
	cr_assert(rd_task_add(store, kase, task, NULL));
	cr_assert(rd_timers_next(store, &next, NULL));
	cr_expect_eq(next, 200);
	cr_assert(rd_task_mailed(store, task->id, 250, RD_TIME_NONE, NULL));
	cr_assert(rd_timers_next(store, &next, NULL));
	cr_expect_eq(next, 300);
}

Test(timer, a_case_that_is_not_there_has_no_timer)
{
	g_autoptr(GError) error = NULL;

	cr_expect_not(rd_timer_set(store, 9999, "call", 1, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
}
