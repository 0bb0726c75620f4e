#include "mailbox-imap.h"

#include <string.h>

/* MOVE, or the first third of it; a folder that somebody removed meanwhile is made anew. */
static gboolean
imap_move(RdImapMailbox *self, const char *set, GError **error)
{
	const char *verb = self->done == RD_IMAP_MOVE ? "MOVE" : "COPY";
	g_autoptr(GError) local = NULL;

	if (rd_imap_command(self->imap, &local, "UID %s %s %s", verb, set, self->done_name))
		return TRUE;
	if (!g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED) ||
	    strcmp(rd_imap_get_code(self->imap), "TRYCREATE") != 0) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	return rd_imap_make_folder(self->imap, self->done_name, error) &&
	       rd_imap_command(self->imap, error, "UID %s %s %s", verb, set, self->done_name);
}

/*
 * Only these UIDs are expunged, never what a person marked as deleted. A crash after
 * the copy makes a second copy next time, in a folder that nobody works from.
 */
static gboolean
imap_copy_and_expunge(RdImapMailbox *self, const char *set, GError **error)
{
	return imap_move(self, set, error) &&
	       rd_imap_command(self->imap, error, "UID STORE %s +FLAGS.SILENT (\\Deleted)", set) &&
	       rd_imap_command(self->imap, error, "UID EXPUNGE %s", set);
}

/* A UID that is gone by now is passed over by the server, in each of these. */
static gboolean
imap_put_away(RdImapMailbox *self, const char *set, GError **error)
{
	switch (self->done) {
	case RD_IMAP_MOVE:
		return imap_move(self, set, error);
	case RD_IMAP_COPY:
		return imap_copy_and_expunge(self, set, error);
	case RD_IMAP_FLAG:
		return rd_imap_command(self->imap, error, "UID STORE %s +FLAGS.SILENT (%s)", set,
				       RD_IMAP_KEYWORD);
	default:
		return TRUE;
	}
}

gboolean
rd_imap_mailbox_done(RdMailbox *base, GPtrArray *entries, GError **error)
{
	RdImapMailbox *self = (RdImapMailbox *)base;
	g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));

	if (!rd_imap_mailbox_is_open(self, error))
		return FALSE;
	for (guint i = 0; i < entries->len; i++) {
		guint32 uid = rd_imap_entry_uid(self, entries->pdata[i]);

		if (uid != 0)
			g_array_append_val(uids, uid);
	}
	for (guint i = 0; i < uids->len; i += RD_IMAP_SET_MAX) {
		g_autofree char *set = rd_imap_set(uids, i, MIN(uids->len - i, RD_IMAP_SET_MAX));
		GError *local = NULL;

		if (!imap_put_away(self, set, &local))
			return rd_imap_mailbox_fail(self, local, error);
	}
	return TRUE;
}
