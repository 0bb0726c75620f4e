/*
 * mail-index.c - the file of the index.
 */

#include "mail-index-private.h"

#include <redress/error.h>

#include <string.h>
#include <sys/stat.h>

#define INDEX_APPLICATION_ID 0x52445349 /* "RDSI" */
#define INDEX_VERSION	     1

/* An index can be made again, so that nothing waits for the disk. */
static const char settings[] = "PRAGMA synchronous = NORMAL;"
			       "PRAGMA journal_size_limit = 4194304;" /* octets */
			       "PRAGMA cache_size = -1024;"	      /* KiB */
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cell_size_check = ON;";

/*
 * The index keeps no text: that is in the store. The witness is the Message-ID of the mail at
 * the watermark: another store, or an older copy, has another one there.
 */
static const char schema[] =
	"DROP TABLE IF EXISTS mail_text; DROP TABLE IF EXISTS mark; DROP TABLE IF EXISTS letter;"
	"CREATE VIRTUAL TABLE mail_text USING " RD_MAIL_INDEX_TABLE ", content = '');"
	"CREATE TABLE mark (id INTEGER PRIMARY KEY CHECK (id = 1), upto INTEGER NOT NULL,"
	" witness TEXT NOT NULL) STRICT;"
	"INSERT INTO mark VALUES (1, 0, '');"
	"CREATE TABLE letter (mail_id INTEGER PRIMARY KEY) STRICT;" /* that has not left yet */
	"PRAGMA application_id = " G_STRINGIFY(
		INDEX_APPLICATION_ID) ";"
				      "PRAGMA user_version = " G_STRINGIFY(INDEX_VERSION) ";";

char *
rd_mail_index_path(const char *path)
{
	return g_strconcat(path, "-search", NULL);
}

static gboolean
index_pragma(RdMailIndex *self, const char *pragma, gint64 *out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query_at(self->index, pragma, "open");

	return rd_query_value(q, out, error);
}

/* TRUE with @current FALSE: a file that is empty or of another version of redress. */
static gboolean
index_look(RdMailIndex *self, gboolean *current, GError **error)
{
	gint64 application = 0, version = 0, tables = 0;

	if (!index_pragma(self, "PRAGMA application_id", &application, error) ||
	    !index_pragma(self, "PRAGMA user_version", &version, error) ||
	    !index_pragma(self, "SELECT count(*) FROM sqlite_schema", &tables, error))
		return FALSE;
	if (application != INDEX_APPLICATION_ID && (application != 0 || tables > 0)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s: is not an index of redress",
			    self->index->path);
		return FALSE;
	}
	*current = application == INDEX_APPLICATION_ID && version == INDEX_VERSION;
	return TRUE;
}

static gboolean
index_make(RdMailIndex *self, GError **error)
{
	gboolean current;

	if (!rd_store_begin(self->index, error))
		return FALSE;
	/* Looked at again: another process may have been faster. */
	if (index_look(self, &current, error) &&
	    (current || rd_store_exec(self->index, schema, error)))
		return rd_store_commit(self->index, error);
	rd_store_rollback(self->index);
	return FALSE;
}

static gboolean
index_note_file(RdMailIndex *self, GError **error)
{
	struct stat st;

	if (stat(self->index->path, &st) != 0) {
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: was removed",
			    self->index->path);
		return FALSE;
	}
	self->device = st.st_dev;
	self->inode = st.st_ino;
	return TRUE;
}

RdMailIndex *
rd_mail_index_open(const RdStore *store, GError **error)
{
	g_autoptr(RdMailIndex) self = g_new0(RdMailIndex, 1);
	g_autofree char *path = rd_mail_index_path(store->path);
	gboolean current;

	self->store = rd_store_open_beside(store, error);
	if (self->store == NULL)
		return NULL;
	self->index = rd_store_open_file(path, error);
	if (self->index == NULL || !index_look(self, &current, error) ||
	    !rd_store_use_wal(self->index, error) || !rd_store_exec(self->index, settings, error) ||
	    (!current && !index_make(self, error)) || !index_note_file(self, error)) {
		if (error != NULL && g_error_matches(*error, RD_ERROR, RD_ERROR_CONFIG))
			g_prefix_error(error, "the index can be removed, and is made anew then: ");
		return NULL;
	}
	return g_steal_pointer(&self);
}

void
rd_mail_index_close(RdMailIndex *self)
{
	if (self == NULL)
		return;
	rd_store_close(self->index);
	rd_store_close(self->store);
	g_free(self);
}

gboolean
rd_mail_index_is_there(const RdMailIndex *self)
{
	struct stat st;

	return stat(self->index->path, &st) == 0 && st.st_dev == self->device &&
	       st.st_ino == self->inode;
}

static gboolean
index_mark_is_of_store(RdMailIndex *self, gint64 upto, const char *witness, gboolean *valid,
		       GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self->store, "SELECT message_id FROM mail WHERE id = ?");
	g_autoptr(GError) local = NULL;
	g_autofree char *found = NULL;

	rd_bind_int(q, upto);
	if (rd_query_next(q, &local))
		found = rd_query_text(q);
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	*valid = upto == 0 || g_strcmp0(found, witness) == 0;
	return TRUE;
}

gboolean
rd_mail_index_mark(RdMailIndex *self, gint64 *upto, gboolean *valid, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self->index, "SELECT upto, witness FROM mark");
	g_autofree char *witness = NULL;

	if (!rd_query_need(q, error, "%s: has lost its watermark", self->index->path))
		return FALSE;
	*upto = rd_query_int(q);
	witness = rd_query_text(q);
	return index_mark_is_of_store(self, *upto, witness, valid, error);
}

gboolean
rd_mail_index_behind(RdMailIndex *self, gint64 *mails, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self->store, "SELECT ifnull(max(id), 0) FROM mail");
	gint64 newest = 0, upto;
	gboolean valid;

	if (!rd_mail_index_mark(self, &upto, &valid, error) || !rd_query_value(q, &newest, error))
		return FALSE;
	*mails = valid ? newest - upto : newest;
	return TRUE;
}

gboolean
rd_mail_index_verify(RdMailIndex *self, GPtrArray *problems, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		self->index, "INSERT INTO mail_text (mail_text) VALUES ('integrity-check')");
	g_autoptr(GError) local = NULL;
	gboolean valid;
	gint64 upto;

	if (!rd_query_run(q, &local)) {
		if (!g_error_matches(local, RD_ERROR, RD_ERROR_CONFIG)) {
			g_propagate_error(error, g_steal_pointer(&local));
			return FALSE;
		}
		g_ptr_array_add(problems, g_strdup_printf("index: %s", local->message));
		return TRUE;
	}
	if (!rd_mail_index_mark(self, &upto, &valid, error))
		return FALSE;
	if (!valid)
		g_ptr_array_add(problems,
				g_strdup_printf("index: %s: is not that of this store, which has "
						"another mail %" G_GINT64_FORMAT " or none",
						self->index->path, upto));
	return TRUE;
}

gboolean
rd_mail_index_backup(const RdStore *store, const char *path, GError **error)
{
	g_autofree char *from = rd_mail_index_path(store->path);
	g_autofree char *to = rd_mail_index_path(path);
	g_autoptr(RdMailIndex) self = NULL;

	if (!g_file_test(from, G_FILE_TEST_EXISTS))
		return TRUE;
	self = rd_mail_index_open(store, error);
	return self != NULL && rd_store_backup(self->index, to, error);
}
