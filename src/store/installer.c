#include "store-private.h"

#include <redress/people.h>

#define ROWS                                                                                       \
	"SELECT id, name, emails, domains, phone, escalation_name, escalation_phone,"              \
	" escalation_email, account_manager FROM installer "
#define SOME "ORDER BY id LIMIT 20"

void
rd_installer_free(RdInstaller *self)
{
	if (self == NULL)
		return;
	g_free(self->id);
	g_free(self->name);
	g_strfreev(self->emails);
	g_strfreev(self->domains);
	g_free(self->phone);
	g_free(self->escalation_name);
	g_free(self->escalation_phone);
	g_free(self->escalation_email);
	g_free(self->account_manager);
	g_free(self);
}

static gpointer
installer_read(RdQuery *q)
{
	RdInstaller *self = g_new0(RdInstaller, 1);

	self->id = rd_query_text(q);
	self->name = rd_query_text(q);
	self->emails = rd_query_lines(q);
	self->domains = rd_query_lines(q);
	self->phone = rd_query_text(q);
	self->escalation_name = rd_query_text(q);
	self->escalation_phone = rd_query_text(q);
	self->escalation_email = rd_query_text(q);
	self->account_manager = rd_query_text(q);
	return self;
}

static gboolean
installer_put_email(RdStore *store, const char *id, const char *email, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT OR IGNORE INTO installer_email (email_folded, installer_id)"
				" VALUES (?, ?)");

	rd_bind_fold(q, email);
	rd_bind_text(q, id);
	return rd_query_run(q, error);
}

static gboolean
installer_put_domain(RdStore *store, const char *id, const char *domain, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT OR IGNORE INTO installer_domain (domain_folded,"
				" installer_id) VALUES (?, ?)");

	rd_bind_fold(q, domain);
	rd_bind_text(q, id);
	return rd_query_run(q, error);
}

gboolean
rd_installer_put(RdStore *store, const RdInstaller *record, GError **error)
{
	/* Replacing deletes the old row, and with it the old addresses and domains. */
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT OR REPLACE INTO installer (id, name, name_folded, emails, domains,"
		       " phone, escalation_name, escalation_phone, escalation_email,"
		       " account_manager) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	rd_bind_text(q, record->id);
	rd_bind_text(q, record->name);
	rd_bind_fold(q, record->name);
	rd_bind_lines(q, record->emails);
	rd_bind_lines(q, record->domains);
	rd_bind_text(q, record->phone);
	rd_bind_text(q, record->escalation_name);
	rd_bind_text(q, record->escalation_phone);
	rd_bind_text(q, record->escalation_email);
	rd_bind_text(q, record->account_manager);
	if (!rd_query_run(q, error))
		return FALSE;
	for (char **email = record->emails; email != NULL && *email != NULL; email++) {
		if (!installer_put_email(store, record->id, *email, error))
			return FALSE;
	}
	if (record->escalation_email != NULL && *record->escalation_email != '\0' &&
	    !installer_put_email(store, record->id, record->escalation_email, error))
		return FALSE;
	for (char **domain = record->domains; domain != NULL && *domain != NULL; domain++) {
		if (!installer_put_domain(store, record->id, *domain, error))
			return FALSE;
	}
	return TRUE;
}

RdInstaller *
rd_installer_get(RdStore *store, const char *id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, ROWS "WHERE id = ?");

	rd_bind_text(q, id);
	return rd_query_next(q, error) ? installer_read(q) : NULL;
}

static GPtrArray *
installers_read(RdQuery *q, GError **error)
{
	return rd_query_all(q, installer_read, (GDestroyNotify)rd_installer_free, error);
}

GPtrArray *
rd_installers_by_email(RdStore *store, const char *email, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, ROWS "JOIN installer_email ON installer_id = id"
						    " WHERE email_folded = ? AND email_folded <> ''"
						    " ORDER BY installer_id LIMIT 20");

	rd_bind_fold(q, email);
	return installers_read(q, error);
}

GPtrArray *
rd_installers_by_domain(RdStore *store, const char *domain, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "JOIN installer_domain ON installer_id = id"
				     " WHERE domain_folded = ? AND domain_folded <> ''"
				     " ORDER BY installer_id LIMIT 20");

	rd_bind_fold(q, domain);
	return installers_read(q, error);
}

GPtrArray *
rd_installers_by_name(RdStore *store, const char *name, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "WHERE name_folded = ? AND name_folded <> '' " SOME);

	rd_bind_fold(q, name);
	return installers_read(q, error);
}
