/*
 * due.c - timers that are due, and tasks that have to be mailed.
 */

#include "casework-private.h"

#include <redress/error.h>
#include <redress/ledger.h>
#include <redress/outbox-row.h>

#include <string.h>

#define LATE_AFTER	   RD_TIME_HOUR
#define FAILED_TIMER_DELAY RD_TIME_HOUR
#define REPEAT_PAUSE	   (12 * RD_TIME_HOUR)
#define LIST_MAX	   200	       /* tasks of one list */
#define ATTACHED_MAX	   (10u << 20) /* a larger message is read with "redress case show" */

/* The feed says how late a timer fired: after a stop of the gateway, usually. */
static char *
due_cause(const RdTimerDue *due, RdTime now)
{
	RdTime late = now - due->due_at;

	if (late < LATE_AFTER)
		return g_strdup_printf("timer %s", due->name);
	if (late < 2 * RD_TIME_DAY)
		return g_strdup_printf("timer %s, %" G_GINT64_FORMAT " h late", due->name,
				       late / RD_TIME_HOUR);
	return g_strdup_printf("timer %s, %" G_GINT64_FORMAT " days late", due->name,
			       late / RD_TIME_DAY);
}

/* Takes the timer from the case; FALSE: one before it has stopped it, or set it anew. */
static gboolean
due_take(RdCase *kase, const RdTimerDue *due)
{
	for (guint i = 0; i < kase->timers->len; i++) {
		const RdTimer *timer = kase->timers->pdata[i];

		if (strcmp(timer->name, due->name) == 0 && timer->due_at == due->due_at) {
			g_ptr_array_remove_index(kase->timers, i);
			return TRUE;
		}
	}
	return FALSE;
}

static gboolean
due_fire(const RdCasework *self, const RdTimerDue *due, RdTime now, GError **error)
{
	g_autofree char *cause = due_cause(due, now);
	g_autofree char *fired = NULL;
	g_autoptr(RdCase) kase = rd_case_get(self->store, due->case_id, error);
	RdEvent event = {.kind = RD_EVENT_TIMER, .name = due->name};

	if (kase == NULL)
		return FALSE;
	if (!due_take(kase, due))
		return TRUE;
	fired = g_strdup_printf("%s fired", due->name);
	return rd_timer_cancel(self->store, due->case_id, due->name, error) &&
	       rd_casework_note(self, kase, "redress", "timer", fired, cause, now, error) &&
	       rd_casework_event(self, kase, &event, cause, now, error);
}

/* A timer whose step failed is tried again later, so that it cannot block the others. */
static gboolean
due_postpone(const RdCasework *self, const RdTimerDue *due, const char *why, RdTime now,
	     GError **error)
{
	g_autoptr(RdCase) kase = rd_case_get(self->store, due->case_id, error);
	g_autofree char *text = g_strdup_printf("timer %s could not be worked: %s", due->name, why);
	g_autofree char *again = rd_time_format(now + FAILED_TIMER_DELAY);
	g_autofree char *set = g_strdup_printf("%s at %s", due->name, again);

	g_warning("RD-%" G_GINT64_FORMAT ": %s", due->case_id, text);
	return kase != NULL &&
	       rd_timer_set(self->store, due->case_id, due->name, now + FAILED_TIMER_DELAY,
			    error) &&
	       rd_casework_note(self, kase, "redress", "timer", set, "timer", now, error) &&
	       rd_casework_note(self, kase, "redress", "error", text, "timer", now, error);
}

gboolean
rd_casework_fire_timers(const RdCasework *self, RdTime now, guint limit, guint *fired,
			GError **error)
{
	g_autoptr(GPtrArray) due = rd_timers_due(self->store, now, limit, error);

	if (due == NULL)
		return FALSE;
	for (guint i = 0; i < due->len; i++) {
		g_autoptr(GError) local = NULL;

		if (!rd_store_mark(self->store, error))
			return FALSE;
		if (due_fire(self, due->pdata[i], now, &local)) {
			if (!rd_store_release(self->store, error))
				return FALSE;
			continue;
		}
		rd_store_undo(self->store);
		if (g_error_matches(local, RD_ERROR, RD_ERROR_TEMPORARY)) {
			g_propagate_error(error, g_steal_pointer(&local));
			return FALSE;
		}
		if (!due_postpone(self, due->pdata[i], local->message, now, error))
			return FALSE;
	}
	*fired = due->len;
	return TRUE;
}

/* IN1: what could not be understood reaches a person with the raw message attached. */
static GBytes *
task_attachment(const RdCasework *self, const RdCase *kase)
{
	g_autoptr(GPtrArray) mails = NULL;
	GBytes *raw;

	if (strcmp(kase->queue, "triage") != 0)
		return NULL;
	mails = rd_mails_of_case(self->store, kase->id, NULL);
	for (guint i = mails != NULL ? mails->len : 0; i > 0; i--) {
		const RdMail *mail = mails->pdata[i - 1];

		if (mail->outgoing || mail->ledger_id == 0)
			continue;
		raw = rd_ledger_raw(self->store, mail->ledger_id, NULL);
		if (raw != NULL && g_bytes_get_size(raw) <= ATTACHED_MAX)
			return raw;
		g_clear_pointer(&raw, g_bytes_unref);
	}
	return NULL;
}

/* A task that was mailed is mailed again on the next morning, but not within hours. */
static gboolean
task_mailed(const RdCasework *self, const RdTask *task, RdTime now, GError **error)
{
	RdTime next = rd_time_next_hour(now + REPEAT_PAUSE, self->config->tasks.daily_at,
					self->config->time_zone);

	return rd_task_mailed(self->store, task->id, now, next, error);
}

/* A reply to the mail is about the task. */
static gboolean
task_learn_mail(const RdCasework *self, const RdTask *task, gint64 case_id, GError **error)
{
	g_autoptr(GPtrArray) rows = rd_outbox_rows_list(self->store, -1, case_id, 1, error);
	const RdOutboxRow *row;

	if (rows == NULL)
		return FALSE;
	row = rows->len > 0 ? rows->pdata[0] : NULL;
	return row == NULL || strcmp(row->template_name, "task-mail") != 0 ||
	       rd_task_learn_mail(self->store, task->id, row->message_id, error);
}

/* A task is for its assignee: a role, or one member of staff. */
static gboolean
task_mail(const RdCasework *self, const RdTaskOfCase *item, RdTime now, GError **error)
{
	g_autoptr(RdCase) kase = rd_case_get(self->store, item->case_id, error);
	g_autoptr(GBytes) raw = kase != NULL ? task_attachment(self, kase) : NULL;
	const char *assignee = item->task->assignee;
	RdTask linked = *item->task;
	g_autofree char *body =
		kase != NULL ? rd_casework_link_lines(self, kase, linked.body) : NULL;
	g_autoptr(json_t) extra = json_object();
	RdPost post = {.template_name = "task-mail",
		       .task = &linked,
		       .extra = extra,
		       .attached = raw,
		       .to = strchr(assignee, '@') == NULL ? assignee : NULL,
		       .address = strchr(assignee, '@') != NULL ? assignee : NULL,
		       .cause = "task due"};

	if (kase == NULL)
		return FALSE;
	linked.body = body;
	json_object_set_new(extra, "links", rd_casework_links(self, kase, item->task));
	return rd_casework_post(self, kase, &post, now, error) &&
	       task_learn_mail(self, item->task, item->case_id, error) &&
	       task_mailed(self, item->task, now, error);
}

/* Tasks of the same assignee that were mailed before and are to be mailed again. */
static GPtrArray *
list_gather(const RdCasework *self, const char *assignee, RdTime now, GError **error)
{
	GPtrArray *tasks = rd_tasks_to_mail(self->store, now, LIST_MAX, error);

	for (guint i = tasks != NULL ? tasks->len : 0; i > 0; i--) {
		const RdTaskOfCase *item = tasks->pdata[i - 1];

		if (item->task->mailed_at == RD_TIME_NONE ||
		    strcmp(item->task->assignee, assignee) != 0)
			g_ptr_array_remove_index(tasks, i - 1);
	}
	return tasks;
}

/* One task in a few lines: what, since when, whom to phone, and how to answer. */
static gboolean
list_append(const RdCasework *self, GString *list, const RdTaskOfCase *item, GError **error)
{
	g_autoptr(RdCase) kase = rd_case_get(self->store, item->case_id, error);
	g_autoptr(RdHomeowner) homeowner = NULL;
	g_autoptr(RdInstaller) installer = NULL;
	g_autoptr(json_t) links = NULL;
	g_autofree char *due = NULL;
	g_autofree char *number = rd_case_number(item->case_id);
	const json_t *link;
	size_t i;

	if (kase == NULL || !rd_casework_people(self, kase, &homeowner, &installer, error))
		return FALSE;
	due = rd_time_format_local(item->task->due_at, self->config->time_zone);
	g_string_append_printf(list, "%s%s\n%s, due since %s\n", list->len > 0 ? "\n" : "",
			       item->task->title, number, due);
	if (homeowner != NULL)
		g_string_append_printf(list, "Homeowner: %s%s%s\n", homeowner->name,
				       *homeowner->phone != '\0' ? ", " : "", homeowner->phone);
	if (installer != NULL)
		g_string_append_printf(list, "Installer: %s%s%s\n", installer->name,
				       *installer->phone != '\0' ? ", " : "", installer->phone);
	links = rd_casework_links(self, kase, item->task);
	json_array_foreach(links, i, link)
		g_string_append_printf(list, "- %s\n", json_string_value(link));
	return TRUE;
}

/* The feed of each case says that its task was in the list. */
static gboolean
list_note(const RdCasework *self, const RdTaskOfCase *item, const char *address, RdTime now,
	  GError **error)
{
	g_autoptr(RdCase) kase = rd_case_get(self->store, item->case_id, error);
	g_autofree char *text =
		g_strdup_printf("task-list to %s, with: %s", address, item->task->title);

	return kase != NULL &&
	       rd_casework_note(self, kase, "redress", "mail", text, "task due", now, error) &&
	       task_mailed(self, item->task, now, error);
}

static char *
list_address(const RdCasework *self, const RdTaskOfCase *item, GError **error)
{
	const char *assignee = item->task->assignee;
	g_autoptr(RdCase) kase = rd_case_get(self->store, item->case_id, error);

	if (kase == NULL || strchr(assignee, '@') != NULL)
		return kase != NULL ? g_strdup(assignee) : NULL;
	return rd_casework_address(self, kase, NULL, NULL, assignee);
}

/* @tasks: two or more of one assignee, on one page. */
static gboolean
list_mail(const RdCasework *self, GPtrArray *tasks, const char *address, RdTime now, GError **error)
{
	g_autoptr(GString) list = g_string_new(NULL);
	g_autoptr(json_t) extra = json_object();
	RdNotice notice = {.template_name = "task-list",
			   .address = address,
			   .extra = extra,
			   .cause = "task due"};

	for (guint i = 0; i < tasks->len; i++) {
		if (!list_append(self, list, tasks->pdata[i], error))
			return FALSE;
	}
	json_object_set_new(extra, "list", json_string(g_strchomp(list->str)));
	if (!rd_casework_notify(self, &notice, now, error))
		return FALSE;
	for (guint i = 0; i < tasks->len; i++) {
		if (!list_note(self, tasks->pdata[i], address, now, error))
			return FALSE;
	}
	return TRUE;
}

/*
 * A task goes out alone, with all that is needed for it, when it is due. What is still
 * open on a later day comes again: alone when it is the only one of its assignee, else all
 * of them in one list. Tasks for Sales are for different people and go alone.
 */
static gboolean
task_mail_again(const RdCasework *self, const RdTaskOfCase *item, RdTime now, GError **error)
{
	const char *assignee = item->task->assignee;
	g_autoptr(GPtrArray) tasks = list_gather(self, assignee, now, error);
	g_autoptr(GError) local = NULL;
	g_autofree char *address = NULL;

	if (tasks == NULL)
		return FALSE;
	if (tasks->len < 2 || strcmp(assignee, "sales") == 0)
		return task_mail(self, item, now, error);
	address = list_address(self, item, &local);
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	if (address == NULL || rd_config_is_ours(self->config, address))
		return task_mail(self, item, now, error);
	return list_mail(self, tasks, address, now, error);
}

gboolean
rd_casework_mail_tasks(const RdCasework *self, RdTime now, guint limit, guint *mailed,
		       GError **error)
{
	for (*mailed = 0; *mailed < limit; (*mailed)++) {
		g_autoptr(GPtrArray) tasks = rd_tasks_to_mail(self->store, now, 1, error);
		const RdTaskOfCase *item;

		if (tasks == NULL)
			return FALSE;
		if (tasks->len == 0)
			return TRUE;
		item = tasks->pdata[0];
		if (item->task->mailed_at == RD_TIME_NONE
			    ? !task_mail(self, item, now, error)
			    : !task_mail_again(self, item, now, error))
			return FALSE;
	}
	return TRUE;
}
