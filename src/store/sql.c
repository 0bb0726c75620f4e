#include "store-private.h"

#include <redress/error.h>
#include <redress/text.h>

#include <string.h>

struct _RdQuery {
	RdStore *store;
	sqlite3_stmt *stmt; /* NULL: could not be prepared */
	const char *place;
	int at;	  /* the value or column that is next */
	int code; /* the first failure; SQLITE_OK: none yet */
	gboolean busy;
};

static void
query_free(gpointer data)
{
	RdQuery *self = data;

	sqlite3_finalize(self->stmt);
	g_free(self);
}

GHashTable *
rd_query_cache_new(void)
{
	return g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, query_free);
}

RdQuery *
rd_query_at(RdStore *store, const char *sql, const char *place)
{
	RdQuery *self = g_hash_table_lookup(store->queries, sql);

	if (self == NULL) {
		self = g_new0(RdQuery, 1);
		self->store = store;
		g_hash_table_insert(store->queries, (gpointer)sql, self);
	}
	g_assert(!self->busy); /* a query does not run within itself */
	self->busy = TRUE;
	self->place = place;
	self->at = 0;
	self->code = SQLITE_OK;
	if (self->stmt == NULL)
		self->code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
						&self->stmt, NULL);
	return self;
}

void
rd_query_done(RdQuery *self)
{
	sqlite3_reset(self->stmt);
	sqlite3_clear_bindings(self->stmt);
	self->busy = FALSE;
}

/* Where to bind next; 0 when binding is pointless because something failed before. */
static int
query_next_value(RdQuery *self)
{
	return self->code == SQLITE_OK ? ++self->at : 0;
}

void
rd_bind_int(RdQuery *self, gint64 value)
{
	int at = query_next_value(self);

	if (at > 0)
		self->code = sqlite3_bind_int64(self->stmt, at, value);
}

static void
query_bind_null(RdQuery *self)
{
	int at = query_next_value(self);

	if (at > 0)
		self->code = sqlite3_bind_null(self->stmt, at);
}

void
rd_bind_ref(RdQuery *self, gint64 id)
{
	if (id == 0)
		query_bind_null(self);
	else
		rd_bind_int(self, id);
}

void
rd_bind_time(RdQuery *self, RdTime time)
{
	if (time == RD_TIME_NONE)
		query_bind_null(self);
	else
		rd_bind_int(self, time);
}

void
rd_bind_text(RdQuery *self, const char *text)
{
	int at = query_next_value(self);

	if (at > 0)
		self->code = sqlite3_bind_text(self->stmt, at, text != NULL ? text : "", -1,
					       SQLITE_STATIC);
}

void
rd_bind_any(RdQuery *self, const char *text)
{
	if (text == NULL)
		query_bind_null(self);
	else
		rd_bind_text(self, text);
}

void
rd_bind_take(RdQuery *self, char *text)
{
	int at = query_next_value(self);

	if (at > 0)
		self->code = sqlite3_bind_text(self->stmt, at, text != NULL ? text : g_strdup(""),
					       -1, g_free);
	else
		g_free(text);
}

void
rd_bind_fold(RdQuery *self, const char *text)
{
	rd_bind_take(self, rd_text_fold(text != NULL ? text : ""));
}

void
rd_bind_lines(RdQuery *self, char **texts)
{
	rd_bind_take(self, texts != NULL ? g_strjoinv("\n", texts) : g_strdup(""));
}

void
rd_bind_blob(RdQuery *self, GBytes *octets)
{
	int at = query_next_value(self);
	gsize len;
	const void *data = g_bytes_get_data(octets, &len);

	if (at > 0) /* to SQLite a NULL pointer is a NULL, not an empty blob */
		self->code = sqlite3_bind_blob64(self->stmt, at, data != NULL ? data : "", len,
						 SQLITE_STATIC);
}

/* Of a lower-case digit, as rd_text_hex() writes it: GLib's call costs more than the rest. */
static guint
hex_value(char digit)
{
	return (guint)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

void
rd_bind_sha256(RdQuery *self, const char *hex)
{
	guint8 octets[32];
	int at;

	if (hex == NULL || strlen(hex) != 2 * sizeof octets) {
		query_bind_null(self);
		return;
	}
	for (gsize i = 0; i < sizeof octets; i++)
		octets[i] = (guint8)(hex_value(hex[2 * i]) << 4 | hex_value(hex[2 * i + 1]));
	at = query_next_value(self);
	if (at > 0)
		self->code =
			sqlite3_bind_blob(self->stmt, at, octets, sizeof octets, SQLITE_TRANSIENT);
}

gint64
rd_query_int(RdQuery *self)
{
	return sqlite3_column_int64(self->stmt, self->at++);
}

RdTime
rd_query_time(RdQuery *self)
{
	if (sqlite3_column_type(self->stmt, self->at) == SQLITE_NULL) {
		self->at++;
		return RD_TIME_NONE;
	}
	return rd_query_int(self);
}

const char *
rd_query_peek(RdQuery *self)
{
	const char *text = (const char *)sqlite3_column_text(self->stmt, self->at++);

	return text != NULL ? text : "";
}

char *
rd_query_text(RdQuery *self)
{
	return g_strdup(rd_query_peek(self));
}

char **
rd_query_lines(RdQuery *self)
{
	const char *text = (const char *)sqlite3_column_text(self->stmt, self->at++);

	return g_strsplit(text != NULL ? text : "", "\n", -1);
}

GBytes *
rd_query_blob(RdQuery *self)
{
	const void *data = sqlite3_column_blob(self->stmt, self->at);
	int len = sqlite3_column_bytes(self->stmt, self->at++);

	return g_bytes_new(data, (gsize)len);
}

char *
rd_query_sha256(RdQuery *self)
{
	const guint8 *octets = sqlite3_column_blob(self->stmt, self->at);
	int len = sqlite3_column_bytes(self->stmt, self->at++);

	return rd_text_hex(octets, (gsize)len);
}

guint
rd_query_name(RdQuery *self, const char *const *names, guint n)
{
	const char *text = (const char *)sqlite3_column_text(self->stmt, self->at++);

	for (guint i = 0; i < n; i++) {
		if (g_strcmp0(text, names[i]) == 0)
			return i;
	}
	return 0;
}

static gboolean
query_fail(RdQuery *self, GError **error)
{
	return rd_store_fail(self->store, self->code, self->place, error);
}

gboolean
rd_query_next(RdQuery *self, GError **error)
{
	/* In autocommit mode each further write would be committed alone. */
	if (rd_store_is_undone(self->store)) {
		self->code = SQLITE_ABORT;
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY,
			    "%s: %s: the transaction failed before and was rolled back",
			    self->store->path, self->place);
		return FALSE;
	}
	if (self->code != SQLITE_OK)
		return query_fail(self, error);
	self->at = 0;
	switch (sqlite3_step(self->stmt)) {
	case SQLITE_ROW:
		return TRUE;
	case SQLITE_DONE:
		return FALSE;
	default:
		self->code = sqlite3_extended_errcode(self->store->db);
		return query_fail(self, error);
	}
}

gboolean
rd_query_run(RdQuery *self, GError **error)
{
	g_autoptr(GError) local = NULL;

	while (rd_query_next(self, &local))
		;
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	return TRUE;
}

gint64
rd_query_add(RdQuery *self, GError **error)
{
	return rd_query_run(self, error) ? sqlite3_last_insert_rowid(self->store->db) : 0;
}

static gboolean
query_not_found(GError **error, const char *format, va_list args)
{
	g_autofree char *message = g_strdup_vprintf(format, args);

	g_set_error_literal(error, RD_ERROR, RD_ERROR_NOT_FOUND, message);
	return FALSE;
}

gboolean
rd_query_need(RdQuery *self, GError **error, const char *format, ...)
{
	va_list args;

	if (rd_query_next(self, error))
		return TRUE;
	if (self->code != SQLITE_OK)
		return FALSE;
	va_start(args, format);
	query_not_found(error, format, args);
	va_end(args);
	return FALSE;
}

gboolean
rd_query_change(RdQuery *self, GError **error, const char *format, ...)
{
	va_list args;

	if (!rd_query_run(self, error))
		return FALSE;
	if (sqlite3_changes(self->store->db) > 0)
		return TRUE;
	va_start(args, format);
	query_not_found(error, format, args);
	va_end(args);
	return FALSE;
}

GPtrArray *
rd_query_all(RdQuery *self, RdQueryRead read, GDestroyNotify free, GError **error)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free);
	g_autoptr(GError) local = NULL;

	while (rd_query_next(self, &local))
		g_ptr_array_add(rows, read(self));
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return NULL;
	}
	return g_steal_pointer(&rows);
}

GArray *
rd_query_ids(RdQuery *self, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GError) local = NULL;

	while (rd_query_next(self, &local)) {
		gint64 id = rd_query_int(self);

		g_array_append_val(ids, id);
	}
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return NULL;
	}
	return g_steal_pointer(&ids);
}

gboolean
rd_query_value(RdQuery *self, gint64 *out, GError **error)
{
	g_autoptr(GError) local = NULL;

	if (rd_query_next(self, &local)) {
		*out = rd_query_int(self);
		return rd_query_run(self, error);
	}
	if (local == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&local));
	return FALSE;
}
