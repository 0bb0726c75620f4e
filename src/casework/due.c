/*
 * due.c - timers that are due, and tasks that have to be mailed.
 */

#include "casework-private.h"

#include <redress/error.h>
#include <redress/ledger.h>

#include <string.h>

#define LATE_AFTER	   RD_TIME_HOUR
#define FAILED_TIMER_DELAY RD_TIME_HOUR
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

/* A task is for its assignee: a role, or one member of staff. */
static gboolean
task_mail(const RdCasework *self, const RdTaskOfCase *item, RdTime now, GError **error)
{
	g_autoptr(RdCase) kase = rd_case_get(self->store, item->case_id, error);
	g_autoptr(GBytes) raw = kase != NULL ? task_attachment(self, kase) : NULL;
	const char *assignee = item->task->assignee;
	RdPost post = {.template_name = "task-mail",
		       .task = item->task,
		       .attached = raw,
		       .to = strchr(assignee, '@') == NULL ? assignee : NULL,
		       .address = strchr(assignee, '@') != NULL ? assignee : NULL,
		       .cause = "task due"};

	return kase != NULL && rd_casework_post(self, kase, &post, now, error) &&
	       rd_task_mailed(self->store, item->task->id, now, RD_TIME_NONE, error);
}

gboolean
rd_casework_mail_tasks(const RdCasework *self, RdTime now, guint limit, guint *mailed,
		       GError **error)
{
	g_autoptr(GPtrArray) tasks = rd_tasks_to_mail(self->store, now, limit, error);

	if (tasks == NULL)
		return FALSE;
	for (guint i = 0; i < tasks->len; i++) {
		if (!task_mail(self, tasks->pdata[i], now, error))
			return FALSE;
	}
	*mailed = tasks->len;
	return TRUE;
}
