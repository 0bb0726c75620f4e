/*
 * command-task.c - staff close tasks, and ask to be reminded.
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/error.h>
#include <redress/text.h>

#include <string.h>

#define REMIND_MAX  (366 * RD_TIME_DAY)
#define REMIND_HOUR 8 /* of a day that is named */

/* By its number or name; without either, the one whose mail is answered, or the only one. */
static const RdTask *
run_find_task(const RdCommandRun *run)
{
	gboolean named = *run->argument != '\0';
	const RdTask *only = NULL;
	guint open = 0;

	for (guint i = 0; i < run->kase->tasks->len; i++) {
		const RdTask *task = run->kase->tasks->pdata[i];
		g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, task->id);

		if (task->done_at != RD_TIME_NONE)
			continue;
		if (named ? g_ascii_strcasecmp(task->name, run->argument) == 0 ||
				    strcmp(id, run->argument) == 0
			  : task->id == run->task_id)
			return task;
		only = task;
		open++;
	}
	return !named && open == 1 ? only : NULL;
}

static RdCommandResult
run_ask_for_task(RdCommandRun *run)
{
	guint n = 0;

	for (guint i = 0; i < run->kase->tasks->len; i++) {
		const RdTask *open = run->kase->tasks->pdata[i];

		if (open->done_at != RD_TIME_NONE || n++ >= RD_TASKS_LISTED_MAX)
			continue;
		if (run->said->len == 0)
			SAY(run, "Which task is done? The open ones are:");
		SAY(run, " \"%s\" (%s).", open->title, open->name);
	}
	if (n > RD_TASKS_LISTED_MAX)
		SAY(run, " And %u more.", n - RD_TASKS_LISTED_MAX);
	if (run->said->len == 0)
		SAY(run, "No task is open.");
	return RD_COMMAND_REFUSED;
}

RdCommandResult
rd_command_done(RdCommandRun *run, GError **error)
{
	const RdTask *task = run_find_task(run);

	if (task == NULL)
		return run_ask_for_task(run);
	if (g_str_has_prefix(task->name, RD_APPROVE_TASK)) {
		SAY(run, "Decide about the letter with #approve, #cancel or #edit.");
		return RD_COMMAND_REFUSED;
	}
	SAY(run, "Done: %s.", task->title);
	return rd_casework_finish_task(run->casework, run->kase, task, run->who->email, run->cause,
				       run->now, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

/* "3d", "3 days", "2w:", "tomorrow", "2026-03-10"; @text: what stands behind it. */
static gboolean
remind_read(const RdCommandRun *run, RdTime *due, const char **text)
{
	static const struct {
		const char *word;
		RdTime unit;
	} units[] = {{"hours", RD_TIME_HOUR},	 {"hour", RD_TIME_HOUR},    {"h", RD_TIME_HOUR},
		     {"days", RD_TIME_DAY},	 {"day", RD_TIME_DAY},	    {"d", RD_TIME_DAY},
		     {"weeks", 7 * RD_TIME_DAY}, {"week", 7 * RD_TIME_DAY}, {"w", 7 * RD_TIME_DAY}};
	const char *p = run->argument;
	char *end;
	guint64 n = g_ascii_strtoull(p, &end, 10);

	if (end == p || n == 0 || n > 9999)
		return FALSE;
	p = end + strspn(end, " ");
	for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
		gsize len = strlen(units[i].word);

		if (g_ascii_strncasecmp(p, units[i].word, len) != 0 || g_ascii_isalnum(p[len]))
			continue;
		*due = run->now + (RdTime)n * units[i].unit;
		*text = p + len + strspn(p + len, " :,-");
		return TRUE;
	}
	return FALSE;
}

/* A day is named by its date, or as tomorrow; the reminder comes in its morning. */
static gboolean
remind_read_day(const RdCommandRun *run, RdTime *due, const char **text)
{
	GTimeZone *zone = run->casework->config->time_zone;
	gboolean tomorrow = g_ascii_strncasecmp(run->argument, "tomorrow", 8) == 0;
	gsize len = tomorrow ? 8 : 10;
	g_autofree char *date = g_strndup(run->argument, len);
	RdTime day;

	if (tomorrow) {
		g_autofree char *today = rd_time_format_date(run->now, zone);
		g_autofree char *next = NULL;

		*due = rd_time_next_hour(run->now, REMIND_HOUR, zone);
		next = rd_time_format_date(*due, zone);
		if (strcmp(today, next) == 0)
			*due = rd_time_next_hour(*due, REMIND_HOUR, zone);
	} else if (strlen(date) == len && rd_time_parse(date, &day, NULL)) {
		*due = rd_time_next_hour(day + 12 * RD_TIME_HOUR - RD_TIME_DAY, REMIND_HOUR, zone);
	} else {
		return FALSE;
	}
	*text = run->argument + len + strspn(run->argument + len, " :,-");
	return TRUE;
}

RdCommandResult
rd_command_remind(RdCommandRun *run, GError **error)
{
	g_autofree char *title = NULL;
	g_autofree char *when = NULL;
	const char *text = "";
	RdTime due = run->now;

	if ((!remind_read(run, &due, &text) && !remind_read_day(run, &due, &text)) ||
	    due <= run->now || due > run->now + REMIND_MAX) {
		SAY(run, "Say when, within a year, and of what: #remind 3d TEXT, #remind 2w TEXT "
			 "or #remind 2026-03-10 TEXT.");
		return RD_COMMAND_REFUSED;
	}
	title = g_strdup_printf("Reminder: %s", *text != '\0' ? text : "look at this case");
	when = rd_time_format_local(due, run->casework->config->time_zone);
	SAY(run, "You will be reminded on %s.", when);
	return rd_casework_task_at(run->casework, run->kase, "reminder", title, "", run->who->email,
				   due, run->cause, run->now, error)
		       ? rd_command_event(run, "remind", error)
		       : RD_COMMAND_FAILED;
}
