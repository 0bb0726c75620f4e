#include "store-private.h"

#include <redress/people.h>
#include <redress/text.h>

#include <string.h>

#define ROWS                                                                                       \
	"SELECT id, name, emails, phone, address, installer_id, finance, milestone FROM "          \
	"homeowner "
#define SOME "ORDER BY id LIMIT 20"

void
rd_homeowner_free(RdHomeowner *self)
{
	if (self == NULL)
		return;
	g_free(self->id);
	g_free(self->name);
	g_strfreev(self->emails);
	g_free(self->phone);
	g_free(self->address);
	g_free(self->installer_id);
	g_free(self);
}

static gpointer
homeowner_read(RdQuery *q)
{
	RdHomeowner *self = g_new0(RdHomeowner, 1);
	g_autofree char *finance = NULL;
	g_autofree char *milestone = NULL;

	self->id = rd_query_text(q);
	self->name = rd_query_text(q);
	self->emails = rd_query_lines(q);
	self->phone = rd_query_text(q);
	self->address = rd_query_text(q);
	self->installer_id = rd_query_text(q);
	finance = rd_query_text(q);
	milestone = rd_query_text(q);
	rd_finance_parse(finance, &self->finance);
	rd_milestone_parse(milestone, &self->milestone);
	return self;
}

static char *
homeowner_street(const char *address)
{
	g_autofree char *street = g_strndup(address, strcspn(address, ","));

	return rd_text_fold(street);
}

static gboolean
homeowner_put_email(RdStore *store, const char *id, const char *email, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT OR IGNORE INTO homeowner_email (email_folded, homeowner_id)"
				" VALUES (?, ?)");

	rd_bind_fold(q, email);
	rd_bind_text(q, id);
	return rd_query_run(q, error);
}

gboolean
rd_homeowner_put(RdStore *store, const RdHomeowner *record, GError **error)
{
	/* Replacing deletes the old row, and with it the old addresses. */
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT OR REPLACE INTO homeowner (id, name, name_folded, emails, phone,"
		       " phone_digits, address, street_folded, installer_id, finance, milestone)"
		       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	rd_bind_text(q, record->id);
	rd_bind_text(q, record->name);
	rd_bind_fold(q, record->name);
	rd_bind_lines(q, record->emails);
	rd_bind_text(q, record->phone);
	rd_bind_take(q, rd_text_phone_digits(record->phone));
	rd_bind_text(q, record->address);
	rd_bind_take(q, homeowner_street(record->address));
	rd_bind_text(q, record->installer_id);
	rd_bind_text(q, rd_finance_name(record->finance));
	rd_bind_text(q, rd_milestone_name(record->milestone));
	if (!rd_query_run(q, error))
		return FALSE;
	for (char **email = record->emails; email != NULL && *email != NULL; email++) {
		if (!homeowner_put_email(store, record->id, *email, error))
			return FALSE;
	}
	return TRUE;
}

RdHomeowner *
rd_homeowner_get(RdStore *store, const char *id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, ROWS "WHERE id = ?");

	rd_bind_text(q, id);
	return rd_query_next(q, error) ? homeowner_read(q) : NULL;
}

static GPtrArray *
homeowners_read(RdQuery *q, GError **error)
{
	return rd_query_all(q, homeowner_read, (GDestroyNotify)rd_homeowner_free, error);
}

GPtrArray *
rd_homeowners_by_email(RdStore *store, const char *email, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "WHERE id IN (SELECT homeowner_id FROM homeowner_email"
				     " WHERE email_folded = ? AND email_folded <> '') " SOME);

	rd_bind_fold(q, email);
	return homeowners_read(q, error);
}

GPtrArray *
rd_homeowners_by_phone(RdStore *store, const char *digits, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "WHERE phone_digits = ? AND phone_digits <> '' " SOME);

	rd_bind_text(q, digits);
	return homeowners_read(q, error);
}

GPtrArray *
rd_homeowners_by_name(RdStore *store, const char *name, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "WHERE name_folded = ? AND name_folded <> '' " SOME);

	rd_bind_fold(q, name);
	return homeowners_read(q, error);
}

GPtrArray *
rd_homeowners_by_street(RdStore *store, const char *street, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "WHERE street_folded = ? AND street_folded <> '' " SOME);

	rd_bind_fold(q, street);
	return homeowners_read(q, error);
}
