#include <redress/endpoint.h>
#include <redress/error.h>
#include <redress/sasl.h>

#include <gio/gio.h>
#include <string.h>

/* How long a server may be silent where the settings do not say (RFC 5321 section 4.5.3.2). */
#define IMAP_TIMEOUT_S 60
#define SMTP_TIMEOUT_S 300
#define PATIENCE_S     600

/* Where they do: a filter behind the final dot takes longer than a word. */
#define PATIENCE_TIMES 10

static const struct {
	const char *scheme;
	guint16 port;
	guint16 port_with_user;
	RdTls tls;
} schemes[] = {
	{"imap", 143, 143, RD_TLS_START},
	{"imaps", 993, 993, RD_TLS_IMPLICIT},
	{"smtp", 25, 587, RD_TLS_START}, /* RFC 6409: submission asks who one is */
	{"smtps", 465, 465, RD_TLS_IMPLICIT},
};

void
rd_endpoint_free(RdEndpoint *self)
{
	g_free(self->scheme);
	g_free(self->host);
	g_free(self->user);
	g_free(self->auth);
	g_free(self->path);
	g_free(self->ca_file);
	g_free(self);
}

static gboolean
endpoint_fail(GError **error, const char *uri, const char *why)
{
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "\"%s\": %s", uri, why);
	return FALSE;
}

static gboolean
endpoint_text_is_clean(const char *text)
{
	if (!g_utf8_validate(text, -1, NULL))
		return FALSE;
	for (const char *p = text; *p != '\0'; p++) {
		if (g_ascii_iscntrl(*p))
			return FALSE;
	}
	return TRUE;
}

static gboolean
endpoint_is_loopback(const char *host)
{
	g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);

	if (address != NULL)
		return g_inet_address_get_is_loopback(address);
	return g_ascii_strcasecmp(host, "localhost") == 0;
}

static gboolean
endpoint_set_scheme(RdEndpoint *self, const char *scheme, int port)
{
	for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
		if (g_ascii_strcasecmp(scheme, schemes[i].scheme) != 0)
			continue;
		self->scheme = g_strdup(schemes[i].scheme);
		self->tls = schemes[i].tls;
		if (port < 0)
			port = self->user != NULL ? schemes[i].port_with_user : schemes[i].port;
		self->port = (guint16)port;
		return TRUE;
	}
	return FALSE;
}

/* A URI with a password must not be repeated in a message. */
static gboolean
endpoint_has_password(const char *uri)
{
	g_autofree char *password = NULL;

	return g_uri_split_with_user(uri, G_URI_FLAGS_HAS_PASSWORD, NULL, NULL, &password, NULL,
				     NULL, NULL, NULL, NULL, NULL, NULL) &&
	       password != NULL;
}

static gboolean
endpoint_parse(RdEndpoint *self, const RdServerSettings *settings, GError **error)
{
	const char *uri = settings->uri;
	g_autofree char *scheme = NULL;
	g_autofree char *host = NULL;
	g_autofree char *path = NULL;
	int port;
	g_autoptr(GError) local = NULL;

	if (endpoint_has_password(uri))
		return endpoint_fail(error, "URI of a server",
				     "a password does not belong here: use password_command, "
				     "password_file or credential");
	if (!g_uri_split_with_user(uri, G_URI_FLAGS_NONE, &scheme, &self->user, NULL, NULL, &host,
				   &port, &path, NULL, NULL, &local))
		return endpoint_fail(error, uri, local->message);
	if (settings->user != NULL) {
		g_free(self->user);
		self->user = g_strdup(settings->user);
	}
	if (scheme == NULL || !endpoint_set_scheme(self, scheme, port) || port == 0)
		return endpoint_fail(error, uri, "not an imap, imaps, smtp or smtps URI");
	if (host == NULL || host[0] == '\0')
		return endpoint_fail(error, uri, "names no host");
	self->host = g_hostname_to_ascii(host);
	self->path = g_strdup(path + (path[0] == '/'));
	if (self->host == NULL || !endpoint_text_is_clean(self->host))
		return endpoint_fail(error, uri, "the host name cannot be one");
	if (!endpoint_text_is_clean(self->path) ||
	    (self->user != NULL && (self->user[0] == '\0' || !endpoint_text_is_clean(self->user))))
		return endpoint_fail(error, uri, "user or folder is empty or has odd characters");
	return TRUE;
}

static void
endpoint_set_timeouts(RdEndpoint *self, guint wanted_s)
{
	gboolean smtp = g_str_has_prefix(self->scheme, "smtp");

	self->timeout_s = wanted_s > 0 ? wanted_s : smtp ? SMTP_TIMEOUT_S : IMAP_TIMEOUT_S;
	self->patience_s = MAX(self->timeout_s, MIN(self->timeout_s * PATIENCE_TIMES, PATIENCE_S));
}

RdEndpoint *
rd_endpoint_new(const RdServerSettings *settings, GError **error)
{
	g_autoptr(RdEndpoint) self = g_new0(RdEndpoint, 1);

	if (!endpoint_parse(self, settings, error))
		return NULL;
	if (settings->auth != NULL && !rd_sasl_is_known(settings->auth)) {
		endpoint_fail(error, settings->auth,
			      "auth is plain, login, scram-sha-1, scram-sha-256 or xoauth2");
		return NULL;
	}
	self->auth = g_strdup(settings->auth);
	self->ca_file = g_strdup(settings->ca_file);
	endpoint_set_timeouts(self, settings->timeout_s);
	self->loopback = endpoint_is_loopback(self->host);
	if (self->tls == RD_TLS_START && settings->allow_plaintext)
		self->tls = RD_TLS_NONE;
	return g_steal_pointer(&self);
}

char *
rd_endpoint_format(const RdEndpoint *self)
{
	gboolean v6 = strchr(self->host, ':') != NULL;

	return g_strdup_printf("%s%s%s:%u", v6 ? "[" : "", self->host, v6 ? "]" : "", self->port);
}
