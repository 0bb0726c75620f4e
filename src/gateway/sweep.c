/*
 * sweep.c - compare a mailbox with the ledger, and take what is new (IN1).
 *
 * The order is what makes it safe: octets and place are committed first, then the
 * server is told, then the ledger notes that it was told. Whatever happens in between,
 * the next sweep finds the message either still to be put away or gone.
 */

#include <redress/ledger.h>
#include <redress/memo.h>
#include <redress/sweep.h>

/* Fetched before any of them is put away. */
#define BATCH_MESSAGES 2000
#define BATCH_BYTES    (4u << 20) /* where their sizes are known */

/* Committed together: each commit waits for the disk, and costs what it costs. */
#define COMMIT_BYTES (2u << 20)

/* A message that was fetched and is not in the ledger yet. */
typedef struct {
	const RdMailboxEntry *entry; /* borrowed */
	RdOctets *raw;
} Fetched;

typedef struct {
	RdWorker *worker;
	RdMailbox *mailbox;
	RdTime now;
	RdPass *pass;
	char *mark;	    /* where the mailbox begins */
	GPtrArray *entries; /* of RdMailboxEntry: all that lies there */
	GPtrArray *fresh;   /* of them, borrowed: not in the ledger */
	GPtrArray *fetched; /* of Fetched: to be committed next */
	gsize fetched_bytes;
	GPtrArray *durable; /* of RdMailboxEntry, borrowed: to be put away */
	GError *stuck;	    /* why something could not be */
} Sweep;

static void
fetched_free(gpointer data)
{
	Fetched *self = data;

	g_clear_pointer(&self->raw, rd_octets_unref);
	g_free(self);
}

static void
sweep_clear(Sweep *s)
{
	g_free(s->mark);
	g_clear_error(&s->stuck);
	g_clear_pointer(&s->entries, g_ptr_array_unref);
	g_ptr_array_unref(s->fresh);
	g_ptr_array_unref(s->fetched);
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
job_sort(RdStore *store, gpointer data, GError **error)
{
	Sweep *s = data;
	const char *name = rd_mailbox_get_name(s->mailbox);

	for (guint i = 0; i < s->entries->len; i++) {
		RdMailboxEntry *entry = s->entries->pdata[i];
		g_autoptr(GError) local = NULL;
		g_autoptr(RdLedgerRow) row =
			rd_ledger_find(store, name, entry->uidvalidity, entry->uid, &local);

		if (local != NULL) {
			g_propagate_error(error, g_steal_pointer(&local));
			return FALSE;
		}
		if (row == NULL)
			g_ptr_array_add(s->fresh, entry);
		else if (!row->put_away)
			g_ptr_array_add(s->durable, entry);
	}
	return TRUE;
}

static gboolean
sweep_add(RdStore *store, Sweep *s, const Fetched *item, GError **error)
{
	const RdMailboxEntry *entry = item->entry;
	const char *name = rd_mailbox_get_name(s->mailbox);

	if (entry->problem != NULL)
		g_warning("%s: UID %s: %s; a person is told", name, entry->uid, entry->problem);
	return rd_ledger_take(store, name, entry->uidvalidity, entry->uid, item->raw,
			      entry->problem, s->now, error) != 0;
}

static gboolean
job_add(RdStore *store, gpointer data, GError **error)
{
	Sweep *s = data;

	if (!rd_store_begin(store, error))
		return FALSE;
	for (guint i = 0; i < s->fetched->len; i++) {
		if (!sweep_add(store, s, s->fetched->pdata[i], error)) {
			rd_store_rollback(store);
			return FALSE;
		}
	}
	return rd_store_commit(store, error);
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

/* Makes durable what was fetched. */
static gboolean
sweep_commit(Sweep *s, GError **error)
{
	if (s->fetched->len > 0 && !rd_worker_call(s->worker, job_add, s, error))
		return FALSE;
	s->pass->taken += s->fetched->len;
	for (guint i = 0; i < s->fetched->len; i++)
		g_ptr_array_add(s->durable, (gpointer)((Fetched *)s->fetched->pdata[i])->entry);
	g_ptr_array_set_size(s->fetched, 0);
	s->fetched_bytes = 0;
	return TRUE;
}

/* An RdMailboxSink. */
static gboolean
sweep_keep(const RdMailboxEntry *entry, RdOctets *raw, gpointer data, GError **error)
{
	Sweep *s = data;
	Fetched *item = g_new0(Fetched, 1);

	item->entry = entry;
	item->raw = raw != NULL ? rd_octets_ref(raw) : NULL;
	g_ptr_array_add(s->fetched, item);
	s->fetched_bytes += raw != NULL ? rd_octets_get_size(raw) : 0;
	return s->fetched_bytes < COMMIT_BYTES || sweep_commit(s, error);
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

static gboolean
sweep_take(Sweep *s, GPtrArray *batch, GError **error)
{
	g_autoptr(GError) local = NULL;
	gboolean ok = rd_mailbox_fetch(s->mailbox, batch, sweep_keep, s, &local);

	/* What came before the connection broke is good mail. */
	if (!sweep_commit(s, ok ? error : NULL))
		ok = FALSE;
	if (local != NULL)
		g_propagate_error(error, g_steal_pointer(&local));
	return ok;
}

/*
 * What the server will not move (its folder may be full) is durable all the same and is
 * tried again by the next sweep: it must not keep back mail that is not. The first
 * failure is kept in ->stuck.
 */
static void
sweep_put_away(Sweep *s)
{
	GError **stuck = s->stuck == NULL ? &s->stuck : NULL;

	if (s->durable->len > 0 && (!rd_mailbox_done(s->mailbox, s->durable, stuck) ||
				    !rd_worker_call(s->worker, job_put_away, s, stuck)))
		g_debug("%s: not put away", rd_mailbox_get_name(s->mailbox));
	g_ptr_array_set_size(s->durable, 0);
}

gboolean
rd_sweep(RdWorker *worker, RdMailbox *mailbox, RdTime now, RdPass *pass, GError **error)
{
	g_auto(Sweep) s = {.worker = worker,
			   .mailbox = mailbox,
			   .now = now,
			   .pass = pass,
			   .fresh = g_ptr_array_new(),
			   .fetched = g_ptr_array_new_with_free_func(fetched_free),
			   .durable = g_ptr_array_new()};
	guint taken;

	if (!sweep_open(&s, error))
		return FALSE;
	s.entries = rd_mailbox_list(mailbox, error);
	if (s.entries == NULL || !rd_worker_call(worker, job_sort, &s, error))
		return FALSE;
	sweep_put_away(&s);
	taken = pass->taken;
	for (guint at = 0; at < s.fresh->len;) {
		g_autoptr(GPtrArray) batch = sweep_batch(&s, at);

		if (!sweep_take(&s, batch, error))
			return FALSE;
		sweep_put_away(&s);
		at += batch->len;
	}
	pass->missed += s.fresh->len - (pass->taken - taken);
	if (s.stuck == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&s.stuck));
	return FALSE;
}
