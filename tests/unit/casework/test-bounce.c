#include "office-fixture.h"

#include <criterion/criterion.h>

static RdCase *kase;

static void
setup(void)
{
	office_setup();
	kase = office_open("installer-complaint", "HO-3001", RD_SET(RD_COMPLAINT_DAMAGE));
}

TestSuite(bounce, .init = setup, .fini = office_teardown);

static void
bounced(const char *recipient)
{
	g_autoptr(GError) error = NULL;

	cr_assert(rd_casework_bounced(&casework, kase, recipient, "5.1.1 who?", "message <b>", now,
				      &error),
		  "%s", error != NULL ? error->message : "");
}

Test(bounce, the_procedure_deals_with_the_people_of_the_case)
{
	bounced(MESA);
	expect_str(office_tasks(1001), "phone-installer (back-office)");
	bounced("MK@work.example");
	bounced(OMAR);
	expect_str(office_tasks(1001),
		   "phone-installer (back-office), phone-homeowner (back-office), "
		   "reach-account-manager (back-office)");
}

Test(bounce, what_was_asked_for_already_is_not_asked_for_again)
{
	bounced(MESA);
	bounced("ines.varga@mesasolar.example");
	bounced(MESA);
	expect_str(office_tasks(1001), "phone-installer (back-office)");
}

Test(bounce, anybody_else_is_to_be_phoned)
{
	bounced("somebody@else.example");
	bounced("somebody@else.example");
	expect_str(office_tasks(1001), "mail-bounced (back-office)");
	expect_str(office_task(kase, "mail-bounced")->title,
		   "Mail to somebody@else.example did not arrive: phone them");
	expect_has(office_task(kase, "mail-bounced")->body, "5.1.1 who?");
}

Test(bounce, a_recipient_that_is_not_named_is_somebody)
{
	bounced("");
	expect_str(office_task(kase, "mail-bounced")->title,
		   "Mail to somebody did not arrive: phone them");
}

Test(bounce, a_procedure_that_has_nothing_for_it_leaves_it_to_a_person)
{
	kase = office_open("company-complaint", "HO-3001", RD_SET(RD_COMPLAINT_EVERBRIGHT));
	bounced(OMAR);
	expect_has(office_tasks(kase->id), "mail-bounced (operator)");
	bounced(MARTA);
	expect_has(office_tasks(kase->id), "phone-homeowner (back-office)");
}

Test(bounce, a_closed_case_loses_no_bounce)
{
	office_do(kase, "#close");
	bounced(MARTA);
	expect_has(office_tasks(1001), "mail-bounced (back-office)");
}

/* Everything that is written comes back; the round of the gateway is played until it is quiet. */
Test(bounce, when_all_mail_comes_back_it_is_quiet_after_a_few)
{
	guint letters = 0;

	for (int round = 0; round < 10; round++) {
		office_mail_tasks();
		office_send("r r r r r r r r r r r r");
		letters = office_count(office_letters(), "\n");
	}
	cr_expect_eq(letters, 0, "%u letters in the last round", letters);
	expect_str(office_tasks(1001),
		   "phone-homeowner (back-office), phone-installer (back-office), "
		   "mail-bounced (operator), mail-bounced (operator)");
}

Test(bounce, a_refused_letter_is_in_the_feed_and_a_task)
{
	office_send("r s");
	expect_str(office_tasks(1001), "phone-homeowner (back-office)");
	expect_has(office_feed(1001), "mail-out: homeowner-outreach to " MARTA
				      " did not go out: 550 5.1.1 who? <- outbox 1\n");
}

Test(bounce, a_letter_that_one_of_two_did_not_get_is_a_task_as_well)
{
	RdPost post = {.template_name = "inquiry-installer",
		       .to = "installer",
		       .cc = "homeowner",
		       .cause = "message <m>"};

	office_send("s s");
	cr_assert(office_post(kase, &post));
	office_send("sr");
	expect_str(office_tasks(1001), "phone-homeowner (back-office)");
	cr_expect_eq(office_count(office_feed(1001), "did not go out"), 1);
}

Test(bounce, a_letter_that_is_given_up_is_a_task_on_that_day)
{
	now += 6 * RD_TIME_DAY;
	office_send("d s");
	expect_str(office_tasks(1001), "phone-homeowner (back-office)");
	cr_expect_eq(office_task(office_case(1001), "phone-homeowner")->created_at, now);
}

Test(bounce, what_arrived_is_nobodys_task)
{
	office_send("s s");
	expect_str(office_tasks(1001), "");
	expect_lacks(office_feed(1001), "did not go out");
}
