#include "case-private.h"

void
rd_timer_free(RdTimer *self)
{
	g_free(self->name);
	g_free(self);
}

void
rd_timer_due_free(RdTimerDue *self)
{
	g_free(self->name);
	g_free(self);
}

gboolean
rd_timer_set(RdStore *store, gint64 case_id, const char *name, RdTime due_at, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT OR REPLACE INTO timer (case_id, name, due_at, asleep)"
				" SELECT id, ?, ?, NOT open FROM cases WHERE id = ?");

	rd_bind_text(q, name);
	rd_bind_time(q, due_at);
	rd_bind_int(q, case_id);
	return rd_query_change(q, error, "RD-%" G_GINT64_FORMAT ": there is no such case", case_id);
}

gboolean
rd_timer_cancel(RdStore *store, gint64 case_id, const char *name, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "DELETE FROM timer WHERE case_id = ? AND name = ?");

	rd_bind_int(q, case_id);
	rd_bind_text(q, name);
	return rd_query_run(q, error);
}

static gpointer
timer_read(RdQuery *q)
{
	RdTimer *self = g_new0(RdTimer, 1);

	self->name = rd_query_text(q);
	self->due_at = rd_query_time(q);
	return self;
}

GPtrArray *
rd_timers_of_case(RdStore *store, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "SELECT name, due_at FROM timer WHERE case_id = ? ORDER BY due_at, name");

	rd_bind_int(q, case_id);
	return rd_query_all(q, timer_read, (GDestroyNotify)rd_timer_free, error);
}

static gpointer
timer_read_due(RdQuery *q)
{
	RdTimerDue *self = g_new0(RdTimerDue, 1);

	self->case_id = rd_query_int(q);
	self->name = rd_query_text(q);
	self->due_at = rd_query_time(q);
	return self;
}

GPtrArray *
rd_timers_due(RdStore *store, RdTime now, guint limit, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT case_id, name, due_at FROM timer"
					       " WHERE asleep = 0 AND due_at <= ?"
					       " ORDER BY due_at, case_id, name LIMIT ?");

	rd_bind_int(q, now);
	rd_bind_int(q, limit);
	return rd_query_all(q, timer_read_due, (GDestroyNotify)rd_timer_due_free, error);
}

gboolean
rd_timers_next(RdStore *store, RdTime *out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "SELECT min(due_at) FROM ("
		       "SELECT min(due_at) AS due_at FROM timer WHERE asleep = 0 UNION ALL "
		       "SELECT min(mail_at) FROM task WHERE done_at IS NULL)");

	if (!rd_query_next(q, error))
		return FALSE;
	*out = rd_query_time(q);
	return TRUE;
}
