/* resolve.h - getaddrinfo() that can be given up on. */

#pragma once

#include <netdb.h>
#include <redress/stream.h>

/*
 * The addresses of @host, to be freed with freeaddrinfo(). getaddrinfo() itself
 * cannot be interrupted: it runs in a thread that is left behind at @until (monotonic
 * time) or when @stop_fd is readable, and ends when the system's resolver gives up.
 */
struct addrinfo *rd_resolve(const char *host, guint16 port, gint64 until, int stop_fd,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
