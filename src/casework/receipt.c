/*
 * receipt.c - what staff are answered to their commands.
 */

#include "casework-private.h"

#include <redress/command.h>

static void
receipt_add_tasks(json_t *list, const RdCase *kase, GTimeZone *zone)
{
	guint open = 0;

	for (guint i = 0; i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];
		g_autofree char *due = NULL;

		if (task->done_at != RD_TIME_NONE || open++ >= RD_TASKS_LISTED_MAX)
			continue;
		due = rd_time_format_local(task->due_at, zone);
		rd_casework_add_line(list, "to do: %s (%s), due %s", task->title, task->name, due);
	}
	if (open > RD_TASKS_LISTED_MAX)
		rd_casework_add_line(list, "and %u more to do", open - RD_TASKS_LISTED_MAX);
}

static json_t *
receipt_outcomes(GPtrArray *outcomes, gboolean done)
{
	json_t *list = json_array();

	for (guint i = 0; i < outcomes->len; i++) {
		const RdCommandOutcome *outcome = outcomes->pdata[i];

		if (outcome->done == done)
			json_array_append_new(list, json_string(outcome->text));
	}
	return list;
}

void
rd_casework_add_line(json_t *lines, const char *format, ...)
{
	g_autofree char *line = NULL;
	va_list args;

	va_start(args, format);
	line = g_strdup_vprintf(format, args);
	va_end(args);
	json_array_append_new(lines, json_string(line));
}

static json_t *
receipt_case(const RdCase *kase, GTimeZone *zone)
{
	json_t *list = json_array();
	g_autofree char *complaints = rd_complaints_format(kase->complaints);

	rd_casework_add_line(list, "%s, %s: %s", kase->open ? "open" : "closed", kase->procedure,
			     kase->state);
	if (*complaints != '\0')
		rd_casework_add_line(list, "complaint: %s", complaints);
	rd_casework_add_line(list, "queue %s, assigned to %s",
			     *kase->queue != '\0' ? kase->queue : "none",
			     *kase->assignee != '\0' ? kase->assignee : "nobody");
	receipt_add_tasks(list, kase, zone);
	return list;
}

static char *
receipt_next(const RdCase *kase, GTimeZone *zone)
{
	const RdTimer *next = NULL;
	g_autofree char *due = NULL;

	for (guint i = 0; i < kase->timers->len; i++) {
		const RdTimer *timer = kase->timers->pdata[i];

		if (next == NULL || timer->due_at < next->due_at)
			next = timer;
	}
	if (next == NULL)
		return NULL;
	due = rd_time_format_local(next->due_at, zone);
	return g_strdup_printf("%s, %s", next->name, due);
}

json_t *
rd_commands_receipt(const RdCase *kase, GPtrArray *outcomes, GTimeZone *zone)
{
	g_autofree char *next = kase != NULL ? receipt_next(kase, zone) : NULL;

	return json_pack("{s:{s:o, s:o, s:o, s:s*}}", "receipt", "done",
			 receipt_outcomes(outcomes, TRUE), "not_done",
			 receipt_outcomes(outcomes, FALSE), "case",
			 kase != NULL ? receipt_case(kase, zone) : json_array(), "next", next);
}
