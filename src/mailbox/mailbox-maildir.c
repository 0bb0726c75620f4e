/*
 * mailbox-maildir.c - mail in a local Maildir.
 *
 * new/ and cur/ are both listed, since a person's mail program moves what it shows
 * from one to the other: the name before ":2," stays and is what the ledger knows.
 * With the setting "start" left out, all of new/ waits, while of cur/, which
 * somebody has seen already, only what arrived after the first connect does.
 */

#include "mailbox-private.h"
#include "maildir-scan.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <redress/time.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
	RdMailbox base;
	char *path;
	char *done_path; /* Maildir of the messages that are done; NULL: they stay, with flag S */
	gsize max_bytes;
	gboolean new_from_mark; /* new/ too begins at the mark */
	RdTime start;		/* of the setting; RD_TIME_NONE: the time of the first connect */
	RdTime mark;
	int inotify_fd;
} Maildir;

static gboolean
maildir_fail(GError **error, RdErrorCode code, const char *path, const char *what)
{
	g_set_error(error, RD_ERROR, code, "%s: %s", path, what);
	return FALSE;
}

/* Maildir++: the folder A/B of a Maildir is its subfolder ".A.B". */
static char *
maildir_folder_path(const char *path, const char *folder)
{
	g_auto(GStrv) levels = g_strsplit(folder, "/", -1);
	g_autofree char *joined = g_strjoinv(".", levels);
	g_autofree char *name = g_strconcat(".", joined, NULL);

	return g_build_filename(path, name, NULL);
}

static gboolean
maildir_read_settings(Maildir *self, const RdMailboxSettings *settings, GError **error)
{
	const char *folder = settings->done_folder != NULL ? settings->done_folder : "Done";
	const char *start = settings->start;
	g_autoptr(GError) local = NULL;

	if (self->path[0] != '/')
		return maildir_fail(error, RD_ERROR_CONFIG, settings->server.uri,
				    "the path of a Maildir is absolute");
	if (!rd_mailbox_folder_is_valid(folder) || strchr(folder, '.') != NULL)
		return maildir_fail(error, RD_ERROR_CONFIG, folder,
				    "cannot be the name of a Maildir folder");
	if (settings->done == RD_MAILBOX_DONE_MOVE)
		self->done_path = maildir_folder_path(self->path, folder);
	self->base.leaves_all = settings->done == RD_MAILBOX_DONE_NOTHING;
	self->max_bytes = settings->max_bytes > 0 ? settings->max_bytes : RD_MAILBOX_MAX_BYTES;
	self->new_from_mark = start != NULL;
	self->start = RD_TIME_NONE;
	if (g_strcmp0(start, "all") == 0)
		self->start = 0;
	else if (start != NULL && strcmp(start, "now") != 0 &&
		 !rd_time_parse(start, &self->start, &local))
		return maildir_fail(error, RD_ERROR_CONFIG, "start", local->message);
	return TRUE;
}

static void
maildir_free(RdMailbox *base)
{
	Maildir *self = (Maildir *)base;

	if (self->inotify_fd >= 0)
		close(self->inotify_fd);
	g_free(self->path);
	g_free(self->done_path);
	g_free(self);
}

static RdMailbox *
maildir_create(const RdMailboxSettings *settings, GError **error)
{
	Maildir *self = g_new0(Maildir, 1);

	self->inotify_fd = -1;
	self->path = g_strdup(settings->server.uri + strlen("maildir:"));
	if (!maildir_read_settings(self, settings, error)) {
		maildir_free(&self->base);
		return NULL;
	}
	self->base.name = g_strconcat("maildir:", self->path, NULL);
	return &self->base;
}

static gboolean
maildir_make_folders(const char *path, GError **error)
{
	static const char *const names[] = {"tmp", "new", "cur"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *dir = g_build_filename(path, names[i], NULL);

		if (g_mkdir(dir, 0700) != 0 && errno != EEXIST)
			return maildir_fail(error,
					    errno == ENOENT ? RD_ERROR_CONFIG : RD_ERROR_TEMPORARY,
					    dir, g_strerror(errno));
	}
	return TRUE;
}

/* A rename is how mail arrives; IN_CLOSE_WRITE is for those who write into new/ directly. */
static gboolean
maildir_watch(Maildir *self, GError **error)
{
	static const char *const names[] = {"new", "cur"};

	self->inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	for (gsize i = 0; self->inotify_fd >= 0 && i < G_N_ELEMENTS(names); i++) {
		g_autofree char *dir = g_build_filename(self->path, names[i], NULL);

		if (inotify_add_watch(self->inotify_fd, dir,
				      IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_DELETE_SELF) <
		    0)
			return maildir_fail(error, RD_ERROR_TEMPORARY, dir, g_strerror(errno));
	}
	if (self->inotify_fd < 0)
		return maildir_fail(error, RD_ERROR_TEMPORARY, "inotify", g_strerror(errno));
	return TRUE;
}

static gboolean
maildir_take_mark(Maildir *self, char **mark, GError **error)
{
	char *end;

	if (*mark == NULL) {
		RdTime start = self->start != RD_TIME_NONE ? self->start : rd_time_now();

		*mark = g_strdup_printf("maildir %" G_GINT64_FORMAT, start);
	}
	if (!g_str_has_prefix(*mark, "maildir "))
		return maildir_fail(error, RD_ERROR_CONFIG, self->base.name,
				    "the mark is not that of a Maildir");
	self->mark = g_ascii_strtoll(*mark + strlen("maildir "), &end, 10);
	return TRUE;
}

static void
maildir_close(RdMailbox *base)
{
	Maildir *self = (Maildir *)base;

	if (self->inotify_fd >= 0)
		close(self->inotify_fd);
	self->inotify_fd = -1;
}

static gboolean
maildir_open(RdMailbox *base, char **mark, GError **error)
{
	Maildir *self = (Maildir *)base;

	if (self->inotify_fd >= 0)
		return TRUE;
	if (!g_file_test(self->path, G_FILE_TEST_IS_DIR))
		return maildir_fail(error, RD_ERROR_CONFIG, self->path, "no such folder");
	if (!maildir_make_folders(self->path, error))
		return FALSE;
	if (self->done_path != NULL) {
		if (g_mkdir(self->done_path, 0700) != 0 && errno != EEXIST)
			return maildir_fail(error, RD_ERROR_TEMPORARY, self->done_path,
					    g_strerror(errno));
		if (!maildir_make_folders(self->done_path, error))
			return FALSE;
	}
	if (!maildir_take_mark(self, mark, error))
		return FALSE;
	if (!maildir_watch(self, error)) {
		maildir_close(base);
		return FALSE;
	}
	return TRUE;
}

static gboolean
maildir_waits(const Maildir *self, const RdMaildirFile *file)
{
	return (file->is_new && !self->new_from_mark) || file->arrived >= self->mark;
}

static int
maildir_compare(gconstpointer a, gconstpointer b)
{
	const RdMaildirFile *one = *(const RdMaildirFile *const *)a;
	const RdMaildirFile *two = *(const RdMaildirFile *const *)b;

	if (one->arrived != two->arrived)
		return one->arrived < two->arrived ? -1 : 1;
	return strcmp(one->id, two->id);
}

static GPtrArray *
maildir_list(RdMailbox *base, GError **error)
{
	Maildir *self = (Maildir *)base;
	g_autoptr(GHashTable) files = rd_maildir_scan(self->path, error);
	g_autoptr(GPtrArray) waiting = g_ptr_array_new();
	GPtrArray *entries;
	GHashTableIter iter;
	gpointer file;

	if (files == NULL)
		return NULL;
	g_hash_table_iter_init(&iter, files);
	while (g_hash_table_iter_next(&iter, NULL, &file)) {
		if (maildir_waits(self, file))
			g_ptr_array_add(waiting, file);
	}
	g_ptr_array_sort(waiting, maildir_compare);
	entries = g_ptr_array_new_full(waiting->len, (GDestroyNotify)rd_mailbox_entry_free);
	for (guint i = 0; i < waiting->len; i++) {
		const RdMaildirFile *one = waiting->pdata[i];

		g_ptr_array_add(entries, rd_mailbox_entry_new(0, one->id, one->size));
	}
	return entries;
}

/*
 * TRUE while another process writes into @fd: mail that was copied into new/ instead
 * of being renamed there. The kernel refuses a read lease then. Where it grants no
 * leases at all (another owner, a network file system) nothing can be said.
 */
static gboolean
maildir_is_being_written(int fd)
{
	fcntl(fd, F_SETSIG, SIGURG); /* SIGIO, that a broken lease sends, would end us */
	if (fcntl(fd, F_SETLEASE, F_RDLCK) != 0)
		return errno == EAGAIN;
	fcntl(fd, F_SETLEASE, F_UNLCK);
	return FALSE;
}

/* Reads at most @limit octets; NULL with errno when the disk fails. */
static GBytes *
maildir_read(int fd, gsize limit)
{
	g_autofree char *raw = g_malloc(limit);
	gsize len = 0;

	while (len < limit) {
		ssize_t n = read(fd, raw + len, limit - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return NULL;
		if (n == 0)
			break;
		len += (gsize)n;
	}
	return g_bytes_new_take(g_steal_pointer(&raw), len);
}

static gboolean
maildir_ignore_piece(const void *piece, gsize len, gsize at, gpointer data, GError **error)
{
	(void)piece;
	(void)len;
	(void)at;
	(void)data;
	(void)error;
	return TRUE;
}

/*
 * A large message stays in its file, which is held open. It is read once all the same:
 * what the disk will not give must be known while it is the problem of this message alone.
 */
static RdOctets *
maildir_hold(int fd, gsize size)
{
	g_autoptr(RdOctets) raw = NULL;
	int held = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (held < 0)
		return NULL;
	raw = rd_octets_new_from_fd(held, size);
	return rd_octets_each(raw, maildir_ignore_piece, NULL, NULL) ? g_steal_pointer(&raw) : NULL;
}

static RdOctets *
maildir_read_whole(int fd, gsize size)
{
	g_autoptr(GBytes) raw = NULL;

	if (size > RD_OCTETS_PIECE)
		return maildir_hold(fd, size);
	raw = maildir_read(fd, size);
	return raw != NULL ? rd_octets_new(raw) : NULL;
}

static RdOctets *
maildir_read_header(int fd)
{
	GBytes *raw = maildir_read(fd, RD_MAILBOX_HEADER_MAX);
	g_autoptr(GBytes) header = raw != NULL ? rd_mailbox_header_of(raw) : NULL;

	return header != NULL ? rd_octets_new(header) : NULL;
}

/* The octets of the open file @fd, or its header and a problem. */
static RdOctets *
maildir_read_message(const Maildir *self, int fd, RdMailboxEntry *entry)
{
	RdOctets *raw;
	struct stat st;

	g_clear_pointer(&entry->problem, g_free);
	if (fstat(fd, &st) == 0) {
		entry->size = (gsize)st.st_size;
		if (entry->size <= self->max_bytes) {
			raw = maildir_read_whole(fd, entry->size);
			if (raw != NULL)
				return raw;
		} else {
			entry->problem = rd_mailbox_too_large(entry->size, self->max_bytes);
			raw = maildir_read_header(fd);
			if (raw != NULL)
				return raw;
		}
	}
	g_free(entry->problem);
	entry->problem = g_strdup_printf("the file cannot be read: %s", g_strerror(errno));
	return NULL;
}

/*
 * Hands over one message. A file that is not where the scan saw it has been renamed
 * or removed by a person meanwhile, or is being written: the next sweep shows it. One that
 * may not be read stays listed without being in the ledger, which the operator is told.
 */
static gboolean
maildir_fetch_one(Maildir *self, const RdMaildirFile *file, RdMailboxEntry *entry,
		  RdMailboxSink sink, gpointer data, GError **error)
{
	g_autoptr(RdOctets) raw = NULL;
	int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0 && errno == ENOENT)
		return TRUE;
	if (fd < 0 && errno == EACCES) {
		g_warning("%s: left where it is, since it may not be read", file->path);
		return TRUE;
	}
	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
		return maildir_fail(error, RD_ERROR_TEMPORARY, file->path, g_strerror(errno));
	if (fd >= 0 && maildir_is_being_written(fd)) {
		close(fd);
		return TRUE;
	}
	raw = maildir_read_message(self, fd, entry);
	if (fd >= 0)
		close(fd);
	return sink(entry, raw, data, error);
}

static gboolean
maildir_fetch(RdMailbox *base, GPtrArray *entries, RdMailboxSink sink, gpointer data,
	      GError **error)
{
	Maildir *self = (Maildir *)base;
	g_autoptr(GHashTable) files = rd_maildir_scan(self->path, error);

	if (files == NULL)
		return FALSE;
	for (guint i = 0; i < entries->len; i++) {
		RdMailboxEntry *entry = entries->pdata[i];
		const RdMaildirFile *file = g_hash_table_lookup(files, entry->uid);

		if (file != NULL && !maildir_fetch_one(self, file, entry, sink, data, error))
			return FALSE;
	}
	return TRUE;
}

/* Where @file lies once it is done; NULL if it lies there already. */
static char *
maildir_done_path(const Maildir *self, const RdMaildirFile *file)
{
	g_autofree char *flags = rd_maildir_flags_seen(file->flags);
	const char *path = self->done_path != NULL ? self->done_path : self->path;
	char *to = g_strconcat(path, "/cur/", file->id, ":2,", flags, NULL);

	if (strcmp(to, file->path) == 0)
		g_clear_pointer(&to, g_free);
	return to;
}

/*
 * A rename that a power cut undoes is repeated: the message is listed again then, and
 * the ledger knows it.
 */
static gboolean
maildir_done_one(const Maildir *self, const RdMaildirFile *file, GError **error)
{
	g_autofree char *to = maildir_done_path(self, file);

	if (to == NULL || renameat2(AT_FDCWD, file->path, AT_FDCWD, to, RENAME_NOREPLACE) == 0 ||
	    errno == ENOENT)
		return TRUE;
	if (errno != EEXIST)
		return maildir_fail(error, RD_ERROR_TEMPORARY, to, g_strerror(errno));
	g_warning("%s: left where it is, since %s exists", file->path, to);
	return TRUE;
}

static gboolean
maildir_done(RdMailbox *base, GPtrArray *entries, GError **error)
{
	Maildir *self = (Maildir *)base;
	g_autoptr(GHashTable) files = NULL;

	if (self->base.leaves_all)
		return TRUE;
	files = rd_maildir_scan(self->path, error);
	if (files == NULL)
		return FALSE;
	for (guint i = 0; i < entries->len; i++) {
		const RdMailboxEntry *entry = entries->pdata[i];
		const RdMaildirFile *file = g_hash_table_lookup(files, entry->uid);

		if (file != NULL && !maildir_done_one(self, file, error))
			return FALSE;
	}
	return TRUE;
}

/* Our own renames into cur wake us once more; the sweep after that finds nothing. */
static gboolean
maildir_wait(RdMailbox *base, guint timeout_s, int wake_fd, GError **error)
{
	Maildir *self = (Maildir *)base;
	struct pollfd fds[] = {
		{self->inotify_fd, POLLIN, 0},
		{wake_fd, POLLIN, 0},
		{base->stop_fd, POLLIN, 0},
	};
	char events[4096];
	int n = poll(fds, G_N_ELEMENTS(fds), (int)MIN(timeout_s, G_MAXINT / 1000) * 1000);

	if (n < 0 && errno != EINTR)
		return maildir_fail(error, RD_ERROR_TEMPORARY, self->path, g_strerror(errno));
	if (n > 0 && (fds[0].revents & POLLIN) != 0) {
		while (read(self->inotify_fd, events, sizeof(events)) > 0)
			continue;
	}
	if (n > 0 && fds[2].revents != 0)
		return maildir_fail(error, RD_ERROR_TEMPORARY, self->path, "stopped");
	return TRUE;
}

static char *
maildir_describe(RdMailbox *base)
{
	Maildir *self = (Maildir *)base;

	if (self->base.leaves_all)
		return g_strdup_printf("Maildir %s, done: nothing", self->path);
	return g_strdup_printf("Maildir %s, done: to %s/cur with flag S", self->path,
			       self->done_path != NULL ? self->done_path : self->path);
}

const RdMailboxBackend rd_mailbox_maildir = {
	.schemes = {"maildir"},
	.create = maildir_create,
	.open = maildir_open,
	.close = maildir_close,
	.list = maildir_list,
	.fetch = maildir_fetch,
	.done = maildir_done,
	.wait = maildir_wait,
	.describe = maildir_describe,
	.free = maildir_free,
};
