#include "cmd.h"
#include "context.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <redress/error.h>
#include <redress/fs.h>
#include <stdio.h>
#include <string.h>

#define EMBEDDED "/redress/"

static gboolean
init_write(const char *resource, const char *path, GError **error)
{
	g_autoptr(GBytes) content =
		g_resources_lookup_data(resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
	gsize len;
	const void *data;

	if (content == NULL)
		return FALSE;
	if (g_file_test(path, G_FILE_TEST_EXISTS)) /* somebody's work, or an init cut short */
		return TRUE;
	data = g_bytes_get_data(content, &len);
	return rd_fs_write_durable(path, data, len, error);
}

/* All embedded files of templates/NAME. */
static gboolean
init_write_folder(const char *dir, const char *name, GError **error)
{
	g_autofree char *resource = g_strconcat(EMBEDDED "templates/", name, NULL);
	g_autofree char *folder = g_build_filename(dir, "templates", name, NULL);
	g_auto(GStrv) files =
		g_resources_enumerate_children(resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

	if (files == NULL || !rd_fs_make_dir(folder, error))
		return FALSE;
	for (char **file = files; *file != NULL; file++) {
		g_autofree char *from = g_strconcat(resource, "/", *file, NULL);
		g_autofree char *to = g_build_filename(folder, *file, NULL);

		if (!init_write(from, to, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
init_write_templates(const char *dir, GError **error)
{
	g_auto(GStrv) folders = g_resources_enumerate_children(EMBEDDED "templates",
							       G_RESOURCE_LOOKUP_FLAGS_NONE, error);

	for (char **folder = folders; folder != NULL && *folder != NULL; folder++) {
		g_autofree char *name = g_strndup(*folder, strcspn(*folder, "/"));

		if (!init_write_folder(dir, name, error))
			return FALSE;
	}
	return folders != NULL;
}

static gboolean
init_make_maildirs(const char *dir, GError **error)
{
	static const char *const folders[] = {"mail/in/tmp",  "mail/in/new",  "mail/in/cur",
					      "mail/out/tmp", "mail/out/new", "mail/out/cur"};

	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *path = g_build_filename(dir, folders[i], NULL);

		if (!rd_fs_make_dir(path, error))
			return FALSE;
	}
	return TRUE;
}

/* The configuration comes last: a folder without one can be begun again. */
static gboolean
init_folder(const char *dir, const char *config, GError **error)
{
	g_autofree char *store_path = g_build_filename(dir, "redress.db", NULL);
	g_autoptr(RdStore) store = NULL;

	if (g_file_test(config, G_FILE_TEST_EXISTS)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "%s is there already; nothing was changed", config);
		return FALSE;
	}
	if (!rd_fs_make_dir(dir, error) || !init_make_maildirs(dir, error) ||
	    !init_write_templates(dir, error))
		return FALSE;
	store = rd_store_open(store_path, error);
	return store != NULL && init_write(EMBEDDED "contrib/redress.yaml", config, error);
}

int
rd_cmd_init(int argc, char **argv)
{
	const RdUsage usage = {
		.arguments = "DIR",
		.summary = "Makes DIR a ready configuration: a Maildir to read, a Maildir to "
			   "write, a database, templates and an empty directory.",
		.need = RD_NEED_NOTHING,
	};
	int status = 0;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);
	g_autoptr(GError) error = NULL;
	g_autofree char *config = NULL;

	if (context == NULL)
		return status;
	if (context->n_args != 1)
		return rd_context_misused("init DIR");
	config = g_build_filename(context->args[0], "redress.yaml", NULL);
	if (!init_folder(context->args[0], config, &error))
		return rd_context_fail(error);
	printf("%s is ready. Next:\n"
	       "  redress -c %s import installers installers.csv   (then homeowners, staff)\n"
	       "  redress -c %s check\n"
	       "  redress -c %s run\n",
	       config, config, config, config);
	return 0;
}
