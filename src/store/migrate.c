#include "store-private.h"

#include <redress/error.h>

#include <errno.h>
#include <string.h>
#include <sys/random.h>

static const char schema[] =
#include "schema.sql.h"
	;

/*
 * A change of schema.sql after a release raises this and adds the step that takes the
 * version before it there; tests/data/store keeps a file of each version.
 */
#define SCHEMA_VERSION 4

/* Staff commands are taken back, and tasks are mailed again every day. */
static const char step_2[] =
	"ALTER TABLE task ADD COLUMN mail_at INTEGER;"
	"UPDATE task SET mail_at = iif(mailed_at IS NULL, due_at, mailed_at + 86400);"
	"DROP INDEX task_to_mail;"
	"CREATE INDEX task_to_mail ON task (mail_at) WHERE done_at IS NULL;"
	"CREATE TABLE task_mail (message_id TEXT PRIMARY KEY,"
	" task_id INTEGER NOT NULL REFERENCES task ON DELETE CASCADE) STRICT, WITHOUT ROWID;"
	"CREATE INDEX task_mail_task ON task_mail (task_id);"
	"CREATE TABLE undo (case_id INTEGER PRIMARY KEY REFERENCES cases, command TEXT NOT NULL,"
	" cases TEXT NOT NULL, mails_after INTEGER NOT NULL, mails_until INTEGER NOT NULL,"
	" inverse BLOB) STRICT;";

/* No look-up needs that index. */
static const char step_3[] = "DROP INDEX mail_fingerprint";

/* Words are compared themselves, and only those that came in. */
static const char step_4[] = "ALTER TABLE mail DROP COLUMN fingerprint;"
			     "DROP INDEX mail_author;"
			     "CREATE INDEX mail_author ON mail (author_folded) WHERE outgoing = 0;"
			     "DELETE FROM message_id WHERE message_id IN"
			     " (SELECT message_id FROM mail WHERE outgoing = 1);";

static const RdMigration steps[] = {
	{2, step_2},
	{3, step_3},
	{4, step_4},
	{0, NULL},
};

static gboolean
migrate_refuse(RdStore *self, GError **error, const char *why)
{
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s: %s", self->path, why);
	return FALSE;
}

static gboolean
migrate_read(RdStore *self, const char *pragma, gint64 *out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query_at(self, pragma, "open");

	return rd_query_value(q, out, error);
}

/* A file without a table is new, whoever made it. */
static gboolean
migrate_look(RdStore *self, gint64 newest, gint64 *version, gboolean *is_new, GError **error)
{
	gint64 application = 0, tables = 0;

	if (!migrate_read(self, "PRAGMA application_id", &application, error) ||
	    !migrate_read(self, "PRAGMA user_version", version, error) ||
	    !migrate_read(self, "SELECT count(*) FROM sqlite_schema", &tables, error))
		return FALSE;
	*is_new = tables == 0 && application == 0;
	if (!*is_new && application != RD_STORE_APPLICATION_ID)
		return migrate_refuse(self, error, "is a database, but not one of redress");
	if (*version > newest)
		return migrate_refuse(self, error, "was written by a newer redress");
	return TRUE;
}

static gboolean
migrate_add_secret(RdStore *self, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self, "INSERT INTO secret (id, octets) VALUES (1, ?)");
	guint8 octets[sizeof self->secret];
	g_autoptr(GBytes) secret = NULL;

	if (getrandom(octets, sizeof octets, 0) != sizeof octets) {
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: no random octets: %s",
			    self->path, g_strerror(errno));
		return FALSE;
	}
	secret = g_bytes_new(octets, sizeof octets);
	rd_bind_blob(q, secret);
	return rd_query_run(q, error);
}

static gboolean
migrate_check_keys(RdStore *self, GError **error)
{
	gint64 broken = 0;

	if (!migrate_read(self, "SELECT count(*) FROM pragma_foreign_key_check", &broken, error))
		return FALSE;
	if (broken > 0)
		return migrate_refuse(self, error, "a row points at one that is missing");
	return TRUE;
}

static gboolean
migrate_work(RdStore *self, const char *new_schema, const RdMigration *step, gint64 newest,
	     GError **error)
{
	g_autofree char *numbers =
		g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d",
				RD_STORE_APPLICATION_ID, (int)newest);
	gint64 version = 0;
	gboolean is_new;

	/* Looked at again: another process may have been faster. */
	if (!migrate_look(self, newest, &version, &is_new, error))
		return FALSE;
	if (is_new)
		return rd_store_exec(self, new_schema, error) && migrate_add_secret(self, error) &&
		       rd_store_exec(self, numbers, error);
	for (; step->sql != NULL && step->to <= newest; step++) {
		if (step->to > version && !rd_store_exec(self, step->sql, error)) {
			g_prefix_error(error, "to schema version %d: ", step->to);
			return FALSE;
		}
	}
	return migrate_check_keys(self, error) && rd_store_exec(self, numbers, error);
}

gboolean
rd_store_migrate(RdStore *self, const char *new_schema, const RdMigration *some_steps, int newest,
		 GError **error)
{
	gint64 version = 0;
	gboolean is_new, known;

	/* In one transaction, since another process may be making the file just now. */
	if (!rd_store_exec(self, "BEGIN", error))
		return FALSE;
	known = migrate_look(self, newest, &version, &is_new, error);
	rd_store_rollback(self);
	if (!known || (!is_new && version == newest))
		return known;
	if (!rd_store_exec(self, "PRAGMA foreign_keys = OFF", error) ||
	    !rd_store_begin(self, error))
		return FALSE;
	if (!migrate_work(self, new_schema, some_steps, newest, error)) {
		rd_store_rollback(self);
		return FALSE;
	}
	return rd_store_commit(self, error);
}

gboolean
rd_store_make_current(RdStore *self, GError **error)
{
	return rd_store_migrate(self, schema, steps, SCHEMA_VERSION, error);
}
