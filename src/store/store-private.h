/*
 * store-private.h - what the typed queries of src/store share.
 *
 * A query is one prepared statement of the store's cache. Values are bound and columns
 * are read in order, so that a query is a few lines:
 *
 *	g_autoptr(RdQuery) q = rd_query(store, "SELECT " COLUMNS " FROM staff WHERE role = ?");
 *
 *	rd_bind_text(q, role);
 *	return rd_query_next(q, error) ? staff_read(q) : NULL;
 *
 * What goes wrong on the way, preparing and binding included, is reported by the call
 * that takes the GError. Bound strings are borrowed until the query has run.
 */

#pragma once

#include <redress/octets.h>
#include <redress/store.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* A file, whatever its name. */
typedef struct {
	guint64 device;
	guint64 inode; /* 0: there was none */
} RdStorePlace;

#define RD_STORE_FILES 3 /* the store itself, its log and what connections share */

struct _RdStore {
	sqlite3 *db;
	char *path;
	GHashTable *queries; /* const char * (address of the SQL) -> RdQuery */
	gboolean in_transaction;
	gboolean lightly; /* commits do not wait for the disk */
	int lock_fd;	  /* of the lock file; -1: not open */
	gboolean turn_is_stuck;
	gint64 work_first, work_last; /* what the lock file says is at work; 0: nothing */
	guint cache_kib;	      /* of pages, but while a large value passes */
	RdStorePlace places[RD_STORE_FILES];
	RdStoreLogged logged;
	gpointer logged_data;
	guint8 secret[32];
};

#define RD_STORE_BUSY_MS   10000 /* how long another writer is waited for */
#define RD_STORE_LOG_PAGES 4000	 /* then a commit brings the log into the file */

typedef struct _RdQuery RdQuery;

/* @sql is a literal, known by its address; the name of the function is given in errors. */
#define rd_query(store, sql) rd_query_at((store), "" sql, G_STRFUNC)
RdQuery *rd_query_at(RdStore *store, const char *sql, const char *place);
void rd_query_done(RdQuery *self); /* back into the cache */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdQuery, rd_query_done)

void rd_bind_int(RdQuery *self, gint64 value);
void rd_bind_ref(RdQuery *self, gint64 id);	    /* 0 is NULL: a row there may be none of */
void rd_bind_time(RdQuery *self, RdTime time);	    /* RD_TIME_NONE is NULL */
void rd_bind_text(RdQuery *self, const char *text); /* NULL is '' */
void rd_bind_any(RdQuery *self, const char *text);  /* NULL is NULL */
void rd_bind_fold(RdQuery *self, const char *text); /* rd_text_fold() of it */
void rd_bind_take(RdQuery *self, char *text);	    /* and frees it; NULL is '' */
void rd_bind_lines(RdQuery *self, char **texts);    /* one a line; NULL is none */
void rd_bind_blob(RdQuery *self, GBytes *octets);
void rd_bind_sha256(RdQuery *self, const char *hex); /* as 32 octets; "" is NULL */

/* The next column. */
gint64 rd_query_int(RdQuery *self);
RdTime rd_query_time(RdQuery *self);
char *rd_query_text(RdQuery *self);	  /* free with g_free() */
const char *rd_query_peek(RdQuery *self); /* the text till the next row */
char **rd_query_lines(RdQuery *self);	  /* free with g_strfreev() */
GBytes *rd_query_blob(RdQuery *self);
char *rd_query_sha256(RdQuery *self);
/* Its place among @names, where a CHECK of the schema keeps it. */
guint rd_query_name(RdQuery *self, const char *const *names, guint n);

/* TRUE: there is a row to read. FALSE: no more, or @error is set. */
gboolean rd_query_next(RdQuery *self, GError **error);
/* The same; when there is no row, NOT_FOUND with that message. */
gboolean rd_query_need(RdQuery *self, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Runs a query that gives no rows; the second returns the id of the row it added, or 0. */
gboolean rd_query_run(RdQuery *self, GError **error);
gint64 rd_query_add(RdQuery *self, GError **error);
/* Runs one that must change a row; when it does not, NOT_FOUND with that message. */
gboolean rd_query_change(RdQuery *self, GError **error, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

typedef gpointer (*RdQueryRead)(RdQuery *self);
/* All rows, each made by @read; NULL with an error. */
GPtrArray *rd_query_all(RdQuery *self, RdQueryRead read, GDestroyNotify free, GError **error);
/* The first column of all rows as gint64. */
GArray *rd_query_ids(RdQuery *self, GError **error);
/* The one value of the one row, run to its end; @out is left alone when there is none. */
gboolean rd_query_value(RdQuery *self, gint64 *out, GError **error);

GHashTable *rd_query_cache_new(void);

/* One large value, read or written without a second copy of it. */
typedef struct {
	RdStore *store;
	sqlite3_blob *blob;
} RdBlob;

RdBlob *rd_blob_open(RdStore *store, const char *table, const char *column, gint64 row,
		     gboolean writable, GError **error);
gboolean rd_blob_write(RdBlob *self, const void *data, gsize len, gsize at, GError **error);
gsize rd_blob_size(const RdBlob *self);
GBytes *rd_blob_read(RdBlob *self, GError **error);
/* Into a file without a name, piece by piece. */
RdOctets *rd_blob_spool(RdBlob *self, GError **error);
/*
 * Around the writing or reading of a large one: its pages go through a small cache, where
 * they would push out all others and stay, though nobody reads them soon.
 */
gboolean rd_blob_begin_large(RdStore *store, GError **error);
void rd_blob_end_large(RdStore *store);
void rd_blob_close(RdBlob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdBlob, rd_blob_close)

/* What SQLite takes its memory from. */
extern const sqlite3_mem_methods rd_store_memory;
/* The name of SQLite's way to the disk that the files of a store are opened with. */
const char *rd_vfs_gather(void);
/*
 * Waits until @log is on the disk: all that anyone has written to it, or, when this connection
 * has written to it and has waited since, no more than that.
 */
int rd_vfs_gather_settle(sqlite3_file *log);

/* A database that may be none of redress yet: nothing of it has been read or changed. */
RdStore *rd_store_open_file(const char *path, GError **error);
gboolean rd_store_use_wal(RdStore *self, GError **error);
/* Statements without values or rows: for opening and migrating. */
gboolean rd_store_exec(RdStore *self, const char *sql, GError **error);
/* Once it is open: rd_store_is_in_place() compares with that. */
void rd_store_note_place(RdStore *self);
/* Opens the gateway's lock file, if it is there. */
gboolean rd_store_has_lock_file(RdStore *self);
/* Before a transaction is begun, and when it has: FALSE: there is no turn to end. */
gboolean rd_store_take_turn(RdStore *self);
void rd_store_end_turn(RdStore *self);
/* How much of the file it keeps in memory. */
gboolean rd_store_set_cache(RdStore *self, guint kib, GError **error);
/* Sets @error from the connection's last failure @code; always FALSE. */
gboolean rd_store_fail(RdStore *self, int code, const char *place, GError **error);
/* TRUE when a statement failed so badly that SQLite has rolled back by itself. */
gboolean rd_store_is_undone(RdStore *self);

#define RD_STORE_APPLICATION_ID 0x52445253 /* "RDRS" */

/* The step of a schema to version @to. */
typedef struct {
	int to;
	const char *sql;
} RdMigration;

/*
 * Makes a new file by @schema, of version @newest, or takes an older one there by the
 * @steps (the last has ->sql NULL), all in one transaction. Foreign keys are off till
 * after it, and must hold at its end.
 */
gboolean rd_store_migrate(RdStore *self, const char *schema, const RdMigration *steps, int newest,
			  GError **error);
/* The same with the schema of this redress. */
gboolean rd_store_make_current(RdStore *self, GError **error);

G_END_DECLS
