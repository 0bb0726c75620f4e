#include "../../../src/store/store-private.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/memo.h>
#include <sys/stat.h>

static char *dir, *path, *copy;
static RdStore *store;

static void
setup(void)
{
	dir = scratch_new();
	path = g_build_filename(dir, "redress.db", NULL);
	copy = g_build_filename(dir, "copy.db", NULL);
	store = rd_store_open(path, NULL);
}

static void
teardown(void)
{
	rd_store_close(store);
	g_free(path);
	g_free(copy);
	scratch_remove(dir);
}

TestSuite(backup, .init = setup, .fini = teardown);

static void
expect_memo(RdStore *of, const char *name, const char *value)
{
	g_autofree char *got = NULL;

	cr_assert(rd_memo_get(of, name, &got, NULL));
	cr_expect_str_eq(got != NULL ? got : "none", value);
}

Test(backup, the_copy_is_a_store_of_what_was_committed)
{
	g_autoptr(RdStore) other = rd_store_open(path, NULL);
	g_autoptr(RdStore) got = NULL;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	gsize len;
	struct stat st;

	cr_assert(rd_memo_set(store, "before", "yes", NULL));
	cr_assert(rd_store_begin(other, NULL));
	cr_assert(rd_memo_set(other, "under way", "yes", NULL));
	cr_assert(rd_store_backup(store, copy, NULL), "a writer does not stop it");
	cr_assert(rd_store_commit(other, NULL));

	cr_assert_eq(stat(copy, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
	got = rd_store_open(copy, NULL);
	cr_assert_not_null(got);
	expect_memo(got, "before", "yes");
	expect_memo(got, "under way", "none");
	cr_expect_eq(memcmp(rd_store_secret(got, &len), rd_store_secret(store, &len), 32), 0);
	cr_assert(rd_store_verify(got, problems, NULL));
	cr_expect_eq(problems->len, 0);
}

Test(backup, a_file_that_is_there_is_left_alone)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	scratch_write(dir, "copy.db", "something dear");
	cr_expect_not(rd_store_backup(store, copy, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT));
	text = scratch_read(dir, "copy.db");
	cr_expect_str_eq(text, "something dear");
}

Test(backup, what_an_interrupted_one_left_is_replaced)
{
	scratch_write(dir, "copy.db.part", "half");
	cr_expect(rd_store_backup(store, copy, NULL));
	cr_expect_null(scratch_read(dir, "copy.db.part"));
}

Test(backup, a_folder_that_is_not_there_is_a_temporary_failure)
{
	g_autofree char *nowhere = g_build_filename(dir, "none", "copy.db", NULL);
	g_autoptr(GError) error = NULL;

	cr_expect_not(rd_store_backup(store, nowhere, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	cr_expect_not_null(strstr(error->message, nowhere));
}
