/*
 * bench-imap - a backlog taken from a real Dovecot on loopback, against a bare UID FETCH of
 * the same mailbox on the same kind of connection, which is what the server can give.
 *
 * bench-imap [MESSAGES].
 */

#include "bench.h"

#include <gio/gio.h>
#include <redress/checkpointer.h>
#include <redress/endpoint.h>
#include <redress/mailbox.h>
#include <redress/store.h>
#include <redress/stream.h>
#include <redress/sweep.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGES "10000"
#define ROUNDS	 3

typedef struct {
	GSubprocess *process;
	guint port, tls_port;
	char *ca_file;
} Server;

static Server
server_start(const char *messages)
{
	Server self = {0};
	g_autoptr(GError) error = NULL;
	g_autoptr(GDataInputStream) out = NULL;
	g_autofree char *line = NULL;
	g_auto(GStrv) words = NULL;

	self.process =
		g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
				 &error, "tests/bench/imap-server", messages, NULL);
	g_assert_no_error(error);
	out = g_data_input_stream_new(g_subprocess_get_stdout_pipe(self.process));
	line = g_data_input_stream_read_line(out, NULL, NULL, NULL);
	words = g_strsplit(line != NULL ? line : "", " ", -1);
	g_assert_cmpuint(g_strv_length(words), ==, 3);
	self.port = (guint)atoi(words[0]);
	self.tls_port = (guint)atoi(words[1]);
	self.ca_file = g_strdup(words[2]);
	return self;
}

static void
server_stop(Server *self)
{
	g_output_stream_close(g_subprocess_get_stdin_pipe(self->process), NULL, NULL);
	g_subprocess_wait(self->process, NULL, NULL);
	g_object_unref(self->process);
	g_free(self->ca_file);
}

static void
remove_all(const char *dir)
{
	const char *argv[] = {"rm", "-rf", "--", dir, NULL};
	g_autoptr(GSubprocess) rm = g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_NONE, NULL);

	g_subprocess_wait(rm, NULL, NULL);
}

static RdMailboxSettings
settings_for(const Server *server, const char *user, gboolean tls)
{
	RdMailboxSettings settings = {
		.start = (char *)"all",
		.done = RD_MAILBOX_DONE_NOTHING,
		.server = {.ca_file = server->ca_file,
			   .allow_plaintext = TRUE,
			   .password_command = (char *)"echo secret"},
	};

	settings.server.uri = g_strdup_printf("%s://%s@localhost:%u", tls ? "imaps" : "imap", user,
					      tls ? server->tls_port : server->port);
	return settings;
}

/* Reads until the answer to the command with that tag. */
static void
bare_read_until(RdStream *stream, const char *tag)
{
	static char buffer[262144];
	g_autofree char *mark = g_strdup_printf("\r\n%s OK", tag);
	gsize kept = 0;

	for (;;) {
		gssize n = rd_stream_read(stream, buffer + kept, sizeof(buffer) - kept);

		g_assert_cmpint(n, >, 0);
		n += (gssize)kept;
		if (memmem(buffer, (gsize)n, mark, strlen(mark)) != NULL ||
		    strncmp(buffer, mark + 2, strlen(mark) - 2) == 0)
			return;
		kept = MIN((gsize)n, 64);
		memmove(buffer, buffer + n - kept, kept);
	}
}

static void
bare_command(RdStream *stream, const char *tag, const char *command)
{
	g_autofree char *line = g_strdup_printf("%s %s\r\n", tag, command);

	g_assert(rd_stream_write_all(stream, line, strlen(line)));
	bare_read_until(stream, tag);
}

/* Seconds that one UID FETCH of everything takes. */
static double
bare_fetch(const RdMailboxSettings *settings)
{
	g_autoptr(RdEndpoint) endpoint = rd_endpoint_new(&settings->server, NULL);
	g_autoptr(RdStream) stream = rd_stream_connect(endpoint, -1, NULL);
	g_autofree char *login = g_strdup_printf("LOGIN %s secret", endpoint->user);
	gint64 begin;

	g_assert_nonnull(stream);
	bare_command(stream, "a", login);
	bare_command(stream, "b", "SELECT INBOX");
	begin = g_get_monotonic_time();
	bare_command(stream, "c", "UID FETCH 1:* (UID BODY.PEEK[])");
	return bench_since(begin);
}

/* Seconds that it takes until all of it is durable in a new ledger, as the gateway does it. */
static double
drain(RdMailbox *mailbox, guint *taken)
{
	g_autofree char *dir = g_dir_make_tmp("redress-bench-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(dir, "redress.db", NULL);
	g_autoptr(GError) error = NULL;
	RdStore *store = rd_store_open(path, &error);
	RdCheckpointer *checkpointer;
	RdWorker *worker;
	RdPass pass = {0};
	gint64 begin;
	double seconds;

	if (store == NULL)
		g_error("%s", error->message);
	checkpointer = rd_checkpointer_start(store, NULL);
	worker = rd_worker_inline(store);
	begin = g_get_monotonic_time();
	if (!rd_sweep(worker, mailbox, rd_time_now(), &pass, &error))
		g_error("%s", error->message);
	seconds = bench_since(begin);
	*taken = pass.taken;
	rd_worker_stop(worker);
	rd_checkpointer_stop(checkpointer);
	rd_store_close(store);
	remove_all(dir);
	return seconds;
}

static RdMailbox *
mailbox_open(const RdMailboxSettings *settings)
{
	g_autofree char *mark = NULL;
	g_autoptr(GError) error = NULL;
	RdMailbox *mailbox = rd_mailbox_new(settings, &error);

	if (mailbox == NULL || !rd_mailbox_open(mailbox, &mark, &error))
		g_error("%s", error->message);
	return mailbox;
}

/* A field of /proc/self/status, in MB. */
static double
memory_mb(const char *field)
{
	g_autofree char *status = NULL;
	const char *at;

	g_assert(g_file_get_contents("/proc/self/status", &status, NULL, NULL));
	at = strstr(status, field);
	return at != NULL ? atof(at + strlen(field)) / 1024 : 0;
}

static void
memory_forget_peak(void)
{
	FILE *file = fopen("/proc/self/clear_refs", "w");

	if (file != NULL) {
		fputs("5", file);
		fclose(file);
	}
}

static gboolean
bench_backlog(const Server *server, gboolean tls)
{
	RdMailboxSettings settings = settings_for(server, "many", tls);
	g_autoptr(RdMailbox) mailbox = mailbox_open(&settings);
	double bare = G_MAXDOUBLE, ours = G_MAXDOUBLE;
	guint taken = 0;
	gboolean met;

	bare_fetch(&settings); /* the server's caches */
	memory_forget_peak();
	for (guint i = 0; i < ROUNDS; i++) {
		bare = MIN(bare, bare_fetch(&settings));
		ours = MIN(ours, drain(mailbox, &taken));
	}
	met = bench_print(tls ? "imap-backlog-tls" : "imap-backlog", taken / ours, "mails/s",
			  taken / bare, BENCH_AT_LEAST, 0.5);
	met &= bench_print(tls ? "imap-backlog-tls-rss" : "imap-backlog-rss", memory_mb("VmHWM:"),
			   "MB", 60, BENCH_AT_MOST, 1);
	g_free(settings.server.uri);
	return met;
}

static gboolean
bench_large(const Server *server)
{
	RdMailboxSettings settings = settings_for(server, "large", FALSE);
	g_autoptr(RdMailbox) mailbox = mailbox_open(&settings);
	double before;
	guint taken;

	memory_forget_peak();
	before = memory_mb("VmHWM:");
	drain(mailbox, &taken);
	g_assert_cmpuint(taken, ==, 1);
	g_free(settings.server.uri);
	return bench_print("imap-50-mb-message-rss", memory_mb("VmHWM:") - before, "MB", 10,
			   BENCH_AT_MOST, 1);
}

int
main(int argc, char **argv)
{
	Server server = server_start(argc > 1 ? argv[1] : MESSAGES);

	gboolean met = bench_backlog(&server, FALSE);

	met &= bench_backlog(&server, TRUE);
	met &= bench_large(&server);
	server_stop(&server);
	return met ? 0 : 1;
}
