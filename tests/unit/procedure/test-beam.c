#include "story.h"

#include <criterion/criterion.h>

#define DAY  RD_TIME_DAY
#define WEEK (7 * RD_TIME_DAY)

static Story *
opened(const char *complaints)
{
	Story *story = story_new("beam");

	story->homeowner->finance = RD_FINANCE_BEAM;
	story_open(story, complaints);
	return story;
}

Test(beam, the_partner_is_written_to_and_never_the_installer)
{
	g_autoptr(Story) story = opened("damage");

	story_expect(story, "send",
		     "send beam-received to homeowner [BEAM1]\n"
		     "send partner-outreach to partner [BEAM1]\n");
	cr_expect(
		story_has(story, "note The initial outreach to Greentech has been made. [BEAM2]"));
	cr_expect(story_has(story, "queue back-office [BEAM2]"));
	cr_expect(story_has(story, "assign nobody [BEAM2]"));
	story_message(story, RD_ROLE_HOMEOWNER, "", "rude-conduct");
	story_wait(story, 10 * WEEK);
	cr_expect_null(strstr(story->log->str, "to installer"));
}

Test(beam, after_a_week_the_homeowner_is_asked_and_a_week_later_it_ends)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_wait(story, WEEK - 1);
	story_expect(story, "send", "");
	story_wait(story, 1);
	story_expect(story, "send", "send unresponsive-beam-ho to homeowner [BEAM3]\n");
	story_clear(story);
	story_wait(story, WEEK - 1);
	cr_expect(story->kase->open);
	story_wait(story, 1);
	cr_expect_not(story->kase->open);
	story_expect(story, "send", ""); /* "close the case and stop" */
}

Test(beam, a_homeowner_who_asks_gets_another_week_again_and_again)
{
	g_autoptr(Story) story = opened("damage");

	for (guint i = 0; i < 3; i++) {
		story_wait(story, WEEK + DAY);
		story_clear(story);
		story_message(story, RD_ROLE_HOMEOWNER, "follow-up-requested", "");
		story_expect(story, "send", "send partner-update-request to partner [BEAM4]\n");
		cr_expect_str_eq(story->kase->state, "waiting");
		cr_expect_eq(story_due(story, "reminder-due"), story->now + WEEK);
	}
}

Test(beam, any_answer_to_the_question_but_satisfaction_is_a_request)
{
	g_autoptr(Story) story = opened("damage");

	story_wait(story, WEEK);
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "");
	story_expect(story, "send", "send partner-update-request to partner [BEAM4]\n");
	story_wait(story, WEEK);
	cr_expect(story->kase->open);
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "");
	story_expect(story, "send", "send install-complnt-done to homeowner [BO3]\n");
	cr_expect_not(story->kase->open);
}

Test(beam, what_nobody_understands_in_between_reaches_a_person)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "");
	story_expect(story, "task", "task read-mail to assignee\n");
	story_expect(story, "send", "");
}

Test(beam, the_partners_answer_reaches_the_assignee)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_message(story, RD_ROLE_PARTNER, "", "");
	cr_expect(story_has(story, "note The partner has answered. [BEAM5]"));
	story_expect(story, "task", "task read-partner to assignee [BEAM5]\n");
}

Test(beam, a_further_concern_goes_to_the_partner)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "rude-conduct");
	story_expect(story, "send",
		     "send partner-further-concern to partner [BEAM4]\n"
		     "send further-concern-received-beam to homeowner [BEAM4]\n");
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "everbright");
	story_expect(story, "send", "");
	story_expect(story, "task", "task company-part to back-office\n");
}

Test(beam, a_homeowner_without_email_is_phoned)
{
	g_autoptr(Story) story = story_new("beam");

	g_clear_pointer(&story->homeowner->emails, g_strfreev);
	story_open(story, "damage");
	story_expect(story, "send", "send partner-outreach to partner [BEAM1]\n");
	story_expect(story, "task", "task tell-homeowner to back-office [BEAM1]\n");
	story_wait(story, WEEK);
	cr_expect(story_has(story, "task phone-homeowner to assignee [BEAM3]"));
}

Test(beam, a_word_after_the_end_begins_another_week)
{
	g_autoptr(Story) story = opened("damage");

	story_wait(story, 2 * WEEK);
	cr_assert_not(story->kase->open);
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "dissatisfied", "");
	cr_expect(story->kase->open);
	story_expect(story, "send", "send partner-update-request to partner [BEAM4]\n");
}

Test(beam, a_bounce_of_the_partner_is_a_task)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_bounce(story, "partner");
	story_expect(story, "task", "task reach-partner to back-office [IN4]\n");
}
