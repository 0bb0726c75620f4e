#include <criterion/criterion.h>
#include <redress/imap.h>
#include <string.h>

#include "script-peer.h"

TestSuite(imap, .timeout = 100);

#define GREETED	  "S * OK ready\nC CAPABILITY\nS * CAPABILITY IMAP4rev1 "
#define LOGGED_IN "S $ OK done\nC CAPABILITY\nS * CAPABILITY IMAP4rev1 IDLE MOVE\nS $ OK done\n"
#define GOODBYE	  "C LOGOUT\nS * BYE\nS $ OK done\n"

/* One attempt to log in against @script; what was heard comes in @heard. */
static gboolean
attempt(const char *script, RdServerSettings settings, char **heard, GError **error)
{
	ScriptPeer *peer = script_peer_start(script);
	g_autofree char *uri = script_peer_uri(peer, "imap", "INBOX");
	g_autoptr(RdEndpoint) endpoint = NULL;
	g_autoptr(RdSecret) secret = NULL;
	RdImap *imap;
	gboolean ok;

	settings.uri = uri;
	settings.timeout_s = 1;
	if (settings.token_command == NULL && settings.password_command == NULL)
		settings.password_command = (char *)"echo s3cret";
	endpoint = rd_endpoint_new(&settings, NULL);
	secret = rd_secret_new(&settings, NULL);
	imap = rd_imap_connect(endpoint, secret, -1, error);
	ok = imap != NULL;
	g_clear_pointer(&imap, rd_imap_free);
	*heard = script_peer_finish(peer);
	return ok;
}

static const struct {
	const char *script;
	RdServerSettings settings;
	int code; /* -1: logged in */
	const char *said;
} cases[] = {
	{GREETED
	 "AUTH=PLAIN SASL-IR\nS $ OK done\nC AUTHENTICATE PLAIN AGFubgBzM2NyZXQ=\n" LOGGED_IN
		 GOODBYE,
	 {0},
	 -1,
	 ""},
	{GREETED "AUTH=PLAIN\nS $ OK done\nC AUTHENTICATE PLAIN\nS +\nC AGFubgBzM2NyZXQ=\n"
		 "S * CAPABILITY IMAP4rev1\nS 2 OK done\nC CAPABILITY\nS * CAPABILITY IMAP4rev1\n"
		 "S $ OK done\n" GOODBYE,
	 {0},
	 -1,
	 ""},
	{GREETED "AUTH=LOGIN\nS $ OK done\nC AUTHENTICATE LOGIN\nS + VXNlcm5hbWU6\nC YW5u\n"
		 "S + UGFzc3dvcmQ6\nC czNjcmV0\nS 2 OK done\nC CAPABILITY\n"
		 "S * CAPABILITY IMAP4rev1\nS $ OK done\n" GOODBYE,
	 {0},
	 -1,
	 ""},
	{GREETED "ID\nS $ OK done\nC LOGIN\n" LOGGED_IN GOODBYE, {0}, -1, ""},
	/* The token's error comes as a challenge first, to be answered with nothing. */
	{GREETED "AUTH=XOAUTH2 SASL-IR\nS $ OK done\nC AUTHENTICATE XOAUTH2 dXNlcj1hbm4B\n"
		 "S + eyJzdGF0dXMiOiI0MDAifQ==\nC \nS 2 NO AUTHENTICATE failed.\n",
	 {.token_command = (char *)"echo tok"},
	 RD_IMAP_ERROR_LOGIN,
	 "AUTHENTICATE failed."},
	{GREETED "AUTH=PLAIN SASL-IR\nS $ OK done\nC AUTHENTICATE PLAIN\n"
		 "S $ NO [AUTHENTICATIONFAILED] wrong\n",
	 {0},
	 RD_IMAP_ERROR_LOGIN,
	 "wrong"},
	{GREETED "AUTH=PLAIN SASL-IR\nS $ OK done\nC AUTHENTICATE PLAIN\n"
		 "S $ NO [UNAVAILABLE] directory is down\n",
	 {0},
	 RD_IMAP_ERROR_BUSY,
	 "directory is down"},
	{GREETED "LOGINDISABLED\nS $ OK done\n", {0}, RD_IMAP_ERROR_CONFIG, "a password"},
	{GREETED "AUTH=PLAIN\nS $ OK done\n",
	 {.auth = (char *)"scram-sha-1"},
	 RD_IMAP_ERROR_CONFIG,
	 "scram-sha-1"},
	{GREETED "AUTH=PLAIN\nS $ OK done\n",
	 {.token_command = (char *)"echo t"},
	 RD_IMAP_ERROR_CONFIG,
	 "xoauth2"},
	{"S * PREAUTH welcome\n", {0}, RD_IMAP_ERROR_CONFIG, "PREAUTH"},
	{"S * BYE too many of you\n", {0}, RD_IMAP_ERROR_LOST, ""},
	{"M\n", {0}, RD_IMAP_ERROR_LOST, "timed out"},
	{"D * OK it will take a while until this is over and done\n",
	 {0},
	 RD_IMAP_ERROR_LOST,
	 "timed out"},
	{"S SSH-2.0-OpenSSH\n", {0}, RD_IMAP_ERROR_GARBLED, "cannot be read"},
	{"", {0}, RD_IMAP_ERROR_LOST, "closed"},
	{"S * OK ready\nC CAPABILITY\nS $ BAD what\n", {0}, RD_IMAP_ERROR_LOST, "CAPABILITY"},
	{"S * OK ready\nC CAPABILITY\nX\n", {0}, RD_IMAP_ERROR_LOST, "CAPABILITY"},
	{"S * OK ready\nC CAPABILITY\nS $ OK that is all\n",
	 {.auth = (char *)"plain"},
	 RD_IMAP_ERROR_CONFIG,
	 "plain"},
	/* What comes glued to the agreement was said by whoever sits in between. */
	{GREETED
	 "STARTTLS\nS $ OK done\nC STARTTLS\nR $ OK go\\r\\n* CAPABILITY IMAP4rev1\\r\\n\nM\n",
	 {0},
	 RD_IMAP_ERROR_LOST,
	 "plain text after"},
	{GREETED "STARTTLS AUTH=PLAIN\nS $ OK done\nC STARTTLS\nS $ NO not today\nM\n",
	 {0},
	 RD_IMAP_ERROR_REFUSED,
	 "not today"},
	{GREETED "STARTTLS AUTH=PLAIN\nS $ OK done\nC STARTTLS\nS $ OK done\nS what is TLS?\nM\n",
	 {0},
	 RD_IMAP_ERROR_LOST,
	 "STARTTLS"},
};

Test(imap, every_way_a_login_can_end)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *heard = NULL;
		g_autoptr(GError) error = NULL;
		gboolean ok = attempt(cases[i].script, cases[i].settings, &heard, &error);

		cr_expect_eq(ok, cases[i].code < 0, "%zu: %s", i, error ? error->message : "ok");
		if (error == NULL)
			continue;
		cr_expect_eq(error->code, cases[i].code, "%zu: %d %s", i, error->code,
			     error->message);
		cr_expect_not_null(strstr(error->message, cases[i].said), "%zu: %s", i,
				   error->message);
		cr_expect_null(strstr(error->message, "s3cret"), "%s", error->message);
	}
}

/* Everything after the greeting of a server that asks for TLS but cannot do it. */
Test(imap, no_secret_is_sent_when_tls_fails)
{
	for (gsize i = G_N_ELEMENTS(cases) - 3; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *heard = NULL;

		cr_expect_not(attempt(cases[i].script, cases[i].settings, &heard, NULL));
		cr_expect_null(strstr(heard, "AUTHENTICATE"), "%s", heard);
		cr_expect_null(strstr(heard, "LOGIN"), "%s", heard);
	}
}

Test(imap, a_scram_server_that_proves_nothing_is_not_believed)
{
	RdServerSettings settings = {0};
	g_autofree char *heard = NULL;
	g_autoptr(GError) error = NULL;

	cr_expect_not(attempt(GREETED
			      "AUTH=SCRAM-SHA-1 SASL-IR\nS $ OK done\nC AUTHENTICATE SCRAM-SHA-1\n"
			      "S $ OK in you go\nM\n",
			      settings, &heard, &error));
	cr_expect(g_error_matches(error, RD_IMAP_ERROR, RD_IMAP_ERROR_LOST), "%s", error->message);
}

Test(imap, an_expired_token_is_fetched_again_once)
{
	RdServerSettings settings = {
		/* Another word at each run: the nanoseconds. */
		.token_command = (char *)"date +%N",
	};
	g_autofree char *heard = NULL;
	g_autoptr(GError) error = NULL;

	cr_expect(attempt(GREETED "AUTH=XOAUTH2 SASL-IR\nS $ OK done\nC XOAUTH2\nS $ NO expired\n"
				  "C XOAUTH2\n" LOGGED_IN GOODBYE,
			  settings, &heard, &error),
		  "%s", error ? error->message : "");
	g_free(heard);
	heard = NULL;
	cr_expect_not(attempt(GREETED
			      "AUTH=XOAUTH2 SASL-IR\nS $ OK done\nC XOAUTH2\nS $ NO expired\n"
			      "C XOAUTH2\nS $ NO still expired\nC LOGOUT\n",
			      settings, &heard, &error));
}

/* Long before the timeout. */
Test(imap, a_stop_ends_a_login_at_once)
{
	ScriptPeer *peer = script_peer_start(GREETED "AUTH=PLAIN\nS $ OK done\nC AUTH\n!\nM\n");
	g_autofree char *uri = script_peer_uri(peer, "imap", "");
	RdServerSettings settings = {
		.uri = uri, .timeout_s = 20, .password_command = (char *)"echo s3cret"};
	g_autoptr(RdEndpoint) endpoint = rd_endpoint_new(&settings, NULL);
	g_autoptr(RdSecret) secret = rd_secret_new(&settings, NULL);
	gint64 before = g_get_monotonic_time();
	g_autofree char *heard = NULL;
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_imap_connect(endpoint, secret, script_peer_get_event(peer), &error));
	cr_expect(g_error_matches(error, RD_IMAP_ERROR, RD_IMAP_ERROR_STOPPED), "%s",
		  error->message);
	cr_expect_lt(g_get_monotonic_time() - before, 10 * G_USEC_PER_SEC);
	heard = script_peer_finish(peer);
}

Test(imap, folder_names_are_in_modified_utf_7)
{
	static const struct {
		const char *text, *wire;
	} names[] = {
		{"INBOX", "INBOX"},
		{"A & B", "A &- B"},
		{"~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
		 "~peter/mail/&U,BTFw-/&ZeVnLIqe-"}, /* RFC 3501 section 5.1.3 */
		{"Erledigt \xc3\xbc", "Erledigt &APw-"},
		{"\xf0\x9f\x93\xa7", "&2D3c5w-"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *wire = rd_imap_utf7(names[i].text);

		cr_expect_str_eq(wire, names[i].wire);
	}
}
