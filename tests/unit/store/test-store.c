#include "../../../src/store/store-private.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <redress/error.h>
#include <redress/ledger.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *dir, *path;

static void
setup(void)
{
	dir = scratch_new();
	path = g_build_filename(dir, "redress.db", NULL);
}

static void
teardown(void)
{
	g_free(path);
	scratch_remove(dir);
}

TestSuite(store, .init = setup, .fini = teardown);

static gint64
store_add(RdStore *store, const char *uid, const char *text, GError **error)
{
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));

	return rd_ledger_add(store, "maildir:in", 0, uid, raw, NULL, 1000, error);
}

static gboolean
store_has(RdStore *store, const char *uid)
{
	g_autoptr(RdLedgerRow) row = rd_ledger_find(store, "maildir:in", 0, uid, NULL);

	return row != NULL;
}

Test(store, what_was_committed_is_there_after_a_reopen)
{
	RdStore *store = rd_store_open(path, NULL);

	cr_assert(rd_store_begin(store, NULL));
	cr_assert(store_add(store, "1", "one", NULL));
	cr_assert(rd_store_commit(store, NULL));
	cr_assert(rd_store_begin(store, NULL));
	cr_assert(store_add(store, "2", "two", NULL));
	rd_store_close(store);

	store = rd_store_open(path, NULL);
	cr_expect(store_has(store, "1"));
	cr_expect_not(store_has(store, "2"), "closing does not commit");
	rd_store_close(store);
}

Test(store, only_its_owner_can_read_the_file)
{
	g_autofree char *wal = g_build_filename(dir, "redress.db-wal", NULL);
	g_autoptr(RdStore) store = rd_store_open(path, NULL);
	struct stat st;

	cr_assert_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
	cr_assert_eq(stat(wal, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
}

Test(store, a_commit_is_synced_and_keys_are_checked)
{
	g_autoptr(RdStore) store = rd_store_open(path, NULL);
	const struct {
		const char *pragma;
		gint64 value;
	} cases[] = {{"PRAGMA synchronous", 2},
		     {"PRAGMA foreign_keys", 1},
		     {"PRAGMA application_id", RD_STORE_APPLICATION_ID},
		     {"PRAGMA user_version", 4}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdQuery) q = rd_query_at(store, cases[i].pragma, "test");
		gint64 value = -1;

		cr_assert(rd_query_value(q, &value, NULL));
		cr_expect_eq(value, cases[i].value, "%s", cases[i].pragma);
	}
}

Test(store, the_secret_is_the_stores_own_and_stays)
{
	RdStore *store = rd_store_open(path, NULL);
	g_autoptr(RdStore) other = rd_store_open(":memory:", NULL);
	gsize len;
	guint8 first[32];

	memcpy(first, rd_store_secret(store, &len), sizeof first);
	cr_assert_eq(len, 32);
	cr_expect_neq(memcmp(first, rd_store_secret(other, &len), 32), 0);
	rd_store_close(store);
	store = rd_store_open(path, NULL);
	cr_expect_eq(memcmp(first, rd_store_secret(store, &len), 32), 0);
	rd_store_close(store);
}

Test(store, an_undone_mark_takes_only_its_own_message)
{
	g_autoptr(RdStore) store = rd_store_open(":memory:", NULL);

	cr_assert(rd_store_begin(store, NULL));
	cr_assert(store_add(store, "1", "one", NULL));
	cr_assert(rd_store_mark(store, NULL));
	cr_assert(store_add(store, "2", "two", NULL));
	rd_store_undo(store);
	cr_assert(rd_store_mark(store, NULL));
	cr_assert(store_add(store, "3", "three", NULL));
	cr_assert(rd_store_release(store, NULL));
	cr_assert(rd_store_commit(store, NULL));

	cr_expect(store_has(store, "1"));
	cr_expect_not(store_has(store, "2"));
	cr_expect(store_has(store, "3"));
}

Test(store, a_transaction_is_not_begun_twice)
{
	g_autoptr(RdStore) store = rd_store_open(":memory:", NULL);
	g_autoptr(GError) error = NULL;

	cr_assert(rd_store_begin(store, NULL));
	cr_assert_not(rd_store_begin(store, &error));
	cr_assert_not_null(error);
	rd_store_rollback(store);
	cr_assert(rd_store_begin(store, NULL));
	rd_store_rollback(store);
}

Test(store, a_file_of_something_else_is_refused_and_left_alone)
{
	const struct {
		const char *name, *sql, *says;
	} cases[] = {
		{"other.db", "CREATE TABLE t (x); PRAGMA application_id = 7", "not one of redress"},
		{"plain.db", "CREATE TABLE t (x)", "not one of redress"},
		{"newer.db",
		 "CREATE TABLE t (x); PRAGMA application_id = 1380209235; PRAGMA user_version = 99",
		 "newer redress"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *file = g_build_filename(dir, cases[i].name, NULL);
		g_autoptr(GError) error = NULL;
		g_autofree char *before = NULL;
		g_autofree char *after = NULL;
		gsize before_len, after_len;
		sqlite3 *db;

		cr_assert_eq(sqlite3_open(file, &db), SQLITE_OK);
		cr_assert_eq(sqlite3_exec(db, cases[i].sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		g_file_get_contents(file, &before, &before_len, NULL);

		cr_assert_null(rd_store_open(file, &error), "%s", cases[i].name);
		cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
		cr_expect_not_null(strstr(error->message, cases[i].says), "%s", error->message);
		g_file_get_contents(file, &after, &after_len, NULL);
		cr_expect_eq(before_len, after_len);
		cr_expect_eq(memcmp(before, after, before_len), 0);
	}
}

Test(store, a_text_file_is_no_store)
{
	g_autofree char *text = g_strnfill(5000, 'x');
	g_autofree char *file = g_build_filename(dir, "notes.txt", NULL);
	g_autoptr(GError) error = NULL;

	scratch_write(dir, "notes.txt", text);
	cr_assert_null(rd_store_open(file, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	cr_expect_not_null(strstr(error->message, "notes.txt"), "%s", error->message);
}

Test(store, a_missing_folder_is_a_temporary_failure)
{
	g_autoptr(GError) error = NULL;

	cr_assert_null(rd_store_open("/nonexistent/redress.db", &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
}

Test(store, a_file_that_cannot_be_written_is_a_temporary_failure)
{
	g_autoptr(GError) error = NULL;

	rd_store_close(rd_store_open(path, NULL));
	cr_assert_eq(chmod(path, 0444), 0);
	cr_assert_eq(chmod(dir, 0555), 0);
	if (geteuid() == 0) /* whom no mode keeps out */
		cr_assert_eq(seteuid(65534), 0);
	cr_expect_null(rd_store_open(path, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	cr_expect_not_null(strstr(error->message, path));
	if (getuid() == 0)
		cr_assert_eq(seteuid(0), 0);
	chmod(dir, 0755);
}

/* Fills the store until SQLite has no page left; returns how many mails went in. */
static guint
store_fill(RdStore *store, GError **error)
{
	g_autofree char *text = g_strnfill(3000, 'x');

	for (guint n = 0; n < 1000; n++) {
		g_autofree char *uid = g_strdup_printf("fill-%u", n);

		memcpy(text, uid, strlen(uid));
		if (!rd_store_begin(store, error))
			return n;
		if (store_add(store, uid, text, error) == 0) {
			rd_store_rollback(store);
			return n;
		}
		if (!rd_store_commit(store, error))
			return n;
	}
	return 1000;
}

Test(store, a_full_disk_is_a_temporary_failure_that_loses_nothing)
{
	g_autoptr(RdStore) store = rd_store_open(path, NULL);
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	gint64 count = 0;
	guint n;

	cr_assert(rd_store_exec(store, "PRAGMA max_page_count = 150", NULL));
	n = store_fill(store, &error);
	cr_assert_gt(n, 5);
	cr_assert_lt(n, 1000);
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	cr_expect_not_null(strstr(error->message, "ledger_add"), "%s", error->message);

	g_clear_pointer(&store, rd_store_close);
	store = rd_store_open(path, NULL);
	cr_assert(rd_ledger_count(store, "maildir:in", &count, NULL));
	cr_expect_eq(count, n);
	cr_assert(rd_store_verify(store, problems, NULL));
	cr_expect_eq(problems->len, 0);
	cr_assert(rd_store_begin(store, NULL));
	cr_expect(store_add(store, "later", "there is room again", NULL));
	cr_expect(rd_store_commit(store, NULL));
}

/* From now on no file of this process may grow beyond @octets; -1: any may. */
static void
limit_files(goffset octets)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = octets < 0 ? limit.rlim_max : (rlim_t)octets;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(store, a_commit_that_cannot_be_written_leaves_the_store_as_it_was)
{
	g_autofree char *wal = g_strconcat(path, "-wal", NULL);
	g_autoptr(RdStore) store = rd_store_open(path, NULL);
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	struct stat st;

	cr_assert(rd_store_begin(store, NULL));
	cr_assert(store_add(store, "1", "one", NULL));
	cr_assert(rd_store_commit(store, NULL));
	cr_assert_eq(stat(wal, &st), 0);
	limit_files(st.st_size + 5000); /* one page, and part of the next */
	cr_assert(rd_store_begin(store, NULL));
	cr_assert(store_add(store, "2", "two", NULL), "it is the commit that fails");
	cr_expect_not(rd_store_commit(store, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	limit_files(-1);

	cr_expect(store_has(store, "1"));
	cr_expect_not(store_has(store, "2"));
	cr_assert(rd_store_verify(store, problems, NULL));
	cr_expect_eq(problems->len, 0);
	cr_assert(rd_store_begin(store, NULL));
	cr_assert(store_add(store, "3", "three", NULL));
	cr_expect(rd_store_commit(store, NULL));
	g_clear_pointer(&store, rd_store_close);
	store = rd_store_open(path, NULL);
	cr_expect_not(store_has(store, "2"));
	cr_expect(store_has(store, "3"));
}

Test(store, a_commit_that_is_refused_is_rolled_back)
{
	g_autoptr(RdStore) store = rd_store_open(":memory:", NULL);
	g_autoptr(GError) error = NULL;

	cr_assert(rd_store_begin(store, NULL));
	cr_assert(store_add(store, "1", "one", NULL));
	cr_assert(rd_store_exec(store,
				"PRAGMA defer_foreign_keys = ON;"
				"INSERT INTO raw (ledger_id, octets) VALUES (99, x'00')",
				NULL));
	cr_expect_not(rd_store_commit(store, &error));
	cr_expect_not_null(error);
	cr_expect_not(store_has(store, "1"));
	cr_assert(rd_store_begin(store, NULL), "the store is usable again");
	rd_store_rollback(store);
}

Test(store, nothing_is_written_after_a_transaction_was_lost)
{
	g_autoptr(RdStore) store = rd_store_open(":memory:", NULL);
	g_autoptr(GError) error = NULL;

	cr_assert(rd_store_begin(store, NULL));
	cr_assert(store_add(store, "1", "one", NULL));
	/* What SQLite does by itself after some failures of the disk. */
	cr_assert_eq(sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	cr_expect_eq(store_add(store, "2", "two", &error), 0);
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	g_clear_error(&error);
	rd_store_undo(store);
	cr_expect_not(rd_store_commit(store, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));

	cr_expect_not(store_has(store, "2"));
	cr_assert(rd_store_begin(store, NULL), "the store is usable again");
	rd_store_rollback(store);
}

Test(store, processes_that_make_a_store_together_all_get_it)
{
	for (guint round = 0; round < 10; round++) {
		g_autofree char *name = g_strdup_printf("%u.db", round);
		g_autofree char *file = g_build_filename(dir, name, NULL);
		int status;

		for (guint i = 0; i < 4; i++) {
			if (fork() == 0)
				_exit(rd_store_open(file, NULL) != NULL ? 0 : 1);
		}
		for (guint i = 0; i < 4; i++) {
			cr_assert_gt(wait(&status), 0);
			cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		}
	}
}

Test(store, a_second_opener_reads_what_is_committed_and_waits_to_write)
{
	g_autoptr(RdStore) one = rd_store_open(path, NULL);
	g_autoptr(RdStore) two = rd_store_open(path, NULL);
	g_autoptr(GError) error = NULL;

	sqlite3_busy_timeout(two->db, 1);
	cr_assert(rd_store_begin(one, NULL));
	cr_assert(store_add(one, "1", "one", NULL));
	cr_expect_not(store_has(two, "1"));
	cr_expect_not(rd_store_begin(two, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	cr_assert(rd_store_commit(one, NULL));
	cr_expect(store_has(two, "1"));
	cr_expect(rd_store_begin(two, NULL));
	cr_expect(rd_store_commit(two, NULL));
}

/*
 * As another process sees it: without this lock it takes itself for the last one that has the
 * store, and removes the log when it ends. The place is that of SQLite's shared locks.
 */
static gboolean
others_see_a_lock(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct flock lock = {.l_type = F_WRLCK, .l_start = 0x40000002, .l_len = 510};
		int fd = open(path, O_RDWR);

		_exit(fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	return status == 0;
}

Test(store, opening_it_once_more_keeps_the_locks_of_the_first)
{
	g_autoptr(RdStore) one = rd_store_open(path, NULL);
	g_autoptr(RdStore) two = NULL;

	cr_assert(store_has(one, "1") == FALSE);
	cr_expect(others_see_a_lock());
	two = rd_store_open(path, NULL);
	cr_expect(others_see_a_lock());
}

static gint64
synchronous(RdStore *store)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT synchronous FROM pragma_synchronous");
	gint64 level = -1;

	cr_assert(rd_query_value(q, &level, NULL));
	return level;
}

Test(store, only_a_light_commit_does_not_wait_for_the_disk)
{
	g_autoptr(RdStore) store = rd_store_open(path, NULL);

	cr_expect_eq(synchronous(store), 2);
	cr_assert(rd_store_begin_lightly(store, NULL));
	cr_expect_eq(synchronous(store), 1);
	cr_assert(rd_store_commit(store, NULL));
	cr_expect_eq(synchronous(store), 2);
	cr_assert(rd_store_begin_lightly(store, NULL));
	rd_store_rollback(store);
	cr_expect_eq(synchronous(store), 2);
	cr_assert(rd_store_begin(store, NULL));
	cr_expect_eq(synchronous(store), 2);
	rd_store_rollback(store);
}

Test(store, a_light_commit_outlives_the_program)
{
	g_autoptr(RdStore) store = NULL;
	int status = 0;
	gint64 count = 0;
	pid_t pid = fork();

	if (pid == 0) {
		RdStore *mine = rd_store_open(path, NULL);

		if (rd_store_begin_lightly(mine, NULL) && store_add(mine, "1", "x", NULL) != 0 &&
		    rd_store_commit(mine, NULL))
			raise(SIGKILL);
		_exit(1);
	}
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	cr_assert(WIFSIGNALED(status));
	store = rd_store_open(path, NULL);
	cr_assert(rd_ledger_count(store, "maildir:in", &count, NULL));
	cr_expect_eq(count, 1);
}

/* What a person may do to the file of a running gateway; its name is @path and @suffix. */
static void
move_away(const char *suffix, gboolean replace)
{
	g_autofree char *file = g_strconcat(path, suffix, NULL);
	g_autofree char *elsewhere = g_strconcat(file, ".old", NULL);

	cr_assert(g_rename(file, elsewhere) == 0);
	if (replace)
		cr_assert(g_file_set_contents(file, "", 0, NULL));
}

static void
expect_no_commit_into_what_is_gone(const char *suffix, gboolean replace)
{
	g_autoptr(RdStore) store = rd_store_open(path, NULL);
	g_autoptr(GError) error = NULL;

	cr_assert(rd_store_begin(store, NULL));
	cr_assert(store_add(store, "1", "one", NULL));
	move_away(suffix, replace);
	cr_expect_not(rd_store_commit(store, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	cr_expect_not(store_has(store, "1"));
}

Test(store, nothing_is_committed_to_a_file_that_was_removed)
{
	expect_no_commit_into_what_is_gone("", FALSE);
}

Test(store, nothing_is_committed_to_a_file_that_was_replaced)
{
	expect_no_commit_into_what_is_gone("", TRUE);
}

Test(store, nothing_is_committed_to_a_log_that_was_removed)
{
	expect_no_commit_into_what_is_gone("-wal", FALSE);
}

Test(store, nothing_is_committed_beside_locks_that_others_do_not_see)
{
	expect_no_commit_into_what_is_gone("-shm", FALSE);
}

Test(store, what_lies_in_a_file_that_was_removed_is_not_durable)
{
	g_autoptr(RdStore) store = rd_store_open(path, NULL);
	g_autoptr(GError) error = NULL;

	cr_assert(rd_store_begin_lightly(store, NULL));
	cr_assert(store_add(store, "1", "one", NULL));
	cr_assert(rd_store_commit(store, NULL));
	cr_assert(rd_store_settle(store, NULL));
	move_away("", FALSE);
	cr_expect_not(rd_store_settle(store, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
}

Test(store, its_path_is_that_of_the_file_and_not_of_a_link_to_it)
{
	g_autofree char *link_path = g_build_filename(dir, "link.db", NULL);
	RdStore *store = rd_store_open(path, NULL);
	g_autofree char *real = g_strdup(rd_store_path(store));

	rd_store_close(store);
	cr_assert(symlink(path, link_path) == 0);
	store = rd_store_open(link_path, NULL);
	cr_expect_str_eq(rd_store_path(store), real);
	rd_store_close(store);
}
