#include "child.h"

#include "bench.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
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

static char *
file_text(int fd)
{
	off_t len = lseek(fd, 0, SEEK_END);
	char *text = g_malloc0((gsize)len + 1);

	g_assert_true(pread(fd, text, (gsize)len, 0) == len);
	return text;
}

static int
scratch_file(void)
{
	char name[] = "/tmp/redress-bench-XXXXXX";
	int fd = mkstemp(name);

	g_assert_true(fd >= 0);
	unlink(name);
	return fd;
}

/* In the child: wait until the counter stands, then become the program. */
static void
child_exec(const char *const *argv, int go, int out, int err)
{
	char octet;

	if (read(go, &octet, 1) != 1)
		_exit(126);
	dup2(out, STDOUT_FILENO);
	if (err >= 0)
		dup2(err, STDERR_FILENO);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

static ChildCost
child_start(const char *const *argv, gboolean count, int err)
{
	ChildCost cost = {0};
	struct rusage usage;
	int go[2], status, counter = -1, out = scratch_file();
	gint64 begin;
	pid_t pid;

	g_assert_true(pipe(go) == 0);
	pid = fork();
	g_assert_true(pid >= 0);
	if (pid == 0)
		child_exec(argv, go[0], out, err);
	if (count)
		counter = counter_open(pid);
	begin = g_get_monotonic_time();
	g_assert_true(write(go[1], "", 1) == 1);
	while (wait4(pid, &status, 0, &usage) < 0)
		g_assert_true(errno == EINTR);
	cost.wall_s = bench_since(begin);
	cost.rss_mb = (double)usage.ru_maxrss / 1024;
	if (counter >= 0)
		cost.instructions = counter_read(counter);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		g_error("%s %s: failed (status %d)", argv[0], argv[1] != NULL ? argv[1] : "",
			status);
	cost.output = file_text(out);
	close(go[0]);
	close(go[1]);
	close(out);
	if (counter >= 0)
		close(counter);
	return cost;
}

ChildCost
child_run(const char *const *argv)
{
	return child_start(argv, FALSE, -1);
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
	g_autofree char *report = NULL;
	int err = scratch_file();
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
	report = file_text(err);
	close(err);
	found = g_strrstr(report, "Collected : ");
	g_assert_nonnull(found);
	cost.instructions = g_ascii_strtod(found + strlen("Collected : "), NULL);
	return cost;
}

ChildCost
child_count(const char *const *argv)
{
	return counter_is_there() ? child_start(argv, TRUE, -1) : child_run_valgrind(argv);
}
