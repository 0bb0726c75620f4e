#include "sources.h"

#include "made-by.h" /* the build writes it: a digest of this folder's source */

#include <gio/gio.h>
#include <redress/error.h>
#include <redress/text.h>
#include <stdlib.h>
#include <string.h>

#define RESOURCE "resource://"

static void
source_free(gpointer data)
{
	RdSource *self = data;

	g_clear_pointer(&self->content, g_bytes_unref);
	g_free(self->name);
	g_free(self);
}

void
rd_sources_free(RdSources *self)
{
	g_ptr_array_unref(self->files);
	g_free(self->key);
	g_free(self);
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char **
folder_list(const char *dir, GError **error)
{
	g_autoptr(GDir) folder = NULL;
	g_autoptr(GStrvBuilder) names = g_strv_builder_new();
	const char *name;

	if (g_str_has_prefix(dir, RESOURCE))
		return g_resources_enumerate_children(dir + strlen(RESOURCE),
						      G_RESOURCE_LOOKUP_FLAGS_NONE, error);
	folder = g_dir_open(dir, 0, error);
	if (folder == NULL)
		return NULL;
	while ((name = g_dir_read_name(folder)) != NULL)
		g_strv_builder_add(names, name);
	return g_strv_builder_end(names);
}

static GBytes *
file_read(const char *path, GError **error)
{
	char *text;
	gsize len;

	if (g_str_has_prefix(path, RESOURCE))
		return g_resources_lookup_data(path + strlen(RESOURCE),
					       G_RESOURCE_LOOKUP_FLAGS_NONE, error);
	if (!g_file_get_contents(path, &text, &len, error))
		return NULL;
	return g_bytes_new_take(text, len);
}

static gboolean
sources_add(RdSources *self, const char *dir, const char *name, GError **error)
{
	RdSource *source = g_new0(RdSource, 1);
	g_autofree char *path = g_strdup_printf("%s/%s", dir, name);

	g_ptr_array_add(self->files, source);
	source->name = g_strdup(g_str_has_prefix(path, RESOURCE) ? path + strlen(RESOURCE) : path);
	source->content = file_read(path, error);
	return source->content != NULL;
}

/* Over the digests of all, so that no text can pass for the end of another. */
static char *
sources_key(const RdSources *self)
{
	g_autoptr(GString) all = g_string_new(MADE_BY);

	for (guint i = 0; i < self->files->len; i++) {
		const RdSource *source = g_ptr_array_index(self->files, i);
		gsize len;
		const void *data = g_bytes_get_data(source->content, &len);
		g_autofree char *digest = rd_text_sha256(data, len);

		g_autofree char *name = g_path_get_basename(source->name);

		g_string_append_printf(all, "\n%s %s", digest, name);
	}
	return rd_text_sha256(all->str, all->len);
}

RdSources *
rd_sources_read(const char *dir, GError **error)
{
	g_autoptr(RdSources) self = g_new0(RdSources, 1);
	g_autoptr(GError) local = NULL;
	g_auto(GStrv) names = folder_list(dir, &local);

	self->files = g_ptr_array_new_with_free_func(source_free);
	if (names != NULL)
		qsort(names, g_strv_length(names), sizeof(char *), compare_names);
	for (char **name = names; local == NULL && *name != NULL; name++) {
		if (g_str_has_suffix(*name, ".yaml") && !sources_add(self, dir, *name, &local))
			break;
	}
	if (local == NULL && self->files->len == 0)
		g_set_error(&local, RD_ERROR, RD_ERROR_CONFIG, "%s: no rules there", dir);
	if (local != NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s", local->message);
		return NULL;
	}
	self->key = sources_key(self);
	return g_steal_pointer(&self);
}
