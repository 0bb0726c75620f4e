/*
 * mail-index-fill.c - fill the index, behind the store.
 *
 * The index is locked first and the store only read, a mail at a time, so that nobody who
 * writes to the store ever waits for this.
 */

#include "mail-index-private.h"

#include <redress/mail.h>

/* FALSE with an error, or without one when there is no such mail. */
static gboolean
index_add(RdMailIndex *self, gint64 mail_id, GError **error)
{
	g_autoptr(RdQuery) from =
		rd_query(self->store, "SELECT " RD_MAIL_INDEX_COLUMNS
				      " FROM mail AS m" RD_MAIL_INDEX_JOINS " WHERE m.id = ?");
	g_autoptr(RdQuery) to = rd_query(
		self->index,
		"INSERT INTO mail_text (rowid, subject, people, text) VALUES (?, ?, ?, ?)");

	rd_bind_int(from, mail_id);
	if (!rd_query_next(from, error))
		return FALSE;
	rd_bind_int(to, mail_id);
	for (guint i = 0; i < 3; i++)
		rd_bind_take(to, rd_query_text(from));
	return rd_query_run(to, error);
}

/* A mail, and a letter that waits to be sent. */
typedef struct {
	gint64 id;
	gboolean waits;
} IndexItem;

static GArray *
index_items(RdQuery *q, GError **error)
{
	g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(IndexItem));
	g_autoptr(GError) local = NULL;

	while (rd_query_next(q, &local)) {
		IndexItem item = {.id = rd_query_int(q)};

		item.waits = rd_query_int(q) != 0;
		g_array_append_val(items, item);
	}
	if (local == NULL)
		return g_steal_pointer(&items);
	g_propagate_error(error, g_steal_pointer(&local));
	return NULL;
}

#define WAITS "m.outgoing AND ifnull(o.state IN ('queued', 'held'), 0)"

static GArray *
index_new_mails(RdMailIndex *self, gint64 upto, guint limit, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self->store, "SELECT m.id, " WAITS " FROM mail AS m"
						     " LEFT JOIN outbox AS o ON o.id = m.outbox_id"
						     " WHERE m.id > ? ORDER BY m.id LIMIT ?");

	rd_bind_int(q, upto);
	rd_bind_int(q, limit);
	return index_items(q, error);
}

static gboolean
index_set_mark(RdMailIndex *self, gint64 upto, GError **error)
{
	g_autoptr(RdQuery) from = rd_query(self->store, "SELECT message_id FROM mail WHERE id = ?");
	g_autoptr(RdQuery) to = rd_query(self->index, "UPDATE mark SET upto = ?, witness = ?");

	rd_bind_int(from, upto);
	if (!rd_query_need(from, error, "mail %" G_GINT64_FORMAT " is not there", upto))
		return FALSE;
	rd_bind_int(to, upto);
	rd_bind_take(to, rd_query_text(from));
	return rd_query_run(to, error);
}

/* A letter may still be edited or cancelled: it is looked at again later. */
static gboolean
index_put_off(RdMailIndex *self, gint64 mail_id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self->index, "INSERT INTO letter (mail_id) VALUES (?)");

	rd_bind_int(q, mail_id);
	return rd_query_run(q, error);
}

static gboolean
index_take_mails(RdMailIndex *self, guint limit, guint *taken, GError **error)
{
	g_autoptr(GArray) items = NULL;
	gboolean valid;
	gint64 upto;

	if (!rd_mail_index_mark(self, &upto, &valid, error))
		return FALSE;
	if (!valid) {
		g_message("%s: begins anew, the store is another one", self->index->path);
		upto = 0;
		if (!rd_store_exec(self->index,
				   "INSERT INTO mail_text (mail_text) VALUES ('delete-all');"
				   "DELETE FROM letter; UPDATE mark SET upto = 0, witness = ''",
				   error))
			return FALSE;
	}
	items = index_new_mails(self, upto, limit, error);
	if (items == NULL)
		return FALSE;
	for (guint i = 0; i < items->len; i++) {
		const IndexItem *item = &g_array_index(items, IndexItem, i);

		if (!(item->waits ? index_put_off : index_add)(self, item->id, error))
			return FALSE;
	}
	*taken = items->len;
	return items->len == 0 ||
	       index_set_mark(self, g_array_index(items, IndexItem, items->len - 1).id, error);
}

static gboolean
index_letter_waits(RdMailIndex *self, gint64 mail_id, gint64 *waits, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		self->store, "SELECT " WAITS " FROM mail AS m"
			     " LEFT JOIN outbox AS o ON o.id = m.outbox_id WHERE m.id = ?");

	rd_bind_int(q, mail_id);
	return rd_query_value(q, waits, error);
}

static gboolean
index_take_letter(RdMailIndex *self, gint64 mail_id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self->index, "DELETE FROM letter WHERE mail_id = ?");
	gint64 waits = 0;

	if (!index_letter_waits(self, mail_id, &waits, error))
		return FALSE;
	if (waits)
		return TRUE;
	rd_bind_int(q, mail_id);
	return rd_query_run(q, error) && index_add(self, mail_id, error);
}

/* The letters that were put off, in rounds; @more: this round is not over. */
static gboolean
index_take_letters(RdMailIndex *self, guint limit, gboolean *more, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(self->index,
			 "SELECT mail_id FROM letter WHERE mail_id > ? ORDER BY mail_id LIMIT ?");
	g_autoptr(GArray) ids = NULL;

	rd_bind_int(q, self->letters_after);
	rd_bind_int(q, limit);
	ids = rd_query_ids(q, error);
	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!index_take_letter(self, g_array_index(ids, gint64, i), error))
			return FALSE;
	}
	*more = ids->len == limit;
	self->letters_after = *more ? g_array_index(ids, gint64, limit - 1) : 0;
	return TRUE;
}

gboolean
rd_mail_index_fill(RdMailIndex *self, guint limit, gboolean *more, GError **error)
{
	guint taken;

	*more = FALSE;
	if (!rd_store_begin_lightly(self->index, error))
		return FALSE;
	if (index_take_mails(self, limit, &taken, error) &&
	    (taken == limit || index_take_letters(self, limit, more, error))) {
		*more |= taken == limit;
		return rd_store_commit(self->index, error);
	}
	rd_store_rollback(self->index);
	return FALSE;
}
