#include "office-fixture.h"

#include <criterion/criterion.h>
#include <redress/correction.h>
#include <redress/ledger.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)
#define NEVER  100000 /* % of what a label takes that no mail reaches */
#define LEAK   "The crew broke four tiles, and now the roof leaks into the attic."

TestSuite(proposal, .init = office_setup, .fini = office_teardown);

Test(proposal, what_is_not_sure_is_shown_to_staff_and_only_acknowledged)
{
	config->classify.sure = NEVER;
	expect_str(office_receive("Subject: Water", LEAK), "opened RD-1001 (triage)");
	cr_expect_eq(office_case(1001)->complaints, 0);
	expect_str(office_letters(), "received to " MARTA "\n");
	expect_str(office_tasks(1001), "sort (triage)");
	expect_has(office_feed(1001), "proposal: perhaps damage (");
	expect_has(office_feed(1001), "; if so: #type damage");
	expect_has(office_feed(1001), "roof leak");
	expect_has(office_task(office_case(1001), "sort")->body, "probably about: damage.");
}

Test(proposal, a_person_who_confirms_it_sets_it_going)
{
	config->classify.sure = NEVER;
	office_receive("Subject: Water", LEAK);
	office_letters();
	expect_has(office_do(office_case(1001), "#type damage"), "done: #type: ");
	expect_str(office_case(1001)->procedure, "installer-complaint");
	cr_expect_eq(office_case(1001)->complaints, DAMAGE);
	cr_expect_null(g_hash_table_lookup(office_case(1001)->facts, RD_FACT_PROPOSAL));
	expect_has(office_letters(), "installer-concern to " MESA "\n");
}

Test(proposal, an_unknown_writer_is_asked_and_the_complaint_waits_for_a_person)
{
	config->classify.sure = NEVER;
	office_receive("From: jd@freemail.example\nSubject: Water", LEAK);
	expect_str(office_letters(), "request-details to jd@freemail.example\n");
	cr_expect_eq(office_case(1001)->complaints, 0);
}

Test(proposal, a_case_that_is_worked_gets_no_type_that_is_not_sure)
{
	config->classify.sure = 0;
	office_receive("Subject: Water", LEAK);
	config->classify.sure = NEVER;
	now += RD_TIME_DAY;
	expect_has(office_receive("Subject: And the foreman",
				  "Their foreman yelled at my wife and called her an idiot."),
		   "joined RD-1001");
	cr_expect_eq(office_case(1001)->complaints, DAMAGE);
	expect_has(office_feed(1001), "proposal: perhaps rude-conduct (");
	expect_has(office_tasks(1001), "sort (");
}

Test(proposal, what_is_said_plainly_is_acted_on)
{
	expect_str(office_receive("Subject: Water", LEAK), "opened RD-1001 (installer-complaint)");
	expect_lacks(office_feed(1001), "proposal: ");
}

Test(proposal, what_people_say_is_kept_as_an_example_with_its_mail)
{
	g_autoptr(GPtrArray) list = NULL;
	const RdCorrection *last;
	g_autoptr(GBytes) raw = NULL;

	office_receive("Subject: Water", LEAK);
	office_receive("From: " DAN "\nSubject: Water", LEAK);
	office_do(office_case(1001), "#type pto-delay");
	office_do(office_case(1002), "#type damage");
	office_do(office_case(1001), "#type damage rude-conduct");
	expect_has(office_feed(1001), "correction: pto-delay; the rules said damage");
	list = rd_corrections_list(casework.store, NULL);
	cr_assert_eq(list->len, 2, "the last word on each case counts");
	last = list->pdata[1];
	cr_expect_eq(last->case_id, 1001);
	cr_expect_eq(last->complaints, DAMAGE | RD_SET(RD_COMPLAINT_RUDE_CONDUCT));
	expect_str(last->author, BEN);
	raw = rd_ledger_raw(casework.store, last->ledger_id, NULL);
	expect_has(g_bytes_get_data(raw, NULL), "broke four tiles");
}
