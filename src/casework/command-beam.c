/*
 * command-beam.c - staff correct whether a homeowner is a customer of Beam or Concert.
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/text.h>

#include <string.h>

static gboolean
beam_read(const char *argument, gboolean *yes)
{
	static const char *const yeses[] = {"yes", "y", "true", "on", "beam", "concert", NULL};
	static const char *const noes[] = {"no", "n", "false", "off", "standard", NULL};
	g_autofree char *word = g_ascii_strdown(argument, -1);

	*yes = g_strv_contains(yeses, word);
	return *yes || g_strv_contains(noes, word);
}

/* The directory is corrected: what this homeowner writes next goes the right way, too. */
static gboolean
beam_correct(RdCommandRun *run, RdHomeowner *homeowner, gboolean yes, GError **error)
{
	gboolean concert = g_ascii_strcasecmp(run->argument, "concert") == 0;
	g_autofree char *text = NULL;

	homeowner->finance = !yes      ? RD_FINANCE_STANDARD
			     : concert ? RD_FINANCE_CONCERT
				       : RD_FINANCE_BEAM;
	text = g_strdup_printf("%s (%s) is a customer of finance type %s, until an import says "
			       "otherwise.",
			       homeowner->name, homeowner->id, rd_finance_name(homeowner->finance));
	SAY(run, "%s", text);
	return rd_homeowner_put(run->casework->store, homeowner, error) &&
	       rd_command_note(run, "homeowner", text, error);
}

/* Nobody is told twice that the complaint has arrived. */
static gboolean
beam_remember_letter(RdCommandRun *run, const RdHomeowner *homeowner, GError **error)
{
	g_autoptr(GPtrArray) mails = rd_mails_of_case(run->casework->store, run->kase->id, error);

	if (mails == NULL)
		return FALSE;
	for (guint i = 0; i < mails->len; i++) {
		const RdMail *mail = mails->pdata[i];

		if (mail->outgoing && rd_homeowner_has_address(homeowner, mail->to))
			return rd_fact_set(run->casework->store, run->kase, "homeowner-told", "yes",
					   error);
	}
	return TRUE;
}

/* What the old procedure has planned is off. */
static gboolean
beam_clear(RdCommandRun *run, GError **error)
{
	const RdCasework *casework = run->casework;
	RdCase *kase = run->kase;

	for (guint i = kase->timers->len; i > 0; i--) {
		const RdTimer *timer = kase->timers->pdata[i - 1];
		g_autofree char *text = g_strdup_printf("%s cancelled", timer->name);

		if (!rd_timer_cancel(casework->store, kase->id, timer->name, error) ||
		    !rd_command_note(run, "timer", text, error))
			return FALSE;
		g_ptr_array_remove_index(kase->timers, i - 1);
	}
	for (guint i = 0; i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];

		if (task->done_at != RD_TIME_NONE || strcmp(task->name, "reminder") == 0 ||
		    g_str_has_prefix(task->name, RD_APPROVE_TASK))
			continue;
		if (!rd_casework_drop_task(casework, kase, task, run->who->email, run->cause,
					   run->now, error))
			return FALSE;
	}
	return TRUE;
}

static RdCommandResult
beam_move(RdCommandRun *run, const RdHomeowner *homeowner, const char *procedure, GError **error)
{
	RdEvent event = {.kind = RD_EVENT_COMMAND,
			 .name = "beam",
			 .role = run->who->role,
			 .author = run->who->email};

	SAY(run, " The case goes on in the procedure %s.", procedure);
	return beam_remember_letter(run, homeowner, error) && beam_clear(run, error) &&
			       rd_casework_begin(run->casework, run->kase, procedure, &event,
						 run->cause, run->now, 0, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

RdCommandResult
rd_command_beam(RdCommandRun *run, GError **error)
{
	/* Where the kind of loan decides which procedure it is. */
	static const char *const chosen[] = {"installer-complaint", "beam", "pto-inquiry", NULL};
	g_autoptr(RdHomeowner) homeowner = NULL;
	g_autoptr(RdInstaller) installer = NULL;
	const char *procedure;
	gboolean yes;

	if (!beam_read(run->argument, &yes)) {
		SAY(run, "Say which: #beam yes or #beam no.");
		return RD_COMMAND_REFUSED;
	}
	if (!rd_casework_people(run->casework, run->kase, &homeowner, &installer, error))
		return RD_COMMAND_FAILED;
	if (homeowner == NULL) {
		SAY(run, "Say first who the homeowner is: #homeowner ID.");
		return RD_COMMAND_REFUSED;
	}
	if (yes == (homeowner->finance != RD_FINANCE_STANDARD)) {
		SAY(run, "That is what the directory says of %s already.", homeowner->name);
		return RD_COMMAND_REFUSED;
	}
	if (!beam_correct(run, homeowner, yes, error))
		return RD_COMMAND_FAILED;
	procedure = rd_procedure_choose(run->kase->complaints, homeowner);
	if (run->kase->open && g_strv_contains(chosen, run->kase->procedure) &&
	    strcmp(procedure, run->kase->procedure) != 0)
		return beam_move(run, homeowner, procedure, error);
	return rd_command_event(run, "beam", error);
}
