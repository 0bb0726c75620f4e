/*
 * memo.h - what the gateway remembers between two runs: a value under a name.
 */

#pragma once

#include <glib.h>
#include <redress/store.h>

G_BEGIN_DECLS

/* @out: the value, to be freed with g_free(), or NULL when there is none. */
gboolean rd_memo_get(RdStore *store, const char *name, char **out, GError **error);
gboolean rd_memo_set(RdStore *store, const char *name, const char *value, GError **error);

typedef struct {
	char *name;
	char *value;
} RdMemo;
void rd_memo_free(RdMemo *self);
/* All whose name begins with @prefix, by name, as RdMemo. */
GPtrArray *rd_memos_list(RdStore *store, const char *prefix, GError **error);

G_END_DECLS
