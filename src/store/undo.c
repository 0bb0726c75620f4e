/* SQLite shows its sessions only to who asks for them. */
#define SQLITE_ENABLE_SESSION	     1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1

#include "store-private.h"

#include <redress/undo.h>

#include <string.h>

struct _RdRecording {
	RdStore *store;
	sqlite3_session *session;
};

/*
 * In the order in which changes are taken back. The case comes last: opening or closing it
 * puts its timers to sleep or wakes them, and they are compared with what they were.
 */
static const char *const tables[] = {"timer", "fact",	   "label", "link",
				     "task",  "homeowner", "cases"};

RdRecording *
rd_recording_begin(RdStore *store, GError **error)
{
	g_autoptr(RdRecording) self = g_new0(RdRecording, 1);
	int code = sqlite3session_create(store->db, "main", &self->session);

	self->store = store;
	for (gsize i = 0; code == SQLITE_OK && i < G_N_ELEMENTS(tables); i++)
		code = sqlite3session_attach(self->session, tables[i]);
	if (code == SQLITE_OK)
		return g_steal_pointer(&self);
	rd_store_fail(store, code, G_STRFUNC, error);
	return NULL;
}

void
rd_recording_free(RdRecording *self)
{
	if (self->session != NULL)
		sqlite3session_delete(self->session);
	g_free(self);
}

GBytes *
rd_recording_inverse(RdRecording *self, GError **error)
{
	void *changes = NULL, *inverse = NULL;
	int len = 0, inverse_len = 0;
	int code = sqlite3session_changeset(self->session, &len, &changes);

	if (code == SQLITE_OK)
		code = sqlite3changeset_invert(len, changes, &inverse_len, &inverse);
	sqlite3_free(changes);
	if (code != SQLITE_OK) {
		rd_store_fail(self->store, code, G_STRFUNC, error);
		return NULL;
	}
	return g_bytes_new_with_free_func(inverse, (gsize)inverse_len, sqlite3_free, inverse);
}

/* A task that was mailed is not as it was made; nobody needs it all the same. */
static int
undo_conflict(G_GNUC_UNUSED void *data, int what, sqlite3_changeset_iter *change)
{
	const char *table = "";
	int columns, operation = 0, indirect;

	if (what != SQLITE_CHANGESET_DATA)
		return SQLITE_CHANGESET_ABORT;
	sqlite3changeset_op(change, &table, &columns, &operation, &indirect);
	return operation == SQLITE_DELETE && strcmp(table, "task") == 0 ? SQLITE_CHANGESET_REPLACE
									: SQLITE_CHANGESET_ABORT;
}

gboolean
rd_store_take_back(RdStore *store, GBytes *inverse, gboolean *done, GError **error)
{
	gsize len;
	gconstpointer changes = g_bytes_get_data(inverse, &len);
	int code = len == 0 ? SQLITE_OK
			    : sqlite3changeset_apply(store->db, (int)len, (void *)changes, NULL,
						     undo_conflict, NULL);

	*done = code == SQLITE_OK;
	return *done || code == SQLITE_ABORT || (code & 0xff) == SQLITE_CONSTRAINT ||
	       rd_store_fail(store, code, G_STRFUNC, error);
}

void
rd_undo_free(RdUndo *self)
{
	g_free(self->command);
	g_free(self->cases);
	g_clear_pointer(&self->inverse, g_bytes_unref);
	g_free(self);
}

gboolean
rd_undo_keep(RdStore *store, const RdUndo *self, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT OR REPLACE INTO undo (case_id, command, cases, mails_after,"
		       " mails_until, inverse) VALUES (?1, ?2, ?3, ?4, ?5, iif(?6, ?7, NULL))");
	g_autoptr(GBytes) none = g_bytes_new_static("", 0);

	rd_bind_int(q, self->case_id);
	rd_bind_text(q, self->command);
	rd_bind_text(q, self->cases);
	rd_bind_int(q, self->mails_after);
	rd_bind_int(q, self->mails_until);
	rd_bind_int(q, self->inverse != NULL);
	rd_bind_blob(q, self->inverse != NULL ? self->inverse : none);
	return rd_query_run(q, error);
}

gboolean
rd_undo_forget(RdStore *store, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "DELETE FROM undo WHERE case_id = ?");

	rd_bind_int(q, case_id);
	return rd_query_run(q, error);
}

RdUndo *
rd_undo_get(RdStore *store, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT case_id, command, cases, mails_after, mails_until,"
				" inverse IS NOT NULL, inverse FROM undo WHERE case_id = ?");
	RdUndo *self;

	rd_bind_int(q, case_id);
	if (!rd_query_need(q, error, "RD-%" G_GINT64_FORMAT ": nothing is to be taken back",
			   case_id))
		return NULL;
	self = g_new0(RdUndo, 1);
	self->case_id = rd_query_int(q);
	self->command = rd_query_text(q);
	self->cases = rd_query_text(q);
	self->mails_after = rd_query_int(q);
	self->mails_until = rd_query_int(q);
	if (rd_query_int(q) != 0)
		self->inverse = rd_query_blob(q);
	return self;
}
