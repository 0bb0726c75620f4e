#include "office-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)

static void
setup(void)
{
	const RdStaff rosa = {.email = (char *)"rosa@corp.example",
			      .name = (char *)"Rosa Lin",
			      .role = RD_ROLE_RESOLUTION};
	const RdStaff owen = {.email = (char *)"owen@corp.example",
			      .name = (char *)"Owen Hart",
			      .role = RD_ROLE_RESOLUTION};

	office_setup();
	cr_assert(rd_staff_put(casework.store, &rosa, NULL));
	cr_assert(rd_staff_put(casework.store, &owen, NULL));
}

TestSuite(ticket, .init = setup, .fini = office_teardown);
TestSuite(ticket_of_nobody, .init = office_setup, .fini = office_teardown);

/* A review that Marketing reports; @homeowner NULL: not matched. */
static gint64
reported(const char *homeowner_id, RdComplaintSet complaints, const char *reviewer)
{
	const RdReview review = {.platform = (char *)"google",
				 .rating = 1,
				 .reviewer = (char *)reviewer,
				 .text = (char *)"Mesa Solar cracked my tiles and left.",
				 .link = (char *)""};
	g_autoptr(RdHomeowner) homeowner = rd_homeowner_get(casework.store, homeowner_id, NULL);
	g_autoptr(RdInstaller) installer =
		homeowner != NULL ? rd_installer_get(casework.store, homeowner->installer_id, NULL)
				  : NULL;
	const RdEvent opened = {.kind = RD_EVENT_OPENED, .role = RD_ROLE_MARKETING};
	const RdOpening opening = {.procedure = "review",
				   .homeowner = homeowner,
				   .installer = installer,
				   .complaints = complaints,
				   .primary = RD_COMPLAINT_DAMAGE,
				   .description = review.text,
				   .subject = "A review",
				   .origin = "Marketing",
				   .review = &review,
				   .complained_at = now};
	g_autoptr(GError) error = NULL;
	g_autoptr(RdCase) kase = rd_casework_open(&casework, &opening, "test", now, &error);

	cr_assert(kase != NULL && rd_casework_event(&casework, kase, &opened, "test", now, &error),
		  "%s", error != NULL ? error->message : "");
	return kase->id;
}

Test(ticket, a_review_becomes_two_tickets_and_a_case_in_one_go)
{
	reported("HO-3001", DAMAGE, "Marta");
	expect_str(office_case(1001)->procedure, "review");
	expect_str(office_case(1001)->state, "in-contact");
	expect_str(office_case(1002)->procedure, "social-media");
	cr_expect(g_strv_contains((const char *const *)office_case(1002)->labels, "Social Media"));
	expect_str(office_case(1003)->procedure, "installer-complaint");
	expect_str(office_case(1003)->state, "waiting");
	expect_str(office_letters(), "social-notice to resolution@corp.example\n"
				     "social-outreach to " MARTA "\n"
				     "social-escalated to " MARTA "\n"
				     "marketing-contacted to marketing@corp.example\n"
				     "installer-concern to " MESA "\n");
}

Test(ticket, the_installer_reads_the_review_and_not_marketings_mail)
{
	reported("HO-3001", DAMAGE, "Marta");
	expect_has(office_letter_text("installer-concern"),
		   "> Mesa Solar cracked my tiles and left.");
}

Test(ticket, what_is_known_of_the_homeowner_is_gathered)
{
	office_open("installer-complaint", "HO-3001", RD_SET(RD_COMPLAINT_RUDE_CONDUCT));
	reported("HO-3001", DAMAGE, "Marta");
	expect_has(office_feed(1003), "- RD-1001, open case: rude-conduct");
}

Test(ticket, who_may_have_written_it_is_in_the_task)
{
	reported("", DAMAGE, "Marta K.");
	expect_has(office_tasks(1002), "identify (resolution)");
	expect_has(office_task(office_case(1002), "identify")->body, "(HO-3001)");
	expect_lacks(office_letters(), MARTA);
}

Test(ticket, nobody_who_fits_is_said_as_well)
{
	reported("", DAMAGE, "Zaphod B.");
	expect_has(office_task(office_case(1002), "identify")->body,
		   "The directory has nobody who fits.");
}

Test(ticket, a_happy_homeowner_closes_all_three)
{
	const RdEvent satisfied = {.kind = RD_EVENT_MESSAGE,
				   .role = RD_ROLE_HOMEOWNER,
				   .author = MARTA,
				   .signals = RD_SET(RD_SIGNAL_SATISFIED)};

	reported("HO-3001", DAMAGE, "Marta");
	office_letters();
	office_event(office_case(1003), &satisfied);
	for (gint64 id = 1001; id <= 1003; id++)
		cr_expect_not(office_case(id)->open, "RD-%" G_GINT64_FORMAT, id);
	expect_str(office_letters(), "social-thanks to " MARTA "\n"
				     "marketing-resolved to marketing@corp.example\n");
}

Test(ticket, a_ticket_closed_without_joy_leaves_the_installers_case)
{
	reported("HO-3001", DAMAGE, "Marta");
	office_letters();
	office_do(office_case(1002), "#close");
	cr_expect_not(office_case(1001)->open);
	cr_expect_not(office_case(1002)->open);
	cr_expect(office_case(1003)->open);
	expect_str(office_letters(), "marketing-closed to marketing@corp.example\n");
}

Test(ticket, the_one_with_the_fewest_open_cases_gets_it)
{
	reported("HO-3001", DAMAGE, "Marta");
	expect_str(office_case(1002)->assignee, "owen@corp.example");
	expect_has(office_letter_text("social-outreach"), "My name is Owen Hart and I");
	reported("HO-3002", DAMAGE, "Dan");
	expect_str(office_case(1005)->assignee, "rosa@corp.example");
}

Test(ticket_of_nobody, without_anybody_in_resolution_no_letter_is_signed_by_nobody)
{
	reported("HO-3001", DAMAGE, "Marta");
	expect_lacks(office_letters(), "social-outreach");
	expect_has(office_tasks(1002), "letter-not-sent");
}
