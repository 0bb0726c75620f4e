/*
 * disk-fault.c - a disk that fails, or a power switch, at a chosen moment; for LD_PRELOAD.
 *
 * Every call that changes a file is counted. The one with the number DISK_FAULT_AT does
 * what DISK_FAULT says:
 *
 *	kill-before  SIGKILL instead of the call
 *	kill-after   SIGKILL when it has returned
 *	kill-amid    SIGKILL when a write has stored half of its octets; another call is done
 *	enospc, eio  it fails
 *	short        a write stores half of its octets and says so; other calls fail with EIO
 *
 * DISK_FAULT_DIR is the folder whose files are meant. DISK_FAULT_LOG, without
 * DISK_FAULT_AT, is a file that gets a line a call: "pwrite redress.db-wal".
 *
 * The calls are those that SQLite and GLib make on 64-bit Linux, where off_t has one size.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef enum { NOTHING, KILL_AFTER, KILL_AMID, FAIL, SHORT } Fault;

static atomic_long calls;

static int
is_meant(const char *path)
{
	const char *dir = getenv("DISK_FAULT_DIR");

	return dir != NULL && strncmp(path, dir, strlen(dir)) == 0;
}

static void
note(const char *call, const char *path)
{
	const char *log = getenv("DISK_FAULT_LOG");
	FILE *file = log != NULL ? fopen(log, "a") : NULL;
	const char *dir = getenv("DISK_FAULT_DIR");

	if (file == NULL)
		return;
	fprintf(file, "%s %s\n", call, path + strlen(dir));
	fclose(file);
}

static Fault
fault_at(const char *call, const char *path)
{
	const char *at = getenv("DISK_FAULT_AT");
	const char *what = getenv("DISK_FAULT");

	if (!is_meant(path))
		return NOTHING;
	if (at == NULL || what == NULL) {
		note(call, path);
		return NOTHING;
	}
	if (atomic_fetch_add(&calls, 1) + 1 != atol(at))
		return NOTHING;
	if (strcmp(what, "kill-before") == 0)
		raise(SIGKILL);
	if (strcmp(what, "kill-after") == 0)
		return KILL_AFTER;
	if (strcmp(what, "kill-amid") == 0)
		return KILL_AMID;
	errno = strcmp(what, "enospc") == 0 ? ENOSPC : EIO;
	return strcmp(what, "short") == 0 ? SHORT : FAIL;
}

static Fault
fault_at_fd(const char *call, int fd)
{
	char link[32], path[PATH_MAX];
	ssize_t len;
	int before = errno;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof path - 1);
	errno = before;
	if (len < 0)
		return NOTHING;
	path[len] = '\0';
	return fault_at(call, path);
}

static long
result(Fault fault, long value)
{
	if (fault == KILL_AFTER || fault == KILL_AMID)
		raise(SIGKILL);
	return value;
}

/* How much of @len octets is stored. */
static size_t
fault_lets(Fault fault, size_t len)
{
	return fault == SHORT || fault == KILL_AMID ? len / 2 : len;
}

/* The real function of a name; its type is that of what stands in for it. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t
pwrite(int fd, const void *octets, size_t len, off_t at)
{
	Fault fault = fault_at_fd("pwrite", fd);

	if (fault == FAIL)
		return -1;
	return result(fault, REAL(pwrite)(fd, octets, fault_lets(fault, len), at));
}

ssize_t
pwrite64(int fd, const void *octets, size_t len, off_t at)
{
	return pwrite(fd, octets, len, at);
}

ssize_t
write(int fd, const void *octets, size_t len)
{
	Fault fault = fault_at_fd("write", fd);

	if (fault == FAIL)
		return -1;
	return result(fault, REAL(write)(fd, octets, fault_lets(fault, len)));
}

int
fsync(int fd)
{
	Fault fault = fault_at_fd("fsync", fd);

	return fault > KILL_AMID ? -1 : (int)result(fault, REAL(fsync)(fd));
}

int
fdatasync(int fd)
{
	Fault fault = fault_at_fd("fdatasync", fd);

	return fault > KILL_AMID ? -1 : (int)result(fault, REAL(fdatasync)(fd));
}

int
ftruncate(int fd, off_t len)
{
	Fault fault = fault_at_fd("ftruncate", fd);

	return fault > KILL_AMID ? -1 : (int)result(fault, REAL(ftruncate)(fd, len));
}

int
ftruncate64(int fd, off_t len)
{
	return ftruncate(fd, len);
}

int
rename(const char *from, const char *to)
{
	Fault fault = fault_at("rename", to);

	return fault > KILL_AMID ? -1 : (int)result(fault, REAL(rename)(from, to));
}

int
renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned int flags)
{
	Fault fault = fault_at("rename", to);

	return fault > KILL_AMID
		       ? -1
		       : (int)result(fault, REAL(renameat2)(from_dir, from, to_dir, to, flags));
}

int
unlink(const char *path)
{
	Fault fault = fault_at("unlink", path);

	return fault > KILL_AMID ? -1 : (int)result(fault, REAL(unlink)(path));
}
