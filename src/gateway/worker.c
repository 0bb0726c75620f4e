#include <redress/error.h>
#include <redress/worker.h>

#define ROUND_MAX_S 30 /* the clock is looked at this often, whatever the timers say */
#define RETRY_S	    5  /* after a round that failed: a full disk, a locked store */

typedef struct {
	RdWorkerJob run;
	gpointer data;
	GError *error;
	gboolean ok;
	gboolean finished; /* under the worker's mutex, with its condition */
} Job;

struct _RdWorker {
	RdOffice *office; /* NULL: inline */
	RdStore *store;
	RdWorkerDone done;
	gpointer data;
	GThread *thread; /* NULL: inline */
	gboolean failed; /* the last round */
	GMutex mutex;
	GCond changed; /* jobs, finished, stopping */
	GQueue jobs;   /* of Job, owned by their callers */
	guint callers; /* threads within rd_worker_call() */
	gboolean stopping;
	gint64 alive_at; /* monotonic, microseconds */
};

static void
worker_run_job(RdWorker *self, Job *job)
{
	gboolean ok = job->run(self->store, job->data, &job->error);

	g_mutex_lock(&self->mutex);
	job->ok = ok;
	job->finished = TRUE;
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
}

/* The next job, waiting for one until @until (monotonic, microseconds); NULL: none came. */
static Job *
worker_next_job(RdWorker *self, gint64 until, gboolean *stopping)
{
	Job *job;

	g_mutex_lock(&self->mutex);
	self->alive_at = g_get_monotonic_time();
	while ((job = g_queue_pop_head(&self->jobs)) == NULL && !self->stopping) {
		if (!g_cond_wait_until(&self->changed, &self->mutex, until))
			break;
	}
	self->alive_at = g_get_monotonic_time();
	*stopping = self->stopping;
	g_mutex_unlock(&self->mutex);
	return job;
}

/* How long nothing is due, in microseconds. */
static gint64
worker_pause(RdWorker *self)
{
	RdTime next, now = rd_time_now();
	RdTime pause = ROUND_MAX_S;

	if (rd_timers_next(self->store, &next, NULL) && next != RD_TIME_NONE)
		pause = CLAMP(next - now, 0, ROUND_MAX_S);
	return pause * G_USEC_PER_SEC;
}

/*
 * A batch of what waits and is due. A backlog may take minutes: between two batches jobs
 * are run, and the thread shows that it lives. Returns when the next one begins (monotonic).
 */
static gint64
worker_round(RdWorker *self)
{
	g_autoptr(GError) error = NULL;
	RdPass pass = {0};
	gboolean more;

	if (!rd_office_work_some(self->office, rd_time_now(), &pass, &more, &error))
		g_warning("work: %s; trying again in %d s", error->message, RETRY_S);
	if (self->done != NULL &&
	    (error != NULL || self->failed || pass.worked > 0 || pass.timers > 0 || pass.tasks > 0))
		self->done(&pass, error, self->data);
	self->failed = error != NULL;
	if (error != NULL)
		return g_get_monotonic_time() + RETRY_S * G_USEC_PER_SEC;
	return g_get_monotonic_time() + (more ? 0 : worker_pause(self));
}

/* What a job brings in is worked at once, but for a disk that was full a moment ago. */
static gpointer
worker_main(gpointer data)
{
	RdWorker *self = data;
	gboolean stopping = FALSE;
	gint64 next_at = 0;

	while (!stopping) {
		Job *job;

		if (g_get_monotonic_time() >= next_at)
			next_at = worker_round(self);
		job = worker_next_job(self, next_at, &stopping);
		if (job != NULL && !self->failed)
			next_at = 0;
		/* All jobs that wait are run before the next batch: one commit covers them. */
		while (job != NULL) {
			worker_run_job(self, job);
			job = worker_next_job(self, 0, &stopping);
		}
	}
	return NULL;
}

static RdWorker *
worker_new(RdStore *store)
{
	RdWorker *self = g_new0(RdWorker, 1);

	self->store = store;
	self->alive_at = g_get_monotonic_time();
	g_mutex_init(&self->mutex);
	g_cond_init(&self->changed);
	g_queue_init(&self->jobs);
	return self;
}

RdWorker *
rd_worker_inline(RdStore *store)
{
	return worker_new(store);
}

RdWorker *
rd_worker_start(RdOffice *office, RdWorkerDone done, gpointer data)
{
	RdWorker *self = worker_new(office->store);

	self->office = office;
	self->done = done;
	self->data = data;
	self->thread = g_thread_new("worker", worker_main, self);
	return self;
}

void
rd_worker_end(RdWorker *self)
{
	g_mutex_lock(&self->mutex);
	self->stopping = TRUE;
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
}

void
rd_worker_stop(RdWorker *self)
{
	Job *job;

	rd_worker_end(self);
	if (self->thread != NULL)
		g_thread_join(self->thread);
	while ((job = g_queue_pop_head(&self->jobs)) != NULL)
		worker_run_job(self, job);
	g_mutex_lock(&self->mutex);
	while (self->callers > 0)
		g_cond_wait(&self->changed, &self->mutex);
	g_mutex_unlock(&self->mutex);
	g_mutex_clear(&self->mutex);
	g_cond_clear(&self->changed);
	g_free(self);
}

static gboolean
worker_refuse(GError **error)
{
	g_set_error_literal(error, RD_ERROR, RD_ERROR_TEMPORARY, "the gateway is stopping");
	return FALSE;
}

/* One at a time: the store is of one thread. */
static gboolean
worker_run_here(RdWorker *self, RdWorkerJob run, gpointer data, GError **error)
{
	gboolean ok;

	g_mutex_lock(&self->mutex);
	ok = run(self->store, data, error);
	g_mutex_unlock(&self->mutex);
	return ok;
}

gboolean
rd_worker_call(RdWorker *self, RdWorkerJob run, gpointer data, GError **error)
{
	Job job = {.run = run, .data = data};

	if (self->thread == NULL)
		return worker_run_here(self, run, data, error);
	g_mutex_lock(&self->mutex);
	if (self->stopping) {
		g_mutex_unlock(&self->mutex);
		return worker_refuse(error);
	}
	self->callers++;
	g_queue_push_tail(&self->jobs, &job);
	g_cond_broadcast(&self->changed);
	while (!job.finished)
		g_cond_wait(&self->changed, &self->mutex);
	self->callers--;
	g_cond_broadcast(&self->changed); /* rd_worker_stop() may wait for us */
	g_mutex_unlock(&self->mutex);
	if (job.error != NULL)
		g_propagate_error(error, job.error);
	return job.ok;
}

guint
rd_worker_waiting(RdWorker *self)
{
	guint waiting;

	g_mutex_lock(&self->mutex);
	waiting = self->jobs.length;
	g_mutex_unlock(&self->mutex);
	return waiting;
}

gint64
rd_worker_idle_s(RdWorker *self)
{
	gint64 alive_at;

	g_mutex_lock(&self->mutex);
	alive_at = self->alive_at;
	g_mutex_unlock(&self->mutex);
	return (g_get_monotonic_time() - alive_at) / G_USEC_PER_SEC;
}
