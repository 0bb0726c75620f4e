/*
 * transport-maildir.c - deliver into a local Maildir.
 *
 * Used for demonstrations, dry runs and archives. The file is written and synced
 * under tmp, then renamed into new (https://cr.yp.to/proto/maildir.html), so that a
 * reader sees either the whole mail or nothing. Its name comes from the envelope id:
 * a retry after a crash replaces the file that the first attempt left.
 */

#include "transport-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <redress/error.h>
#include <redress/fs.h>
#include <string.h>
#include <unistd.h>

typedef struct {
	RdTransport base;
	char *path; /* of the Maildir, absolute */
} Maildir;

static RdTransport *
maildir_create(const RdTransportSettings *settings, GError **error)
{
	const char *path = settings->server.uri + strlen("maildir:");
	Maildir *self;

	if (path[0] != '/') {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "transport \"%s\": the path of a Maildir is absolute",
			    settings->server.uri);
		return NULL;
	}
	self = g_new0(Maildir, 1);
	self->path = g_canonicalize_filename(path, "/");
	return &self->base;
}

/* The folder itself is made by "init" alone: a missing one may be a disk that is not mounted. */
static gboolean
maildir_make_folders(const Maildir *self, GError **error)
{
	static const char *const names[] = {"tmp", "new", "cur"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *dir = g_build_filename(self->path, names[i], NULL);

		if (g_mkdir(dir, 0700) != 0 && errno != EEXIST) {
			g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: make folder: %s", dir,
				    g_strerror(errno));
			return FALSE;
		}
	}
	return TRUE;
}

/* Mails on disk have LF line ends; those on the wire have CRLF. */
static GString *
maildir_text(GBytes *message)
{
	gsize len;
	const char *wire = g_bytes_get_data(message, &len);
	GString *text = g_string_sized_new(len);

	for (gsize i = 0; i < len; i++) {
		if (wire[i] == '\r' && i + 1 < len && wire[i + 1] == '\n')
			continue;
		g_string_append_c(text, wire[i]);
	}
	return text;
}

/* A reader may have looked at the mail between the rename and the crash. */
static gboolean
maildir_has_been_read(const Maildir *self, const char *name)
{
	g_autofree char *plain = g_strconcat(self->path, "/cur/", name, ":2,", NULL);
	g_autofree char *seen = g_strconcat(plain, "S", NULL);

	return g_file_test(plain, G_FILE_TEST_EXISTS) || g_file_test(seen, G_FILE_TEST_EXISTS);
}

/* Written and synced, over what an attempt that failed may have left there. */
static gboolean
maildir_write_tmp(const char *path, const GString *text, GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	gboolean ok = fd >= 0 && rd_fs_write_all(fd, text->str, text->len) && fsync(fd) == 0;

	if (!ok)
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s: write: %s", path,
			    g_strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

static gboolean
maildir_write(const Maildir *self, const char *name, GBytes *message, GError **error)
{
	g_autofree char *tmp = g_build_filename(self->path, "tmp", name, NULL);
	g_autofree char *dest = g_build_filename(self->path, "new", name, NULL);
	g_autoptr(GString) text = NULL;

	if (!maildir_make_folders(self, error))
		return FALSE;
	if (maildir_has_been_read(self, name))
		return TRUE;
	text = maildir_text(message);
	return maildir_write_tmp(tmp, text, error) && rd_fs_rename_durable(tmp, dest, error);
}

static gboolean
maildir_deliver(RdTransport *base, RdEnvelope *envelope, GBytes *message, GError **error)
{
	Maildir *self = (Maildir *)base;
	g_autofree char *name = g_strconcat(envelope->id, ".redress", NULL);
	g_autoptr(GError) local = NULL;

	(void)error; /* a disk that fails is no error of configuration */
	if (maildir_write(self, name, message, &local))
		rd_envelope_set_all(envelope, RD_DELIVERY_SENT, 0, name);
	else
		rd_envelope_set_all(envelope, RD_DELIVERY_DEFERRED, 0, local->message);
	return TRUE;
}

static char *
maildir_describe(RdTransport *base, GError **error)
{
	Maildir *self = (Maildir *)base;

	if (!maildir_make_folders(self, error))
		return NULL;
	return g_strdup_printf("Maildir %s, one file a mail", self->path);
}

static void
maildir_free(RdTransport *base)
{
	Maildir *self = (Maildir *)base;

	g_free(self->path);
	g_free(self);
}

const RdTransportBackend rd_transport_maildir = {
	.schemes = {"maildir"},
	.create = maildir_create,
	.deliver = maildir_deliver,
	.describe = maildir_describe,
	.free = maildir_free,
};
