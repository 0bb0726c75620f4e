#include "mailbox-imap.h"

#include <string.h>

/* Of single messages: then the server does not want any. */
#define REFUSALS_MAX 3

gboolean
rd_imap_mailbox_need_folder(RdImapMailbox *self, GError **error)
{
	if ((self->done != RD_IMAP_MOVE && self->done != RD_IMAP_COPY) || self->done_name != NULL)
		return TRUE;
	self->done_name = rd_imap_need_folder(self->imap, self->done_folder, error);
	return self->done_name != NULL;
}

/* MOVE, or the first third of it; a folder that somebody removed meanwhile is made anew. */
static gboolean
imap_move(RdImapMailbox *self, const char *set, GError **error)
{
	const char *verb = self->done == RD_IMAP_MOVE ? "MOVE" : "COPY";
	g_autoptr(GError) local = NULL;

	if (rd_imap_try(self->imap, &local, "UID %s %s %s", verb, set, self->done_name))
		return TRUE;
	if (!g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED) ||
	    strcmp(rd_imap_get_code(self->imap), "TRYCREATE") != 0) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	return rd_imap_make_folder(self->imap, self->done_name, error) &&
	       rd_imap_try(self->imap, error, "UID %s %s %s", verb, set, self->done_name);
}

/* Those of @uids that were not copied yet. */
static GArray *
imap_uncopied(const RdImapMailbox *self, const GArray *uids, guint from, guint n)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint i = from; i < from + n; i++) {
		guint32 uid = g_array_index(uids, guint32, i);

		if (!g_hash_table_contains(self->copied, GUINT_TO_POINTER(uid)))
			g_array_append_val(out, uid);
	}
	return out;
}

/*
 * Where the original cannot be removed, each attempt would leave another copy. One after a
 * crash lies in a folder that nobody works from.
 */
static gboolean
imap_copy(RdImapMailbox *self, const GArray *uids, guint from, guint n, GError **error)
{
	g_autoptr(GArray) left = imap_uncopied(self, uids, from, n);
	g_autofree char *set = rd_imap_set(left, 0, left->len);

	if (left->len > 0 && !imap_move(self, set, error))
		return FALSE;
	for (guint i = 0; i < left->len; i++)
		g_hash_table_add(self->copied, GUINT_TO_POINTER(g_array_index(left, guint32, i)));
	return TRUE;
}

/* Only these UIDs are expunged, never what a person marked as deleted. */
static gboolean
imap_expunge(RdImapMailbox *self, const GArray *uids, guint from, guint n, GError **error)
{
	g_autofree char *set = rd_imap_set(uids, from, n);

	if (!rd_imap_command(self->imap, error, "UID STORE %s +FLAGS.SILENT (\\Deleted)", set) ||
	    !rd_imap_command(self->imap, error, "UID EXPUNGE %s", set))
		return FALSE;
	for (guint i = from; i < from + n; i++)
		g_hash_table_remove(self->copied,
				    GUINT_TO_POINTER(g_array_index(uids, guint32, i)));
	return TRUE;
}

/* A UID that is gone by now is passed over by the server, in each of these. */
static gboolean
imap_put_away(RdImapMailbox *self, const GArray *uids, guint from, guint n, GError **error)
{
	g_autofree char *set = rd_imap_set(uids, from, n);

	switch (self->done) {
	case RD_IMAP_MOVE:
		return imap_move(self, set, error);
	case RD_IMAP_COPY:
		return imap_copy(self, uids, from, n, error) &&
		       imap_expunge(self, uids, from, n, error);
	case RD_IMAP_FLAG:
		return rd_imap_command(self->imap, error, "UID STORE %s +FLAGS.SILENT (%s)", set,
				       RD_IMAP_KEYWORD);
	default:
		return TRUE;
	}
}

/*
 * The same; should the server refuse it, one by one, so that one message that it will not let
 * go does not hold the others. FALSE with the last refusal, when there was one.
 */
static gboolean
imap_put_away_set(RdImapMailbox *self, const GArray *uids, guint from, guint n, GError **error)
{
	g_autoptr(GError) refused = NULL;
	guint in_a_row = 0;

	if (imap_put_away(self, uids, from, n, &refused))
		return TRUE;
	for (guint i = from; n > 1 && i < from + n && in_a_row < REFUSALS_MAX &&
			     g_error_matches(refused, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED);
	     i++) {
		GError *local = NULL;

		in_a_row = imap_put_away(self, uids, i, 1, &local) ? 0 : in_a_row + 1;
		if (local != NULL) {
			g_error_free(refused);
			refused = local;
		}
	}
	g_propagate_error(error, g_steal_pointer(&refused));
	return FALSE;
}

gboolean
rd_imap_mailbox_done(RdMailbox *base, GPtrArray *entries, GError **error)
{
	RdImapMailbox *self = (RdImapMailbox *)base;
	g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));
	GError *refused = NULL;

	if (!rd_imap_mailbox_is_open(self, error))
		return FALSE;
	if (!rd_imap_mailbox_need_folder(self, &refused))
		return rd_imap_mailbox_fail(self, refused, error);
	for (guint i = 0; i < entries->len; i++) {
		guint32 uid = rd_imap_entry_uid(self, entries->pdata[i]);

		if (uid != 0)
			g_array_append_val(uids, uid);
	}
	for (guint i = 0; i < uids->len; i += RD_IMAP_SET_MAX) {
		GError *local = NULL;

		if (!imap_put_away_set(self, uids, i, MIN(uids->len - i, RD_IMAP_SET_MAX), &local))
			return rd_imap_mailbox_fail(self, local, error);
	}
	return TRUE;
}
