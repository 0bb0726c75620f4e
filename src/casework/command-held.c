/*
 * command-held.c - staff decide about letters that are held, and have all of a case held.
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/error.h>
#include <redress/outbox.h>
#include <redress/text.h>

#include <string.h>

#define LIST_MAX 20 /* letters of a case that are listed, or held at once */

/* The number in "12", "#12", "ob-12", "mail 12"; 0: there is none. */
static gint64
held_read_number(const char *argument)
{
	const char *p = argument + strcspn(argument, "0123456789");
	gint64 id = g_ascii_strtoll(p, NULL, 10);

	return p - argument <= 6 && id < G_MAXINT32 ? id : 0;
}

/* The letter that the answered task asks about; 0: none. */
static gint64
held_of_task(const RdCommandRun *run)
{
	for (guint i = 0; i < run->kase->tasks->len; i++) {
		const RdTask *task = run->kase->tasks->pdata[i];

		if (task->id == run->task_id && g_str_has_prefix(task->name, RD_APPROVE_TASK))
			return g_ascii_strtoll(task->name + strlen(RD_APPROVE_TASK), NULL, 10);
	}
	return 0;
}

static void
held_say_all(RdCommandRun *run, GPtrArray *held)
{
	SAY(run, "%s",
	    held->len == 0 ? "No letter of this case is held." : "Which letter? These are held:");
	for (guint i = 0; i < held->len; i++) {
		const RdOutboxRow *row = held->pdata[i];

		SAY(run, "%s %" G_GINT64_FORMAT " (%s to %s)", i > 0 ? "," : "", row->id,
		    row->template_name, ((RdOutboxRecipient *)row->recipients->pdata[0])->address);
	}
	if (held->len > 0)
		SAY(run, "%s.", held->len == LIST_MAX ? ", and maybe more" : "");
}

/* The letter of that number, a receipt too; NULL without @error: it is not held in this case. */
static RdOutboxRow *
held_get(RdCommandRun *run, gint64 id, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(RdOutboxRow) row = rd_outbox_row_get(run->casework->store, id, &local);

	if (row != NULL && row->state == RD_OUTBOX_HELD && row->case_id == run->kase->id)
		return g_steal_pointer(&row);
	if (local != NULL && !g_error_matches(local, RD_ERROR, RD_ERROR_NOT_FOUND))
		g_propagate_error(error, g_steal_pointer(&local));
	return NULL;
}

/* The held letter that is meant: by number, by the answered task, or the only one. */
static RdCommandResult
held_find(RdCommandRun *run, RdOutboxRow **out, GError **error)
{
	g_autoptr(GPtrArray) held =
		rd_outbox_rows_undecided(run->casework->store, run->kase->id, LIST_MAX, error);
	g_autoptr(GError) local = NULL;
	gint64 id = held_read_number(run->argument);

	if (held == NULL)
		return RD_COMMAND_FAILED;
	if (id == 0 && *run->argument == '\0')
		id = held_of_task(run);
	if (id == 0 && *run->argument == '\0' && held->len == 1)
		id = ((RdOutboxRow *)held->pdata[0])->id;
	*out = id != 0 ? held_get(run, id, &local) : NULL;
	if (*out != NULL)
		return RD_COMMAND_DONE;
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return RD_COMMAND_FAILED;
	}
	if (id != 0)
		SAY(run, "Letter %" G_GINT64_FORMAT " is not held in this case. ", id);
	held_say_all(run, held);
	return RD_COMMAND_REFUSED;
}

static RdCommandResult
held_decide(RdCommandRun *run, const RdOutboxRow *row, gboolean approve, GError **error)
{
	SAY(run, "Letter %" G_GINT64_FORMAT ", \"%s\" to %s, %s.", row->id, row->template_name,
	    ((RdOutboxRecipient *)row->recipients->pdata[0])->address,
	    approve ? "is on its way" : "is cancelled");
	return rd_casework_decide(run->casework, run->kase, row, approve, run->who->email,
				  run->cause, run->now, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

RdCommandResult
rd_command_approve(RdCommandRun *run, GError **error)
{
	g_autoptr(RdOutboxRow) row = NULL;
	RdCommandResult found = held_find(run, &row, error);

	if (found != RD_COMMAND_DONE)
		return found;
	if (g_str_has_prefix(row->reason, RD_MATRIX_REASON)) {
		SAY(run,
		    "Letter %" G_GINT64_FORMAT " cannot be approved as it is (%s). #edit "
		    "replaces its text, #cancel drops it.",
		    row->id, row->reason);
		return RD_COMMAND_REFUSED;
	}
	return held_decide(run, row, TRUE, error);
}

RdCommandResult
rd_command_cancel(RdCommandRun *run, GError **error)
{
	g_autoptr(RdOutboxRow) row = NULL;
	RdCommandResult found = held_find(run, &row, error);

	return found == RD_COMMAND_DONE ? held_decide(run, row, FALSE, error) : found;
}

/* The proposal is made anew, so that the next person sees what would be sent. */
static gboolean
edit_propose(RdCommandRun *run, RdOutboxRow *row, GError **error)
{
	g_autofree char *name = g_strdup_printf(RD_APPROVE_TASK "%" G_GINT64_FORMAT, row->id);
	g_autofree char *reason = g_strdup_printf("edited by %s", run->who->name);
	const RdTask *task;

	while ((task = rd_casework_open_task(run->kase, name)) != NULL) {
		if (!rd_casework_drop_task(run->casework, run->kase, task, run->who->email,
					   run->cause, run->now, error))
			return FALSE;
	}
	rd_text_set(&row->reason, reason);
	return rd_outbox_row_save(run->casework->store, row, error) &&
	       rd_casework_ask_approval(run->casework, run->kase, row, run->text, run->cause,
					run->now, error);
}

RdCommandResult
rd_command_edit(RdCommandRun *run, GError **error)
{
	g_autoptr(RdOutboxRow) row = NULL;
	g_autofree char *refusal = NULL;
	g_autofree char *entry = NULL;
	RdCommandResult found = held_find(run, &row, error);

	if (found != RD_COMMAND_DONE)
		return found;
	if (run->text == NULL || *run->text == '\0') {
		SAY(run, "Write the new text of the letter under the line with #edit.");
		return RD_COMMAND_REFUSED;
	}
	if (!rd_casework_rewrite(run->casework, run->kase, row, run->text, run->now, &refusal,
				 error))
		return RD_COMMAND_FAILED;
	if (refusal != NULL) {
		SAY(run, "Letter %" G_GINT64_FORMAT " stays as it was: %s.", row->id, refusal);
		return RD_COMMAND_REFUSED;
	}
	SAY(run, "Letter %" G_GINT64_FORMAT " says now what you wrote; #approve sends it.",
	    row->id);
	entry = g_strdup_printf("letter %" G_GINT64_FORMAT " says now:\n%s", row->id, run->text);
	return rd_command_note(run, "edit", entry, error) && edit_propose(run, row, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

/* Letters to our own people alone are not held: who works the case is to hear of it. */
static gboolean
hold_concerns(const RdCommandRun *run, const RdOutboxRow *row, gboolean *concerns, GError **error)
{
	*concerns = FALSE;
	for (guint i = 0; i < row->recipients->len && !*concerns; i++) {
		const RdOutboxRecipient *to = row->recipients->pdata[i];
		gboolean is_staff;

		if (!rd_casework_is_staff(run->casework, to->address, &is_staff, error))
			return FALSE;
		*concerns = !is_staff && !rd_config_is_team(run->casework->config, to->address);
	}
	return TRUE;
}

static const char *
hold_text(GPtrArray *mails, gint64 outbox_id)
{
	for (guint i = 0; i < mails->len; i++) {
		const RdMail *mail = mails->pdata[i];

		if (mail->outbox_id == outbox_id)
			return mail->text;
	}
	return "";
}

/* What waits to be sent waits for a decision instead. */
static gboolean
hold_queued(RdCommandRun *run, guint *n, GError **error)
{
	RdStore *store = run->casework->store;
	g_autoptr(GPtrArray) rows =
		rd_outbox_rows_list(store, RD_OUTBOX_QUEUED, run->kase->id, LIST_MAX, error);
	g_autoptr(GPtrArray) mails = rd_mails_of_case(store, run->kase->id, error);

	*n = 0;
	if (rows == NULL || mails == NULL)
		return FALSE;
	for (guint i = 0; i < rows->len; i++) {
		RdOutboxRow *row = rows->pdata[i];
		gboolean concerns;

		if (row->attempts > 0)
			continue;
		if (!hold_concerns(run, row, &concerns, error))
			return FALSE;
		if (!concerns)
			continue;
		rd_text_set(&row->reason, RD_HOLD_REASON);
		if (!rd_outbox_hold(store, row->id, row->reason, error) ||
		    !rd_casework_ask_approval(run->casework, run->kase, row,
					      hold_text(mails, row->id), run->cause, run->now,
					      error))
			return FALSE;
		(*n)++;
	}
	return TRUE;
}

RdCommandResult
rd_command_hold(RdCommandRun *run, GError **error)
{
	gboolean off = g_ascii_strcasecmp(run->argument, "off") == 0;
	guint n = 0;

	if (off == !g_hash_table_contains(run->kase->facts, RD_HOLD_FACT)) {
		SAY(run, "The case is %s.",
		    off ? "not on hold" : "on hold already; #hold off ends it");
		return RD_COMMAND_REFUSED;
	}
	if (!rd_fact_set(run->casework->store, run->kase, RD_HOLD_FACT,
			 off ? NULL : run->who->email, error) ||
	    (!off && !hold_queued(run, &n, error)))
		return RD_COMMAND_FAILED;
	if (off)
		SAY(run, "Letters leave as usual again; those that are held still wait for "
			 "#approve or #cancel.");
	else
		SAY(run,
		    "From now on no letter to anybody but our own people leaves without "
		    "#approve (%u held now); #hold off ends it.",
		    n);
	return rd_command_note(run, "hold", run->said->str, error)
		       ? rd_command_event(run, "hold", error)
		       : RD_COMMAND_FAILED;
}
