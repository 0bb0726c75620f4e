#include "story.h"

#include <criterion/criterion.h>

#define ORDER "tests/data/procedures/order.yaml"

static Story *
opened(void)
{
	Story *story = story_new(ORDER);

	story_open(story, "damage");
	return story;
}

static void
expect(const Story *story, const char *log)
{
	cr_expect_str_eq(story->log->str, log, "%s", story->log->str);
}

Test(step, opening_enters_the_start_and_then_tries_the_rules)
{
	g_autoptr(Story) story = opened();

	expect(story, "state first\n"
		      "timer beat\n"
		      "note entered first\n"
		      "timer soon\n"
		      "note opened\n");
}

Test(step, rules_run_in_order_until_one_goes_away)
{
	g_autoptr(Story) story = opened();

	story_clear(story);
	story_command(story, "go", NULL);
	expect(story, "note always comes first\n"
		      "note then the state's rules\n"
		      "fact gone=yes\n"
		      "note a later rule sees the fact\n"
		      "task look to assignee\n"
		      "stop soon\n"
		      "state second\n"
		      "note entered second\n"
		      "timer later\n");
}

Test(step, going_away_under_always_leaves_out_the_state)
{
	g_autoptr(Story) story = opened();

	story_clear(story);
	story_command(story, "away", NULL);
	expect(story, "stop soon\n"
		      "state second\n"
		      "note entered second\n"
		      "timer later\n");
}

Test(step, entering_the_same_state_begins_it_anew)
{
	g_autoptr(Story) story = opened();

	story_command(story, "away", NULL);
	story_clear(story);
	story_command(story, "again", NULL);
	expect(story, "stop later\n"
		      "state second\n"
		      "note entered second\n"
		      "timer later\n");
}

Test(step, the_end_leaves_no_timer_and_no_task)
{
	g_autoptr(Story) story = opened();

	story_command(story, "away", NULL);
	story_clear(story);
	story_command(story, "end", NULL);
	expect(story, "task rest to assignee\n"
		      "stop later\n"
		      "state last\n"
		      "note closed\n"
		      "stop beat\n"
		      "done rest\n"
		      "close\n");
	cr_expect_eq(story->kase->timers->len, 0u);
}

Test(step, rules_for_open_cases_do_not_run_after_the_end)
{
	g_autoptr(Story) story = opened();

	story_command(story, "away", NULL);
	story_command(story, "end", NULL);
	story_clear(story);
	story_command(story, "go", NULL);
	expect(story, "");
	story_command(story, "back", NULL);
	expect(story, "reopen\n"
		      "state second\n"
		      "timer beat\n"
		      "note entered second\n"
		      "timer later\n");
}

Test(step, another_procedure_takes_over_at_once)
{
	g_autoptr(Story) story = opened();

	story_command(story, "away", NULL);
	story_clear(story);
	story_command(story, "hand-over", NULL);
	expect(story, "stop beat\n"
		      "stop later\n"
		      "begin order\n");
}

Test(step, other_cases_hear_of_it_when_this_one_is_done)
{
	g_autoptr(Story) story = opened();

	story_command(story, "away", NULL);
	story_clear(story);
	story_command(story, "others", NULL);
	expect(story, "note comes first\n"
		      "stop later\n"
		      "state last\n"
		      "note closed\n"
		      "stop beat\n"
		      "close\n"
		      "tell something\n"
		      "link order test\n");
}

Test(step, anything_is_every_event_but_the_opening)
{
	g_autoptr(Story) story = opened(); /* by a homeowner, too */

	cr_expect_not(story_has(story, "note anything"));
	story_message(story, RD_ROLE_HOMEOWNER, "", "");
	cr_expect(story_has(story, "note anything"));
}

Test(step, a_fact_has_a_value)
{
	g_autoptr(Story) story = opened();

	story_command(story, "away", NULL);
	story_clear(story);
	story_command(story, "value", "42");
	expect(story, "fact value=42\nfact at=2026-02-01T14:30:00Z\n");
	story_clear(story);
	story_command(story, "value", "42");
	expect(story, "");
}

Test(step, a_timer_counts_from_the_opening_and_is_due_at_once_when_late)
{
	g_autoptr(Story) story = opened();

	story_wait(story, 10 * RD_TIME_DAY);
	story_command(story, "away", NULL);
	cr_expect_eq(story_due(story, "later"), STORY_BEGIN + 3 * RD_TIME_DAY);
}

Test(step, restarting_counts_from_now)
{
	g_autoptr(Story) story = opened();

	story_wait(story, RD_TIME_HOUR);
	story_command(story, "away", NULL);
	story_wait(story, 3 * RD_TIME_DAY - RD_TIME_HOUR);
	cr_expect_eq(story_due(story, "later"), STORY_BEGIN + 6 * RD_TIME_DAY);
}

Test(step, a_recurring_timer_sets_itself_again)
{
	g_autoptr(Story) story = opened();

	story_clear(story);
	story_wait(story, 2 * RD_TIME_DAY);
	expect(story, "note soon\n"
		      "timer beat\nnote beat\n"
		      "timer beat\nnote beat\n");
}

Test(step, a_state_that_the_procedure_does_not_have_does_nothing)
{
	g_autoptr(Story) story = opened();

	g_free(story->kase->state);
	story->kase->state = g_strdup("of-an-older-version");
	story_clear(story);
	story_command(story, "go", NULL);
	expect(story, "");
}
