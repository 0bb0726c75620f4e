#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>

TestSuite(task, .init = store_setup, .fini = store_teardown);

static RdTask *
add_task(RdCase *kase, const char *name, RdTime due_at)
{
	RdTask *task = g_new0(RdTask, 1);

	task->name = g_strdup(name);
	task->title = g_strdup("Call the installer");
	task->body = g_strdup("555-0150");
	task->assignee = g_strdup("back-office");
	task->created_at = 10;
	task->due_at = due_at;
	task->mailed_at = task->done_at = RD_TIME_NONE;
	cr_assert(rd_task_add(store, kase, task, NULL));
	return task;
}

/* The names, parted by spaces; takes @tasks. */
static void
expect_names(GPtrArray *tasks, const char *expected)
{
	g_autoptr(GString) got = g_string_new(NULL);

	cr_assert_not_null(tasks);
	for (guint i = 0; i < tasks->len; i++)
		g_string_append_printf(got, "%s ", ((RdTaskOfCase *)tasks->pdata[i])->task->name);
	cr_expect_str_eq(got->str, expected, "%s", got->str);
	g_ptr_array_unref(tasks);
}

Test(task, a_task_comes_back_with_its_case)
{
	g_autoptr(RdCase) kase = store_add_case("back-office");
	g_autoptr(RdCase) got = NULL;
	g_autoptr(GPtrArray) open = NULL;
	const RdTask *task;

	add_task(kase, "call-installer", 100);
	got = rd_case_get(store, kase->id, NULL);
	cr_assert_eq(kase->tasks->len, 1);
	cr_assert_eq(got->tasks->len, 1);
	task = got->tasks->pdata[0];
	cr_expect_str_eq(task->title, "Call the installer");
	cr_expect_str_eq(task->body, "555-0150");
	cr_expect_str_eq(task->assignee, "back-office");
	cr_expect_eq(task->created_at, 10);
	cr_expect_eq(task->due_at, 100);
	cr_expect_eq(task->mailed_at, RD_TIME_NONE);
	cr_expect_eq(task->done_at, RD_TIME_NONE);
	open = rd_tasks_open(store, 10, NULL);
	cr_expect_eq(((RdTaskOfCase *)open->pdata[0])->case_id, kase->id);
	cr_expect_eq(((RdTaskOfCase *)open->pdata[0])->task->id, task->id);
}

Test(task, open_ones_come_in_order_of_due_time)
{
	g_autoptr(RdCase) kase = store_add_case("back-office");
	RdTask *done;

	add_task(kase, "late", 300);
	add_task(kase, "early", 100);
	done = add_task(kase, "done", 50);
	cr_assert(rd_task_done(store, done->id, "lena@corp.example", 60, NULL));
	expect_names(rd_tasks_open(store, 10, NULL), "early late ");
	expect_names(rd_tasks_open(store, 1, NULL), "early ");
}

Test(task, a_task_is_mailed_when_it_is_due_and_again_when_that_was_said)
{
	g_autoptr(RdCase) kase = store_add_case("back-office");
	RdTask *one = add_task(kase, "one", 100);

	add_task(kase, "two", 200);
	expect_names(rd_tasks_to_mail(store, 99, 10, NULL), "");
	expect_names(rd_tasks_to_mail(store, 200, 10, NULL), "one two ");
	cr_assert(rd_task_mailed(store, one->id, 150, 1000, NULL));
	expect_names(rd_tasks_to_mail(store, 200, 10, NULL), "two ");
	expect_names(rd_tasks_open(store, 10, NULL), "one two ");
	expect_names(rd_tasks_to_mail(store, 1000, 10, NULL), "two one ");
	cr_assert(rd_task_done(store, one->id, "lena@corp.example", 300, NULL));
	expect_names(rd_tasks_to_mail(store, 1000, 10, NULL), "two ");
}

Test(task, a_mail_is_known_by_its_task_as_long_as_that_is_there)
{
	g_autoptr(RdCase) kase = store_add_case("back-office");
	RdTask *task = add_task(kase, "call", 100);
	gint64 id;

	cr_assert(rd_task_learn_mail(store, task->id, "m1@corp.example", NULL));
	cr_assert(rd_task_of_mail(store, "m1@corp.example", &id, NULL));
	cr_expect_eq(id, task->id);
	cr_assert(rd_task_of_mail(store, "m2@corp.example", &id, NULL));
	cr_expect_eq(id, 0);
}

Test(task, without_a_due_time_it_is_due_when_made)
{
	g_autoptr(RdCase) kase = store_add_case("back-office");

	add_task(kase, "now", RD_TIME_NONE);
	expect_names(rd_tasks_to_mail(store, 10, 10, NULL), "now ");
}

Test(task, it_is_done_once_and_by_one)
{
	g_autoptr(RdCase) kase = store_add_case("back-office");
	RdTask *task = add_task(kase, "call", 100);
	g_autoptr(RdCase) got = NULL;
	g_autoptr(GError) error = NULL;

	cr_assert(rd_task_assign(store, task->id, "lena@corp.example", NULL));
	cr_assert(rd_task_done(store, task->id, "lena@corp.example", 60, NULL));
	cr_expect_not(rd_task_done(store, task->id, "other@corp.example", 70, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
	g_clear_error(&error);
	cr_expect_not(rd_task_assign(store, task->id, "other@corp.example", &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
	got = rd_case_get(store, kase->id, NULL);
	task = got->tasks->pdata[0];
	cr_expect_eq(task->done_at, 60);
	cr_expect_str_eq(task->done_by, "lena@corp.example");
	cr_expect_str_eq(task->assignee, "lena@corp.example");
}
