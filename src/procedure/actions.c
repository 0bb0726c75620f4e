#include "procedure-private.h"

static void
actions_add(GPtrArray *all, const GPtrArray *actions)
{
	for (guint i = 0; i < actions->len; i++)
		g_ptr_array_add(all, actions->pdata[i]);
}

static void
actions_add_rules(GPtrArray *all, const GPtrArray *rules)
{
	for (guint i = 0; i < rules->len; i++)
		actions_add(all, ((const Rule *)rules->pdata[i])->actions);
}

GPtrArray *
procedure_actions(const RdProcedure *self)
{
	GPtrArray *all = g_ptr_array_new();

	actions_add_rules(all, self->always);
	for (guint i = 0; i < self->states->len; i++) {
		const State *state = self->states->pdata[i];

		actions_add(all, state->entry);
		actions_add_rules(all, state->rules);
	}
	return all;
}

GPtrArray *
rd_procedure_sends(const RdProcedure *self)
{
	GPtrArray *sends = g_ptr_array_new_with_free_func((GDestroyNotify)rd_effect_free);
	g_autoptr(GPtrArray) actions = procedure_actions(self);

	for (guint i = 0; i < actions->len; i++) {
		const Action *action = actions->pdata[i];
		RdEffect *effect;

		if (action->kind != ACTION_SEND && action->kind != ACTION_TASK)
			continue;
		effect = g_new0(RdEffect, 1);
		effect->kind = action->kind == ACTION_TASK ? RD_EFFECT_TASK : RD_EFFECT_SEND;
		effect->name = g_strdup(action->name);
		effect->text = g_strdup(action->text);
		effect->body = g_strdup(action->with);
		effect->to = g_strdup(action->to);
		effect->cc = g_strdup(action->cc);
		effect->due_at = RD_TIME_NONE;
		effect->requirement = g_strdup(action->requirement);
		g_ptr_array_add(sends, effect);
	}
	return sends;
}

static void
requirements_add(GHashTable *ids, const char *id)
{
	if (id != NULL && *id != '\0')
		g_hash_table_add(ids, (gpointer)id);
}

static void
requirements_add_rules(GHashTable *ids, const GPtrArray *rules, const GPtrArray *timers)
{
	for (guint i = 0; i < rules->len; i++)
		requirements_add(ids, ((const Rule *)rules->pdata[i])->requirement);
	for (guint i = 0; timers != NULL && i < timers->len; i++)
		requirements_add(ids, ((const Timer *)timers->pdata[i])->requirement);
}

GHashTable *
rd_procedure_requirements(const RdProcedure *self)
{
	GHashTable *ids = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) actions = procedure_actions(self);

	for (guint i = 0; i < actions->len; i++)
		requirements_add(ids, ((const Action *)actions->pdata[i])->requirement);
	requirements_add_rules(ids, self->always, self->timers);
	for (guint i = 0; i < self->states->len; i++) {
		const State *state = self->states->pdata[i];

		requirements_add_rules(ids, state->rules, state->timers);
	}
	return ids;
}
