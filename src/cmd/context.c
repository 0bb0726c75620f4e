#include "context.h"

#include <redress/error.h>
#include <redress/mail-index.h>

#include <stdio.h>

int
rd_context_fail(const GError *error)
{
	fprintf(stderr, "redress: %s\n", error->message);
	return rd_error_exit_status(error);
}

int
rd_context_misused(const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	fprintf(stderr, "redress: %s; see --help\n", text);
	return 2;
}

static gboolean
context_parse(RdContext *self, int argc, char **argv, const RdUsage *usage, char **config,
	      GError **error)
{
	g_autofree char *now = NULL;
	const GOptionEntry common[] = {
		{"config", 'c', 0, G_OPTION_ARG_FILENAME, config, "configuration", "FILE"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &self->json, "one JSON object a line", NULL},
		{"now", 0, 0, G_OPTION_ARG_STRING, &now, "this time instead of the clock", "TIME"},
		{G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->args, NULL, NULL},
		{NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
	};
	g_autoptr(GOptionContext) options = g_option_context_new(usage->arguments);

	g_option_context_set_summary(options, usage->summary);
	if (usage->entries != NULL)
		g_option_context_add_main_entries(options, usage->entries, NULL);
	g_option_context_add_main_entries(options, common, NULL);
	if (!g_option_context_parse(options, &argc, &argv, error))
		return FALSE;
	if (self->args == NULL)
		self->args = g_new0(char *, 1);
	self->n_args = g_strv_length(self->args);
	self->now_given = now != NULL;
	self->now = rd_time_now();
	return now == NULL || rd_time_parse(now, &self->now, error);
}

/* Where a disk is not mounted there is an empty folder. */
static gboolean
folder_is_empty(const char *path)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

	return folder != NULL && g_dir_read_name(folder) == NULL;
}

/* What lies beside a store that is not there itself; NULL: nothing. */
static char *
store_find_remains(const char *path)
{
	g_autofree char *log = g_strconcat(path, "-wal", NULL);
	g_autofree char *index = rd_mail_index_path(path);
	g_autofree char *lock = g_strconcat(path, RD_STORE_LOCK_SUFFIX, NULL);
	const char *const beside[] = {log, index, lock};

	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(beside); i++) {
		if (g_file_test(beside[i], G_FILE_TEST_EXISTS))
			return g_strdup(beside[i]);
	}
	return NULL;
}

/* A new store in the place of one that is lost would know of no case, and number them anew. */
static gboolean
context_open_store(RdContext *self, RdNeed need, GError **error)
{
	const char *path = self->config->store;
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *remains = store_find_remains(path);

	if (remains != NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "%s: is gone, but %s lies there: put the store back where it was, or a "
			    "backup; to begin anew, remove what lies beside it",
			    path, remains);
		return FALSE;
	}
	if (need == RD_NEED_STORE_ON_DISK && folder_is_empty(folder)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "%s: its folder is empty: is the disk mounted? (\"redress import\" "
			    "makes a store)",
			    path);
		return FALSE;
	}
	self->store = rd_store_open(path, error);
	return self->store != NULL;
}

static gboolean
context_load(RdContext *self, const char *option, RdNeed need, GError **error)
{
	g_autofree char *path = NULL;

	if (need == RD_NEED_NOTHING)
		return TRUE;
	path = rd_config_find(option);
	if (path == NULL && need == RD_NEED_CONFIG_IF_ANY)
		return TRUE;
	if (path == NULL) {
		g_set_error_literal(error, RD_ERROR, RD_ERROR_CONFIG,
				    "no configuration: give -c FILE, or make one with "
				    "\"redress init DIR\"");
		return FALSE;
	}
	self->config = rd_config_load(path, error);
	if (self->config == NULL)
		return FALSE;
	return need < RD_NEED_STORE || context_open_store(self, need, error);
}

RdContext *
rd_context_new(int argc, char **argv, const RdUsage *usage, int *status)
{
	g_autoptr(RdContext) self = g_new0(RdContext, 1);
	g_autofree char *config = NULL;
	g_autoptr(GError) error = NULL;

	if (!context_parse(self, argc, argv, usage, &config, &error)) {
		*status = rd_context_misused("%s", error->message);
		return NULL;
	}
	if (!context_load(self, config, usage->need, &error)) {
		*status = rd_context_fail(error);
		return NULL;
	}
	return g_steal_pointer(&self);
}

void
rd_context_free(RdContext *self)
{
	g_clear_pointer(&self->store, rd_store_close);
	g_clear_pointer(&self->config, rd_config_free);
	g_strfreev(self->args);
	g_free(self);
}
