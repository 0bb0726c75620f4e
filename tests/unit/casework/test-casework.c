#include "office-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/text.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)
#define RUDE   RD_SET(RD_COMPLAINT_RUDE_CONDUCT)

TestSuite(casework, .init = office_setup, .fini = office_teardown);

static RdCase *
open_with(const RdOpening *opening)
{
	g_autoptr(GError) error = NULL;
	RdCase *kase = rd_casework_open(&casework, opening, "message <m>", now, &error);

	g_assert_no_error(error);
	return kase;
}

Test(casework, a_record_begins_with_what_is_known_and_nothing_else)
{
	g_autoptr(RdHomeowner) marta = rd_homeowner_get(store, "HO-3001", NULL);
	RdOpening opening = {.procedure = "installer-complaint",
			     .homeowner = marta,
			     .complaints = DAMAGE | RUDE,
			     .primary = RD_COMPLAINT_RUDE_CONDUCT,
			     .description = "They shouted and broke the fence.",
			     .complained_at = now - RD_TIME_DAY};
	g_autoptr(RdCase) opened = open_with(&opening);
	const RdCase *kase = office_case(opened->id);

	cr_expect_eq(kase->id, 1001);
	cr_expect_eq(kase->kind, RD_CASE_CASE);
	expect_str(kase->primary_reason, "Installer Complaints");
	expect_str(kase->state, "opening");
	expect_str(kase->homeowner_id, "HO-3001");
	expect_str(kase->installer_id, "");
	expect_str(kase->contact, "");
	cr_expect_eq(kase->primary, RD_COMPLAINT_RUDE_CONDUCT);
	cr_expect_eq(kase->complained_at, now - RD_TIME_DAY);
	cr_expect_eq(kase->opened_at, now);
	expect_str(office_feed(1001), "opened: opened as installer-complaint: damage rude-conduct, "
				      "homeowner HO-3001 <- message <m>\n");
	expect_str(office_letters(), "");
}

Test(casework, a_linked_record_is_known_on_both_sides)
{
	RdCase *first = office_open("pto-inquiry", "HO-3002", RD_SET(RD_COMPLAINT_PTO_DELAY));
	RdOpening opening = {
		.procedure = "triage", .linked_to = first->id, .how = "follows", .complaints = 0};
	g_autoptr(RdCase) second = open_with(&opening);

	expect_has(office_feed(first->id), "link: linked with RD-1002: follows <- message <m>");
	cr_assert_eq(office_case(first->id)->links->len, 1);
	cr_assert_eq(office_case(second->id)->links->len, 1);
}

Test(casework, a_review_is_kept_and_found_again)
{
	RdReview review = {.platform = (char *)"google",
			   .rating = 1,
			   .reviewer = (char *)"M. K.",
			   .text = (char *)"Never again.",
			   .link = (char *)""};
	RdOpening opening = {.procedure = "triage", .review = &review};
	g_autoptr(RdCase) kase = open_with(&opening);

	expect_str(g_hash_table_lookup(office_case(kase->id)->facts, "review-text"),
		   "Never again.");
	expect_str(g_hash_table_lookup(office_case(kase->id)->facts, "review-rating"), "1");
}

Test(casework, a_procedure_that_is_not_there_is_named)
{
	g_autoptr(GError) error = NULL;
	RdOpening opening = {.procedure = "no-such"};

	cr_expect_null(rd_casework_open(&casework, &opening, "message <m>", now, &error));
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	expect_has(error->message, "no-such");
}

Test(casework, a_case_leaves_triage_for_the_procedure_of_its_complaint)
{
	RdCase *kase = office_open("triage", "", DAMAGE);
	g_autoptr(RdHomeowner) marta = rd_homeowner_get(store, "HO-3001", NULL);
	RdEvent answer = {.kind = RD_EVENT_MESSAGE, .role = RD_ROLE_HOMEOWNER, .author = MARTA};

	office_letters();
	cr_assert(rd_casework_set_homeowner(&casework, kase, marta, DAMAGE, "message <2>", now,
					    NULL));
	office_event(kase, &answer);
	kase = office_case(kase->id);
	expect_str(kase->procedure, "installer-complaint");
	expect_str(kase->state, "waiting");
	expect_str(kase->installer_id, "IN-31");
	expect_str(office_tasks(kase->id), "");
	expect_str(office_letters(),
		   "homeowner-outreach to " MARTA "\ninstaller-concern to " MESA "\n");
	expect_has(office_feed(kase->id), "homeowner: Marta Kowalczyk (HO-3001) <- message <2>");
	expect_has(office_feed(kase->id), "procedure: procedure: installer-complaint");
}

Test(casework, naming_the_homeowner_keeps_an_installer_that_only_the_case_knows)
{
	RdCase *kase = office_open("triage", "", DAMAGE);
	g_autoptr(RdHomeowner) marta = rd_homeowner_get(store, "HO-3001", NULL);

	store_set(&kase->installer_id, "IN-32");
	store_set(&marta->installer_id, "");
	cr_assert(rd_casework_set_homeowner(&casework, kase, marta, DAMAGE, "c", now, NULL));
	expect_str(office_case(kase->id)->installer_id, "IN-32");
}

Test(casework, a_complaint_that_comes_with_the_homeowner_gives_the_reason)
{
	RdCase *kase = office_open("triage", "", 0);
	g_autoptr(RdHomeowner) marta = rd_homeowner_get(store, "HO-3001", NULL);

	cr_assert_eq(kase->primary, RD_COMPLAINT_NONE);
	cr_assert(rd_casework_set_homeowner(&casework, kase, marta, RUDE, "c", now, NULL));
	cr_expect_eq(office_case(kase->id)->primary, RD_COMPLAINT_RUDE_CONDUCT);
}

Test(casework, a_task_that_is_done_tells_the_procedure)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);
	RdEvent late = {.kind = RD_EVENT_TIMER, .name = "call-due"};
	g_autoptr(GError) error = NULL;

	office_event(kase, &late);
	expect_str(office_tasks(kase->id), "call-installer (back-office)");
	cr_assert(rd_casework_finish_task(&casework, kase, office_task(kase, "call-installer"), BEN,
					  "command #done", now, &error),
		  "%s", error != NULL ? error->message : "");
	expect_str(office_tasks(kase->id), "");
	expect_str(office_case(kase->id)->state, "called");
	expect_has(office_feed(kase->id), "task: done: Call the installer, Mesa Solar <- command");
}

Test(casework, a_task_that_was_read_before_is_done_all_the_same)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);
	RdEvent late = {.kind = RD_EVENT_TIMER, .name = "call-due"};
	g_autoptr(GError) error = NULL;

	office_event(kase, &late);
	cr_assert(rd_casework_finish_task(&casework, office_case(kase->id),
					  office_task(kase, "call-installer"), BEN, "c", now,
					  &error),
		  "%s", error != NULL ? error->message : "");
	expect_str(office_case(kase->id)->state, "called");
}

Test(casework, the_same_task_is_not_opened_twice)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);

	for (int i = 0; i < 2; i++)
		cr_assert(rd_casework_task(&casework, kase, "mail-failed", "It failed", "See above",
					   "operator", "outbox 1", now, NULL));
	cr_assert(rd_casework_task(&casework, kase, "mail-failed", "Another failed", "See above",
				   "operator", "outbox 2", now, NULL));
	cr_expect_eq(office_count(office_tasks(kase->id), "mail-failed"), 2);
	cr_expect_eq(office_count(office_feed(kase->id), "task: It failed"), 1);
}

/* The words of the letter upon a complaint of @marta's, with the record of @at_hand. */
static const char *
letter_with(const RdHomeowner *marta, const RdHomeowner *at_hand)
{
	g_autoptr(RdInstaller) installer = rd_installer_get(store, marta->installer_id, NULL);
	RdOpening opening = {.procedure = "installer-complaint",
			     .homeowner = marta,
			     .installer = installer,
			     .complaints = DAMAGE,
			     .primary = RD_COMPLAINT_DAMAGE,
			     .description = "They broke the fence."};
	g_autoptr(RdCase) kase = open_with(&opening);
	RdEvent event = {.kind = RD_EVENT_OPENED,
			 .complaints = DAMAGE,
			 .homeowner = at_hand,
			 .installer = installer};

	office_event(kase, &event);
	return office_letter_text("homeowner-outreach");
}

Test(casework, a_record_at_hand_counts_only_when_it_is_the_cases)
{
	g_autoptr(RdHomeowner) marta = rd_homeowner_get(store, "HO-3001", NULL);
	g_autoptr(RdHomeowner) dan = rd_homeowner_get(store, "HO-3002", NULL);

	rd_text_set(&marta->name, "Aurelia Kowalczyk");
	expect_has(letter_with(marta, dan), "Marta");
	expect_has(letter_with(marta, NULL), "Marta");
	expect_has(letter_with(marta, marta), "Aurelia");
}
