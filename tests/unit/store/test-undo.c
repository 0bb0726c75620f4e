#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/undo.h>

static RdCase *kase;

static void
setup(void)
{
	store_setup();
	kase = store_add_case("back-office");
}

static void
teardown(void)
{
	rd_case_free(kase);
	store_teardown();
}

TestSuite(undo, .init = setup, .fini = teardown);

static RdTask *
add_task(const char *name)
{
	RdTask *task = g_new0(RdTask, 1);

	task->name = g_strdup(name);
	task->title = g_strdup(name);
	task->due_at = task->created_at = 100;
	task->mailed_at = task->done_at = RD_TIME_NONE;
	cr_assert(rd_task_add(store, kase, task, NULL));
	return task;
}

/* Closes the case, which had a timer and a task, sets another of each, and labels it. */
static GBytes *
change(void)
{
	g_autoptr(RdRecording) recording = NULL;
	RdTask *call = add_task("call");

	cr_assert(rd_timer_set(store, kase->id, "call-due", 500, NULL));
	recording = rd_recording_begin(store, NULL);
	cr_assert(rd_task_done(store, call->id, "ben@corp.example", 200, NULL));
	add_task("later");
	cr_assert(rd_timer_cancel(store, kase->id, "call-due", NULL));
	cr_assert(rd_timer_set(store, kase->id, "follow-up", 900, NULL));
	cr_assert(rd_fact_set(store, kase, "contacted", "yes", NULL));
	cr_assert(rd_label_add(store, kase, "Urgent", NULL));
	store_set(&kase->state, "closed");
	kase->open = FALSE;
	cr_assert(rd_case_save(store, kase, NULL));
	return rd_recording_inverse(recording, NULL);
}

static void
expect_as_before(void)
{
	g_autoptr(RdCase) got = rd_case_get(store, kase->id, NULL);
	g_autoptr(GPtrArray) due = rd_timers_due(store, 10000, 10, NULL);

	cr_expect(got->open);
	cr_expect_str_eq(got->state, "outreach");
	cr_expect_eq(got->tasks->len, 1);
	cr_expect_eq(((RdTask *)got->tasks->pdata[0])->done_at, RD_TIME_NONE);
	cr_expect_eq(g_hash_table_size(got->facts), 0);
	cr_expect_null(got->labels[0]);
	cr_assert_eq(due->len, 1, "and it is awake");
	cr_expect_str_eq(((RdTimerDue *)due->pdata[0])->name, "call-due");
}

Test(undo, everything_about_the_case_is_as_before)
{
	g_autoptr(GBytes) inverse = change();
	gboolean done;

	cr_assert(rd_store_take_back(store, inverse, &done, NULL));
	cr_expect(done);
	expect_as_before();
}

Test(undo, a_task_that_was_mailed_since_goes_too)
{
	g_autoptr(GBytes) inverse = change();
	g_autoptr(GPtrArray) open = rd_tasks_open(store, 10, NULL);
	gint64 later = ((RdTaskOfCase *)open->pdata[0])->task->id;
	gboolean done;

	cr_assert(rd_task_mailed(store, later, 300, 400, NULL));
	cr_assert(rd_task_learn_mail(store, later, "m1@corp.example", NULL));
	cr_assert(rd_store_take_back(store, inverse, &done, NULL));
	cr_expect(done);
	expect_as_before();
}

Test(undo, what_has_changed_since_is_left_alone_and_all_the_rest_too)
{
	g_autoptr(GBytes) inverse = change();
	g_autoptr(RdCase) got = NULL;
	gboolean done;

	store_set(&kase->state, "elsewhere");
	cr_assert(rd_case_save(store, kase, NULL));
	cr_assert(rd_store_take_back(store, inverse, &done, NULL));
	cr_expect_not(done);
	got = rd_case_get(store, kase->id, NULL);
	cr_expect_str_eq(got->state, "elsewhere");
	cr_expect_eq(got->tasks->len, 2);
	cr_expect_str_eq(got->labels[0], "Urgent");
}

Test(undo, a_case_that_has_a_feed_stays)
{
	g_autoptr(RdRecording) recording = rd_recording_begin(store, NULL);
	g_autoptr(RdCase) opened = store_add_case("triage");
	g_autoptr(RdCase) got = NULL;
	g_autoptr(GBytes) inverse = rd_recording_inverse(recording, NULL);
	RdFeedEntry entry = {.kind = (char *)"opened"};
	gboolean done;

	cr_assert(rd_feed_add(store, opened->id, &entry, NULL));
	cr_assert(rd_store_take_back(store, inverse, &done, NULL));
	cr_expect_not(done);
	got = rd_case_get(store, opened->id, NULL);
	cr_expect_not_null(got);
}

Test(undo, the_last_command_of_a_case_is_kept)
{
	g_autoptr(GBytes) inverse = change();
	RdUndo first = {.case_id = kase->id,
			.command = (char *)"#close",
			.cases = (char *)"1001",
			.mails_until = 3,
			.inverse = inverse};
	RdUndo second = {.case_id = kase->id, .command = (char *)"#merge 1002"};
	g_autoptr(GError) error = NULL;
	RdUndo *got;

	cr_assert(rd_undo_keep(store, &first, NULL));
	got = rd_undo_get(store, kase->id, NULL);
	cr_expect_str_eq(got->command, "#close");
	cr_expect_eq(got->mails_until, 3);
	cr_expect(g_bytes_equal(got->inverse, inverse));
	rd_undo_free(got);
	cr_assert(rd_undo_keep(store, &second, NULL));
	got = rd_undo_get(store, kase->id, NULL);
	cr_expect_str_eq(got->command, "#merge 1002");
	cr_expect_null(got->inverse);
	rd_undo_free(got);
	cr_assert(rd_undo_forget(store, kase->id, NULL));
	cr_expect_null(rd_undo_get(store, kase->id, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
}
