#include "../../../src/directory/nickname.h"

#include <criterion/criterion.h>

Test(nickname, forms_of_one_name_are_in_one_group)
{
	const char *const *bill = rd_nickname_group("bill");

	cr_assert_not_null(bill);
	cr_expect(g_strv_contains(bill, "william"));
	cr_expect_eq(rd_nickname_group("william"), bill);
	cr_expect_neq(rd_nickname_group("robert"), bill);
	cr_expect_null(rd_nickname_group("irena"));
}
