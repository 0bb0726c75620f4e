#include "cmd.h"
#include "context.h"

#include <stdio.h>

int
rd_cmd_backup(int argc, char **argv)
{
	const RdUsage usage = {"FILE",
			       "Writes a copy of the store as it is at one moment, while the "
			       "gateway goes on. FILE must not exist yet.",
			       NULL, RD_NEED_STORE};
	g_autoptr(GError) error = NULL;
	int status;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);

	if (context == NULL)
		return status;
	if (context->n_args != 1)
		return rd_context_misused("backup FILE");
	if (!rd_store_backup(context->store, context->args[0], &error))
		return rd_context_fail(error);
	printf("%s\n", context->args[0]);
	return 0;
}
