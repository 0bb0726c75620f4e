/* scratch.h - a folder of its own for one test. */

#pragma once

#include <glib.h>

/* Makes an empty folder under $TMPDIR; free the path with scratch_remove(). */
char *scratch_new(void);
/* Deletes the folder with all that is in it, and frees @path. */
void scratch_remove(char *path);

/* Writes @text to @path/@name, making folders on the way. */
void scratch_write(const char *path, const char *name, const char *text);
/* The file @path/@name, or NULL if there is none; free with g_free(). */
char *scratch_read(const char *path, const char *name);
/* The names in the folder @path/@sub, sorted, with one space between; free with g_free(). */
char *scratch_list(const char *path, const char *sub);
