#include "story.h"

#include <criterion/criterion.h>

#define DAY RD_TIME_DAY

static Story *
opened(const char *complaints)
{
	Story *story = story_new("installer-complaint");

	story_open(story, complaints);
	return story;
}

Test(installer_complaint, opening_writes_to_both_and_goes_to_the_back_office)
{
	g_autoptr(Story) story = opened("damage");

	story_expect(story, "send",
		     "send homeowner-outreach to homeowner [IC1]\n"
		     "send installer-concern to installer [IC3]\n");
	cr_expect(story_has(story,
			    "note The initial outreach to the installer has been made. [IC4]"));
	cr_expect(story_has(story, "queue back-office [IC4]"));
	cr_expect(story_has(story, "assign nobody [IC4]"));
	story_expect(story, "task", "");
	cr_expect_str_eq(story->kase->state, "waiting");
}

Test(installer_complaint, delays_and_silence_alone_use_the_quick_reply)
{
	const struct {
		const char *complaints, *template;
	} cases[] = {
		{"pto-delay", "unresponsive-install"},
		{"unresponsive-installer", "unresponsive-install"},
		{"pto-delay unresponsive-installer", "unresponsive-install"},
		{"unresponsive-installer everbright", "unresponsive-install"},
		{"unresponsive-installer damage", "installer-concern"},
		{"not-connected", "installer-concern"},
		{"misrepresentation", "installer-concern"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Story) story = opened(cases[i].complaints);
		g_autofree char *line =
			g_strdup_printf("send %s to installer [IC3]", cases[i].template);

		cr_expect(story_has(story, line), "%s: %s", cases[i].complaints, story->log->str);
	}
}

Test(installer_complaint, the_installer_is_never_copied_nor_the_homeowner)
{
	g_autoptr(Story) story = opened("damage");

	story_wait(story, 60 * DAY);
	cr_expect_null(strstr(story->log->str, " cc "));
}

Test(installer_complaint, a_complaint_about_the_company_too_is_a_task)
{
	g_autoptr(Story) story = opened("damage everbright");

	story_expect(story, "task", "task company-part to back-office [IC2]\n");
}

Test(installer_complaint, without_an_installer_a_person_looks_for_one)
{
	g_autoptr(Story) story = story_new("installer-complaint");
	RdInstaller *later = g_steal_pointer(&story->installer);

	story_open(story, "damage");
	story_expect(story, "send", "send acknowledgement to homeowner [IC1]\n");
	story_expect(story, "task", "task find-installer to back-office [BO1]\n");
	story_clear(story);

	story->installer = later;
	story_command(story, "installer", "IN-1");
	cr_expect_str_eq(story->kase->state, "waiting");
	story_expect(story, "done", "done find-installer\n");
	story_expect(story, "send",
		     "send homeowner-outreach to homeowner [IC1]\n"
		     "send installer-concern to installer [IC3]\n");
}

Test(installer_complaint, an_installer_without_email_is_phoned)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	g_clear_pointer(&story->installer->emails, g_strfreev);
	story_open(story, "damage");
	story_expect(story, "send", "send homeowner-outreach to homeowner [IC1]\n");
	story_expect(story, "task", "task reach-installer to back-office [IC3]\n");
	story_clear(story);

	story_task_done(story, "reach-installer");
	cr_expect_str_eq(story->kase->state, "waiting");
	cr_expect(story_has(
		story, "note The initial outreach to the installer has been made by phone. [IC4]"));
	story_expect(story, "send", "");
}

Test(installer_complaint, an_installer_without_phone_makes_a_task_not_a_hole)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	g_clear_pointer(&story->installer->phone, g_free);
	story_open(story, "damage");
	story_expect(story, "send",
		     "send acknowledgement to homeowner [IC1]\n"
		     "send installer-concern to installer [IC3]\n");
	story_expect(story, "task", "task give-phone to back-office [IC1]\n");
}

Test(installer_complaint, an_unmatched_homeowner_gives_no_mail_at_all)
{
	g_autoptr(Story) story = story_new("installer-complaint");
	RdHomeowner *later = g_steal_pointer(&story->homeowner);

	story_open(story, "damage");
	story_expect(story, "send", "");
	story_expect(story, "task", "task match-homeowner to back-office [BO1]\n");
	story_clear(story);

	story->homeowner = later;
	story_command(story, "homeowner", "HO-1");
	story_expect(story, "send",
		     "send homeowner-outreach to homeowner [IC1]\n"
		     "send installer-concern to installer [IC3]\n");
	story_expect(story, "done", "done match-homeowner\n");
}

Test(installer_complaint, a_homeowner_answered_by_a_linked_case_is_not_answered_again)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	g_hash_table_insert(story->kase->facts, g_strdup("homeowner-told"), g_strdup("yes"));
	story_open(story, "damage");
	story_expect(story, "send", "send installer-concern to installer [IC3]\n");
}

Test(installer_complaint, the_call_is_due_two_days_after_the_complaint)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	story->kase->complained_at = STORY_BEGIN - DAY; /* an agent forwards it a day later */
	story_open(story, "damage");
	story_wait(story, DAY - 1);
	story_expect(story, "task", "");
	story_wait(story, 1);
	story_expect(story, "task", "task call-installer to assignee [BO2]\n");
	cr_expect_str_eq(story->kase->state, "calling");
}

Test(installer_complaint, a_complaint_dated_in_the_future_counts_from_its_arrival)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	story->kase->complained_at = STORY_BEGIN + 300 * DAY;
	story_open(story, "damage");
	story_wait(story, 2 * DAY);
	story_expect(story, "task", "task call-installer to assignee [BO2]\n");
}

Test(installer_complaint, no_call_when_the_installer_has_made_contact)
{
	const RdRole who[] = {RD_ROLE_HOMEOWNER, RD_ROLE_INSTALLER, RD_ROLE_AGENT};

	for (gsize i = 0; i < G_N_ELEMENTS(who); i++) {
		g_autoptr(Story) story = opened("damage");

		story_wait(story, DAY);
		story_message(story, who[i], "installer-contacted", "");
		story_wait(story, 2 * DAY);
		story_expect(story, "task", "");
		cr_expect_str_eq(story->kase->state, "contacted");
	}
}

Test(installer_complaint, contact_that_is_taken_back_calls_for_the_call)
{
	g_autoptr(Story) story = opened("damage");

	story_message(story, RD_ROLE_INSTALLER, "installer-contacted", "");
	story_wait(story, 3 * DAY);
	story_message(story, RD_ROLE_HOMEOWNER, "no-contact", "");
	story_expect(story, "task", "task call-installer to assignee [BO2]\n");
}

Test(installer_complaint, contact_without_satisfaction_is_called_about)
{
	g_autoptr(Story) story = opened("damage");

	story_message(story, RD_ROLE_HOMEOWNER, "installer-contacted dissatisfied", "");
	cr_expect(story->kase->open);
	story_wait(story, 2 * DAY);
	story_expect(story, "task", "task call-installer to assignee [BO2]\n");
}

Test(installer_complaint, contact_made_in_time_ends_the_task_to_call)
{
	g_autoptr(Story) story = opened("damage");

	story_wait(story, 2 * DAY);
	story_message(story, RD_ROLE_HOMEOWNER, "installer-contacted", "");
	story_expect(story, "done", "done call-installer\n");
	cr_expect_str_eq(story->kase->state, "contacted");
	story_clear(story);
	story_wait(story, 5 * DAY);
	story_expect(story, "task", "task ask-homeowner to assignee [BO3]\n");
}

Test(installer_complaint, satisfaction_thanks_and_closes_in_every_state)
{
	const RdTime waits[] = {0, 2 * DAY, 3 * DAY};

	for (gsize i = 0; i < G_N_ELEMENTS(waits); i++) {
		g_autoptr(Story) story = opened("damage");

		story_wait(story, waits[i]);
		story_clear(story);
		story_message(story, RD_ROLE_HOMEOWNER, "installer-contacted satisfied", "");
		story_expect(story, "send", "send install-complnt-done to homeowner [BO3]\n");
		cr_expect_not(story->kase->open);
		cr_expect_eq(story->kase->timers->len, 0u);
		story_clear(story);
		story_wait(story, 60 * DAY);
		cr_expect_str_eq(story->log->str, "");
	}
}

Test(installer_complaint, what_an_installer_or_sales_says_of_satisfaction_closes_nothing)
{
	g_autoptr(Story) story = opened("damage");

	story_message(story, RD_ROLE_INSTALLER, "satisfied", "");
	story_message(story, RD_ROLE_SALES, "satisfied", "");
	story_message(story, RD_ROLE_UNKNOWN, "satisfied", "");
	cr_expect(story->kase->open);
}

Test(installer_complaint, satisfied_with_one_thing_but_with_a_new_complaint_stays_open)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "rude-conduct");
	cr_expect(story->kase->open);
	story_expect(story, "send",
		     "send installer-further-concern to installer [IC3]\n"
		     "send further-concern-received to homeowner [IC3]\n");
}

Test(installer_complaint, a_new_complaint_about_the_company_is_not_told_the_installer)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "everbright");
	story_expect(story, "send", "");
	story_expect(story, "task", "task company-part to back-office\n");
}

Test(installer_complaint, the_feed_says_how_the_call_went)
{
	const struct {
		const char *outcome, *words;
	} cases[] = {{"reached", "reached them"}, {"voicemail", "left a detailed voicemail"}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Story) story = opened("damage");

		story_wait(story, 2 * DAY);
		story_clear(story);
		story_command(story, "called", cases[i].outcome);
		cr_expect_not_null(strstr(story->log->str, cases[i].words));
		cr_expect(story_has(story, "done call-installer [BO4]"));
		cr_expect_str_eq(story->kase->state, "called");
	}
}

Test(installer_complaint, two_days_after_the_call_sales_gets_the_case)
{
	g_autoptr(Story) story = opened("misrepresentation");

	story_wait(story, 3 * DAY); /* called a day late */
	story_command(story, "called", "voicemail");
	story_clear(story);
	story_wait(story, 2 * DAY - 1);
	cr_expect_str_eq(story->kase->state, "called");
	story_wait(story, 1);
	cr_expect(story_has(story, "send referral-comment to account-manager [BO5]"));
	cr_expect(story_has(story, "note referral-comment [BO5]"));
	cr_expect_str_eq(story->kase->queue, "sales");
}

Test(installer_complaint, without_an_account_manager_sales_is_told_by_hand)
{
	g_autoptr(Story) story = opened("damage");

	g_clear_pointer(&story->installer->account_manager, g_free);
	story_wait(story, 2 * DAY);
	story_command(story, "called", "reached");
	story_clear(story);
	story_wait(story, 2 * DAY);
	story_expect(story, "task", "task refer-to-sales to assignee [BO5]\n");
	cr_expect_str_eq(story->kase->state, "with-sales");
}

static Story *
with_sales(void)
{
	Story *story = opened("damage");

	story_wait(story, 2 * DAY);
	story_command(story, "called", "reached");
	story_wait(story, 2 * DAY);
	cr_assert_str_eq(story->kase->state, "with-sales");
	story_clear(story);
	return story;
}

Test(installer_complaint, an_account_manager_who_is_silent_for_five_days_is_escalated_once)
{
	g_autoptr(Story) story = with_sales();

	story_wait(story, 5 * DAY - 1);
	story_expect(story, "mention", "");
	story_wait(story, 1);
	story_expect(story, "mention", "mention am-escalation [BO7]\n");
	cr_expect(story_has(story, "send mention to am-escalation [BO7]"));
	story_clear(story);
	story_wait(story, 30 * DAY);
	story_expect(story, "mention", "");
}

Test(installer_complaint, an_account_manager_who_answers_is_not_escalated)
{
	g_autoptr(Story) story = with_sales();

	story_message(story, RD_ROLE_SALES, "", "");
	story_expect(story, "task", "task act-on-sales to assignee [BO7]\n");
	cr_expect_str_eq(story->kase->queue, "back-office");
	story_wait(story, 30 * DAY);
	story_expect(story, "mention", "");
}

Test(installer_complaint, no_five_days_pass_without_a_follow_up)
{
	g_autoptr(Story) story = opened("damage");

	for (guint i = 0; i < 6; i++) {
		story_clear(story);
		story_wait(story, 5 * DAY);
		cr_expect(story_has(story, "send follow-up to homeowner [BO6]"), "period %u", i);
	}
}

Test(installer_complaint, a_late_follow_up_comes_once)
{
	g_autoptr(Story) story = opened("damage");
	const RdEvent event = {.kind = RD_EVENT_TIMER, .name = "follow-up"};
	const RdSituation situation = {
		.kase = story->kase, .homeowner = story->homeowner, .installer = story->installer};
	RdTime late = STORY_BEGIN + 23 * DAY;
	g_autoptr(GPtrArray) effects =
		rd_procedure_step(story->procedure, &situation, &event, late);
	const RdEffect *again = effects->pdata[0];

	cr_assert_eq(effects->len, 2u);
	cr_expect_eq(again->kind, RD_EFFECT_TIMER);
	cr_expect_eq(again->due_at, late + 5 * DAY);
}

Test(installer_complaint, a_homeowner_without_email_is_phoned_instead)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	g_clear_pointer(&story->homeowner->emails, g_strfreev);
	story_open(story, "damage");
	story_expect(story, "send", "send installer-concern to installer [IC3]\n");
	story_expect(story, "task", "task tell-homeowner to back-office [IC1]\n");
	story_clear(story);
	story_wait(story, 5 * DAY);
	cr_expect(story_has(story, "task phone-homeowner to assignee [BO6]"));
}

Test(installer_complaint, a_bounce_makes_a_task_to_phone)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_bounce(story, "installer");
	story_expect(story, "task", "task phone-installer to assignee [IN4]\n");
	story_expect(story, "send", "");
	story_bounce(story, "installer");
	story_expect(story, "task", "task phone-installer to assignee [IN4]\n");
	story_bounce(story, "homeowner");
	cr_expect(story_has(story, "task phone-homeowner to assignee [IN4]"));
}

Test(installer_complaint, what_nobody_understands_reaches_a_person_once)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "");
	story_message(story, RD_ROLE_INSTALLER, "", "");
	story_expect(story, "task", "task read-mail to assignee\n");
	story_expect(story, "send", "");
}

Test(installer_complaint, a_word_after_the_end_opens_the_case_again)
{
	g_autoptr(Story) story = opened("damage");

	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "");
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "dissatisfied", "");
	cr_expect(story->kase->open);
	cr_expect(story_has(story, "reopen"));
	story_expect(story, "task", "task call-installer to assignee [BO2]\n");
	story_clear(story);
	story_wait(story, 5 * DAY);
	cr_expect(story_has(story, "send follow-up to homeowner [BO6]"));
}

Test(installer_complaint, closing_by_hand_tells_the_homeowner)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_command(story, "close", NULL);
	story_expect(story, "send", "send case-closed to homeowner [BO8]\n");
	cr_expect_not(story->kase->open);
}

Test(installer_complaint, taking_the_case_says_what_it_lacks)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	g_clear_pointer(&story->installer, rd_installer_free);
	story_open(story, "damage");
	story_clear(story);
	story_command(story, "take", NULL);
	story_expect(story, "note",
		     "note {{who}} has taken the case. [BO1]\n"
		     "note Missing, the case is not related to an installer. [BO1]\n");
}

Test(installer_complaint, half_a_satisfaction_is_none)
{
	const char *signals[] = {"satisfied dissatisfied", "satisfied no-contact"};

	for (gsize i = 0; i < G_N_ELEMENTS(signals); i++) {
		g_autoptr(Story) story = opened("damage");

		story_message(story, RD_ROLE_HOMEOWNER, signals[i], "");
		cr_expect(story->kase->open, "%s", signals[i]);
	}
}

Test(installer_complaint, a_mail_that_nobody_understands_is_no_contact)
{
	g_autoptr(Story) story = opened("damage");

	story_wait(story, 2 * DAY);
	story_message(story, RD_ROLE_INSTALLER, "", "");
	cr_expect_str_eq(story->kase->state, "calling");
}

Test(installer_complaint, contact_without_satisfaction_does_not_end_the_call)
{
	g_autoptr(Story) story = opened("damage");

	story_wait(story, 2 * DAY);
	story_message(story, RD_ROLE_HOMEOWNER, "installer-contacted dissatisfied", "");
	cr_expect_str_eq(story->kase->state, "calling");
}

Test(installer_complaint, a_further_concern_waits_for_the_first_outreach)
{
	g_autoptr(Story) story = story_new("installer-complaint");

	g_clear_pointer(&story->installer->emails, g_strfreev);
	story_open(story, "damage");
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "", "rude-conduct");
	story_expect(story, "send", "");
	cr_expect_str_eq(story->kase->state, "unreachable");
}

Test(installer_complaint, another_complaint_after_the_end_is_a_new_outreach)
{
	g_autoptr(Story) story = opened("damage");

	story_wait(story, 3 * DAY);
	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "");
	story_clear(story);
	story->kase->complained_at = story->now;
	story_message(story, RD_ROLE_HOMEOWNER, "", "rude-conduct");
	cr_expect(story->kase->open);
	story_expect(story, "send", "send installer-concern to installer [IC3]\n");
	story_wait(story, 2 * DAY - 1);
	cr_expect_str_eq(story->kase->state, "waiting");
	story_wait(story, 1);
	cr_expect_str_eq(story->kase->state, "calling");
}

Test(installer_complaint, without_an_installer_an_opened_case_looks_for_one_again)
{
	const char *again[] = {"dissatisfied", "no-contact"};

	for (gsize i = 0; i < G_N_ELEMENTS(again); i++) {
		g_autoptr(Story) story = story_new("installer-complaint");

		g_clear_pointer(&story->installer, rd_installer_free);
		story_open(story, "damage");
		story_command(story, "close", NULL);
		story_clear(story);
		story_message(story, RD_ROLE_HOMEOWNER, again[i], "");
		cr_expect_str_eq(story->kase->state, "unreachable");
		story_expect(story, "task", "task find-installer to back-office [BO1]\n");
	}
}

Test(installer_complaint, a_mail_after_the_end_is_read_and_opens_nothing_by_itself)
{
	g_autoptr(Story) story = opened("damage");

	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "");
	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "satisfied", "");
	cr_expect_str_eq(story->log->str, "");
	story_message(story, RD_ROLE_HOMEOWNER, "", "");
	cr_expect_not(story->kase->open);
	story_expect(story, "task", "task read-mail to back-office\n");
}

Test(installer_complaint, the_company_part_is_one_task)
{
	g_autoptr(Story) story = opened("damage everbright");

	story_message(story, RD_ROLE_HOMEOWNER, "", "rude-conduct");
	story_expect(story, "task", "task company-part to back-office [IC2]\n");
}

Test(installer_complaint, whoever_asks_for_an_update_gets_a_persons_answer)
{
	g_autoptr(Story) story = opened("damage");

	story_clear(story);
	story_message(story, RD_ROLE_HOMEOWNER, "follow-up-requested", "");
	story_message(story, RD_ROLE_INSTALLER, "disputes", "");
	story_message(story, RD_ROLE_SALES, "", "");
	story_expect(story, "task",
		     "task answer-homeowner to assignee\n"
		     "task answer-installer to assignee\n"
		     "task read-mail to assignee\n");
}
