/*
 * fs.h - file operations that are on the disk when they return.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Renames @from to @to, then syncs the directory of @to, so that the new name
 * survives a power cut. @from must already be synced. Replaces an existing @to.
 * TEMPORARY when either step failed; after a failed sync the rename may or may
 * not last.
 */
gboolean rd_fs_rename_durable(const char *from, const char *to,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes @dir and its parents, mode 0700. TEMPORARY on failure. */
gboolean rd_fs_make_dir(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes @data to @path with mode 0600, synced, over a temporary file. TEMPORARY on failure. */
gboolean rd_fs_write_durable(const char *path, const void *data, gsize len,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new file that has no name, open for both; -1 with errno. It is gone once it is closed. */
int rd_fs_open_unnamed(void);
/* All @len octets; FALSE with errno. */
gboolean rd_fs_write_all(int fd, const void *data, gsize len) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
