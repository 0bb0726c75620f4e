/*
 * command-mail.c - staff send letters, and decide about those that are held.
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/error.h>
#include <redress/outbox.h>

#include <string.h>

/* The letter of that name as a procedure sends it: to whom; NULL: none does. Transfer full. */
static RdEffect *
send_find_in(const RdProcedure *procedure, const char *template_name)
{
	g_autoptr(GPtrArray) sends = rd_procedure_sends(procedure);

	for (guint i = 0; i < sends->len; i++) {
		const RdEffect *effect = sends->pdata[i];

		if (effect->kind == RD_EFFECT_SEND && strcmp(effect->name, template_name) == 0)
			return g_ptr_array_steal_index(sends, i);
	}
	return NULL;
}

/* The case's own procedure knows best, then any other. */
static RdEffect *
send_find(const RdCommandRun *run, const char *template_name)
{
	const RdProcedure *own = rd_procedures_of(run->casework->procedures, run->kase->procedure,
						  run->kase->procedure_version);
	g_autoptr(GPtrArray) all = rd_procedures_list(run->casework->procedures);
	RdEffect *found = own != NULL ? send_find_in(own, template_name) : NULL;

	for (guint i = 0; i < all->len && found == NULL; i++)
		found = send_find_in(all->pdata[i], template_name);
	return found;
}

static void
send_say_known(RdCommandRun *run)
{
	const RdProcedure *own = rd_procedures_of(run->casework->procedures, run->kase->procedure,
						  run->kase->procedure_version);
	g_autoptr(GPtrArray) sends = own != NULL ? rd_procedure_sends(own) : NULL;
	g_autoptr(GHashTable) said = g_hash_table_new(g_str_hash, g_str_equal);

	SAY(run, "There is no letter \"%s\" that a case can send.", run->quoted);
	for (guint i = 0; sends != NULL && i < sends->len; i++) {
		const RdEffect *effect = sends->pdata[i];

		if (effect->kind == RD_EFFECT_SEND && g_hash_table_add(said, effect->name))
			SAY(run, "%s %s", g_hash_table_size(said) == 1 ? " This one knows:" : ",",
			    effect->name);
	}
	if (g_hash_table_size(said) > 0)
		SAY(run, ".");
}

/* The id of the newest mail in the outbox; 0: there is none. */
gboolean
rd_command_newest_mail(RdStore *store, gint64 *out, GError **error)
{
	g_autoptr(GPtrArray) rows = rd_outbox_rows_list(store, -1, 0, 1, error);

	if (rows == NULL)
		return FALSE;
	*out = rows->len > 0 ? ((RdOutboxRow *)rows->pdata[0])->id : 0;
	return TRUE;
}

/* What came of it: a letter can be held, or lack a value, and then a task says so. */
static RdCommandResult
send_say(RdCommandRun *run, gint64 before, GError **error)
{
	g_autoptr(GPtrArray) rows =
		rd_outbox_rows_list(run->casework->store, -1, run->kase->id, 1, error);
	const RdOutboxRow *row;

	if (rows == NULL)
		return RD_COMMAND_FAILED;
	row = rows->len > 0 ? rows->pdata[0] : NULL;
	if (row == NULL || row->id <= before) {
		SAY(run,
		    "The letter \"%s\" was not sent; the feed and the tasks of the case say "
		    "why.",
		    run->argument);
		return RD_COMMAND_REFUSED;
	}
	SAY(run, "The letter \"%s\" to %s %s%s.", row->template_name,
	    ((RdOutboxRecipient *)row->recipients->pdata[0])->address,
	    row->state == RD_OUTBOX_HELD ? "is held: " : "is on its way", row->reason);
	return RD_COMMAND_DONE;
}

RdCommandResult
rd_command_send(RdCommandRun *run, GError **error)
{
	g_autofree char *name = g_ascii_strdown(run->argument, -1);
	RdEffect *effect = send_find(run, name);
	RdPost post = {.template_name = name, .cause = run->cause};
	gint64 before;
	gboolean sent;

	if (effect == NULL) {
		send_say_known(run);
		return RD_COMMAND_REFUSED;
	}
	post.to = effect->to;
	post.cc = effect->cc;
	sent = rd_command_newest_mail(run->casework->store, &before, error) &&
	       rd_casework_post(run->casework, run->kase, &post, run->now, error);
	rd_effect_free(effect);
	return sent ? send_say(run, before, error) : RD_COMMAND_FAILED;
}
