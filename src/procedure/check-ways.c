#include "check-private.h"

#include <string.h>

typedef gboolean (*StateTest)(const RdProcedure *procedure, const State *state, GHashTable *found);

static gboolean
rules_lead_to(const RdProcedure *procedure, const GPtrArray *rules, GHashTable *found)
{
	for (guint i = 0; i < rules->len; i++) {
		const Rule *rule = rules->pdata[i];
		const State *next = procedure_find_state(procedure, rule->go);

		if (next != NULL && g_hash_table_contains(found, next))
			return TRUE;
	}
	return FALSE;
}

static gboolean
hands_over(const GPtrArray *actions)
{
	for (guint i = 0; i < actions->len; i++) {
		if (((const Action *)actions->pdata[i])->kind == ACTION_BEGIN)
			return TRUE;
	}
	return FALSE;
}

static gboolean
rules_hand_over(const GPtrArray *rules)
{
	for (guint i = 0; i < rules->len; i++) {
		if (hands_over(((const Rule *)rules->pdata[i])->actions))
			return TRUE;
	}
	return FALSE;
}

/* Ends: closes the case, hands it over, or leads to a state that ends. */
static gboolean
state_ends(const RdProcedure *procedure, const State *state, GHashTable *found)
{
	return state->closes || hands_over(state->entry) || rules_hand_over(state->rules) ||
	       rules_lead_to(procedure, state->rules, found) ||
	       rules_lead_to(procedure, procedure->always, found) ||
	       rules_hand_over(procedure->always);
}

/* Reached: the start, or where a state that is reached leads. */
static gboolean
state_is_reached(const RdProcedure *procedure, const State *state, GHashTable *found)
{
	g_autoptr(GHashTable) this = g_hash_table_new(NULL, NULL);

	g_hash_table_add(this, (gpointer)state);
	if (state == procedure->start || rules_lead_to(procedure, procedure->always, this))
		return TRUE;
	for (guint i = 0; i < procedure->states->len; i++) {
		const State *from = procedure->states->pdata[i];

		if (g_hash_table_contains(found, from) &&
		    rules_lead_to(procedure, from->rules, this))
			return TRUE;
	}
	return FALSE;
}

/* Adds the states that pass until no more do. */
static GHashTable *
states_closure(const RdProcedure *procedure, StateTest passes)
{
	GHashTable *found = g_hash_table_new(NULL, NULL);
	gboolean more = TRUE;

	while (more) {
		more = FALSE;
		for (guint i = 0; i < procedure->states->len; i++) {
			State *state = procedure->states->pdata[i];

			if (!g_hash_table_contains(found, state) && passes(procedure, state, found))
				more = g_hash_table_add(found, state);
		}
	}
	return found;
}

void
check_ways(Check *self)
{
	const RdProcedure *procedure = self->procedure;
	g_autoptr(GHashTable) reached = states_closure(procedure, state_is_reached);
	g_autoptr(GHashTable) ending = states_closure(procedure, state_ends);

	for (guint i = 0; i < procedure->states->len; i++) {
		const State *state = procedure->states->pdata[i];

		if (!g_hash_table_contains(reached, state))
			check_say(self, state->line, "no rule leads to the state \"%s\"",
				  state->name);
		if (!g_hash_table_contains(ending, state))
			check_say(self, state->line,
				  "from the state \"%s\" no way leads to the end of the case",
				  state->name);
	}
}

static gboolean
rules_await(const GPtrArray *rules, const char *timer)
{
	for (guint i = 0; i < rules->len; i++) {
		const Trigger *trigger = ((const Rule *)rules->pdata[i])->trigger;

		if (!trigger->any && trigger->kind == RD_EVENT_TIMER &&
		    g_strcmp0(trigger->name, timer) == 0)
			return TRUE;
	}
	return FALSE;
}

static void
check_timer(Check *self, const GPtrArray *rules, const Timer *timer)
{
	if (!rules_await(rules, timer->name) && !rules_await(self->procedure->always, timer->name))
		check_say(self, timer->line, "no rule here waits for the timer \"%s\"",
			  timer->name);
}

void
check_timers(Check *self)
{
	const RdProcedure *procedure = self->procedure;

	for (guint i = 0; i < procedure->timers->len; i++)
		check_timer(self, procedure->always, procedure->timers->pdata[i]);
	for (guint i = 0; i < procedure->states->len; i++) {
		const State *state = procedure->states->pdata[i];

		for (guint j = 0; j < state->timers->len; j++) {
			const Timer *timer = state->timers->pdata[j];

			check_timer(self, state->rules, timer);
			if (procedure_find_timer(procedure, NULL, timer->name) != NULL)
				check_say(self, timer->line,
					  "the procedure has a timer \"%s\" already", timer->name);
		}
	}
}
