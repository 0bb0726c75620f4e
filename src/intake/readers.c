/*
 * readers.c - threads that read the messages of a batch before the writer gets to them.
 *
 * What is read of one message depends on no other one, so it may be done side by side;
 * what is made of it does, so that stays with the one writer, in the order of the ledger.
 * The writer reads as well while the message it is to write next is not ready: with one
 * thread beside it, two cores are busy whatever the shares of reading and writing are. While it
 * commits, and waits for the disk, the threads go on to the first messages of the next batch.
 */

#include "intake-private.h"

struct _RdReaders {
	GPtrArray *threads; /* of GThread */
	GMutex mutex;
	GCond changed;
	GPtrArray *batch; /* of RdWorking, borrowed; NULL: nothing to do */
	guint next;	  /* of the batch: the first that nobody has begun */
	GPtrArray *ahead; /* of RdWorking: of the next one; NULL: the same */
	guint next_ahead; /* of those */
	gboolean stopping;
};

/* One thread of them, and what it alone uses. */
typedef struct {
	RdReaders *readers;
	RdStore *store;
} Reader;

/* The first of @messages, from @next on, that nobody has begun; NULL: none. Under the mutex. */
static RdWorking *
readers_claim(const GPtrArray *messages, guint *next)
{
	while (messages != NULL && *next < messages->len) {
		RdWorking *w = messages->pdata[(*next)++];

		if (w->problem == NULL && !w->is_begun) {
			w->is_begun = TRUE;
			return w;
		}
	}
	return NULL;
}

/* Reads a message that was claimed, without the mutex; comes back with it. */
static void
readers_read(RdReaders *self, RdWorking *w, RdStore *store)
{
	g_mutex_unlock(&self->mutex);
	rd_intake_read(w, store);
	g_mutex_lock(&self->mutex);
	w->is_read = TRUE;
}

/* Until nobody reads one of @messages. Under the mutex. */
static void
readers_wait_till_left(RdReaders *self, const GPtrArray *messages)
{
	for (guint i = 0; messages != NULL && i < messages->len; i++) {
		const RdWorking *w = messages->pdata[i];

		while (w->is_begun && !w->is_read)
			g_cond_wait(&self->changed, &self->mutex);
	}
}

static gpointer
reader_main(gpointer data)
{
	Reader *reader = data;
	RdReaders *self = reader->readers;

	g_mutex_lock(&self->mutex);
	while (!self->stopping) {
		RdWorking *w = readers_claim(self->batch, &self->next);

		if (w == NULL)
			w = readers_claim(self->ahead, &self->next_ahead);
		if (w != NULL) {
			readers_read(self, w, reader->store);
			g_cond_broadcast(&self->changed); /* the writer may wait for it */
		} else {
			g_cond_wait(&self->changed, &self->mutex);
		}
	}
	g_mutex_unlock(&self->mutex);
	rd_store_close(reader->store);
	g_free(reader);
	return NULL;
}

RdReaders *
rd_readers_start(RdStore *store, guint n, GError **error)
{
	g_autoptr(RdReaders) self = g_new0(RdReaders, 1);

	self->threads = g_ptr_array_new();
	g_mutex_init(&self->mutex);
	g_cond_init(&self->changed);
	for (guint i = 0; i < n; i++) {
		RdStore *beside = rd_store_open_beside(store, error);
		Reader *reader;

		if (beside == NULL)
			return NULL;
		reader = g_new0(Reader, 1);
		reader->readers = self;
		reader->store = beside;
		g_ptr_array_add(self->threads, g_thread_new("reader", reader_main, reader));
	}
	return g_steal_pointer(&self);
}

void
rd_readers_stop(RdReaders *self)
{
	g_mutex_lock(&self->mutex);
	self->stopping = TRUE;
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
	for (guint i = 0; i < self->threads->len; i++)
		g_thread_join(self->threads->pdata[i]);
	g_ptr_array_unref(self->threads);
	g_clear_pointer(&self->ahead, g_ptr_array_unref);
	g_mutex_clear(&self->mutex);
	g_cond_clear(&self->changed);
	g_free(self);
}

void
rd_readers_begin(RdReaders *self, GPtrArray *batch)
{
	g_mutex_lock(&self->mutex);
	self->batch = batch;
	self->next = 0;
	/* A lone one the writer has begun before a thread is awake. */
	if (batch->len > 1 || (self->ahead != NULL && self->ahead->len > 0))
		g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
}

void
rd_readers_wait_for(RdReaders *self, const RdWorking *w, RdStore *store)
{
	g_mutex_lock(&self->mutex);
	while (!w->is_read) {
		RdWorking *other = readers_claim(self->batch, &self->next);

		if (other != NULL)
			readers_read(self, other, store);
		else
			g_cond_wait(&self->changed, &self->mutex);
	}
	g_mutex_unlock(&self->mutex);
}

void
rd_readers_end(RdReaders *self)
{
	GPtrArray *batch;

	g_mutex_lock(&self->mutex);
	batch = g_steal_pointer(&self->batch);
	readers_wait_till_left(self, batch);
	g_mutex_unlock(&self->mutex);
}

void
rd_readers_give_ahead(RdReaders *self, GPtrArray *ahead)
{
	g_mutex_lock(&self->mutex);
	self->ahead = ahead;
	self->next_ahead = 0;
	g_mutex_unlock(&self->mutex);
}

GPtrArray *
rd_readers_take_ahead(RdReaders *self)
{
	GPtrArray *ahead;

	g_mutex_lock(&self->mutex);
	ahead = g_steal_pointer(&self->ahead);
	readers_wait_till_left(self, ahead);
	g_mutex_unlock(&self->mutex);
	return ahead;
}
