#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <redress/error.h>
#include <redress/secret.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "scratch.h"

TestSuite(secret, .timeout = 20);

static RdSecret *
by_command(const char *command)
{
	RdServerSettings settings = {.uri = (char *)"imaps://h",
				     .password_command = (char *)command};

	return rd_secret_new(&settings, NULL);
}

Test(secret, the_first_line_of_a_commands_output_is_used)
{
	g_autoptr(RdSecret) secret = by_command("printf 'tok en\\nnoise\\n'");

	cr_expect_str_eq(rd_secret_get(secret, -1, NULL), "tok en");
	cr_expect_not(rd_secret_is_token(secret));
}

Test(secret, a_command_is_no_shell)
{
	g_autoptr(RdSecret) secret = by_command("echo $HOME; echo x");

	cr_expect_str_eq(rd_secret_get(secret, -1, NULL), "$HOME; echo x");
}

Test(secret, a_refused_secret_is_fetched_once_more)
{
	char *dir = scratch_new();
	g_autofree char *path = g_build_filename(dir, "token", NULL);
	g_autofree char *command = g_strconcat("cat ", path, NULL);
	g_autoptr(RdSecret) secret = by_command(command);

	scratch_write(dir, "token", "first\n");
	cr_expect_str_eq(rd_secret_get(secret, -1, NULL), "first");
	scratch_write(dir, "token", "second\n");
	cr_expect_str_eq(rd_secret_get(secret, -1, NULL), "first", "it is not run each time");
	cr_expect(rd_secret_renew(secret, -1, NULL));
	cr_expect_str_eq(rd_secret_get(secret, -1, NULL), "second");
	cr_expect_not(rd_secret_renew(secret, -1, NULL), "the same again could lock the account");
	scratch_remove(dir);
}

Test(secret, a_file_or_a_credential_will_do)
{
	char *dir = scratch_new();
	g_autofree char *path = g_build_filename(dir, "imap", NULL);
	RdServerSettings file = {.uri = (char *)"imaps://h", .password_file = path};
	RdServerSettings credential = {.uri = (char *)"imaps://h", .credential = (char *)"imap"};
	RdServerSettings outside = {.uri = (char *)"imaps://h", .credential = (char *)"../imap"};
	g_autoptr(RdSecret) one = rd_secret_new(&file, NULL);
	g_autoptr(RdSecret) two = rd_secret_new(&credential, NULL);
	g_autoptr(RdSecret) three = rd_secret_new(&outside, NULL);

	scratch_write(dir, "imap", "s3cret\r\n");
	g_setenv("CREDENTIALS_DIRECTORY", dir, TRUE);
	cr_expect_str_eq(rd_secret_get(one, -1, NULL), "s3cret");
	cr_expect_str_eq(rd_secret_get(two, -1, NULL), "s3cret");
	cr_expect_null(rd_secret_get(three, -1, NULL));
	scratch_remove(dir);
}

Test(secret, what_gives_no_usable_line_is_an_error_that_does_not_tell_it)
{
	static const struct {
		const char *command;
		RdErrorCode code;
	} cases[] = {
		{"true", RD_ERROR_CONFIG},
		{"printf 's3\\001cret'", RD_ERROR_CONFIG},
		{"printf 's3\\377cret'", RD_ERROR_CONFIG},
		{"/nonexistent/s3cret-store", RD_ERROR_CONFIG},
		{"sh -c 'echo s3cret; exit 3'", RD_ERROR_TEMPORARY},
		{"yes s3cret", RD_ERROR_TEMPORARY},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdSecret) secret = by_command(cases[i].command);
		g_autoptr(GError) error = NULL;

		cr_expect_null(rd_secret_get(secret, -1, &error), "%s", cases[i].command);
		cr_expect(g_error_matches(error, RD_ERROR, cases[i].code), "%s", cases[i].command);
	}
}

Test(secret, a_stop_ends_a_command_that_hangs)
{
	g_autoptr(RdSecret) secret = by_command("sleep 60");
	g_autoptr(RdSecret) silent = by_command("sh -c 'exec >&-; sleep 60'");
	int stop = eventfd(1, 0);
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_secret_get(secret, stop, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	cr_expect_null(rd_secret_get(silent, stop, NULL));
	close(stop);
}

Test(secret, two_sources_are_refused)
{
	RdServerSettings settings = {.uri = (char *)"imaps://h",
				     .password_file = (char *)"/a",
				     .token_command = (char *)"b"};
	RdServerSettings none = {.uri = (char *)"imaps://h"};
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_secret_new(&settings, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	g_clear_error(&error);
	cr_expect_null(rd_secret_new(&none, &error));
	cr_expect_null(error);
}
