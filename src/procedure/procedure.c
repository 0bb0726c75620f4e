#include "procedure-private.h"

#include <string.h>

State *
procedure_find_state(const RdProcedure *self, const char *name)
{
	for (guint i = 0; name != NULL && i < self->states->len; i++) {
		State *state = self->states->pdata[i];

		if (g_strcmp0(state->name, name) == 0)
			return state;
	}
	return NULL;
}

const Timer *
procedure_find_timer(const RdProcedure *self, const State *state, const char *name)
{
	const GPtrArray *lists[] = {state != NULL ? state->timers : NULL, self->timers};

	for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
		for (guint j = 0; lists[i] != NULL && j < lists[i]->len; j++) {
			const Timer *timer = lists[i]->pdata[j];

			if (strcmp(timer->name, name) == 0)
				return timer;
		}
	}
	return NULL;
}

void
rd_procedure_free(RdProcedure *self)
{
	g_free(self->path);
	g_free(self->source);
	g_free(self->name);
	g_free(self->primary_reason);
	g_free(self->about);
	g_clear_pointer(&self->states, g_ptr_array_unref);
	g_clear_pointer(&self->timers, g_ptr_array_unref);
	g_clear_pointer(&self->always, g_ptr_array_unref);
	g_free(self);
}

const char *
rd_procedure_get_name(const RdProcedure *self)
{
	return self->name;
}

guint
rd_procedure_get_version(const RdProcedure *self)
{
	return self->version;
}

RdCaseKind
rd_procedure_get_kind(const RdProcedure *self)
{
	return self->kind;
}

const char *
rd_procedure_get_primary_reason(const RdProcedure *self)
{
	return self->primary_reason;
}

const char *
rd_procedure_get_start(const RdProcedure *self)
{
	return self->start->name;
}

void
rd_effect_free(RdEffect *self)
{
	g_free(self->name);
	g_free(self->text);
	g_free(self->body);
	g_free(self->to);
	g_free(self->cc);
	g_free(self->requirement);
	g_free(self);
}

const char *
rd_procedure_get_source(const RdProcedure *self)
{
	return self->source;
}

gboolean
rd_procedure_has_state(const RdProcedure *self, const char *name)
{
	return procedure_find_state(self, name) != NULL;
}
