/*
 * tsan.c - locks that ThreadSanitizer can see.
 *
 * GLib makes its mutexes and conditions of system calls of its own, and is not compiled
 * with the sanitizer: every access that they guard looks like a race. In a build with the
 * sanitizer these take their place for all of our code, on top of those of POSIX. So do those
 * for what is made once; that of GLib tells the others by a store that is not seen.
 *
 * Memory is a matter of the environment: G_SLICE=always-malloc, or GLib hands what one thread
 * has freed to the next one unseen.
 */
#ifdef __SANITIZE_THREAD__

#include <errno.h>
#include <glib.h>
#include <pthread.h>

static gpointer
shown_once(gpointer *place, gpointer fresh, void (*drop)(gpointer))
{
	gpointer none = NULL;

	if (__atomic_compare_exchange_n(place, &none, fresh, FALSE, __ATOMIC_ACQ_REL,
					__ATOMIC_ACQUIRE))
		return fresh;
	drop(fresh);
	return none;
}

static void
drop_mutex(gpointer mutex)
{
	pthread_mutex_destroy(mutex);
	g_free(mutex);
}

static void
drop_cond(gpointer cond)
{
	pthread_cond_destroy(cond);
	g_free(cond);
}

/* One that is all zero, as a static one is, is made when it is first used. */
static pthread_mutex_t *
shown_mutex(GMutex *mutex)
{
	gpointer *place = (gpointer *)(void *)mutex;
	pthread_mutex_t *found = __atomic_load_n(place, __ATOMIC_ACQUIRE);

	if (found != NULL)
		return found;
	found = g_new0(pthread_mutex_t, 1);
	pthread_mutex_init(found, NULL);
	return shown_once(place, found, drop_mutex);
}

static pthread_cond_t *
shown_cond(GCond *cond)
{
	gpointer *place = (gpointer *)(void *)cond;
	pthread_cond_t *found = __atomic_load_n(place, __ATOMIC_ACQUIRE);
	pthread_condattr_t monotonic;

	if (found != NULL)
		return found;
	found = g_new0(pthread_cond_t, 1);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(found, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return shown_once(place, found, drop_cond);
}

void
g_mutex_init(GMutex *mutex)
{
	*(gpointer *)(void *)mutex = NULL;
}

void
g_mutex_clear(GMutex *mutex)
{
	drop_mutex(shown_mutex(mutex));
	g_mutex_init(mutex);
}

void
g_mutex_lock(GMutex *mutex)
{
	pthread_mutex_lock(shown_mutex(mutex));
}

void
g_mutex_unlock(GMutex *mutex)
{
	pthread_mutex_unlock(shown_mutex(mutex));
}

void
g_cond_init(GCond *cond)
{
	*(gpointer *)(void *)cond = NULL;
}

void
g_cond_clear(GCond *cond)
{
	drop_cond(shown_cond(cond));
	g_cond_init(cond);
}

void
g_cond_signal(GCond *cond)
{
	pthread_cond_signal(shown_cond(cond));
}

void
g_cond_broadcast(GCond *cond)
{
	pthread_cond_broadcast(shown_cond(cond));
}

void
g_cond_wait(GCond *cond, GMutex *mutex)
{
	pthread_cond_wait(shown_cond(cond), shown_mutex(mutex));
}

gboolean
g_cond_wait_until(GCond *cond, GMutex *mutex, gint64 end)
{
	struct timespec until = {.tv_sec = end / G_USEC_PER_SEC,
				 .tv_nsec = end % G_USEC_PER_SEC * 1000};

	return pthread_cond_timedwait(shown_cond(cond), shown_mutex(mutex), &until) != ETIMEDOUT;
}

static void
drop_rw_lock(gpointer lock)
{
	pthread_rwlock_destroy(lock);
	g_free(lock);
}

static pthread_rwlock_t *
shown_rw_lock(GRWLock *lock)
{
	gpointer *place = (gpointer *)(void *)lock;
	pthread_rwlock_t *found = __atomic_load_n(place, __ATOMIC_ACQUIRE);

	if (found != NULL)
		return found;
	found = g_new0(pthread_rwlock_t, 1);
	pthread_rwlock_init(found, NULL);
	return shown_once(place, found, drop_rw_lock);
}

void
g_rw_lock_reader_lock(GRWLock *lock)
{
	pthread_rwlock_rdlock(shown_rw_lock(lock));
}

void
g_rw_lock_reader_unlock(GRWLock *lock)
{
	pthread_rwlock_unlock(shown_rw_lock(lock));
}

void
g_rw_lock_writer_lock(GRWLock *lock)
{
	pthread_rwlock_wrlock(shown_rw_lock(lock));
}

void
g_rw_lock_writer_unlock(GRWLock *lock)
{
	pthread_rwlock_unlock(shown_rw_lock(lock));
}

/* What is made once may be made of other such things. */
static pthread_mutex_t once = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

gboolean(g_once_init_enter)(volatile void *location)
{
	pthread_mutex_lock(&once);
	if (__atomic_load_n((volatile gsize *)location, __ATOMIC_ACQUIRE) == 0)
		return TRUE;
	pthread_mutex_unlock(&once);
	return FALSE;
}

void(g_once_init_leave)(volatile void *location, gsize result)
{
	__atomic_store_n((volatile gsize *)location, result, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&once);
}

#endif
