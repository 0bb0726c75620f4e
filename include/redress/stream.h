/*
 * stream.h - one TCP connection, plain or with TLS that is verified.
 *
 * The peer's certificate is checked against the trust store and the host name
 * inside the handshake, so nothing is ever sent to the wrong server. Every wait has
 * an end: silence for the endpoint's timeout, an absolute limit for what is under
 * way, a limit of octets, or the stop fd. A stream that failed once stays failed.
 */

#pragma once

#include <redress/endpoint.h>

G_BEGIN_DECLS

typedef struct _RdStream RdStream;

#define RD_STREAM_ERROR (rd_stream_error_quark())
GQuark rd_stream_error_quark(void);

typedef enum {
	RD_STREAM_ERROR_BROKEN,	     /* unknown, refused, closed, silent: try later */
	RD_STREAM_ERROR_CERTIFICATE, /* the server is not who it should be */
	RD_STREAM_ERROR_STOPPED,     /* the stop fd is readable */
} RdStreamError;

/*
 * Resolves, connects and, where the endpoint says so, makes TLS, all within the
 * endpoint's timeout and at most 30 s. @stop_fd: -1, or a fd that ends any wait once
 * it is readable. @endpoint must outlive the stream.
 */
RdStream *rd_stream_connect(const RdEndpoint *endpoint, int stop_fd,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Closes without waiting for the peer. */
void rd_stream_free(RdStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdStream, rd_stream_free)

/*
 * Makes TLS after the server agreed to STARTTLS. The caller has seen to it that it
 * holds nothing more than that reply: what came with it, before TLS, is an attack
 * (CVE-2011-0411).
 */
gboolean rd_stream_start_tls(RdStream *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean rd_stream_is_tls(const RdStream *self);

/* What follows must be over in @seconds (0: no limit) and @octets received (0: no limit). */
void rd_stream_set_limits(RdStream *self, guint seconds, gsize octets);

/* How long the server may be silent from now on, instead of the endpoint's timeout. */
void rd_stream_set_timeout(RdStream *self, guint seconds);

/*
 * How long a read or write may go on once the stop fd is readable; 0 at first. For an
 * answer that it would be a pity not to hear.
 */
void rd_stream_set_grace(RdStream *self, guint ms);

/* Our own address as the server sees it, without port; free with g_free(). */
char *rd_stream_local_address(const RdStream *self);

/* At least one octet, or -1: never 0. */
gssize rd_stream_read(RdStream *self, void *buffer, gsize size);
/* Some of @data, at least one octet, or -1. */
gssize rd_stream_write(RdStream *self, const void *data, gsize len);
/* All of @data. */
gboolean rd_stream_write_all(RdStream *self, const void *data, gsize len);

/* Why the stream failed; NULL while it has not. */
const GError *rd_stream_get_error(const RdStream *self);
/* Marks it as failed: the peer said what it must not, or a caller is done with it. */
void rd_stream_break(RdStream *self, const char *why);

typedef enum {
	RD_STREAM_READABLE, /* or failed: the next read tells */
	RD_STREAM_TIMEOUT,
	RD_STREAM_WOKEN,   /* @wake_fd */
	RD_STREAM_STOPPED, /* the stop fd; the stream itself is as good as before */
} RdStreamEvent;

/* Sleeps until there is something to read, @seconds passed or @wake_fd is readable. */
RdStreamEvent rd_stream_wait(RdStream *self, guint seconds, int wake_fd);

G_END_DECLS
