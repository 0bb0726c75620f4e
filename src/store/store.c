#include "store-private.h"

#include <redress/error.h>
#include <redress/text.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/*
 * WAL with synchronous=FULL: a commit is on the disk when it returns. A reader elsewhere
 * can hold a checkpoint up, and the limit shrinks the log again afterwards; not to less than
 * a busy gateway fills (checkpointer.c), since what is written in place is durable sooner than
 * what makes a file longer. The settings under it keep a damaged or doctored file from doing
 * more than giving an error.
 */
static const char settings[] =
	"PRAGMA synchronous = FULL;"
	"PRAGMA wal_autocheckpoint = " G_STRINGIFY(
		RD_STORE_LOG_PAGES) ";"
				    "PRAGMA journal_size_limit = 67108864;" /* octets */
				    "PRAGMA temp_store = MEMORY;"
				    "PRAGMA trusted_schema = OFF;"
				    "PRAGMA cell_size_check = ON;";

/* Most pages that pass are a mail's octets, which nobody asks for again. */
#define CACHE_KIB	 2048
#define CACHE_BESIDE_KIB 512

#if defined(__SANITIZE_ADDRESS__)
#define STORE_KEEPS_MEMORY 0 /* what is kept would not be seen when it is used too late */
#else
#define STORE_KEEPS_MEMORY 1
#endif

/* SQLite's count of its memory costs a lock at each allocation. Before the first open only. */
static void
store_set_up_sqlite(void)
{
	static gsize done;

	if (g_once_init_enter(&done)) {
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
		if (STORE_KEEPS_MEMORY)
			sqlite3_config(SQLITE_CONFIG_MALLOC, &rd_store_memory);
		g_once_init_leave(&done, 1);
	}
}

#define STORE_BUSY_PAUSE_US 5000 /* before a writer that is busy is tried again */

/* Which of our codes a failure of SQLite is. */
static RdErrorCode
store_error_code(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_IOERR:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PROTOCOL:
	case SQLITE_NOMEM:
		return RD_ERROR_TEMPORARY;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return RD_ERROR_CONFIG;
	default:
		return RD_ERROR_INPUT;
	}
}

gboolean
rd_store_fail(RdStore *self, int code, const char *place, GError **error)
{
	g_set_error(error, RD_ERROR, store_error_code(code), "%s: %s: %s (SQLite %d)", self->path,
		    place, sqlite3_errmsg(self->db), code);
	return FALSE;
}

gboolean
rd_store_exec(RdStore *self, const char *sql, GError **error)
{
	if (sqlite3_exec(self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return TRUE;
	return rd_store_fail(self, sqlite3_extended_errcode(self->db), "open", error);
}

gboolean
rd_store_is_undone(RdStore *self)
{
	return self->in_transaction && sqlite3_get_autocommit(self->db);
}

/*
 * The change of a new store to WAL needs it alone, and SQLite does not wait for that by
 * itself: two that wait for one another would wait for ever.
 */
gboolean
rd_store_use_wal(RdStore *self, GError **error)
{
	gint64 until = g_get_monotonic_time() + RD_STORE_BUSY_MS * G_TIME_SPAN_MILLISECOND;

	while (sqlite3_exec(self->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) != SQLITE_OK) {
		if ((sqlite3_errcode(self->db) & 0xff) != SQLITE_BUSY ||
		    g_get_monotonic_time() > until)
			return rd_store_fail(self, sqlite3_extended_errcode(self->db), "open",
					     error);
		g_usleep(STORE_BUSY_PAUSE_US);
	}
	return TRUE;
}

/*
 * SQLite would make the file readable for all; it holds people's letters. One that is there is
 * left to SQLite: to close a descriptor of it would drop the locks of all of this process's
 * connections to it (POSIX), and another program that ends would take the log away under them.
 */
static gboolean
store_make_file(const char *path, GError **error)
{
	int fd;

	if (strcmp(path, ":memory:") == 0)
		return TRUE;
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	else if (errno != EEXIST) {
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: %s", path, g_strerror(errno));
		return FALSE;
	}
	return TRUE;
}

static gboolean
store_read_secret(RdStore *self, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self, "SELECT octets FROM secret");
	g_autoptr(GBytes) octets = NULL;

	if (!rd_query_next(q, error)) {
		if (error != NULL && *error == NULL)
			g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s: has lost its secret",
				    self->path);
		return FALSE;
	}
	octets = rd_query_blob(q);
	memcpy(self->secret, g_bytes_get_data(octets, NULL), sizeof self->secret);
	return TRUE;
}

/* By whatever name it was opened, what lies beside it has one: the log, locks, what was learned. */
static void
store_take_real_path(RdStore *self)
{
	const char *real = sqlite3_db_filename(self->db, "main");

	if (real != NULL && *real != '\0')
		rd_text_set(&self->path, real);
}

RdStore *
rd_store_open_file(const char *path, GError **error)
{
	g_autoptr(RdStore) self = g_new0(RdStore, 1);
	int code;

	store_set_up_sqlite();
	self->path = g_strdup(path);
	self->queries = rd_query_cache_new();
	self->lock_fd = -1;
	if (!store_make_file(path, error))
		return NULL;
	code = sqlite3_open_v2(path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			       rd_vfs_gather());
	if (code != SQLITE_OK) {
		rd_store_fail(self, code, "open", error);
		return NULL;
	}
	if (sqlite3_db_readonly(self->db, "main") == 1) {
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: cannot be written to", path);
		return NULL;
	}
	store_take_real_path(self);
	sqlite3_extended_result_codes(self->db, 1);
	sqlite3_busy_timeout(self->db, RD_STORE_BUSY_MS);
	sqlite3_db_config(self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return g_steal_pointer(&self);
}

gboolean
rd_store_set_cache(RdStore *self, guint kib, GError **error)
{
	g_autofree char *sql = g_strdup_printf("PRAGMA cache_size = -%u", kib);

	self->cache_kib = kib;
	return rd_store_exec(self, sql, error);
}

RdStore *
rd_store_open(const char *path, GError **error)
{
	g_autoptr(RdStore) self = rd_store_open_file(path, error);

	if (self == NULL || !rd_store_make_current(self, error) || !rd_store_use_wal(self, error) ||
	    !rd_store_exec(self, settings, error) || !rd_store_set_cache(self, CACHE_KIB, error) ||
	    !rd_store_exec(self, "PRAGMA foreign_keys = ON", error) ||
	    !store_read_secret(self, error))
		return NULL;
	rd_store_note_place(self);
	return g_steal_pointer(&self);
}

const char *
rd_store_path(const RdStore *self)
{
	return self->path;
}

gboolean
rd_store_is_in_memory(const RdStore *self)
{
	return strcmp(self->path, ":memory:") == 0;
}

RdStore *
rd_store_open_beside(const RdStore *self, GError **error)
{
	g_autoptr(RdStore) beside = NULL;

	if (rd_store_is_in_memory(self)) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "%s: has no second way in",
			    self->path);
		return NULL;
	}
	beside = rd_store_open(self->path, error);
	if (beside == NULL || !rd_store_set_cache(beside, CACHE_BESIDE_KIB, error))
		return NULL;
	return g_steal_pointer(&beside);
}

void
rd_store_close(RdStore *self)
{
	if (self == NULL)
		return;
	g_hash_table_unref(self->queries);
	sqlite3_close(self->db);
	if (self->lock_fd >= 0)
		close(self->lock_fd);
	g_free(self->path);
	g_free(self);
}

/* Not within a transaction. */
static gboolean
store_set_lightly(RdStore *self, gboolean lightly, GError **error)
{
	if (self->lightly == lightly)
		return TRUE;
	if (!rd_store_exec(self,
			   lightly ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
			   error))
		return FALSE;
	self->lightly = lightly;
	return TRUE;
}

static gboolean
store_begin(RdStore *self, gboolean lightly, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self, "BEGIN IMMEDIATE");
	gboolean our_turn;

	if (!store_set_lightly(self, lightly, error))
		return FALSE;
	our_turn = rd_store_take_turn(self);
	self->in_transaction = rd_query_run(q, error);
	if (our_turn)
		rd_store_end_turn(self);
	return self->in_transaction;
}

gboolean
rd_store_begin(RdStore *self, GError **error)
{
	return store_begin(self, FALSE, error);
}

gboolean
rd_store_begin_lightly(RdStore *self, GError **error)
{
	return store_begin(self, TRUE, error);
}

/* What is in the log no more is in the file: a checkpoint has waited for the disk then. */
gboolean
rd_store_settle(RdStore *self, GError **error)
{
	sqlite3_file *log = NULL;
	int code;

	if (!rd_store_is_in_place(self, error))
		return FALSE;
	code = sqlite3_file_control(self->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (code == SQLITE_OK && log != NULL && log->pMethods != NULL)
		code = rd_vfs_gather_settle(log);
	return code == SQLITE_OK || rd_store_fail(self, code, G_STRFUNC, error);
}

gboolean
rd_store_commit(RdStore *self, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self, "COMMIT");

	if (!rd_store_is_in_place(self, error) || !rd_query_run(q, error)) {
		rd_store_rollback(self);
		return FALSE;
	}
	self->in_transaction = FALSE;
	return store_set_lightly(self, FALSE, error);
}

void
rd_store_rollback(RdStore *self)
{
	self->in_transaction = FALSE;
	if (!sqlite3_get_autocommit(self->db))
		sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
	store_set_lightly(self, FALSE, NULL);
}

gboolean
rd_store_mark(RdStore *self, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self, "SAVEPOINT mark");

	return rd_query_run(q, error);
}

gboolean
rd_store_release(RdStore *self, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self, "RELEASE mark");

	return rd_query_run(q, error);
}

void
rd_store_undo(RdStore *self)
{
	if (!rd_store_is_undone(self))
		sqlite3_exec(self->db, "ROLLBACK TO mark; RELEASE mark", NULL, NULL, NULL);
}

const guint8 *
rd_store_secret(RdStore *self, gsize *len)
{
	*len = sizeof self->secret;
	return self->secret;
}
