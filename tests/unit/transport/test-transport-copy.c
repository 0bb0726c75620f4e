#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/transport.h>
#include <string.h>

#include "scratch.h"
#include "script-peer.h"

TestSuite(transport_copy, .timeout = 30);

#define CONNECT                                                                                    \
	"S * OK ready\nC CAPABILITY\nS * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\nS $ OK done\n"   \
	"C AUTHENTICATE PLAIN\nS $ OK in\nC CAPABILITY\nS * CAPABILITY IMAP4rev1 NAMESPACE\n"      \
	"S $ OK done\n"
#define LOGIN  CONNECT "C LIST \"\" Sent\nS * LIST () \"/\" Sent\nS $ OK done\n"
#define APPEND "C APPEND Sent (\\Seen) {18}\nS + go\nB 18\nC \nS $ OK [APPENDUID 1 2] done\n"
#define LOGOUT "C LOGOUT\nS * BYE\nS $ OK bye\n"

/* Delivers a mail into a Maildir @times times, with copies to the server of @script. */
static char *
deliver(const char *script, guint times, guint distinct)
{
	ScriptPeer *peer = script_peer_start(script);
	char *dir = scratch_new();
	g_autofree char *uri = g_strconcat("maildir:", dir, NULL);
	g_autofree char *copy_to = script_peer_uri(peer, "imap", "Sent");
	RdTransportSettings settings = {
		.server.uri = uri,
		.copy_to = {.uri = copy_to,
			    .timeout_s = 1,
			    .password_command = (char *)"echo s3cret"},
	};
	g_autoptr(GError) error = NULL;
	RdTransport *transport = rd_transport_new(&settings, &error);
	g_autoptr(GBytes) message = g_bytes_new_static("Subject: hi\r\n\r\nx\r\n", 18);

	g_assert_no_error(error);
	for (guint i = 0; i < times; i++) {
		g_autofree char *id = g_strdup_printf("ob-%u", i % distinct);
		g_autoptr(RdEnvelope) envelope = rd_envelope_new(id, "");
		const RdRecipient *one;

		rd_envelope_add(envelope, "ann@a.example");
		cr_assert(rd_transport_deliver(transport, envelope, message, NULL));
		one = envelope->recipients->pdata[0];
		cr_expect_eq(one->delivery, RD_DELIVERY_SENT, "a copy decides nothing");
	}
	rd_transport_free(transport);
	scratch_remove(dir);
	return script_peer_finish(peer);
}

Test(transport_copy, each_mail_is_copied_once)
{
	g_autofree char *heard = deliver(LOGIN APPEND APPEND LOGOUT, 4, 2);

	cr_expect_not_null(strstr(heard, "Subject: hi\r\n\r\nx"));
}

Test(transport_copy, a_session_that_died_is_replaced)
{
	g_autofree char *heard = deliver(LOGIN APPEND "N\n" LOGIN APPEND LOGOUT, 2, 2);
}

/* As with Courier, and many a Cyrus. */
Test(transport_copy, where_all_folders_lie_in_one_that_for_copies_does_too)
{
	g_autofree char *heard = deliver(
		CONNECT "C LIST \"\" Sent\nS $ OK none\nC CREATE Sent\nS $ NO no such place\n"
			"C NAMESPACE\nS * NAMESPACE ((\"INBOX.\" \".\")) NIL NIL\nS $ OK done\n"
			"C LIST \"\" INBOX.Sent\nS * LIST () \".\" INBOX.Sent\nS $ OK done\n"
			"C APPEND INBOX.Sent (\\Seen) {18}\nS + go\nB 18\nC \nS $ OK done\n" LOGOUT,
		1, 1);
}

Test(transport_copy, a_copy_that_fails_leaves_the_mail_delivered)
{
	static const char *const scripts[] = {"",
					      LOGIN "C APPEND\nS $ NO [OVERQUOTA] full\n" LOGOUT,
					      LOGIN "C APPEND\nS + go\nX\n"};

	for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++)
		g_free(deliver(scripts[i], 1, 1));
}

Test(transport_copy, a_uri_that_is_no_folder_is_refused)
{
	static const char *const uris[] = {"smtp://ann@h/Sent", "imaps://ann@h", "maildir:/tmp"};

	for (gsize i = 0; i < G_N_ELEMENTS(uris); i++) {
		RdTransportSettings settings = {
			.server.uri = (char *)"maildir:/tmp/out",
			.copy_to = {.uri = (char *)uris[i], .password_file = (char *)"/x"}};
		g_autoptr(GError) error = NULL;

		cr_expect_null(rd_transport_new(&settings, &error), "%s", uris[i]);
		cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
		cr_expect_not_null(strstr(error->message, "copy_to"), "%s", error->message);
	}
}
