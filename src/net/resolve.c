#include "resolve.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Shared by the thread that asks and the caller that waits; the last one frees it. */
typedef struct {
	char *host;
	char port[8];
	int done_fd;
	int code;
	struct addrinfo *found;
} Lookup;

static void
lookup_clear(gpointer data)
{
	Lookup *self = data;

	g_free(self->host);
	close(self->done_fd);
	if (self->found != NULL)
		freeaddrinfo(self->found);
}

/*
 * "localhost" and what is under it are this machine without anybody being asked (RFC 6761
 * section 6.3): a small system has no hosts file, and a name server may say anything.
 */
static gboolean
host_is_local(const char *host)
{
	g_autofree char *folded = g_ascii_strdown(host, -1);
	gsize len = strlen(folded);

	if (len > 0 && folded[len - 1] == '.')
		folded[len - 1] = '\0';
	return strcmp(folded, "localhost") == 0 || g_str_has_suffix(folded, ".localhost");
}

static gpointer
lookup_run(gpointer data)
{
	Lookup *self = data;
	gboolean local = host_is_local(self->host);
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
				 .ai_flags = local ? AI_NUMERICSERV : AI_ADDRCONFIG};

	self->code = getaddrinfo(local ? NULL : self->host, self->port, &hints, &self->found);
	eventfd_write(self->done_fd, 1); /* also what makes ->found visible to the waiter */
	g_atomic_rc_box_release_full(self, lookup_clear);
	return NULL;
}

static struct addrinfo *
lookup_wait(Lookup *self, gint64 until, int stop_fd, GError **error)
{
	struct pollfd fds[] = {{self->done_fd, POLLIN, 0}, {stop_fd, POLLIN, 0}};
	int n;

	do {
		gint64 left_ms = (until - g_get_monotonic_time()) / 1000;

		n = poll(fds, G_N_ELEMENTS(fds), (int)CLAMP(left_ms, 0, G_MAXINT));
	} while (n < 0 && errno == EINTR);

	if (fds[1].revents != 0)
		g_set_error(error, RD_STREAM_ERROR, RD_STREAM_ERROR_STOPPED, "%s: stopped",
			    self->host);
	else if (n <= 0)
		g_set_error(error, RD_STREAM_ERROR, RD_STREAM_ERROR_BROKEN,
			    "%s: the resolver does not answer", self->host);
	else if (self->code != 0)
		g_set_error(error, RD_STREAM_ERROR, RD_STREAM_ERROR_BROKEN, "%s: %s", self->host,
			    gai_strerror(self->code));
	else
		return g_steal_pointer(&self->found);
	return NULL;
}

struct addrinfo *
rd_resolve(const char *host, guint16 port, gint64 until, int stop_fd, GError **error)
{
	Lookup *self = g_atomic_rc_box_new0(Lookup);
	struct addrinfo *found;
	GThread *thread;

	self->host = g_strdup(host);
	g_snprintf(self->port, sizeof(self->port), "%u", port);
	self->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	thread = g_thread_try_new("resolve", lookup_run, g_atomic_rc_box_acquire(self), NULL);
	if (thread == NULL) {
		g_atomic_rc_box_release(self); /* the thread's share */
		g_set_error(error, RD_STREAM_ERROR, RD_STREAM_ERROR_BROKEN,
			    "%s: no thread to resolve it in", host);
		found = NULL;
	} else {
		g_thread_unref(thread);
		found = lookup_wait(self, until, stop_fd, error);
	}
	g_atomic_rc_box_release_full(self, lookup_clear);
	return found;
}
