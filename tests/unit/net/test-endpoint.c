#include <criterion/criterion.h>
#include <redress/endpoint.h>
#include <redress/error.h>
#include <string.h>

Test(endpoint, a_uri_says_host_port_tls_and_folder)
{
	static const struct {
		const char *uri, *host, *path;
		guint16 port;
		RdTls tls;
	} cases[] = {
		{"imaps://ann@imap.example", "imap.example", "", 993, RD_TLS_IMPLICIT},
		{"IMAP://ann@imap.example:1143/A/B%20c", "imap.example", "A/B c", 1143,
		 RD_TLS_START},
		{"imap://[::1]/INBOX", "::1", "INBOX", 143, RD_TLS_START},
		{"smtp://mail.example", "mail.example", "", 25, RD_TLS_START},
		{"smtp://ann@mail.example", "mail.example", "", 587, RD_TLS_START},
		{"smtps://ann@b\xc3\xbc"
		 "cher.example",
		 "xn--bcher-kva.example", "", 465, RD_TLS_IMPLICIT},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdServerSettings settings = {.uri = (char *)cases[i].uri};
		g_autoptr(GError) error = NULL;
		g_autoptr(RdEndpoint) endpoint = rd_endpoint_new(&settings, &error);

		cr_assert_not_null(endpoint, "%s: %s", cases[i].uri, error ? error->message : "");
		cr_expect_str_eq(endpoint->host, cases[i].host);
		cr_expect_str_eq(endpoint->path, cases[i].path);
		cr_expect_eq(endpoint->port, cases[i].port, "%s", cases[i].uri);
		cr_expect_eq(endpoint->tls, cases[i].tls, "%s", cases[i].uri);
	}
}

Test(endpoint, a_user_may_stand_beside_the_uri)
{
	RdServerSettings settings = {.uri = (char *)"imaps://imap.example",
				     .user = (char *)"complaints@everbright.example"};
	RdServerSettings escaped = {.uri = (char *)"imaps://complaints%40everbright.example@h"};
	g_autoptr(RdEndpoint) one = rd_endpoint_new(&settings, NULL);
	g_autoptr(RdEndpoint) two = rd_endpoint_new(&escaped, NULL);

	cr_expect_str_eq(one->user, "complaints@everbright.example");
	cr_expect_str_eq(two->user, "complaints@everbright.example");
}

Test(endpoint, what_could_end_a_command_is_refused)
{
	static const char *const bad[] = {
		"imaps://ann%0d%0a1%20DELETE@imap.example",
		"imaps://ann@imap.example/INBOX%0a",
		"imaps://ann@imap.exa%0dmple",
		"imaps://@imap.example",
		"imaps:///INBOX",
		"imaps://ann@imap.example:0",
		"pop3://ann@imap.example",
		"imap.example",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		RdServerSettings settings = {.uri = (char *)bad[i]};
		g_autoptr(GError) error = NULL;

		cr_expect_null(rd_endpoint_new(&settings, &error), "%s", bad[i]);
		cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG), "%s", bad[i]);
	}
}

Test(endpoint, a_password_in_the_uri_is_refused_and_not_repeated)
{
	RdServerSettings settings = {.uri = (char *)"imaps://ann:hunter2@imap.example"};
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_endpoint_new(&settings, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	cr_expect_null(strstr(error->message, "hunter2"), "%s", error->message);
}

Test(endpoint, plain_text_is_for_those_who_say_so)
{
	RdServerSettings settings = {.uri = (char *)"smtp://127.0.0.1", .allow_plaintext = TRUE};
	RdServerSettings implicit = {.uri = (char *)"smtps://127.0.0.1", .allow_plaintext = TRUE};
	g_autoptr(RdEndpoint) one = rd_endpoint_new(&settings, NULL);
	g_autoptr(RdEndpoint) two = rd_endpoint_new(&implicit, NULL);

	cr_expect_eq(one->tls, RD_TLS_NONE);
	cr_expect_eq(two->tls, RD_TLS_IMPLICIT);
	cr_expect(one->loopback);
}

/* RFC 5321 section 4.5.3.2: a filter may look at a mail for ten minutes. */
Test(endpoint, a_server_may_think_longer_about_a_whole_mail)
{
	static const struct {
		const char *uri;
		guint wanted_s, timeout_s, patience_s;
	} cases[] = {
		{"smtp://relay.example", 0, 300, 600},	 {"imap://imap.example", 0, 60, 600},
		{"smtp://relay.example", 20, 20, 200},	 {"smtp://relay.example", 90, 90, 600},
		{"smtp://relay.example", 600, 600, 600},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdServerSettings settings = {.uri = (char *)cases[i].uri,
					     .timeout_s = cases[i].wanted_s};
		g_autoptr(RdEndpoint) endpoint = rd_endpoint_new(&settings, NULL);

		cr_expect_eq(endpoint->timeout_s, cases[i].timeout_s, "%zu", i);
		cr_expect_eq(endpoint->patience_s, cases[i].patience_s, "%zu", i);
	}
}
