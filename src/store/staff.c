#include "store-private.h"

#include <redress/people.h>
#include <redress/text.h>

#include <string.h>

#define ROWS "SELECT email, name, role FROM staff "

void
rd_staff_free(RdStaff *self)
{
	if (self == NULL)
		return;
	g_free(self->email);
	g_free(self->name);
	g_free(self);
}

static gpointer
staff_read(RdQuery *q)
{
	RdStaff *self = g_new0(RdStaff, 1);
	g_autofree char *role = NULL;

	self->email = rd_query_text(q);
	self->name = rd_query_text(q);
	role = rd_query_text(q);
	rd_role_parse(role, &self->role);
	return self;
}

/* @text up to the first of @ends, folded. */
static char *
staff_fold_until(const char *text, const char *ends)
{
	g_autofree char *part = g_strndup(text, strcspn(text, ends));

	return rd_text_fold(part);
}

gboolean
rd_staff_put(RdStore *store, const RdStaff *record, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT OR REPLACE INTO staff (email_folded, email, name, role, name_folded,"
		       " first_folded, local_folded) VALUES (?, ?, ?, ?, ?, ?, ?)");

	rd_bind_fold(q, record->email);
	rd_bind_text(q, record->email);
	rd_bind_text(q, record->name);
	rd_bind_text(q, rd_role_name(record->role));
	rd_bind_fold(q, record->name);
	rd_bind_take(q, staff_fold_until(record->name, " "));
	rd_bind_take(q, staff_fold_until(record->email, "@"));
	return rd_query_run(q, error);
}

RdStaff *
rd_staff_get(RdStore *store, const char *email, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, ROWS "WHERE email_folded = ?");

	rd_bind_fold(q, email);
	return rd_query_next(q, error) ? staff_read(q) : NULL;
}

GPtrArray *
rd_staff_by_word(RdStore *store, const char *word, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "WHERE ?1 <> '' AND (name_folded = ?1 OR first_folded = ?1"
				     " OR local_folded = ?1) ORDER BY email_folded");

	rd_bind_fold(q, word);
	return rd_query_all(q, staff_read, (GDestroyNotify)rd_staff_free, error);
}

GPtrArray *
rd_staff_by_role(RdStore *store, RdRole role, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, ROWS "WHERE role = ? ORDER BY email_folded");

	rd_bind_text(q, rd_role_name(role));
	return rd_query_all(q, staff_read, (GDestroyNotify)rd_staff_free, error);
}
