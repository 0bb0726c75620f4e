#include "keeper.h"

/* Committed together, and so many of these may wait: what they cost in memory. */
#define CHUNK_BYTES ((gsize)2 * 1024 * 1024)
#define CHUNKS_MAX  3

typedef struct {
	const RdMailboxEntry *entry; /* borrowed */
	RdOctets *raw;
} Item;

typedef struct {
	GPtrArray *items; /* of Item */
	gsize bytes;
	gboolean last; /* of its batch */
} Chunk;

struct _RdKeeper {
	RdWorker *worker;
	const char *mailbox;
	RdLedgerPlace place;
	RdTime now;
	Chunk *chunk;	   /* to which is added */
	GThread *storing;  /* NULL: none was needed yet */
	RdStore *beside;   /* of the next; NULL: there is none */
	GThread *settling; /* so that what is stored next does not wait for the disk */
	GMutex mutex;
	GCond changed; /* all of what follows */
	GQueue chunks; /* of Chunk: to be stored */
	gboolean stopping;
	guint batches;	    /* ended, and not durable yet */
	guint to_settle;    /* of them stored */
	GPtrArray *stored;  /* of RdMailboxEntry, borrowed: in the ledger, not durable yet */
	GPtrArray *durable; /* of the same: not given back yet */
	GError *error;	    /* sticky */
};

static void
item_free(gpointer data)
{
	Item *self = data;

	g_clear_pointer(&self->raw, rd_octets_unref);
	g_free(self);
}

static Chunk *
chunk_new(void)
{
	Chunk *self = g_new0(Chunk, 1);

	self->items = g_ptr_array_new_with_free_func(item_free);
	return self;
}

static void
chunk_free(gpointer data)
{
	Chunk *self = data;

	g_ptr_array_unref(self->items);
	g_free(self);
}

/* Jobs of the worker ---------------------------------------------------------------------- */

typedef struct {
	const RdKeeper *keeper;
	const Chunk *chunk;
} Job;

static gboolean
keeper_add_one(const RdKeeper *self, RdStore *store, gint64 mailbox_id, const Item *item,
	       GError **error)
{
	const RdMailboxEntry *entry = item->entry;

	if (entry->problem != NULL)
		g_warning("%s: UID %s: %s; a person is told", self->mailbox, entry->uid,
			  entry->problem);
	return rd_ledger_take(store, mailbox_id, entry->uidvalidity, entry->uid, self->place,
			      item->raw, entry->problem, self->now, error) != 0;
}

static gboolean
keeper_add_all(const RdKeeper *self, RdStore *store, const GPtrArray *items, GError **error)
{
	gint64 mailbox_id = rd_ledger_enter(store, self->mailbox, items->len, error);
	gboolean ok = mailbox_id != 0;

	for (guint i = 0; ok && i < items->len; i++)
		ok = keeper_add_one(self, store, mailbox_id, items->pdata[i], error);
	return ok;
}

static gboolean
job_add(RdStore *store, gpointer data, GError **error)
{
	const Job *job = data;

	if (!rd_store_begin_lightly(store, error))
		return FALSE;
	if (!keeper_add_all(job->keeper, store, job->chunk->items, error)) {
		rd_store_rollback(store);
		return FALSE;
	}
	return rd_store_commit(store, error);
}

static gboolean
job_settle(RdStore *store, gpointer data, GError **error)
{
	(void)data;
	return rd_store_settle(store, error);
}

/* Storing --------------------------------------------------------------------------------- */

/* With the mutex held. */
static void
keeper_note(RdKeeper *self, GError *error)
{
	if (self->error == NULL)
		self->error = error;
	else
		g_clear_error(&error);
	g_cond_broadcast(&self->changed);
}

/* Waits for the disk; all that is stored by now is durable then. With the mutex held. */
static void
keeper_settle(RdKeeper *self)
{
	guint batches = self->to_settle, n = self->stored->len;
	GError *error = NULL;
	gboolean ok = self->error == NULL;

	self->to_settle = 0;
	g_mutex_unlock(&self->mutex);
	if (ok)
		ok = self->beside != NULL ? rd_store_settle(self->beside, &error)
					  : rd_worker_call(self->worker, job_settle, NULL, &error);
	g_mutex_lock(&self->mutex);
	for (guint i = 0; ok && i < n; i++)
		g_ptr_array_add(self->durable, self->stored->pdata[i]);
	if (n > 0)
		g_ptr_array_remove_range(self->stored, 0, n);
	self->batches -= batches;
	keeper_note(self, error);
}

/* Stores @chunk, which is freed, unless one before it could not be. */
static void
keeper_keep(RdKeeper *self, Chunk *chunk)
{
	const GPtrArray *items = chunk->items;
	Job job = {self, chunk};
	GError *error = NULL;
	gboolean ok;

	g_mutex_lock(&self->mutex);
	ok = self->error == NULL;
	g_mutex_unlock(&self->mutex);
	if (ok && items->len > 0)
		ok = rd_worker_call(self->worker, job_add, &job, &error);
	g_mutex_lock(&self->mutex);
	for (guint i = 0; ok && i < items->len; i++)
		g_ptr_array_add(self->stored, (gpointer)((Item *)items->pdata[i])->entry);
	self->to_settle += chunk->last;
	keeper_note(self, error);
	if (chunk->last && self->settling == NULL)
		keeper_settle(self);
	g_mutex_unlock(&self->mutex);
	chunk_free(chunk);
}

static Chunk *
keeper_next(RdKeeper *self)
{
	Chunk *chunk;

	g_mutex_lock(&self->mutex);
	while ((chunk = g_queue_pop_head(&self->chunks)) == NULL && !self->stopping)
		g_cond_wait(&self->changed, &self->mutex);
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
	return chunk;
}

static gpointer
keeper_main_storing(gpointer data)
{
	RdKeeper *self = data;
	Chunk *chunk;

	while ((chunk = keeper_next(self)) != NULL)
		keeper_keep(self, chunk);
	return NULL;
}

static gpointer
keeper_main_settling(gpointer data)
{
	RdKeeper *self = data;

	g_mutex_lock(&self->mutex);
	while (!self->stopping) {
		if (self->to_settle > 0 || self->stored->len > 0)
			keeper_settle(self);
		else
			g_cond_wait(&self->changed, &self->mutex);
	}
	g_mutex_unlock(&self->mutex);
	return NULL;
}

static gboolean
job_open_beside(RdStore *store, gpointer data, GError **error)
{
	RdStore **beside = data;

	if (rd_store_is_in_memory(store))
		return TRUE;
	*beside = rd_store_open_beside(store, error);
	return *beside != NULL;
}

/* Without a second way into the store there is one thread less, and all is as good. */
static void
keeper_start(RdKeeper *self)
{
	g_autoptr(GError) error = NULL;

	if (!rd_worker_call(self->worker, job_open_beside, &self->beside, &error))
		g_debug("%s: %s", self->mailbox, error->message);
	if (self->beside != NULL)
		self->settling = g_thread_new("settling", keeper_main_settling, self);
	self->storing = g_thread_new("storing", keeper_main_storing, self);
}

/* Hands what was added to the thread; what is left for the next chunk begins empty. */
static void
keeper_push(RdKeeper *self)
{
	if (self->storing == NULL)
		keeper_start(self);
	g_mutex_lock(&self->mutex);
	while (self->chunks.length >= CHUNKS_MAX)
		g_cond_wait(&self->changed, &self->mutex);
	g_queue_push_tail(&self->chunks, g_steal_pointer(&self->chunk));
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
	self->chunk = chunk_new();
}

/* Life ------------------------------------------------------------------------------------ */

RdKeeper *
rd_keeper_new(RdWorker *worker, const char *mailbox, RdLedgerPlace place, RdTime now)
{
	RdKeeper *self = g_new0(RdKeeper, 1);

	self->worker = worker;
	self->mailbox = mailbox;
	self->place = place;
	self->now = now;
	self->chunk = chunk_new();
	self->stored = g_ptr_array_new();
	self->durable = g_ptr_array_new();
	g_mutex_init(&self->mutex);
	g_cond_init(&self->changed);
	g_queue_init(&self->chunks);
	return self;
}

void
rd_keeper_free(RdKeeper *self)
{
	g_mutex_lock(&self->mutex);
	g_queue_clear_full(&self->chunks, chunk_free);
	self->stopping = TRUE;
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
	g_clear_pointer(&self->storing, g_thread_join);
	g_clear_pointer(&self->settling, g_thread_join);
	g_clear_pointer(&self->beside, rd_store_close);
	chunk_free(self->chunk);
	g_ptr_array_unref(self->stored);
	g_ptr_array_unref(self->durable);
	g_clear_error(&self->error);
	g_mutex_clear(&self->mutex);
	g_cond_clear(&self->changed);
	g_free(self);
}

gboolean
rd_keeper_add(RdKeeper *self, const RdMailboxEntry *entry, RdOctets *raw, GError **error)
{
	Item *item;
	gboolean ok;

	/* Here, so that it costs the thread that stores nothing. */
	if (raw != NULL && rd_octets_sha256(raw, error) == NULL)
		return FALSE;
	item = g_new0(Item, 1);
	item->entry = entry;
	item->raw = raw != NULL ? rd_octets_ref(raw) : NULL;
	g_ptr_array_add(self->chunk->items, item);
	self->chunk->bytes += raw != NULL ? rd_octets_get_size(raw) : 0;
	if (self->chunk->bytes < CHUNK_BYTES)
		return TRUE;
	keeper_push(self);
	g_mutex_lock(&self->mutex);
	ok = self->error == NULL;
	if (!ok)
		g_propagate_error(error, g_error_copy(self->error));
	g_mutex_unlock(&self->mutex);
	return ok;
}

void
rd_keeper_end_batch(RdKeeper *self)
{
	self->chunk->last = TRUE;
	g_mutex_lock(&self->mutex);
	self->batches++;
	g_mutex_unlock(&self->mutex);
	if (self->storing != NULL) {
		keeper_push(self);
		return;
	}
	keeper_keep(self, g_steal_pointer(&self->chunk));
	self->chunk = chunk_new();
}

gboolean
rd_keeper_wait(RdKeeper *self, guint batches, GPtrArray *durable, GError **error)
{
	gboolean ok;

	g_mutex_lock(&self->mutex);
	while (self->batches > batches)
		g_cond_wait(&self->changed, &self->mutex);
	g_ptr_array_extend(durable, self->durable, NULL, NULL);
	g_ptr_array_set_size(self->durable, 0);
	ok = self->error == NULL;
	if (!ok)
		g_propagate_error(error, g_error_copy(self->error));
	g_mutex_unlock(&self->mutex);
	return ok;
}
