#include <redress/error.h>
#include <redress/procedure.h>
#include <string.h>

struct _RdProcedures {
	GPtrArray *list; /* of RdProcedure, by name */
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

GPtrArray *
rd_procedures_list(const RdProcedures *self)
{
	GPtrArray *list = g_ptr_array_new();

	for (guint i = 0; i < self->list->len; i++)
		g_ptr_array_add(list, self->list->pdata[i]);
	return list;
}
