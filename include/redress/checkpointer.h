/*
 * checkpointer.h - the thread that keeps the log of the store short.
 *
 * Commits only add to the log (the WAL). When it is long enough this thread brings it into
 * the file, and only for the last bit of that it makes commits wait, some milliseconds.
 */

#pragma once

#include <glib.h>
#include <redress/health.h>
#include <redress/store.h>

G_BEGIN_DECLS

typedef struct _RdCheckpointer RdCheckpointer;

/*
 * For @store, which must not be in memory; it and @health are borrowed. @health (NULL: nobody
 * is told) hears when the log cannot be emptied because something reads the store all the time.
 */
RdCheckpointer *rd_checkpointer_start(RdStore *store, RdHealth *health);
/* Another connection to the same file, which is closed before rd_checkpointer_stop(). */
void rd_checkpointer_attend(RdCheckpointer *self, RdStore *store);
/* When nobody commits any more. */
void rd_checkpointer_stop(RdCheckpointer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdCheckpointer, rd_checkpointer_stop)

G_END_DECLS
