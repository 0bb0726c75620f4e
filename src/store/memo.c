#include "store-private.h"

#include <redress/memo.h>

gboolean
rd_memo_get(RdStore *store, const char *name, char **out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT value FROM memo WHERE name = ?");
	g_autoptr(GError) local = NULL;

	*out = NULL;
	rd_bind_text(q, name);
	if (rd_query_next(q, &local))
		*out = rd_query_text(q);
	if (local == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&local));
	return FALSE;
}

gboolean
rd_memo_set(RdStore *store, const char *name, const char *value, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT INTO memo (name, value) VALUES (?, ?)"
				" ON CONFLICT (name) DO UPDATE SET value = excluded.value");

	rd_bind_text(q, name);
	rd_bind_text(q, value);
	return rd_query_run(q, error);
}

void
rd_memo_free(RdMemo *self)
{
	g_free(self->name);
	g_free(self->value);
	g_free(self);
}

GPtrArray *
rd_memos_list(RdStore *store, const char *prefix, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT name, value FROM memo"
				" WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name");
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)rd_memo_free);
	g_autoptr(GError) local = NULL;

	rd_bind_text(q, prefix);
	while (rd_query_next(q, &local)) {
		RdMemo *memo = g_new0(RdMemo, 1);

		memo->name = rd_query_text(q);
		memo->value = rd_query_text(q);
		g_ptr_array_add(list, memo);
	}
	if (local == NULL)
		return g_steal_pointer(&list);
	g_propagate_error(error, g_steal_pointer(&local));
	return NULL;
}
