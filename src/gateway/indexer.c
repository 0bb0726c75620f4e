#include "bell.h"

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
	RdBell bell;
};

/* Until there may be something to do; FALSE: it is over. */
static gboolean
indexer_wait(RdIndexer *self, gboolean more, gboolean failed)
{
	gint64 now = g_get_monotonic_time();

	if (failed)
		return rd_bell_pause(&self->bell, now + RETRY_S * G_USEC_PER_SEC);
	return rd_bell_wait(&self->bell, more ? now : now + PAUSE_S * G_USEC_PER_SEC);
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
	while (indexer_wait(self, more, !ok)) {
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
	rd_bell_init(&self->bell);
	self->thread = g_thread_new("indexer", indexer_main, self);
	return self;
}

void
rd_indexer_wake(RdIndexer *self)
{
	rd_bell_ring(&self->bell);
}

void
rd_indexer_stop(RdIndexer *self)
{
	rd_bell_end(&self->bell);
	g_thread_join(self->thread);
	g_clear_pointer(&self->index, rd_mail_index_close);
	rd_bell_clear(&self->bell);
	g_free(self);
}
