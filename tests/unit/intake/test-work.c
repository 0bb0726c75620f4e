#include "office-fixture.h"

#include <criterion/criterion.h>

TestSuite(work, .init = office_setup, .fini = office_teardown);

#define LEAK "The crew broke four tiles, and now the roof leaks into the attic."

Test(work, our_own_mail_is_filed)
{
	const char *ours[] = {"complaints@corp.example", "Complaints+RD-1001.x@corp.example",
			      "help@corp.example"};

	for (gsize i = 0; i < G_N_ELEMENTS(ours); i++) {
		g_autofree char *headers = g_strdup_printf("From: %s\nSubject: Water", ours[i]);

		expect_str(office_receive(headers, LEAK), "our own mail came back; filed");
	}
	expect_str(office_letters(), "");
	cr_expect_null(rd_case_get(store, 1001, NULL));
}

Test(work, a_mail_without_a_message_id_has_its_place_in_the_ledger_as_cause)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(
		"From: " MARTA "\nDate: Mon, 2 Mar 2026 16:00:00 +0000\nSubject: Water\n\n" LEAK
		"\n",
		sizeof "From: " MARTA
		       "\nDate: Mon, 2 Mar 2026 16:00:00 +0000\nSubject: Water\n\n" LEAK "\n" -
			1);

	office_receive_raw(raw);
	expect_has(office_feed(1001), "<- message 1 of the ledger (IC1)\n");
}

Test(work, a_mail_without_a_sender_reaches_a_person)
{
	g_autoptr(GBytes) raw = g_bytes_new_static("Subject: Water\n\nThe roof leaks.\n", 32);

	expect_str(office_receive_raw(raw), "opened RD-1001 (triage)");
	expect_str(office_tasks(1001), "sort (triage)");
	expect_str(office_letters(), "");
}

Test(work, an_empty_or_a_binary_message_reaches_a_person)
{
	g_autofree guint8 *octets = g_malloc(4096);
	g_autoptr(GBytes) none = g_bytes_new_static("", 0);
	g_autoptr(GBytes) noise = NULL;

	for (guint i = 0; i < 4096; i++)
		octets[i] = (guint8)(i * 2654435761u >> 13);
	noise = g_bytes_new(octets, 4096);
	office_receive_raw(none);
	office_receive_raw(noise);
	expect_str(office_tasks(1001), "sort (triage)");
	expect_str(office_tasks(1002), "sort (triage)");
	expect_str(office_letters(), "");
}

Test(work, what_a_person_says_is_worked_into_the_case_it_belongs_to)
{
	office_receive("Subject: Water", LEAK);
	expect_str(office_receive("From: " MESA "\nSubject: Re: Concerns of Marta [RD-1001]",
				  "We will phone her tomorrow."),
		   "joined RD-1001 (number in the subject)");
	expect_has(office_feed(1001), "mail-in: from " MESA);
}

Test(work, a_stranger_does_not_get_into_a_case_by_its_number)
{
	office_receive("Subject: Water", LEAK);
	expect_str(office_receive("From: x@elsewhere.example\nSubject: Re: [RD-1001] Water",
				  "Everything is fixed and I am happy with the result."),
		   "opened RD-1002 (triage)");
	cr_expect(office_case(1001)->open);
}
