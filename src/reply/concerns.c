#include "concerns.h"

static const char *const phrases[RD_COMPLAINT_LAST][3] = {
	[RD_COMPLAINT_PTO_DELAY] =
		{"the delay in receiving permission to operate (PTO) for your system",
		 "the delay in receiving permission to operate (PTO) for their system",
		 "a delay in permission to operate (PTO)"},
	[RD_COMPLAINT_MISSING_EQUIPMENT] = {"equipment that is missing from your system",
					    "equipment that is missing from their system",
					    "missing equipment"},
	[RD_COMPLAINT_NOT_CONNECTED] = {"your system not being connected and running",
					"their system not being connected and running",
					"a system that is not connected"},
	[RD_COMPLAINT_DAMAGE] = {"damage to your home or system", "damage to their home or system",
				 "damage to the home or system"},
	[RD_COMPLAINT_RUDE_CONDUCT] = {"the way your installer's staff spoke to you",
				       "the way your staff spoke to them",
				       "rude conduct by the installer's staff"},
	[RD_COMPLAINT_VULGAR_CONDUCT] = {"inappropriate behavior at your property",
					 "inappropriate behavior at their property",
					 "inappropriate behavior at the property"},
	[RD_COMPLAINT_UNRESPONSIVE_INSTALLER] = {"the trouble you have had reaching your installer",
						 "the trouble they have had reaching you",
						 "the trouble reaching the installer"},
	[RD_COMPLAINT_MISREPRESENTATION] = {"the way your system was presented and sold to you",
					    "the way their system was presented and sold to them",
					    "misrepresentation in the sale of the system"},
	[RD_COMPLAINT_OTHER_INSTALLER] = {"the work done by your installer",
					  "the work done at their home",
					  "the work done by the installer"},
	[RD_COMPLAINT_EVERBRIGHT] = {"our own service", NULL, "our own service"},
};

char *
concerns_phrase(RdComplaintSet complaints, Voice voice)
{
	const char *parts[RD_COMPLAINT_LAST];
	GString *out = g_string_new(NULL);
	guint n = 0;

	for (guint i = 0; i < RD_COMPLAINT_LAST; i++) {
		if (RD_HAS(complaints, i) && phrases[i][voice] != NULL)
			parts[n++] = phrases[i][voice];
	}
	for (guint i = 0; i < n; i++) {
		if (i > 0)
			g_string_append(out, n == 2 ? " and " : i == n - 1 ? ", and " : ", ");
		g_string_append(out, parts[i]);
	}
	return g_string_free(out, FALSE);
}
