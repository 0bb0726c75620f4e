#include "procedure-private.h"

#include <redress/error.h>
#include <redress/yaml.h>
#include <string.h>

static const char *const action_words[ACTION_LAST] = {
	[ACTION_SEND] = "send",	  [ACTION_NOTE] = "note",	  [ACTION_POST] = "post",
	[ACTION_TASK] = "task",	  [ACTION_FINISH] = "finish",	  [ACTION_RESTART] = "restart",
	[ACTION_STOP] = "stop",	  [ACTION_QUEUE] = "queue",	  [ACTION_ASSIGN] = "assign",
	[ACTION_LABEL] = "label", [ACTION_REMEMBER] = "remember", [ACTION_FORGET] = "forget",
	[ACTION_OPEN] = "open",	  [ACTION_BEGIN] = "begin",	  [ACTION_MENTION] = "mention",
	[ACTION_TELL] = "tell",
};

/* What an action may say beside its verb, "if" and "for"; "!" marks what it has to say. */
static const char *const action_keys[ACTION_LAST] = {
	[ACTION_SEND] = "!to cc",
	[ACTION_NOTE] = "",
	[ACTION_POST] = "",
	[ACTION_TASK] = "!title !to with due",
	[ACTION_FINISH] = "",
	[ACTION_RESTART] = "",
	[ACTION_STOP] = "",
	[ACTION_QUEUE] = "",
	[ACTION_ASSIGN] = "",
	[ACTION_LABEL] = "",
	[ACTION_REMEMBER] = "as",
	[ACTION_FORGET] = "",
	[ACTION_OPEN] = "!as with told",
	[ACTION_BEGIN] = "",
	[ACTION_MENTION] = "!say",
	[ACTION_TELL] = "",
};

static const char *const case_kinds[] = {
	[RD_CASE_CASE] = "case", [RD_CASE_INQUIRY] = "inquiry", [RD_CASE_TICKET] = "ticket"};

static void
action_free(gpointer data)
{
	Action *self = data;

	g_free(self->name);
	g_free(self->text);
	g_free(self->value);
	g_free(self->with);
	g_free(self->to);
	g_free(self->cc);
	g_free(self->requirement);
	g_clear_pointer(&self->guards, g_ptr_array_unref);
	g_free(self);
}

static void
rule_free(gpointer data)
{
	Rule *self = data;

	trigger_free(self->trigger);
	g_clear_pointer(&self->guards, g_ptr_array_unref);
	g_clear_pointer(&self->actions, g_ptr_array_unref);
	g_free(self->go);
	g_free(self->requirement);
	g_free(self);
}

static void
timer_free(gpointer data)
{
	Timer *self = data;

	g_free(self->name);
	g_free(self->requirement);
	g_free(self);
}

static void
state_free(gpointer data)
{
	State *self = data;

	g_free(self->name);
	g_free(self->means);
	g_clear_pointer(&self->entry, g_ptr_array_unref);
	g_clear_pointer(&self->timers, g_ptr_array_unref);
	g_clear_pointer(&self->rules, g_ptr_array_unref);
	g_free(self);
}

static gboolean
take_text(RdYamlNode node, const char *key, char **out, GError **error)
{
	const char *text = NULL;

	if (!rd_yaml_get_text(node, key, &text, error))
		return FALSE;
	*out = g_strdup(text);
	return TRUE;
}

static gboolean
take_needed(RdYamlNode node, const char *key, char **out, GError **error)
{
	if (!take_text(node, key, out, error))
		return FALSE;
	if (*out == NULL || **out == '\0')
		return rd_yaml_fail(node, error, "\"%s\" is missing", key);
	return TRUE;
}

/* "2d", "12h", "1w" */
static gboolean
take_duration(RdYamlNode node, const char *key, RdTime *out, GError **error)
{
	static const struct {
		const char *unit;
		RdTime length;
	} units[] = {{"h", RD_TIME_HOUR}, {"d", RD_TIME_DAY}, {"w", 7 * RD_TIME_DAY}};
	const char *text = NULL;
	char *end;
	guint64 n;

	if (!rd_yaml_get_text(node, key, &text, error))
		return FALSE;
	if (text == NULL)
		return TRUE;
	n = g_ascii_isdigit(*text) ? g_ascii_strtoull(text, &end, 10) : 0;
	for (guint i = 0; n > 0 && n <= 1000 && i < G_N_ELEMENTS(units); i++) {
		if (strcmp(end, units[i].unit) == 0) {
			*out = (RdTime)n * units[i].length;
			return TRUE;
		}
	}
	return rd_yaml_fail(rd_yaml_get(node, key), error, "\"%s\" is no time like 2d, 12h or 1w",
			    text);
}

static gboolean
take_guards(RdYamlNode node, GPtrArray **out, GError **error)
{
	g_autofree char *why = NULL;
	const char *text = NULL;

	if (!rd_yaml_get_text(node, "if", &text, error))
		return FALSE;
	*out = text != NULL ? guards_parse(text, &why) : g_ptr_array_new();
	return *out != NULL || rd_yaml_fail(rd_yaml_get(node, "if"), error, "%s", why);
}

static gboolean
action_find_verb(RdYamlNode node, ActionKind *out, GError **error)
{
	guint n = 0;

	for (guint i = 0; i < ACTION_LAST; i++) {
		if (rd_yaml_kind(rd_yaml_get(node, action_words[i])) != RD_YAML_NONE) {
			*out = (ActionKind)i;
			n++;
		}
	}
	if (n == 0)
		return rd_yaml_fail(node, error, "an action says what to do: send, note, task ...");
	return n == 1 ||
	       rd_yaml_fail(node, error, "an action does one thing; begin another with \"-\"");
}

static gboolean
action_check_keys(RdYamlNode node, ActionKind kind, GError **error)
{
	g_auto(GStrv) keys = g_strsplit(action_keys[kind], " ", -1);
	g_autoptr(GPtrArray) known = g_ptr_array_new();

	g_ptr_array_add(known, (gpointer)action_words[kind]);
	g_ptr_array_add(known, (gpointer) "if");
	g_ptr_array_add(known, (gpointer) "for");
	for (char **key = keys; *key != NULL; key++) {
		gboolean needed = **key == '!';
		const char *name = needed ? *key + 1 : *key;

		if (needed && rd_yaml_kind(rd_yaml_get(node, name)) == RD_YAML_NONE)
			return rd_yaml_fail(node, error, "\"%s\" needs \"%s\"", action_words[kind],
					    name);
		g_ptr_array_add(known, (gpointer)name);
	}
	g_ptr_array_add(known, NULL);
	return rd_yaml_expect(node, (const char *const *)known->pdata, error);
}

static gboolean
action_read(Action *self, RdYamlNode node, const char *requirement, GError **error)
{
	self->line = rd_yaml_line(node);
	if (!action_find_verb(node, &self->kind, error) ||
	    !action_check_keys(node, self->kind, error) ||
	    !take_needed(node, action_words[self->kind], &self->name, error) ||
	    !take_text(node, self->kind == ACTION_TASK ? "title" : "say", &self->text, error) ||
	    !take_text(node, "as", &self->value, error) ||
	    !take_text(node, "with", &self->with, error) ||
	    !take_text(node, self->kind == ACTION_OPEN ? "told" : "to", &self->to, error) ||
	    !take_text(node, "cc", &self->cc, error) ||
	    !take_text(node, "for", &self->requirement, error) ||
	    !take_duration(node, "due", &self->due, error) ||
	    !take_guards(node, &self->guards, error))
		return FALSE;
	if (self->requirement == NULL)
		self->requirement = g_strdup(requirement);
	return TRUE;
}

/* The list under @key; an absent one is empty. */
static gboolean
take_list(RdYamlNode node, const char *key, RdYamlNode *list, GError **error)
{
	*list = rd_yaml_get(node, key);
	if (rd_yaml_kind(*list) == RD_YAML_NONE || rd_yaml_kind(*list) == RD_YAML_LIST)
		return TRUE;
	return rd_yaml_fail(*list, error, "%s: a list is expected, each entry begun with \"-\"",
			    key);
}

static GPtrArray *
actions_read(RdYamlNode node, const char *key, const char *requirement, GError **error)
{
	g_autoptr(GPtrArray) actions = g_ptr_array_new_with_free_func(action_free);
	RdYamlNode list;

	if (!take_list(node, key, &list, error))
		return NULL;
	for (guint i = 0; i < rd_yaml_size(list); i++) {
		Action *action = g_new0(Action, 1);

		g_ptr_array_add(actions, action);
		if (!action_read(action, rd_yaml_item(list, i), requirement, error))
			return NULL;
	}
	return g_steal_pointer(&actions);
}

static gboolean
rule_read(Rule *self, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"when", "if", "for", "do", "go", NULL};
	g_autofree char *when = NULL;
	g_autofree char *why = NULL;

	self->line = rd_yaml_line(node);
	if (!rd_yaml_expect(node, known, error) || !take_needed(node, "when", &when, error) ||
	    !take_text(node, "go", &self->go, error) ||
	    !take_text(node, "for", &self->requirement, error) ||
	    !take_guards(node, &self->guards, error))
		return FALSE;
	self->trigger = trigger_parse(when, &why);
	if (self->trigger == NULL)
		return rd_yaml_fail(rd_yaml_get(node, "when"), error, "%s", why);
	if (self->requirement == NULL)
		self->requirement = g_strdup("");
	self->actions = actions_read(node, "do", self->requirement, error);
	return self->actions != NULL;
}

static GPtrArray *
rules_read(RdYamlNode node, const char *key, GError **error)
{
	g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func(rule_free);
	RdYamlNode list;

	if (!take_list(node, key, &list, error))
		return NULL;
	for (guint i = 0; i < rd_yaml_size(list); i++) {
		Rule *rule = g_new0(Rule, 1);

		g_ptr_array_add(rules, rule);
		if (!rule_read(rule, rd_yaml_item(list, i), error))
			return NULL;
	}
	return g_steal_pointer(&rules);
}

static gboolean
timer_read_base(Timer *self, RdYamlNode node, GError **error)
{
	static const char *const bases[] = {[TIMER_FROM_START] = "start",
					    [TIMER_FROM_OPENING] = "opening",
					    [TIMER_FROM_COMPLAINT] = "complaint"};
	const char *from = "start";

	if (!rd_yaml_get_text(node, "from", &from, error))
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(bases); i++) {
		if (strcmp(bases[i], from) == 0) {
			self->from = (TimerBase)i;
			return TRUE;
		}
	}
	return rd_yaml_fail(rd_yaml_get(node, "from"), error,
			    "a timer counts from start, opening or complaint");
}

static gboolean
timer_read(Timer *self, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"timer", "after", "every", "from", "for", NULL};
	RdTime every = 0;

	self->line = rd_yaml_line(node);
	if (!rd_yaml_expect(node, known, error) ||
	    !take_needed(node, "timer", &self->name, error) ||
	    !take_duration(node, "after", &self->after, error) ||
	    !take_duration(node, "every", &every, error) ||
	    !take_text(node, "for", &self->requirement, error) ||
	    !timer_read_base(self, node, error))
		return FALSE;
	if ((every != 0) == (self->after != 0))
		return rd_yaml_fail(node, error, "a timer has either \"after\" or \"every\"");
	self->recurring = every != 0;
	self->after = MAX(self->after, every);
	if (self->requirement == NULL)
		self->requirement = g_strdup("");
	return TRUE;
}

static GPtrArray *
timers_read(RdYamlNode node, GError **error)
{
	g_autoptr(GPtrArray) timers = g_ptr_array_new_with_free_func(timer_free);
	RdYamlNode list;

	if (!take_list(node, "timers", &list, error))
		return NULL;
	for (guint i = 0; i < rd_yaml_size(list); i++) {
		Timer *timer = g_new0(Timer, 1);

		g_ptr_array_add(timers, timer);
		if (!timer_read(timer, rd_yaml_item(list, i), error))
			return NULL;
	}
	return g_steal_pointer(&timers);
}

static gboolean
state_read(State *self, RdYamlNode node, GError **error)
{
	static const char *const known[] = {
		"state", "means", "closes the case", "on entry", "timers", "rules", NULL};
	const char *closes = "no";

	self->line = rd_yaml_line(node);
	if (!rd_yaml_expect(node, known, error) ||
	    !take_needed(node, "state", &self->name, error) ||
	    !take_needed(node, "means", &self->means, error) ||
	    !rd_yaml_get_text(node, "closes the case", &closes, error))
		return FALSE;
	self->closes = strcmp(closes, "yes") == 0;
	if (!self->closes && strcmp(closes, "no") != 0)
		return rd_yaml_fail(rd_yaml_get(node, "closes the case"), error, "yes or no");
	self->entry = actions_read(node, "on entry", "", error);
	if (self->entry == NULL)
		return FALSE;
	self->timers = timers_read(node, error);
	if (self->timers == NULL)
		return FALSE;
	self->rules = rules_read(node, "rules", error);
	return self->rules != NULL;
}

static gboolean
procedure_read_states(RdProcedure *self, RdYamlNode node, GError **error)
{
	RdYamlNode list;

	if (!take_list(node, "states", &list, error))
		return FALSE;
	for (guint i = 0; i < rd_yaml_size(list); i++) {
		RdYamlNode item = rd_yaml_item(list, i);
		State *state = g_new0(State, 1);

		g_ptr_array_add(self->states, state);
		if (!state_read(state, item, error))
			return FALSE;
		if (procedure_find_state(self, state->name) != state)
			return rd_yaml_fail(item, error, "there is a state \"%s\" already",
					    state->name);
	}
	return TRUE;
}

static gboolean
procedure_read_kind(RdProcedure *self, RdYamlNode node, GError **error)
{
	g_autofree char *kind = NULL;
	double version = 0;

	if (!take_needed(node, "kind", &kind, error) ||
	    !rd_yaml_get_number(node, "version", &version, error))
		return FALSE;
	if (version < 1 || version > 1000000 || version != (double)(guint)version)
		return rd_yaml_fail(node, error, "\"version\" has to be a number from 1");
	self->version = (guint)version;
	for (guint i = 0; i < G_N_ELEMENTS(case_kinds); i++) {
		if (strcmp(case_kinds[i], kind) == 0) {
			self->kind = (RdCaseKind)i;
			return TRUE;
		}
	}
	return rd_yaml_fail(rd_yaml_get(node, "kind"), error,
			    "\"%s\" is no kind: case, inquiry, ticket", kind);
}

static gboolean
procedure_read(RdProcedure *self, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"procedure", "version", "kind",   "primary reason",
					    "about",	 "start",   "timers", "always",
					    "states",	 NULL};
	g_autofree char *start = NULL;

	if (!rd_yaml_expect(node, known, error) ||
	    !take_needed(node, "procedure", &self->name, error) ||
	    !take_needed(node, "about", &self->about, error) ||
	    !take_needed(node, "primary reason", &self->primary_reason, error) ||
	    !take_needed(node, "start", &start, error) || !procedure_read_kind(self, node, error) ||
	    !procedure_read_states(self, node, error))
		return FALSE;
	self->timers = timers_read(node, error);
	if (self->timers == NULL)
		return FALSE;
	self->always = rules_read(node, "always", error);
	if (self->always == NULL)
		return FALSE;
	self->start = procedure_find_state(self, start);
	return self->start != NULL ||
	       rd_yaml_fail(rd_yaml_get(node, "start"), error, "there is no state \"%s\"", start);
}

RdProcedure *
rd_procedure_load(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) local = NULL;
	gsize len;

	if (g_file_get_contents(path, &text, &len, &local))
		return rd_procedure_parse(text, len, path, error);
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s", local->message);
	return NULL;
}

RdProcedure *
rd_procedure_parse(const char *text, gsize len, const char *name, GError **error)
{
	g_autoptr(RdYaml) yaml = rd_yaml_parse(text, len, name, error);
	g_autoptr(RdProcedure) self = NULL;
	g_autoptr(GError) local = NULL;

	if (yaml == NULL)
		return NULL;
	self = g_new0(RdProcedure, 1);
	self->path = g_strdup(name);
	self->source = g_strndup(text, len);
	self->states = g_ptr_array_new_with_free_func(state_free);
	if (!procedure_read(self, rd_yaml_root(yaml), &local)) {
		g_propagate_error(error, g_steal_pointer(&local));
		return NULL;
	}
	return g_steal_pointer(&self);
}
