#include "../../../src/net/resolve.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netdb.h>
#include <netinet/in.h>

static gboolean
is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) ==
		       INADDR_LOOPBACK;
	return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
}

static void
expect_loopback(const char *host)
{
	gint64 until = g_get_monotonic_time() + 30 * G_TIME_SPAN_SECOND;
	struct addrinfo *found = rd_resolve(host, 993, until, -1, NULL);

	cr_assert_not_null(found, "%s", host);
	for (struct addrinfo *one = found; one != NULL; one = one->ai_next)
		cr_expect(is_loopback(one->ai_addr), "%s", host);
	freeaddrinfo(found);
}

Test(resolve, localhost_and_what_is_under_it_are_this_machine_whoever_is_asked)
{
	expect_loopback("localhost");
	expect_loopback("LOCALHOST.");
	expect_loopback("mail.localhost");
}
