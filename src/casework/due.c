/*
 * due.c - timers that are due.
 */

#include "casework-private.h"

#include <redress/error.h>

#include <string.h>

#define LATE_AFTER	   RD_TIME_HOUR
#define FAILED_TIMER_DELAY RD_TIME_HOUR

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
