#include <redress/indexer.h>
#include <redress/mail-index.h>

#include <sys/resource.h>
#include <unistd.h>

#define BATCH	100 /* mails in a transaction */
#define NICE	10  /* of the thread */
#define PAUSE_S 30  /* letters are looked at this often: nobody wakes us when they are sent */
#define RETRY_S 60  /* after a failure */

struct _RdIndexer {
	const RdStore *store;
	RdMailIndex *index; /* NULL until there is something to do, and after a failure */
	RdHealth *health;
	GThread *thread;
	GMutex mutex;
	GCond changed;
	gboolean woken;
	gboolean stopping;
};

/* Until there may be something to do; FALSE: it is over. */
static gboolean
indexer_wait(RdIndexer *self, guint pause_s, gboolean failed)
{
	gint64 until = g_get_monotonic_time() + (gint64)pause_s * G_USEC_PER_SEC;
	gboolean go_on;

	g_mutex_lock(&self->mutex);
	while ((!self->woken || failed) && !self->stopping) {
		if (!g_cond_wait_until(&self->changed, &self->mutex, until))
			break;
	}
	self->woken = FALSE;
	go_on = !self->stopping;
	g_mutex_unlock(&self->mutex);
	return go_on;
}

/* A batch; opens the index when it is not open, or was removed. */
static gboolean
indexer_batch(RdIndexer *self, gboolean *more, GError **error)
{
	if (self->index != NULL && !rd_mail_index_is_there(self->index))
		g_clear_pointer(&self->index, rd_mail_index_close);
	if (self->index == NULL)
		self->index = rd_mail_index_open(self->store, error);
	return self->index != NULL && rd_mail_index_fill(self->index, BATCH, more, error);
}

static gpointer
indexer_main(gpointer data)
{
	static const char source[] = "the full-text index";
	RdIndexer *self = data;
	gboolean more = TRUE, ok = TRUE;

	setpriority(PRIO_PROCESS, (id_t)gettid(), NICE); /* on Linux: of this thread */
	while (indexer_wait(self, !ok ? RETRY_S : more ? 0 : PAUSE_S, !ok)) {
		g_autoptr(GError) error = NULL;

		ok = indexer_batch(self, &more, &error);
		if (ok) {
			rd_health_well(self->health, source);
			continue;
		}
		g_warning("%s: %s; trying again in %d s", source, error->message, RETRY_S);
		rd_health_fails(self->health, source, error->message, rd_time_now());
		g_clear_pointer(&self->index, rd_mail_index_close);
	}
	return NULL;
}

RdIndexer *
rd_indexer_start(const RdStore *store, RdHealth *health)
{
	RdIndexer *self = g_new0(RdIndexer, 1);

	self->store = store;
	self->health = health;
	g_mutex_init(&self->mutex);
	g_cond_init(&self->changed);
	self->thread = g_thread_new("indexer", indexer_main, self);
	return self;
}

void
rd_indexer_wake(RdIndexer *self)
{
	g_mutex_lock(&self->mutex);
	self->woken = TRUE;
	g_cond_signal(&self->changed);
	g_mutex_unlock(&self->mutex);
}

void
rd_indexer_stop(RdIndexer *self)
{
	g_mutex_lock(&self->mutex);
	self->stopping = TRUE;
	g_cond_signal(&self->changed);
	g_mutex_unlock(&self->mutex);
	g_thread_join(self->thread);
	g_clear_pointer(&self->index, rd_mail_index_close);
	g_mutex_clear(&self->mutex);
	g_cond_clear(&self->changed);
	g_free(self);
}
