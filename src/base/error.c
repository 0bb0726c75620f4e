#include <redress/error.h>

G_DEFINE_QUARK(rd_error_quark, rd_error)

int
rd_error_exit_status(const GError *error)
{
	if (g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG))
		return 2;
	if (g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY))
		return 75;
	return 1;
}
