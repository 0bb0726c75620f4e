#include "scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>

char *
scratch_new(void)
{
	g_autoptr(GError) error = NULL;
	char *path = g_dir_make_tmp("redress-test-XXXXXX", &error);

	g_assert_no_error(error);
	return path;
}

static int
scratch_remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void
scratch_remove(char *path)
{
	g_assert_cmpint(nftw(path, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS), ==, 0);
	g_free(path);
}

void
scratch_write(const char *path, const char *name, const char *text)
{
	g_autofree char *file = g_build_filename(path, name, NULL);
	g_autofree char *dir = g_path_get_dirname(file);
	g_autoptr(GError) error = NULL;

	g_assert_cmpint(g_mkdir_with_parents(dir, 0700), ==, 0);
	g_file_set_contents(file, text, -1, &error);
	g_assert_no_error(error);
}

char *
scratch_read(const char *path, const char *name)
{
	g_autofree char *file = g_build_filename(path, name, NULL);
	char *text = NULL;

	if (!g_file_get_contents(file, &text, NULL, NULL))
		return NULL;
	return text;
}

static int
scratch_compare(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char *
scratch_list(const char *path, const char *sub)
{
	g_autofree char *dir = g_build_filename(path, sub, NULL);
	g_autoptr(GDir) entries = g_dir_open(dir, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (entries != NULL && (name = g_dir_read_name(entries)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, scratch_compare);
	g_ptr_array_add(names, NULL);
	return g_strjoinv(" ", (char **)names->pdata);
}
