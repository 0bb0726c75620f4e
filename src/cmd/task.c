#include "case-json.h"
#include "cmd.h"
#include "context.h"
#include "print.h"

#include <redress/error.h>
#include <redress/gateway.h>

#include <stdio.h>
#include <string.h>

#define TASKS_MAX 100000

static int
task_list(RdContext *context, GError **error)
{
	g_autoptr(GPtrArray) tasks = rd_tasks_open(context->store, TASKS_MAX, error);

	if (tasks == NULL)
		return rd_context_fail(*error);
	for (guint i = 0; i < tasks->len; i++) {
		const RdTaskOfCase *item = tasks->pdata[i];
		g_autofree char *number = rd_case_number(item->case_id);
		g_autofree char *due =
			rd_time_format_local(item->task->due_at, context->config->time_zone);
		json_t *json;

		if (!context->json) {
			printf("%-5" G_GINT64_FORMAT " %-8s due %-20s %-12s %s\n", item->task->id,
			       number, due, item->task->assignee, item->task->title);
			continue;
		}
		json = rd_task_to_json(item->task);
		json_object_set_new(json, "case", json_string(number));
		rd_print_json(json);
	}
	return 0;
}

static const RdTaskOfCase *
task_find(GPtrArray *tasks, gint64 id)
{
	for (guint i = 0; i < tasks->len; i++) {
		const RdTaskOfCase *item = tasks->pdata[i];

		if (item->task->id == id)
			return item;
	}
	return NULL;
}

static gboolean
task_finish(RdContext *context, const RdTaskOfCase *item, GError **error)
{
	g_autoptr(RdOffice) office = rd_office_new(context->config, context->store, error);
	g_autoptr(RdCase) kase = NULL;

	if (office == NULL || !rd_store_begin(context->store, error))
		return FALSE;
	kase = rd_case_get(context->store, item->case_id, error);
	if (kase == NULL || !rd_casework_finish_task(&office->intake.casework, kase, item->task,
						     context->config->roles.operator, "task done",
						     context->now, error)) {
		rd_store_rollback(context->store);
		return FALSE;
	}
	return rd_store_commit(context->store, error);
}

static int
task_done(RdContext *context, GError **error)
{
	g_autoptr(GPtrArray) tasks = NULL;
	const RdTaskOfCase *item;

	if (context->n_args != 2)
		return rd_context_misused("task done takes the number of a task");
	tasks = rd_tasks_open(context->store, TASKS_MAX, error);
	if (tasks == NULL)
		return rd_context_fail(*error);
	item = task_find(tasks, g_ascii_strtoll(context->args[1], NULL, 10));
	if (item == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_NOT_FOUND, "there is no open task %s",
			    context->args[1]);
		return rd_context_fail(*error);
	}
	if (!task_finish(context, item, error))
		return rd_context_fail(*error);
	printf("done: %s\n", item->task->title);
	return 0;
}

int
rd_cmd_task(int argc, char **argv)
{
	const RdUsage usage = {"list | done TASK", "What people have to do.", NULL, RD_NEED_STORE};
	g_autoptr(GError) error = NULL;
	int status;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);

	if (context == NULL)
		return status;
	if (context->n_args > 0 && strcmp(context->args[0], "list") == 0)
		return task_list(context, &error);
	if (context->n_args > 0 && strcmp(context->args[0], "done") == 0)
		return task_done(context, &error);
	return rd_context_misused("task takes list or done");
}
