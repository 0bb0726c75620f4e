#include "case-private.h"

#define COLUMNS	 "id, name, title, body, assignee, created_at, due_at, mailed_at, done_at, done_by"
#define NOT_OPEN "task %" G_GINT64_FORMAT ": there is no such open task"

void
rd_task_free(RdTask *self)
{
	if (self == NULL)
		return;
	g_free(self->name);
	g_free(self->title);
	g_free(self->body);
	g_free(self->assignee);
	g_free(self->done_by);
	g_free(self);
}

void
rd_task_of_case_free(RdTaskOfCase *self)
{
	rd_task_free(self->task);
	g_free(self);
}

static gpointer
task_read(RdQuery *q)
{
	RdTask *self = g_new0(RdTask, 1);

	self->id = rd_query_int(q);
	self->name = rd_query_text(q);
	self->title = rd_query_text(q);
	self->body = rd_query_text(q);
	self->assignee = rd_query_text(q);
	self->created_at = rd_query_time(q);
	self->due_at = rd_query_time(q);
	self->mailed_at = rd_query_time(q);
	self->done_at = rd_query_time(q);
	self->done_by = rd_query_text(q);
	return self;
}

static gpointer
task_read_of_case(RdQuery *q)
{
	RdTaskOfCase *self = g_new0(RdTaskOfCase, 1);

	self->task = task_read(q);
	self->case_id = rd_query_int(q);
	return self;
}

gboolean
rd_task_add(RdStore *store, RdCase *kase, RdTask *task, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT INTO task (name, title, body, assignee, created_at, due_at,"
				" mailed_at, done_at, done_by, case_id, mail_at)"
				" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?6)");

	g_ptr_array_add(kase->tasks, task);
	if (task->due_at == RD_TIME_NONE)
		task->due_at = task->created_at;
	rd_bind_text(q, task->name);
	rd_bind_text(q, task->title);
	rd_bind_text(q, task->body);
	rd_bind_text(q, task->assignee);
	rd_bind_time(q, task->created_at);
	rd_bind_time(q, task->due_at);
	rd_bind_time(q, task->mailed_at);
	rd_bind_time(q, task->done_at);
	rd_bind_text(q, task->done_by);
	rd_bind_int(q, kase->id);
	task->id = rd_query_add(q, error);
	return task->id != 0;
}

gboolean
rd_task_done(RdStore *store, gint64 id, const char *by, RdTime now, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "UPDATE task SET done_at = ?, done_by = ?"
					       " WHERE id = ? AND done_at IS NULL");

	rd_bind_time(q, now);
	rd_bind_text(q, by);
	rd_bind_int(q, id);
	return rd_query_change(q, error, NOT_OPEN, id);
}

gboolean
rd_task_mailed(RdStore *store, gint64 id, RdTime now, RdTime next, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE task SET mailed_at = ?, mail_at = ? WHERE id = ?");

	rd_bind_time(q, now);
	rd_bind_time(q, next);
	rd_bind_int(q, id);
	return rd_query_change(q, error, NOT_OPEN, id);
}

gboolean
rd_task_learn_mail(RdStore *store, gint64 id, const char *message_id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT OR REPLACE INTO task_mail (message_id, task_id) VALUES (?, ?)");

	rd_bind_text(q, message_id);
	rd_bind_int(q, id);
	return rd_query_run(q, error);
}

gboolean
rd_task_of_mail(RdStore *store, const char *message_id, gint64 *out, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT task_id FROM task_mail WHERE message_id = ?");

	*out = 0;
	rd_bind_text(q, message_id);
	return rd_query_value(q, out, error);
}

gboolean
rd_task_assign(RdStore *store, gint64 id, const char *assignee, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE task SET assignee = ? WHERE id = ? AND done_at IS NULL");

	rd_bind_text(q, assignee);
	rd_bind_int(q, id);
	return rd_query_change(q, error, NOT_OPEN, id);
}

GPtrArray *
rd_tasks_of_case(RdStore *store, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT " COLUMNS " FROM task WHERE case_id = ? ORDER BY id");

	rd_bind_int(q, case_id);
	return rd_query_all(q, task_read, (GDestroyNotify)rd_task_free, error);
}

GPtrArray *
rd_tasks_open(RdStore *store, guint limit, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT " COLUMNS ", case_id FROM task WHERE done_at IS NULL"
				" ORDER BY due_at, id LIMIT ?");

	rd_bind_int(q, limit);
	return rd_query_all(q, task_read_of_case, (GDestroyNotify)rd_task_of_case_free, error);
}

GPtrArray *
rd_tasks_to_mail(RdStore *store, RdTime due_by, guint limit, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT " COLUMNS ", case_id FROM task WHERE done_at IS NULL"
				" AND mail_at <= ? ORDER BY mail_at, id LIMIT ?");

	rd_bind_int(q, due_by);
	rd_bind_int(q, limit);
	return rd_query_all(q, task_read_of_case, (GDestroyNotify)rd_task_of_case_free, error);
}
