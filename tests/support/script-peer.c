#include "script-peer.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

struct _ScriptPeer {
	GSocketListener *listener;
	GThread *thread;
	char **steps;
	guint16 port;
	int event;
	gsize segment; /* octets in one */
	GString *heard;
	char *tag;
	char *missed; /* what was not heard, and what was instead */
	GSocketConnection *client;
	GDataInputStream *in;
};

static gboolean
peer_accept(ScriptPeer *self)
{
	GInputStream *in;

	g_clear_object(&self->in);
	g_clear_object(&self->client);
	self->client = g_socket_listener_accept(self->listener, NULL, NULL, NULL);
	if (self->client == NULL)
		return FALSE;
	/* Else a line would wait 40 ms for the one before it to be acknowledged. */
	g_socket_set_option(g_socket_connection_get_socket(self->client), IPPROTO_TCP, TCP_NODELAY,
			    1, NULL);
	in = g_io_stream_get_input_stream(G_IO_STREAM(self->client));
	self->in = g_data_input_stream_new(in);
	g_filter_input_stream_set_close_base_stream(G_FILTER_INPUT_STREAM(self->in), FALSE);
	g_data_input_stream_set_newline_type(self->in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
	return TRUE;
}

static gboolean
peer_send(ScriptPeer *self, const char *text, const char *end, gsize step)
{
	g_autofree char *octets = g_strcompress(text);
	GString *out = g_string_new(NULL);
	GOutputStream *to = g_io_stream_get_output_stream(G_IO_STREAM(self->client));
	gboolean ok = TRUE;

	if (octets[0] == '$')
		g_string_append(out, self->tag);
	g_string_append(out, octets + (octets[0] == '$'));
	g_string_append(out, end);
	for (gsize at = 0; ok && at < out->len; at += step)
		ok = g_output_stream_write_all(to, out->str + at, MIN(step, out->len - at), NULL,
					       NULL, NULL);
	g_string_free(out, TRUE);
	return ok;
}

static gboolean
peer_send_nul(ScriptPeer *self)
{
	GOutputStream *to = g_io_stream_get_output_stream(G_IO_STREAM(self->client));

	return g_output_stream_write_all(to, "", 1, NULL, NULL, NULL);
}

/* As fast as the client takes them, which is never fast enough for a limit of time. */
static void
peer_drip(ScriptPeer *self, const char *text)
{
	do {
		g_usleep(50000);
	} while (peer_send(self, text, "", 1));
}

static char *
peer_hear(ScriptPeer *self)
{
	char *line = g_data_input_stream_read_line(self->in, NULL, NULL, NULL);

	if (line != NULL)
		g_string_append_printf(self->heard, "%s\n", line);
	return line;
}

static gboolean
peer_expect(ScriptPeer *self, const char *text)
{
	g_autofree char *line = peer_hear(self);

	if (line == NULL || strstr(line, text) == NULL) {
		self->missed = g_strdup_printf("\"%s\", but heard \"%s\"", text,
					       line != NULL ? line : "(end)");
		return FALSE;
	}
	if (g_ascii_isdigit(line[0])) { /* not the DONE of IDLE, nor a response to a challenge */
		g_free(self->tag);
		self->tag = g_strndup(line, strcspn(line, " "));
	}
	return TRUE;
}

static gboolean
peer_expect_quiet(ScriptPeer *self)
{
	GSocket *socket = g_socket_connection_get_socket(self->client);

	if (g_buffered_input_stream_get_available(G_BUFFERED_INPUT_STREAM(self->in)) == 0 &&
	    g_socket_get_available_bytes(socket) <= 0)
		return TRUE;
	self->missed = g_strdup("silence, but more was said");
	return FALSE;
}

static gboolean
peer_hear_literal(ScriptPeer *self, gsize len)
{
	g_autofree char *octets = g_malloc0(len + 1);

	if (!g_input_stream_read_all(G_INPUT_STREAM(self->in), octets, len, NULL, NULL, NULL))
		return FALSE;
	g_string_append_printf(self->heard, "%s\n", octets);
	return TRUE;
}

static gboolean
peer_hear_mail(ScriptPeer *self)
{
	for (;;) {
		g_autofree char *line = peer_hear(self);

		if (line == NULL)
			return FALSE;
		if (strcmp(line, ".") == 0)
			return TRUE;
	}
}

static void
peer_hear_out(ScriptPeer *self)
{
	char *line;

	while ((line = peer_hear(self)) != NULL)
		g_free(line);
}

static void
peer_reset(ScriptPeer *self)
{
	struct linger at_once = {1, 0};
	int fd = g_socket_get_fd(g_socket_connection_get_socket(self->client));

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	g_io_stream_close(G_IO_STREAM(self->client), NULL, NULL);
}

static gboolean
peer_step(ScriptPeer *self, const char *step)
{
	const char *text = step[0] != '\0' && step[1] == ' ' ? step + 2 : "";

	switch (step[0]) {
	case 'S':
		return peer_send(self, text, "\r\n", self->segment);
	case 'R':
		return peer_send(self, text, "", self->segment);
	case 'O':
		self->segment = 1;
		return TRUE;
	case 'Z':
		return peer_send_nul(self);
	case 'Q':
		return peer_expect_quiet(self);
	case 'D':
		peer_drip(self, text);
		return TRUE;
	case 'C':
		return peer_expect(self, text);
	case 'B':
		return peer_hear_literal(self, (gsize)g_ascii_strtoull(text, NULL, 10));
	case '.':
		return peer_hear_mail(self);
	case 'M':
		peer_hear_out(self);
		return TRUE;
	case 'X':
		peer_reset(self);
		return TRUE;
	case '!':
		return eventfd_write(self->event, 1) == 0;
	case 'N':
		return peer_accept(self);
	case '\0':
		return TRUE;
	default:
		g_error("no such step: %s", step);
	}
}

static gpointer
peer_serve(gpointer data)
{
	ScriptPeer *self = data;
	gboolean ok = peer_accept(self);

	for (char **step = self->steps; ok && *step != NULL; step++)
		ok = peer_step(self, *step);
	g_clear_object(&self->in);
	g_clear_object(&self->client);
	return NULL;
}

ScriptPeer *
script_peer_start(const char *script)
{
	ScriptPeer *self = g_new0(ScriptPeer, 1);
	g_autoptr(GError) error = NULL;
	g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);
	g_autoptr(GSocketAddress) any = g_inet_socket_address_new(loopback, 0);
	g_autoptr(GSocketAddress) bound = NULL;

	self->listener = g_socket_listener_new();
	g_socket_listener_add_address(self->listener, any, G_SOCKET_TYPE_STREAM,
				      G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
	g_assert_no_error(error);
	self->port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(bound));
	self->steps = g_strsplit(script, "\n", -1);
	self->heard = g_string_new(NULL);
	self->segment = G_MAXSIZE / 2;
	self->tag = g_strdup("*");
	self->event = eventfd(0, EFD_CLOEXEC);
	self->thread = g_thread_new("script-peer", peer_serve, self);
	return self;
}

guint16
script_peer_get_port(const ScriptPeer *self)
{
	return self->port;
}

int
script_peer_get_event(const ScriptPeer *self)
{
	return self->event;
}

char *
script_peer_uri(const ScriptPeer *self, const char *scheme, const char *path)
{
	return g_strdup_printf("%s://ann@127.0.0.1:%u/%s", scheme, self->port, path);
}

char *
script_peer_finish(ScriptPeer *self)
{
	char *heard;

	g_thread_join(self->thread);
	if (self->missed != NULL)
		g_error("the peer waited for %s; it heard\n%s", self->missed, self->heard->str);
	heard = g_string_free(self->heard, FALSE);
	g_object_unref(self->listener);
	close(self->event);
	g_strfreev(self->steps);
	g_free(self->tag);
	g_free(self);
	return heard;
}
