/*
 * check-requirements.c - doc/requirements.md against the steps of the procedures.
 */

#include "check.h"

#include <gio/gio.h>
#include <string.h>

#define PAGE "/redress/doc/requirements.md"

enum { CELL_ID = 1, CELL_WHAT, CELL_STEPS, CELL_TESTS, CELLS };

typedef struct {
	RdCheck *check;
	const RdProcedures *procedures;
	GHashTable *known; /* char *: the ids on the page */
} Reading;

static gboolean
text_is_id(const char *text)
{
	gsize letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	gsize digits = strspn(text + letters, "0123456789");

	return letters > 0 && digits > 0 && text[letters + digits] == '\0';
}

/* `NAME` is a procedure, unless it is the path of a file. A company may do without one. */
static gboolean
requirement_check_steps(Reading *self, const char *id, const char *steps)
{
	g_auto(GStrv) parts = g_strsplit(steps, "`", -1);
	gboolean any = FALSE;

	for (guint i = 1; parts[0] != NULL && parts[i] != NULL && parts[i + 1] != NULL; i += 2) {
		const RdProcedure *procedure = rd_procedures_get(self->procedures, parts[i]);
		g_autoptr(GHashTable) ids = NULL;

		any = TRUE;
		if (procedure == NULL)
			continue;
		ids = rd_procedure_requirements(procedure);
		if (!g_hash_table_contains(ids, id))
			rd_check_error(self->check,
				       "requirement %s: no step of the procedure %s is for it", id,
				       parts[i]);
	}
	return any;
}

static void
requirement_check(Reading *self, const char *line)
{
	g_auto(GStrv) cells = g_strsplit(line, "|", -1);

	if (g_strv_length(cells) < CELLS || !text_is_id(g_strstrip(cells[CELL_ID])))
		return;
	g_hash_table_add(self->known, g_strdup(cells[CELL_ID]));
	if (!requirement_check_steps(self, cells[CELL_ID], cells[CELL_STEPS]))
		rd_check_error(self->check, "requirement %s: has no step", cells[CELL_ID]);
	if (strstr(cells[CELL_TESTS], "`test_") == NULL)
		rd_check_error(self->check, "requirement %s: has no test", cells[CELL_ID]);
}

static void
requirement_check_back(Reading *self, const RdProcedure *procedure)
{
	g_autoptr(GHashTable) ids = rd_procedure_requirements(procedure);
	GHashTableIter iter;
	gpointer id;

	g_hash_table_iter_init(&iter, ids);
	while (g_hash_table_iter_next(&iter, &id, NULL)) {
		if (!g_hash_table_contains(self->known, id))
			rd_check_warning(self->check,
					 "procedure %s: a step is for %s, which is no requirement",
					 rd_procedure_get_name(procedure), (const char *)id);
	}
}

void
rd_check_requirements(RdCheck *check, const RdProcedures *procedures)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Reading self = {check, procedures, known};
	g_autoptr(GBytes) page = g_resources_lookup_data(PAGE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	g_autoptr(GPtrArray) all = rd_procedures_list(procedures);

	g_return_if_fail(page != NULL);
	text = g_strndup(g_bytes_get_data(page, NULL), g_bytes_get_size(page));
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		requirement_check(&self, *line);
	for (guint i = 0; i < all->len; i++)
		requirement_check_back(&self, all->pdata[i]);
	rd_check_say(check, "requirements: %u, with the steps that are for them",
		     g_hash_table_size(known));
}
