/*
 * replay.h - a server that says the same octets to every client, whatever it hears.
 */

#pragma once

#include <arpa/inet.h>
#include <glib.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
	int listener;
	guint16 port;
	const uint8_t *data;
	size_t size;
} Replay;

static gpointer
replay_serve(gpointer user_data)
{
	Replay *self = user_data;
	int client = accept(self->listener, NULL, NULL);
	char heard[4096];

	if (client < 0)
		return NULL;
	send(client, self->data, self->size, MSG_NOSIGNAL);
	shutdown(client, SHUT_WR);
	while (recv(client, heard, sizeof(heard), 0) > 0)
		continue;
	close(client);
	return NULL;
}

/* One listener for all runs; the thread is to be joined. */
static inline GThread *
replay_start(Replay *self, const uint8_t *data, size_t size)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);

	if (self->port == 0) {
		self->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (bind(self->listener, (struct sockaddr *)&address, len) != 0 ||
		    listen(self->listener, 16) != 0 ||
		    getsockname(self->listener, (struct sockaddr *)&address, &len) != 0)
			g_error("no port on loopback");
		self->port = ntohs(address.sin_port);
	}
	self->data = data;
	self->size = size;
	return g_thread_new("replay", replay_serve, self);
}
