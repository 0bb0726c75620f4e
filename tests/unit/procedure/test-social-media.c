#include "story.h"

#include <criterion/criterion.h>

static Story *
ticket(const char *complaints)
{
	Story *story = story_new("social-media");

	story_open(story, complaints);
	return story;
}

static Story *
original(void)
{
	Story *story = story_new("review");

	story_open(story, "damage");
	return story;
}

Test(review, resolution_is_told_and_a_linked_ticket_is_opened)
{
	g_autoptr(Story) story = original();

	story_expect(story, "mention", "mention resolution [SM1]\n");
	story_expect(story, "send", "send social-notice to resolution [SM1]\n");
	story_expect(story, "link", "link social-media linked ticket [SM2]\n");
	cr_expect_str_eq(story->kase->queue, "resolution");
}

Test(review, marketing_hears_of_changes_and_not_of_every_message)
{
	g_autoptr(Story) story = original();

	story_clear(story);
	story_linked(story, "homeowner-contacted");
	story_expect(story, "send", "send marketing-contacted to marketing [SM5]\n");
	story_clear(story);
	story_linked(story, "homeowner-answered");
	story_linked(story, "escalated");
	story_expect(story, "send", "");
	story_expect(story, "note",
		     "note The homeowner has answered. [SM5]\n"
		     "note The concerns have been escalated with the installer. [SM5]\n");
	story_clear(story);
	story_linked(story, "ticket-resolved");
	story_expect(story, "send", "send marketing-resolved to marketing [SM6]\n");
	cr_expect(story_has(
		story,
		"note The homeowner is satisfied and was asked to update or remove the posting. "
		"[SM6]"));
	cr_expect_not(story->kase->open);
}

Test(review, a_ticket_closed_without_joy_closes_the_original)
{
	g_autoptr(Story) story = original();

	story_clear(story);
	story_linked(story, "ticket-closed");
	story_expect(story, "send", "send marketing-closed to marketing [SM6]\n");
	cr_expect_not(story->kase->open);
}

Test(social_media, a_known_homeowner_is_written_to_and_the_escalation_is_real)
{
	g_autoptr(Story) story = ticket("damage");

	story_expect(story, "label", "label Social Media [SM2]\n");
	cr_expect(story_has(story, "note social-gathered [SM2]"));
	cr_expect(story_has(story, "assign resolution [SM2]"));
	story_expect(story, "send",
		     "send social-outreach to homeowner [SM3]\n"
		     "send social-escalated to homeowner [SM4]\n");
	story_expect(story, "link", "link by complaint installer case told homeowner [SM4]\n");
	story_expect(story, "task", "");
	story_expect(story, "tell", "tell homeowner-contacted [SM5]\ntell escalated [SM5]\n");
}

Test(social_media, the_companys_own_actions_are_for_resolution)
{
	g_autoptr(Story) story = ticket("everbright");

	story_expect(story, "send", "send social-outreach to homeowner [SM3]\n");
	story_expect(story, "link", "");
	story_expect(story, "task", "task own-actions to resolution [SM4]\n");
}

Test(social_media, both_ways_for_a_review_of_both)
{
	g_autoptr(Story) story = ticket("damage everbright");

	story_expect(story, "link", "link by complaint installer case told homeowner [SM4]\n");
	story_expect(story, "task", "task own-actions to resolution [SM4]\n");
}

Test(social_media, an_unknown_reviewer_is_looked_for)
{
	g_autoptr(Story) story = story_new("social-media");
	RdHomeowner *later = g_steal_pointer(&story->homeowner);

	story_open(story, "damage");
	story_expect(story, "send", "");
	story_expect(story, "task", "task identify to resolution [SM3]\n");
	story_clear(story);
	story->homeowner = later;
	story_command(story, "homeowner", "HO-1");
	story_expect(story, "done", "done identify [SM3]\n");
	story_expect(story, "send",
		     "send social-outreach to homeowner [SM3]\n"
		     "send social-escalated to homeowner [SM4]\n");
}

Test(social_media, a_happy_homeowner_is_asked_to_update_the_review)
{
	g_autoptr(Story) story = ticket("damage");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "");
	story_expect(story, "send", "send social-thanks to homeowner [SM6]\n");
	cr_expect(story_has(story, "tell satisfied [SM6]"));
	cr_expect(story_has(story, "tell ticket-resolved [SM6]"));
	cr_expect_not(story->kase->open);
}

Test(social_media, the_installers_case_may_bring_the_happy_end)
{
	g_autoptr(Story) story = ticket("damage");

	story_clear(story);
	story_linked(story, "resolved");
	story_expect(story, "send", "send social-thanks to homeowner [SM6]\n");
	cr_expect_not(story->kase->open);
}

Test(social_media, closing_without_joy_asks_for_nothing)
{
	g_autoptr(Story) story = ticket("damage");

	story_clear(story);
	story_command(story, "close", NULL);
	story_expect(story, "send", "");
	story_expect(story, "tell", "tell ticket-closed [SM6]\n");
	cr_expect_not(story->kase->open);
}

Test(social_media, an_answer_is_told_the_original_and_read_by_a_person)
{
	g_autoptr(Story) story = ticket("damage");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "more-info", "");
	story_expect(story, "tell", "tell homeowner-answered [SM5]\n");
	story_expect(story, "task", "task read-mail to assignee\n");
	story_expect(story, "send", "");
}

Test(social_media, what_the_answer_says_of_the_installer_is_escalated_once)
{
	g_autoptr(Story) story = ticket("everbright");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "damage");
	story_expect(story, "send", "send social-escalated to homeowner [SM4]\n");
	story_expect(story, "link", "link by complaint installer case told homeowner [SM4]\n");
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "rude-conduct");
	story_expect(story, "link", "");
}

Test(social_media, the_installers_case_thanks_nobody_a_second_time)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	g_hash_table_insert(story->kase->facts, g_strdup("homeowner-told"), g_strdup("yes"));
	story_open(story, "damage");
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "");
	story_expect(story, "send", "");
	story_expect(story, "tell", "tell resolved [BO3]\n");
	cr_expect_not(story->kase->open);
}

Test(social_media, a_happy_ticket_ends_the_installers_case)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	story_open(story, "damage");
	story_clear(story);
	story_linked(story, "satisfied");
	story_expect(story, "send", "");
	cr_expect_not(story->kase->open);
}
