#include "../../../src/gateway/keeper.h"
#include "../../../src/store/store-private.h"
#include "scratch.h"
#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/ledger.h>

#define LARGE (3u << 20) /* more than is committed together */

static RdWorker *worker;
static RdKeeper *keeper;
static GPtrArray *durable;
static RdMailboxEntry entries[] = {
	{.uid = (char *)"1"}, {.uid = (char *)"2"}, {.uid = (char *)"3"}};

static void
setup(void)
{
	store_setup();
	worker = rd_worker_inline(store);
	keeper = rd_keeper_new(worker, "m", RD_LEDGER_THERE, 1000);
	durable = g_ptr_array_new();
}

static void
teardown(void)
{
	rd_keeper_free(keeper);
	g_ptr_array_unref(durable);
	rd_worker_stop(worker);
	store_teardown();
}

TestSuite(keeper, .init = setup, .fini = teardown, .timeout = 60);

static gboolean
add(guint i, gsize size, GError **error)
{
	g_autoptr(GBytes) bytes = g_bytes_new_take(g_strnfill(size, (char)('a' + i)), size);
	g_autoptr(RdOctets) raw = rd_octets_new(bytes);

	return rd_keeper_add(keeper, &entries[i], raw, error);
}

/* "1 2 ": what is durable by now. */
static void
expect_durable(const char *expected)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < durable->len; i++) {
		const RdMailboxEntry *entry = durable->pdata[i];
		g_autoptr(RdLedgerRow) row = rd_ledger_find(store, "m", 0, entry->uid, NULL);

		cr_expect_not_null(row, "%s", entry->uid);
		g_string_append_printf(out, "%s ", entry->uid);
	}
	cr_expect_str_eq(out->str, expected, "%s", out->str);
}

static void
expect_count(gint64 expected)
{
	gint64 n = -1;

	cr_assert(rd_ledger_count(store, "m", &n, NULL));
	cr_expect_eq(n, expected);
}

Test(keeper, what_was_added_is_durable_when_its_batch_has_ended)
{
	cr_assert(add(0, 10, NULL));
	cr_assert(add(1, 10, NULL));
	cr_assert(rd_keeper_wait(keeper, 0, durable, NULL));
	expect_durable("");
	rd_keeper_end_batch(keeper);
	cr_assert(rd_keeper_wait(keeper, 0, durable, NULL));
	expect_durable("1 2 ");
	expect_count(2);
}

Test(keeper, a_batch_of_several_commits_is_given_back_whole_and_once)
{
	for (guint i = 0; i < G_N_ELEMENTS(entries); i++)
		cr_assert(add(i, LARGE, NULL));
	rd_keeper_end_batch(keeper);
	cr_assert(rd_keeper_wait(keeper, 0, durable, NULL));
	expect_durable("1 2 3 ");
	cr_assert(rd_keeper_wait(keeper, 0, durable, NULL));
	expect_durable("1 2 3 ");
	expect_count(3);
}

Test(keeper, after_a_failure_nothing_of_that_batch_is_given_back_and_no_more_is_taken)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GError) again = NULL;

	cr_assert(rd_store_exec(store,
				"CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.ledger WHEN"
				" NEW.uid = '2' BEGIN SELECT RAISE(ABORT, 'full'); END",
				NULL));
	cr_assert(add(0, LARGE, NULL));
	(void)!add(1, LARGE, NULL); /* it may have been stored by then, or not yet */
	rd_keeper_end_batch(keeper);
	cr_expect_not(rd_keeper_wait(keeper, 0, durable, &error));
	cr_expect_not_null(error);
	expect_durable("");
	cr_expect_not(add(2, LARGE, &again));
	cr_expect_str_eq(again->message, error->message);
	rd_keeper_end_batch(keeper);
	cr_expect_not(rd_keeper_wait(keeper, 0, durable, NULL));
	expect_durable("");
}

/* In a file the wait for the disk has a thread and a connection of its own. */
Test(keeper, batches_become_durable_one_after_the_other_in_a_file_too)
{
	char *dir = scratch_new();
	g_autofree char *path = g_build_filename(dir, "redress.db", NULL);

	rd_keeper_free(keeper);
	rd_worker_stop(worker);
	rd_store_close(store);
	store = rd_store_open(path, NULL);
	worker = rd_worker_inline(store);
	keeper = rd_keeper_new(worker, "m", RD_LEDGER_THERE, 1000);
	cr_assert(add(0, LARGE, NULL));
	rd_keeper_end_batch(keeper);
	cr_assert(add(1, LARGE, NULL));
	cr_assert(add(2, 10, NULL));
	rd_keeper_end_batch(keeper);
	cr_assert(rd_keeper_wait(keeper, 1, durable, NULL));
	cr_assert_geq(durable->len, 1);
	cr_assert(rd_keeper_wait(keeper, 0, durable, NULL));
	expect_durable("1 2 3 ");
	scratch_remove(dir);
}

Test(keeper, what_is_left_at_the_end_is_forgotten)
{
	cr_assert(add(0, LARGE, NULL));
	cr_assert(add(1, 10, NULL));
	rd_keeper_free(g_steal_pointer(&keeper));
	keeper = rd_keeper_new(worker, "m", RD_LEDGER_THERE, 1000);
	cr_expect_null(rd_ledger_find(store, "m", 0, "2", NULL));
}

/* A store in memory has no second way in, and so no thread that waits for the disk. */
Test(keeper, a_long_batch_becomes_durable_while_it_lasts)
{
	gint64 until = g_get_monotonic_time() + 30 * G_TIME_SPAN_SECOND;
	char *dir = scratch_new();
	g_autofree char *path = g_build_filename(dir, "redress.db", NULL);
	RdStore *file = rd_store_open(path, NULL);
	RdWorker *other = rd_worker_inline(file);
	RdKeeper *long_one = rd_keeper_new(other, "m", RD_LEDGER_THERE, 1000);
	g_autoptr(GBytes) bytes = g_bytes_new_take(g_strnfill(LARGE, 'a'), LARGE);
	g_autoptr(RdOctets) raw = rd_octets_new(bytes);

	cr_assert(rd_keeper_add(long_one, &entries[0], raw, NULL));
	while (durable->len == 0 && g_get_monotonic_time() < until) {
		cr_assert(rd_keeper_wait(long_one, 0, durable, NULL));
		g_thread_yield();
	}
	cr_expect_eq(durable->len, 1);
	rd_keeper_free(long_one);
	rd_worker_stop(other);
	rd_store_close(file);
	scratch_remove(dir);
}
