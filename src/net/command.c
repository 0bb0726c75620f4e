#include "command.h"

#include <errno.h>
#include <poll.h>
#include <redress/error.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than any token; a command that prints without end is not read to its end. */
#define OUTPUT_MAX 65536

void
rd_text_wipe(char *text)
{
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	g_free(text);
}

/* Waits until @fd is readable; why not, or NULL. */
static const char *
command_wait(int fd, gint64 until, int stop_fd)
{
	for (;;) {
		struct pollfd fds[] = {{fd, POLLIN, 0}, {stop_fd, POLLIN, 0}};
		gint64 left_ms = (until - g_get_monotonic_time()) / 1000;
		int n = poll(fds, G_N_ELEMENTS(fds), (int)CLAMP(left_ms, 0, G_MAXINT));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? "timed out" : g_strerror(errno);
		return fds[1].revents != 0 ? "stopped" : NULL;
	}
}

/* Reads to the end of the output; why not, or NULL. */
static const char *
command_read(int fd, char *text, gsize *len, gint64 until, int stop_fd)
{
	while (*len < OUTPUT_MAX) {
		const char *why = command_wait(fd, until, stop_fd);
		ssize_t got;

		if (why != NULL)
			return why;
		got = read(fd, text + *len, OUTPUT_MAX - *len);
		if (got < 0 && errno != EINTR)
			return g_strerror(errno);
		if (got == 0)
			return NULL;
		*len += got > 0 ? (gsize)got : 0;
	}
	return "prints without end";
}

/* A command that closed its output may still be running. */
static const char *
command_end(GPid pid, const char *why, gint64 until, int stop_fd)
{
	int status = 0;
	int pid_fd = pidfd_open(pid, 0);

	if (why == NULL && pid_fd >= 0)
		why = command_wait(pid_fd, until, stop_fd);
	if (why != NULL)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (pid_fd >= 0)
		close(pid_fd);
	g_spawn_close_pid(pid);
	if (why != NULL)
		return why;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? NULL : "failed";
}

char *
rd_command_first_line(const char *command, guint timeout_s, int stop_fd, GError **error)
{
	gint64 until = g_get_monotonic_time() + (gint64)timeout_s * G_USEC_PER_SEC;
	g_auto(GStrv) words = NULL;
	g_autoptr(GError) local = NULL;
	g_autofree char *text = g_malloc0(OUTPUT_MAX + 1);
	char *line = NULL;
	gsize len = 0;
	const char *why;
	GPid pid;
	int fd;

	if (!g_shell_parse_argv(command, NULL, &words, &local) ||
	    !g_spawn_async_with_pipes(NULL, words, NULL,
				      G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
				      &pid, NULL, &fd, NULL, &local)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "command \"%s\": %s", command,
			    local->message);
		return NULL;
	}
	why = command_read(fd, text, &len, until, stop_fd);
	why = command_end(pid, why, until, stop_fd);
	close(fd);
	if (why != NULL)
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "command \"%s\": %s", words[0],
			    why);
	else
		line = g_strndup(text, strcspn(text, "\r\n"));
	explicit_bzero(text, len);
	return line;
}
