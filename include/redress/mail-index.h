/*
 * mail-index.h - words to mails: the full-text index.
 *
 * It lies in a file of its own beside the store ("redress.db-search") and is filled behind it,
 * in the order of the mails, up to a watermark that is kept in the same file: a crash only
 * leaves it further behind, and without the file it is made anew. Looked through are
 * subjects, new words, addresses and the names of the case's homeowner and installer; a letter
 * of ours from when it has left.
 */

#pragma once

#include <glib.h>
#include <redress/store.h>
#include <redress/time.h>

G_BEGIN_DECLS

typedef struct _RdMailIndex RdMailIndex;

/*
 * Opens the index of @store, or makes an empty one. It has its own connections, and serves one
 * thread. INPUT for a store in memory; CONFIG when the file is damaged or no index of ours.
 */
RdMailIndex *rd_mail_index_open(const RdStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_mail_index_close(RdMailIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdMailIndex, rd_mail_index_close)
/* Where the index of the store @path is. Free with g_free(). */
char *rd_mail_index_path(const char *path);
/* FALSE when the file was removed or replaced since: to be closed and opened again. */
gboolean rd_mail_index_is_there(const RdMailIndex *self);

/*
 * Takes up to @limit mails into the index, in one transaction, durable but for a loss of
 * power. @more: call again. An index that knows mails which the store has not (it was put
 * back from a backup) begins anew.
 */
gboolean rd_mail_index_fill(RdMailIndex *self, guint limit, gboolean *more,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How many of the newest mails are not in it yet. */
gboolean rd_mail_index_behind(RdMailIndex *self, gint64 *mails,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A mail that has the words. */
typedef struct {
	gint64 case_id; /* 0: in no case */
	RdTime at;
	gboolean outgoing;
	char *from;
	char *to; /* parted by ", " */
	char *subject;
	char *snippet; /* of its text, on one line; words looked for in "[" and "]" */
} RdMailHit;
void rd_mail_hit_free(RdMailHit *self);

/*
 * The newest mail of each case with one that has all of @words, newest first, at most @limit.
 * Words are parted by blanks, and mean themselves whatever signs are in them; "roof*" is
 * every word that begins so. Case and diacritics do not count. INPUT when there is no word.
 */
GPtrArray *rd_mail_index_find(RdMailIndex *self, const char *words, guint limit, GError **error);

/* Adds a line to @problems for each that the index has; see rd_store_verify(). */
gboolean rd_mail_index_verify(RdMailIndex *self, GPtrArray *problems,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Copies the index, if there is one, to where that of the store @path is. Before the store is
 * copied: an index may be behind its store.
 */
gboolean rd_mail_index_backup(const RdStore *store, const char *path,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
