/*
 * commands.c - staff work by replying: carry out the commands, answer with one receipt.
 */

#include "intake-private.h"

/* "Never": a command counts only when the trusted server vouches for its sender. */
static gboolean
commands_refuse(RdWorking *w, const RdCase *kase, GPtrArray *outcomes, GError **error)
{
	RdCommandOutcome *refused = g_new0(RdCommandOutcome, 1);

	refused->text = g_strdup("Nothing was carried out: your mail was not authenticated "
				 "(DMARC, or aligned DKIM or SPF).");
	g_ptr_array_add(outcomes, refused);
	return rd_casework_note(&w->intake->casework, kase, w->message->from->address, "refused",
				refused->text, w->cause, w->now, error);
}

static gboolean
commands_run(RdWorking *w, RdCase *kase, GPtrArray *outcomes, GError **error)
{
	for (guint i = 0; i < w->commands->len; i++) {
		RdCommandOutcome *outcome = NULL;

		if (!rd_command_run(&w->intake->casework, kase, w->commands->pdata[i],
				    w->person->staff, w->now, &outcome, error))
			return FALSE;
		g_ptr_array_add(outcomes, outcome);
	}
	return TRUE;
}

static gboolean
commands_receipt(RdWorking *w, RdCase *kase, GPtrArray *outcomes, GError **error)
{
	const RdCasework *casework = &w->intake->casework;
	g_autoptr(json_t) extra = rd_commands_receipt(kase, outcomes, casework->config->time_zone);
	RdPost post = {.template_name = "receipt",
		       .address = w->person->staff->email,
		       .extra = extra,
		       .cause = w->cause};

	return rd_casework_post(casework, kase, &post, w->now, error);
}

void
rd_intake_read_commands(RdWorking *w)
{
	w->note = g_strdup("");
	if (!rd_role_is_staff(w->person->role))
		return;
	g_free(w->note);
	w->commands = rd_commands_read(w->message->reply, &w->note);
	if (w->commands->len == 0)
		g_clear_pointer(&w->commands, g_ptr_array_unref);
}

gboolean
rd_intake_take_commands(RdWorking *w, RdCase *kase, GError **error)
{
	g_autoptr(GPtrArray) outcomes =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_command_outcome_free);

	if (w->commands == NULL)
		return TRUE;
	if (!rd_message_is_authenticated(w->message)) {
		if (!commands_refuse(w, kase, outcomes, error))
			return FALSE;
	} else if (!commands_run(w, kase, outcomes, error)) {
		return FALSE;
	}
	return commands_receipt(w, kase, outcomes, error);
}
