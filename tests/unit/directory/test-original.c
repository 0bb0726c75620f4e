#include <criterion/criterion.h>
#include <redress/directory.h>
#include <string.h>

#define DIRECTORY "tests/data/directory"

#define TESS   "Tess Albright <tess.albright@corp.example>"
#define OMAR   "Omar Haddad <omar.haddad@corp.example>"
#define DESK   "Support <support@corp.example>" /* in no list of the staff */
#define IRENA  "Irena Novak <irena.novak@postbox.example>"
#define OKORO  "Billie <billie@okoro.example>"
#define INSTAL "Tall Pine <care@tallpine.example>"

#define GMAIL(from, subject)                                                                       \
	"---------- Forwarded message ---------\nFrom: " from                                      \
	"\nDate: Mon, Jan 5, 2026 at 3:04 PM\nSubject: " subject "\nTo: <x@corp.example>\n\n\n"
#define OUTLOOK(from, subject)                                                                     \
	"From: " from "\nSent: Monday, January 5, 2026 3:04 PM\nTo: x@corp.example\n"              \
	"Subject: " subject "\n\n"

/* Mails attached to a mail, or to one that is. */
#define MIXED(boundary, text, mails)                                                               \
	"Content-Type: multipart/mixed; boundary=" boundary "\n\n--" boundary "\n\n" text          \
	"\n" mails "--" boundary "--\n"
#define ATTACHED(boundary, from, mail)                                                             \
	"--" boundary "\nContent-Type: message/rfc822\n\nFrom: " from "\n" mail "\n"

static RdStore *store;

static void
setup(void)
{
	store = rd_directory_open_folder(DIRECTORY, NULL);
}

static void
teardown(void)
{
	rd_store_close(store);
}

TestSuite(original, .init = setup, .fini = teardown);

/* Whose mail Tess forwards with this text, and what is read of it: "who: words [quoted]". */
static char *
original_of(const char *text, RdPerson **person)
{
	g_autofree char *raw =
		g_strconcat("From: " TESS "\nTo: complaints@everbright.example\n"
			    "Subject: Fwd: roof\n",
			    strstr(text, "Content-Type:") == NULL ? "\n" : "", text, NULL);
	g_autoptr(GBytes) octets = g_bytes_new(raw, strlen(raw));
	g_autoptr(RdMessage) message = rd_message_parse(octets, NULL, &rd_message_default_limits);
	const RdForwarded *f;
	GString *out = g_string_new(NULL);

	cr_assert_not_null(message->forwarded, "%s", text);
	*person = rd_directory_identify(store, NULL, message, NULL);
	cr_assert_not_null(*person);
	f = message->forwarded;
	g_string_printf(out, "%s: %s [%s]", (*person)->original_sender, f->body, f->quoted);
	g_string_replace(out, "\n", "/", 0);
	return g_string_free(out, FALSE);
}

typedef struct {
	const char *text, *shown;
	gboolean several;
} Case;

static void
check(const Case *cases, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		g_autoptr(RdPerson) person = NULL;
		g_autofree char *shown = original_of(cases[i].text, &person);

		cr_expect_str_eq(shown, cases[i].shown, "%s\ngave %s", cases[i].text, shown);
		cr_expect_eq(person->several, cases[i].several, "%s", cases[i].text);
	}
}

Test(original, what_a_customer_forwards_is_what_the_customer_quotes)
{
	const Case cases[] = {
		{GMAIL(IRENA, "Fwd: visit") "My roof leaks.\n" GMAIL(INSTAL, "visit") "We came.",
		 "irena.novak@postbox.example: My roof leaks. [We came.]", FALSE},
		{OUTLOOK(IRENA, "FW: visit") "My roof leaks.\n\n" OUTLOOK(INSTAL,
									  "visit") "We came.",
		 "irena.novak@postbox.example: My roof leaks. [We came.]", FALSE},
		{GMAIL(IRENA, "Fwd: visit") "My roof leaks.\n" GMAIL(
			 OKORO, "Fwd: hi") "Mine too.\n" GMAIL(INSTAL, "hi") "We came.",
		 "irena.novak@postbox.example: My roof leaks. [Mine too./We came.]", FALSE},
		{GMAIL("A Stranger <a@x.example>",
		       "Fwd: visit") "My roof leaks.\n" GMAIL(IRENA, "hi") "For you alone.",
		 "a@x.example: My roof leaks. [For you alone.]", FALSE},
		{MIXED("a", "fyi",
		       ATTACHED("a", IRENA,
				MIXED("b", "My roof leaks.",
				      ATTACHED("b", INSTAL, "\nWe came.")
					      ATTACHED("b", OKORO, "\nMe too.")))),
		 "irena.novak@postbox.example: My roof leaks. [We came.]", FALSE},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(original, colleagues_pass_on_what_is_somebody_elses)
{
	const Case cases[] = {
		{GMAIL(OMAR, "Fwd: roof") "For you.\n" GMAIL(DESK, "Fwd: roof") "New.\n" GMAIL(
			 IRENA, "roof") "It leaks.",
		 "irena.novak@postbox.example: It leaks. []", FALSE},
		{OUTLOOK("Haddad, Omar", "FW: roof") "For you.\n\n" OUTLOOK(IRENA,
									    "roof") "It leaks.",
		 "irena.novak@postbox.example: It leaks. []", FALSE},
		{GMAIL(OMAR, "Fwd: roof") "For you.\n" GMAIL(
			 IRENA, "Fwd: visit") "It leaks.\n" GMAIL(INSTAL, "visit") "We came.",
		 "irena.novak@postbox.example: It leaks. [We came.]", FALSE},
		{GMAIL(OMAR, "Fwd: to do") "Please call her.\n" GMAIL(DESK, "to do") "Call her.",
		 "support@corp.example: Call her. []", FALSE},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(original, who_is_not_known_for_a_colleague_is_not_passed_over)
{
	const Case cases[] = {
		{OUTLOOK("Irena Novak",
			 "FW: visit") "My roof leaks.\n\n" OUTLOOK(OKORO, "hi") "For you alone.",
		 ": My roof leaks. [For you alone.]", FALSE},
		{OUTLOOK("Omar", "FW: visit") "My roof leaks.\n\n" OUTLOOK(OKORO,
									   "hi") "For you alone.",
		 ": My roof leaks. [For you alone.]", FALSE},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(original, a_customers_own_earlier_mail_is_their_complaint)
{
	const Case cases[] = {
		{GMAIL(IRENA, "Fwd: roof") "Nobody answers.\n" GMAIL(IRENA, "roof") "It leaks.",
		 "irena.novak@postbox.example: It leaks. []", FALSE},
		/* a conversation, mail under mail */
		{GMAIL(IRENA, "roof") "It leaks.\n\n" GMAIL(OMAR, "Re: roof") "Still?\n\n" GMAIL(
			 IRENA, "Re: roof") "It does.",
		 "irena.novak@postbox.example: It does. []", FALSE},
		{GMAIL(IRENA, "roof") "It leaks.\n\n" GMAIL(OMAR, "Re: roof") "We will come.",
		 "irena.novak@postbox.example: It leaks. [We will come.]", FALSE},
	};

	check(cases, G_N_ELEMENTS(cases));
}

Test(original, mails_of_two_people_under_each_other_are_several)
{
	const Case cases[] = {
		{GMAIL(IRENA, "roof") "It leaks.\n\n" GMAIL(OKORO, "wall") "It is wet.",
		 "irena.novak@postbox.example: It leaks. [It is wet.]", TRUE},
		{GMAIL(IRENA, "roof") "It leaks.\n\n" GMAIL(OMAR, "Fwd: wall") "And:\n\n" GMAIL(
			 OKORO, "wall") "It is wet.",
		 "irena.novak@postbox.example: It leaks. [And:/It is wet.]", TRUE},
	};

	check(cases, G_N_ELEMENTS(cases));
}

#define APPLE(from)                                                                                \
	"Begin forwarded message:\n\n> From: " from "\n> Date: Jan 5, 2026 3:04 PM\n"              \
	"> To: <x@corp.example>\n> Subject: roof\n>\n> It leaks.\n\n"

Test(original, what_is_forwarded_along_with_a_mail_is_told_of)
{
	const Case cases[] = {
		{MIXED("a", "fyi",
		       ATTACHED("a", IRENA, "\nIt leaks.") ATTACHED("a", IRENA, "\nMore.")),
		 "irena.novak@postbox.example: It leaks. []", TRUE},
		{MIXED("a", "fyi",
		       ATTACHED("a", OMAR,
				MIXED("b", "all",
				      ATTACHED("b", IRENA, "\nIt leaks.")
					      ATTACHED("b", OKORO, "\nIt is wet.")))),
		 "irena.novak@postbox.example: It leaks. []", TRUE},
		{"See.\n\n" APPLE(IRENA) APPLE(OKORO), "irena.novak@postbox.example: It leaks. []",
		 TRUE},
		{"See.\n\n" APPLE(IRENA) "Regards", "irena.novak@postbox.example: It leaks. []",
		 FALSE},
	};

	check(cases, G_N_ELEMENTS(cases));
}
