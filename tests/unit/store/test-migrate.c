#include "../../../src/store/store-private.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/case.h>
#include <redress/error.h>
#include <redress/mail.h>

static char *dir;
static RdStore *old;

/* A store on the saved file, before anything looked at its version. */
static void
setup(void)
{
	g_autofree char *sql = NULL;

	dir = scratch_new();
	old = g_new0(RdStore, 1);
	old->path = g_build_filename(dir, "redress.db", NULL);
	old->queries = rd_query_cache_new();
	cr_assert_eq(sqlite3_open(old->path, &old->db), SQLITE_OK);
	cr_assert(g_file_get_contents("tests/data/store/version-0.sql", &sql, NULL, NULL));
	cr_assert_eq(sqlite3_exec(old->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void
teardown(void)
{
	rd_store_close(old);
	scratch_remove(dir);
}

TestSuite(migrate, .init = setup, .fini = teardown);

static gint64
value(const char *sql)
{
	g_autoptr(RdQuery) q = rd_query_at(old, sql, "test");
	gint64 out = -1;

	rd_query_value(q, &out, NULL);
	return out;
}

static const RdMigration good[] = {
	{1, "ALTER TABLE person ADD COLUMN phone TEXT NOT NULL DEFAULT ''"},
	{2, "UPDATE person SET phone = '555-0100'; CREATE INDEX person_phone ON person (phone)"},
	{0, NULL},
};

Test(migrate, an_old_store_takes_every_step_and_keeps_its_rows)
{
	g_autoptr(GError) error = NULL;

	cr_assert(rd_store_migrate(old, "not used", good, 2, &error), "%s",
		  error != NULL ? error->message : "");
	cr_expect_eq(value("PRAGMA user_version"), 2);
	cr_expect_eq(value("SELECT count(*) FROM person WHERE phone = '555-0100'"), 2);
	cr_expect_eq(value("SELECT count(*) FROM letter"), 2);
}

Test(migrate, a_step_is_taken_once)
{
	cr_assert(rd_store_migrate(old, "not used", good, 1, NULL));
	cr_expect_eq(value("SELECT count(*) FROM person WHERE phone = ''"), 2);
	cr_assert(rd_store_migrate(old, "not used", good, 2, NULL));
	cr_assert(rd_store_migrate(old, "not used", good, 2, NULL));
	cr_expect_eq(value("PRAGMA user_version"), 2);
}

Test(migrate, a_step_that_fails_leaves_the_file_as_it_was)
{
	const RdMigration bad[] = {
		{1, "ALTER TABLE person RENAME COLUMN name TO full_name"},
		{2, "DELETE FROM letter; UPDATE nonsense SET x = 1"},
		{0, NULL},
	};
	g_autoptr(GError) error = NULL;

	cr_assert_not(rd_store_migrate(old, "not used", bad, 2, &error));
	cr_expect_not_null(strstr(error->message, "version 2"), "%s", error->message);
	cr_expect_not_null(strstr(error->message, "nonsense"), "%s", error->message);
	cr_expect_eq(value("PRAGMA user_version"), 0);
	cr_expect_eq(value("SELECT count(*) FROM letter"), 2);
	cr_expect_eq(value("SELECT count(*) FROM person WHERE name = 'Sam Lee'"), 1);
}

Test(migrate, a_step_that_leaves_a_row_without_its_person_is_refused)
{
	const RdMigration bad[] = {{1, "DELETE FROM person WHERE id = 2"}, {0, NULL}};
	g_autoptr(GError) error = NULL;

	cr_assert_not(rd_store_migrate(old, "not used", bad, 1, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	cr_expect_eq(value("SELECT count(*) FROM person"), 2);
	cr_expect_eq(value("PRAGMA user_version"), 0);
}

Test(migrate, a_newer_store_is_refused)
{
	g_autoptr(GError) error = NULL;

	cr_assert(rd_store_migrate(old, "not used", good, 2, NULL));
	cr_assert_not(rd_store_migrate(old, "not used", good, 1, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	cr_expect_eq(value("PRAGMA user_version"), 2);
}

/* "table: column type, ..." of every table, and every index, one a line. */
static char *
shape(RdStore *store)
{
	g_autoptr(RdQuery) q = rd_query_at(
		store,
		"SELECT group_concat(line, char(10)) FROM (SELECT line FROM ("
		" SELECT m.name || ': ' || (SELECT group_concat(c.name || ' ' || c.type || ' ' ||"
		" c.\"notnull\" || ' ' || c.pk, ', ') FROM pragma_table_info(m.name) AS c) AS line"
		" FROM sqlite_schema AS m WHERE m.type = 'table' UNION ALL"
		" SELECT type || ' ' || name || ' on ' || tbl_name FROM sqlite_schema"
		" WHERE type <> 'table') ORDER BY line)",
		"test");

	cr_assert(rd_query_next(q, NULL));
	return rd_query_text(q);
}

/* The store that tests/data/store/@file makes, as this redress opens it. */
static RdStore *
open_old(const char *file)
{
	g_autofree char *data = g_build_filename("tests/data/store", file, NULL);
	g_autofree char *path = g_build_filename(dir, "old.db", NULL);
	g_autofree char *sql = NULL;
	g_autoptr(GError) error = NULL;
	RdStore *store;
	sqlite3 *db;

	cr_assert(g_file_get_contents(data, &sql, NULL, NULL));
	cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
	store = rd_store_open(path, &error);
	cr_assert_not_null(store, "%s", error != NULL ? error->message : "");
	return store;
}

Test(migrate, a_store_of_version_1_becomes_one_like_a_new_one)
{
	g_autofree char *migrated = NULL, *made = NULL;
	g_autoptr(RdStore) fresh = rd_store_open(":memory:", NULL);
	g_autoptr(RdStore) store = open_old("version-1.sql");
	g_autoptr(GPtrArray) tasks = NULL;

	migrated = shape(store);
	made = shape(fresh);
	cr_expect_str_eq(migrated, made);
	tasks = rd_tasks_to_mail(store, 2100 + 86400, 10, NULL);
	cr_assert_eq(tasks->len, 2);
	cr_expect_str_eq(((RdTaskOfCase *)tasks->pdata[0])->task->name, "read-mail");
}

Test(migrate, a_letter_of_version_2_is_guarded_as_before)
{
	g_autofree char *migrated = NULL, *made = NULL;
	g_autoptr(RdStore) fresh = rd_store_open(":memory:", NULL);
	g_autoptr(RdStore) store = open_old("version-2.sql");
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	migrated = shape(store);
	made = shape(fresh);
	cr_expect_str_eq(migrated, made);
	cr_assert(rd_store_verify(store, problems, NULL));
	cr_expect_eq(problems->len, 0, "%s", problems->len > 0 ? (char *)problems->pdata[0] : "");
	cr_assert(rd_store_exec(store, "UPDATE outbox_raw SET octets = x'00'", NULL));
	cr_assert(rd_store_verify(store, problems, NULL));
	cr_assert_eq(problems->len, 1);
	cr_expect_str_eq(problems->pdata[0], "mail ob-1: its octets have changed");
}

Test(migrate, mails_of_version_3_are_found_by_who_wrote_them)
{
	g_autofree char *migrated = NULL, *made = NULL;
	g_autoptr(RdStore) fresh = rd_store_open(":memory:", NULL);
	g_autoptr(RdStore) store = open_old("version-3.sql");
	g_autoptr(GPtrArray) theirs = rd_mails_by_author(store, "dana@home.example", NULL);
	g_autoptr(GPtrArray) ours = rd_mails_by_author(store, "care@corp.example", NULL);

	migrated = shape(store);
	made = shape(fresh);
	cr_expect_str_eq(migrated, made);
	cr_assert_eq(theirs->len, 1);
	cr_expect_str_eq(((RdMail *)theirs->pdata[0])->text, "The roof leaks.");
	cr_expect_eq(ours->len, 0);
	cr_expect_eq(rd_mail_case_of_id(store, "a@home.example", NULL), 1001);
	cr_expect_eq(rd_mail_case_of_id(store, "rd-1001.b@corp.example", NULL), 0);
}
