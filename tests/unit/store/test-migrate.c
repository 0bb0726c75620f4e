#include "../../../src/store/store-private.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/error.h>

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
