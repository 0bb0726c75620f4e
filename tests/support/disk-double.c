#include "disk-double.h"

#include <sqlite3.h>

DiskDouble disk;

static sqlite3_vfs real, vfs;
static sqlite3_io_methods log_methods;
static int (*real_write)(sqlite3_file *file, const void *data, int len, sqlite3_int64 at);
static int (*real_sync)(sqlite3_file *file, int flags);

static int
disk_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 at)
{
	if (disk.before != NULL)
		disk.before();
	disk.writes++;
	return disk.writes == disk.fail_at ? disk.fail_with : real_write(file, data, len, at);
}

static int
disk_sync(sqlite3_file *file, int flags)
{
	disk.syncs++;
	return real_sync(file, flags);
}

static int
disk_open(G_GNUC_UNUSED sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags,
	  int *out_flags)
{
	int code = real.xOpen(&real, name, file, flags, out_flags);

	if (code != SQLITE_OK || (flags & SQLITE_OPEN_WAL) == 0)
		return code;
	if (real_write == NULL) {
		log_methods = *file->pMethods;
		real_write = log_methods.xWrite;
		log_methods.xWrite = disk_write;
		real_sync = log_methods.xSync;
		log_methods.xSync = disk_sync;
	}
	file->pMethods = &log_methods;
	return code;
}

void
disk_double_use(void)
{
	real = vfs = *sqlite3_vfs_find(NULL);
	vfs.zName = "disk double";
	vfs.xOpen = disk_open;
	sqlite3_vfs_register(&vfs, 1);
}
