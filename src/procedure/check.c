#include "check-private.h"

#include <redress/reply.h>
#include <stdarg.h>
#include <string.h>

static const char *const mail_roles[] = {
	"homeowner", "contact",	    "installer",  "account-manager", "am-escalation",
	"partner",   "back-office", "resolution", "marketing",	     "assignee",
	"handler",   "operator",    NULL};
static const char *const task_roles[] = {"assignee", "back-office", "resolution", "triage",
					 "sales",    "operator",    NULL};
static const char *const queues[] = {"back-office", "resolution", "triage", "sales", NULL};
static const char *const assignees[] = {"nobody", "author", "back-office", "resolution", NULL};
static const char *const commands[] = {
	"contacted", "satisfied", "not-satisfied", "called", "type",   "homeowner",
	"installer", "beam",	  "close",	   "reopen", "take",   "assign",
	"hold",	     "note",	  "label",	   "link",   "remind", NULL};

void
check_say(Check *self, guint line, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(self->problems,
			g_strdup_printf("%s:%u: %s", self->procedure->path, line, what));
}

static void
check_word(Check *self, guint line, const char *what, const char *const *known, const char *word)
{
	if (!g_strv_contains(known, word))
		check_say(self, line, "\"%s\" is no %s", word, what);
}

static void
check_words(Check *self, guint line, const char *what, const char *const *known, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text != NULL ? text : "", " ", -1);

	for (char **word = words; *word != NULL; word++)
		check_word(self, line, what, known, *word);
}

static void
check_text(Check *self, guint line, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdReplyString) string = text != NULL ? rd_reply_string_new(text, &error) : NULL;

	if (error != NULL)
		check_say(self, line, "%s", error->message);
}

static void
check_template(Check *self, guint line, const char *name)
{
	if (!g_strv_contains(self->templates, name))
		check_say(self, line, "there is no reply \"%s\"", name);
}

/* Upper-case letters and a number; a sub-step may have a letter behind it. */
static void
check_requirement(Check *self, guint line, const char *id)
{
	gsize letters = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	gsize digits = strspn(id + letters, "0123456789");

	if (*id != '\0' && (letters == 0 || digits == 0 || id[letters + digits] != '\0'))
		check_say(self, line, "\"%s\" is no requirement like IC3", id);
}

static gboolean
timer_exists(const RdProcedure *procedure, const State *state, const char *name)
{
	if (procedure_find_timer(procedure, state, name) != NULL)
		return TRUE;
	for (guint i = 0; state == NULL && i < procedure->states->len; i++) {
		if (procedure_find_timer(procedure, procedure->states->pdata[i], name) != NULL)
			return TRUE;
	}
	return FALSE;
}

static void
check_action_names(Check *self, const State *state, const Action *action)
{
	RdComplaintSet set;

	switch (action->kind) {
	case ACTION_SEND:
		check_template(self, action->line, action->name);
		check_words(self, action->line, "role that gets mail", mail_roles, action->to);
		if (action->cc != NULL)
			check_words(self, action->line, "role that gets mail", mail_roles,
				    action->cc);
		break;
	case ACTION_POST:
		check_template(self, action->line, action->name);
		break;
	case ACTION_TASK:
		if (action->with != NULL)
			check_template(self, action->line, action->with);
		check_word(self, action->line, "role that has tasks", task_roles, action->to);
		break;
	case ACTION_NOTE:
		check_text(self, action->line, action->name);
		break;
	case ACTION_MENTION:
		check_word(self, action->line, "role that gets mail", mail_roles, action->name);
		break;
	case ACTION_QUEUE:
		check_word(self, action->line, "queue", queues, action->name);
		break;
	case ACTION_ASSIGN:
		check_word(self, action->line, "person to assign to", assignees, action->name);
		break;
	case ACTION_RESTART:
	case ACTION_STOP:
		if (!timer_exists(self->procedure, state, action->name))
			check_say(self, action->line, "no timer \"%s\" runs here", action->name);
		break;
	case ACTION_OPEN:
		if (action->with != NULL && !rd_complaints_parse(action->with, &set))
			check_say(self, action->line, "\"%s\" are no complaint types",
				  action->with);
		if (action->to != NULL && strcmp(action->to, "homeowner") != 0)
			check_say(self, action->line, "only the homeowner can have been told");
		break;
	default:
		break;
	}
	check_text(self, action->line, action->text);
	check_requirement(self, action->line, action->requirement);
}

static void
check_guards(Check *self, guint line, const GPtrArray *guards)
{
	for (guint i = 0; i < guards->len; i++) {
		const char *fact = guard_fact(guards->pdata[i]);
		const char *task = guard_task(guards->pdata[i]);

		if (fact != NULL && !g_hash_table_contains(self->facts, fact))
			check_say(self, line, "nothing remembers the fact \"%s\"", fact);
		if (task != NULL && !g_hash_table_contains(self->tasks, task))
			check_say(self, line, "nothing opens the task \"%s\"", task);
	}
}

static void
check_actions(Check *self, const State *state, const GPtrArray *actions)
{
	for (guint i = 0; i < actions->len; i++) {
		const Action *action = actions->pdata[i];

		check_action_names(self, state, action);
		check_guards(self, action->line, action->guards);
		if (action->kind == ACTION_FINISH &&
		    !g_hash_table_contains(self->tasks, action->name))
			check_say(self, action->line, "nothing opens the task \"%s\"",
				  action->name);
	}
}

static void
check_trigger(Check *self, const State *state, const Rule *rule)
{
	const Trigger *trigger = rule->trigger;

	if (trigger->any || trigger->name == NULL)
		return;
	if (trigger->kind == RD_EVENT_TIMER && !timer_exists(self->procedure, state, trigger->name))
		check_say(self, rule->line, "no timer \"%s\" runs here", trigger->name);
	if (trigger->kind == RD_EVENT_TASK_DONE &&
	    !g_hash_table_contains(self->tasks, trigger->name))
		check_say(self, rule->line, "nothing opens the task \"%s\"", trigger->name);
	if (trigger->kind == RD_EVENT_COMMAND)
		check_word(self, rule->line, "command", commands, trigger->name);
	if (trigger->kind == RD_EVENT_BOUNCE)
		check_word(self, rule->line, "role that gets mail", mail_roles, trigger->name);
}

static void
check_rules(Check *self, const State *state, const GPtrArray *rules)
{
	for (guint i = 0; i < rules->len; i++) {
		const Rule *rule = rules->pdata[i];

		check_trigger(self, state, rule);
		check_guards(self, rule->line, rule->guards);
		check_actions(self, state, rule->actions);
		check_requirement(self, rule->line, rule->requirement);
		if (rule->actions->len == 0 && rule->go == NULL)
			check_say(self, rule->line, "this rule does nothing");
		if (rule->go != NULL && procedure_find_state(self->procedure, rule->go) == NULL)
			check_say(self, rule->line, "there is no state \"%s\"", rule->go);
		for (guint j = 0; j < i; j++) {
			const Rule *earlier = rules->pdata[j];

			if (earlier->go != NULL && earlier->guards->len == 0 &&
			    trigger_covers(earlier->trigger, rule->trigger)) {
				check_say(self, rule->line,
					  "never tried: the rule of line %u always goes first",
					  earlier->line);
				break;
			}
		}
	}
}

/* The facts that anything remembers and the tasks that anything opens. */
static void
collect_names(Check *self)
{
	g_autoptr(GPtrArray) actions = procedure_actions(self->procedure);

	for (guint i = 0; i < actions->len; i++) {
		const Action *action = actions->pdata[i];

		if (action->kind == ACTION_REMEMBER)
			g_hash_table_add(self->facts, action->name);
		else if (action->kind == ACTION_TASK)
			g_hash_table_add(self->tasks, action->name);
	}
}

GPtrArray *
rd_procedure_check(const RdProcedure *self, const char *const *templates)
{
	g_autoptr(GHashTable) facts = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) tasks = g_hash_table_new(g_str_hash, g_str_equal);
	Check check = {.procedure = self,
		       .templates = templates,
		       .facts = facts,
		       .tasks = tasks,
		       .problems = g_ptr_array_new_with_free_func(g_free)};

	collect_names(&check);
	check_rules(&check, NULL, self->always);
	for (guint i = 0; i < self->states->len; i++) {
		const State *state = self->states->pdata[i];

		check_actions(&check, state, state->entry);
		check_rules(&check, state, state->rules);
	}
	check_ways(&check);
	check_timers(&check);
	return check.problems;
}
