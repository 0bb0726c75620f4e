#include <redress/error.h>
#include <redress/fs.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
fs_fail(const char *path, const char *step, GError **error)
{
	g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: %s: %s", path, step,
		    g_strerror(errno));
	return FALSE;
}

static gboolean
fs_sync_dir_of(const char *path, GError **error)
{
	g_autofree char *dir = g_path_get_dirname(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		fs_fail(dir, "sync", error);
	if (fd >= 0)
		close(fd);
	return ok;
}

gboolean
rd_fs_rename_durable(const char *from, const char *to, GError **error)
{
	if (g_rename(from, to) != 0)
		return fs_fail(to, "rename", error);
	return fs_sync_dir_of(to, error);
}

gboolean
rd_fs_make_dir(const char *dir, GError **error)
{
	if (g_mkdir_with_parents(dir, 0700) != 0)
		return fs_fail(dir, "make folder", error);
	return TRUE;
}

gboolean
rd_fs_write_durable(const char *path, const void *data, gsize len, GError **error)
{
	g_autoptr(GError) local = NULL;

	if (!g_file_set_contents_full(path, data, (gssize)len,
				      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
				      0600, &local)) {
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: %s", path, local->message);
		return FALSE;
	}
	return fs_sync_dir_of(path, error);
}

/* /var/tmp is on a disk where /tmp often is memory, which is what such a file is to spare. */
int
rd_fs_open_unnamed(void)
{
	const char *const dirs[] = {g_getenv("TMPDIR"), "/var/tmp", "/tmp"};
	int fd = -1;

	for (gsize i = 0; fd < 0 && i < G_N_ELEMENTS(dirs); i++) {
		g_autofree char *name = NULL;

		if (dirs[i] == NULL)
			continue;
		fd = open(dirs[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
		if (fd >= 0 || errno == ENOENT || errno == EACCES || errno == EROFS)
			continue;
		name = g_build_filename(dirs[i], "redress-XXXXXX", NULL);
		fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
		if (fd >= 0)
			g_unlink(name);
	}
	return fd;
}

gboolean
rd_fs_write_all(int fd, const void *data, gsize len)
{
	const char *at = data;

	while (len > 0) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno != EINTR)
			return FALSE;
		at += MAX(n, 0);
		len -= (gsize)MAX(n, 0);
	}
	return TRUE;
}
