#include "../../../src/store/store-private.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <unistd.h>

static char *dir, *path;
static RdStore *busy, *other;
static int lock_fd;

static void
setup(void)
{
	g_autofree char *lock = NULL;

	dir = scratch_new();
	scratch_write(dir, "redress.db.lock", "");
	path = g_build_filename(dir, "redress.db", NULL);
	lock = g_strconcat(path, RD_STORE_LOCK_SUFFIX, NULL);
	lock_fd = open(lock, O_RDWR | O_CLOEXEC);
	busy = rd_store_open(path, NULL);
	other = rd_store_open(path, NULL);
	cr_assert(rd_store_exec(busy, "CREATE TABLE seen (n INTEGER)", NULL));
}

static void
teardown(void)
{
	rd_store_close(busy);
	rd_store_close(other);
	close(lock_fd);
	g_free(path);
	scratch_remove(dir);
}

TestSuite(turn, .init = setup, .fini = teardown, .timeout = 120);

static gboolean
turn_is_taken(void)
{
	struct flock turn = {.l_type = F_WRLCK, .l_start = RD_STORE_LOCK_TURN, .l_len = 1};

	cr_assert(fcntl(lock_fd, F_OFD_GETLK, &turn) == 0);
	return turn.l_type != F_UNLCK;
}

static void
set_turn(short type)
{
	struct flock turn = {.l_type = type, .l_start = RD_STORE_LOCK_TURN, .l_len = 1};

	cr_assert(fcntl(lock_fd, F_OFD_SETLK, &turn) == 0);
}

static gint64
seen(RdStore *store)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT count(*) FROM seen");
	gint64 n = 0;

	cr_assert(rd_query_value(q, &n, NULL));
	return n;
}

/* Another program: one small transaction. */
static gpointer
write_once(G_GNUC_UNUSED gpointer data)
{
	cr_assert(rd_store_begin(other, NULL));
	cr_assert(rd_store_exec(other, "INSERT INTO seen VALUES (1)", NULL));
	cr_assert(rd_store_commit(other, NULL));
	return NULL;
}

Test(turn, who_waits_comes_before_the_next_batch)
{
	for (gint64 batch = 0; batch < 5; batch++) {
		GThread *thread;

		cr_assert(rd_store_begin(busy, NULL));
		thread = g_thread_new("other", write_once, NULL);
		while (!turn_is_taken())
			g_thread_yield();
		cr_assert(rd_store_commit(busy, NULL));
		cr_assert(rd_store_begin(busy, NULL));
		cr_expect_eq(seen(busy), batch + 1);
		rd_store_rollback(busy);
		g_thread_join(thread);
	}
}

Test(turn, it_is_over_when_a_transaction_has_begun)
{
	cr_assert(rd_store_begin(busy, NULL));
	cr_expect_not(turn_is_taken());
	rd_store_rollback(busy);
}

Test(turn, it_is_over_when_a_transaction_could_not_begin)
{
	cr_assert(rd_store_begin(busy, NULL));
	sqlite3_busy_timeout(other->db, 1);
	cr_expect_not(rd_store_begin(other, NULL));
	cr_expect_not(turn_is_taken());
	rd_store_rollback(busy);
}

Test(turn, who_does_not_give_it_back_is_waited_for_once)
{
	gint64 begun = g_get_monotonic_time();

	set_turn(F_WRLCK);
	cr_expect_not(rd_store_take_turn(busy));
	cr_expect_geq(g_get_monotonic_time() - begun, RD_STORE_BUSY_MS * G_TIME_SPAN_MILLISECOND);
	cr_assert(rd_store_begin(busy, NULL));
	rd_store_rollback(busy);
	cr_expect(busy->turn_is_stuck);
	set_turn(F_UNLCK);
	cr_expect(rd_store_take_turn(busy));
	cr_expect_not(busy->turn_is_stuck);
	rd_store_end_turn(busy);
}

Test(turn, there_is_none_without_a_gateway)
{
	g_autofree char *lone = g_build_filename(dir, "lone.db", NULL);
	g_autoptr(RdStore) store = rd_store_open(lone, NULL);

	cr_expect_not(rd_store_take_turn(store));
	cr_assert(rd_store_begin(store, NULL));
	rd_store_rollback(store);
}
