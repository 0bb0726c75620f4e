#include "store-private.h"

#include <redress/error.h>
#include <redress/fs.h>

#include <errno.h>
#include <unistd.h>

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

gsize
rd_blob_size(const RdBlob *self)
{
	return (gsize)sqlite3_blob_bytes(self->blob);
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

static gboolean
blob_fail_file(GError **error)
{
	g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "temporary file for a large message: %s",
		    g_strerror(errno));
	return FALSE;
}

static gboolean
blob_copy(RdBlob *self, int fd, GError **error)
{
	gsize len = rd_blob_size(self);
	g_autofree char *piece = g_malloc(RD_OCTETS_PIECE);

	for (gsize at = 0; at < len; at += RD_OCTETS_PIECE) {
		gsize n = MIN(RD_OCTETS_PIECE, len - at);
		int code = sqlite3_blob_read(self->blob, piece, (int)n, (int)at);

		if (code != SQLITE_OK)
			return rd_store_fail(self->store, code, G_STRFUNC, error);
		if (!rd_fs_write_all(fd, piece, n))
			return blob_fail_file(error);
	}
	return TRUE;
}

gboolean
rd_blob_begin_large(RdStore *store, GError **error)
{
	return rd_store_exec(store, "PRAGMA cache_size = -512", error);
}

void
rd_blob_end_large(RdStore *store)
{
	rd_store_set_cache(store, store->cache_kib, NULL);
}

RdOctets *
rd_blob_spool(RdBlob *self, GError **error)
{
	int fd = rd_fs_open_unnamed();
	gboolean ok;

	if (fd < 0) {
		blob_fail_file(error);
		return NULL;
	}
	ok = rd_blob_begin_large(self->store, error) && blob_copy(self, fd, error);
	rd_blob_end_large(self->store);
	if (ok)
		return rd_octets_new_from_fd(fd, rd_blob_size(self));
	close(fd);
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
