#include "maildir-scan.h"

#include "mailbox-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* A name that begins with the time of delivery has at least so many digits: since 2001. */
#define NAME_TIME_DIGITS 10

void
rd_maildir_file_free(RdMaildirFile *self)
{
	g_free(self->id);
	g_free(self->path);
	g_free(self);
}

/*
 * When a message came into this Maildir. The name tells better than the file: who
 * copies an old message here gives it a new name, and often keeps the file's time.
 */
static RdTime
maildir_arrival(const char *name, const struct stat *st)
{
	char *end;
	guint64 seconds = g_ascii_strtoull(name, &end, 10);

	if (end - name == NAME_TIME_DIGITS && *end == '.')
		return (RdTime)seconds;
	return (RdTime)st->st_mtime;
}

static RdMaildirFile *
maildir_file_new(const char *dir, const char *name, gboolean is_new)
{
	g_autofree char *path = g_build_filename(dir, name, NULL);
	const char *info = strstr(name, ":2,");
	RdMaildirFile *self;
	struct stat st;

	if (g_lstat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return NULL;
	self = g_new0(RdMaildirFile, 1);
	self->id = info != NULL && info != name ? g_strndup(name, (gsize)(info - name))
						: g_strdup(name);
	self->path = g_steal_pointer(&path);
	self->flags = self->path + strlen(self->path);
	if (info != NULL)
		self->flags -= strlen(info + strlen(":2,"));
	self->is_new = is_new;
	self->size = (gsize)st.st_size;
	self->arrived = maildir_arrival(name, &st);
	return self;
}

static gboolean
maildir_scan_dir(GHashTable *files, const char *path, const char *sub, GError **error)
{
	g_autofree char *dir = g_build_filename(path, sub, NULL);
	g_autoptr(GError) local = NULL;
	g_autoptr(GDir) names = g_dir_open(dir, 0, &local);
	const char *name;

	if (names == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: %s", dir, local->message);
		return FALSE;
	}
	while ((name = g_dir_read_name(names)) != NULL) {
		RdMaildirFile *file = NULL;

		if (name[0] != '.')
			file = maildir_file_new(dir, name, strcmp(sub, "new") == 0);
		if (file != NULL)
			g_hash_table_replace(files, file->id, file);
	}
	return TRUE;
}

GHashTable *
rd_maildir_scan(const char *path, GError **error)
{
	g_autoptr(GHashTable) files = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
							    (GDestroyNotify)rd_maildir_file_free);

	/* A message moves from new to cur and never back: whoever reads new first sees
	 * one that moves meanwhile twice, and never misses it. */
	if (!maildir_scan_dir(files, path, "new", error) ||
	    !maildir_scan_dir(files, path, "cur", error))
		return NULL;
	return g_steal_pointer(&files);
}

char *
rd_maildir_flags_seen(const char *flags)
{
	GString *out = g_string_new(NULL);

	for (int c = 1; c < 128; c++) {
		if (c == 'S' || strchr(flags, c) != NULL)
			g_string_append_c(out, (char)c);
	}
	return g_string_free(out, FALSE);
}
