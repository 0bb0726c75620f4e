#include <criterion/criterion.h>
#include <redress/procedure.h>
#include <redress/reply.h>
#include <string.h>

Test(check, nothing_is_wrong_with_the_procedures_of_the_project)
{
	g_autoptr(RdProcedures) procedures = rd_procedures_load("templates/procedures", NULL);
	g_autoptr(RdReplies) replies = rd_replies_load("templates/replies", NULL);
	g_autoptr(GPtrArray) problems = rd_procedures_check(procedures, rd_replies_names(replies));

	for (guint i = 0; i < problems->len; i++)
		cr_expect_fail("%s", (const char *)problems->pdata[i]);
}

Test(check, everything_that_is_wrong_is_named_with_its_line)
{
	const char *expected[] = {
		":9: no rule here waits for the timer \"heard-by-nobody\"",
		":12: no timer \"set-by-nobody\" runs here",
		":14: \"{{homeowner.nmae}}\": \"homeowner.nmae\" is no value that a letter has",
		":19: there is no reply \"no-such-letter\"",
		":19: \"neighbour\" is no role that gets mail",
		":21: \"homeowner\" is no role that has tasks",
		":21: \"ic3\" is no requirement like IC3",
		":25: no timer \"nothing\" runs here",
		":26: \"lost\" is no queue",
		":27: \"somebody\" is no person to assign to",
		":28: \"noise\" are no complaint types",
		":28: there is no procedure \"no-such-procedure\"",
		":32: no rule here waits for the timer \"unheard\"",
		":35: \"dance\" is no command",
		":35: nothing remembers the fact \"never-remembered\"",
		":38: nothing opens the task \"never-opened\"",
		":41: never tried: the rule of line 39 always goes first",
		":44: \"neighbour\" is no role that gets mail",
		":44: this rule does nothing",
		":45: there is no state \"nowhere\"",
		":45: no procedure tells \"untold\"",
		":16: from the state \"begin\" no way leads to the end of the case",
		":47: from the state \"trap\" no way leads to the end of the case",
		":49: no rule leads to the state \"island\"",
	};
	const char *none[] = {NULL};
	g_autoptr(GError) error = NULL;
	g_autoptr(RdProcedures) procedures = rd_procedures_load("tests/data/procedures", &error);
	g_autoptr(GPtrArray) problems = NULL;
	guint found = 0;

	cr_assert_not_null(procedures, "%s", error != NULL ? error->message : "");
	problems = rd_procedures_check(procedures, none);
	for (guint i = 0; i < problems->len; i++) {
		if (strstr(problems->pdata[i], "broken.yaml") != NULL)
			found++;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		gboolean there = FALSE;

		for (guint j = 0; j < problems->len; j++)
			there |= g_str_has_suffix(problems->pdata[j], expected[i]);
		cr_expect(there, "not found: %s", expected[i]);
	}
	cr_expect_eq(found, G_N_ELEMENTS(expected));
}

Test(check, what_may_be_sent_is_listed_with_its_roles)
{
	g_autoptr(RdProcedure) procedure =
		rd_procedure_load("templates/procedures/pto-inquiry.yaml", NULL);
	g_autoptr(GPtrArray) sends = rd_procedure_sends(procedure);
	guint copies = 0;

	for (guint i = 0; i < sends->len; i++) {
		const RdEffect *send = sends->pdata[i];

		if (send->cc == NULL)
			continue;
		cr_expect_str_eq(send->name, "inquiry-installer");
		cr_expect_str_eq(send->to, "installer");
		cr_expect_str_eq(send->cc, "homeowner");
		copies++;
	}
	cr_expect_gt(copies, 0u);
}

Test(check, a_graph_has_every_state_and_every_way)
{
	g_autoptr(RdProcedure) procedure =
		rd_procedure_load("tests/data/procedures/order.yaml", NULL);
	g_autofree char *graph = rd_procedure_graph(procedure);
	const char *parts[] = {
		"digraph \"order\" {",
		"begin -> \"first\";",
		"\"first\" [label=\"first\\nThe start.\\nsoon: 2 h\"];",
		"\"last\" [peripheries=2, label=\"last\\nThe end.\"];",
		"\"first\" -> \"second\" [label=\"command go\\nif fact gone\\n\"];",
		"\"any open state\" -> \"second\" [label=\"command away\\n\"];",
		"beat: every 1 d",
		"later: 3 d from the opening",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
		cr_expect_not_null(strstr(graph, parts[i]), "%s\n%s", parts[i], graph);
}
