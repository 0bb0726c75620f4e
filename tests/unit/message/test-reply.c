#include <criterion/criterion.h>
#include <redress/dissect.h>
#include <string.h>

static char *
reply_of(const char *text, const char *subject)
{
	g_autoptr(RdLines) lines = rd_lines_new(g_strdup(text));
	RdHead head = {subject, NULL, NULL};
	g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);

	cr_expect_null(dissection->forwarded, "a forward: %s", text);
	return g_steal_pointer(&dissection->reply);
}

static void
check(const char *subject, const char *text, const char *reply)
{
	g_autofree char *found = reply_of(text, subject);

	cr_expect_str_eq(found, reply, "%s\ngave %s", text, found);
}

/* What clients write over a quote. */
static const char *const attributions[] = {
	"On Mon, Jan 5, 2026 at 3:04 PM Ann Lee <ann@x.example> wrote:",
	"On Jan 5, 2026, at 3:04 PM, Ann Lee <ann@x.example> wrote:",
	"On 1/5/2026 3:04 PM, Ann Lee wrote:",
	"On Mon, 5 Jan 2026 15:04:05 +0100\nAnn Lee <ann@x.example> wrote:",
	"On Mon, Jan 5, 2026 at 3:04 PM The Complaints Desk of Everything <\n"
	"complaints@everything.example> wrote:",
	"On Mon, Jan 5, 2026 at 3:04 PM Ann van der Very Long Name via the\nSupport Desk <\n"
	"ann+long-address-with-token@support.x.example> wrote:",
	"On Nov 30, 2025, at 12:47 PM, Somebody <\nsomebody@x.example>wrote:",
	"Ann Lee <ann@x.example> wrote on 5 Jan 2026 at 15:04:",
	"2026-01-05 15:04 GMT+01:00 Ann Lee <ann@x.example>:",
	"---- On Mon, 05 Jan 2026 15:04:05 +0530 Ann Lee <ann@x.example> wrote ----",
	"po 5. 1. 2026 v 15:04 odesílatel Ann Lee <ann@x.example> napsal:",
	"Dne 05.01.2026 v 15:04 Ann Lee napsal(a):",
	"On Mon, 5 Jan at 3:04 PM , Ann Lee <ann@x.example> wrote:",
	"Den man. 5. jan. 2026 kl. 15.04 skrev Ann Lee <ann@x.example>:",
	"Am Mo., 5. Jan. 2026 um 15:04 Uhr schrieb Ann Lee <\nann@x.example>:",
	"Ann Lee <ann@x.example> hat am 05.01.2026 15:04 geschrieben:",
	"Στις Δευ, 5 Ιαν 2026 στις 3:04 μ.μ., ο χρήστης Ann <ann@x.example> έγραψε:",
	"El lun, 5 ene 2026 a las 15:04, Ann Lee (<ann@x.example>) escribió:",
	"Kuupäev E, 5. jaanuar 2026 kell 15:04 kirjutas kasutaja Ann (<ann@x.example>):",
	"Ann Lee <ann@x.example> kirjoitti 5.1.2026 kello 15.04:",
	"Ann Lee kirjoitti 5.1.2026 klo 15.04:",
	"Le lun. 5 janv. 2026 à 15:04, Ann Lee <ann@x.example> a\nécrit :",
	"pon, 5. sij 2026. u 15:04 Ann Lee <ann@x.example> napisao je:",
	"Ann Lee <ann@x.example> ezt írta (időpont: 2026. jan. 5., H, 15:04):",
	"Il giorno lun 5 gen 2026 alle ore 15:04 Ann Lee <ann@x.example> ha scritto:",
	"2026年1月5日(月) 15:04 Ann Lee <ann@x.example>:",
	"2026년 1월 5일 (월) 오후 3:04, Ann Lee <ann@x.example>님이 작성:",
	"Op 5 jan. 2026, om 15:04 heeft Ann Lee <ann@x.example> het volgende geschreven:",
	"På 5 januar 2026 på 15:04:18, Ann Lee (ann@x.example) skrev:",
	"W dniu 5 stycznia 2026 15:04 użytkownik Ann Lee <ann@x.example>\nnapisał:",
	"Ann Lee <ann@x.example> escreveu no dia segunda, 5/01/2026 à(s) 15:04:",
	"Em seg., 5 de jan. de 2026 às 15:04, Ann Lee <ann@x.example> escreveu:",
	"În lun., 5 ian. 2026 la 15:04, Ann Lee <ann@x.example> a scris:",
	"пн, 5 янв. 2026 г. в 15:04, Ann Lee <ann@x.example>:",
	"05.01.2026 15:04, Ann Lee пишет:",
	"Dňa 5. 1. 2026 o 15:04 Ann Lee napísal(a):",
	"Den mån 5 jan. 2026 kl 15:04 skrev Ann Lee <ann@x.example>:",
	"Ann Lee <ann@x.example>, 5 Oca 2026 Pzt, 15:04 tarihinde şunu yazdı:",
	"пн, 5 січ. 2026 р. о 15:04 Ann Lee <ann@x.example> пише:",
	"Ann Lee <ann@x.example> 于2026年1月5日周一 15:04写道：",
};

/* What people write, some of it near to what clients do. */
static const char *const replies[] = {
	"Yes.",
	"Hi Ann,\n\nno, still nothing.\n\nThanks,\nBob",
	"One outstanding question I had:\n\nWhen does the crew come?",
	"On Monday the crew wrote a note and left.\nThen they came back.",
	"I wrote to them on 2025-12-01 at 10:00 and again on 12/15.\nNo answer.",
	"Am Montag schrieb mir der Monteur, er komme nicht.",
	"From: my point of view it is done.\nTo: be honest I do not care.",
	"Date: not yet known. Please confirm.",
	"They told me:\n\n\"Wait.\"\n\nSo I wait - and wait -- and wait.",
	"The voltage is > 480 and < 500.\nIs that ok?",
	"Points:\n\n- inverter\n- permit\n\n1. call me\n2. fix it",
	"What they wrote:\n\nWe are not coming.\n\nThat is all.",
	"Please forward this to Jim.\n\nForwarded message is what he wants.",
	"--- IMPORTANT ---\nPlease call.",
};

#define QUOTE "Hello Bob,\n\nhas the crew been in touch?\n\nBest regards,\nAnn Lee\nEverBright"

/* @text with "> " before each line. */
static char *
quote(const char *text)
{
	GString *out = g_string_new("> ");

	g_string_append(out, text);
	g_string_replace(out, "\n", "\n> ", 0);
	return g_string_free(out, FALSE);
}

typedef void (*LayOut)(GString *out, const char *attribution, const char *reply);

static void
lay_out_top(GString *out, const char *attribution, const char *reply)
{
	g_autofree char *quoted = quote(QUOTE);

	g_string_append_printf(out, "%s\n\n%s\n\n%s\n", reply, attribution, quoted);
}

static void
lay_out_tight(GString *out, const char *attribution, const char *reply)
{
	g_autofree char *quoted = quote(QUOTE);

	g_string_append_printf(out, "%s\n%s\n%s\n", reply, attribution, quoted);
}

static void
lay_out_bottom(GString *out, const char *attribution, const char *reply)
{
	g_autofree char *quoted = quote(QUOTE);

	g_string_append_printf(out, "%s\n%s\n\n%s\n", attribution, quoted, reply);
}

static void
lay_out_apple(GString *out, const char *attribution, const char *reply)
{
	g_autofree char *both = g_strdup_printf("%s\n\n%s", attribution, QUOTE);
	g_autofree char *quoted = quote(both);

	g_string_append_printf(out, "%s\n\n%s\n", reply, quoted);
}

static void
lay_out_unmarked(GString *out, const char *attribution, const char *reply)
{
	g_string_append_printf(out, "%s\n\n%s\n\n%s\n", reply, attribution, QUOTE);
}

Test(reply, every_attribution_is_known_over_every_kind_of_quote)
{
	const LayOut layouts[] = {lay_out_top, lay_out_tight, lay_out_bottom, lay_out_apple,
				  lay_out_unmarked};

	for (gsize l = 0; l < G_N_ELEMENTS(layouts); l++) {
		for (gsize a = 0; a < G_N_ELEMENTS(attributions); a++) {
			for (gsize r = 0; r < G_N_ELEMENTS(replies); r++) {
				g_autoptr(GString) text = g_string_new(NULL);

				layouts[l](text, attributions[a], replies[r]);
				check("Re: roof", text->str, replies[r]);
			}
		}
	}
}

Test(reply, over_a_marked_quote_less_will_do)
{
	const char *const lines[] = {
		"Ann Lee wrote:",
		"---- Ann Lee wrote ----",
		"On Monday, Ann Lee via The Desk wrote:",
		"Quoting Ann Lee <ann@x.example>:",
		"Sent from Samsung MobileAnn <ann@x.example> wrote:",
		"Vào 14:24 8 tháng 6, 2017, Hùng Nguyễn <hung@x.example> đã viết:",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *text = g_strdup_printf("Yes.\n\n%s\n\n> Fixed?", lines[i]);

		check("Re: roof", text, "Yes.");
	}
	check("Re: roof", "I quote what the manager wrote:\n\n> never\n\nRude.",
	      "I quote what the manager wrote:\n\nRude.");
}

Test(reply, answers_between_the_quoted_lines_stay)
{
	check("Re: roof",
	      "My answers are below.\n\n> 1. Has the crew been there?\n\nThey have.\n\n"
	      "> 2. Does it leak?\n> Please tell us.\nYes.\n> 3. Anything else?\nNo.\n",
	      "My answers are below.\n\nThey have.\n\nYes.\nNo.");
	check("Re: roof",
	      "On Mon, Jan 5, 2026 at 3:04 PM Ann <ann@x.example> wrote:\n> one\n> > two\n\nyes\n",
	      "yes");
}

Test(reply, a_quoted_line_that_was_wrapped_is_still_quoted)
{
	check("Re: roof",
	      "Yes.\n\n> We have asked the crew to come and look at the roof on Wednesday of next\n"
	      "week or so\n> and to call you.\n",
	      "Yes.");
	check("Re: roof", "> Does it leak?\nno\n> Are you sure?\nyes\n", "no\nyes");
}

Test(reply, header_lines_end_the_reply_in_every_style_of_outlook)
{
	const char *const blocks[] = {
		"From: Ann <ann@x.example>\nSent: Monday, January 5, 2026 3:04 PM\nTo: Bob\n"
		"Subject: RE: roof",
		"________________________________\nFrom: Ann <ann@x.example>\n"
		"Sent: Monday, January 5, 2026 3:04 PM\nTo: Bob\nSubject: RE: roof",
		"------------------------------\n*From:* Ann [mailto:ann@x.example]\n"
		"*Sent:* Monday, January 5, 2026 3:04 PM\n*To:* Bob\n*Subject:* RE: roof",
		"-----Original Message-----\nFrom: Ann\nSent: Monday, January 5, 2026 3:04 PM\nTo: "
		"Bob\n"
		"Subject: RE: roof",
		"-----Original Message-----\n",
		"Von: Ann\nGesendet: Montag, 5. Januar 2026 15:04\nAn: Bob\nBetreff: AW: Dach",
		"De : Ann [mailto:ann@x.example]\nEnvoyé : lundi 5 janvier 2026 15:04\nÀ : Bob\n"
		"Objet : RE: toit",
		"Från: Ann [mailto:ann@x.example]\nSkickat: den 5 januari 2026 15:04\nTill: Bob\n"
		"Ämne: RE: tak",
		"From: Ann <ann@x.example>\nDate: Mon, 5 Jan 2026 15:04:05 -0600",
		"Date: Mon, 5 Jan 2026 15:04:05 -0600\nTo: bob@y.example",
	};

	for (gsize b = 0; b < G_N_ELEMENTS(blocks); b++) {
		for (gsize r = 0; r < G_N_ELEMENTS(replies); r++) {
			g_autofree char *text =
				g_strdup_printf("%s\n\n%s\n\n%s", replies[r], blocks[b], QUOTE);

			check("RE: roof", text, replies[r]);
		}
	}
}

Test(reply, text_below_a_reply_marker_is_not_new)
{
	check("Re: roof", "Yes.\n\n## Please reply above this line ##\n\nHello Bob,\nis it fixed?",
	      "Yes.");
	check("Re: Dach", "Ja.\n\n##- Bitte antworten Sie über dieser Zeile -##\n\nHallo", "Ja.");
	/* a helpdesk's own mail begins with it */
	check("roof", "##- Please type your reply above this line -##\n\nWe got it.", "We got it.");
}

Test(reply, bars_are_quotes_only_under_an_attribution)
{
	check("Re: roof",
	      "Yes.\n\nOn Feb 5, 2026 EverBright Complaints wrote:\n| Is it\n| fixed?\n", "Yes.");
	check("Re: roof", "| a | b |\n| 1 | 2 |", "| a | b |\n| 1 | 2 |");
}

Test(reply, arrows_of_the_writer_stay)
{
	check("Re: roof", "I get\n>500 W\nat noon.", "I get\n>500 W\nat noon.");
	check("Re: roof", "Too bad:\n\nI said so\n\n> 50 % of the panels are off.\n\nAnn",
	      "Too bad:\n\nI said so\n\n> 50 % of the panels are off.\n\nAnn");
	check("Re: roof", "> 5. Is the roof tight?\n\nNo.", "No.");
	check("Re: roof", "It was dark.\n\n>From our side nothing new.",
	      "It was dark.\n\n>From our "
	      "side nothing new.");
	check("Re: roof", "Visit us.\n>>> >>>  http://www.x.example <<<\nBye.",
	      "Visit us.\n>>> >>>  http://www.x.example <<<\nBye.");
	check("roof", "I want:\n\n> my money back\n", "I want:");
	check("roof", "I want my money\n\n> back\n", "I want my money\n\n> back");
}

Test(reply, what_a_new_mail_tells_about_other_mails_stays)
{
	check("Your installer",
	      "On Jan 5, 2026 at 3:04 PM Ann Lee <ann@x.example> wrote:\n\nWe will not come.\n\n"
	      "I find that rude.",
	      "On Jan 5, 2026 at 3:04 PM Ann Lee <ann@x.example> wrote:\n\nWe will not come.\n\n"
	      "I find that rude.");
	check("Complaint", "TO: EverBright\nFROM: Ann Lee\nDATE: February 2, 2026\n\nIt leaks.",
	      "TO: EverBright\nFROM: Ann Lee\nDATE: February 2, 2026\n\nIt leaks.");
}

Test(reply, html_quotes_are_known_by_what_the_clients_mark)
{
	const struct {
		const char *html, *reply;
	} cases[] = {
		{"<div>Yes</div><div class=gmail_quote><div class=gmail_attr>Lun 5 Foo:<br></div>"
		 "<blockquote class=gmail_quote>Hi</blockquote></div><div>below</div>",
		 "Yes\n\nbelow"},
		{"<div>Yes</div><blockquote type=cite>On Jan 5, 2026 Ann wrote:<br>Hi</blockquote>",
		 "Yes"},
		{"<div>Yes</div><div class=yahoo_quoted>On Monday, Ann wrote:<br>Hi</div>", "Yes"},
		{"<div>Yes</div><hr><div id=divRplyFwdMsg><b>Vanaf:</b> Ann &lt;a@x.example&gt;<br>"
		 "<b>Gestuur:</b> 2026-01-05 15:04<br><b>Vir:</b> Bob<br><b>Onderwerp:</b> RE: x"
		 "</div>Hi",
		 "Yes"},
		{"<div>Yes</div><div class=moz-cite-prefix>Am 05.01.26 um 15:04 schrieb "
		 "Ann:<br></div>"
		 "<blockquote type=cite>Hi</blockquote>",
		 "Yes"},
		{"Yes<div class=protonmail_quote>------- Original Message -------<br>On Monday, "
		 "January 5th, 2026 at 15:04, Ann &lt;a@x.example&gt; wrote:<br><br><blockquote "
		 "class=protonmail_quote type=cite>Hi</blockquote></div>",
		 "Yes"},
		{"Yes<div class=freshdesk_quote><blockquote>On Mon Ann wrote: "
		 "Hi</blockquote></div>",
		 "Yes"},
		{"<blockquote style='margin:0 0 0 40px;border:none'>mine</blockquote>", "mine"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdLines) lines =
			rd_html_to_lines(cases[i].html, strlen(cases[i].html), 10000);
		RdHead head = {"Re: x", NULL, NULL};
		g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);

		cr_expect_str_eq(dissection->reply, cases[i].reply, "%s\ngave %s", cases[i].html,
				 dissection->reply);
	}
}

Test(reply, fields_of_the_writer_end_where_html_begins_the_clients)
{
	const char *html =
		"<p>From: Elm Street</p><p>To: Main Street</p><p>the cable was cut.</p>"
		"<div style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p><b>From:</b> Ann Lee "
		"&lt;ann@x.example&gt;<br><b>Sent:</b> Monday, January 5, 2026 3:04 "
		"PM<br><b>To:</b> "
		"Bob<br><b>Subject:</b> roof</p></div><p>Hello Bob</p>";
	g_autoptr(RdLines) lines = rd_html_to_lines(html, strlen(html), 1000);
	const RdHead head = {"Re: roof", NULL, NULL};
	g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);

	cr_assert_str_eq(dissection->reply,
			 "From: Elm Street\n\nTo: Main Street\n\nthe cable was cut.");
}
