/*
 * endpoint.h - where a server is, taken from its settings and checked.
 *
 * Nothing here touches the network. Whatever reaches a command later (host, user,
 * folder) is free of control characters from here on.
 */

#pragma once

#include <redress/config.h>

G_BEGIN_DECLS

typedef enum {
	RD_TLS_START,	 /* STARTTLS, or no TLS to a loopback host that does not offer it */
	RD_TLS_IMPLICIT, /* from the first octet (RFC 8314) */
	RD_TLS_NONE,	 /* the operator allows plain text: STARTTLS is not asked for */
} RdTls;

typedef struct {
	char *scheme; /* imap, imaps, smtp or smtps */
	char *host;   /* ASCII; the name that is resolved, sent as SNI and verified */
	guint16 port;
	RdTls tls;
	gboolean loopback; /* host is localhost or a loopback address */
	char *user;	   /* NULL: no authentication */
	char *auth;	   /* as the setting; NULL: the best offered */
	char *path;	   /* UTF-8, levels split by "/"; "" when the URI has none */
	char *ca_file;	   /* PEM; NULL: the system's trust store */
	guint timeout_s;   /* without an octet from the server */
	guint patience_s;  /* more, after a whole mail (RFC 5321 section 4.5.3.2.6) */
} RdEndpoint;

/*
 * Reads @settings->uri. Without a port: 993 imaps, 143 imap, 465 smtps, smtp 587
 * with a user and 25 without. CONFIG on failure, with the URI but never a secret.
 */
RdEndpoint *rd_endpoint_new(const RdServerSettings *settings,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_endpoint_free(RdEndpoint *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdEndpoint, rd_endpoint_free)

/* "imap.example:993", for messages; free with g_free(). */
char *rd_endpoint_format(const RdEndpoint *self);

G_END_DECLS
