#include "office-fixture.h"

#include <criterion/criterion.h>
#include <string.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)

static RdCase *kase;

static void
setup(void)
{
	office_setup();
	kase = office_damaged();
}

TestSuite(command_run, .init = setup, .fini = office_teardown);

/* Two days later the installer has to be called. */
static void
calling(void)
{
	RdEvent late = {.kind = RD_EVENT_TIMER, .name = "call-due"};

	now += 2 * RD_TIME_DAY;
	office_event(kase, &late);
}

Test(command_run, take)
{
	expect_str(
		office_do(kase, "#take"),
		"done: #take: Assigned to Ben Carter. It is related to homeowner and installer.");
	expect_str(office_case(1001)->assignee, BEN);
	expect_has(office_feed(1001), "assignee: Assigned to Ben Carter.");
	expect_has(office_feed(1001),
		   "note: Ben Carter has taken the case. <- command #take (BO1)");
}

/* "#name xxxxx...": a line with that much behind the name. */
static const char *
long_line(const char *name)
{
	g_autofree char *much = g_strnfill(50000, 'x');

	return office_keep(g_strconcat("#", name, " ", much, NULL));
}

Test(command_run, of_what_was_written_a_little_is_quoted)
{
	const char *names[] = {"assign", "type",     "send", "homeowner", "installer",
			       "link",	 "merge",    "undo", "label",	  "approve",
			       "called", "frobfrob", "done", "remind",	  "beam"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *said = office_do(kase, long_line(names[i]));

		cr_expect_lt(strlen(said), 500, "%s: %zu", names[i], strlen(said));
	}
	office_do(kase, long_line("note"));
	expect_has(office_feed(1001), "xxxxx");
	cr_expect_lt(strlen(office_do(kase, "#undo")), 500);
	g_autofree char *name = g_strnfill(50000, 'x');
	g_autofree char *line = g_strconcat("#", name, NULL);

	cr_expect_lt(strlen(office_do(kase, line)), 500);
}

Test(command_run, a_label_is_short)
{
	expect_str(office_do(kase, long_line("label")),
		   "refused: #label: A label has at most 100 characters.");
	cr_expect_null(office_case(1001)->labels[0]);
}

Test(command_run, take_says_what_the_case_lacks)
{
	RdCase *nobody = office_open("triage", "", DAMAGE);
	g_autoptr(RdInstaller) mesa = rd_installer_get(store, "IN-31", NULL);

	expect_str(office_do(nobody, "#take"),
		   "done: #take: Assigned to Ben Carter. It is not related to a homeowner "
		   "(#homeowner ID). It is not related to an installer (#installer ID).");
	g_strfreev(mesa->emails);
	mesa->emails = g_new0(char *, 1);
	cr_assert(rd_installer_put(store, mesa, NULL));
	expect_has(office_do(kase, "#take"), "The installer has no e-mail address on record.");
}

Test(command_run, assign)
{
	expect_str(office_do(kase, "#assign anna"), "done: #assign: Assigned to Anna Weiss.");
	expect_str(office_case(1001)->assignee, ANNA);
	expect_str(office_do(kase, "#assign Resolution"),
		   "done: #assign: Now in the queue resolution.");
	expect_str(office_case(1001)->queue, "resolution");
	expect_str(office_case(1001)->assignee, "");
	expect_has(office_do(kase, "#assign sales"), "done: #assign: Now in the queue sales.");
	expect_str(office_do(kase, "#assign zoe"),
		   "refused: #assign: There is nobody called \"zoe\" among staff and queues.");
	expect_str(office_do(kase, "#assign"),
		   "refused: #assign: Say to whom: #assign NAME or #assign QUEUE.");
	cr_expect_eq(office_count(office_feed(1001), "<- command #assign"), 3);
}

Test(command_run, assign_to_one_of_two_is_no_guess)
{
	RdStaff other = {.email = (char *)"anna.b@corp.example",
			 .name = (char *)"Anna Braun",
			 .role = RD_ROLE_AGENT};

	cr_assert(rd_staff_put(store, &other, NULL));
	expect_has(office_do(kase, "#assign anna"), "refused: #assign: There are several called");
}

Test(command_run, note)
{
	expect_str(office_do(kase, "#note The dog bites."), "done: #note: Noted.");
	expect_has(office_feed(1001), "note: The dog bites. <- command #note");
	expect_has(office_do(kase, "#note"), "refused: #note: A note needs a text");
}

Test(command_run, called)
{
	calling();
	expect_has(office_do(kase, "#called perhaps"), "refused: #called: Say whether");
	expect_str(office_case(1001)->state, "calling");
	expect_str(office_do(kase, "#called Voicemail"),
		   "done: #called: Call to the installer noted: voicemail.");
	expect_str(office_case(1001)->state, "called");
	expect_str(office_tasks(1001), "");
	expect_has(office_feed(1001), "left a detailed voicemail");
}

Test(command_run, called_in_other_words)
{
	calling();
	expect_str(office_do(kase, "#called, left a voice mail"),
		   "done: #called: Call to the installer noted: voicemail.");
}

Test(command_run, contacted)
{
	expect_has(office_do(kase, "#contacted"), "done: #contacted: The installer has contacted");
	cr_expect(g_hash_table_contains(office_case(1001)->facts, "contacted"));
	expect_has(office_feed(1001), "note: Ben Carter reports that the installer");
}

Test(command_run, satisfied)
{
	expect_has(office_do(kase, "#satisfied"), "done: #satisfied: ");
	cr_expect_not(office_case(1001)->open);
	expect_str(office_letters(), "install-complnt-done to " MARTA "\n");
}

Test(command_run, not_satisfied)
{
	expect_has(office_do(kase, "#not-satisfied"), "done: #not-satisfied: ");
	cr_expect(office_case(1001)->open);
	cr_expect(g_hash_table_contains(office_case(1001)->facts, "dissatisfied"));
	expect_str(office_letters(), "");
}

Test(command_run, type)
{
	expect_str(office_do(kase, "#type Rude-Conduct, misrepresentation"),
		   "done: #type: Complaint: rude-conduct misrepresentation.");
	cr_expect_eq(office_case(1001)->complaints,
		     RD_SET(RD_COMPLAINT_RUDE_CONDUCT) | RD_SET(RD_COMPLAINT_MISREPRESENTATION));
	cr_expect_eq(office_case(1001)->primary, RD_COMPLAINT_RUDE_CONDUCT);
	expect_has(office_feed(1001), "complaints: Complaint: rude-conduct misrepresentation.");
	expect_has(office_do(kase, "#type rudeness"), "They are: pto-delay missing-equipment");
	expect_has(office_do(kase, "#type"), "refused: ");
}

Test(command_run, type_in_triage_begins_the_procedure_for_it)
{
	kase = office_open("triage", "HO-3001", 0);
	office_do(kase, "#type damage");
	expect_str(office_case(kase->id)->procedure, "installer-complaint");
}

Test(command_run, homeowner)
{
	kase = office_open("triage", "", DAMAGE);
	office_letters();
	expect_has(office_do(kase, "#homeowner HO-9999"), "refused: ");
	expect_has(office_do(kase, "#homeowner nobody@home.example"), "refused: ");
	expect_str(office_do(kase, "#homeowner ho-3001"),
		   "done: #homeowner: The homeowner is Marta Kowalczyk (HO-3001).");
	expect_str(office_case(kase->id)->homeowner_id, "HO-3001");
	expect_str(office_case(kase->id)->procedure, "installer-complaint");
	expect_str(office_letters(),
		   "homeowner-outreach to " MARTA "\ninstaller-concern to " MESA "\n");
	expect_str(office_tasks(kase->id), "");
}

Test(command_run, homeowner_by_address)
{
	kase = office_open("triage", "", DAMAGE);
	expect_has(office_do(kase, "#homeowner MK@work.example"), "done: ");
	expect_str(office_case(kase->id)->homeowner_id, "HO-3001");
}

Test(command_run, an_address_that_two_share_names_no_homeowner)
{
	g_autoptr(RdHomeowner) twin = rd_homeowner_get(store, "HO-3001", NULL);

	store_set(&twin->id, "HO-3009");
	cr_assert(rd_homeowner_put(store, twin, NULL));
	kase = office_open("triage", "", DAMAGE);
	expect_has(office_do(kase, "#homeowner " MARTA), "is no single homeowner");
}

Test(command_run, installer)
{
	expect_has(office_do(kase, "#installer Nobody Inc"), "refused: ");
	expect_str(office_do(kase, "#installer tall pine energy"),
		   "done: #installer: The installer is Tall Pine Energy (IN-32).");
	expect_str(office_case(1001)->installer_id, "IN-32");
	expect_str(office_do(kase, "#installer in-31"),
		   "done: #installer: The installer is Mesa Solar (IN-31).");
	expect_has(office_feed(1001), "installer: The installer is Mesa Solar (IN-31).");
}

Test(command_run, installer_sets_a_case_going_that_had_none)
{
	g_autoptr(RdHomeowner) marta = rd_homeowner_get(store, "HO-3001", NULL);

	store_set(&marta->installer_id, "");
	cr_assert(rd_homeowner_put(store, marta, NULL));
	kase = office_open("installer-complaint", "HO-3001", DAMAGE);
	expect_str(kase->state, "unreachable");
	office_letters();
	office_do(kase, "#installer IN-31");
	expect_str(office_case(kase->id)->state, "waiting");
	expect_has(office_letters(), "installer-concern to " MESA "\n");
}

Test(command_run, done)
{
	expect_str(office_do(kase, "#done"), "refused: #done: No task is open.");
	calling();
	cr_assert(rd_casework_task(&casework, kase, "phone", "Phone Marta", "", "assignee", "c",
				   now, NULL));
	expect_str(office_do(kase, "#done"),
		   "refused: #done: Which task is done? The open ones are: \"Call the installer, "
		   "Mesa Solar\" (call-installer). \"Phone Marta\" (phone).");
	expect_str(office_do(kase, "#done phone"), "done: #done: Done: Phone Marta.");
	expect_has(office_do(kase, "#done nonsense"), "refused: #done: Which task is done?");
	expect_str(office_do(kase, "#done"), "done: #done: Done: Call the installer, Mesa Solar.");
	expect_str(office_case(1001)->state, "called");
	expect_str(office_case(1001)->tasks->len == 2 ? office_tasks(1001) : "?", "");
	expect_has(office_feed(1001), "task: done: Phone Marta <- command #done");
}

Test(command_run, done_by_number)
{
	g_autofree char *line = NULL;

	calling();
	line = g_strdup_printf("#done %d", (int)office_task(kase, "call-installer")->id);
	expect_has(office_do(kase, line), "done: ");
	expect_has(office_do(kase, line), "refused: ");
}

Test(command_run, link)
{
	office_open("installer-complaint", "HO-3002", DAMAGE);
	expect_str(office_do(kase, "#link RD-1002"), "done: #link: Linked with RD-1002.");
	cr_expect_eq(office_case(1002)->links->len, 1);
	expect_has(office_feed(1001), "link: Linked with RD-1002.");
	expect_has(office_feed(1002), "link: Linked with RD-1001.");
	expect_has(office_do(kase, "#link RD-1001"), "refused: ");
	expect_has(office_do(kase, "#link RD-7777"), "refused: #link: There is no case RD-7777.");
	expect_has(office_do(kase, "#link Marta"), "refused: #link: \"Marta\" is not the number");
}

Test(command_run, merge)
{
	RdCase *other = office_open("installer-complaint", "HO-3001", DAMAGE);

	expect_str(office_do(other, "#merge 1001"),
		   "done: #merge: RD-1002 is now part of RD-1001.");
	cr_expect_eq(office_case(1002)->id, 1001);
	expect_has(office_feed(1001), "merge: RD-1002 is now part of RD-1001. <- command #merge");
	expect_has(office_do(kase, "#merge RD-1002"), "refused: ");
	expect_has(office_do(kase, "#link RD-1002"), "refused: ");
}

Test(command_run, what_follows_a_merge_is_done_to_the_case_that_is_left)
{
	RdCase *other = office_open("installer-complaint", "HO-3001", DAMAGE);

	office_do(other, "#merge 1001");
	cr_expect_eq(other->id, 1001);
	office_do(other, "#take");
	expect_str(office_case(1001)->assignee, BEN);
	cr_expect_eq(office_count(office_do(other, "#status"), "RD-1001 is open"), 1);
}

Test(command_run, label)
{
	expect_str(office_do(kase, "#label Social Media"),
		   "done: #label: Label \"Social Media\" set.");
	expect_str(office_case(1001)->labels[0], "Social Media");
	expect_has(office_feed(1001), "label: Label \"Social Media\" set.");
	expect_has(office_do(kase, "#label"), "refused: ");
}

Test(command_run, close_and_reopen)
{
	expect_str(office_do(kase, "#close"), "done: #close: Closed.");
	cr_expect_not(office_case(1001)->open);
	expect_str(office_letters(), "case-closed to " MARTA "\n");
	expect_str(office_do(kase, "#close"), "refused: #close: It is closed already.");
	expect_str(office_letters(), "");
	expect_str(office_do(kase, "#reopen"), "done: #reopen: It is open.");
	cr_expect(office_case(1001)->open);
	expect_str(office_do(kase, "#reopen"), "refused: #reopen: It is open already.");
}

Test(command_run, status)
{
	expect_str(office_do(kase, "#status"),
		   "done: #status: RD-1001 is open, state waiting, queue "
		   "back-office, assigned to nobody.");
}

Test(command_run, help)
{
	expect_has(office_do(kase, "#help"), "#called reached|voicemail\n");
}

Test(command_run, an_unknown_command_is_answered_with_the_nearest)
{
	expect_str(office_do(kase, "#tkae"),
		   "refused: #tkae: There is no such command; did you mean #take?");
	expect_str(office_do(kase, "#frobnicate"),
		   "refused: #frobnicate: There is no such command.");
	expect_lacks(office_feed(1001), "#tkae");
}

Test(command_run, whatever_is_done_is_in_the_feed)
{
	const char *lines[] = {"#take",
			       "#assign anna",
			       "#note x",
			       "#called reached",
			       "#contacted",
			       "#not-satisfied",
			       "#type damage rude-conduct",
			       "#installer IN-32",
			       "#homeowner HO-3001",
			       "#label x",
			       "#close",
			       "#reopen"};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", 2);
		g_autofree char *cause = g_strdup_printf("<- command %s", words[0]);

		cr_expect(g_str_has_prefix(office_do(kase, lines[i]), "done: "), "%s", lines[i]);
		expect_has(office_feed(1001), cause);
	}
}
