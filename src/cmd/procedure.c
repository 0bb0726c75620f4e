#include "cmd.h"
#include "context.h"

#include <redress/procedure.h>
#include <stdio.h>
#include <string.h>

static int
procedure_print_graph(const RdProcedures *procedures, const char *name)
{
	const RdProcedure *procedure = rd_procedures_get(procedures, name);
	g_autofree char *graph = NULL;

	if (procedure == NULL) {
		fprintf(stderr,
			"redress: there is no procedure \"%s\"; see redress procedure list\n",
			name);
		return 1;
	}
	graph = rd_procedure_graph(procedure);
	fputs(graph, stdout);
	return 0;
}

static int
procedure_print_list(const RdProcedures *procedures)
{
	g_autoptr(GPtrArray) list = rd_procedures_list(procedures);

	for (guint i = 0; i < list->len; i++) {
		const RdProcedure *procedure = list->pdata[i];

		printf("%-20s version %u, %s\n", rd_procedure_get_name(procedure),
		       rd_procedure_get_version(procedure),
		       rd_case_kind_name(rd_procedure_get_kind(procedure)));
	}
	return 0;
}

int
rd_cmd_procedure(int argc, char **argv)
{
	const RdUsage usage = {
		.arguments = "list | graph NAME",
		.summary = "Lists the procedures, or draws one: redress procedure graph NAME | "
			   "dot -Tsvg -o NAME.svg",
		.need = RD_NEED_CONFIG,
	};
	int status = 0;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);
	g_autoptr(RdProcedures) procedures = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *dir = NULL;
	const char *verb;

	if (context == NULL)
		return status;
	verb = context->n_args > 0 ? context->args[0] : "";
	dir = g_build_filename(context->config->templates, "procedures", NULL);
	procedures = rd_procedures_load(dir, &error);
	if (procedures == NULL)
		return rd_context_fail(error);
	if (strcmp(verb, "list") == 0 && context->n_args == 1)
		return procedure_print_list(procedures);
	if (strcmp(verb, "graph") == 0 && context->n_args == 2)
		return procedure_print_graph(procedures, context->args[1]);
	return rd_context_misused("procedure list, or procedure graph NAME");
}
