/*
 * What relays do that are not Postfix, and what RFC 5321 lets any of them do.
 */

#include <criterion/criterion.h>
#include <redress/transport.h>
#include <string.h>

#include "script-peer.h"

TestSuite(smtp_servers, .timeout = 100);

#define HELLO  "S 220 hi\nC EHLO\nS 250-me\nS 250 HELP\n"
#define ACCEPT "C MAIL\nS 250 ok\nC RCPT\nS 250 ok\nC DATA\nS 354 go\n.\nS 250 ok\n"
#define QUIT   "C QUIT\nS 221 bye\n"

/* Delivers @text to ann; what was heard is returned, the recipient's outcome in @out. */
static char *
deliver(const char *script, const char *text, RdEnvelope **out)
{
	ScriptPeer *peer = script_peer_start(script);
	g_autofree char *uri = g_strdup_printf("smtp://127.0.0.1:%u", script_peer_get_port(peer));
	RdTransportSettings settings = {.server = {.uri = uri, .timeout_s = 1}};
	RdTransport *transport = rd_transport_new(&settings, NULL);
	g_autoptr(GBytes) message = g_bytes_new(text, strlen(text));

	*out = rd_envelope_new("ob-1", "");
	rd_envelope_add(*out, "ann@a.example");
	cr_assert(rd_transport_deliver(transport, *out, message, NULL));
	rd_transport_free(transport);
	return script_peer_finish(peer);
}

static void
expect_detail(const char *script, RdDelivery delivery, int code, const char *detail)
{
	g_autoptr(RdEnvelope) envelope = NULL;
	g_autofree char *heard = deliver(script, "Subject: hi\r\n\r\nx\r\n", &envelope);
	const RdRecipient *one = envelope->recipients->pdata[0];

	cr_expect_eq(one->delivery, delivery, "%d %s: %s", one->code, one->detail, script);
	cr_expect_eq(one->code, code, "%d: %s", one->code, script);
	if (detail != NULL)
		cr_expect_str_eq(one->detail, detail, "%s", one->detail);
}

Test(smtp_servers, a_mail_gets_through_however_it_is_taken)
{
	static const char *const scripts[] = {
		/* from before 1995 */
		"S 220\nC EHLO\nS 500 what?\nC HELO\nS 250\n" ACCEPT QUIT,
		"S 220 hi\nC EHLO\nS 502-5.5.2 not here\nS 502 5.5.2 nor there\nC HELO\nS 250 "
		"me\n" ACCEPT QUIT,
		/* a greeting in parts, by octets; and codes that differ: the last one counts */
		"O\nS 220-mx.example ESMTP\nS 220-no spam\nS 220 go on\nC EHLO\nS 250-me\n"
		"S 250-PIPELINING\nS 250-8BITMIME\nS 250-SIZE 0\nS 250 STARTTL\nC MAIL\nS 250 a\n"
		"S 250 b\nS 354 go\n.\nS 250 id\n" QUIT,
		HELLO "C MAIL\nS 250-ok\nS 250 ok\nC RCPT\nS 550-it is\nS 251 forwarded\nC DATA\n"
		      "S 354-now\nS 354 go\n.\nS 250-kept\nS 250 id=7\n" QUIT,
		/* gone as soon as it has the mail, or in the middle of good manners */
		HELLO ACCEPT,
		HELLO ACCEPT "X\n",
		HELLO ACCEPT "C QUIT\n",
		HELLO ACCEPT "C QUIT\nM\n",
		HELLO ACCEPT "C QUIT\nS 421 closing\n",
		/* bare line ends, 8-bit words, no words at all */
		"R 220 hi\\n\nC EHLO\nR 250-me\\n250 HELP\\n\n" ACCEPT QUIT,
		"S 220 gr\xfc\xdf dich\nC EHLO\nS 250 \xff\n" ACCEPT QUIT,
		"S 220\nC EHLO\nS 250\nC MAIL\nS 250\nC RCPT\nS 250\nC DATA\nS 354\n.\nS "
		"250\n" QUIT,
	};

	for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++)
		expect_detail(scripts[i], RD_DELIVERY_SENT, 250, NULL);
}

/* Gmail's last line is an address of the web, Exchange's first one has the reason. */
Test(smtp_servers, a_person_reads_all_that_a_refusal_says)
{
	expect_detail(HELLO "C MAIL\nS 250 ok\nC RCPT\nS 550-5.1.1 Nobody here\nS 550-5.1.1 has "
			    "that name, see\nS 550 5.1.1 https://relay.example/who\nC RSET\n"
			    "S 250 ok\n" QUIT,
		      RD_DELIVERY_REJECTED, 550,
		      "5.1.1 Nobody here has that name, see https://relay.example/who");
	expect_detail(HELLO "C MAIL\nS 250 ok\nC RCPT\nS 450-\nS 450-later\nS 450\nC RSET\n"
			    "S 250 ok\n" QUIT,
		      RD_DELIVERY_DEFERRED, 450, "later");
	expect_detail(HELLO "C MAIL\nS 250 ok\nC RCPT\nS 550-no\nS 450 maybe later\nC RSET\n"
			    "S 250 ok\n" QUIT,
		      RD_DELIVERY_DEFERRED, 450, "no maybe later");
}

/* The text goes out in chunks; a line that begins in the next one may begin with a dot. */
Test(smtp_servers, a_dot_is_doubled_wherever_the_text_is_cut)
{
	for (gsize fill = 16378; fill <= 16386; fill++) {
		g_autofree char *first = g_strnfill(fill, 'x');
		g_autofree char *text = g_strconcat(first, "\r\n.\r\n..a\r\nb.\r\n", NULL);
		g_autofree char *sent = g_strconcat(first, "\n..\n...a\nb.\n.\n", NULL);
		g_autoptr(RdEnvelope) envelope = NULL;
		g_autofree char *heard = deliver(HELLO ACCEPT QUIT, text, &envelope);

		cr_expect_not_null(strstr(heard, sent), "%zu", fill);
	}
}
