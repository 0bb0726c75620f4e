#include <redress/procedure.h>

#define BEFORE_M2 RD_SET(RD_COMPLAINT_MISSING_EQUIPMENT)
#define BEFORE_M3 (RD_SET(RD_COMPLAINT_PTO_DELAY) | RD_SET(RD_COMPLAINT_NOT_CONNECTED))

gboolean
rd_complaints_are_exempt(RdComplaintSet complaints, RdMilestone milestone)
{
	RdComplaintSet exempt = 0;

	if (milestone == RD_MILESTONE_UNKNOWN)
		return FALSE;
	if (milestone < RD_MILESTONE_M2)
		exempt |= BEFORE_M2;
	if (milestone < RD_MILESTONE_M3)
		exempt |= BEFORE_M3;
	return complaints != 0 && (complaints & ~exempt) == 0;
}

const char *
rd_procedure_choose(RdComplaintSet complaints, const RdHomeowner *homeowner)
{
	if (complaints == 0 || homeowner == NULL)
		return "triage";
	if (complaints == RD_SET(RD_COMPLAINT_EVERBRIGHT))
		return "company-complaint";
	if (rd_complaints_are_exempt(complaints, homeowner->milestone))
		return "pto-inquiry";
	if (homeowner->finance != RD_FINANCE_STANDARD)
		return "beam";
	return "installer-complaint";
}
