#include "store-private.h"

#include <redress/people.h>

#include <string.h>

static const char *const finances[] = {
	[RD_FINANCE_STANDARD] = "standard",
	[RD_FINANCE_BEAM] = "beam",
	[RD_FINANCE_CONCERT] = "concert",
};

static const char *const milestones[] = {
	[RD_MILESTONE_UNKNOWN] = "unknown", [RD_MILESTONE_NONE] = "none", [RD_MILESTONE_M1] = "m1",
	[RD_MILESTONE_M2] = "m2",	    [RD_MILESTONE_M3] = "m3",
};

const char *
rd_finance_name(RdFinance finance)
{
	return finance < G_N_ELEMENTS(finances) ? finances[finance] : NULL;
}

const char *
rd_milestone_name(RdMilestone milestone)
{
	return milestone < G_N_ELEMENTS(milestones) ? milestones[milestone] : NULL;
}

gboolean
rd_finance_parse(const char *name, RdFinance *out)
{
	for (guint i = 0; i < G_N_ELEMENTS(finances); i++) {
		if (g_strcmp0(name, finances[i]) == 0) {
			*out = (RdFinance)i;
			return TRUE;
		}
	}
	return FALSE;
}

gboolean
rd_milestone_parse(const char *name, RdMilestone *out)
{
	for (guint i = 0; i < G_N_ELEMENTS(milestones); i++) {
		if (g_strcmp0(name, milestones[i]) == 0) {
			*out = (RdMilestone)i;
			return TRUE;
		}
	}
	return FALSE;
}

gboolean
rd_people_count(RdStore *store, RdPeopleCount *out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT (SELECT count(*) FROM homeowner),"
					       " (SELECT count(*) FROM installer),"
					       " (SELECT count(*) FROM staff)");

	if (!rd_query_next(q, error))
		return FALSE;
	out->homeowners = (guint)rd_query_int(q);
	out->installers = (guint)rd_query_int(q);
	out->staff = (guint)rd_query_int(q);
	return TRUE;
}

static gboolean
addresses_have(char *const *addresses, const char *address)
{
	for (; addresses != NULL && *addresses != NULL; addresses++) {
		if (g_ascii_strcasecmp(*addresses, address) == 0)
			return TRUE;
	}
	return FALSE;
}

gboolean
rd_homeowner_has_address(const RdHomeowner *self, const char *address)
{
	return addresses_have(self->emails, address);
}

/* The domain itself, or one below it. */
static gboolean
domain_has(const char *domain, const char *of_address)
{
	gsize len = strlen(domain), n = strlen(of_address);

	return len > 0 && n > len && g_ascii_strcasecmp(of_address + n - len, domain) == 0 &&
	       (of_address[n - len - 1] == '.' || of_address[n - len - 1] == '@');
}

gboolean
rd_installer_has_address(const RdInstaller *self, const char *address)
{
	const char *at = strrchr(address, '@');

	if (at == NULL || at[1] == '\0')
		return FALSE;
	if (addresses_have(self->emails, address) ||
	    (self->escalation_email != NULL &&
	     g_ascii_strcasecmp(self->escalation_email, address) == 0))
		return TRUE;
	for (char **domain = self->domains; domain != NULL && *domain != NULL; domain++) {
		if (domain_has(*domain, at))
			return TRUE;
	}
	return FALSE;
}
