#include "child.h"

#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

void
child_cost_clear(ChildCost *self)
{
	g_clear_pointer(&self->output, g_free);
}

/* A counter of the instructions that @pid and what it starts will run; -1: none here. */
static int
counter_open(pid_t pid)
{
	struct perf_event_attr attr = {.type = PERF_TYPE_HARDWARE,
				       .size = sizeof attr,
				       .config = PERF_COUNT_HW_INSTRUCTIONS,
				       .disabled = 1,
				       .inherit = 1,
				       .exclude_kernel = 1,
				       .exclude_hv = 1,
				       .enable_on_exec = 1};

	return (int)syscall(SYS_perf_event_open, &attr, pid, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static double
counter_read(int fd)
{
	guint64 count = 0;

	g_assert_true(read(fd, &count, sizeof count) == sizeof count);
	return (double)count;
}

static gboolean
counter_is_there(void)
{
	static int known = -1;

	if (known < 0) {
		int fd = counter_open(0);

		known = fd >= 0;
		if (fd >= 0)
			close(fd);
	}
	return known;
}

/* Of the program that was started, as the starter tells it. */
typedef struct {
	int status;
	struct rusage usage;
	double wall_s;
} Ended;

static int starter = -1; /* the socket to it; each message is read whole */

static void
send_all(int fd, const void *message, gsize len)
{
	g_assert_true(send(fd, message, len, 0) == (ssize_t)len);
}

static void
receive_all(int fd, void *message, gsize len)
{
	g_assert_true(recv(fd, message, len, 0) == (ssize_t)len);
}

/* Becomes the program of @words: the files of its output and its errors, then its argv. */
static void
starter_exec(char **words, int go)
{
	int out = open(words[0], O_WRONLY);
	int err = *words[1] != '\0' ? open(words[1], O_WRONLY) : STDERR_FILENO;
	char octet;

	if (out < 0 || err < 0 || read(go, &octet, 1) != 1)
		_exit(126);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	execvp(words[2], words + 2);
	_exit(127);
}

/* The program waits until the counter of it stands: until something is sent back. */
static void
starter_run(int socket, char **words)
{
	Ended ended = {0};
	gint64 begin;
	int go[2];
	char octet;
	pid_t pid;

	g_assert_true(pipe2(go, O_CLOEXEC) == 0);
	pid = fork();
	g_assert_true(pid >= 0);
	if (pid == 0)
		starter_exec(words, go[0]);
	send_all(socket, &pid, sizeof pid);
	receive_all(socket, &octet, 1);
	begin = g_get_monotonic_time();
	g_assert_true(write(go[1], "", 1) == 1);
	while (wait4(pid, &ended.status, 0, &ended.usage) < 0)
		g_assert_true(errno == EINTR);
	ended.wall_s = bench_since(begin);
	send_all(socket, &ended, sizeof ended);
	close(go[0]);
	close(go[1]);
}

/* Until the bench has gone. */
static void
starter_main(int socket)
{
	static char message[1 << 16];
	ssize_t len;

	while ((len = recv(socket, message, sizeof message, 0)) > 0) {
		char *words[64];
		guint n = 0;

		for (char *at = message; at < message + len; at += strlen(at) + 1) {
			g_assert_cmpuint(n + 1, <, G_N_ELEMENTS(words));
			words[n++] = at;
		}
		words[n] = NULL;
		starter_run(socket, words);
	}
	_exit(0);
}

void
child_prepare(void)
{
	int ends[2];
	pid_t pid;

	g_assert_true(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
	pid = fork();
	g_assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		starter_main(ends[1]);
	}
	close(ends[1]);
	starter = ends[0];
}

static char *
scratch_file(void)
{
	char *name = g_strdup("/tmp/redress-bench-XXXXXX");
	int fd = mkstemp(name);

	g_assert_true(fd >= 0);
	close(fd);
	return name;
}

/* What is in @name, which is removed. */
static char *
scratch_text(const char *name)
{
	char *text = NULL;

	g_assert_true(g_file_get_contents(name, &text, NULL, NULL));
	unlink(name);
	return text;
}

static void
child_send_words(const char *const *argv, const char *out, const char *err)
{
	g_autoptr(GByteArray) message = g_byte_array_new();

	g_byte_array_append(message, (const guint8 *)out, (guint)strlen(out) + 1);
	g_byte_array_append(message, (const guint8 *)err, (guint)strlen(err) + 1);
	for (; *argv != NULL; argv++)
		g_byte_array_append(message, (const guint8 *)*argv, (guint)strlen(*argv) + 1);
	send_all(starter, message->data, message->len);
}

/* @err: a file for its errors; "" leaves them where ours go. */
static ChildCost
child_start(const char *const *argv, gboolean count, const char *err)
{
	g_autofree char *out = scratch_file();
	ChildCost cost = {0};
	int counter = -1;
	Ended ended;
	pid_t pid;

	child_send_words(argv, out, err);
	receive_all(starter, &pid, sizeof pid);
	if (count)
		counter = counter_open(pid);
	send_all(starter, "", 1);
	receive_all(starter, &ended, sizeof ended);
	cost.wall_s = ended.wall_s;
	cost.rss_mb = (double)ended.usage.ru_maxrss / 1024;
	if (counter >= 0) {
		cost.instructions = counter_read(counter);
		close(counter);
	}
	if (!WIFEXITED(ended.status) || WEXITSTATUS(ended.status) != 0)
		g_error("%s %s: failed (status %d)", argv[0], argv[1] != NULL ? argv[1] : "",
			ended.status);
	cost.output = scratch_text(out);
	return cost;
}

ChildCost
child_run(const char *const *argv)
{
	return child_start(argv, FALSE, "");
}

/* valgrind runs "rep stos" octet by octet, which is one instruction to a processor. */
#define AS_A_PROCESSOR_COUNTS                                                                      \
	"GLIBC_TUNABLES=glibc.cpu.x86_rep_stosb_threshold=1073741824:"                             \
	"glibc.cpu.x86_rep_movsb_threshold=1073741824"

/* The last count is the program's own; children that it forked have told theirs before. */
static ChildCost
child_run_valgrind(const char *const *argv)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autofree char *err = scratch_file();
	g_autofree char *report = NULL;
	const char *found;
	ChildCost cost;

	g_ptr_array_add(all, (gpointer) "env");
	g_ptr_array_add(all, (gpointer)AS_A_PROCESSOR_COUNTS);
	g_ptr_array_add(all, (gpointer) "valgrind");
	g_ptr_array_add(all, (gpointer) "--tool=callgrind");
	g_ptr_array_add(all, (gpointer) "--callgrind-out-file=/dev/null");
	for (; *argv != NULL; argv++)
		g_ptr_array_add(all, (gpointer)*argv);
	g_ptr_array_add(all, NULL);
	cost = child_start((const char *const *)all->pdata, FALSE, err);
	report = scratch_text(err);
	found = g_strrstr(report, "Collected : ");
	g_assert_nonnull(found);
	cost.instructions = g_ascii_strtod(found + strlen("Collected : "), NULL);
	return cost;
}

ChildCost
child_count(const char *const *argv)
{
	return counter_is_there() ? child_start(argv, TRUE, "") : child_run_valgrind(argv);
}
