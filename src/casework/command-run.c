/*
 * command-run.c - what each staff command does.
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/error.h>
#include <redress/text.h>

#include <string.h>

gboolean
rd_command_note(RdCommandRun *run, const char *kind, const char *text, GError **error)
{
	return rd_casework_note(run->casework, run->kase, run->who->email, kind, text, run->cause,
				run->now, error);
}

RdCommandResult
rd_command_event(RdCommandRun *run, const char *name, GError **error)
{
	RdEvent event = {.kind = RD_EVENT_COMMAND,
			 .name = name,
			 .argument = run->argument,
			 .role = run->who->role,
			 .author = run->who->email};

	return rd_casework_event(run->casework, run->kase, &event, run->cause, run->now, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

RdCommandResult
rd_command_save(RdCommandRun *run, const char *kind, GError **error)
{
	return rd_case_save(run->casework->store, run->kase, error) &&
			       rd_command_note(run, kind, run->said->str, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

/* BO1: what the case lacks to be worked. */
static gboolean
run_say_missing(RdCommandRun *run, GError **error)
{
	g_autoptr(RdHomeowner) homeowner = NULL;
	g_autoptr(RdInstaller) installer = NULL;
	g_autoptr(GString) missing = g_string_new(NULL);

	if (!rd_casework_people(run->casework, run->kase, &homeowner, &installer, error))
		return FALSE;
	if (homeowner == NULL)
		g_string_append(missing, " It is not related to a homeowner (#homeowner ID).");
	if (installer == NULL)
		g_string_append(missing, " It is not related to an installer (#installer ID).");
	else if (installer->emails[0] == NULL)
		g_string_append(missing, " The installer has no e-mail address on record.");
	if (missing->len == 0)
		g_string_append(missing, " It is related to homeowner and installer.");
	g_string_append(run->said, missing->str);
	return TRUE;
}

static RdCommandResult
run_take(RdCommandRun *run, GError **error)
{
	rd_text_set(&run->kase->assignee, run->who->email);
	SAY(run, "Assigned to %s.", run->who->name);
	if (!run_say_missing(run, error) ||
	    rd_command_save(run, "assignee", error) == RD_COMMAND_FAILED)
		return RD_COMMAND_FAILED;
	return rd_command_event(run, "take", error);
}

static RdCommandResult
run_assign(RdCommandRun *run, GError **error)
{
	static const char *const queues[] = {"back-office", "resolution", "triage", "sales", NULL};
	g_autofree char *queue = g_ascii_strdown(run->argument, -1);
	g_autoptr(GPtrArray) staff = NULL;

	if (*run->argument == '\0') {
		SAY(run, "Say to whom: #assign NAME or #assign QUEUE.");
		return RD_COMMAND_REFUSED;
	}
	if (g_strv_contains(queues, queue)) {
		rd_text_set(&run->kase->queue, queue);
		rd_text_set(&run->kase->assignee, "");
		SAY(run, "Now in the queue %s.", queue);
		return rd_command_save(run, "queue", error);
	}
	staff = rd_staff_by_word(run->casework->store, run->argument, error);
	if (staff == NULL)
		return RD_COMMAND_FAILED;
	if (staff->len != 1) {
		SAY(run, "%s \"%s\" among staff and queues.",
		    staff->len == 0 ? "There is nobody called" : "There are several called",
		    run->argument);
		return RD_COMMAND_REFUSED;
	}
	rd_text_set(&run->kase->assignee, ((RdStaff *)staff->pdata[0])->email);
	SAY(run, "Assigned to %s.", ((RdStaff *)staff->pdata[0])->name);
	return rd_command_save(run, "assignee", error);
}

static RdCommandResult
run_note_text(RdCommandRun *run, GError **error)
{
	if (*run->argument == '\0') {
		SAY(run, "A note needs a text: #note TEXT.");
		return RD_COMMAND_REFUSED;
	}
	SAY(run, "Noted.");
	return rd_command_note(run, "note", run->argument, error) ? RD_COMMAND_DONE
								  : RD_COMMAND_FAILED;
}

/* What staff report of the matter itself is for the procedure to act on. */
static RdCommandResult
run_report(RdCommandRun *run, const char *name, const char *said, GError **error)
{
	SAY(run, "%s", said);
	if (!rd_command_note(run, "note", said, error))
		return RD_COMMAND_FAILED;
	return rd_command_event(run, name, error);
}

static RdCommandResult
run_called(RdCommandRun *run, GError **error)
{
	g_autofree char *how = g_ascii_strdown(run->argument, -1);
	g_autofree char *said = NULL;

	if (strcmp(how, "reached") != 0 && strcmp(how, "voicemail") != 0) {
		SAY(run, "Say whether they were reached: #called reached or #called voicemail.");
		return RD_COMMAND_REFUSED;
	}
	run->argument = how;
	said = g_strdup_printf("Call to the installer noted: %s.", how);
	return run_report(run, "called", said, error);
}

static RdCommandResult
run_contacted(RdCommandRun *run, GError **error)
{
	return run_report(run, "contacted", "The installer has contacted the homeowner.", error);
}

static RdCommandResult
run_satisfied(RdCommandRun *run, GError **error)
{
	return run_report(run, "satisfied", "The homeowner is satisfied.", error);
}

static RdCommandResult
run_not_satisfied(RdCommandRun *run, GError **error)
{
	return run_report(run, "not-satisfied", "The homeowner is not satisfied.", error);
}

static RdCommandResult
run_type(RdCommandRun *run, GError **error)
{
	g_autofree char *names = g_ascii_strdown(run->argument, -1);
	g_autofree char *understood = NULL;
	RdComplaintSet complaints;

	g_strdelimit(names, ",;", ' ');
	if (!rd_complaints_parse(names, &complaints) || complaints == 0) {
		g_autofree char *known = rd_complaints_format(RD_SET(RD_COMPLAINT_LAST) - 1);

		SAY(run, "\"%s\" names no complaint types. They are: %s.", run->argument, known);
		return RD_COMMAND_REFUSED;
	}
	run->kase->complaints = complaints;
	if (!RD_HAS(complaints, run->kase->primary))
		run->kase->primary = rd_complaints_first(complaints);
	understood = rd_complaints_format(complaints);
	SAY(run, "Complaint: %s.", understood);
	if (rd_command_save(run, "complaints", error) == RD_COMMAND_FAILED)
		return RD_COMMAND_FAILED;
	return rd_command_event(run, "type", error);
}

static const RdTask *
run_find_task(const RdCommandRun *run)
{
	const RdTask *only = NULL;
	guint open = 0;

	for (guint i = 0; i < run->kase->tasks->len; i++) {
		const RdTask *task = run->kase->tasks->pdata[i];
		g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, task->id);

		if (task->done_at != RD_TIME_NONE)
			continue;
		if (strcmp(task->name, run->argument) == 0 || strcmp(id, run->argument) == 0)
			return task;
		only = task;
		open++;
	}
	return *run->argument == '\0' && open == 1 ? only : NULL;
}

static RdCommandResult
run_ask_for_task(RdCommandRun *run)
{
	for (guint i = 0; i < run->kase->tasks->len; i++) {
		const RdTask *open = run->kase->tasks->pdata[i];

		if (open->done_at != RD_TIME_NONE)
			continue;
		if (run->said->len == 0)
			SAY(run, "Which task is done? The open ones are:");
		SAY(run, " \"%s\" (%s).", open->title, open->name);
	}
	if (run->said->len == 0)
		SAY(run, "No task is open.");
	return RD_COMMAND_REFUSED;
}

static RdCommandResult
run_done(RdCommandRun *run, GError **error)
{
	const RdTask *task = run_find_task(run);

	if (task == NULL)
		return run_ask_for_task(run);
	SAY(run, "Done: %s.", task->title);
	return rd_casework_finish_task(run->casework, run->kase, task, run->who->email, run->cause,
				       run->now, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

static RdCommandResult
run_label(RdCommandRun *run, GError **error)
{
	if (*run->argument == '\0') {
		SAY(run, "A label needs a text: #label TEXT.");
		return RD_COMMAND_REFUSED;
	}
	SAY(run, "Label \"%s\" set.", run->argument);
	return rd_label_add(run->casework->store, run->kase, run->argument, error) &&
			       rd_command_note(run, "label", run->said->str, error)
		       ? RD_COMMAND_DONE
		       : RD_COMMAND_FAILED;
}

/* The procedure closes and opens a case; @open: what it shall be. */
static RdCommandResult
run_open(RdCommandRun *run, const char *name, gboolean open, GError **error)
{
	if (run->kase->open == open) {
		SAY(run, "It is %s already.", open ? "open" : "closed");
		return RD_COMMAND_REFUSED;
	}
	if (rd_command_event(run, name, error) == RD_COMMAND_FAILED)
		return RD_COMMAND_FAILED;
	if (run->kase->open == open) {
		SAY(run, "%s", open ? "It is open." : "Closed.");
		return RD_COMMAND_DONE;
	}
	SAY(run, "It stays %s: the procedure %s has no way from here.", open ? "closed" : "open",
	    run->kase->procedure);
	return RD_COMMAND_REFUSED;
}

static RdCommandResult
run_close(RdCommandRun *run, GError **error)
{
	return run_open(run, "close", FALSE, error);
}

static RdCommandResult
run_reopen(RdCommandRun *run, GError **error)
{
	return run_open(run, "reopen", TRUE, error);
}

static RdCommandResult
run_status(RdCommandRun *run, GError **error)
{
	(void)error;
	SAY(run, "RD-%" G_GINT64_FORMAT " is %s, state %s, queue %s, assigned to %s.",
	    run->kase->id, run->kase->open ? "open" : "closed", run->kase->state,
	    *run->kase->queue != '\0' ? run->kase->queue : "none",
	    *run->kase->assignee != '\0' ? run->kase->assignee : "nobody");
	return RD_COMMAND_DONE;
}

static RdCommandResult
run_help(RdCommandRun *run, GError **error)
{
	g_autofree char *help = rd_commands_help();

	(void)error;
	SAY(run, "The commands are:\n%s", help);
	return RD_COMMAND_DONE;
}

const RdCommandSpec rd_command_specs[] = {
	{"take", "", "assign the case to yourself", run_take},
	{"assign", "NAME|QUEUE", "give the case to a person or a queue", run_assign},
	{"note", "TEXT", "add a note to the feed", run_note_text},
	{"called", "reached|voicemail", "you called the installer", run_called},
	{"contacted", "", "the installer has contacted the homeowner", run_contacted},
	{"satisfied", "", "the homeowner is satisfied: thank them and close", run_satisfied},
	{"not-satisfied", "", "the homeowner is not satisfied", run_not_satisfied},
	{"type", "TYPE...", "correct the complaint types", run_type},
	{"homeowner", "ID|ADDRESS", "say who the homeowner is", rd_command_homeowner},
	{"installer", "ID|NAME", "say who the installer is", rd_command_installer},
	{"done", "[TASK]", "close a task", run_done},
	{"link", "CASE", "relate another case", rd_command_link},
	{"merge", "CASE", "make this case part of another", rd_command_merge},
	{"label", "TEXT", "label the case", run_label},
	{"close", "", "close the case", run_close},
	{"reopen", "", "open the case again", run_reopen},
	{"status", "", "the case at a glance", run_status},
	{"help", "", "this list", run_help},
};
const gsize rd_command_specs_len = G_N_ELEMENTS(rd_command_specs);

static RdCommandOutcome *
outcome_new(gboolean done, const char *name, const char *text)
{
	RdCommandOutcome *outcome = g_new0(RdCommandOutcome, 1);

	outcome->done = done;
	outcome->text = g_strdup_printf("#%s: %s", name, text);
	return outcome;
}

gboolean
rd_command_run(const RdCasework *self, RdCase *kase, const RdCommand *command, const RdStaff *who,
	       RdTime now, RdCommandOutcome **outcome, GError **error)
{
	const RdCommandSpec *spec = rd_command_find(command->name);
	g_autofree char *cause = g_strdup_printf("command #%s", command->name);
	g_autoptr(GString) said = g_string_new(NULL);
	RdCommandRun run = {self, kase, command->argument, who, cause, now, said};
	RdCommandResult result = RD_COMMAND_REFUSED;

	if (spec != NULL) {
		result = spec->run(&run, error);
	} else {
		const char *nearest = rd_command_nearest(command->name);

		SAY(&run, "There is no such command%s%s%s",
		    nearest != NULL ? "; did you mean #" : ".", nearest != NULL ? nearest : "",
		    nearest != NULL ? "?" : "");
	}
	if (result == RD_COMMAND_FAILED)
		return FALSE;
	*outcome = outcome_new(result == RD_COMMAND_DONE, command->name, said->str);
	return TRUE;
}
