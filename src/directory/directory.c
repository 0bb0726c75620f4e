#include <redress/directory.h>

RdStore *
rd_directory_open_folder(const char *dir, GError **error)
{
	static const struct {
		RdImportKind kind;
		const char *file;
	} files[] = {{RD_IMPORT_INSTALLERS, "installers.csv"},
		     {RD_IMPORT_HOMEOWNERS, "homeowners.csv"},
		     {RD_IMPORT_STAFF, "staff.csv"}};
	g_autoptr(RdStore) store = rd_store_open(":memory:", error);

	for (gsize i = 0; store != NULL && i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(dir, files[i].file, NULL);
		g_autoptr(GPtrArray) bad = g_ptr_array_new_with_free_func(g_free);
		guint imported;

		if (!rd_directory_import(store, files[i].kind, path, &imported, bad, error)) {
			if (bad->len > 0)
				g_prefix_error(error, "%s\n", (char *)bad->pdata[0]);
			return NULL;
		}
	}
	return g_steal_pointer(&store);
}
