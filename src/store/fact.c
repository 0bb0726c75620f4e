#include "case-private.h"

#include <string.h>

/* Facts and labels: what a case remembers in words. */

gboolean
rd_fact_put(RdStore *store, gint64 case_id, const char *name, const char *value, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT OR REPLACE INTO fact (case_id, name, value) VALUES (?, ?, ?)");

	rd_bind_int(q, case_id);
	rd_bind_text(q, name);
	rd_bind_text(q, value);
	return rd_query_run(q, error);
}

static gboolean
fact_forget(RdStore *store, gint64 case_id, const char *name, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "DELETE FROM fact WHERE case_id = ? AND name = ?");

	rd_bind_int(q, case_id);
	rd_bind_text(q, name);
	return rd_query_run(q, error);
}

gboolean
rd_fact_set(RdStore *store, RdCase *kase, const char *name, const char *value, GError **error)
{
	if (value == NULL) {
		if (!fact_forget(store, kase->id, name, error))
			return FALSE;
		g_hash_table_remove(kase->facts, name);
		return TRUE;
	}
	if (!rd_fact_put(store, kase->id, name, value, error))
		return FALSE;
	g_hash_table_insert(kase->facts, g_strdup(name), g_strdup(value));
	return TRUE;
}

GHashTable *
rd_facts_of_case(RdStore *store, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT name, value FROM fact WHERE case_id = ?");
	g_autoptr(GHashTable) facts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GError) local = NULL;

	rd_bind_int(q, case_id);
	while (rd_query_next(q, &local)) {
		char *name = rd_query_text(q);

		g_hash_table_insert(facts, name, rd_query_text(q));
	}
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return NULL;
	}
	return g_steal_pointer(&facts);
}

gboolean
rd_label_put(RdStore *store, gint64 case_id, const char *label, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT OR IGNORE INTO label (case_id, label) VALUES (?, ?)");

	rd_bind_int(q, case_id);
	rd_bind_text(q, label);
	return rd_query_run(q, error);
}

gboolean
rd_label_add(RdStore *store, RdCase *kase, const char *label, GError **error)
{
	guint n = g_strv_length(kase->labels);

	if (!rd_label_put(store, kase->id, label, error))
		return FALSE;
	if (g_strv_contains((const char *const *)kase->labels, label))
		return TRUE;
	kase->labels = g_renew(char *, kase->labels, n + 2);
	kase->labels[n] = g_strdup(label);
	kase->labels[n + 1] = NULL;
	return TRUE;
}

static gpointer
label_read(RdQuery *q)
{
	return rd_query_text(q);
}

char **
rd_labels_of_case(RdStore *store, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT label FROM label WHERE case_id = ? ORDER BY label");
	g_autoptr(GPtrArray) labels = NULL;

	rd_bind_int(q, case_id);
	labels = rd_query_all(q, label_read, NULL, error);
	if (labels == NULL)
		return NULL;
	g_ptr_array_add(labels, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&labels), FALSE);
}
