/* stream-private.h - what stream.c and stream-tls.c share. */

#pragma once

#include <gnutls/gnutls.h>
#include <redress/stream.h>

struct _RdStream {
	const RdEndpoint *endpoint; /* borrowed */
	int fd;
	int stop_fd;
	guint grace_ms;
	gint64 stop_at;	 /* monotonic, once the stop fd was seen readable; 0: it was not */
	guint timeout_s; /* of silence */
	gint64 until;	 /* monotonic; 0: no limit */
	gsize octets;	 /* that may still be received; 0: no limit */
	GError *error;	 /* sticky */
	gnutls_session_t tls;
	gnutls_certificate_credentials_t credentials;
};

/* Sets the sticky error unless there is one already; FALSE. */
gboolean rd_stream_fail(RdStream *self, RdStreamError code, const char *why);

/* Waits for @events (of poll) until @until or the stream's own limit; FALSE once it failed. */
gboolean rd_stream_poll(RdStream *self, short events, gint64 until);

/* The handshake, with verification, on the connected fd. */
gboolean rd_stream_handshake(RdStream *self, gint64 until);

/* One step of the handshake's, read's or write's result: TRUE to call GnuTLS again. */
gboolean rd_stream_tls_again(RdStream *self, gssize result, gint64 until);
