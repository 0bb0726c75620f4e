#include <criterion/criterion.h>
#include <redress/procedure.h>
#include <redress/reply.h>

Test(check, nothing_is_wrong_with_the_procedures_of_the_project)
{
	g_autoptr(RdProcedures) procedures = rd_procedures_load("templates/procedures", NULL);
	g_autoptr(RdReplies) replies = rd_replies_load("templates/replies", NULL);
	g_autoptr(GPtrArray) list = rd_procedures_list(procedures);

	for (guint i = 0; i < list->len; i++) {
		g_autoptr(GPtrArray) problems =
			rd_procedure_check(list->pdata[i], rd_replies_names(replies));

		for (guint j = 0; j < problems->len; j++)
			cr_expect_fail("%s", (const char *)problems->pdata[j]);
	}
}
