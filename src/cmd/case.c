#include "case-find.h"
#include "case-json.h"
#include "cmd.h"
#include "context.h"
#include "print.h"

#include <redress/command.h>
#include <redress/error.h>
#include <redress/gateway.h>
#include <redress/mail.h>

#include <stdio.h>
#include <string.h>

static int
case_list_print(RdContext *context, GArray *ids, GError **error)
{
	for (guint i = 0; i < ids->len; i++) {
		g_autoptr(RdCase) k =
			rd_case_get(context->store, g_array_index(ids, gint64, i), error);
		g_autofree char *opened = NULL;
		g_autofree char *complaints = NULL;

		if (k == NULL)
			return rd_context_fail(*error);
		if (context->json) {
			json_t *json = rd_case_to_json(context->store, k, error);

			if (json == NULL)
				return rd_context_fail(*error);
			rd_print_json(json);
			continue;
		}
		opened = rd_time_format_local(k->opened_at, context->config->time_zone);
		complaints = rd_complaints_format(k->complaints);
		printf("RD-%-6" G_GINT64_FORMAT " %-8s %-20s %-14s %-12s %-9s %s  %s\n", k->id,
		       k->open ? rd_case_kind_name(k->kind) : "closed", k->procedure, k->state,
		       *k->queue != '\0' ? k->queue : "-",
		       *k->homeowner_id != '\0' ? k->homeowner_id : "-", opened, complaints);
	}
	return 0;
}

/* Pages of ids, so that a store of any size is listed in little memory. */
static int
case_list(RdContext *context, GError **error)
{
	RdCaseFilter filter = {.limit = 500};
	int status = 0;

	for (;;) {
		g_autoptr(GArray) ids = rd_cases_find(context->store, &filter, error);

		if (ids == NULL)
			return rd_context_fail(*error);
		if (ids->len == 0)
			return status;
		status = case_list_print(context, ids, error);
		if (status != 0)
			return status;
		filter.after = g_array_index(ids, gint64, ids->len - 1);
	}
}

static void
case_print_head(const RdContext *context, const RdCase *k)
{
	g_autoptr(RdHomeowner) homeowner = rd_homeowner_get(context->store, k->homeowner_id, NULL);
	g_autoptr(RdInstaller) installer = rd_installer_get(context->store, k->installer_id, NULL);
	g_autofree char *complaints = rd_complaints_format(k->complaints);

	printf("RD-%" G_GINT64_FORMAT "  %s, %s, %s: %s\n", k->id, rd_case_kind_name(k->kind),
	       k->open ? "open" : "closed", k->procedure, k->state);
	printf("  reason     %s: %s\n", k->primary_reason, complaints);
	if (homeowner != NULL)
		printf("  homeowner  %s (%s), %s, %s\n", homeowner->name, homeowner->id,
		       homeowner->phone, homeowner->address);
	if (installer != NULL)
		printf("  installer  %s (%s), %s\n", installer->name, installer->id,
		       installer->phone);
	printf("  queue      %s, assigned to %s\n", *k->queue != '\0' ? k->queue : "none",
	       *k->assignee != '\0' ? k->assignee : "nobody");
}

static void
case_print_work(const RdContext *context, const RdCase *k)
{
	GTimeZone *zone = context->config->time_zone;

	for (guint i = 0; i < k->links->len; i++) {
		const RdLink *link = k->links->pdata[i];

		printf("  related    RD-%" G_GINT64_FORMAT " (%s)\n", link->other, link->how);
	}
	for (guint i = 0; i < k->tasks->len; i++) {
		const RdTask *task = k->tasks->pdata[i];
		g_autofree char *due = rd_time_format_local(task->due_at, zone);

		printf("  task       %" G_GINT64_FORMAT " %s, for %s, due %s%s\n", task->id,
		       task->title, task->assignee, due,
		       task->done_at != RD_TIME_NONE ? ", done" : "");
	}
	for (guint i = 0; i < k->timers->len; i++) {
		const RdTimer *timer = k->timers->pdata[i];
		g_autofree char *due = rd_time_format_local(timer->due_at, zone);

		printf("  timer      %s at %s\n", timer->name, due);
	}
}

static int
case_print_feed(RdContext *context, const RdCase *k, GError **error)
{
	g_autoptr(GPtrArray) feed = rd_feed_list(context->store, k->id, error);

	if (feed == NULL)
		return rd_context_fail(*error);
	for (guint i = 0; i < feed->len; i++) {
		const RdFeedEntry *entry = feed->pdata[i];
		g_autofree char *at = rd_time_format_local(entry->at, context->config->time_zone);
		g_autofree char *line = g_strdup_printf("%-20s %-9s %s  <- %s", at, entry->kind,
							entry->text, entry->cause);

		rd_print_text(line, "  ");
	}
	return 0;
}

static RdCase *
case_named(RdContext *context, const char *number, GError **error)
{
	gint64 id;

	if (!rd_case_number_parse(number, &id)) {
		g_set_error(error, RD_ERROR, RD_ERROR_NOT_FOUND,
			    "\"%s\" is not the number of a case", number);
		return NULL;
	}
	return rd_case_get(context->store, id, error);
}

static int
case_show(RdContext *context, GError **error)
{
	g_autoptr(RdCase) kase = NULL;
	json_t *json;

	if (context->n_args != 2)
		return rd_context_misused("case show takes one number");
	kase = case_named(context, context->args[1], error);
	if (kase == NULL)
		return rd_context_fail(*error);
	if (!context->json) {
		case_print_head(context, kase);
		case_print_work(context, kase);
		return case_print_feed(context, kase, error);
	}
	json = rd_case_to_json(context->store, kase, error);
	if (json == NULL)
		return rd_context_fail(*error);
	rd_print_json(json);
	return 0;
}

/* Who is at the keyboard: on this machine, the operator. */
static RdStaff *
case_operator(const RdContext *context, const char *as)
{
	const char *email = as != NULL ? as : context->config->roles.operator;
	RdStaff *staff = rd_staff_get(context->store, email, NULL);

	if (staff != NULL || as != NULL)
		return staff;
	staff = g_new0(RdStaff, 1);
	staff->email = g_strdup(email);
	staff->name = g_strdup("the operator");
	staff->role = RD_ROLE_AGENT;
	return staff;
}

/* "take", "#take", "#note hello" as one argument or as two, and several lines as in a mail. */
static GPtrArray *
case_commands(const RdContext *context, char **rest)
{
	g_autofree char *joined = g_strjoinv(" ", context->args + 2);
	const char *line = joined + strspn(joined, " ");
	g_autofree char *text = g_strconcat(*line == '#' ? "" : "#", line, NULL);

	return rd_commands_read(text, rest);
}

/* What stands under the commands is a note, as in a mail. */
static void
case_add_note(GPtrArray *commands, const char *rest)
{
	RdCommand *note;

	if (*rest == '\0')
		return;
	note = g_new0(RdCommand, 1);
	note->name = g_strdup("note");
	note->argument = g_strdup(rest);
	g_ptr_array_add(commands, note);
}

/* The case is read within the transaction: a gateway may be at work on it. */
static gboolean
case_run_commands(RdContext *context, const RdOffice *office, const RdStaff *who,
		  GPtrArray *commands, GPtrArray *outcomes, GError **error)
{
	g_autoptr(RdCase) kase = NULL;

	if (!rd_store_begin(context->store, error))
		return FALSE;
	kase = case_named(context, context->args[1], error);
	if (kase == NULL || !rd_commands_run(&office->intake.casework, kase, commands, who,
					     context->now, outcomes, error)) {
		rd_store_rollback(context->store);
		return FALSE;
	}
	return rd_store_commit(context->store, error);
}

static int
case_print_outcomes(GPtrArray *outcomes)
{
	int status = 0;

	for (guint i = 0; i < outcomes->len; i++) {
		const RdCommandOutcome *outcome = outcomes->pdata[i];

		rd_print_text(outcome->text, "");
		if (!outcome->done)
			status = 1;
	}
	return status;
}

static int
case_do(RdContext *context, const char *as, GError **error)
{
	g_autoptr(RdOffice) office = NULL;
	g_autoptr(RdStaff) who = NULL;
	g_autofree char *rest = NULL;
	g_autoptr(GPtrArray) commands = NULL;
	g_autoptr(GPtrArray) outcomes =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_command_outcome_free);

	if (context->n_args < 3)
		return rd_context_misused("case do takes a number and a command");
	commands = case_commands(context, &rest);
	if (commands->len == 0)
		return rd_context_misused("\"%s\" is no command", context->args[2]);
	case_add_note(commands, rest);
	who = case_operator(context, as);
	if (who == NULL)
		return rd_context_misused("%s is not staff", as);
	office = rd_office_new(context->config, context->store, error);
	if (office == NULL || !case_run_commands(context, office, who, commands, outcomes, error))
		return rd_context_fail(*error);
	return case_print_outcomes(outcomes);
}

int
rd_cmd_case(int argc, char **argv)
{
	g_autofree char *as = NULL;
	const GOptionEntry entries[] = {
		{"as", 0, 0, G_OPTION_ARG_STRING, &as, "the member of staff who does it",
		 "ADDRESS"},
		{NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
	};
	const RdUsage usage = {
		"list | show NUMBER | find WORD... | do NUMBER COMMAND [ARGUMENT...]",
		"The cases; \"do NUMBER help\" lists the commands. \"find\" looks "
		"for mails that have all words (\"roof*\": and those that begin so).",
		entries, RD_NEED_STORE};
	g_autoptr(GError) error = NULL;
	int status;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);

	if (context == NULL)
		return status;
	if (context->n_args > 0 && strcmp(context->args[0], "list") == 0)
		return case_list(context, &error);
	if (context->n_args > 0 && strcmp(context->args[0], "show") == 0)
		return case_show(context, &error);
	if (context->n_args > 0 && strcmp(context->args[0], "find") == 0)
		return rd_case_find(context, &error);
	if (context->n_args > 0 && strcmp(context->args[0], "do") == 0)
		return case_do(context, as, &error);
	return rd_context_misused("case takes list, show, find or do");
}
