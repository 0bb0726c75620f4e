#include <criterion/criterion.h>
#include <redress/message.h>
#include <string.h>

static RdMessage *
parse(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));

	return rd_message_parse(raw, NULL, &rd_message_default_limits);
}

#define ANN "From: Ann <ann@home.example>\n"

Test(automatic, machines_are_known_by_what_they_say_of_themselves)
{
	const char *const raws[] = {
		ANN "Auto-Submitted: auto-replied\n\nx",
		ANN "Auto-Submitted: auto-generated (rejected)\n\nx",
		ANN "Precedence: bulk\n\nx",
		ANN "Precedence: auto_reply\n\nx",
		ANN "Auto-Submitted: no\nAuto-Submitted: auto-replied\n\nx",
		ANN "Precedence: first-class\nPrecedence: bulk\n\nx",
		ANN "X-Autoreply: yes\n\nx",
		ANN "X-AutoReply-From: ann@home.example\n\nx",
		ANN "X-Autorespond: Re: x\n\nx",
		ANN "Return-Path: <>\n\nx",
		ANN "Return-Path: <MAILER-DAEMON>\n\nx",
		ANN "Return-Path: <ann@home.example>\nReturn-Path: <>\n\nx",
		"From: MAILER-DAEMON@home.example\n\nx",
		ANN "Subject: Automatic reply: Your roof\n\nI am away.",
		ANN "Subject: Out of Office: Your roof\n\nI am away.",
		ANN "Subject: Abwesenheitsnotiz: Ihr Dach\n\nIch bin weg.",
		ANN "Subject: =?utf-8?Q?R=C3=A9ponse_automatique_=3A_toit?=\n\nAbsent.",
		ANN "Subject: =?utf-8?Q?Automatyczna_odpowied=C5=BA=3A_dach?=\n\nNie ma mnie.",
		ANN "Subject: Automaatvastus: katus\n\nx",
		ANN "Subject: Fuera de oficina: techo\n\nx",
		ANN "Subject: Absence du bureau : toit\n\nx",
		ANN "Subject: Out of office\n\nI am away.",
		ANN "Subject: =?utf-8?Q?Respuesta_autom=C3=A1tica=3A_techo?=\n\nFuera.",
		ANN "Subject: =?utf-8?Q?=D0=90=D0=B2=D1=82=D0=BE=D0=BE=D1=82=D0=B2=D0=B5=D1=82=3A?="
		    " x\n\nx",
		ANN "Subject: Re: Your roof\n\nI am out of the office until Monday with limited "
		    "access to email. If urgent, call the office.",
		ANN "Subject: Re: Your roof\n\nHi,\n\n*** This is an automatic answer ***",
		ANN "Subject: Out of office\nX-Auto-Response-Suppress: All\n\nBack on Monday.",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(raws); i++) {
		g_autoptr(RdMessage) message = parse(raws[i]);

		cr_expect(message->auto_submitted, "%s", raws[i]);
	}
}

Test(automatic, people_stay_people)
{
	const char *const raws[] = {
		ANN "Subject: My roof\n\nIt leaks.",
		ANN "Auto-Submitted: no\n\nx",
		ANN "Auto-Submitted: no\nAuto-Submitted: No (a person)\n\nx",
		ANN "Return-Path: <postmaster@home.example>\n\nx",
		ANN "X-Loop: us@firm.example\n\nx",
		"From: postmaster@home.example\nSubject: roof\n\nI run this server, and my "
		"roof leaks.",
		ANN "X-Auto-Response-Suppress: All\n\nx",
		ANN "List-Id: <solar.lists.example>\nList-Unsubscribe: <mailto:u@l.example>\n\n"
		    "It leaks.",
		ANN "Precedence: list\n\nx",
		ANN "Subject: Re: Automatic reply: Your roof\n\nWhen are you back?",
		ANN "Subject: Out of office again, nobody answers!\n\nI called three times.",
		ANN "Subject: Vacation ruined\n\nI was on vacation when your crew broke the wall.",
		ANN "Subject: roof\n\nAll I got was a mail that said this is an automated message. "
		    "Call me.",
		ANN "Subject: roof\n\nI will be on vacation next week, so please call today.",
		"From: Agent <a@firm.example>\nSubject: Fwd: Automatic reply: x\n\nfyi",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(raws); i++) {
		g_autoptr(RdMessage) message = parse(raws[i]);

		cr_expect_not(message->auto_submitted, "%s", raws[i]);
	}
}

Test(automatic, list_mail_is_known_by_its_fields)
{
	const struct {
		const char *raw;
		gboolean list;
	} cases[] = {
		{ANN "List-Id: <solar.lists.example>\n\nx", TRUE},
		{ANN "List-Unsubscribe: <https://x.example>\n\nx", TRUE},
		{ANN "Precedence: first-class\nPrecedence: list\n\nx", TRUE},
		{ANN "Mailing-List: list solar@x.example; contact keeper@x.example\n\nx", TRUE},
		{ANN "X-Mailing-List: solar@x.example\n\nx", TRUE},
		{ANN "X-BeenThere: solar@x.example\n\nx", TRUE},
		{ANN "Sender: owner-solar@x.example\n\nx", TRUE},
		{ANN "Sender: Solar <solar-bounces@x.example>\n\nx", TRUE},
		{ANN "Sender: desk@x.example\n\nx", FALSE},
		{ANN "\nx", FALSE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdMessage) message = parse(cases[i].raw);

		cr_expect_eq(message->list, cases[i].list, "%s", cases[i].raw);
		cr_expect_not(message->auto_submitted, "%s", cases[i].raw);
	}
}

#define PASSED_ON                                                                                  \
	"From: agent@firm.example\nSubject: FW: roof\n"                                            \
	"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nfyi\n"                                \
	"--x\nContent-Type: message/rfc822\n\nSubject: roof\n"

Test(automatic, a_mail_that_is_passed_on_is_known_by_its_own_header)
{
	const struct {
		const char *raw;
		gboolean automatic;
	} cases[] = {
		{PASSED_ON ANN "Auto-Submitted: auto-replied\n\nIt leaks.\n--x--\n", TRUE},
		{PASSED_ON ANN "Precedence: bulk\n\nIt leaks.\n--x--\n", TRUE},
		{PASSED_ON ANN "Return-Path: <>\n\nIt leaks.\n--x--\n", TRUE},
		{PASSED_ON ANN "List-Id: <solar.lists.example>\n\nIt leaks.\n--x--\n", TRUE},
		{PASSED_ON ANN "X-Auto-Response-Suppress: All\n\nIt leaks.\n--x--\n", TRUE},
		{PASSED_ON ANN "Auto-Submitted: no\n\nIt leaks.\n--x--\n", FALSE},
		{"Precedence: bulk\n" PASSED_ON ANN "\nIt leaks.\n--x--\n", FALSE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdMessage) message = parse(cases[i].raw);

		cr_assert_not_null(message->forwarded, "%s", cases[i].raw);
		cr_expect_eq(message->forwarded->automatic, cases[i].automatic, "%s", cases[i].raw);
		cr_expect_eq(message->auto_submitted, i == G_N_ELEMENTS(cases) - 1);
	}
}
