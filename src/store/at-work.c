/*
 * at-work.c - which messages are at work, told to the next gateway when this one ends.
 */

#include "store-private.h"

#include <redress/ledger.h>

#include <stdio.h>
#include <unistd.h>

#define LINE_FORMAT "%20" G_GINT64_FORMAT " %20" G_GINT64_FORMAT "\n"
#define LINE_LEN    42

void
rd_ledger_note_work(RdStore *store, gint64 first, gint64 last)
{
	char line[LINE_LEN + 1];

	if ((first == store->work_first && last == store->work_last) ||
	    !rd_store_has_lock_file(store))
		return;
	g_snprintf(line, sizeof line, LINE_FORMAT, first, last);
	if (pwrite(store->lock_fd, line, LINE_LEN, RD_STORE_LOCK_LINE) != LINE_LEN)
		g_warning("%s%s: what is at work cannot be noted", store->path,
			  RD_STORE_LOCK_SUFFIX);
	store->work_first = first;
	store->work_last = last;
}

void
rd_ledger_end_work(RdStore *store)
{
	rd_ledger_note_work(store, 0, 0);
}

/* FALSE: nothing is noted. */
static gboolean
work_read(RdStore *store, gint64 *first, gint64 *last)
{
	char line[LINE_LEN + 1] = "";

	return rd_store_has_lock_file(store) &&
	       pread(store->lock_fd, line, LINE_LEN, RD_STORE_LOCK_LINE) == LINE_LEN &&
	       sscanf(line, "%" G_GINT64_MODIFIER "d %" G_GINT64_MODIFIER "d", first, last) == 2 &&
	       *first > 0 && *last >= *first;
}

static gboolean
work_count(RdStore *store, gint64 first, gint64 last, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "UPDATE ledger SET attempts = attempts + 1"
					       " WHERE state = 'taken' AND id BETWEEN ? AND ?");

	rd_bind_int(q, first);
	rd_bind_int(q, last);
	return rd_query_run(q, error);
}

gboolean
rd_ledger_count_attempts(RdStore *store, GError **error)
{
	gint64 first, last;

	if (!work_read(store, &first, &last))
		return TRUE;
	if (!rd_store_begin(store, error))
		return FALSE;
	if (!work_count(store, first, last, error)) {
		rd_store_rollback(store);
		return FALSE;
	}
	if (!rd_store_commit(store, error))
		return FALSE;
	store->work_first = first;
	store->work_last = last;
	rd_ledger_end_work(store);
	return TRUE;
}
