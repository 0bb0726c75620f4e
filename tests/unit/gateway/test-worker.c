#include "../../../src/store/store-private.h"
#include "office-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/gateway.h>
#include <redress/ledger.h>
#include <redress/worker.h>

#define PATIENCE (20 * G_USEC_PER_SEC) /* then a test has failed */

static RdOffice *office;
static RdWorker *worker;
static GMutex mutex;
static GCond changed;
static gboolean released; /* the job that holds up the worker may end */
static gboolean held;	  /* it runs */
static GString *order;	  /* what ran, one letter a job */
static guint worked;	  /* messages, as @done is told */
static guint failed;	  /* rounds, likewise */
static guint good;	  /* the others */

static void
note_done(const RdPass *pass, const GError *failure, gpointer data)
{
	(void)data;
	g_mutex_lock(&mutex);
	worked += pass->worked;
	failed += failure != NULL;
	good += failure == NULL;
	g_cond_broadcast(&changed);
	g_mutex_unlock(&mutex);
}

static void
setup(void)
{
	office_setup();
	office = rd_office_new(config, store, NULL);
	worker = rd_worker_start(office, note_done, NULL);
	order = g_string_new(NULL);
	released = held = FALSE;
	worked = failed = good = 0;
}

static void
teardown(void)
{
	g_clear_pointer(&worker, rd_worker_stop);
	g_string_free(order, TRUE);
	rd_office_free(office);
	office_teardown();
}

TestSuite(worker, .init = setup, .fini = teardown, .timeout = 60);

/* Waits until @flag is set; with the mutex held. */
static void
wait_for(const gboolean *flag)
{
	gint64 until = g_get_monotonic_time() + PATIENCE;

	while (!*flag)
		cr_assert(g_cond_wait_until(&changed, &mutex, until));
}

static gboolean
job_hold(RdStore *of, gpointer data, GError **error)
{
	(void)of;
	(void)data;
	(void)error;
	g_mutex_lock(&mutex);
	g_string_append_c(order, 'h');
	held = TRUE;
	g_cond_broadcast(&changed);
	wait_for(&released);
	g_mutex_unlock(&mutex);
	return TRUE;
}

static gboolean
job_note(RdStore *of, gpointer data, GError **error)
{
	(void)of;
	(void)error;
	g_mutex_lock(&mutex);
	g_string_append_c(order, *(const char *)data);
	g_mutex_unlock(&mutex);
	return TRUE;
}

static gpointer
call_hold(gpointer data)
{
	return GINT_TO_POINTER(rd_worker_call(worker, job_hold, data, NULL));
}

static gpointer
call_note(gpointer data)
{
	return GINT_TO_POINTER(rd_worker_call(worker, job_note, data, NULL));
}

static gpointer
call_stop(gpointer data)
{
	rd_worker_stop(data);
	return NULL;
}

/* A thread whose job waits behind what runs; there are @waiting then. */
static GThread *
queue_up(const char *letter, guint waiting)
{
	GThread *thread = g_thread_new("caller", call_note, (gpointer)letter);

	while (rd_worker_waiting(worker) < waiting)
		g_thread_yield();
	return thread;
}

static GThread *
hold_up(void)
{
	GThread *thread = g_thread_new("holder", call_hold, NULL);

	g_mutex_lock(&mutex);
	wait_for(&held);
	g_mutex_unlock(&mutex);
	return thread;
}

static void
release(void)
{
	g_mutex_lock(&mutex);
	released = TRUE;
	g_cond_broadcast(&changed);
	g_mutex_unlock(&mutex);
}

static gboolean
job_where(RdStore *of, gpointer data, GError **error)
{
	(void)error;
	*(GThread **)data = g_thread_self();
	return of == store;
}

Test(worker, a_job_runs_in_the_workers_thread_with_its_store)
{
	GThread *where = NULL;

	cr_assert(rd_worker_call(worker, job_where, &where, NULL));
	cr_expect_not_null(where);
	cr_expect_neq(where, g_thread_self());
}

static gboolean
job_fail(RdStore *of, gpointer data, GError **error)
{
	(void)of;
	(void)data;
	g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "no good");
	return FALSE;
}

Test(worker, a_job_that_fails_says_why_to_its_caller)
{
	g_autoptr(GError) error = NULL;

	cr_expect_not(rd_worker_call(worker, job_fail, NULL, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT));
	cr_expect_not(rd_worker_call(worker, job_fail, NULL, NULL), "who does not ask");
}

Test(worker, jobs_run_in_the_order_they_came)
{
	GThread *threads[4] = {hold_up()};

	threads[1] = queue_up("1", 1);
	threads[2] = queue_up("2", 2);
	threads[3] = queue_up("3", 3);
	release();
	for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
		cr_expect(GPOINTER_TO_INT(g_thread_join(threads[i])));
	cr_expect_str_eq(order->str, "h123");
	cr_expect_eq(rd_worker_waiting(worker), 0);
}

Test(worker, stopping_lets_the_jobs_that_wait_run)
{
	GThread *threads[4] = {hold_up()};

	threads[1] = queue_up("1", 1);
	threads[2] = queue_up("2", 2);
	threads[3] = g_thread_new("stopper", call_stop, g_steal_pointer(&worker));
	release();
	for (gsize i = 0; i < 3; i++)
		cr_expect(GPOINTER_TO_INT(g_thread_join(threads[i])));
	g_thread_join(threads[3]);
	cr_expect_str_eq(order->str, "h12");
}

static gboolean
job_take(RdStore *of, gpointer data, GError **error)
{
	g_autoptr(GBytes) raw = office_mail("Subject: Water", data);

	return rd_ledger_add(of, "m", 1, data, raw, NULL, now, error) != 0;
}

Test(worker, what_a_job_brings_in_is_worked_after_it)
{
	gint64 until = g_get_monotonic_time() + PATIENCE;

	cr_assert(rd_worker_call(worker, job_take, (gpointer) "one", NULL));
	cr_assert(rd_worker_call(worker, job_take, (gpointer) "two", NULL));
	g_mutex_lock(&mutex);
	while (worked < 2)
		cr_assert(g_cond_wait_until(&changed, &mutex, until));
	g_mutex_unlock(&mutex);
}

static gboolean
job_take_many(RdStore *of, gpointer data, GError **error)
{
	for (guint i = 0; i < GPOINTER_TO_UINT(data); i++) {
		g_autofree char *uid = g_strdup_printf("%u", i);

		if (!job_take(of, uid, error))
			return FALSE;
	}
	return TRUE;
}

Test(worker, a_job_does_not_wait_for_the_whole_backlog)
{
	guint before;

	cr_assert(rd_worker_call(worker, job_take_many, GUINT_TO_POINTER(2000), NULL));
	cr_assert(rd_worker_call(worker, job_note, (gpointer) "x", NULL));
	g_mutex_lock(&mutex);
	before = worked;
	g_mutex_unlock(&mutex);
	cr_expect_lt(before, 2000);
}

static gboolean
job_exec(RdStore *of, gpointer data, GError **error)
{
	return rd_store_exec(of, data, error);
}

/* Waits until @count is more than @than. */
static void
wait_for_more(const guint *count, guint than)
{
	gint64 until = g_get_monotonic_time() + PATIENCE;

	g_mutex_lock(&mutex);
	while (*count <= than)
		cr_assert(g_cond_wait_until(&changed, &mutex, until));
	g_mutex_unlock(&mutex);
}

Test(worker, a_round_that_fails_is_told_and_so_is_the_next_one_that_does_not)
{
	guint before;

	cr_assert(rd_worker_call(worker, job_exec, (gpointer) "ALTER TABLE ledger RENAME TO gone",
				 NULL));
	wait_for_more(&failed, 0);
	g_mutex_lock(&mutex);
	before = good;
	g_mutex_unlock(&mutex);
	cr_assert(rd_worker_call(worker, job_exec, (gpointer) "ALTER TABLE gone RENAME TO ledger",
				 NULL));
	wait_for_more(&good, before);
}

Test(worker, no_job_makes_it_try_again_at_once_what_has_just_failed)
{
	cr_assert(rd_worker_call(worker, job_exec, (gpointer) "ALTER TABLE ledger RENAME TO gone",
				 NULL));
	wait_for_more(&failed, 0);
	for (guint i = 0; i < 20; i++)
		cr_assert(rd_worker_call(worker, job_note, (gpointer) "x", NULL));
	g_mutex_lock(&mutex);
	cr_expect_lt(failed, 10);
	g_mutex_unlock(&mutex);
}

Test(worker, once_it_is_to_end_it_takes_no_job_and_works_no_backlog)
{
	g_autoptr(GError) error = NULL;

	cr_assert(rd_worker_call(worker, job_take_many, GUINT_TO_POINTER(1000), NULL));
	rd_worker_end(worker);
	cr_expect_not(rd_worker_call(worker, job_note, (gpointer) "x", &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	g_clear_pointer(&worker, rd_worker_stop);
	cr_expect_lt(worked, 1000);
}

Test(worker, it_shows_that_it_lives)
{
	cr_assert(rd_worker_call(worker, job_note, (gpointer) "x", NULL));
	cr_expect_leq(rd_worker_idle_s(worker), 2);
}

Test(worker, without_a_thread_a_job_is_run_where_it_is_called)
{
	g_autoptr(RdWorker) here = rd_worker_inline(store);
	GThread *where = NULL;

	g_clear_pointer(&worker, rd_worker_stop);
	cr_assert(rd_worker_call(here, job_where, &where, NULL));
	cr_expect_eq(where, g_thread_self());
}
