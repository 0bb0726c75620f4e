/*
 * vfs-gather.c - what a transaction adds to the log reaches the system in few large writes.
 *
 * SQLite writes each page to the log (the WAL) by itself, and before it 24 octets, its frame
 * header. Here they wait in memory, one behind the other, until
 *
 * - they are the last of the transaction: its header alone names the size that the store has
 *   after it (https://sqlite.org/fileformat2.html#walformat). SQLite lets other connections see
 *   a transaction only after that write, and gives COMMIT's failure to whoever committed when
 *   that write fails. So nobody ever looks for a frame that is not in the file, and nothing that
 *   was committed can fail later;
 * - they fill the memory for them;
 * - the log is read, measured, cut, synced, or written to at another place: a transaction that
 *   is too large for the cache reads its own pages back, and changes them in place.
 *
 * At any of these the file is what it would be without us, or the call fails; what could not be
 * written is kept and comes first at the next. Only the one that holds the lock of writers
 * writes to the log. When it takes or gives back that lock nothing is left but of a
 * transaction that was undone, which nobody may see: that is forgotten, lest it overwrite what
 * another has written there since.
 */

#include "store-private.h"

#include <string.h>

#define FRAME_HEADER 24	     /* octets */
#define FRAMES_MAX   0x1ffff /* octets that wait: no more does the system write at once */
#define WRITE_LOCK   0	     /* SQLite's number of the lock of writers */

/* What a file of the store has behind the system's part of it. */
typedef struct {
	sqlite3_io_methods methods; /* the system's, but for some of ours */
	const sqlite3_io_methods *system;
	sqlite3_file *other; /* of the store its log, of the log its store; NULL: none */
	char *frames;	     /* NULL until there are some */
	int len;
	sqlite3_int64 at;  /* of ->frames in the log */
	sqlite3_int64 end; /* of all that this transaction has written */
	gboolean page_follows;
	gboolean commits; /* with that page */
	gboolean written; /* by this connection, since it was opened */
	gboolean settled; /* all of that is on the disk */
} Gather;

static sqlite3_vfs *system_vfs;
static sqlite3_vfs gather_vfs;

/* sqlite3_vfs says how much the system's part is; any alignment is good behind it. */
static int
gather_offset(void)
{
	return (system_vfs->szOsFile + 15) / 16 * 16;
}

static Gather *
gather_of(sqlite3_file *file)
{
	return (Gather *)((char *)file + gather_offset());
}

static int
gather_flush(sqlite3_file *file)
{
	Gather *self = gather_of(file);
	int code = SQLITE_OK;

	if (self->len > 0)
		code = self->system->xWrite(file, self->frames, self->len, self->at);
	if (code == SQLITE_OK)
		self->len = 0;
	return code;
}

static void
gather_append(Gather *self, const void *data, int len, sqlite3_int64 at)
{
	if (self->frames == NULL)
		self->frames = g_malloc(FRAMES_MAX);
	if (self->len == 0)
		self->at = at;
	memcpy(self->frames + self->len, data, (gsize)len);
	self->len += len;
}

/*
 * A page that the transaction has written before is changed in place, and then the headers from
 * there on: what lies before ->end is no new frame.
 */
static int
gather_write(sqlite3_file *file, const void *data, int len, sqlite3_int64 at)
{
	static const guint8 goes_on[4];
	Gather *self = gather_of(file);
	gboolean header = len == FRAME_HEADER && at >= self->end;
	gboolean page = self->page_follows && at == self->end && len <= FRAMES_MAX;
	int code = SQLITE_OK;

	self->written = TRUE;
	self->settled = FALSE;
	if ((!header && !page) || at != self->at + self->len || self->len + len > FRAMES_MAX)
		code = gather_flush(file);
	if (code != SQLITE_OK)
		return code;
	self->end = MAX(self->end, at + len);
	self->page_follows = header;
	if (!header && !page)
		return self->system->xWrite(file, data, len, at);
	if (header)
		self->commits = memcmp((const char *)data + 4, goes_on, sizeof goes_on) != 0;
	gather_append(self, data, len, at);
	return page && self->commits ? gather_flush(file) : SQLITE_OK;
}

static int
gather_read(sqlite3_file *file, void *out, int len, sqlite3_int64 at)
{
	int code = gather_flush(file);

	return code == SQLITE_OK ? gather_of(file)->system->xRead(file, out, len, at) : code;
}

static int
gather_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int code = gather_flush(file);

	return code == SQLITE_OK ? gather_of(file)->system->xTruncate(file, size) : code;
}

static int
gather_sync(sqlite3_file *file, int flags)
{
	Gather *self = gather_of(file);
	int code = gather_flush(file);

	if (code == SQLITE_OK)
		code = self->system->xSync(file, flags);
	self->settled = code == SQLITE_OK && self->written;
	return code;
}

int
rd_vfs_gather_settle(sqlite3_file *log)
{
	if (log->pMethods->xSync == gather_sync && gather_of(log)->settled)
		return SQLITE_OK;
	return log->pMethods->xSync(log, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

static int
gather_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	int code = gather_flush(file);

	return code == SQLITE_OK ? gather_of(file)->system->xFileSize(file, size) : code;
}

static int
gather_close(sqlite3_file *file)
{
	Gather *self = gather_of(file);

	if (self->other != NULL)
		gather_of(self->other)->other = NULL;
	g_free(self->frames);
	return self->system->xClose(file);
}

/* Of the store: a transaction that writes begins, or is over. */
static int
gather_shm_lock(sqlite3_file *store, int slot, int n, int flags)
{
	Gather *self = gather_of(store);

	if (slot == WRITE_LOCK && self->other != NULL) {
		gather_of(self->other)->len = 0;
		gather_of(self->other)->end = 0;
	}
	return self->system->xShmLock(store, slot, n, flags);
}

static void
gather_set_up_store(Gather *self)
{
	self->methods = *self->system;
	self->methods.xClose = gather_close;
	self->methods.xShmLock = gather_shm_lock;
}

static void
gather_set_up_log(Gather *self, sqlite3_file *log, sqlite3_file *store)
{
	self->methods = *self->system;
	self->methods.xClose = gather_close;
	self->methods.xRead = gather_read;
	self->methods.xWrite = gather_write;
	self->methods.xTruncate = gather_truncate;
	self->methods.xSync = gather_sync;
	self->methods.xFileSize = gather_file_size;
	self->other = store;
	gather_of(store)->other = log;
}

/* The system's functions are called with its own part of the file, which comes first. */
static int
gather_open(G_GNUC_UNUSED sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
	    int *out_flags)
{
	Gather *self = gather_of(file);
	int code = system_vfs->xOpen(system_vfs, name, file, flags, out_flags);

	memset(self, 0, sizeof *self);
	self->system = file->pMethods;
	if (code != SQLITE_OK || self->system->iVersion < 2)
		return code;
	if ((flags & SQLITE_OPEN_MAIN_DB) != 0)
		gather_set_up_store(self);
	else if ((flags & SQLITE_OPEN_WAL) != 0)
		gather_set_up_log(self, file, sqlite3_database_file_object(name));
	else
		return code;
	file->pMethods = &self->methods;
	return code;
}

const char *
rd_vfs_gather(void)
{
	static gsize done;

	if (g_once_init_enter(&done)) {
		system_vfs = sqlite3_vfs_find(NULL);
		gather_vfs = *system_vfs;
		gather_vfs.zName = "redress";
		gather_vfs.szOsFile = gather_offset() + (int)sizeof(Gather);
		gather_vfs.xOpen = gather_open;
		sqlite3_vfs_register(&gather_vfs, 0);
		g_once_init_leave(&done, 1);
	}
	return gather_vfs.zName;
}
