/*
 * readers.c - threads that read the messages of a batch before the writer gets to them.
 *
 * What is read of one message depends on no other one, so it may be done side by side;
 * what is made of it does, so that stays with the one writer, in the order of the ledger.
 * The writer reads as well while the message it is to write next is not ready: with one
 * thread beside it, two cores are busy whatever the shares of reading and writing are.
 */

#include "intake-private.h"

struct _RdReaders {
	GPtrArray *threads; /* of GThread */
	GMutex mutex;
	GCond changed;
	GArray *batch; /* of RdWorking, borrowed; NULL: nothing to do */
	guint next;    /* of the batch: the first that nobody has begun */
	guint busy;    /* messages that are being read */
	gboolean stopping;
};

/* One thread of them, and what it alone uses. */
typedef struct {
	RdReaders *readers;
	RdStore *store;
} Reader;

/* The next message to be read; NULL: all are begun. Under the mutex. */
static RdWorking *
readers_claim(RdReaders *self)
{
	while (self->batch != NULL && self->next < self->batch->len) {
		RdWorking *w = &g_array_index(self->batch, RdWorking, self->next++);

		if (w->problem == NULL) {
			self->busy++;
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
	self->busy--;
}

static gpointer
reader_main(gpointer data)
{
	Reader *reader = data;
	RdReaders *self = reader->readers;

	g_mutex_lock(&self->mutex);
	while (!self->stopping) {
		RdWorking *w = readers_claim(self);

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
	g_mutex_clear(&self->mutex);
	g_cond_clear(&self->changed);
	g_free(self);
}

void
rd_readers_begin(RdReaders *self, GArray *batch)
{
	g_mutex_lock(&self->mutex);
	self->batch = batch;
	self->next = 0;
	if (batch->len > 1) /* a lone one the writer has begun before a thread is awake */
		g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
}

void
rd_readers_wait_for(RdReaders *self, const RdWorking *w, RdStore *store)
{
	g_mutex_lock(&self->mutex);
	while (!w->is_read) {
		RdWorking *other = readers_claim(self);

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
	g_mutex_lock(&self->mutex);
	self->batch = NULL;
	while (self->busy > 0)
		g_cond_wait(&self->changed, &self->mutex);
	g_mutex_unlock(&self->mutex);
}
