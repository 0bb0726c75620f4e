#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/gateway.h>
#include <sys/wait.h>
#include <unistd.h>

static char *dir;
static char *path; /* of a store that need not be there */

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

TestSuite(lock, .init = setup, .fini = teardown, .timeout = 20);

static RdLock *
take(void)
{
	g_autoptr(GError) error = NULL;
	RdLock *lock = rd_lock_take(path, &error);

	cr_assert_not_null(lock, "%s", error != NULL ? error->message : "");
	return lock;
}

Test(lock, the_second_taker_is_told_the_pid_of_the_first)
{
	g_autoptr(RdLock) lock = take();
	g_autoptr(GError) error = NULL;
	g_autofree char *expected = g_strdup_printf(
		"%s.lock: another redress works on this store (pid %ld)", path, (long)getpid());

	cr_expect_null(rd_lock_take(path, &error));
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	cr_expect_str_eq(error->message, expected);
}

Test(lock, it_can_be_taken_when_it_was_released)
{
	rd_lock_release(take());
	rd_lock_release(take());
}

Test(lock, it_ends_with_its_holder_however_that_ends)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		_exit(rd_lock_take(path, NULL) != NULL ? 0 : 1);
	}
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert_eq(WEXITSTATUS(status), 0);
	rd_lock_release(take());
}

Test(lock, another_holder_s_name_goes_and_what_was_at_work_stays)
{
	g_autofree char *text = NULL;
	g_autofree char *mine =
		g_strdup_printf("%-*ld\nat work\n", RD_STORE_LOCK_LINE - 1, (long)getpid());
	g_autoptr(RdLock) lock = NULL;

	scratch_write(dir, "redress.db.lock", "4194304999, longer than any pid.at work\n");
	lock = take();
	text = scratch_read(dir, "redress.db.lock");
	cr_expect_str_eq(text, mine);
}

Test(lock, a_folder_that_is_not_there_is_named)
{
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_lock_take("/no/such/folder/redress.db", &error));
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	cr_expect_not_null(strstr(error->message, "/no/such/folder/redress.db.lock: open: "));
}
