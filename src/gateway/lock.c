/*
 * lock.c - one gateway per store.
 *
 * An open file description lock: it ends with the process, however that ends, so a
 * stale file never blocks anybody.
 */

#include <redress/error.h>
#include <redress/gateway.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _RdLock {
	int fd;
};

static gboolean
lock_fail(const char *path, const char *step, GError **error)
{
	g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: %s: %s", path, step,
		    g_strerror(errno));
	return FALSE;
}

static void
lock_read_holder(int fd, char *pid, gsize size)
{
	ssize_t len = pread(fd, pid, size - 1, 0);

	pid[len > 0 ? len : 0] = '\0';
	g_strchomp(pid);
}

static gboolean
lock_hold(int fd, const char *path, GError **error)
{
	struct flock ours = {.l_type = F_WRLCK,
			     .l_whence = SEEK_SET,
			     .l_start = RD_STORE_LOCK_GATEWAY,
			     .l_len = 1};
	g_autofree char *mine = g_strdup_printf("%-*ld\n", RD_STORE_LOCK_LINE - 1, (long)getpid());
	char holder[RD_STORE_LOCK_LINE];

	if (fcntl(fd, F_OFD_SETLK, &ours) != 0) {
		if (errno != EAGAIN && errno != EACCES)
			return lock_fail(path, "lock", error);
		lock_read_holder(fd, holder, sizeof holder);
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY,
			    "%s: another redress works on this store (pid %s)", path, holder);
		return FALSE;
	}
	if (pwrite(fd, mine, RD_STORE_LOCK_LINE, 0) != RD_STORE_LOCK_LINE)
		return lock_fail(path, "write", error);
	return TRUE;
}

RdLock *
rd_lock_take(const char *store_path, GError **error)
{
	g_autofree char *path = g_strconcat(store_path, RD_STORE_LOCK_SUFFIX, NULL);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	RdLock *self;

	if (fd < 0) {
		lock_fail(path, "open", error);
		return NULL;
	}
	if (!lock_hold(fd, path, error)) {
		close(fd);
		return NULL;
	}
	self = g_new0(RdLock, 1);
	self->fd = fd;
	return self;
}

void
rd_lock_release(RdLock *self)
{
	close(self->fd);
	g_free(self);
}
