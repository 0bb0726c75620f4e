#include "store-private.h"

#include <redress/mail.h>

void
rd_mail_attachment_free(RdMailAttachment *self)
{
	if (self == NULL)
		return;
	g_free(self->name);
	g_free(self->type);
	g_free(self);
}

gboolean
rd_mail_attach(RdStore *store, gint64 mail_id, const char *name, const char *type, gint64 size,
	       GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT INTO mail_attachment (mail_id, name, type, size)"
				" VALUES (?, ?, ?, ?)");

	rd_bind_int(q, mail_id);
	rd_bind_text(q, name);
	rd_bind_text(q, type);
	rd_bind_int(q, size);
	return rd_query_run(q, error);
}

static gpointer
attachment_read(RdQuery *q)
{
	RdMailAttachment *self = g_new0(RdMailAttachment, 1);

	self->name = rd_query_text(q);
	self->type = rd_query_text(q);
	self->size = rd_query_int(q);
	return self;
}

GPtrArray *
rd_mail_attachments(RdStore *store, gint64 mail_id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store,
		"SELECT name, type, size FROM mail_attachment WHERE mail_id = ? ORDER BY id");

	rd_bind_int(q, mail_id);
	return rd_query_all(q, attachment_read, (GDestroyNotify)rd_mail_attachment_free, error);
}
