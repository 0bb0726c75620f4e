#include "../../../src/store/store-private.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/checkpointer.h>
#include <string.h>
#include <sys/stat.h>

#define PATIENCE (60 * G_USEC_PER_SEC) /* then a test has failed */
#define MB	 (1 << 20)
#define LONG	 40000	    /* octets: ten pages */
#define BOUND	 (110 * MB) /* of the log, when nobody holds it up */

static char *dir, *path, *log_path;
static RdStore *store;
static RdHealth *health;
static RdCheckpointer *checkpointer;

static void
setup(void)
{
	dir = scratch_new();
	path = g_build_filename(dir, "redress.db", NULL);
	log_path = g_strconcat(path, "-wal", NULL);
	store = rd_store_open(path, NULL);
	cr_assert(rd_store_exec(store, "CREATE TABLE page (text TEXT)", NULL));
	cr_assert(rd_store_exec(store, "INSERT INTO page VALUES ('')", NULL));
	health = rd_health_new(0);
	checkpointer = rd_checkpointer_start(store, health);
}

static void
teardown(void)
{
	rd_checkpointer_stop(checkpointer);
	rd_health_free(health);
	rd_store_close(store);
	g_free(log_path);
	g_free(path);
	scratch_remove(dir);
}

TestSuite(checkpointer, .init = setup, .fini = teardown, .timeout = 120);

/* New text. Without waiting for the disk: how fast that is is not what is tested. */
static void
commit(RdStore *of, gsize len)
{
	static guint count;
	g_autofree char *value =
		g_strnfill(len, 'a' + (char)(count++ % 26)); /* pages alike are not written */
	g_autoptr(GError) error = NULL;
	g_autoptr(RdQuery) q = rd_query(of, "UPDATE page SET text = ?");

	cr_assert(rd_store_begin_lightly(of, &error), "%s", error != NULL ? error->message : "");
	rd_bind_text(q, value);
	cr_assert(rd_query_run(q, &error), "%s", error != NULL ? error->message : "");
	cr_assert(rd_store_commit(of, &error), "%s", error != NULL ? error->message : "");
}

static goffset
log_size(void)
{
	struct stat st;

	cr_assert(stat(log_path, &st) == 0);
	return st.st_size;
}

static void
begin_reading(RdStore *reader)
{
	cr_assert(rd_store_exec(reader, "BEGIN; SELECT text FROM page", NULL));
}

static void
end_reading(RdStore *reader)
{
	cr_assert(rd_store_exec(reader, "COMMIT", NULL));
}

/* Reads, and begins anew at once, until *@data is set. */
static gpointer
read_again_and_again(gpointer data)
{
	g_autoptr(RdStore) reader = rd_store_open(path, NULL);

	while (!g_atomic_int_get((gint *)data)) {
		begin_reading(reader);
		end_reading(reader);
	}
	return NULL;
}

Test(checkpointer, the_log_stays_short_while_others_read_and_commits_leave_no_pause)
{
	gint over = FALSE;
	GThread *thread = g_thread_new("reader", read_again_and_again, &over);
	goffset largest = 0;

	for (guint i = 0; i < 5000; i++) { /* 200 MB */
		commit(store, LONG);
		largest = MAX(largest, log_size());
	}
	g_atomic_int_set(&over, TRUE);
	g_thread_join(thread);
	cr_expect_lt(largest, BOUND, "%ld MB", (long)(largest / MB));
}

/* Whether the store's own file has what the last commit() wrote. */
static gboolean
store_has_the_last(void)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT substr(text, 1, 100) FROM page");
	g_autofree char *file = NULL, *last = NULL;
	gsize len;

	cr_assert(rd_query_next(q, NULL));
	last = rd_query_text(q);
	cr_assert(g_file_get_contents(path, &file, &len, NULL));
	return memmem(file, len, last, strlen(last)) != NULL;
}

Test(checkpointer, in_a_pause_what_is_not_much_goes_into_the_store)
{
	gint64 until = g_get_monotonic_time() + PATIENCE;

	while (log_size() < 20 * MB)
		commit(store, LONG);
	while (!store_has_the_last()) {
		cr_assert_lt(g_get_monotonic_time(), until);
		g_usleep(1000);
	}
}

/* Commits a little until there is news of health, and returns whether it is good news. */
static gboolean
commit_until_news(void)
{
	gint64 until = g_get_monotonic_time() + PATIENCE;

	for (;;) {
		g_autoptr(GPtrArray) news = rd_health_news(health, rd_time_now());

		if (news->len > 0)
			return ((RdHealthNews *)news->pdata[0])->recovered;
		cr_assert_lt(g_get_monotonic_time(), until);
		commit(store, 1);
		g_usleep(1000);
	}
}

Test(checkpointer, one_who_reads_without_an_end_is_reported_and_the_log_shrinks_afterwards)
{
	g_autoptr(RdStore) reader = rd_store_open(path, NULL);

	commit(store, LONG);
	begin_reading(reader);
	while (log_size() < 140 * MB)
		commit(store, LONG);
	cr_expect_not(commit_until_news());
	end_reading(reader);
	cr_expect(commit_until_news());
	cr_expect_lt(log_size(), 24 * MB, "%ld MB", (long)(log_size() / MB));
}

Test(checkpointer, what_a_second_connection_commits_counts)
{
	g_autoptr(RdStore) second = rd_store_open(path, NULL);
	goffset largest = 0;

	rd_checkpointer_attend(checkpointer, second);
	for (guint i = 0; i < 5000; i++) {
		commit(i % 2 == 0 ? second : store, LONG);
		largest = MAX(largest, log_size());
	}
	cr_expect_lt(largest, BOUND, "%ld MB", (long)(largest / MB));
}
