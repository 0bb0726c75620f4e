#include "../../../src/store/store-private.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <redress/ledger.h>
#include <string.h>

static char *dir, *path;
static RdStore *store;

static void
setup(void)
{
	dir = scratch_new();
	scratch_write(dir, "redress.db.lock", "17                             \n");
	path = g_build_filename(dir, "redress.db", NULL);
	store = rd_store_open(path, NULL);
	cr_assert_not_null(store);
}

static void
teardown(void)
{
	rd_store_close(store);
	g_free(path);
	scratch_remove(dir);
}

TestSuite(at_work, .init = setup, .fini = teardown, .timeout = 20);

static gint64
add(const char *uid)
{
	g_autoptr(GBytes) raw = g_bytes_new(uid, strlen(uid));
	gint64 id;

	cr_assert(rd_store_begin(store, NULL));
	id = rd_ledger_add(store, "m", 0, uid, raw, NULL, 1000, NULL);
	cr_assert(rd_store_commit(store, NULL));
	return id;
}

/* Another gateway opens the store, whether this one has closed it or not. */
static void
start_another(void)
{
	RdStore *next = rd_store_open(path, NULL);

	cr_assert_not_null(next);
	cr_assert(rd_ledger_count_attempts(next, NULL));
	rd_store_close(next);
}

static guint
attempts_of(gint64 id)
{
	g_autoptr(RdLedgerRow) row = rd_ledger_get(store, id, NULL);

	return row->attempts;
}

Test(at_work, the_next_gateway_counts_an_attempt_for_what_waits_from_the_first_to_the_last)
{
	gint64 before = add("1"), first = add("2"), done = add("3"), last = add("4");
	gint64 after = add("5");

	rd_ledger_note_work(store, first, last);
	cr_assert(rd_store_begin(store, NULL));
	cr_assert(rd_ledger_finish(store, done, RD_LEDGER_WORKED, "RD-1001", NULL));
	cr_assert(rd_store_commit(store, NULL));
	start_another();
	cr_expect_eq(attempts_of(before), 0);
	cr_expect_eq(attempts_of(first), 1);
	cr_expect_eq(attempts_of(done), 0);
	cr_expect_eq(attempts_of(last), 1);
	cr_expect_eq(attempts_of(after), 0);
}

Test(at_work, it_counts_once)
{
	gint64 id = add("1");

	rd_ledger_note_work(store, id, id);
	start_another();
	start_another();
	cr_expect_eq(attempts_of(id), 1);
}

Test(at_work, only_what_was_noted_last_is_at_work)
{
	gint64 one = add("1"), two = add("2");

	rd_ledger_note_work(store, one, one);
	rd_ledger_note_work(store, two, two);
	start_another();
	cr_expect_eq(attempts_of(one), 0);
	cr_expect_eq(attempts_of(two), 1);
}

Test(at_work, what_has_ended_is_held_against_nobody)
{
	gint64 id = add("1");

	rd_ledger_note_work(store, id, id);
	rd_ledger_end_work(store);
	start_another();
	cr_expect_eq(attempts_of(id), 0);
}

Test(at_work, a_line_that_is_none_says_nothing)
{
	static const char *const lines[] = {"", "2 1\n", "-1 2\n", "x y\n", "1"};
	gint64 id = add("1");

	for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *text = g_strdup_printf("%-31s\n%-42s", "17", lines[i]);

		scratch_write(dir, "redress.db.lock", text);
		start_another();
		cr_expect_eq(attempts_of(id), 0, "%s", lines[i]);
	}
}

Test(at_work, without_a_gateway_s_file_nothing_is_noted)
{
	gint64 id = add("1");
	g_autofree char *lock = g_strconcat(path, RD_STORE_LOCK_SUFFIX, NULL);
	RdStore *alone;

	cr_assert_eq(g_unlink(lock), 0);
	alone = rd_store_open(path, NULL);
	rd_ledger_note_work(alone, id, id);
	rd_store_close(alone);
	start_another();
	cr_expect_eq(attempts_of(id), 0);
}
