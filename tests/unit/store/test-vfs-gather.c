#include "../../../src/store/store-private.h"
#include "disk-double.h"
#include "scratch.h"

#include <criterion/criterion.h>

static char *dir;
static sqlite3 *db;

static void
run(sqlite3 *on, const char *sql)
{
	int code = sqlite3_exec(on, sql, NULL, NULL, NULL);

	cr_assert_eq(code, SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(on));
}

static sqlite3 *
open_at(const char *folder, const char *vfs)
{
	g_autofree char *path = g_build_filename(folder, "test.db", NULL);
	sqlite3 *opened = NULL;

	cr_assert_eq(
		sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs),
		SQLITE_OK);
	run(opened, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
	return opened;
}

static gint64
value(sqlite3 *on, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	gint64 out = -1;

	cr_assert_eq(sqlite3_prepare_v2(on, sql, -1, &stmt, NULL), SQLITE_OK);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		out = sqlite3_column_int64(stmt, 0);
	cr_assert_eq(sqlite3_finalize(stmt), SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(on));
	return out;
}

static void
expect_intact(sqlite3 *on)
{
	cr_expect_eq(value(on, "SELECT count(*) FROM pragma_integrity_check"
			       " WHERE integrity_check = 'ok'"),
		     1);
	cr_expect_eq(value(on, "SELECT count(*) FROM t WHERE length(x) <> 3000"), 0);
}

/* With the CHECK a statement that finds the disk full is undone alone. */
static const char schema[] =
	"CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT CHECK (length(x) = 3000), y INTEGER);"
	"CREATE INDEX t_y ON t (y)";

/* Rows in one transaction, so many that a small cache cannot hold their pages. */
#define ROWS(n, x)                                                                                 \
	"WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < " n ")"          \
	" INSERT INTO t (x, y) SELECT substr('" x "' || hex(zeroblob(1500)), 1, 3000), i FROM i;"

static void
setup(void)
{
	dir = scratch_new();
	disk_double_use();
	db = open_at(dir, rd_vfs_gather());
	run(db, schema);
}

static void
teardown(void)
{
	disk = (DiskDouble){0};
	sqlite3_close(db);
	scratch_remove(dir);
}

TestSuite(vfs_gather, .init = setup, .fini = teardown, .timeout = 60);

/* Each way in which SQLite writes to a log; every statement by itself leaves whole rows. */
static const char *const steps[] = {
	ROWS("3", "a"),
	"BEGIN;" ROWS("200", "b") "UPDATE t SET y = y + 1000; UPDATE t SET y = -y; COMMIT",
	"BEGIN;" ROWS("100", "c") "ROLLBACK",
	"BEGIN;" ROWS("50", "d") "SAVEPOINT s;" ROWS(
		"100", "e") "ROLLBACK TO s; UPDATE t SET y = 7 WHERE id < 20;" ROWS("5",
										    "f") "COMMIT",
	ROWS("1", "g"),
	"PRAGMA wal_checkpoint(RESTART)",
	ROWS("1", "h"),
	"DELETE FROM t WHERE id % 2; PRAGMA wal_checkpoint(TRUNCATE);" ROWS("40", "i"),
};

static GBytes *
log_of(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "test.db-wal", NULL);
	char *octets = NULL;
	gsize len;

	cr_assert(g_file_get_contents(path, &octets, &len, NULL));
	return g_bytes_new_take(octets, len);
}

Test(vfs_gather, the_log_is_octet_for_octet_what_it_is_without)
{
	const char *ways[] = {NULL, rd_vfs_gather()};
	GBytes *logs[G_N_ELEMENTS(ways)][G_N_ELEMENTS(steps)];

	for (guint way = 0; way < G_N_ELEMENTS(ways); way++) {
		char *folder = scratch_new();
		sqlite3 *other;

		sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, NULL); /* salts are random */
		other = open_at(folder, ways[way]);
		run(other, schema);
		run(other, "PRAGMA cache_size = 10");
		for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
			run(other, steps[i]);
			logs[way][i] = log_of(folder);
		}
		sqlite3_close(other);
		scratch_remove(folder);
	}
	for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
		cr_expect(g_bytes_equal(logs[0][i], logs[1][i]), "after: %s", steps[i]);
		g_bytes_unref(logs[0][i]);
		g_bytes_unref(logs[1][i]);
	}
}

Test(vfs_gather, a_transaction_is_few_writes)
{
	g_autoptr(GBytes) log = NULL;

	disk.writes = 0;
	run(db, ROWS("400", "a"));
	log = log_of(dir);
	cr_expect_gt(g_bytes_get_size(log), 1000000);
	cr_expect_leq(disk.writes, 2 + g_bytes_get_size(log) / 120000);
	disk.writes = 0;
	run(db, "UPDATE t SET y = 5 WHERE id = 1");
	cr_expect_eq(disk.writes, 1, "%u", disk.writes);
}

static guint
syncs_to_settle(sqlite3 *on)
{
	sqlite3_file *log = NULL;
	guint before = disk.syncs;

	sqlite3_file_control(on, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	cr_assert_eq(rd_vfs_gather_settle(log), SQLITE_OK);
	return disk.syncs - before;
}

Test(vfs_gather, what_a_commit_has_waited_for_is_not_waited_for_again)
{
	sqlite3 *beside = open_at(dir, rd_vfs_gather());

	run(db, ROWS("1", "a"));
	cr_expect_eq(syncs_to_settle(db), 1);
	cr_expect_eq(syncs_to_settle(db), 0);
	run(db, ROWS("1", "b"));
	run(db, "PRAGMA synchronous = FULL;" ROWS("1", "c"));
	cr_expect_eq(syncs_to_settle(db), 0);
	run(db, "PRAGMA synchronous = NORMAL;" ROWS("1", "d"));
	cr_expect_eq(syncs_to_settle(db), 1);
	/* Of what others have written nobody here knows. */
	cr_expect_eq(value(beside, "SELECT count(*) FROM t"), 4);
	cr_expect_eq(syncs_to_settle(beside), 1);
	cr_expect_eq(syncs_to_settle(beside), 1);
	sqlite3_close(beside);
}

Test(vfs_gather, what_did_not_fit_in_the_cache_is_read_back)
{
	run(db, "PRAGMA cache_size = 10; BEGIN");
	run(db, ROWS("300", "a"));
	for (guint i = 0; i < 5; i++) {
		run(db, "UPDATE t SET y = y + 1; UPDATE t SET x = substr('b' || x, 1, 3000)");
		cr_expect_eq(value(db, "SELECT sum(y) FROM t WHERE x LIKE 'b%'"),
			     300 * 301 / 2 + 300 * (i + 1));
	}
	run(db, "COMMIT");
	expect_intact(db);
}

/* Seen from outside at each write ------------------------------------------------------- */

static sqlite3 *reader;
static gint64 committed, looks;

static void
look_from_outside(void)
{
	cr_expect_eq(value(reader, "SELECT count(*) FROM t WHERE length(x) = 3000"), committed);
	looks++;
}

Test(vfs_gather, a_reader_sees_a_commit_whole_and_not_before_it_is_written)
{
	reader = open_at(dir, NULL);
	run(db, "PRAGMA cache_size = 10");
	disk.before = look_from_outside;
	for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
		if (strstr(steps[i], "TRUNCATE") != NULL) /* two commits in one */
			continue;
		run(db, steps[i]);
		committed = value(db, "SELECT count(*) FROM t");
		look_from_outside();
	}
	expect_intact(reader);
	cr_expect_gt(looks, 20);
	disk.before = NULL;
	sqlite3_close(reader);
}

/* A power failure: a copy of the files, the last @torn octets of the log missing. */
static gint64
rows_after_a_crash(gsize torn)
{
	g_autofree char *from = g_build_filename(dir, "test.db", NULL);
	g_autofree char *octets = NULL;
	g_autoptr(GBytes) log = log_of(dir);
	char *folder = scratch_new();
	g_autofree char *to = g_build_filename(folder, "test.db", NULL);
	g_autofree char *to_log = g_strconcat(to, "-wal", NULL);
	sqlite3 *copy;
	gint64 rows;
	gsize len;

	cr_assert(g_file_get_contents(from, &octets, &len, NULL));
	cr_assert(g_file_set_contents_full(to, octets, (gssize)len, G_FILE_SET_CONTENTS_NONE, 0600,
					   NULL));
	len = g_bytes_get_size(log);
	cr_assert(g_file_set_contents_full(to_log, g_bytes_get_data(log, NULL),
					   (gssize)(len - torn), G_FILE_SET_CONTENTS_NONE, 0600,
					   NULL));
	copy = open_at(folder, rd_vfs_gather());
	run(copy, "PRAGMA synchronous = OFF"); /* it need not last */
	expect_intact(copy);
	rows = value(copy, "SELECT count(*) FROM t");
	sqlite3_close(copy);
	scratch_remove(folder);
	return rows;
}

static void
crash(void)
{
	void (*before)(void) = disk.before;

	if (looks++ % 5 != 0) /* the time */
		return;
	disk.before = NULL;
	cr_expect_eq(rows_after_a_crash(0), committed);
	disk.before = before;
}

Test(vfs_gather, a_crash_before_a_write_leaves_what_was_committed)
{
	run(db, "PRAGMA cache_size = 10");
	disk.before = crash;
	for (guint i = 0; i < 3; i++) {
		run(db, steps[i]);
		committed = value(db, "SELECT count(*) FROM t");
		crash();
	}
	disk.before = NULL;
	cr_expect_gt(looks, 100);
}

Test(vfs_gather, of_a_transaction_that_was_written_in_part_a_crash_leaves_nothing)
{
	run(db, ROWS("3", "a"));
	run(db, ROWS("50", "b"));
	cr_expect_eq(rows_after_a_crash(0), 53);
	for (gsize torn = 1; torn < 150000; torn += 9973)
		cr_expect_eq(rows_after_a_crash(torn), 3, "%zu", torn);
}

/* Failures ------------------------------------------------------------------------------- */

/* Each write in turn fails; TRUE: none was left to fail. */
static gboolean
fail_one(guint at, int with)
{
	gint64 before = value(db, "SELECT count(*) FROM t");
	gboolean ok, struck;

	disk.writes = 0;
	disk.fail_with = with;
	disk.fail_at = at;
	ok = sqlite3_exec(db,
			  "BEGIN;" ROWS("60", "a") "UPDATE t SET x = substr('u' || x, 1, 3000), y "
						   "= y + 1 WHERE id > 20",
			  NULL, NULL, NULL) == SQLITE_OK;
	if (!ok && !sqlite3_get_autocommit(db)) /* what the statement before has done stays */
		sqlite3_exec(db, ROWS("1", "b"), NULL, NULL, NULL);
	ok = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK && ok;
	if (!sqlite3_get_autocommit(db))
		run(db, "ROLLBACK");
	struck = disk.writes >= at;
	disk.fail_at = 0;
	cr_expect_eq(ok, !struck, "write %u", at);
	if (struck)
		cr_expect_leq(value(db, "SELECT count(*) FROM t"), before + 61);
	if (ok)
		cr_expect_eq(value(db, "SELECT count(*) FROM t"), before + 60);
	expect_intact(db);
	run(db, "DELETE FROM t WHERE id > 30"); /* as it was before */
	return !struck;
}

static void
fail_each(int with)
{
	sqlite3 *other = open_at(dir, NULL);
	guint at = 1;

	run(db, "PRAGMA cache_size = 10;" ROWS("30", "a"));
	for (; !fail_one(at, with); at++) {
		expect_intact(other);
		cr_expect_eq(value(other, "SELECT count(*) FROM t"),
			     value(db, "SELECT count(*) FROM t"));
	}
	cr_expect_gt(at, 5);
	sqlite3_close(other);
}

Test(vfs_gather, no_commit_succeeds_when_a_write_has_failed)
{
	fail_each(SQLITE_IOERR_WRITE);
}

Test(vfs_gather, no_commit_succeeds_when_a_write_did_not_fit_on_the_disk)
{
	fail_each(SQLITE_FULL);
}

Test(vfs_gather, what_was_undone_overwrites_nothing)
{
	sqlite3 *other = open_at(dir, rd_vfs_gather());

	run(db, "PRAGMA cache_size = 10");
	for (guint i = 10; i < 40; i++) { /* some of them end while something waits */
		g_autofree char *sql = g_strdup_printf("BEGIN;" ROWS("%u", "a") "ROLLBACK", i);

		run(db, "DELETE FROM t");
		run(db, sql);
		run(other, ROWS("30", "b"));
		run(db, ROWS("2", "c"));
		cr_expect_eq(value(other, "SELECT count(*) FROM t WHERE x LIKE 'b%'"), 30);
		cr_expect_eq(value(db, "SELECT count(*) FROM t"), 32);
		expect_intact(other);
	}
	cr_expect_eq(rows_after_a_crash(0), 32);
	sqlite3_close(other);
}
