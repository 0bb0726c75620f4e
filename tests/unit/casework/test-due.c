#include "../../../src/casework/casework-private.h"
#include "office-fixture.h"

#include <criterion/criterion.h>
#include <string.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)
#define DAY    RD_TIME_DAY

static RdProcedures *own; /* instead of the project's; NULL */

static void
teardown(void)
{
	g_clear_pointer(&own, rd_procedures_free);
	office_teardown();
}

TestSuite(due, .init = office_setup, .fini = teardown);

Test(due, nothing_happens_before_its_time)
{
	office_damaged();
	now += 2 * DAY - 1;
	cr_expect_eq(office_fire(), 0);
	now += 1;
	cr_expect_eq(office_fire(), 1);
	expect_str(office_tasks(1001), "call-installer (back-office)");
	expect_has(office_feed(1001), "state: waiting -> calling <- timer call-due (BO2)\n");
	cr_expect_eq(office_fire(), 0);
}

Test(due, the_feed_says_how_late_a_timer_fired)
{
	office_damaged();
	now += 2 * DAY + RD_TIME_HOUR - 1;
	office_fire();
	expect_has(office_feed(1001), "<- timer call-due (BO2)");
	now = MONDAY + 5 * DAY + 90 * RD_TIME_MINUTE;
	office_fire();
	expect_has(office_feed(1001), "<- timer follow-up, 1 h late (BO6)");
	now = MONDAY + 30 * DAY;
	office_fire();
	expect_has(office_feed(1001), "<- timer follow-up, 19 days late (BO6)");
}

Test(due, what_is_overdue_fires_in_order_and_a_recurring_timer_once)
{
	const char *feed;

	office_damaged();
	now += 23 * DAY;
	cr_expect_eq(office_fire(), 2);
	feed = office_feed(1001);
	cr_expect_lt(strstr(feed, "<- timer call-due"), strstr(feed, "<- timer follow-up"));
	cr_expect_eq(office_fire(), 0);
	expect_str(office_letters(), "follow-up to " MARTA "\n");
	expect_str(office_timers(1001), "follow-up at +120h");
}

static void
use_procedures(const char *dir)
{
	g_autoptr(GError) error = NULL;

	casework.procedures = own = rd_procedures_load(dir, &error);
	g_assert_no_error(error);
}

Test(due, a_timer_that_an_earlier_one_stopped_or_set_anew_does_not_fire)
{
	use_procedures("tests/data/office/procedures");
	office_open("clockwork", "", 0);
	now += 10 * DAY;
	office_fire();
	expect_lacks(office_feed(1001), "has fired");
	expect_str(office_timers(1001), "third at +72h");
	now += 3 * DAY;
	office_fire();
	expect_has(office_feed(1001), "note: The third has fired. <- timer third\n");
}

Test(due, a_timer_that_fails_is_postponed_and_blocks_nobody)
{
	RdCase *broken = office_damaged();
	RdCase *well = office_damaged();

	store_set(&broken->procedure, "gone");
	cr_assert(rd_case_save(store, broken, NULL));
	now += 2 * DAY;
	cr_expect_eq(office_fire(), 2);
	expect_str(office_case(well->id)->state, "calling");
	expect_has(office_timers(broken->id), "call-due at +1h");
	expect_has(office_feed(broken->id), "error: timer call-due could not be worked: ");
	cr_expect_eq(office_fire(), 0);
}

Test(due, a_step_that_fails_half_way_is_undone)
{
	use_procedures("tests/data/office/triage-alone");
	office_open("triage", "HO-3001", DAMAGE);
	now += DAY;
	office_fire();
	expect_str(office_tasks(1001), "sort (triage)");
	expect_has(office_feed(1001), "error: timer any could not be worked: ");
	expect_lacks(office_feed(1001), "no longer needed");
}

/* A Friday's two days end on Tuesday, and the week-old follow-up fires once. */
Test(due, days_are_what_the_configuration_says)
{
	RdCase *kase;

	config->calendar.working = TRUE;
	now = MONDAY + 4 * RD_TIME_DAY;
	kase = office_open("installer-complaint", "HO-3001", RD_SET(RD_COMPLAINT_DAMAGE));
	expect_has(office_timers(kase->id), "call-due at +96h");
	expect_has(office_timers(kase->id), "follow-up at +168h");
}
