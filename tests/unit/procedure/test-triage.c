#include "story.h"

#include <criterion/criterion.h>

Test(triage, an_unmatched_complaint_is_asked_for_details)
{
	g_autoptr(Story) story = story_new("triage");

	g_clear_pointer(&story->homeowner, rd_homeowner_free);
	g_clear_pointer(&story->installer, rd_installer_free);
	g_free(story->kase->contact);
	story->kase->contact = g_strdup("stranger@mail.example");
	story_open(story, "damage");
	story_expect(story, "send", "send request-details to contact [IN5]\n");
	story_expect(story, "queue", "queue triage [IN1]\n");
	story_expect(story, "task", "task sort to triage [IN5]\n");
}

Test(triage, what_is_no_complaint_gets_no_mail_but_a_person)
{
	g_autoptr(Story) story = story_new("triage");

	g_clear_pointer(&story->homeowner, rd_homeowner_free);
	g_free(story->kase->contact);
	story->kase->contact = g_strdup("stranger@mail.example");
	story_open(story, "");
	story_expect(story, "send", "");
	story_expect(story, "task", "task sort to triage [IN1]\n");
}

Test(triage, a_homeowner_is_told_that_a_person_reads_it)
{
	g_autoptr(Story) story = story_new("triage");

	story_open(story, "");
	story_expect(story, "send", "send received to homeowner [IN1]\n");
	story_expect(story, "task", "task sort to triage [IN1]\n");
}

Test(triage, once_homeowner_and_complaint_are_known_another_procedure_begins)
{
	g_autoptr(Story) story = story_new("triage");
	RdHomeowner *later = g_steal_pointer(&story->homeowner);

	g_free(story->kase->contact);
	story->kase->contact = g_strdup("stranger@mail.example");
	story_open(story, "damage");
	story_clear(story);
	story->homeowner = later;
	story_command(story, "homeowner", "HO-1");
	cr_expect_str_eq(story->log->str, "done sort [IN2]\nbegin by complaint [IN2]\n");
}

Test(triage, an_answer_reaches_a_person)
{
	g_autoptr(Story) story = story_new("triage");

	g_clear_pointer(&story->homeowner, rd_homeowner_free);
	story_open(story, "");
	story_task_done(story, "sort");
	story_clear(story);
	story_message(story, RD_ROLE_UNKNOWN, "more-info", "");
	story_expect(story, "task", "task sort to triage [IN1]\n");
}

Test(company_complaint, the_installer_is_left_out_of_it)
{
	g_autoptr(Story) story = story_new("company-complaint");

	story_open(story, "everbright");
	story_expect(story, "send", "send company-received to homeowner\n");
	story_expect(story, "task", "task company-part to back-office\n");
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "damage");
	story_expect(story, "link", "link by complaint also about the installer\n");
}
