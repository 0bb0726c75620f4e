#include "imap-spool.h"

#include <errno.h>
#include <redress/fs.h>
#include <unistd.h>

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
rd_imap_spool_fetch(RdImap *imap, guint32 uid, gsize size, gsize limit, GError **error)
{
	RdImapSpool spool = {.uid = uid, .fd = rd_fs_open_unnamed()};
	g_autofree char *set = g_strdup_printf("%u", uid);

	if (spool.fd < 0) {
		spool_fail(error, errno);
		return NULL;
	}
	if (rd_imap_fetch(imap, set, "BODY.PEEK[]", limit, &spool, spool_ignore, NULL, error) &&
	    (spool.failed == 0 || spool_fail(error, spool.failed)) && spool.done &&
	    (spool.written > 0 || size == 0))
		return rd_octets_new_from_fd(spool.fd, spool.written);
	close(spool.fd);
	return NULL;
}
