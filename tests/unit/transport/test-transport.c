#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/transport.h>
#include <string.h>

Test(transport, names_the_uri_it_cannot_open)
{
	static const char *const uris[] = {"", "relay.example", "gopher://relay.example",
					   "maildirs:/tmp", "maildir:out"};

	for (gsize i = 0; i < G_N_ELEMENTS(uris); i++) {
		RdTransportSettings settings = {.server.uri = (char *)uris[i]};
		g_autoptr(GError) error = NULL;
		g_autoptr(RdTransport) transport = rd_transport_new(&settings, &error);

		cr_expect_null(transport, "%s", uris[i]);
		cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG), "%s", uris[i]);
		cr_expect_not_null(strstr(error->message, uris[i]), "%s", error->message);
	}
}
