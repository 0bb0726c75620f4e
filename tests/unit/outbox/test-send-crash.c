#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/outbox.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOW ((RdTime)1000000)

static char *dir, *path, *uri;

static void
setup(void)
{
	dir = scratch_new();
	path = g_build_filename(dir, "redress.db", NULL);
	uri = g_strconcat("maildir:", dir, NULL);
}

static void
teardown(void)
{
	g_free(path);
	g_free(uri);
	scratch_remove(dir);
}

TestSuite(send_crash, .init = setup, .fini = teardown);

static void
queue_one(void)
{
	g_autoptr(RdStore) store = rd_store_open(path, NULL);
	g_autoptr(RdOutboxRow) row = rd_outbox_row_new();
	g_autoptr(GBytes) raw =
		g_bytes_new_static("Message-ID: <1@corp.example>\r\n\r\nHello\r\n", 39);

	row->created_at = row->queued_at = row->next_at = NOW;
	rd_outbox_row_add_recipient(row, "dana@home.example", FALSE);
	cr_assert(rd_outbox_row_add(store, row, raw, NULL));
}

/* The next hop has taken the mail, and the commit that says so is not made. */
static gboolean
crash(G_GNUC_UNUSED RdStore *store, G_GNUC_UNUSED const RdOutboxRow *row, G_GNUC_UNUSED RdTime now,
      G_GNUC_UNUSED gpointer data, G_GNUC_UNUSED GError **error)
{
	_exit(7);
}

static RdOutboxPass
run_pass(RdOutboxEnded ended)
{
	RdTransportSettings settings = {.server = {.uri = uri}};
	g_autoptr(RdStore) store = rd_store_open(path, NULL);
	g_autoptr(RdTransport) transport = rd_transport_new(&settings, NULL);
	g_autoptr(RdRelay) relay = rd_relay_new();
	RdOutboxPass pass;

	g_assert_true(rd_outbox_send(store, transport, relay, NOW, ended, NULL, &pass, NULL));
	return pass;
}

static void
run_pass_that_crashes(void)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		run_pass(crash);
		_exit(0);
	}
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

Test(send_crash, the_mail_is_repeated_at_once_and_lies_there_once)
{
	g_autofree char *first = NULL;
	g_autofree char *second = NULL;
	RdOutboxPass pass;

	queue_one();
	run_pass_that_crashes();
	first = scratch_list(dir, "new");
	cr_expect_not_null(strstr(first, "ob-1"), "%s", first);
	pass = run_pass(NULL);
	cr_expect_eq(pass.sent, 1);
	second = scratch_list(dir, "new");
	cr_expect_str_eq(first, second);
	pass = run_pass(NULL);
	cr_expect_eq(pass.sent, 0);
}
