#include "procedure-private.h"

#include <redress/question.h>
#include <string.h>

/*
 * One step. The case itself is not touched: what the step changes so far is kept
 * beside it, so that a later rule sees what an earlier one has done.
 *
 *   event ──▶ always rules ──▶ the state's rules ──▶ at most one change of state:
 *             stop timers of the old state, entry actions, start timers of the new one
 */
typedef struct {
	const RdProcedure *procedure;
	const RdCase *kase;
	const RdEvent *event;
	RdTime now;
	const State *state;
	GHashTable *facts;  /* char * -> char * */
	GHashTable *tasks;  /* names of open tasks */
	GHashTable *timers; /* names of running timers */
	GPtrArray *effects;
	GuardView view;
	gboolean handed_over; /* another procedure takes over: nothing follows */
} Step;

static RdEffect *
step_add(Step *self, RdEffectKind kind, const char *name, const char *requirement)
{
	RdEffect *effect = g_new0(RdEffect, 1);

	effect->kind = kind;
	effect->name = g_strdup(name);
	effect->requirement = g_strdup(requirement != NULL ? requirement : "");
	effect->due_at = RD_TIME_NONE;
	g_ptr_array_add(self->effects, effect);
	return effect;
}

static void
step_start_timer(Step *self, const Timer *timer, RdTime base)
{
	RdEffect *effect = step_add(self, RD_EFFECT_TIMER, timer->name, timer->requirement);

	effect->due_at = rd_calendar_after(self->view.situation->calendar, base, timer->after);
	g_hash_table_add(self->timers, g_strdup(timer->name));
}

static void
step_stop_timer(Step *self, const char *name, const char *requirement)
{
	if (g_hash_table_remove(self->timers, name))
		step_add(self, RD_EFFECT_TIMER_CANCEL, name, requirement);
}

/* A complaint dated in the future counts from now. */
static RdTime
step_timer_base(const Step *self, const Timer *timer)
{
	RdTime base = self->now;

	if (timer->from == TIMER_FROM_OPENING)
		base = self->kase->opened_at;
	else if (timer->from == TIMER_FROM_COMPLAINT)
		base = self->kase->complained_at;
	return base != RD_TIME_NONE ? MIN(base, self->now) : self->now;
}

static void
step_start_timers(Step *self, const GPtrArray *timers)
{
	for (guint i = 0; i < timers->len; i++)
		step_start_timer(self, timers->pdata[i], step_timer_base(self, timers->pdata[i]));
}

static void
step_stop_timers(Step *self, const GPtrArray *timers)
{
	for (guint i = 0; i < timers->len; i++) {
		const Timer *timer = timers->pdata[i];

		step_stop_timer(self, timer->name, timer->requirement);
	}
}

static int
name_compare(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

/* The names of a set in a fixed order: effects may not depend on a hash. */
static GList *
names_sorted(GHashTable *set)
{
	return g_list_sort(g_hash_table_get_keys(set), name_compare);
}

/* Nothing of a closed case is left to do. */
static void
step_finish_all(Step *self, const char *requirement)
{
	g_autoptr(GList) timers = names_sorted(self->timers);
	g_autoptr(GList) tasks = names_sorted(self->tasks);

	for (GList *name = timers; name != NULL; name = name->next)
		step_add(self, RD_EFFECT_TIMER_CANCEL, name->data, requirement);
	for (GList *name = tasks; name != NULL; name = name->next)
		step_add(self, RD_EFFECT_TASK_DONE, name->data, requirement);
	g_hash_table_remove_all(self->timers);
	g_hash_table_remove_all(self->tasks);
}

/* What "as:" stands for. */
static char *
step_value(const Step *self, const char *as)
{
	const RdEvent *event = self->event;

	if (g_strcmp0(as, "now") == 0)
		return rd_time_format(self->now);
	if (g_strcmp0(as, "argument") == 0)
		return g_strdup(event->argument != NULL ? event->argument : "");
	if (g_strcmp0(as, "question") == 0)
		return event->text != NULL ? rd_question_in(event->text) : NULL;
	return g_strdup(as != NULL ? as : "yes");
}

static void
step_remember(Step *self, const Action *action)
{
	g_autofree char *value = step_value(self, action->value);
	RdEffect *effect;

	if (value == NULL)
		return;
	if (g_strcmp0(g_hash_table_lookup(self->facts, action->name), value) == 0)
		return;
	effect = step_add(self, RD_EFFECT_FACT, action->name, action->requirement);
	effect->text = g_strdup(value);
	g_hash_table_insert(self->facts, g_strdup(action->name), g_steal_pointer(&value));
}

static void
step_forget(Step *self, const Action *action)
{
	if (g_hash_table_remove(self->facts, action->name))
		step_add(self, RD_EFFECT_FACT, action->name, action->requirement);
}

/* A task that is open already is not opened a second time. */
static void
step_task(Step *self, const Action *action)
{
	RdEffect *effect;

	if (!g_hash_table_add(self->tasks, g_strdup(action->name)))
		return;
	effect = step_add(self, RD_EFFECT_TASK, action->name, action->requirement);
	effect->text = g_strdup(action->text);
	effect->body = g_strdup(action->with);
	effect->to = g_strdup(action->to);
	effect->due_at = rd_calendar_after(self->view.situation->calendar, self->now, action->due);
}

static void
step_send(Step *self, const Action *action)
{
	RdEffect *effect = step_add(self, RD_EFFECT_SEND, action->name, action->requirement);

	effect->to = g_strdup(action->to);
	effect->cc = g_strdup(action->cc);
}

static void
step_begin(Step *self, const Action *action)
{
	step_finish_all(self, action->requirement);
	step_add(self, RD_EFFECT_BEGIN, action->name, action->requirement);
	self->handed_over = TRUE;
}

static void
step_restart(Step *self, const Action *action)
{
	const Timer *timer = procedure_find_timer(self->procedure, self->state, action->name);

	if (timer != NULL)
		step_start_timer(self, timer, self->now);
}

/* "nobody", "author", or a role: whom of that role is not for us to say. */
static void
step_assign(Step *self, const Action *action)
{
	const char *whom = action->name;

	if (strcmp(whom, "author") == 0)
		whom = self->event->author;
	else if (strcmp(whom, "nobody") == 0)
		whom = NULL;
	step_add(self, RD_EFFECT_ASSIGN, whom != NULL ? whom : "", action->requirement);
}

/* The actions that are one effect with a name and at most two texts. */
static void
step_simple(Step *self, const Action *action)
{
	static const RdEffectKind kinds[ACTION_LAST] = {
		[ACTION_QUEUE] = RD_EFFECT_QUEUE,     [ACTION_LABEL] = RD_EFFECT_LABEL,
		[ACTION_OPEN] = RD_EFFECT_LINK,	      [ACTION_TELL] = RD_EFFECT_TELL,
		[ACTION_MENTION] = RD_EFFECT_MENTION,
	};
	RdEffect *effect = step_add(self, kinds[action->kind], action->name, action->requirement);

	effect->text = g_strdup(action->text != NULL ? action->text : action->value);
	effect->body = g_strdup(action->with);
	effect->to = g_strdup(action->to);
}

static void
step_note(Step *self, const Action *action)
{
	RdEffect *effect = step_add(self, RD_EFFECT_NOTE, NULL, action->requirement);

	if (action->kind == ACTION_POST)
		effect->body = g_strdup(action->name);
	else
		effect->text = g_strdup(action->name);
}

static void
step_finish(Step *self, const Action *action)
{
	if (g_hash_table_remove(self->tasks, action->name))
		step_add(self, RD_EFFECT_TASK_DONE, action->name, action->requirement);
}

static void
step_act(Step *self, const Action *action)
{
	switch (action->kind) {
	case ACTION_SEND:
		step_send(self, action);
		break;
	case ACTION_NOTE:
	case ACTION_POST:
		step_note(self, action);
		break;
	case ACTION_TASK:
		step_task(self, action);
		break;
	case ACTION_FINISH:
		step_finish(self, action);
		break;
	case ACTION_RESTART:
		step_restart(self, action);
		break;
	case ACTION_STOP:
		step_stop_timer(self, action->name, action->requirement);
		break;
	case ACTION_ASSIGN:
		step_assign(self, action);
		break;
	case ACTION_REMEMBER:
		step_remember(self, action);
		break;
	case ACTION_FORGET:
		step_forget(self, action);
		break;
	case ACTION_BEGIN:
		step_begin(self, action);
		break;
	default:
		step_simple(self, action);
		break;
	}
}

static void
step_act_all(Step *self, const GPtrArray *actions)
{
	for (guint i = 0; i < actions->len && !self->handed_over; i++) {
		const Action *action = actions->pdata[i];

		if (guards_hold(action->guards, &self->view))
			step_act(self, action);
	}
}

/* Enters @state; self->state is NULL at the opening. */
static void
step_enter(Step *self, const State *state, const char *requirement)
{
	const State *old = self->state;
	gboolean begins = (old == NULL || old->closes) && !state->closes;

	if (old != NULL)
		step_stop_timers(self, old->timers);
	self->state = state;
	if (old != NULL && old->closes && !state->closes)
		step_add(self, RD_EFFECT_REOPEN, NULL, requirement);
	step_add(self, RD_EFFECT_STATE, state->name, requirement);
	if (begins)
		step_start_timers(self, self->procedure->timers);
	step_act_all(self, state->entry);
	if (self->handed_over)
		return;
	if (state->closes) {
		step_finish_all(self, requirement);
		step_add(self, RD_EFFECT_CLOSE, NULL, requirement);
	} else {
		step_start_timers(self, state->timers);
	}
}

/* TRUE when a rule went to another state or procedure: no rule is tried after that. */
static gboolean
step_rules(Step *self, const GPtrArray *rules)
{
	for (guint i = 0; i < rules->len; i++) {
		const Rule *rule = rules->pdata[i];

		if (!trigger_matches(rule->trigger, self->event) ||
		    !guards_hold(rule->guards, &self->view))
			continue;
		step_act_all(self, rule->actions);
		if (rule->go != NULL && !self->handed_over)
			step_enter(self, procedure_find_state(self->procedure, rule->go),
				   rule->requirement);
		if (rule->go != NULL || self->handed_over)
			return TRUE;
	}
	return FALSE;
}

/* The timer of the event is spent; a recurring one begins again. */
static void
step_timer_fired(Step *self)
{
	const Timer *timer = procedure_find_timer(self->procedure, self->state, self->event->name);

	g_hash_table_remove(self->timers, self->event->name);
	if (timer != NULL && timer->recurring)
		step_start_timer(self, timer, self->now);
}

static GHashTable *
facts_copy(GHashTable *facts)
{
	GHashTable *copy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	GHashTableIter iter;
	gpointer name, value;

	if (facts == NULL)
		return copy;
	g_hash_table_iter_init(&iter, facts);
	while (g_hash_table_iter_next(&iter, &name, &value))
		g_hash_table_insert(copy, g_strdup(name), g_strdup(value));
	return copy;
}

static GHashTable *
tasks_open(const RdCase *kase)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; kase->tasks != NULL && i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];

		if (task->done_at == RD_TIME_NONE)
			g_hash_table_add(names, g_strdup(task->name));
	}
	return names;
}

static GHashTable *
timers_running(const RdCase *kase)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; kase->timers != NULL && i < kase->timers->len; i++) {
		const RdTimer *timer = kase->timers->pdata[i];

		g_hash_table_add(names, g_strdup(timer->name));
	}
	return names;
}

static void
step_run(Step *self)
{
	if (self->event->kind == RD_EVENT_OPENED)
		step_enter(self, self->procedure->start, "");
	else if (self->event->kind == RD_EVENT_TIMER && self->event->name != NULL)
		step_timer_fired(self);
	if (self->state == NULL || self->handed_over)
		return;
	if (!self->state->closes && step_rules(self, self->procedure->always))
		return;
	step_rules(self, self->state->rules);
}

/*
 * What happens to other cases comes last: they may answer with events for this one,
 * which then has to be whole.
 */
static GPtrArray *
effects_in_order(GPtrArray *effects)
{
	GPtrArray *own = g_ptr_array_new_with_free_func((GDestroyNotify)rd_effect_free);
	GPtrArray *others = g_ptr_array_new();

	g_ptr_array_set_free_func(effects, NULL);
	for (guint i = 0; i < effects->len; i++) {
		RdEffect *effect = effects->pdata[i];
		gboolean own_one = effect->kind != RD_EFFECT_LINK && effect->kind != RD_EFFECT_TELL;

		g_ptr_array_add(own_one ? own : others, effect);
	}
	g_ptr_array_unref(effects);
	g_ptr_array_extend_and_steal(own, others);
	return own;
}

GPtrArray *
rd_procedure_step(const RdProcedure *self, const RdSituation *situation, const RdEvent *event,
		  RdTime now)
{
	g_autoptr(GHashTable) facts = facts_copy(situation->kase->facts);
	g_autoptr(GHashTable) tasks = tasks_open(situation->kase);
	g_autoptr(GHashTable) timers = timers_running(situation->kase);
	Step step = {
		.procedure = self,
		.kase = situation->kase,
		.event = event,
		.now = now,
		.state = event->kind == RD_EVENT_OPENED
				 ? NULL
				 : procedure_find_state(self, situation->kase->state),
		.facts = facts,
		.tasks = tasks,
		.timers = timers,
		.effects = g_ptr_array_new_with_free_func((GDestroyNotify)rd_effect_free),
		.view = {.situation = situation, .event = event, .facts = facts, .tasks = tasks},
	};

	step_run(&step);
	return effects_in_order(step.effects);
}
