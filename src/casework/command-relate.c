/*
 * command-relate.c - staff say what a case is related to: people, other cases.
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/error.h>
#include <redress/text.h>

#include <string.h>

/* Candidates are listed in a task of one of the two tickets; staff may answer the other's mail. */
static gboolean
run_find_listed(RdCommandRun *run, guint64 number, RdHomeowner **listed, GError **error)
{
	*listed = rd_casework_listed_candidate(run->casework, run->kase, number);
	for (guint i = 0; i < run->kase->links->len && *listed == NULL; i++) {
		const RdLink *link = run->kase->links->pdata[i];
		g_autoptr(RdCase) other = rd_case_get(run->casework->store, link->other, error);

		if (other == NULL)
			return FALSE;
		*listed = rd_casework_listed_candidate(run->casework, other, number);
	}
	return TRUE;
}

static RdHomeowner *
run_find_homeowner(RdCommandRun *run, GError **error)
{
	RdStore *store = run->casework->store;
	g_autofree char *id = g_ascii_strup(run->argument, -1);
	g_autoptr(GPtrArray) found = NULL;
	guint64 number;
	RdHomeowner *listed = NULL;

	if (g_ascii_string_to_unsigned(id, 10, 1, G_MAXUINT, &number, NULL) &&
	    !run_find_listed(run, number, &listed, error))
		return NULL;
	if (listed != NULL)
		return listed;
	if (strchr(run->argument, '@') == NULL)
		return rd_homeowner_get(store, id, error);
	found = rd_homeowners_by_email(store, run->argument, error);
	if (found == NULL || found->len != 1)
		return NULL;
	return rd_homeowner_get(store, ((RdHomeowner *)found->pdata[0])->id, error);
}

static RdCommandResult
run_relate_homeowner(RdCommandRun *run, gconstpointer said, GError **error)
{
	const RdHomeowner *homeowner = said;

	if (!rd_casework_set_homeowner(run->casework, run->kase, homeowner, run->kase->complaints,
				       run->cause, run->now, error))
		return RD_COMMAND_FAILED;
	return rd_command_event(run, "homeowner", error);
}

/* Staff may know already whose the other ticket is. */
static RdCommandResult
run_relate_other(RdCommandRun *run, gconstpointer homeowner, GError **error)
{
	if (*run->kase->homeowner_id != '\0')
		return RD_COMMAND_DONE;
	return run_relate_homeowner(run, homeowner, error);
}

RdCommandResult
rd_command_homeowner(RdCommandRun *run, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(RdHomeowner) homeowner = run_find_homeowner(run, &local);

	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return RD_COMMAND_FAILED;
	}
	if (homeowner == NULL) {
		SAY(run, "\"%s\" is no single homeowner of the directory.", run->quoted);
		return RD_COMMAND_REFUSED;
	}
	SAY(run, "The homeowner is %s (%s).", homeowner->name, homeowner->id);
	if (run_relate_homeowner(run, homeowner, error) == RD_COMMAND_FAILED)
		return RD_COMMAND_FAILED;
	return rd_command_tell_tickets(run, run_relate_other, homeowner, error);
}

RdCommandResult
rd_command_tell_tickets(RdCommandRun *run, RdCommandChange change, gconstpointer said,
			GError **error)
{
	if (run->kase->kind != RD_CASE_TICKET)
		return RD_COMMAND_DONE;
	for (guint i = 0; i < run->kase->links->len; i++) {
		const RdLink *link = run->kase->links->pdata[i];
		g_autoptr(RdCase) other = rd_case_get(run->casework->store, link->other, error);
		RdCommandRun part = *run;

		if (other == NULL)
			return RD_COMMAND_FAILED;
		if (other->kind != RD_CASE_TICKET || !other->open)
			continue;
		part.kase = other;
		if (change(&part, said, error) == RD_COMMAND_FAILED)
			return RD_COMMAND_FAILED;
	}
	return rd_casework_refresh(run->casework, run->kase, error) ? RD_COMMAND_DONE
								    : RD_COMMAND_FAILED;
}

static RdInstaller *
run_find_installer(RdCommandRun *run, GError **error)
{
	RdStore *store = run->casework->store;
	g_autofree char *id = g_ascii_strup(run->argument, -1);
	RdInstaller *installer = rd_installer_get(store, id, error);
	g_autoptr(GPtrArray) found = NULL;

	if (installer != NULL)
		return installer;
	found = rd_installers_by_name(store, run->argument, error);
	if (found == NULL || found->len != 1)
		return NULL;
	return rd_installer_get(store, ((RdInstaller *)found->pdata[0])->id, error);
}

RdCommandResult
rd_command_installer(RdCommandRun *run, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(RdInstaller) installer = run_find_installer(run, &local);

	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return RD_COMMAND_FAILED;
	}
	if (installer == NULL) {
		SAY(run, "\"%s\" is no single installer of the directory.", run->quoted);
		return RD_COMMAND_REFUSED;
	}
	rd_text_set(&run->kase->installer_id, installer->id);
	SAY(run, "The installer is %s (%s).", installer->name, installer->id);
	if (rd_command_save(run, "installer", error) == RD_COMMAND_FAILED)
		return RD_COMMAND_FAILED;
	return rd_command_event(run, "installer", error);
}

/* The case that the argument names, which may have become part of another one. */
static RdCommandResult
run_other_case(RdCommandRun *run, RdCase **other, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(RdCase) found = NULL;
	gint64 id;

	if (!rd_case_number_parse(run->argument, &id)) {
		SAY(run, "\"%s\" is not the number of another case.", run->quoted);
		return RD_COMMAND_REFUSED;
	}
	found = rd_case_get(run->casework->store, id, &local);
	if (found != NULL && found->id == run->kase->id) {
		SAY(run, "\"%s\" is this case.", run->quoted);
		return RD_COMMAND_REFUSED;
	}
	*other = g_steal_pointer(&found);
	if (*other != NULL)
		return RD_COMMAND_DONE;
	if (g_error_matches(local, RD_ERROR, RD_ERROR_NOT_FOUND)) {
		SAY(run, "There is no case RD-%" G_GINT64_FORMAT ".", id);
		return RD_COMMAND_REFUSED;
	}
	g_propagate_error(error, g_steal_pointer(&local));
	return RD_COMMAND_FAILED;
}

static gboolean
run_note_other(RdCommandRun *run, const RdCase *other, const char *kind, const char *text,
	       GError **error)
{
	return rd_casework_note(run->casework, other, run->who->email, kind, text, run->cause,
				run->now, error);
}

RdCommandResult
rd_command_link(RdCommandRun *run, GError **error)
{
	g_autoptr(RdCase) other = NULL;
	g_autofree char *back =
		g_strdup_printf("Linked with RD-%" G_GINT64_FORMAT ".", run->kase->id);
	RdCommandResult found = run_other_case(run, &other, error);

	if (found != RD_COMMAND_DONE)
		return found;
	SAY(run, "Linked with RD-%" G_GINT64_FORMAT ".", other->id);
	return rd_link_add(run->casework->store, run->kase->id, other->id, "related", error) &&
			       rd_command_note(run, "link", run->said->str, error) &&
			       run_note_other(run, other, "link", back, error) &&
			       rd_casework_refresh(run->casework, run->kase, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

/* What the same mail commands after this is done to the case that is left. */
RdCommandResult
rd_command_merge(RdCommandRun *run, GError **error)
{
	g_autoptr(RdCase) other = NULL;
	RdCommandResult found = run_other_case(run, &other, error);

	if (found != RD_COMMAND_DONE)
		return found;
	SAY(run, "RD-%" G_GINT64_FORMAT " is now part of RD-%" G_GINT64_FORMAT ".", run->kase->id,
	    other->id);
	return rd_command_note(run, "merge", run->said->str, error) &&
			       run_note_other(run, other, "merge", run->said->str, error) &&
			       rd_case_merge(run->casework->store, run->kase->id, other->id,
					     error) &&
			       rd_casework_refresh(run->casework, run->kase, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}
