/*
 * version.c - cases keep the version of the procedure that they began with.
 *
 * The store remembers the text of each version that was ever used, so that a new file
 * changes what happens to new cases only; #migrate moves one.
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/memo.h>

#include <string.h>

#define PREFIX "procedure "

/* Writes @text under @name unless it is there already. */
static gboolean
version_remember(RdStore *store, const char *name, const char *text, GError **error)
{
	g_autofree char *known = NULL;

	if (!rd_memo_get(store, name, &known, error))
		return FALSE;
	return g_strcmp0(known, text) == 0 || rd_memo_set(store, name, text, error);
}

/* @current: takes the names of what the files say, which need not be read twice. */
static gboolean
versions_remember(RdStore *store, const RdProcedures *procedures, GHashTable *current,
		  GError **error)
{
	g_autoptr(GPtrArray) list = rd_procedures_list(procedures);

	for (guint i = 0; i < list->len; i++) {
		const RdProcedure *procedure = list->pdata[i];
		g_autofree char *name =
			g_strdup_printf(PREFIX "%s %u", rd_procedure_get_name(procedure),
					rd_procedure_get_version(procedure));

		if (!version_remember(store, name, rd_procedure_get_source(procedure), error))
			return FALSE;
		g_hash_table_add(current, g_steal_pointer(&name));
	}
	return TRUE;
}

gboolean
rd_casework_keep_versions(RdStore *store, RdProcedures *procedures, GError **error)
{
	g_autoptr(GHashTable) current =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) memos = NULL;

	if (!versions_remember(store, procedures, current, error))
		return FALSE;
	memos = rd_memos_list(store, PREFIX, error);
	for (guint i = 0; memos != NULL && i < memos->len; i++) {
		const RdMemo *memo = memos->pdata[i];
		g_autoptr(GError) local = NULL;
		RdProcedure *old;

		if (g_hash_table_contains(current, memo->name))
			continue;
		old = rd_procedure_parse(memo->value, strlen(memo->value), memo->name, &local);
		if (old != NULL)
			rd_procedures_add_old(procedures, old);
		else /* words of the language may be gone; its cases go by the file then */
			g_warning("%s", local->message);
	}
	return memos != NULL;
}

RdCommandResult
rd_command_migrate(RdCommandRun *run, GError **error)
{
	RdCase *kase = run->kase;
	const RdProcedure *current = rd_procedures_get(run->casework->procedures, kase->procedure);
	guint version = current != NULL ? rd_procedure_get_version(current) : 0;

	if (current == NULL || version == kase->procedure_version) {
		SAY(run, "There is no other version of %s.", kase->procedure);
		return RD_COMMAND_REFUSED;
	}
	if (!rd_procedure_has_state(current, kase->state)) {
		SAY(run, "Version %u of %s has no state \"%s\", in which the case is.", version,
		    kase->procedure, kase->state);
		return RD_COMMAND_REFUSED;
	}
	SAY(run, "Moved from version %u of %s to version %u.", kase->procedure_version,
	    kase->procedure, version);
	kase->procedure_version = version;
	return rd_command_save(run, "version", error);
}
