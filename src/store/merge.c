#include "case-private.h"

#include <redress/error.h>

/*
 * What becomes of the rows of case ?2 when it is merged into ?1. All pointers go to the
 * last case of a chain of merges, so that one look finds it. The feed stays where it
 * was written; rd_feed_list() reads it from both.
 */
static const char *const moves[] = {
	"UPDATE cases SET merged_into = ?1 WHERE id = ?2 OR merged_into = ?2",
	"UPDATE cases SET open = 0 WHERE id = ?2",
	"UPDATE mail SET case_id = ?1 WHERE case_id = ?2",
	"UPDATE message_id SET case_id = ?1 WHERE case_id = ?2",
	"UPDATE outbox SET case_id = ?1 WHERE case_id = ?2",
	"UPDATE task SET case_id = ?1 WHERE case_id = ?2",
	"UPDATE OR REPLACE label SET case_id = ?1 WHERE case_id = ?2",
	"UPDATE OR REPLACE link SET from_id = ?1 WHERE from_id = ?2",
	"UPDATE OR REPLACE link SET to_id = ?1 WHERE to_id = ?2",
	"DELETE FROM link WHERE from_id = to_id AND from_id IN (?1, ?2)",
	"DELETE FROM timer WHERE case_id = ?2",
};

static gboolean
merge_find_end(RdStore *store, gint64 id, gint64 *out, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT coalesce(merged_into, id) FROM cases WHERE id = ?");

	rd_bind_int(q, id);
	if (!rd_query_need(q, error, "RD-%" G_GINT64_FORMAT ": there is no such case", id))
		return FALSE;
	*out = rd_query_int(q);
	return TRUE;
}

gboolean
rd_case_merge(RdStore *store, gint64 from, gint64 into, GError **error)
{
	gint64 from_end, into_end;

	if (!merge_find_end(store, from, &from_end, error) ||
	    !merge_find_end(store, into, &into_end, error))
		return FALSE;
	if (from_end == into_end) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT,
			    "RD-%" G_GINT64_FORMAT " and RD-%" G_GINT64_FORMAT " are one case",
			    from, into);
		return FALSE;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(moves); i++) {
		g_autoptr(RdQuery) q = rd_query_at(store, moves[i], G_STRFUNC);

		rd_bind_int(q, into_end);
		rd_bind_int(q, from_end);
		if (!rd_query_run(q, error))
			return FALSE;
	}
	return TRUE;
}
