#include "office-fixture.h"

#include <criterion/criterion.h>
#include <redress/replay.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)

TestSuite(replay, .init = office_setup, .fini = office_teardown);

/* What the replay finds, one problem a line. */
static const char *
problems(void)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	guint cases;

	cr_assert(rd_replay_store(store, casework.procedures, found, &cases, &error), "%s",
		  error != NULL ? error->message : "");
	g_ptr_array_add(found, NULL);
	return office_keep(g_strjoinv("\n", (char **)found->pdata));
}

static RdCase *
worked(void)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);

	now += 3 * RD_TIME_DAY;
	office_fire();
	return kase;
}

Test(replay, a_case_that_was_worked_is_explained)
{
	worked();
	expect_str(problems(), "");
}

Test(replay, a_closed_case_is_explained)
{
	RdCase *kase = worked();

	office_do(office_case(kase->id), "#satisfied");
	expect_str(problems(), "");
}

Test(replay, a_state_without_an_entry_is_found)
{
	RdCase *kase = office_case(worked()->id);

	store_set(&kase->state, "with-sales");
	cr_assert(rd_case_save(store, kase, NULL));
	expect_str(problems(), "RD-1001: its state is \"with-sales\", but \"calling\" by its feed");
}

Test(replay, a_timer_without_an_entry_is_found)
{
	worked();
	cr_assert(rd_timer_set(store, 1001, "secret", now, NULL));
	expect_has(problems(), "the timer \"secret\" at ");
}

Test(replay, a_timer_that_vanished_is_found)
{
	worked();
	cr_assert(rd_timer_cancel(store, 1001, "follow-up", NULL));
	expect_str(problems(),
		   "RD-1001: the end of the timer \"follow-up\" has no cause in the feed");
}

Test(replay, a_task_that_is_done_without_an_entry_is_found)
{
	RdCase *kase = worked();

	cr_assert(rd_task_done(store, office_task(office_case(kase->id), "call-installer")->id, BEN,
			       now, NULL));
	expect_has(problems(), "is done, which has no cause in the feed");
	expect_has(problems(), "the feed has an open task that the case has not: Call the");
}

Test(replay, a_mail_without_an_entry_is_found)
{
	office_add_mail(office_case(worked()->id), MARTA, "unseen@home.example");
	expect_str(problems(), "RD-1001: the mail <unseen@home.example> from " MARTA
			       " has no cause in the feed");
}

Test(replay, an_entry_without_a_cause_is_found)
{
	RdCase *kase = worked();

	cr_assert(rd_casework_note(&casework, kase, BEN, "note", "Just so.", "", now, NULL));
	expect_str(problems(), "RD-1001: the entry \"Just so.\" lacks time, author or cause");
}
