#include "../../../src/gateway/bell.h"

#include <criterion/criterion.h>

#define LONG_AGO 1

static RdBell bell;

static void
setup(void)
{
	rd_bell_init(&bell);
}

static void
teardown(void)
{
	rd_bell_clear(&bell);
}

TestSuite(bell, .init = setup, .fini = teardown, .timeout = 60);

/* A thread of the gateway: counts how often it was told that there is work. */
static gpointer
answer(gpointer data)
{
	gint *answered = data;

	while (rd_bell_wait(&bell, G_MAXINT64))
		g_atomic_int_inc(answered);
	return NULL;
}

Test(bell, a_ring_before_the_wait_is_not_lost)
{
	rd_bell_ring(&bell);
	cr_expect(rd_bell_wait(&bell, G_MAXINT64));
}

Test(bell, a_ring_ends_one_wait)
{
	gint64 soon = g_get_monotonic_time() + G_TIME_SPAN_MILLISECOND;

	rd_bell_ring(&bell);
	rd_bell_ring(&bell);
	cr_expect(rd_bell_wait(&bell, G_MAXINT64));
	cr_expect(rd_bell_wait(&bell, soon));
	cr_expect_geq(g_get_monotonic_time(), soon);
}

Test(bell, a_pause_is_deaf_to_rings)
{
	gint64 soon = g_get_monotonic_time() + G_TIME_SPAN_MILLISECOND;

	rd_bell_ring(&bell);
	cr_expect(rd_bell_pause(&bell, soon));
	cr_expect_geq(g_get_monotonic_time(), soon);
}

Test(bell, who_waits_hears_it)
{
	gint answered = 0;
	GThread *thread = g_thread_new("answer", answer, &answered);

	for (gint i = 1; i <= 3; i++) {
		rd_bell_ring(&bell);
		while (g_atomic_int_get(&answered) < i)
			g_thread_yield();
	}
	rd_bell_end(&bell);
	g_thread_join(thread);
	cr_expect_eq(answered, 3);
}

Test(bell, its_end_ends_every_wait)
{
	cr_expect(rd_bell_wait(&bell, LONG_AGO));
	cr_expect_not(rd_bell_is_over(&bell));
	rd_bell_end(&bell);
	cr_expect(rd_bell_is_over(&bell));
	cr_expect_not(rd_bell_wait(&bell, G_MAXINT64));
	cr_expect_not(rd_bell_pause(&bell, G_MAXINT64));
	cr_expect_not(rd_bell_wait(&bell, LONG_AGO));
}
