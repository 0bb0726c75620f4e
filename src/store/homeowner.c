#include "store-private.h"

#include <redress/people.h>
#include <redress/text.h>

#define ROWS                                                                                       \
	"SELECT id, name, emails, phone, address, installer_id, finance, milestone FROM "          \
	"homeowner "
#define SOME "ORDER BY id LIMIT 20"
#define MANY "LIMIT " G_STRINGIFY(RD_HOMEOWNERS_MANY)

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

RdHomeowner *
rd_homeowner_copy(const RdHomeowner *self)
{
	RdHomeowner *copy = g_memdup2(self, sizeof(*self));

	copy->id = g_strdup(self->id);
	copy->name = g_strdup(self->name);
	copy->emails = g_strdupv(self->emails);
	copy->phone = g_strdup(self->phone);
	copy->address = g_strdup(self->address);
	copy->installer_id = g_strdup(self->installer_id);
	return copy;
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

static gboolean
homeowner_put_key(RdStore *store, const RdHomeowner *record, RdKeyKind kind, const char *key,
		  GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT OR IGNORE INTO homeowner_key (kind, key, installer_id,"
				" homeowner_id) VALUES (?, ?, ?, ?)");

	rd_bind_text(q, rd_key_kind_name(kind));
	rd_bind_text(q, key);
	rd_bind_text(q, record->installer_id);
	rd_bind_text(q, record->id);
	return rd_query_run(q, error);
}

static gboolean
homeowner_put_keys(RdStore *store, const RdHomeowner *record, GError **error)
{
	g_autofree char *street = rd_address_key(record->address);

	for (RdKeyKind kind = RD_KEY_NAME; kind < RD_KEY_STREET; kind++) {
		g_autoptr(GPtrArray) keys = rd_name_keys(record->name, kind);

		for (guint i = 0; i < keys->len; i++) {
			if (!homeowner_put_key(store, record, kind, keys->pdata[i], error))
				return FALSE;
		}
	}
	return street == NULL || homeowner_put_key(store, record, RD_KEY_STREET, street, error);
}

gboolean
rd_homeowner_put(RdStore *store, const RdHomeowner *record, GError **error)
{
	/* Replacing deletes the old row, and with it the old addresses and keys. */
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT OR REPLACE INTO homeowner (id, name, emails, phone, phone_digits,"
		       " address, installer_id, finance, milestone)"
		       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

	rd_bind_text(q, record->id);
	rd_bind_text(q, record->name);
	rd_bind_lines(q, record->emails);
	rd_bind_text(q, record->phone);
	rd_bind_take(q, rd_text_phone_digits(record->phone));
	rd_bind_text(q, record->address);
	rd_bind_text(q, record->installer_id);
	rd_bind_text(q, rd_finance_name(record->finance));
	rd_bind_text(q, rd_milestone_name(record->milestone));
	if (!rd_query_run(q, error))
		return FALSE;
	for (char **email = record->emails; email != NULL && *email != NULL; email++) {
		if (!homeowner_put_email(store, record->id, *email, error))
			return FALSE;
	}
	return homeowner_put_keys(store, record, error);
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
	g_autoptr(RdQuery) q = rd_query(store, ROWS "JOIN homeowner_email ON homeowner_id = id"
						    " WHERE email_folded = ? AND email_folded <> ''"
						    " ORDER BY homeowner_id LIMIT 20");

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
rd_homeowners_by_key(RdStore *store, RdKeyKind kind, const char *key, const char *installer_id,
		     GError **error)
{
	g_autoptr(RdQuery) q =
		installer_id != NULL
			? rd_query(store,
				   ROWS "WHERE id IN (SELECT homeowner_id FROM homeowner_key WHERE"
					" kind = ? AND key = ? AND installer_id = ?) " MANY)
			: rd_query(store, ROWS "WHERE id IN (SELECT homeowner_id FROM homeowner_key"
					       " WHERE kind = ? AND key = ?) " MANY);

	rd_bind_text(q, rd_key_kind_name(kind));
	rd_bind_text(q, key);
	if (installer_id != NULL)
		rd_bind_text(q, installer_id);
	return homeowners_read(q, error);
}
