#include "store-private.h"

#include <redress/people.h>

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
