#include <criterion/criterion.h>
#include <redress/dissect.h>
#include <string.h>

/* "reply | Name <address>: body | Name <address>: body": outermost first. */
static char *
show(const RdDissection *dissection)
{
	GString *out = g_string_new(dissection->reply);

	for (const RdForwarded *f = dissection->forwarded; f != NULL; f = f->outer) {
		g_autofree char *from = f->from == NULL ? g_strdup("nobody")
							: g_strdup_printf("%s <%s>", f->from->name,
									  f->from->address);
		g_autofree char *one = g_strdup_printf(" | %s: %s", from, f->body);

		g_string_insert(out, (gssize)strlen(dissection->reply), one);
	}
	g_string_replace(out, "\n", "/", 0);
	return g_string_free(out, FALSE);
}

typedef struct {
	const char *subject, *text, *shown;
} ChainCase;

static void
check_to(const ChainCase *cases, gsize n, const char *from, const char *to)
{
	for (gsize i = 0; i < n; i++) {
		g_autoptr(RdLines) lines = rd_lines_new(g_strdup(cases[i].text));
		g_autoptr(RdAddress) sender = rd_address_new("", from);
		g_autoptr(RdAddress) recipient = rd_address_new("", to);
		g_autoptr(GPtrArray) recipients = g_ptr_array_new();
		RdHead head = {cases[i].subject, sender, recipients};
		g_autoptr(RdDissection) dissection = NULL;
		g_autofree char *shown = NULL;

		g_ptr_array_add(recipients, recipient);
		dissection = rd_dissect(lines, &head);
		shown = show(dissection);
		cr_expect_str_eq(shown, cases[i].shown, "%s\n%s\ngave %s", cases[i].subject,
				 cases[i].text, shown);
	}
}

static void
check(const ChainCase *cases, gsize n)
{
	check_to(cases, n, "amy@co.example", "complaints@co.example");
}

#define OUTLOOK(name, address, to, subject)                                                        \
	"From: " name " <" address ">\nSent: Monday, January 5, 2026 3:04 PM\nTo: " to             \
	"\nSubject: " subject "\n\n"
#define GMAIL(name, address, subject)                                                              \
	"---------- Forwarded message ---------\nFrom: " name " <" address                         \
	">\nDate: Mon, Jan 5, 2026 at 3:04 PM\nSubject: " subject "\nTo: <x@co.example>\n\n\n"

Test(forward_chain, the_innermost_writer_is_found_and_the_way_there_kept)
{
	const ChainCase cases[] = {
		{"FW: roof",
		 "For you.\n\n" OUTLOOK(
			 "Moe", "moe@co.example", "amy@co.example",
			 "FW: roof") "He had my card.\n\n" OUTLOOK("Ann", "ann@x.example",
								   "moe@co.example",
								   "roof") "It leaks.",
		 "For you. | Moe <moe@co.example>: He had my card. | Ann <ann@x.example>: It "
		 "leaks."},
		{"Fwd: roof",
		 "One\n\n" GMAIL("Moe", "moe@co.example", "Fwd: roof") "Two\n\n" GMAIL(
			 "Max", "max@co.example",
			 "Fwd: roof") "Three\n\n" GMAIL("Ann", "ann@x.example", "roof") "It leaks.",
		 "One | Moe <moe@co.example>: Two | Max <max@co.example>: Three | "
		 "Ann <ann@x.example>: It leaks."},
		{"Fwd: roof",
		 "Begin forwarded message:\n\n> From: Moe <moe@co.example>\n> Date: 5 Jan 2026 "
		 "15:04\n"
		 "> To: <a@co.example>\n> Subject: Fwd: roof\n>\n> See this.\n>\n"
		 "> Begin forwarded message:\n>\n>> From: Ann <ann@x.example>\n"
		 ">> Date: 5 Jan 2026 15:04\n>> To: <a@co.example>\n>> Subject: roof\n>>\n"
		 ">> It leaks.\n>\n> Moe",
		 " | Moe <moe@co.example>: See this.//Moe | Ann <ann@x.example>: It leaks."},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(forward_chain, a_forwarded_reply_is_its_writers_and_not_the_quoted_ones)
{
	const ChainCase cases[] = {
		{"FW: roof",
		 OUTLOOK("Ann", "ann@x.example", "amy@co.example",
			 "RE: roof") "Still leaking.\n\n" OUTLOOK("Amy", "amy@co.example",
								  "ann@x.example",
								  "RE: roof") "Fixed?",
		 " | Ann <ann@x.example>: Still leaking."},
		{"Fwd: Re: roof",
		 GMAIL("Ann", "ann@x.example", "Re: roof") "Still leaking.\n\nOn Mon, Jan 5, 2026 "
							   "at 9:00 AM Amy <amy@co.example> "
							   "wrote:\n\n> Fixed?",
		 " | Ann <ann@x.example>: Still leaking."},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(forward_chain, header_lines_under_a_reply_are_no_forward)
{
	const ChainCase cases[] = {
		{"RE: roof",
		 "Yes.\n\n" OUTLOOK("Complaints", "complaints@co.example", "amy@co.example",
				    "roof") "Fixed?",
		 "Yes."},
		{"RE: roof",
		 "Yes.\n\n" OUTLOOK("Zoe", "zoe@z.example", "amy@co.example", "roof") "Fixed?",
		 "Yes."},
		{"AW: FW: Dach",
		 "Ja.\n\nVon: Zoe <zoe@z.example>\nGesendet: Montag, 5. Januar 2026 15:04\n"
		 "An: amy@co.example\nBetreff: FW: Dach\n\nFertig?",
		 "Ja."},
		{"Re: Fwd: roof",
		 "No.\n\nOn Mon, Jan 5, 2026 at 3:04 PM Zoe <zoe@z.example> wrote:\n"
		 "> ---------- Forwarded message ---------\n> From: Ann <ann@x.example>\n"
		 "> Date: Mon, Jan 5, 2026 at 3:04 PM\n> Subject: roof\n> To: <z@z.example>\n>\n> "
		 "It",
		 "No."},
		{"Re: roof",
		 "Yes.\n\n-----Original Message-----\nFrom: Zoe\nSent: Monday\n\nFixed?", "Yes."},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(forward_chain, without_a_prefix_it_counts_whom_the_mail_goes_to)
{
	const ChainCase cases[] = {
		{"Customer escalation",
		 "Please handle.\n\n" OUTLOOK("Ann", "ann@x.example", "amy@co.example",
					      "roof") "It leaks.",
		 "Please handle. | Ann <ann@x.example>: It leaks."},
		{"roof",
		 "It is fixed.\n\n" OUTLOOK("Complaints", "complaints@co.example", "amy@co.example",
					    "roof") "Fixed?",
		 "It is fixed."},
		{"roof",
		 "Fixed.\n\n" OUTLOOK("Complaints", "complaints+RD-1.tok@co.example",
				      "amy@co.example", "roof") "Fixed?",
		 "Fixed."},
		{"roof again",
		 "Nobody answers.\n\n" OUTLOOK("Amy", "amy@co.example", "complaints@co.example",
					       "roof") "It leaks.",
		 "Nobody answers."},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(forward_chain, a_sender_that_is_not_shown_is_not_guessed)
{
	const ChainCase cases[] = {
		{"Fwd: roof",
		 "---------- Forwarded message ---------\nDate: Mon, Jan 5, 2026 at 3:04 PM\n"
		 "Subject: roof\nTo: Bob <bob@y.example>\n\n\nWrite to me at ann@x.example.",
		 " | nobody: Write to me at ann@x.example."},
		{"Fwd: roof",
		 "See.\n\n---------- Forwarded message ---------\n\nMail ann@x.example please.",
		 "See. | nobody: Mail ann@x.example please."},
		{"Fwd: roof", "Her address is ann@x.example, the roof leaks.",
		 "Her address is ann@x.example, the roof leaks."},
		{"FW: roof",
		 "From: Lee, Ann\nSent: Monday, January 5, 2026 3:04 PM\nTo: Roe, Bob\nSubject: "
		 "roof\n"
		 "\nIt leaks. ann@x.example",
		 " | Lee, Ann <>: It leaks. ann@x.example"},
		{"FW: roof",
		 "From: \nSent: Monday, January 5, 2026 3:04 PM\nTo: bob@y.example\nSubject: "
		 "roof\n\n"
		 "It leaks.",
		 " | nobody: It leaks."},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(forward_chain, clients_without_header_lines_name_the_sender_in_a_sentence)
{
	const ChainCase cases[] = {
		{"Fwd: roof",
		 "See.\n\n------- Forwarded Message -------\nOn Monday, January 5th, 2026 at "
		 "15:04, "
		 "Ann Lee <ann@x.example> wrote:\n\n> It leaks.\n> Badly.",
		 "See. | Ann Lee <ann@x.example>: It leaks./Badly."},
		{"Fwd: roof",
		 "See.\n\n-------- Пересылаемое сообщение --------\n05.01.2026, 15:04, \"Ann\" "
		 "<ann@x.example>:\n\nIt leaks.\n\n"
		 "-------- Конец пересылаемого сообщения --------",
		 "See. | Ann <ann@x.example>: It leaks."},
		{"Fwd: roof",
		 "See.\n\nAm Mo., 5. Jan. 2026 um 15:04 Uhr schrieb Ann Lee <ann@x.example>:\n"
		 "> It leaks.",
		 "See. | Ann Lee <ann@x.example>: It leaks."},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(forward_chain, odd_layouts_are_read_as_a_person_would)
{
	const ChainCase cases[] = {
		/* the separator twice */
		{"Fwd: roof",
		 "See.\n\n============ Forwarded message ============\nFrom: Ann <ann@x.example>\n"
		 "To: \"bob\"<bob@y.example>\nDate: Mon, 05 Jan 2026 15:04:00 +0530\nSubject: "
		 "roof\n"
		 "============ Forwarded message ============\n\nIt leaks.",
		 "See. | Ann <ann@x.example>: It leaks."},
		/* names alone, under the client's separator */
		{"Fwd: roof",
		 "---------- Forwarded message ---------\nFrom: Ann\nSubject: roof\n\nIt leaks.",
		 " | Ann <>: It leaks."},
		/* two forwards, one under the other: the first one is read */
		{"Fwd: roof",
		 "Begin forwarded message:\n\n> From: Ann <ann@x.example>\n> Date: Jan 5, 2026 "
		 "3:04 PM\n"
		 "> To: <a@co.example>\n> Subject: roof\n>\n> It leaks.\n\n"
		 "Begin forwarded message:\n\n> From: Zoe <zoe@z.example>\n> Date: Jan 5, 2026 "
		 "3:04 PM\n"
		 "> To: <a@co.example>\n> Subject: wall\n>\n> It is wet.",
		 " | Ann <ann@x.example>: It leaks."},
		/* all on one line */
		{"Fwd: roof",
		 "See.\n\n-------- Original message --------From: Ann <ann@x.example> Date: 1/5/26 "
		 " "
		 "3:04 PM  (GMT-07:00) To: bob@y.example Subject: roof \nIt leaks.",
		 "See. | Ann <ann@x.example>: It leaks."},
		/* bold names and values, with spaces that do not break */
		{"Fwd: roof",
		 "*From:\u00a0**Ann <ann@x.example>*\n*Date:\u00a0*5 Jan 2026 15:04\n"
		 "*To:\u00a0*Bob <bob@y.example>\n*Subject:\u00a0**roof*\n\nIt leaks.",
		 " | Ann <ann@x.example>: It leaks."},
		/* neither sender nor subject have a value: the body is no value */
		{"FW:",
		 "From: \nSent: 5 Jan 2026 15:04\nTo: Bob <bob@y.example>\nSubject: \n\nIt leaks.",
		 " | nobody: It leaks."},
		/* value under the name */
		{"Fwd: roof",
		 "From:\nAnn <ann@x.example>\nTo:\nBob <bob@y.example>\nDate:\nJan 5, 2026 3:04 "
		 "PM\n"
		 "Subject:\nroof\n\nIt leaks.",
		 " | Ann <ann@x.example>: It leaks."},
		/* quoted header lines, one of which lost its mark when it was wrapped */
		{"Fwd: roof",
		 "Begin forwarded message:\n\n> From: Ann <ann@x.example>\n> Date: Jan 5, 2026 "
		 "3:04 PM\n"
		 "> To: Bob <bob@y.example>, Carl <carl@z.example>, Dora\n<dora@y.example>\n"
		 "> Subject: roof\n>\n> It leaks, and nobody has come, and nobody calls, and I "
		 "have\n"
		 "waited.\n> Ann\n\nMy comment.",
		 "My comment. | Ann <ann@x.example>: "
		 "It leaks, and nobody has come, and nobody calls, and I have/waited./Ann"},
		/* all of it quoted, body deeper than its header */
		{"Fwd: roof",
		 "From: Ann <ann@x.example>\nDate: Jan 5, 2026 3:04 PM\nTo: <bob@y.example>\n"
		 "Subject: roof\n\n> It leaks.",
		 " | Ann <ann@x.example>: It leaks."},
		/* an empty subject takes no line of the body */
		{"FW:",
		 "From: Ann <ann@x.example>\nSent: Monday, January 5, 2026 3:04 PM\n"
		 "To: <bob@y.example>\nSubject: \n\nIt leaks.",
		 " | Ann <ann@x.example>: It leaks."},
		/* no blank line under the header */
		{"FW: roof",
		 "From: Ann <ann@x.example>\nSent: Monday, January 5, 2026 3:04 PM\n"
		 "To: <bob@y.example>\nSubject: roof\nHello Bob,\n\nit leaks.",
		 " | Ann <ann@x.example>: Hello Bob,//it leaks."},
		/* a language of no table */
		{"FW: dak",
		 "Sien onder.\n\n---------- Aangestuurde boodskap ---------\n"
		 "Vanaf: Ann <ann@x.example>\nGestuur: 2026-01-05 15:04\nVir: bob@y.example\n"
		 "Onderwerp: dak\n\nDit lek.",
		 "Sien onder. | Ann <ann@x.example>: Dit lek."},
		{"Fwd: dach",
		 "Widzisz?\n\nCoś zupełnie innego:\n\n> Od: Ann <ann@x.example>\n"
		 "> Data: 5 stycznia 2026 15:04\n> Do: bob@y.example\n> Temat: dach\n>\n> "
		 "Przecieka.",
		 "Widzisz? | Ann <ann@x.example>: Przecieka."},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(forward_chain, a_wrapped_header_line_is_one_line)
{
	const char *text =
		"---------- Forwarded message ---------\nFrom: Ann <ann@x.example>\n"
		"Date: Mon, Jan 5, 2026 at 3:04 PM\n"
		"Subject: The roof that your people put the panels on has begun to leak at\n"
		"the skylight\nTo: Ann <a@x.example>, \"Eve, X\"\n<eve@x.example>, Carl\n"
		" <carl@x.example>\n\n\nHello.";
	g_autoptr(RdLines) lines = rd_lines_new(g_strdup(text));
	g_autoptr(RdDissection) dissection = rd_dissect(lines, NULL);
	const RdForwarded *f = dissection->forwarded;

	cr_assert_not_null(f);
	cr_expect_str_eq(f->subject,
			 "The roof that your people put the panels on has begun to leak "
			 "at the skylight");
	cr_assert_eq(f->to->len, 3);
	cr_expect_str_eq(((RdAddress *)f->to->pdata[1])->name, "Eve, X");
	cr_expect_str_eq(((RdAddress *)f->to->pdata[2])->address, "carl@x.example");
	cr_expect_str_eq(f->body, "Hello.");
}

Test(forward_chain, a_form_in_a_forwarded_mail_is_no_forward)
{
	const char *html =
		"<div class=moz-forward-container>-------- Forwarded Message "
		"--------<table><tr><th>"
		"Subject: </th><td>form</td></tr><tr><th>From: </th><td>Web "
		"&lt;web@x.example&gt;</td>"
		"</tr><tr><th>Date: </th><td>Mon, 5 Jan 2026 15:04:05 -0700</td></tr></table><br>"
		"Name: Ann Lee<br>Email: ann@x.example<br>Submitted: 2026-01-05 15:04<br>"
		"Message: it leaks</div>";
	g_autoptr(RdLines) lines = rd_html_to_lines(html, strlen(html), 10000);
	RdHead head = {"Fwd: form", NULL, NULL};
	g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);

	cr_assert_not_null(dissection->forwarded);
	cr_expect_str_eq(dissection->forwarded->from->address, "web@x.example");
	cr_expect_null(dissection->forwarded->outer);
	cr_expect(g_str_has_suffix(dissection->forwarded->body, "Message: it leaks"));
}

Test(forward_chain, a_chain_without_end_is_cut)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(RdLines) lines = NULL;
	g_autoptr(RdDissection) dissection = NULL;
	guint n = 0;

	for (int i = 0; i < 5000; i++)
		g_string_append(text, GMAIL("Ann", "ann@x.example", "Fwd: roof") "x\n");
	lines = rd_lines_new(g_strdup(text->str));
	dissection = rd_dissect(lines, NULL);
	for (const RdForwarded *f = dissection->forwarded; f != NULL; f = f->outer)
		n++;
	cr_assert_leq(n, 20);
	cr_assert_gt(n, 1);
}
