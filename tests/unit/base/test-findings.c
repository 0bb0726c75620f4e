#include <criterion/criterion.h>
#include <redress/findings.h>

Test(findings, the_first_of_a_set_is_the_first_of_the_handbooks_list)
{
	RdComplaintSet set =
		RD_SET(RD_COMPLAINT_EVERBRIGHT) | RD_SET(RD_COMPLAINT_DAMAGE) | RD_SET(31);

	cr_expect_eq(rd_complaints_first(set), RD_COMPLAINT_DAMAGE);
	cr_expect_eq(rd_complaints_first(0), RD_COMPLAINT_NONE);
	cr_expect_eq(rd_complaints_first(RD_SET(31)), RD_COMPLAINT_NONE, "no such complaint");
}
