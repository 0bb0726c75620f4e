#include "cmd.h"
#include "context.h"

#include <redress/error.h>
#include <redress/mail-index.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
backup_all(RdStore *store, const char *path, GError **error)
{
	g_autofree char *index = rd_mail_index_path(path);

	if (g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "%s: there is such a file already",
			    path);
		return FALSE;
	}
	if (!rd_mail_index_backup(store, path, error))
		return FALSE;
	if (rd_store_backup(store, path, error))
		return TRUE;
	unlink(index);
	return FALSE;
}

int
rd_cmd_backup(int argc, char **argv)
{
	const RdUsage usage = {"FILE",
			       "Writes a copy of the store as it is at one moment, while the "
			       "gateway goes on, and beside it one of the full-text index. FILE "
			       "must not exist yet.",
			       NULL, RD_NEED_STORE};
	g_autoptr(GError) error = NULL;
	int status;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);

	if (context == NULL)
		return status;
	if (context->n_args != 1)
		return rd_context_misused("backup FILE");
	if (!backup_all(context->store, context->args[0], &error))
		return rd_context_fail(error);
	printf("%s\n", context->args[0]);
	return 0;
}
