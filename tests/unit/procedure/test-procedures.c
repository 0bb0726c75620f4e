#include <criterion/criterion.h>
#include <redress/procedure.h>

Test(procedures, those_of_the_project_load)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdProcedures) procedures = rd_procedures_load("templates/procedures", &error);

	cr_assert_not_null(procedures, "%s", error != NULL ? error->message : "");
}
