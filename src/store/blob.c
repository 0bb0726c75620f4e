#include "store-private.h"

RdBlob *
rd_blob_open(RdStore *store, const char *table, const char *column, gint64 row, gboolean writable,
	     GError **error)
{
	g_autoptr(RdBlob) self = g_new0(RdBlob, 1);
	int code = sqlite3_blob_open(store->db, "main", table, column, row, writable, &self->blob);

	self->store = store;
	if (code == SQLITE_OK)
		return g_steal_pointer(&self);
	rd_store_fail(store, code, G_STRFUNC, error);
	return NULL;
}

gboolean
rd_blob_write(RdBlob *self, const void *data, gsize len, gsize at, GError **error)
{
	int code = sqlite3_blob_write(self->blob, data, (int)len, (int)at);

	return code == SQLITE_OK || rd_store_fail(self->store, code, G_STRFUNC, error);
}

GBytes *
rd_blob_read(RdBlob *self, GError **error)
{
	int len = sqlite3_blob_bytes(self->blob);
	g_autofree char *data = g_malloc(len);
	int code = sqlite3_blob_read(self->blob, data, len, 0);

	if (code == SQLITE_OK)
		return g_bytes_new_take(g_steal_pointer(&data), len);
	rd_store_fail(self->store, code, G_STRFUNC, error);
	return NULL;
}

/* What closing could fail with, reading or writing has failed with before. */
void
rd_blob_close(RdBlob *self)
{
	if (self == NULL)
		return;
	sqlite3_blob_close(self->blob);
	g_free(self);
}
