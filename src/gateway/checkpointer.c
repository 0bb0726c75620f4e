#include "bell.h"

#include <redress/checkpointer.h>

/*
 * What is written again and again goes into the store once, however often the log has it, and
 * who commits batch after batch needs the processor: so a pause is waited for.
 */
#define LOG_PAGES      4000  /* from here on it is emptied in a pause; 16 MiB */
#define LOG_LONG_PAGES 16000 /* from here on beside the commits */
#define LOG_FULL_PAGES 24000 /* here commits wait for that to end, when nobody else holds it up */
#define LOG_MAX_PAGES  32000 /* here the operator should know */
#define PAGES_PER_MB   256   /* of 4 KiB */

#define PAUSE_MS      250  /* so long after a commit no other is expected at once */
#define TURN_MS	      1000 /* how long a commit that would let us in is waited for */
#define RETRY_MIN_MS  250  /* after somebody held us up; doubled each time */
#define RETRY_MAX_MS  2000
#define COMMIT_MAX_MS 2000 /* no commit waits longer for us, whatever the disk does */

struct _RdCheckpointer {
	RdStore *store; /* the first that is attended to */
	RdStore *own;	/* NULL until there is something to do */
	RdHealth *health;
	GThread *thread;
	RdBell bell; /* rings when the log is long enough */
	GMutex mutex;
	GCond changed; /* all of what follows */
	gint64 pages;  /* of the log, as the last commit told */
	gint64 committed_at;
	guint waiting; /* commits that wait until ->our_turn is over */
	gboolean our_turn;
	gboolean emptying; /* and the last time nobody held us up */
	gboolean too_long; /* and the operator has been told */
};

/* Under the mutex. On a disk that is too slow for both of us, the log would only grow. */
static gboolean
checkpointer_has_precedence(const RdCheckpointer *self, gint64 pages)
{
	return self->our_turn || (self->emptying && pages >= LOG_FULL_PAGES);
}

/*
 * After each commit, in its thread. Those that commit one batch after the other leave no
 * moment in which we could begin the log anew, so when we want one, they give it.
 */
static void
checkpointer_note(gint64 pages, gpointer data)
{
	RdCheckpointer *self = data;
	gint64 now = g_get_monotonic_time();
	gint64 until = now + COMMIT_MAX_MS * G_TIME_SPAN_MILLISECOND;

	g_mutex_lock(&self->mutex);
	if ((pages >= LOG_PAGES && self->pages < LOG_PAGES) || pages >= LOG_LONG_PAGES)
		rd_bell_ring(&self->bell);
	self->pages = pages;
	self->committed_at = now;
	self->waiting++;
	if (self->our_turn)
		g_cond_broadcast(&self->changed);
	while (checkpointer_has_precedence(self, pages) &&
	       g_cond_wait_until(&self->changed, &self->mutex, until))
		;
	self->waiting--;
	g_mutex_unlock(&self->mutex);
}

/* When the log is to be emptied, if nothing else is committed. */
static gint64
checkpointer_due_at(RdCheckpointer *self)
{
	gint64 due_at = G_MAXINT64;

	g_mutex_lock(&self->mutex);
	if (self->pages >= LOG_LONG_PAGES)
		due_at = 0;
	else if (self->pages >= LOG_PAGES)
		due_at = self->committed_at + PAUSE_MS * G_TIME_SPAN_MILLISECOND;
	g_mutex_unlock(&self->mutex);
	return due_at;
}

/* Until the log is to be emptied; not before @not_before. FALSE: it is over. */
static gboolean
checkpointer_wait(RdCheckpointer *self, gint64 not_before)
{
	gboolean go_on = rd_bell_pause(&self->bell, not_before);
	gint64 due_at;

	while (go_on && (due_at = checkpointer_due_at(self)) > g_get_monotonic_time())
		go_on = rd_bell_wait(&self->bell, due_at);
	return go_on;
}

/* Asks for a moment without commits; the next one that ends gives it. */
static void
checkpointer_take_turn(RdCheckpointer *self)
{
	gint64 until = g_get_monotonic_time() + TURN_MS * G_TIME_SPAN_MILLISECOND;

	g_mutex_lock(&self->mutex);
	self->our_turn = TRUE;
	while (self->waiting == 0 && !rd_bell_is_over(&self->bell)) {
		if (!g_cond_wait_until(&self->changed, &self->mutex, until))
			break;
	}
	g_mutex_unlock(&self->mutex);
}

static void
checkpointer_end_turn(RdCheckpointer *self, gint64 left)
{
	g_mutex_lock(&self->mutex);
	self->our_turn = FALSE;
	self->pages = left;
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
}

/*
 * Most of the log beside the commits, and what they added meanwhile; the rest, if need be,
 * between two of them, when little is left to wait for.
 */
static gboolean
checkpointer_empty(RdCheckpointer *self, gint64 *left, GError **error)
{
	RdCheckpoint last = self->too_long ? RD_CHECKPOINT_TRUNCATE : RD_CHECKPOINT_RESTART;
	gboolean ok;

	if (self->own == NULL)
		self->own = rd_store_open_beside(self->store, error);
	if (self->own == NULL ||
	    !rd_store_checkpoint(self->own, RD_CHECKPOINT_PASSIVE, left, error) ||
	    !rd_store_checkpoint(self->own, RD_CHECKPOINT_PASSIVE, left, error) ||
	    !rd_store_settle(self->own, error))
		return FALSE;
	checkpointer_take_turn(self);
	ok = rd_store_checkpoint(self->own, last, left, error);
	checkpointer_end_turn(self, *left);
	return ok;
}

/* Only who reads from one moment on and does not end keeps the log from being emptied. */
static void
checkpointer_tell(RdCheckpointer *self, gint64 left, const char *failure)
{
	static const char source[] = "the log of the store";
	g_autofree char *why = failure != NULL
				       ? g_strdup(failure)
				       : g_strdup_printf("it has grown to %" G_GINT64_FORMAT
							 " MB: some program reads the store and "
							 "does not end",
							 left / PAGES_PER_MB);

	if (left >= LOG_MAX_PAGES || failure != NULL) {
		if (!self->too_long)
			g_warning("%s: %s", source, why);
		self->too_long = TRUE;
		if (self->health != NULL)
			rd_health_fails(self->health, source, why, rd_time_now());
	} else if (left == 0) {
		if (self->too_long)
			g_message("%s is short again", source);
		self->too_long = FALSE;
		if (self->health != NULL)
			rd_health_well(self->health, source);
	}
}

static void
checkpointer_set_emptying(RdCheckpointer *self, gboolean emptying)
{
	g_mutex_lock(&self->mutex);
	self->emptying = emptying;
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
}

static gpointer
checkpointer_main(gpointer data)
{
	RdCheckpointer *self = data;
	gint64 pause_ms = RETRY_MIN_MS;
	gint64 not_before = 0;

	while (checkpointer_wait(self, not_before)) {
		g_autoptr(GError) error = NULL;
		gint64 left = LOG_LONG_PAGES;
		gboolean ok;

		checkpointer_set_emptying(self, pause_ms == RETRY_MIN_MS);
		ok = checkpointer_empty(self, &left, &error);
		checkpointer_set_emptying(self, FALSE);
		checkpointer_tell(self, left, ok ? NULL : error->message);
		if (ok && left == 0) {
			pause_ms = RETRY_MIN_MS;
			continue;
		}
		not_before = g_get_monotonic_time() + pause_ms * G_TIME_SPAN_MILLISECOND;
		pause_ms = MIN(2 * pause_ms, RETRY_MAX_MS);
	}
	return NULL;
}

RdCheckpointer *
rd_checkpointer_start(RdStore *store, RdHealth *health)
{
	RdCheckpointer *self = g_new0(RdCheckpointer, 1);

	self->store = store;
	self->health = health;
	rd_bell_init(&self->bell);
	g_mutex_init(&self->mutex);
	g_cond_init(&self->changed);
	rd_checkpointer_attend(self, store);
	self->thread = g_thread_new("checkpointer", checkpointer_main, self);
	return self;
}

void
rd_checkpointer_attend(RdCheckpointer *self, RdStore *store)
{
	rd_store_leave_log(store, checkpointer_note, self);
}

void
rd_checkpointer_stop(RdCheckpointer *self)
{
	rd_store_leave_log(self->store, NULL, NULL);
	rd_bell_end(&self->bell);
	g_mutex_lock(&self->mutex);
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
	g_thread_join(self->thread);
	g_clear_pointer(&self->own, rd_store_close);
	rd_bell_clear(&self->bell);
	g_mutex_clear(&self->mutex);
	g_cond_clear(&self->changed);
	g_free(self);
}
