#include "procedure-private.h"

#include <redress/error.h>
#include <string.h>

struct _RdProcedures {
	GPtrArray *list; /* of RdProcedure, by name */
	GPtrArray *old;	 /* of RdProcedure: earlier versions */
};

static int
path_compare(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The *.yaml files of @dir, sorted. */
static GPtrArray *
folder_files(const char *dir, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) local = NULL;
	g_autoptr(GDir) folder = g_dir_open(dir, 0, &local);
	const char *name;

	if (folder == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s: %s", dir, local->message);
		return NULL;
	}
	while ((name = g_dir_read_name(folder)) != NULL) {
		if (g_str_has_suffix(name, ".yaml") && *name != '.')
			g_ptr_array_add(paths, g_build_filename(dir, name, NULL));
	}
	g_ptr_array_sort(paths, path_compare);
	return g_steal_pointer(&paths);
}

static gboolean
procedures_add(RdProcedures *self, const char *path, GError **error)
{
	g_autofree char *base = g_path_get_basename(path);
	RdProcedure *procedure = rd_procedure_load(path, error);

	if (procedure == NULL)
		return FALSE;
	g_ptr_array_add(self->list, procedure);
	base[strlen(base) - strlen(".yaml")] = '\0';
	if (strcmp(base, rd_procedure_get_name(procedure)) == 0)
		return TRUE;
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
		    "%s: the procedure is called \"%s\", so its file is %s.yaml", path,
		    rd_procedure_get_name(procedure), rd_procedure_get_name(procedure));
	return FALSE;
}

RdProcedures *
rd_procedures_load(const char *dir, GError **error)
{
	g_autoptr(GPtrArray) paths = folder_files(dir, error);
	g_autoptr(RdProcedures) self = NULL;

	if (paths == NULL)
		return NULL;
	self = g_new0(RdProcedures, 1);
	self->list = g_ptr_array_new_with_free_func((GDestroyNotify)rd_procedure_free);
	self->old = g_ptr_array_new_with_free_func((GDestroyNotify)rd_procedure_free);
	for (guint i = 0; i < paths->len; i++) {
		if (!procedures_add(self, paths->pdata[i], error))
			return NULL;
	}
	return g_steal_pointer(&self);
}

void
rd_procedures_free(RdProcedures *self)
{
	g_ptr_array_unref(self->list);
	g_ptr_array_unref(self->old);
	g_free(self);
}

const RdProcedure *
rd_procedures_get(const RdProcedures *self, const char *name)
{
	for (guint i = 0; i < self->list->len; i++) {
		if (g_strcmp0(rd_procedure_get_name(self->list->pdata[i]), name) == 0)
			return self->list->pdata[i];
	}
	return NULL;
}

void
rd_procedures_add_old(RdProcedures *self, RdProcedure *old)
{
	g_ptr_array_add(self->old, old);
}

const RdProcedure *
rd_procedures_of(const RdProcedures *self, const char *name, guint version)
{
	const RdProcedure *current = rd_procedures_get(self, name);

	if (current != NULL && rd_procedure_get_version(current) == version)
		return current;
	for (guint i = 0; i < self->old->len; i++) {
		const RdProcedure *old = self->old->pdata[i];

		if (g_strcmp0(rd_procedure_get_name(old), name) == 0 &&
		    rd_procedure_get_version(old) == version)
			return old;
	}
	return current;
}

GPtrArray *
rd_procedures_list(const RdProcedures *self)
{
	GPtrArray *list = g_ptr_array_new();

	for (guint i = 0; i < self->list->len; i++)
		g_ptr_array_add(list, self->list->pdata[i]);
	return list;
}

static gboolean
any_tells(const RdProcedures *self, const char *name)
{
	for (guint i = 0; i < self->list->len; i++) {
		g_autoptr(GPtrArray) actions = procedure_actions(self->list->pdata[i]);

		for (guint j = 0; j < actions->len; j++) {
			const Action *action = actions->pdata[j];

			if (action->kind == ACTION_TELL && strcmp(action->name, name) == 0)
				return TRUE;
		}
	}
	return FALSE;
}

static void
problems_add(GPtrArray *problems, const RdProcedure *procedure, guint line, const char *what,
	     const char *name)
{
	g_ptr_array_add(problems,
			g_strdup_printf("%s:%u: %s \"%s\"", procedure->path, line, what, name));
}

/* A linked case, or the one that takes over, has a procedure that exists. */
static void
check_procedure_names(const RdProcedures *self, const RdProcedure *procedure, GPtrArray *problems)
{
	g_autoptr(GPtrArray) actions = procedure_actions(procedure);

	for (guint i = 0; i < actions->len; i++) {
		const Action *action = actions->pdata[i];

		if ((action->kind == ACTION_OPEN || action->kind == ACTION_BEGIN) &&
		    strcmp(action->name, "by complaint") != 0 &&
		    rd_procedures_get(self, action->name) == NULL)
			problems_add(problems, procedure, action->line, "there is no procedure",
				     action->name);
	}
}

static void
check_linked(const RdProcedures *self, const RdProcedure *procedure, const GPtrArray *rules,
	     GPtrArray *problems)
{
	for (guint i = 0; i < rules->len; i++) {
		const Rule *rule = rules->pdata[i];

		if (!rule->trigger->any && rule->trigger->kind == RD_EVENT_LINKED &&
		    !any_tells(self, rule->trigger->name))
			problems_add(problems, procedure, rule->line, "no procedure tells",
				     rule->trigger->name);
	}
}

GPtrArray *
rd_procedures_check(const RdProcedures *self, const char *const *templates)
{
	GPtrArray *problems = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < self->list->len; i++) {
		const RdProcedure *procedure = self->list->pdata[i];

		g_ptr_array_extend_and_steal(problems, rd_procedure_check(procedure, templates));
		check_procedure_names(self, procedure, problems);
		check_linked(self, procedure, procedure->always, problems);
		for (guint j = 0; j < procedure->states->len; j++) {
			const State *state = procedure->states->pdata[j];

			check_linked(self, procedure, state->rules, problems);
		}
	}
	return problems;
}
