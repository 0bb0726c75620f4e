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
