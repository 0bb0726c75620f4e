#include <criterion/criterion.h>
#include <redress/directory.h>
#include <string.h>

#define DIRECTORY "tests/data/directory"
#define CONFIG	  "tests/data/config/full.yaml"

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

TestSuite(directory, .init = setup, .fini = teardown);

/* Who wrote the mail with these header lines and this text. */
static RdPerson *
identify_with(const RdConfig *config, const char *header, const char *text)
{
	g_autofree char *raw = g_strdup_printf("%s\nTo: complaints@everbright.example\n"
					       "Content-Type: text/plain; charset=utf-8\n\n%s\n",
					       header, text);
	g_autoptr(GBytes) octets = g_bytes_new(raw, strlen(raw));
	g_autoptr(RdMessage) message = rd_message_parse(octets, NULL, &rd_message_default_limits);
	g_autoptr(GError) error = NULL;
	RdPerson *person = rd_directory_identify(store, config, message, &error);

	cr_assert_not_null(person, "%s", error != NULL ? error->message : "");
	return person;
}

static const char *
homeowner_of(const RdPerson *person)
{
	return person->homeowner != NULL ? person->homeowner->id : "";
}

/* "HO-1 HO-2" */
static char *
candidates_of(const RdPerson *person)
{
	GString *ids = g_string_new(NULL);

	for (guint i = 0; i < person->candidates->len; i++)
		g_string_append_printf(ids, "%s%s", i > 0 ? " " : "",
				       ((RdHomeowner *)person->candidates->pdata[i])->id);
	return g_string_free(ids, FALSE);
}

Test(directory, the_address_tells_the_role)
{
	g_autoptr(RdConfig) config = rd_config_load(CONFIG, NULL);
	static const struct {
		const char *from;
		RdRole role;
	} cases[] = {
		{"Irena.Novak@Postbox.example", RD_ROLE_HOMEOWNER},
		{"billie@okoro.example", RD_ROLE_HOMEOWNER},
		{"tess.albright@corp.example", RD_ROLE_AGENT},
		{"viktor.sand@corp.example", RD_ROLE_BACK_OFFICE},
		{"june.abara@corp.example", RD_ROLE_RESOLUTION},
		{"mona.lind@corp.example", RD_ROLE_MARKETING},
		{"omar.haddad@corp.example", RD_ROLE_SALES},
		{"risk@partner-renewables.example", RD_ROLE_PARTNER},
		{"risk@greentechrenewables.example", RD_ROLE_PARTNER},	     /* configured */
		{"back-office@everbright.example", RD_ROLE_BACK_OFFICE},     /* configured */
		{"complaints+RD-1.x@everbright.example", RD_ROLE_AUTOMATED}, /* ourselves */
		{"care@tallpine.example", RD_ROLE_INSTALLER},
		{"anyone@tp-field.example", RD_ROLE_INSTALLER},	   /* by domain */
		{"crew@van.coppersky.example", RD_ROLE_INSTALLER}, /* below the domain */
		{"brightline.roofs@postbox.example", RD_ROLE_INSTALLER},
		{"someone@postbox.example", RD_ROLE_UNKNOWN},
		{"tess.albright@corp.example.net", RD_ROLE_UNKNOWN},
		{"x@nottallpine.example", RD_ROLE_UNKNOWN},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *header = g_strdup_printf("From: <%s>", cases[i].from);
		g_autoptr(RdPerson) person = identify_with(config, header, "Hello.");

		cr_expect_eq(person->role, cases[i].role, "%s: %s", cases[i].from,
			     rd_role_name(person->role));
	}
}

Test(directory, a_homeowners_address_is_enough)
{
	g_autoptr(RdPerson) person =
		identify_with(NULL, "From: W <w.okoro@postbox.example>", "It leaks.");

	cr_assert_str_eq(homeowner_of(person), "HO-2002");
	cr_assert_eq(person->evidence, RD_EVIDENCE_ADDRESS);
	cr_assert_str_eq(person->installer->id, "IN-01");
}

Test(directory, a_stranger_is_known_by_what_the_text_says)
{
	static const struct {
		const char *text, *homeowner;
		RdEvidence evidence;
	} cases[] = {
		{"My reference is HO-2003.", "HO-2003", RD_EVIDENCE_ACCOUNT},
		{"ref ho 2003 please", "HO-2003", RD_EVIDENCE_ACCOUNT},
		{"(account #HO2003)", "HO-2003", RD_EVIDENCE_ACCOUNT},
		{"Call me: 541.555.0142", "HO-2003", RD_EVIDENCE_PHONE},
		{"Call me: +1 (541) 555-0142 after six", "HO-2003", RD_EVIDENCE_PHONE},
		{"tel 541 555 0142", "HO-2003", RD_EVIDENCE_PHONE},
		{"5415550142", "HO-2003", RD_EVIDENCE_PHONE},
		{"15415550142", "HO-2003", RD_EVIDENCE_PHONE},
		{"541\xe2\x80\x91"
		 "555\xe2\x80\x91"
		 "0142",
		 "HO-2003", RD_EVIDENCE_PHONE},
		{"her other mail is teague@postbox.example", "HO-2003", RD_EVIDENCE_ADDRESS},
		{"This is Irena Novak.", "HO-2001", RD_EVIDENCE_NAME},
		{"it leaks\n\nirena novák", "HO-2001", RD_EVIDENCE_NAME},
		{"my husband lars quist asked me to write", "HO-2005", RD_EVIDENCE_NAME},
		{"Petra Quist here.", "HO-2005", RD_EVIDENCE_NAME},
		{"NOVAK, IRENA", "HO-2001", RD_EVIDENCE_NAME},
		{"Signed, Novak Irena", "", RD_EVIDENCE_NONE}, /* or the first name is Novak */
		{"Novak Irena from Rio Rancho", "HO-2001", RD_EVIDENCE_NAME},
		{"Irena Ana Novak", "HO-2001", RD_EVIDENCE_NAME},
		{"Irena has novak panels on the roof of the house", "", RD_EVIDENCE_NONE},
		{"We thank Irena, Novak was here on the same day", "", RD_EVIDENCE_NONE},
		{"Billie Okoro in Santa Fe", "HO-2002", RD_EVIDENCE_NAME},
		{"the Teagues at 771 Juniper Ridge Road", "HO-2004", RD_EVIDENCE_STREET},
		{"Ann Teague, 20 Alder Street", "HO-2003", RD_EVIDENCE_STREET},
		{"Ann Teague from Redmond", "HO-2004", RD_EVIDENCE_NAME},
		{"We are at 12B Tularosa, the Quists.", "HO-2005", RD_EVIDENCE_STREET},
		{"We are at 12B Tularosa Ave.", "", RD_EVIDENCE_NONE}, /* no name */
		{"Mr. Crowe told me", "", RD_EVIDENCE_NONE},	       /* a surname alone */
		{"Desmond said so and Crowe, too", "", RD_EVIDENCE_NONE},
		{"Call 541 555 0199", "", RD_EVIDENCE_NONE},
		{"invoice 2003 of HO-9", "", RD_EVIDENCE_NONE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdPerson) person =
			identify_with(NULL, "From: <x@elsewhere.example>", cases[i].text);

		cr_expect_str_eq(homeowner_of(person), cases[i].homeowner, "%s: %s", cases[i].text,
				 homeowner_of(person));
		cr_expect_eq(person->evidence, cases[i].evidence, "%s: %d", cases[i].text,
			     person->evidence);
	}
}

Test(directory, namesakes_are_no_guess)
{
	g_autoptr(RdPerson) person = identify_with(NULL, "From: Ann Teague <ann@elsewhere.example>",
						   "It leaks.\n\nAnn Teague");
	g_autofree char *candidates = candidates_of(person);

	cr_assert_str_eq(homeowner_of(person), "");
	cr_assert_str_eq(candidates, "HO-2003 HO-2004");
	cr_assert_null(person->installer);
}

Test(directory, of_two_with_one_address_the_name_decides_or_nobody)
{
	g_autoptr(RdPerson) nobody =
		identify_with(NULL, "From: <familia@postbox.example>", "It leaks.");
	g_autoptr(RdPerson) lucia =
		identify_with(NULL, "From: Lucia Fuentes <familia@postbox.example>", "It leaks.");
	g_autofree char *candidates = candidates_of(nobody);

	cr_assert_eq(nobody->role, RD_ROLE_HOMEOWNER);
	cr_assert_str_eq(homeowner_of(nobody), "");
	cr_assert_str_eq(candidates, "HO-2006 HO-2007");
	cr_assert_str_eq(homeowner_of(lucia), "HO-2007");
}

Test(directory, those_who_know_customers_name_them_by_less)
{
	static const struct {
		const char *from, *subject, *text, *homeowner;
	} cases[] = {
		{"care@tallpine.example", "Re: Complaint", "Mr. Crowe was called.", "HO-2008"},
		{"care@tallpine.example", "Crowe", "We were there.", "HO-2008"},
		{"care@tallpine.example", "Update", "The Crowes are fine.", "HO-2008"},
		{"care@coppersky.example", "Update", "Mrs. Teague was called.", ""},
		{"care@tallpine.example", "Update", "Irena Novak was called.", ""},
		{"care@tallpine.example", "Teague (Redmond)", "Done.", "HO-2004"},
		{"care@tallpine.example", "Teague", "Done.", ""}, /* which of the two? */
		{"tess.albright@corp.example", "Crowe roof: spoke to him", "Fine.", "HO-2008"},
		{"omar.haddad@corp.example", "Teague", "A. Teague in Bend was called.", "HO-2003"},
		{"risk@partner-renewables.example", "Tall Pine - Crowe", "Sent.", "HO-2008"},
		{"mona.lind@corp.example", "BBB", "One star by Irena Novak.", "HO-2001"},
		{"mona.lind@corp.example", "BBB", "One star by Irena N.", ""},
		{"care@tallpine.example", "Open items",
		 "Crowe: Friday.\nAnn Teague, 20 Alder St: Monday.\nAnn Teague, 771 Juniper Ridge "
		 "Rd: Tuesday.",
		 ""}, /* all of them */
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *header =
			g_strdup_printf("From: <%s>\nSubject: %s", cases[i].from, cases[i].subject);
		g_autoptr(RdPerson) person = identify_with(NULL, header, cases[i].text);

		cr_expect_str_eq(homeowner_of(person), cases[i].homeowner, "%s: %s: %s",
				 cases[i].subject, cases[i].text, homeowner_of(person));
	}
}

Test(directory, who_writes_is_not_whom_they_write_about)
{
	g_autoptr(RdPerson) person =
		identify_with(NULL, "From: Desmond Crowe <dc@tallpine.example>\nSubject: COI",
			      "Our certificate is attached.\n\nDesmond Crowe");

	cr_assert_eq(person->role, RD_ROLE_INSTALLER);
	cr_assert_str_eq(homeowner_of(person), "");
	cr_assert_str_eq(person->installer->id, "IN-02");
}

Test(directory, an_installers_copy_to_the_homeowner_tells_whom_it_is_about)
{
	g_autoptr(RdPerson) person = identify_with(
		NULL, "From: <care@tallpine.example>\nCc: a.teague@quickpost.example", "On it.");

	cr_assert_str_eq(homeowner_of(person), "HO-2004");
	cr_assert_str_eq(person->writer->id, "IN-02");
}

Test(directory, a_machines_mail_is_automated_whosever_mailbox_it_is_from)
{
	g_autoptr(RdPerson) homeowner = identify_with(
		NULL, "From: <irena.novak@postbox.example>\nAuto-Submitted: auto-replied",
		"I am away.");
	g_autoptr(RdPerson) staff =
		identify_with(NULL,
			      "From: <tess.albright@corp.example>\nAuto-Submitted: auto-replied\n"
			      "Subject: Automatic reply: Crowe roof",
			      "I am away.");
	g_autoptr(RdPerson) list = identify_with(
		NULL, "From: <news@wire.example>\nList-Id: <wire.example>\nPrecedence: bulk",
		"Panels!");

	cr_assert_eq(homeowner->role, RD_ROLE_AUTOMATED);
	cr_assert_str_eq(homeowner_of(homeowner), "HO-2001");
	cr_assert_eq(staff->role, RD_ROLE_AUTOMATED);
	cr_assert_str_eq(homeowner_of(staff), "HO-2008");
	cr_assert_eq(list->role, RD_ROLE_AUTOMATED);
	cr_assert_str_eq(rd_person_role_label(list), "unknown");
	cr_assert_str_eq(rd_person_role_label(staff), "automated");
}

#define REPORT                                                                                     \
	"From: Mail Delivery System <mailer-daemon@mx.example>\nTo: "                              \
	"complaints@everbright.example\n"                                                          \
	"Subject: Undelivered Mail\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"             \
	"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"              \
	"--b\nContent-Type: text/plain\n\nSorry.\n"                                                \
	"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"         \
	"Final-Recipient: rfc822; care@tallpine.example\nAction: failed\nStatus: 5.1.1\n"          \
	"--b\nContent-Type: %s\n\nFrom: complaints@everbright.example\n"                           \
	"To: care@tallpine.example\nSubject: Complaint - Desmond Crowe\n\n--b--\n"

Test(directory, the_mail_that_came_back_tells_whom_it_was_about)
{
	static const char *const types[] = {"text/rfc822-headers", "message/rfc822"};

	for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
		g_autofree char *raw = g_strdup_printf(REPORT, types[i]);
		g_autoptr(GBytes) octets = g_bytes_new(raw, strlen(raw));
		g_autoptr(RdMessage) message =
			rd_message_parse(octets, NULL, &rd_message_default_limits);
		g_autoptr(RdPerson) person = rd_directory_identify(store, NULL, message, NULL);

		cr_expect_eq(person->role, RD_ROLE_AUTOMATED, "%s", types[i]);
		cr_expect_str_eq(homeowner_of(person), "HO-2008", "%s", types[i]);
	}
}

#define FORWARD                                                                                    \
	"From: Tess <tess.albright@corp.example>\nTo: complaints@everbright.example\n"             \
	"Subject: FW: leak\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"      \
	"--b\nContent-Type: text/plain\n\n%s\n"                                                    \
	"--b\nContent-Type: message/rfc822\n\nFrom: %s\nTo: support@everbright.example\n"          \
	"Subject: leak\nDate: Tue, 3 Feb 2026 10:00:00 +0000\n\n%s\n--b--\n"

static RdPerson *
identify_forward(const char *comment, const char *from, const char *text)
{
	g_autofree char *raw = g_strdup_printf(FORWARD, comment, from, text);
	g_autoptr(GBytes) octets = g_bytes_new(raw, strlen(raw));
	g_autoptr(RdMessage) message = rd_message_parse(octets, NULL, &rd_message_default_limits);

	cr_assert_not_null(message->forwarded);
	return rd_directory_identify(store, NULL, message, NULL);
}

Test(directory, a_forward_concerns_its_original_sender)
{
	g_autoptr(RdPerson) known = identify_forward("Please handle, unlike Crowe's.",
						     "I <irena.novak@postbox.example>", "Leaks.");
	g_autoptr(RdPerson) stranger = identify_forward("Cannot find her.", "x@elsewhere.example",
							"Petra Quist, 12B Tularosa Avenue");
	g_autoptr(RdPerson) hint =
		identify_forward("This is HO-2003's daughter.", "x@elsewhere.example", "Leaks.");

	cr_expect_eq(known->role, RD_ROLE_AGENT);
	cr_expect_str_eq(homeowner_of(known), "HO-2001");
	cr_expect_str_eq(known->original_sender, "irena.novak@postbox.example");
	cr_expect_eq(known->original_role, RD_ROLE_HOMEOWNER);
	cr_expect_str_eq(homeowner_of(stranger), "HO-2005");
	cr_expect_eq(stranger->original_role, RD_ROLE_UNKNOWN);
	cr_expect_str_eq(homeowner_of(hint), "HO-2003");
}

Test(directory, an_unknown_writer_is_settled_by_what_the_mail_is_about)
{
	const RdFindings complaint = {.kind = RD_KIND_COMPLAINT};
	const RdFindings unrelated = {.kind = RD_KIND_UNRELATED};
	g_autoptr(RdPerson) nobody = identify_with(NULL, "From: <x@y.example>", "It leaks.");
	g_autoptr(RdPerson) owner =
		identify_with(NULL, "From: <x@y.example>", "A payoff letter for my loan, please.");
	g_autoptr(RdPerson) broker = identify_with(NULL, "From: Jo Bell <jo@homes.example>",
						   "I sell the house of Irena Novak.");
	g_autoptr(RdPerson) family =
		identify_with(NULL, "From: Jan Novak <jan@y.example>", "I write for Irena Novak.");

	cr_assert_eq(nobody->role, RD_ROLE_UNKNOWN);
	rd_person_settle(nobody, &unrelated);
	cr_assert_eq(nobody->role, RD_ROLE_UNKNOWN);
	rd_person_settle(nobody, &complaint);
	cr_assert_eq(nobody->role, RD_ROLE_HOMEOWNER);
	rd_person_settle(owner, &unrelated);
	cr_assert_eq(owner->role, RD_ROLE_HOMEOWNER);
	rd_person_settle(broker, &unrelated);
	cr_assert_eq(broker->role, RD_ROLE_UNKNOWN);
	cr_assert_str_eq(homeowner_of(broker), "HO-2001");
	rd_person_settle(family, &unrelated);
	cr_assert_eq(family->role, RD_ROLE_HOMEOWNER);
}

/* A mail made to be expensive: every word a name, every number a phone or a street. */
Test(directory, a_hostile_text_costs_a_bounded_number_of_look_ups, .timeout = 20)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(RdPerson) person = NULL;

	for (guint i = 0; i < 40000; i++)
		g_string_append_printf(text, "Ab%u Cd%u %u Elm-%u@x.example 505 555 %04u ", i, i, i,
				       i, i % 10000);
	person = identify_with(NULL, "From: <x@y.example>", text->str);
	cr_assert_str_eq(homeowner_of(person), "");
}
