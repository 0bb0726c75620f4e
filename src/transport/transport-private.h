/*
 * transport-private.h - what a transport backend implements.
 *
 * Only files in src/transport include this. A new backend is one .c file that
 * fills in an RdTransportBackend, one line in the table in transport.c, and one
 * test file.
 */

#pragma once

#include <redress/transport.h>

typedef struct {
	const char *schemes[3]; /* of the URI, in lower case; NULL-terminated */

	/* Checks @settings and makes the backend's own struct; CONFIG on failure. */
	RdTransport *(*create)(const RdTransportSettings *settings, GError **error);

	/* As rd_transport_deliver(); every recipient is DEFERRED without detail at the start. */
	gboolean (*deliver)(RdTransport *self, RdEnvelope *envelope, GBytes *message,
			    GError **error);

	void (*idle)(RdTransport *self); /* NULL: has no connection */
	char *(*describe)(RdTransport *self, GError **error);
	void (*free)(RdTransport *self);
} RdTransportBackend;

/* The first member of every backend's own struct; transport.c sets it. */
struct _RdTransport {
	const RdTransportBackend *backend;
	int stop_fd;
};

/* Writes the outcome of one recipient. @detail is made one line of UTF-8. */
void rd_recipient_set(RdRecipient *self, RdDelivery delivery, int code, const char *detail);
/* The same outcome for every recipient of @envelope. */
void rd_envelope_set_all(RdEnvelope *envelope, RdDelivery delivery, int code, const char *detail);

/* @inner, which is consumed, with a copy of each mail in the folder of @settings. CONFIG. */
RdTransport *rd_transport_copy_new(RdTransport *inner, const RdServerSettings *settings,
				   GError **error) G_GNUC_WARN_UNUSED_RESULT;

extern const RdTransportBackend rd_transport_maildir;
extern const RdTransportBackend rd_transport_smtp;
