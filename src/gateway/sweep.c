/*
 * sweep.c - compare a mailbox with the ledger, and take what is new (IN1).
 *
 * The order is what makes it safe: octets and place are durable first, then the
 * server is told, then the ledger notes that it was told. Whatever happens in between,
 * the next sweep finds the message either still to be put away or gone.
 */

#include "keeper.h"

#include <redress/ledger.h>
#include <redress/memo.h>
#include <redress/sweep.h>

/* Fetched before any of them is put away. */
#define BATCH_MESSAGES 2000
#define BATCH_BYTES    (4u << 20) /* where their sizes are known */

typedef struct {
	RdWorker *worker;
	RdMailbox *mailbox;
	RdPass *pass;
	RdKeeper *keeper;
	char *mark;	    /* where the mailbox begins */
	GPtrArray *entries; /* of RdMailboxEntry: all that lies there */
	GPtrArray *fresh;   /* of them, borrowed: not in the ledger */
	GPtrArray *durable; /* the same: to be put away */
	GError *failed;	    /* why the ledger does not know that something was */
} Sweep;

static void
sweep_clear(Sweep *s)
{
	g_clear_pointer(&s->keeper, rd_keeper_free); /* it has borrowed entries */
	g_free(s->mark);
	g_clear_error(&s->failed);
	g_clear_pointer(&s->entries, g_ptr_array_unref);
	g_ptr_array_unref(s->fresh);
	g_ptr_array_unref(s->durable);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sweep, sweep_clear)

static char *
sweep_memo(const Sweep *s)
{
	return g_strconcat("begin of ", rd_mailbox_get_name(s->mailbox), NULL);
}

static gboolean
job_read_mark(RdStore *store, gpointer data, GError **error)
{
	Sweep *s = data;
	g_autofree char *memo = sweep_memo(s);

	return rd_memo_get(store, memo, &s->mark, error);
}

static gboolean
job_keep_mark(RdStore *store, gpointer data, GError **error)
{
	Sweep *s = data;
	g_autofree char *memo = sweep_memo(s);

	return rd_memo_set(store, memo, s->mark, error);
}

/* What the ledger does not know is fresh; what it knows may still have to be put away. */
static gboolean
sweep_sort(RdStore *store, Sweep *s, GError **error)
{
	const char *name = rd_mailbox_get_name(s->mailbox);

	for (guint i = 0; i < s->entries->len; i++) {
		RdMailboxEntry *entry = s->entries->pdata[i];
		RdLedgerPlace place;

		if (!rd_ledger_look(store, name, entry->uidvalidity, entry->uid, &place, error))
			return FALSE;
		if (place == RD_LEDGER_UNKNOWN)
			g_ptr_array_add(s->fresh, entry);
		else if (place == RD_LEDGER_THERE)
			g_ptr_array_add(s->durable, entry);
	}
	return TRUE;
}

/*
 * In one transaction: each look would otherwise begin one. What was found may have been
 * stored just before a crash, and nobody has waited for the disk since.
 */
static gboolean
job_sort(RdStore *store, gpointer data, GError **error)
{
	Sweep *s = data;

	if (!rd_store_begin_lightly(store, error))
		return FALSE;
	if (!sweep_sort(store, s, error)) {
		rd_store_rollback(store);
		return FALSE;
	}
	return rd_store_commit(store, error) &&
	       (s->durable->len == 0 || rd_store_settle(store, error));
}

static gboolean
job_put_away(RdStore *store, gpointer data, GError **error)
{
	Sweep *s = data;

	/* Should it be lost with the power of the machine, the next sweep finds it out anew. */
	if (!rd_store_begin_lightly(store, error))
		return FALSE;
	for (guint i = 0; i < s->durable->len; i++) {
		const RdMailboxEntry *entry = s->durable->pdata[i];

		if (!rd_ledger_put_away(store, rd_mailbox_get_name(s->mailbox), entry->uidvalidity,
					entry->uid, error)) {
			rd_store_rollback(store);
			return FALSE;
		}
	}
	return rd_store_commit(store, error);
}

/* Where the mailbox begins is remembered from the first connect on. */
static gboolean
sweep_open(Sweep *s, GError **error)
{
	g_autofree char *before = NULL;

	if (!rd_worker_call(s->worker, job_read_mark, s, error))
		return FALSE;
	before = g_strdup(s->mark);
	if (!rd_mailbox_open(s->mailbox, &s->mark, error))
		return FALSE;
	return g_strcmp0(s->mark, before) == 0 ||
	       rd_worker_call(s->worker, job_keep_mark, s, error);
}

/* An RdMailboxSink. */
static gboolean
sweep_keep(const RdMailboxEntry *entry, RdOctets *raw, gpointer data, GError **error)
{
	const Sweep *s = data;

	return rd_keeper_add(s->keeper, entry, raw, error);
}

/* As many fresh entries from @at on as are fetched at once. */
static GPtrArray *
sweep_batch(const Sweep *s, guint at)
{
	GPtrArray *batch = g_ptr_array_new();
	gsize bytes = 0;

	for (guint i = at; i < s->fresh->len && batch->len < BATCH_MESSAGES; i++) {
		RdMailboxEntry *entry = s->fresh->pdata[i];

		bytes += entry->size;
		if (batch->len > 0 && bytes > BATCH_BYTES)
			break;
		g_ptr_array_add(batch, entry);
	}
	return batch;
}

/*
 * What the server will not move (its folder may be full) is durable all the same and is
 * tried again by the next sweep: it must not keep back mail that is not. The first failure
 * of the ledger is kept in ->failed.
 */
static void
sweep_put_away(Sweep *s)
{
	g_autoptr(GError) stuck = NULL;

	if (s->durable->len == 0)
		return;
	if (!rd_mailbox_done(s->mailbox, s->durable, &stuck)) {
		g_warning("not put away: %s", stuck->message);
		s->pass->stuck += s->durable->len;
	} else if (!rd_worker_call(s->worker, job_put_away, s,
				   s->failed == NULL ? &s->failed : NULL)) {
		g_debug("%s: not noted as put away", rd_mailbox_get_name(s->mailbox));
	}
	g_ptr_array_set_size(s->durable, 0);
}

/*
 * Counts what became durable, and waits until no more than @batches are still to. It is put
 * away as well where all is left.
 */
static gboolean
sweep_wait(Sweep *s, guint batches, GError **error)
{
	guint before = s->durable->len;
	gboolean ok = rd_keeper_wait(s->keeper, batches, s->durable, error);

	s->pass->taken += s->durable->len - before;
	if (rd_mailbox_leaves_all(s->mailbox))
		g_ptr_array_set_size(s->durable, (int)before);
	return ok;
}

/* Fetches one batch while the one before becomes durable, which is then put away. */
static gboolean
sweep_take(Sweep *s, GPtrArray *batch, GError **error)
{
	g_autoptr(GError) local = NULL;
	gboolean ok = rd_mailbox_fetch(s->mailbox, batch, sweep_keep, s, &local);

	rd_keeper_end_batch(s->keeper);
	/* What came before the connection broke is good mail. */
	if (!sweep_wait(s, ok ? 1 : 0, ok ? error : NULL))
		ok = FALSE;
	if (local != NULL)
		g_propagate_error(error, g_steal_pointer(&local));
	if (ok)
		sweep_put_away(s);
	return ok;
}

static gboolean
sweep_take_all(Sweep *s, GError **error)
{
	for (guint at = 0; at < s->fresh->len;) {
		g_autoptr(GPtrArray) batch = sweep_batch(s, at);

		if (!sweep_take(s, batch, error))
			return FALSE;
		at += batch->len;
	}
	if (!sweep_wait(s, 0, error))
		return FALSE;
	sweep_put_away(s);
	return TRUE;
}

gboolean
rd_sweep(RdWorker *worker, RdMailbox *mailbox, RdTime now, RdPass *pass, GError **error)
{
	g_auto(Sweep) s = {.worker = worker,
			   .mailbox = mailbox,
			   .pass = pass,
			   .fresh = g_ptr_array_new(),
			   .durable = g_ptr_array_new()};
	guint taken = pass->taken;

	if (!sweep_open(&s, error))
		return FALSE;
	s.keeper = rd_keeper_new(worker, rd_mailbox_get_name(mailbox),
				 rd_mailbox_leaves_all(mailbox) ? RD_LEDGER_AWAY : RD_LEDGER_THERE,
				 now);
	s.entries = rd_mailbox_list(mailbox, error);
	if (s.entries == NULL || !rd_worker_call(worker, job_sort, &s, error))
		return FALSE;
	sweep_put_away(&s);
	if (!sweep_take_all(&s, error))
		return FALSE;
	pass->missed += s.fresh->len - (pass->taken - taken);
	if (s.failed == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&s.failed));
	return FALSE;
}
