/*
 * indexer.h - the thread that fills the full-text index behind the store.
 *
 * It has the lowest priority of all: mail is worked, written and sent before its words can
 * be looked up.
 */

#pragma once

#include <glib.h>
#include <redress/health.h>
#include <redress/store.h>

G_BEGIN_DECLS

typedef struct _RdIndexer RdIndexer;

/* @store, which must not be in memory, and @health are borrowed. */
RdIndexer *rd_indexer_start(const RdStore *store, RdHealth *health);
/* There are new mails, or some were sent. From any thread. */
void rd_indexer_wake(RdIndexer *self);
/* Lets the batch at hand come to its end. */
void rd_indexer_stop(RdIndexer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdIndexer, rd_indexer_stop)

G_END_DECLS
