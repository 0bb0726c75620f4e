#include "stream-private.h"

#include <gio/gio.h>
#include <gnutls/x509.h>
#include <poll.h>
#include <string.h>

/* TLS 1.2 and 1.3 (RFC 8996), keys and hashes of 112 bits or more. */
#define PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM"

static gboolean
tls_fail(RdStream *self, int code)
{
	return rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, gnutls_strerror(code));
}

/* Without one trusted certificate nothing could be verified, so that is an error. */
static gboolean
tls_load_trust(RdStream *self)
{
	const char *ca_file = self->endpoint->ca_file;
	g_autofree char *why = NULL;
	int n = gnutls_certificate_allocate_credentials(&self->credentials);

	if (n < 0)
		return tls_fail(self, n);
	n = ca_file != NULL ? gnutls_certificate_set_x509_trust_file(self->credentials, ca_file,
								     GNUTLS_X509_FMT_PEM)
			    : gnutls_certificate_set_x509_system_trust(self->credentials);
	if (n > 0)
		return TRUE;
	why = g_strdup_printf("%s: no trusted certificate in it%s%s",
			      ca_file != NULL ? ca_file : "trust store of the system",
			      n < 0 ? ": " : "", n < 0 ? gnutls_strerror(n) : "");
	return rd_stream_fail(self, RD_STREAM_ERROR_CERTIFICATE, why);
}

static gboolean
tls_prepare(RdStream *self)
{
	const char *host = self->endpoint->host;
	int code;

	if (!tls_load_trust(self))
		return FALSE;
	code = gnutls_init(&self->tls, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
	if (code >= 0)
		code = gnutls_priority_set_direct(self->tls, PRIORITY, NULL);
	if (code >= 0)
		code = gnutls_credentials_set(self->tls, GNUTLS_CRD_CERTIFICATE, self->credentials);
	if (code >= 0 && !g_hostname_is_ip_address(host)) /* RFC 6066 section 3 */
		code = gnutls_server_name_set(self->tls, GNUTLS_NAME_DNS, host, strlen(host));
	if (code < 0)
		return tls_fail(self, code);
	gnutls_session_set_verify_cert(self->tls, host, 0);
	gnutls_transport_set_int(self->tls, self->fd);
	return TRUE;
}

static gboolean
tls_fail_certificate(RdStream *self)
{
	unsigned status = gnutls_session_get_verify_cert_status(self->tls);
	gnutls_datum_t text = {NULL, 0};
	g_autofree char *why = NULL;

	gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text, 0);
	why = g_strdup_printf("certificate refused: %s",
			      text.data != NULL ? (char *)text.data : "not valid");
	gnutls_free(text.data);
	return rd_stream_fail(self, RD_STREAM_ERROR_CERTIFICATE, g_strchomp(why));
}

gboolean
rd_stream_tls_again(RdStream *self, gssize result, gint64 until)
{
	int code = (int)result;

	if (code == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
		return tls_fail_certificate(self);
	if (code == GNUTLS_E_PREMATURE_TERMINATION)
		return rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, "closed by the server");
	if (code == GNUTLS_E_REHANDSHAKE || gnutls_error_is_fatal(code))
		return tls_fail(self, code);
	if (code != GNUTLS_E_AGAIN && code != GNUTLS_E_INTERRUPTED) /* a warning alert */
		return g_get_monotonic_time() < until ||
		       rd_stream_fail(self, RD_STREAM_ERROR_BROKEN, "timed out");
	return rd_stream_poll(self, gnutls_record_get_direction(self->tls) ? POLLOUT : POLLIN,
			      until);
}

gboolean
rd_stream_handshake(RdStream *self, gint64 until)
{
	int code;

	if (!tls_prepare(self))
		return FALSE;
	while ((code = gnutls_handshake(self->tls)) < 0) {
		if (!rd_stream_tls_again(self, code, until))
			return FALSE;
	}
	return TRUE;
}
