#include "mailbox-imap.h"

#include <string.h>

/* A folder that somebody removed meanwhile is made once more. */
static gboolean
imap_move_retry(RdImapMailbox *self, GError **error)
{
	GError *local = NULL;

	if (!rd_imap_get_session(self->imap)->imap_response_info->rsp_trycreate)
		return FALSE;
	return rd_imap_make_folder(self->imap, self->done_name, &local) ||
	       rd_imap_mailbox_fail(self, local, error);
}

static gboolean
imap_store(RdImapMailbox *self, struct mailimap_set *set, struct mailimap_flag *flag,
	   GError **error)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *store;
	int code;

	mailimap_flag_list_add(flags, flag);
	store = mailimap_store_att_flags_new_add_flags_silent(flags);
	rd_imap_expect(self->imap, 0);
	code = mailimap_uid_store(rd_imap_get_session(self->imap), set, store);
	mailimap_store_att_flags_free(store);
	return rd_imap_mailbox_check(self, code, "UID STORE", error);
}

/* MOVE, or the first third of it. */
static gboolean
imap_move(RdImapMailbox *self, struct mailimap_set *set, GError **error)
{
	mailimap *session = rd_imap_get_session(self->imap);
	gboolean move = self->done == RD_IMAP_MOVE;

	for (guint attempt = 0;; attempt++) {
		int code;
		g_autoptr(GError) retry = NULL;

		rd_imap_expect(self->imap, 0);
		code = move ? mailimap_uid_move(session, set, self->done_name)
			    : mailimap_uid_copy(session, set, self->done_name);
		if (code == MAILIMAP_NO_ERROR || attempt > 0 || !imap_move_retry(self, &retry))
			return rd_imap_mailbox_check(self, code, move ? "UID MOVE" : "UID COPY",
						     error);
	}
}

/*
 * Only these UIDs are expunged, never what a person marked as deleted. A crash after
 * the copy makes a second copy next time, in a folder that nobody works from.
 */
static gboolean
imap_copy_and_expunge(RdImapMailbox *self, struct mailimap_set *set, GError **error)
{
	int code;

	if (!imap_move(self, set, error) ||
	    !imap_store(self, set, mailimap_flag_new_deleted(), error))
		return FALSE;
	rd_imap_expect(self->imap, 0);
	code = mailimap_uid_expunge(rd_imap_get_session(self->imap), set);
	return rd_imap_mailbox_check(self, code, "UID EXPUNGE", error);
}

/* A UID that is gone by now is passed over by the server, in each of these. */
static gboolean
imap_put_away(RdImapMailbox *self, struct mailimap_set *set, GError **error)
{
	switch (self->done) {
	case RD_IMAP_MOVE:
		return imap_move(self, set, error);
	case RD_IMAP_COPY:
		return imap_copy_and_expunge(self, set, error);
	case RD_IMAP_FLAG:
		return imap_store(self, set,
				  mailimap_flag_new_flag_keyword(strdup(RD_IMAP_KEYWORD)), error);
	default:
		return TRUE;
	}
}

gboolean
rd_imap_done(RdMailbox *base, GPtrArray *entries, GError **error)
{
	RdImapMailbox *self = (RdImapMailbox *)base;
	g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));
	gboolean ok = TRUE;

	if (!rd_imap_mailbox_is_open(self, error))
		return FALSE;
	for (guint i = 0; i < entries->len; i++) {
		guint32 uid = rd_imap_entry_uid(self, entries->pdata[i]);

		if (uid != 0)
			g_array_append_val(uids, uid);
	}
	for (guint i = 0; ok && i < uids->len; i += RD_IMAP_SET_MAX) {
		struct mailimap_set *set =
			rd_imap_set_new(uids, i, MIN(uids->len - i, RD_IMAP_SET_MAX));

		ok = imap_put_away(self, set, error);
		mailimap_set_free(set);
	}
	return ok;
}
