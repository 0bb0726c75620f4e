/*
 * undo.h - take back what a staff command has changed.
 *
 * While a command is at work, the changes to cases and their parts are recorded; their
 * inverse is kept until the next command about the same case. Feeds and mails are not
 * part of it: what was said stays said.
 */

#pragma once

#include <glib.h>
#include <redress/store.h>

G_BEGIN_DECLS

typedef struct _RdRecording RdRecording;

/* Within the caller's transaction, to its end or to rd_recording_free(). Not nested. */
RdRecording *rd_recording_begin(RdStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_recording_free(RdRecording *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdRecording, rd_recording_free)
/* What takes back all changes so far, for rd_store_take_back(). */
GBytes *rd_recording_inverse(RdRecording *self, GError **error);

/*
 * Takes the changes back, all or none: @done is FALSE when a row is no longer as they
 * left it, or another one has come to depend on it. A task that they opened goes even
 * when it was mailed since.
 */
gboolean rd_store_take_back(RdStore *store, GBytes *inverse, gboolean *done, GError **error);

/* The last command about a case. */
typedef struct {
	gint64 case_id;
	char *command;	    /* "#called voicemail" */
	char *cases;	    /* ids of all that it changed, parted by spaces */
	gint64 mails_after; /* its mails have greater ids in the outbox than this, */
	gint64 mails_until; /* up to this */
	GBytes *inverse;    /* NULL: nothing takes it back */
} RdUndo;
void rd_undo_free(RdUndo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdUndo, rd_undo_free)

/* Instead of the one before. */
gboolean rd_undo_keep(RdStore *store, const RdUndo *self, GError **error);
gboolean rd_undo_forget(RdStore *store, gint64 case_id, GError **error);
RdUndo *rd_undo_get(RdStore *store, gint64 case_id, GError **error); /* NOT_FOUND */

G_END_DECLS
