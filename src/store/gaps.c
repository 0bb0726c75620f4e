#include "store-private.h"

#include <redress/people.h>
#include <redress/text.h>

#define EXAMPLES 5

/* What the work with a case will miss, or take for somebody else. */
static const struct {
	const char *what;
	const char *sql;
} gaps[] = {
	{"homeowners without an installer",
	 "SELECT id FROM homeowner WHERE installer_id = '' ORDER BY id"},
	{"homeowners whose installer is not in the directory",
	 "SELECT id FROM homeowner h WHERE installer_id <> '' AND NOT EXISTS"
	 " (SELECT 1 FROM installer i WHERE i.id = h.installer_id) ORDER BY id"},
	{"homeowners without an e-mail address",
	 "SELECT id FROM homeowner WHERE emails = '' ORDER BY id"},
	{"homeowners without a phone number",
	 "SELECT id FROM homeowner WHERE phone_digits = '' ORDER BY id"},
	{"homeowners of unknown milestone, whose complaints are never exempt",
	 "SELECT id FROM homeowner WHERE milestone = 'unknown' ORDER BY id"},
	{"homeowners that share an e-mail address, whose mail people may have to sort",
	 "SELECT DISTINCT homeowner_id FROM homeowner_email WHERE email_folded IN"
	 " (SELECT email_folded FROM homeowner_email GROUP BY email_folded HAVING count(*) > 1)"
	 " ORDER BY homeowner_id"},
	{"installers without an e-mail address",
	 "SELECT id FROM installer WHERE emails = '' ORDER BY id"},
	{"installers without a phone number",
	 "SELECT id FROM installer WHERE phone = '' ORDER BY id"},
	{"installers without an account manager on the staff list",
	 "SELECT id FROM installer WHERE lower(account_manager) NOT IN"
	 " (SELECT email_folded FROM staff) ORDER BY id"},
	{"installers with a domain that homeowners write from, too",
	 "SELECT DISTINCT d.installer_id FROM homeowner_email e JOIN installer_domain d"
	 " ON d.domain_folded = substr(e.email_folded, instr(e.email_folded, '@') + 1)"
	 " ORDER BY d.installer_id"},
};

void
rd_people_gap_free(RdPeopleGap *self)
{
	g_free(self->who);
	g_free(self);
}

static RdPeopleGap *
gap_read(RdStore *store, const char *what, const char *sql, GError **error)
{
	g_autoptr(RdQuery) q = rd_query_at(store, sql, G_STRFUNC);
	g_autoptr(GString) who = g_string_new(NULL);
	g_autoptr(GError) local = NULL;
	RdPeopleGap *self;
	guint n = 0;

	while (rd_query_next(q, &local)) {
		g_autofree char *id = rd_query_text(q);

		if (n++ < EXAMPLES)
			rd_text_list(who, ", ", id);
	}
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return NULL;
	}
	if (n > EXAMPLES)
		g_string_append(who, " ...");
	self = g_new0(RdPeopleGap, 1);
	self->what = what;
	self->n = n;
	self->who = g_strdup(who->str);
	return self;
}

GPtrArray *
rd_people_gaps(RdStore *store, GError **error)
{
	g_autoptr(GPtrArray) found =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_people_gap_free);

	for (gsize i = 0; i < G_N_ELEMENTS(gaps); i++) {
		RdPeopleGap *gap = gap_read(store, gaps[i].what, gaps[i].sql, error);

		if (gap == NULL)
			return NULL;
		if (gap->n > 0)
			g_ptr_array_add(found, gap);
		else
			rd_people_gap_free(gap);
	}
	return g_steal_pointer(&found);
}
