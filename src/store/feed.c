#include "case-private.h"

void
rd_feed_entry_free(RdFeedEntry *self)
{
	if (self == NULL)
		return;
	g_free(self->author);
	g_free(self->kind);
	g_free(self->text);
	g_free(self->cause);
	g_free(self);
}

static gpointer
feed_read(RdQuery *q)
{
	RdFeedEntry *self = g_new0(RdFeedEntry, 1);

	self->at = rd_query_time(q);
	self->author = rd_query_text(q);
	self->kind = rd_query_text(q);
	self->text = rd_query_text(q);
	self->cause = rd_query_text(q);
	return self;
}

gboolean
rd_feed_add(RdStore *store, gint64 case_id, const RdFeedEntry *entry, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "INSERT INTO feed (case_id, at, author, kind, text,"
					       " cause) VALUES (?, ?, ?, ?, ?, ?)");

	rd_bind_int(q, case_id);
	rd_bind_time(q, entry->at);
	rd_bind_text(q, entry->author);
	rd_bind_text(q, entry->kind);
	rd_bind_text(q, entry->text);
	rd_bind_text(q, entry->cause);
	return rd_query_run(q, error);
}

GPtrArray *
rd_feed_list(RdStore *store, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT at, author, kind, text, cause FROM feed WHERE case_id = ?1"
				" OR case_id IN (SELECT id FROM cases WHERE merged_into = ?1)"
				" ORDER BY id");

	rd_bind_int(q, case_id);
	return rd_query_all(q, feed_read, (GDestroyNotify)rd_feed_entry_free, error);
}

void
rd_feed_item_free(RdFeedItem *self)
{
	if (self == NULL)
		return;
	rd_feed_entry_free(self->entry);
	g_free(self);
}

static gpointer
feed_read_item(RdQuery *q)
{
	RdFeedItem *self = g_new0(RdFeedItem, 1);

	self->id = rd_query_int(q);
	self->case_id = rd_query_int(q);
	self->entry = feed_read(q);
	return self;
}

GPtrArray *
rd_feed_since(RdStore *store, gint64 after, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT id, case_id, at, author, kind, text, cause FROM feed"
				" WHERE id > ? ORDER BY id");

	rd_bind_int(q, after);
	return rd_query_all(q, feed_read_item, (GDestroyNotify)rd_feed_item_free, error);
}

gboolean
rd_feed_last(RdStore *store, gint64 *out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT coalesce(max(id), 0) FROM feed");

	*out = 0;
	return rd_query_value(q, out, error);
}
