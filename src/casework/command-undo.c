/*
 * command-undo.c - the last command about a case is kept, and taken back.
 *
 * What it changed is as before (undo.h), its letters are cancelled, and the feed tells
 * all of it once more: a feed is only added to.
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/error.h>
#include <redress/outbox.h>
#include <redress/undo.h>

#include <string.h>

/* The ids of all cases whose feed has something new, parted by spaces. */
static char *
undo_cases(RdStore *store, gint64 after, GError **error)
{
	g_autoptr(GPtrArray) items = rd_feed_since(store, after, error);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);
	GString *out;

	if (items == NULL)
		return NULL;
	out = g_string_new(NULL);
	for (guint i = 0; i < items->len; i++) {
		RdFeedItem *item = items->pdata[i];

		if (g_hash_table_add(seen, &item->case_id))
			g_string_append_printf(out, "%s%" G_GINT64_FORMAT, out->len > 0 ? " " : "",
					       item->case_id);
	}
	return g_string_free(out, FALSE);
}

static gboolean
undo_keep(RdCommandRun *run, const RdCommandSpec *spec, RdRecording *recording, gint64 feed,
	  gint64 mails, GError **error)
{
	RdStore *store = run->casework->store;
	g_autofree char *cases = undo_cases(store, feed, error);
	g_autofree char *command = g_strchomp(g_strconcat("#", spec->name, " ", run->quoted, NULL));
	g_autoptr(GBytes) inverse = NULL;
	RdUndo undo = {
		.case_id = run->kase->id, .command = command, .cases = cases, .mails_after = mails};

	if (cases == NULL || !rd_command_newest_mail(store, &undo.mails_until, error))
		return FALSE;
	if (spec->kind != RD_COMMAND_FINAL) {
		inverse = rd_recording_inverse(recording, error);
		if (inverse == NULL)
			return FALSE;
	}
	undo.inverse = inverse;
	return rd_undo_keep(store, &undo, error);
}

RdCommandResult
rd_command_run_recorded(RdCommandRun *run, const RdCommandSpec *spec, GError **error)
{
	RdStore *store = run->casework->store;
	g_autoptr(RdRecording) recording = NULL;
	RdCommandResult result;
	gint64 feed, mails;

	if (!rd_feed_last(store, &feed, error) || !rd_command_newest_mail(store, &mails, error))
		return RD_COMMAND_FAILED;
	recording = rd_recording_begin(store, error);
	if (recording == NULL)
		return RD_COMMAND_FAILED;
	result = spec->run(run, error);
	if (result == RD_COMMAND_DONE && !undo_keep(run, spec, recording, feed, mails, error))
		return RD_COMMAND_FAILED;
	return result;
}

/* The mails of the command, as RdOutboxRow; NULL with an error. */
static GPtrArray *
undo_mails(RdCommandRun *run, const RdUndo *undo, GError **error)
{
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_outbox_row_free);

	for (gint64 id = undo->mails_after + 1; id <= undo->mails_until; id++) {
		g_autoptr(GError) local = NULL;
		RdOutboxRow *row = rd_outbox_row_get(run->casework->store, id, &local);

		if (row != NULL) {
			g_ptr_array_add(rows, row);
		} else if (!g_error_matches(local, RD_ERROR, RD_ERROR_NOT_FOUND)) {
			g_propagate_error(error, g_steal_pointer(&local));
			return NULL;
		}
	}
	return g_steal_pointer(&rows);
}

/* A mail that was tried once may have arrived, whatever the next hop said. */
static const RdOutboxRow *
undo_find_gone(GPtrArray *mails)
{
	for (guint i = 0; i < mails->len; i++) {
		const RdOutboxRow *row = mails->pdata[i];

		if (row->state == RD_OUTBOX_SENT || row->attempts > 0)
			return row;
	}
	return NULL;
}

static gboolean
undo_cancel_mails(RdCommandRun *run, GPtrArray *mails, GError **error)
{
	for (guint i = 0; i < mails->len; i++) {
		const RdOutboxRow *row = mails->pdata[i];
		g_autoptr(RdCase) kase = NULL;
		g_autofree char *text =
			g_strdup_printf("%s to %s - cancelled", row->template_name,
					((RdOutboxRecipient *)row->recipients->pdata[0])->address);

		if (row->state == RD_OUTBOX_CANCELLED)
			continue;
		kase = rd_case_get(run->casework->store, row->case_id, error);
		if (kase == NULL || !rd_outbox_cancel(run->casework->store, row->id, error) ||
		    !rd_casework_note(run->casework, kase, run->who->email, "mail", text,
				      run->cause, run->now, error))
			return FALSE;
	}
	return TRUE;
}

static GPtrArray *
undo_read_cases(RdCommandRun *run, const RdUndo *undo, GError **error)
{
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func((GDestroyNotify)rd_case_free);
	g_auto(GStrv) ids = g_strsplit(undo->cases, " ", -1);

	for (char **id = ids; *id != NULL && **id != '\0'; id++) {
		RdCase *kase =
			rd_case_get(run->casework->store, g_ascii_strtoll(*id, NULL, 10), error);

		if (kase == NULL)
			return NULL;
		g_ptr_array_add(cases, kase);
	}
	return g_steal_pointer(&cases);
}

static gboolean
undo_say(RdCommandRun *run, const RdCase *kase, const char *kind, const char *text, GError **error)
{
	return rd_casework_note(run->casework, kase, run->who->email, kind, text, run->cause,
				run->now, error);
}

static const RdTask *
tasks_find_open(const RdCase *kase, gint64 id)
{
	for (guint i = 0; i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];

		if (task->id == id && task->done_at == RD_TIME_NONE)
			return task;
	}
	return NULL;
}

/* A feed line for each open task of @of that is not open in @in. */
static gboolean
undo_tell_tasks(RdCommandRun *run, const RdCase *of, const RdCase *in, const char *format,
		GError **error)
{
	for (guint i = 0; i < of->tasks->len; i++) {
		const RdTask *task = of->tasks->pdata[i];
		g_autofree char *text = g_strconcat(format, task->title, NULL);

		if (task->done_at == RD_TIME_NONE && tasks_find_open(in, task->id) == NULL &&
		    !undo_say(run, in, "task", text, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
timers_have(const RdCase *kase, const RdTimer *wanted)
{
	for (guint i = 0; i < kase->timers->len; i++) {
		const RdTimer *timer = kase->timers->pdata[i];

		if (strcmp(timer->name, wanted->name) == 0 && timer->due_at == wanted->due_at)
			return TRUE;
	}
	return FALSE;
}

static gboolean
undo_tell_timers(RdCommandRun *run, const RdCase *was, const RdCase *is, GError **error)
{
	for (guint i = 0; i < was->timers->len; i++) {
		const RdTimer *timer = was->timers->pdata[i];
		g_autofree char *text = g_strdup_printf("%s cancelled", timer->name);

		if (!timers_have(is, timer) && !undo_say(run, is, "timer", text, error))
			return FALSE;
	}
	for (guint i = 0; i < is->timers->len; i++) {
		const RdTimer *timer = is->timers->pdata[i];
		g_autofree char *due = rd_time_format(timer->due_at);
		g_autofree char *text = g_strdup_printf("%s at %s", timer->name, due);

		if (!timers_have(was, timer) && !undo_say(run, is, "timer", text, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
undo_tell_column(RdCommandRun *run, const RdCase *is, const char *kind, const char *was,
		 const char *value, GError **error)
{
	g_autofree char *text = g_strdup_printf("%s: %s", kind, *value != '\0' ? value : "nobody");

	return strcmp(was, value) == 0 || undo_say(run, is, kind, text, error);
}

static gboolean
undo_tell(RdCommandRun *run, const RdCase *was, const RdCase *is, GError **error)
{
	g_autofree char *state = g_strdup_printf("%s -> %s", was->state, is->state);

	return (was->open == is->open || undo_say(run, is, is->open ? "opened" : "closed",
						  is->open ? "reopened" : "closed", error)) &&
	       undo_tell_column(run, is, "procedure", was->procedure, is->procedure, error) &&
	       (strcmp(was->state, is->state) == 0 || undo_say(run, is, "state", state, error)) &&
	       undo_tell_column(run, is, "queue", was->queue, is->queue, error) &&
	       undo_tell_column(run, is, "assignee", was->assignee, is->assignee, error) &&
	       undo_tell_column(run, is, "homeowner", was->homeowner_id, is->homeowner_id, error) &&
	       undo_tell_column(run, is, "installer", was->installer_id, is->installer_id, error) &&
	       undo_tell_tasks(run, was, is, "no longer needed: ", error) &&
	       undo_tell_tasks(run, is, was, "", error) && undo_tell_timers(run, was, is, error);
}

static gboolean
undo_tell_all(RdCommandRun *run, const RdUndo *undo, GPtrArray *before, GError **error)
{
	g_autoptr(GPtrArray) after = undo_read_cases(run, undo, error);
	g_autofree char *text = g_strdup_printf("%s is taken back.", undo->command);

	if (after == NULL)
		return FALSE;
	for (guint i = 0; i < after->len; i++) {
		if (!undo_say(run, after->pdata[i], "undo", text, error) ||
		    !undo_tell(run, before->pdata[i], after->pdata[i], error))
			return FALSE;
	}
	return TRUE;
}

/* @mails: none of them has left. */
static RdCommandResult
undo_carry_out(RdCommandRun *run, const RdUndo *undo, GPtrArray *mails, GError **error)
{
	RdStore *store = run->casework->store;
	g_autoptr(GPtrArray) before = undo_read_cases(run, undo, error);
	gboolean done;

	if (before == NULL || !rd_store_take_back(store, undo->inverse, &done, error))
		return RD_COMMAND_FAILED;
	if (!done) {
		SAY(run,
		    "%s cannot be taken back any more: something has happened since that "
		    "depends on it.",
		    undo->command);
		return RD_COMMAND_REFUSED;
	}
	SAY(run, "%s is taken back.", undo->command);
	return undo_cancel_mails(run, mails, error) && undo_tell_all(run, undo, before, error) &&
			       rd_undo_forget(store, run->kase->id, error) &&
			       rd_casework_refresh(run->casework, run->kase, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

RdCommandResult
rd_command_undo(RdCommandRun *run, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(RdUndo) undo = rd_undo_get(run->casework->store, run->kase->id, &local);
	g_autoptr(GPtrArray) mails = NULL;
	const RdOutboxRow *gone;

	if (undo == NULL && !g_error_matches(local, RD_ERROR, RD_ERROR_NOT_FOUND)) {
		g_propagate_error(error, g_steal_pointer(&local));
		return RD_COMMAND_FAILED;
	}
	if (undo == NULL || undo->inverse == NULL) {
		SAY(run, "%s%s", undo != NULL ? undo->command : "There is no command",
		    undo != NULL ? " cannot be taken back." : " to take back.");
		return RD_COMMAND_REFUSED;
	}
	mails = undo_mails(run, undo, error);
	if (mails == NULL)
		return RD_COMMAND_FAILED;
	gone = undo_find_gone(mails);
	if (gone == NULL)
		return undo_carry_out(run, undo, mails, error);
	SAY(run, "%s cannot be taken back: the letter \"%s\" to %s has left.", undo->command,
	    gone->template_name, ((RdOutboxRecipient *)gone->recipients->pdata[0])->address);
	return RD_COMMAND_REFUSED;
}
