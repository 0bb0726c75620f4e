/*
 * command-run.c - what each staff command does.
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/correction.h>
#include <redress/error.h>
#include <redress/text.h>

#include <string.h>

#define STATUS_MAX 50 /* cases of one person */

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
		    run->quoted);
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

/* "Voicemail.", "left a voice mail", "reached Ines": NULL when it says neither. */
static const char *
called_how(const char *argument)
{
	g_autofree char *lower = g_ascii_strdown(argument, -1);
	g_auto(GStrv) words = g_strsplit(g_strdelimit(lower, ".,;:!-\t", ' '), " ", -1);

	for (char **word = words; *word != NULL; word++) {
		if (strcmp(*word, "voicemail") == 0 || strcmp(*word, "voice") == 0 ||
		    strcmp(*word, "vm") == 0)
			return "voicemail";
	}
	return words[0] != NULL && strcmp(words[0], "reached") == 0 ? "reached" : NULL;
}

static RdCommandResult
run_called(RdCommandRun *run, GError **error)
{
	const char *how = called_how(run->argument);
	g_autofree char *said = NULL;

	if (how == NULL) {
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

/* What people say is an example for the rules, whether they had it right or not. */
static gboolean
type_keep_correction(RdCommandRun *run, RdComplaintSet complaints, GError **error)
{
	const RdCasework *casework = run->casework;
	const char *proposal = g_hash_table_lookup(run->kase->facts, RD_FACT_PROPOSAL);
	RdComplaintSet rules = run->kase->complaints;

	if (proposal != NULL && !rd_complaints_parse(proposal, &rules))
		rules = 0;
	return rd_correction_add(casework->store, run->kase->id, complaints, rules, run->who->email,
				 run->cause, run->now, error) &&
	       rd_fact_set(casework->store, run->kase, RD_FACT_PROPOSAL, NULL, error);
}

static RdCommandResult
type_set(RdCommandRun *run, gconstpointer said, GError **error)
{
	RdComplaintSet complaints = *(const RdComplaintSet *)said;

	run->kase->complaints = complaints;
	if (!RD_HAS(complaints, run->kase->primary))
		run->kase->primary = rd_complaints_first(complaints);
	if (rd_command_save(run, "complaints", error) == RD_COMMAND_FAILED)
		return RD_COMMAND_FAILED;
	return rd_command_event(run, "type", error);
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

		SAY(run, "\"%s\" names no complaint types. They are: %s.", run->quoted, known);
		return RD_COMMAND_REFUSED;
	}
	if (!type_keep_correction(run, complaints, error))
		return RD_COMMAND_FAILED;
	understood = rd_complaints_format(complaints);
	SAY(run, "Complaint: %s.", understood);
	if (type_set(run, &complaints, error) == RD_COMMAND_FAILED)
		return RD_COMMAND_FAILED;
	return rd_command_tell_tickets(run, type_set, &complaints, error);
}

static RdCommandResult
run_label(RdCommandRun *run, GError **error)
{
	if (*run->argument == '\0') {
		SAY(run, "A label needs a text: #label TEXT.");
		return RD_COMMAND_REFUSED;
	}
	if (g_utf8_strlen(run->argument, -1) > RD_COMMAND_QUOTE_MAX) {
		SAY(run, "A label has at most %d characters.", RD_COMMAND_QUOTE_MAX);
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
	{"take", "", "assign the case to yourself", RD_COMMAND_CHANGES, run_take},
	{"assign", "NAME|QUEUE", "give the case to a person or a queue", RD_COMMAND_CHANGES,
	 run_assign},
	{"note", "TEXT", "add a note to the feed", RD_COMMAND_TELLS, run_note_text},
	{"called", "reached|voicemail", "you called the installer", RD_COMMAND_CHANGES, run_called},
	{"contacted", "", "the installer has contacted the homeowner", RD_COMMAND_CHANGES,
	 run_contacted},
	{"satisfied", "", "the homeowner is satisfied: thank them and close", RD_COMMAND_CHANGES,
	 run_satisfied},
	{"not-satisfied", "", "the homeowner is not satisfied", RD_COMMAND_CHANGES,
	 run_not_satisfied},
	{"type", "TYPE...", "correct the complaint types", RD_COMMAND_TELLS, run_type},
	{"homeowner", "ID|ADDRESS", "say who the homeowner is", RD_COMMAND_TELLS,
	 rd_command_homeowner},
	{"installer", "ID|NAME", "say who the installer is", RD_COMMAND_TELLS,
	 rd_command_installer},
	{"beam", "yes|no", "say whether this is a customer of Beam or Concert", RD_COMMAND_TELLS,
	 rd_command_beam},
	{"remind", "3d TEXT", "be reminded after hours (h), days (d) or weeks (w), or on a date",
	 RD_COMMAND_CHANGES, rd_command_remind},
	{"done", "[TASK]", "close a task", RD_COMMAND_CHANGES, rd_command_done},
	{"link", "CASE", "relate another case", RD_COMMAND_CHANGES, rd_command_link},
	{"merge", "CASE", "make this case part of another", RD_COMMAND_FINAL, rd_command_merge},
	{"label", "TEXT", "label the case", RD_COMMAND_CHANGES, run_label},
	{"send", "TEMPLATE", "send a letter now", RD_COMMAND_CHANGES, rd_command_send},
	{"hold", "[off]", "let no letter to others leave without approval", RD_COMMAND_FINAL,
	 rd_command_hold},
	{"approve", "[LETTER]", "send a letter that is held", RD_COMMAND_FINAL, rd_command_approve},
	{"cancel", "[LETTER]", "drop a letter that is held", RD_COMMAND_FINAL, rd_command_cancel},
	{"edit", "[LETTER]", "replace the text of a held letter by the text below",
	 RD_COMMAND_FINAL, rd_command_edit},
	{"migrate", "", "go on by the newest version of the procedure", RD_COMMAND_CHANGES,
	 rd_command_migrate},
	{"close", "", "close the case", RD_COMMAND_CHANGES, run_close},
	{"reopen", "", "open the case again", RD_COMMAND_CHANGES, run_reopen},
	{"undo", "", "take the last command back, while no mail of it has left", RD_COMMAND_ASKS,
	 rd_command_undo},
	{"status", "", "the case at a glance", RD_COMMAND_ASKS, run_status},
	{"help", "", "this list", RD_COMMAND_ASKS, run_help},
};
const gsize rd_command_specs_len = G_N_ELEMENTS(rd_command_specs);

static RdCommandOutcome *
outcome_new(gboolean done, const char *name, const char *text)
{
	g_autofree char *shown = rd_text_one_line(name, RD_COMMAND_QUOTE_MAX);
	RdCommandOutcome *outcome = g_new0(RdCommandOutcome, 1);

	outcome->done = done;
	outcome->text = g_strdup_printf("#%s: %s", shown, text);
	return outcome;
}

static void
command_say_unknown(GString *said, const char *name)
{
	const char *nearest = rd_command_nearest(name);

	g_string_append_printf(said, "There is no such command%s%s%s",
			       nearest != NULL ? "; did you mean #" : ".",
			       nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
}

gboolean
rd_command_run(const RdCasework *self, RdCase *kase, const RdCommand *command, const RdStaff *who,
	       RdTime now, RdCommandOutcome **outcome, GError **error)
{
	const RdCommandSpec *spec = rd_command_find(command->name);
	g_autofree char *cause = g_strdup_printf("command #%s", command->name);
	g_autofree char *quoted = rd_text_one_line(command->argument, RD_COMMAND_QUOTE_MAX);
	g_autoptr(GString) said = g_string_new(NULL);
	RdCommandRun run = {.casework = self,
			    .kase = kase,
			    .argument = command->argument,
			    .quoted = quoted,
			    .text = command->text,
			    .task_id = command->task_id,
			    .who = who,
			    .cause = cause,
			    .now = now,
			    .said = said};
	RdCommandResult result = RD_COMMAND_REFUSED;

	if (spec == NULL)
		command_say_unknown(said, command->name);
	else if (spec->kind == RD_COMMAND_ASKS)
		result = spec->run(&run, error);
	else
		result = rd_command_run_recorded(&run, spec, error);
	if (result == RD_COMMAND_FAILED)
		return FALSE;
	*outcome = outcome_new(result == RD_COMMAND_DONE, command->name, said->str);
	return TRUE;
}

gboolean
rd_commands_run(const RdCasework *self, RdCase *kase, GPtrArray *commands, const RdStaff *who,
		RdTime now, GPtrArray *outcomes, GError **error)
{
	gboolean unedited = FALSE;

	for (guint i = 0; i < commands->len; i++) {
		const RdCommand *command = commands->pdata[i];
		RdCommandOutcome *outcome = NULL;

		if (unedited && strcmp(command->name, "approve") == 0)
			outcome = outcome_new(FALSE, command->name,
					      "Not done, since the new text was refused.");
		else if (!rd_command_run(self, kase, command, who, now, &outcome, error))
			return FALSE;
		if (strcmp(command->name, "edit") == 0)
			unedited = !outcome->done;
		g_ptr_array_add(outcomes, outcome);
	}
	return TRUE;
}

/* The open cases of whoever asks, one a line. */
static gboolean
answer_status(const RdCasework *self, const RdStaff *who, GString *said, GError **error)
{
	const RdCaseFilter filter = {
		.open_only = TRUE, .assignee = who->email, .limit = STATUS_MAX};
	g_autoptr(GArray) ids = rd_cases_find(self->store, &filter, error);

	if (ids == NULL)
		return FALSE;
	g_string_append_printf(said, "%s%u open case%s assigned to you%s",
			       ids->len == STATUS_MAX ? "At least " : "", ids->len,
			       ids->len == 1 ? " is" : "s are", ids->len > 0 ? ":" : ".");
	for (guint i = 0; i < ids->len; i++) {
		g_autoptr(RdCase) kase =
			rd_case_get(self->store, g_array_index(ids, gint64, i), error);
		g_autofree char *subject = NULL;

		if (kase == NULL)
			return FALSE;
		subject = rd_text_one_line(kase->subject, RD_COMMAND_QUOTE_MAX);
		g_string_append_printf(said, "\nRD-%" G_GINT64_FORMAT " %s: %s", kase->id,
				       kase->state, subject);
	}
	return TRUE;
}

gboolean
rd_command_answer(const RdCasework *self, const RdCommand *command, const RdStaff *who,
		  RdCommandOutcome **outcome, GError **error)
{
	const RdCommandSpec *spec = rd_command_find(command->name);
	g_autoptr(GString) said = g_string_new(NULL);
	gboolean done = TRUE;

	if (spec == NULL) {
		command_say_unknown(said, command->name);
		done = FALSE;
	} else if (spec->run == run_help) {
		g_autofree char *help = rd_commands_help();

		g_string_append_printf(said, "The commands are:\n%s", help);
	} else if (spec->run == run_status) {
		if (!answer_status(self, who, said, error))
			return FALSE;
	} else {
		g_string_append(said, "For which case? Reply to a mail of the case, or put its "
				      "number into the subject: [RD-1042].");
		done = FALSE;
	}
	*outcome = outcome_new(done, command->name, said->str);
	return TRUE;
}
