#include "story.h"

#include <criterion/criterion.h>

#define DAY RD_TIME_DAY

static Story *
opened(const char *complaints)
{
	Story *story = story_new("pto-inquiry");

	story_open(story, complaints);
	return story;
}

Test(pto_inquiry, both_are_written_to_and_the_homeowner_is_in_copy)
{
	g_autoptr(Story) story = opened("pto-delay");

	story_expect(story, "send",
		     "send inquiry-homeowner to homeowner [EX1]\n"
		     "send inquiry-installer to installer cc homeowner [EX2]\n");
	story_expect(story, "task", "");
	cr_expect_str_eq(story->kase->state, "waiting");
	cr_expect_eq(rd_procedure_get_kind(story->procedure), RD_CASE_INQUIRY);
}

Test(pto_inquiry, without_an_escalated_contact_a_person_finds_a_name)
{
	g_autoptr(Story) story = story_new("pto-inquiry");

	g_clear_pointer(&story->installer->escalation_name, g_free);
	story_open(story, "pto-delay");
	story_expect(story, "send",
		     "send acknowledgement to homeowner [EX1]\n"
		     "send inquiry-installer to installer cc homeowner [EX2]\n");
	story_expect(story, "task", "task name-contact to back-office [EX1]\n");
}

Test(pto_inquiry, an_installer_without_email_is_phoned)
{
	g_autoptr(Story) story = story_new("pto-inquiry");

	g_clear_pointer(&story->installer->emails, g_strfreev);
	story_open(story, "pto-delay");
	story_expect(story, "send", "send inquiry-homeowner to homeowner [EX1]\n");
	story_expect(story, "task", "task reach-installer to back-office [EX2]\n");
}

Test(pto_inquiry, an_installer_that_is_found_later_is_written_to_then)
{
	g_autoptr(Story) story = story_new("pto-inquiry");
	RdInstaller *later = g_steal_pointer(&story->installer);

	story_open(story, "pto-delay");
	cr_expect(story_has(story, "task find-installer to back-office [EX2]"));
	cr_expect(story_has(story, "send acknowledgement to homeowner [EX1]"));
	story_clear(story);
	story->installer = later;
	story_command(story, "installer", "IN-1");
	story_expect(story, "send",
		     "send inquiry-homeowner to homeowner [EX1]\n"
		     "send inquiry-installer to installer cc homeowner [EX2]\n");
	story_expect(story, "done", "done find-installer [EX2]\n");
	cr_expect_str_eq(story->kase->state, "waiting");
}

Test(pto_inquiry, a_later_complaint_of_another_kind_opens_a_linked_case)
{
	const char *others[] = {"unresponsive-installer", "damage", "pto-delay rude-conduct"};

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autoptr(Story) story = opened("pto-delay");

		story_clear(story);
		story_message(story, RD_ROLE_HOMEOWNER, "", others[i]);
		story_expect(story, "link", "link by complaint from inquiry [EX3]\n");
		story_expect(story, "send", "");
		cr_expect_not(story->kase->open, "%s", others[i]);
	}
}

Test(pto_inquiry, an_installer_that_still_does_not_answer_needs_a_case)
{
	g_autoptr(Story) story = opened("pto-delay");

	story_message(story, RD_ROLE_HOMEOWNER, "no-contact", "");
	story_expect(story, "link",
		     "link by complaint from inquiry with unresponsive-installer [EX3]\n");
}

Test(pto_inquiry, another_exempt_complaint_stays_in_the_inquiry)
{
	g_autoptr(Story) story = opened("pto-delay");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "not-connected");
	story_expect(story, "link", "");
	story_expect(story, "send", "send inquiry-installer to installer cc homeowner [EX2]\n");
	cr_expect(story->kase->open);
}

Test(pto_inquiry, what_was_exempt_before_the_milestone_is_not_after_it)
{
	g_autoptr(Story) story = opened("pto-delay");

	story->homeowner->milestone = RD_MILESTONE_M3;
	story_message(story, RD_ROLE_HOMEOWNER, "", "not-connected");
	story_expect(story, "link", "link by complaint from inquiry [EX3]\n");
}

Test(pto_inquiry, a_complaint_after_the_end_opens_a_case_as_well)
{
	g_autoptr(Story) story = opened("pto-delay");

	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "");
	cr_expect_not(story->kase->open);
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "damage");
	story_expect(story, "link", "link by complaint from inquiry [EX3]\n");
	cr_expect_not(story->kase->open);
}

Test(pto_inquiry, it_ends_by_itself_when_nobody_writes_for_thirty_days)
{
	g_autoptr(Story) story = opened("pto-delay");

	story_wait(story, 20 * DAY);
	story_message(story, RD_ROLE_INSTALLER, "will-contact", "");
	story_wait(story, 29 * DAY);
	cr_expect(story->kase->open);
	story_clear(story);
	story_wait(story, DAY);
	cr_expect_not(story->kase->open);
	story_expect(story, "send", "");
}

Test(pto_inquiry, it_becomes_a_case_only_once)
{
	g_autoptr(Story) story = opened("pto-delay");

	story_command(story, "close", NULL);
	story_message(story, RD_ROLE_HOMEOWNER, "no-contact", "");
	story_message(story, RD_ROLE_HOMEOWNER, "no-contact", "");
	story_message(story, RD_ROLE_HOMEOWNER, "", "damage");
	story_expect(story, "link",
		     "link by complaint from inquiry with unresponsive-installer [EX3]\n");
	story_expect(story, "task", "task read-mail to back-office\n");
}

Test(pto_inquiry, a_homeowner_without_email_is_phoned)
{
	g_autoptr(Story) story = story_new("pto-inquiry");

	g_clear_pointer(&story->homeowner->emails, g_strfreev);
	story_open(story, "pto-delay");
	cr_expect(story_has(story, "task tell-homeowner to back-office [EX1]"));
	story_expect(story, "send", "");
}

Test(pto_inquiry, half_a_satisfaction_is_none)
{
	g_autoptr(Story) story = opened("pto-delay");

	story_message(story, RD_ROLE_HOMEOWNER, "satisfied dissatisfied", "");
	cr_expect(story->kase->open);
	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "not-connected");
	cr_expect(story->kase->open);
}

Test(pto_inquiry, who_asks_again_or_disputes_gets_a_persons_answer)
{
	g_autoptr(Story) story = opened("pto-delay");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "follow-up-requested", "");
	story_message(story, RD_ROLE_INSTALLER, "needs-info", "");
	story_message(story, RD_ROLE_INSTALLER, "", "");
	story_expect(story, "task",
		     "task answer-homeowner to back-office\n"
		     "task answer-installer to back-office\n"
		     "task read-mail to back-office\n");
	story_expect(story, "send", "");
}

Test(pto_inquiry, an_exempt_complaint_after_the_end_is_passed_on)
{
	g_autoptr(Story) story = opened("pto-delay");

	story_command(story, "close", NULL);
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "not-connected");
	story_expect(story, "send", "send inquiry-installer to installer cc homeowner [EX2]\n");
	cr_expect(story->kase->open);
}
