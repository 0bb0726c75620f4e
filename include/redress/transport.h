/*
 * transport.h - hand one mail to the next hop.
 *
 * A transport takes custody of the mail for each recipient, or says why it did
 * not. It keeps no queue and never retries: the outbox owns retry, back-off and
 * expiry, and the outcome below is all that it needs to decide.
 */

#pragma once

#include <glib.h>
#include <redress/config.h>

G_BEGIN_DECLS

typedef struct _RdTransport RdTransport; /* opaque: src/transport/transport-private.h */

typedef enum {
	RD_DELIVERY_DEFERRED = 0, /* not sent: no network, or a 4yz reply; try later */
	RD_DELIVERY_SENT,	  /* the next hop has custody (RFC 5321 section 4.2.5) */
	RD_DELIVERY_REJECTED,	  /* 5yz reply: do not try again */
	RD_DELIVERY_UNCERTAIN,	  /* the reply to the final dot was lost (RFC 1047) */
} RdDelivery;

/* One recipient of an envelope and what became of it. */
typedef struct {
	char *address; /* forward-path without angle brackets */
	RdDelivery delivery;
	int code;     /* SMTP reply code; 0 when there was none */
	char *detail; /* what the next hop said, one line; may be NULL */
} RdRecipient;

/*
 * Who a mail is from and to, outside its own headers. At least one recipient.
 * @id names the mail in a Maildir or a log: [A-Za-z0-9_-], the same on every retry.
 */
typedef struct {
	char *id;
	char *sender;	       /* reverse-path; "" is the null path (RFC 5321 section 4.5.5) */
	GPtrArray *recipients; /* of RdRecipient */
} RdEnvelope;

RdEnvelope *rd_envelope_new(const char *id, const char *sender);
void rd_envelope_add(RdEnvelope *self, const char *recipient);
void rd_envelope_free(RdEnvelope *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdEnvelope, rd_envelope_free)

/* TRUE if SMTP can carry @address: at most 254 octets, no control, space, "<" or ">". */
gboolean rd_envelope_address_is_valid(const char *address);

/* Opens what settings name ("maildir:PATH", "smtp://host:port"); does not connect. CONFIG. */
RdTransport *rd_transport_new(const RdTransportSettings *settings,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_transport_free(RdTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdTransport, rd_transport_free)

/*
 * Delivers @message (RFC 5322 text with CRLF line ends) and blocks until the next
 * hop has answered. Sets ->delivery of every recipient; one transport serves one
 * thread at a time. Returns FALSE with RD_ERROR_CONFIG only when settings are wrong
 * (all recipients then stay DEFERRED).
 */
gboolean rd_transport_deliver(RdTransport *self, RdEnvelope *envelope, GBytes *message,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends an idle connection. */
void rd_transport_idle(RdTransport *self);

/*
 * Once @fd (an eventfd that nobody reads) is readable, whatever blocks ends: a mail
 * is then DEFERRED; after the final dot it has one more second, and is UNCERTAIN when
 * that was not enough. -1: nothing interrupts.
 */
void rd_transport_set_stop_fd(RdTransport *self, int fd);
gboolean rd_transport_is_stopping(const RdTransport *self);

/* Connects and authenticates, and says what the server offers; NULL with an error. */
char *rd_transport_describe(RdTransport *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
