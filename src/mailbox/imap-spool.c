#include "imap-spool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* /var/tmp is on a disk where /tmp often is memory, which is what we want to spare. */
static int
spool_open(void)
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

static gboolean
spool_fail(GError **error, int code)
{
	g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED,
		    "temporary file for a large message: %s", g_strerror(code));
	return FALSE;
}

/* Nothing to keep: that the message came is in the spool. */
static void
spool_ignore(const RdImapItem *item, gpointer data)
{
	(void)item;
	(void)data;
}

RdOctets *
rd_imap_spool_fetch(RdImap *imap, guint32 uid, gsize size, GError **error)
{
	RdImapSpool spool = {.uid = uid, .fd = spool_open()};
	g_autofree char *set = g_strdup_printf("%u", uid);

	if (spool.fd < 0) {
		spool_fail(error, errno);
		return NULL;
	}
	if (rd_imap_fetch(imap, set, "BODY.PEEK[]", 2 * size, &spool, spool_ignore, NULL, error) &&
	    (spool.failed == 0 || spool_fail(error, spool.failed)) && spool.done &&
	    spool.written > 0)
		return rd_octets_new_from_fd(spool.fd, spool.written);
	close(spool.fd);
	return NULL;
}
