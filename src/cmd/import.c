#include "cmd.h"
#include "context.h"
#include "print.h"

#include <redress/directory.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	RdImportKind kind;
} kinds[] = {{"homeowners", RD_IMPORT_HOMEOWNERS},
	     {"installers", RD_IMPORT_INSTALLERS},
	     {"staff", RD_IMPORT_STAFF}};

static gboolean
kind_parse(const char *name, RdImportKind *kind)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(kinds[i].name, name) == 0) {
			*kind = kinds[i].kind;
			return TRUE;
		}
	}
	return FALSE;
}

static int
import_file(const RdContext *context, RdImportKind kind)
{
	g_autoptr(GPtrArray) bad = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	guint imported;
	gboolean ok =
		rd_directory_import(context->store, kind, context->args[1], &imported, bad, &error);

	for (guint i = 0; i < bad->len; i++)
		fprintf(stderr, "%s\n", (const char *)bad->pdata[i]);
	if (!ok)
		return rd_context_fail(error);
	if (context->json)
		rd_print_json(json_pack("{s:s, s:i}", "kind", context->args[0], "imported",
					(int)imported));
	else
		printf("%u %s imported from %s\n", imported, context->args[0], context->args[1]);
	return 0;
}

int
rd_cmd_import(int argc, char **argv)
{
	const RdUsage usage = {
		.arguments = "homeowners|installers|staff FILE.csv",
		.summary = "Reads people into the directory: all of the file, or nothing and "
			   "each bad row by its line. A record with an id that is there "
			   "already replaces it. Installers come before their homeowners.",
		.need = RD_NEED_STORE,
	};
	int status = 0;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);
	RdImportKind kind;

	if (context == NULL)
		return status;
	if (context->n_args != 2 || !kind_parse(context->args[0], &kind))
		return rd_context_misused("import homeowners|installers|staff FILE.csv");
	return import_file(context, kind);
}
