#include "resolve.h"
#include "stream-private.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Resolving, connecting and the handshake together. */
#define CONNECT_S 30

/* A peer that vanished without a word is noticed after 60 + 4 * 20 s of silence. */
#define KEEPALIVE_IDLE_S  60
#define KEEPALIVE_EVERY_S 20
#define KEEPALIVE_TIMES	  4

G_DEFINE_QUARK(rd_stream_error_quark, rd_stream_error)

gboolean
rd_stream_fail(RdStream *self, RdStreamError code, const char *why)
{
	if (self->error == NULL) {
		g_autofree char *where = rd_endpoint_format(self->endpoint);

		g_set_error(&self->error, RD_STREAM_ERROR, code, "%s: %s", where, why);
	}
	return FALSE;
}

void
rd_stream_break(RdStream *self, const char *why)
{
	rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, why);
}

static gint64
stream_seconds_from_now(guint seconds)
{
	return g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
}

/* The stop fd is readable: FALSE at once, or TRUE for as long as the grace lasts. */
static gboolean
stream_may_go_on(RdStream *self)
{
	if (self->stop_at == 0)
		self->stop_at = g_get_monotonic_time() + (gint64)self->grace_ms * 1000;
	return g_get_monotonic_time() < self->stop_at ||
	       rd_stream_fail(self, RD_STREAM_ERROR_STOPPED, "stopped");
}

gboolean
rd_stream_poll(RdStream *self, short events, gint64 until)
{
	if (self->until != 0 && self->until < until)
		until = self->until;
	for (;;) {
		gboolean stopping = self->stop_at != 0;
		struct pollfd fds[] = {{self->fd, events, 0},
				       {stopping ? -1 : self->stop_fd, POLLIN, 0}};
		gint64 end = stopping ? MIN(until, self->stop_at) : until;
		gint64 left_us = end - g_get_monotonic_time();
		int n;

		if (stopping && !stream_may_go_on(self))
			return FALSE;
		if (left_us <= 0)
			return rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, "timed out");
		n = poll(fds, G_N_ELEMENTS(fds), (int)MIN(left_us / 1000 + 1, G_MAXINT));
		if (n < 0 && errno != EINTR)
			return rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, g_strerror(errno));
		if (n > 0 && fds[1].revents != 0 && !stream_may_go_on(self))
			return FALSE;
		if (n > 0 && fds[0].revents != 0)
			return TRUE;
	}
}

static void
stream_set_options(int fd, guint timeout_s)
{
	static const struct {
		int level, name, value;
	} options[] = {
		{IPPROTO_TCP, TCP_NODELAY, 1},
		{SOL_SOCKET, SO_KEEPALIVE, 1},
		{IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_S},
		{IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_EVERY_S},
		{IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_TIMES},
	};
	unsigned unacknowledged_ms = MIN(timeout_s, 3600) * 1000;

	for (gsize i = 0; i < G_N_ELEMENTS(options); i++)
		setsockopt(fd, options[i].level, options[i].name, &options[i].value, sizeof(int));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_ms,
		   sizeof(unacknowledged_ms));
}

/* Connects to one address; on failure ->fd is -1 and ->error says why. */
static gboolean
stream_connect_one(RdStream *self, const struct addrinfo *to, gint64 until)
{
	int code;
	socklen_t len = sizeof(code);

	self->fd = socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (self->fd < 0)
		return rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, g_strerror(errno));
	code = connect(self->fd, to->ai_addr, to->ai_addrlen) == 0 ? 0 : errno;
	if (code == EINPROGRESS && rd_stream_poll(self, POLLOUT, until) &&
	    getsockopt(self->fd, SOL_SOCKET, SO_ERROR, &code, &len) != 0)
		code = errno;
	if (code == 0) {
		stream_set_options(self->fd, self->endpoint->timeout_s);
		return TRUE;
	}
	close(self->fd);
	self->fd = -1;
	return rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, g_strerror(code));
}

/* Each address gets its share of the time, so that a dead first one does not eat it all. */
static gboolean
stream_connect_any(RdStream *self, gint64 until)
{
	struct addrinfo *found = rd_resolve(self->endpoint->host, self->endpoint->port, until,
					    self->stop_fd, &self->error);
	gint64 left = 0;
	gboolean ok = FALSE;

	for (struct addrinfo *to = found; to != NULL; to = to->ai_next)
		left++;
	for (struct addrinfo *to = found; to != NULL && !ok; to = to->ai_next, left--) {
		gint64 now = g_get_monotonic_time();

		if (g_error_matches(self->error, RD_STREAM_ERROR, RD_STREAM_ERROR_STOPPED))
			break;
		g_clear_error(&self->error);
		ok = stream_connect_one(self, to, now + (until - now) / left);
	}
	if (found != NULL)
		freeaddrinfo(found);
	return ok;
}

RdStream *
rd_stream_connect(const RdEndpoint *endpoint, int stop_fd, GError **error)
{
	g_autoptr(RdStream) self = g_new0(RdStream, 1);
	gint64 until = stream_seconds_from_now(MIN(endpoint->timeout_s, CONNECT_S));

	self->endpoint = endpoint;
	self->timeout_s = endpoint->timeout_s;
	self->fd = -1;
	self->stop_fd = stop_fd;
	if (stream_connect_any(self, until) &&
	    (endpoint->tls != RD_TLS_IMPLICIT || rd_stream_handshake(self, until)))
		return g_steal_pointer(&self);
	g_propagate_error(error, g_steal_pointer(&self->error));
	return NULL;
}

void
rd_stream_free(RdStream *self)
{
	if (self->tls != NULL) {
		if (self->error == NULL)
			gnutls_bye(self->tls, GNUTLS_SHUT_WR); /* does not block: the fd does not */
		gnutls_deinit(self->tls);
	}
	if (self->credentials != NULL)
		gnutls_certificate_free_credentials(self->credentials);
	if (self->fd >= 0)
		close(self->fd);
	g_clear_error(&self->error);
	g_free(self);
}

gboolean
rd_stream_start_tls(RdStream *self, GError **error)
{
	gint64 until = stream_seconds_from_now(MIN(self->endpoint->timeout_s, CONNECT_S));

	if (self->error == NULL && rd_stream_handshake(self, until))
		return TRUE;
	g_propagate_error(error, g_error_copy(self->error));
	return FALSE;
}

gboolean
rd_stream_is_tls(const RdStream *self)
{
	return self->tls != NULL;
}

void
rd_stream_set_limits(RdStream *self, guint seconds, gsize octets)
{
	self->until = seconds > 0 ? stream_seconds_from_now(seconds) : 0;
	self->octets = octets;
}

void
rd_stream_set_timeout(RdStream *self, guint seconds)
{
	self->timeout_s = seconds;
}

void
rd_stream_set_grace(RdStream *self, guint ms)
{
	self->grace_ms = ms;
}

char *
rd_stream_local_address(const RdStream *self)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);
	char host[NI_MAXHOST];

	if (getsockname(self->fd, (struct sockaddr *)&address, &len) != 0 ||
	    getnameinfo((struct sockaddr *)&address, len, host, sizeof(host), NULL, 0,
			NI_NUMERICHOST) != 0)
		return g_strdup("127.0.0.1");
	return g_strdup(host);
}

const GError *
rd_stream_get_error(const RdStream *self)
{
	return self->error;
}

/* One attempt; 0 to try again after the wait that it did. */
static gssize
stream_read_once(RdStream *self, void *buffer, gsize size, gint64 until)
{
	gssize n;

	if (self->tls != NULL) {
		n = gnutls_record_recv(self->tls, buffer, size);
		if (n < 0)
			return rd_stream_tls_again(self, n, until) ? 0 : -1;
	} else {
		n = recv(self->fd, buffer, size, 0);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return rd_stream_poll(self, POLLIN, until) ? 0 : -1;
		if (n < 0) {
			rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, g_strerror(errno));
			return -1;
		}
	}
	if (n == 0) { /* an end of file that looked like no data would be read for ever */
		rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, "closed by the server");
		return -1;
	}
	return n;
}

/* A server that drips makes every read succeed, so the absolute limit is looked at here too. */
static gboolean
stream_is_within_limits(RdStream *self, gsize got)
{
	if (self->until != 0 && g_get_monotonic_time() > self->until)
		return rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, "timed out");
	if (self->octets != 0) {
		if (got >= self->octets)
			return rd_stream_fail(self, RD_STREAM_ERROR_BROKEN,
					      "sends more than it said it would");
		self->octets -= got;
	}
	return TRUE;
}

gssize
rd_stream_read(RdStream *self, void *buffer, gsize size)
{
	gint64 until = stream_seconds_from_now(self->timeout_s);
	gssize n = 0;

	while (self->error == NULL && n == 0)
		n = stream_read_once(self, buffer, size, until);
	if (self->error != NULL || !stream_is_within_limits(self, (gsize)n))
		return -1;
	return n;
}

gssize
rd_stream_write(RdStream *self, const void *data, gsize len)
{
	gint64 until = stream_seconds_from_now(self->timeout_s);
	gssize n = 0;

	while (self->error == NULL && n <= 0) {
		if (self->tls != NULL) {
			n = gnutls_record_send(self->tls, data, len);
			if (n < 0)
				rd_stream_tls_again(self, n, until);
			continue;
		}
		n = send(self->fd, data, len, MSG_NOSIGNAL);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			rd_stream_poll(self, POLLOUT, until);
		else if (n < 0)
			rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, g_strerror(errno));
	}
	return self->error == NULL ? n : -1;
}

gboolean
rd_stream_write_all(RdStream *self, const void *data, gsize len)
{
	const char *at = data;

	while (len > 0) {
		gssize n = rd_stream_write(self, at, len);

		if (n < 0)
			return FALSE;
		at += n;
		len -= (gsize)n;
	}
	return TRUE;
}

RdStreamEvent
rd_stream_wait(RdStream *self, guint seconds, int wake_fd)
{
	gint64 until = stream_seconds_from_now(seconds);

	if (self->error != NULL ||
	    (self->tls != NULL && gnutls_record_check_pending(self->tls) > 0))
		return RD_STREAM_READABLE;
	for (;;) {
		struct pollfd fds[] = {
			{self->fd, POLLIN, 0}, {wake_fd, POLLIN, 0}, {self->stop_fd, POLLIN, 0}};
		gint64 left_ms = (until - g_get_monotonic_time() + 999) / 1000;
		int n = poll(fds, G_N_ELEMENTS(fds), (int)CLAMP(left_ms, 0, G_MAXINT));

		if (n < 0 && errno != EINTR)
			rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, g_strerror(errno));
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			return RD_STREAM_TIMEOUT;
		if (n > 0 && fds[2].revents != 0)
			return RD_STREAM_STOPPED;
		if (n > 0 && fds[1].revents != 0)
			return RD_STREAM_WOKEN;
		return RD_STREAM_READABLE;
	}
}
