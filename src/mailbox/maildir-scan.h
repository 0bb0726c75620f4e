/* maildir-scan.h - the names in a Maildir (https://cr.yp.to/proto/maildir.html). */

#pragma once

#include <glib.h>
#include <redress/time.h>

typedef struct {
	char *id;	   /* the name before ":2,": stays when flags change or new/ becomes cur/ */
	char *path;	   /* as it was found; whoever changes a flag changes it */
	const char *flags; /* into @path: what follows ":2,", or "" */
	gboolean is_new;   /* in new/ */
	gsize size;
	RdTime arrived;
} RdMaildirFile;

void rd_maildir_file_free(RdMaildirFile *self);

/*
 * All messages in new/ and cur/ of @path, by id, to be freed with
 * g_hash_table_unref(). A name that stands in both counts once, as in cur.
 */
GHashTable *rd_maildir_scan(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @flags with S: sorted, each once (":2," itself not included); to be freed. */
char *rd_maildir_flags_seen(const char *flags);
