#include "store-private.h"

#include <redress/error.h>
#include <redress/fs.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
backup_fail(const char *path, const char *why, GError **error)
{
	g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: backup: %s", path, why);
	return FALSE;
}

/* One step over all pages: a copy in several would begin again whenever another writes. */
static gboolean
backup_copy(RdStore *self, sqlite3 *to, const char *path, GError **error)
{
	sqlite3_backup *copy = sqlite3_backup_init(to, "main", self->db, "main");
	int code;

	if (copy == NULL)
		return backup_fail(path, sqlite3_errmsg(to), error);
	sqlite3_backup_step(copy, -1);
	code = sqlite3_backup_finish(copy);
	return code == SQLITE_OK || backup_fail(path, sqlite3_errstr(code), error);
}

static gboolean
backup_write(RdStore *self, const char *path, GError **error)
{
	sqlite3 *to = NULL;
	int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL);
	gboolean ok = code == SQLITE_OK ? backup_copy(self, to, path, error)
					: backup_fail(path, sqlite3_errstr(code), error);

	sqlite3_close(to);
	return ok;
}

static gboolean
backup_make_file(const char *path, GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return backup_fail(path, g_strerror(errno), error);
	close(fd);
	return TRUE;
}

gboolean
rd_store_backup(RdStore *self, const char *path, GError **error)
{
	g_autofree char *part = g_strconcat(path, ".part", NULL);

	if (g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "%s: there is such a file already",
			    path);
		return FALSE;
	}
	g_unlink(part); /* what an interrupted backup left */
	if (!backup_make_file(part, error))
		return FALSE;
	if (!backup_write(self, part, error) || !rd_fs_rename_durable(part, path, error)) {
		g_unlink(part);
		return FALSE;
	}
	return TRUE;
}
