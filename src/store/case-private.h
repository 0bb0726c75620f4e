/*
 * case-private.h - the parts of an RdCase, each read by the file of its noun.
 */

#pragma once

#include "store-private.h"

#include <redress/case.h>

G_BEGIN_DECLS

/* NULL with an error, as all of these. */
GHashTable *rd_facts_of_case(RdStore *store, gint64 case_id, GError **error);
char **rd_labels_of_case(RdStore *store, gint64 case_id, GError **error);
GPtrArray *rd_tasks_of_case(RdStore *store, gint64 case_id, GError **error);
GPtrArray *rd_timers_of_case(RdStore *store, gint64 case_id, GError **error);
GPtrArray *rd_links_of_case(RdStore *store, gint64 case_id, GError **error);

void rd_timer_free(RdTimer *self);
void rd_link_free(RdLink *self);

gboolean rd_fact_put(RdStore *store, gint64 case_id, const char *name, const char *value,
		     GError **error);
gboolean rd_label_put(RdStore *store, gint64 case_id, const char *label, GError **error);

G_END_DECLS
