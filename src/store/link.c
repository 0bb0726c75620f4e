#include "case-private.h"

void
rd_link_free(RdLink *self)
{
	g_free(self->how);
	g_free(self);
}

gboolean
rd_link_add(RdStore *store, gint64 from, gint64 to, const char *how, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT OR REPLACE INTO link (from_id, to_id, how) VALUES (?, ?, ?)");

	rd_bind_int(q, from);
	rd_bind_int(q, to);
	rd_bind_text(q, how);
	return rd_query_run(q, error);
}

static gpointer
link_read(RdQuery *q)
{
	RdLink *self = g_new0(RdLink, 1);

	self->other = rd_query_int(q);
	self->how = rd_query_text(q);
	return self;
}

GPtrArray *
rd_links_of_case(RdStore *store, gint64 case_id, GError **error)
{
	/* A link that only the other side has told is this case's too. */
	g_autoptr(RdQuery) q = rd_query(
		store,
		"SELECT to_id, how FROM link WHERE from_id = ?1"
		" UNION ALL SELECT from_id, how FROM link AS l WHERE to_id = ?1"
		" AND NOT EXISTS (SELECT 1 FROM link WHERE from_id = ?1 AND to_id = l.from_id)"
		" ORDER BY 1");

	rd_bind_int(q, case_id);
	return rd_query_all(q, link_read, (GDestroyNotify)rd_link_free, error);
}
