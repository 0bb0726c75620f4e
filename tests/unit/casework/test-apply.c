#include "../../../src/casework/casework-private.h"
#include "office-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>

#define DAMAGE	    RD_SET(RD_COMPLAINT_DAMAGE)
#define PTO	    RD_SET(RD_COMPLAINT_PTO_DELAY)
#define SILENCE	    RD_SET(RD_COMPLAINT_UNRESPONSIVE_INSTALLER)
#define EFFECT(...) ((RdEffect){.due_at = RD_TIME_NONE, .requirement = (char *)"", __VA_ARGS__})
#define NAMED(k, n) EFFECT(.kind = (k), .name = (char *)(n))

static const RdEvent by_clock = {.kind = RD_EVENT_TIMER, .name = "call-due"};

TestSuite(apply, .init = office_setup, .fini = office_teardown);

static void
apply_upon(RdCase *kase, RdEffect effect, const RdEvent *event)
{
	g_autoptr(GError) error = NULL;

	cr_assert(rd_casework_apply(&casework, kase, &effect, NULL, event, "timer call-due", now, 0,
				    &error),
		  "%s", error != NULL ? error->message : "");
}

static void
apply(RdCase *kase, RdEffect effect)
{
	apply_upon(kase, effect, &by_clock);
}

static RdCase *
damaged(void)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);

	office_letters();
	return kase;
}

Test(apply, every_effect_names_its_cause_and_requirement)
{
	RdCase *kase = damaged();
	RdEffect effect = NAMED(RD_EFFECT_QUEUE, "sales");

	effect.requirement = (char *)"BO5";
	apply(kase, effect);
	expect_str(office_case(kase->id)->queue, "sales");
	expect_has(office_feed(kase->id), "queue: queue: sales <- timer call-due (BO5)\n");
}

Test(apply, a_state_has_its_beginning)
{
	RdCase *kase = damaged();

	now += RD_TIME_HOUR;
	apply(kase, NAMED(RD_EFFECT_STATE, "calling"));
	expect_str(office_case(kase->id)->state, "calling");
	cr_expect_eq(office_case(kase->id)->state_since, now);
	expect_has(office_feed(kase->id), "state: waiting -> calling");
}

Test(apply, a_note_fills_in_who_said_it)
{
	RdCase *kase = damaged();
	RdEvent by_ben = {.kind = RD_EVENT_COMMAND, .role = RD_ROLE_BACK_OFFICE, .author = BEN};
	RdEvent by_marta = {
		.kind = RD_EVENT_MESSAGE, .role = RD_ROLE_HOMEOWNER, .author = "mk@work.example"};
	RdEvent by_mesa = {.kind = RD_EVENT_MESSAGE, .role = RD_ROLE_INSTALLER, .author = MESA};
	RdEffect note = EFFECT(.kind = RD_EFFECT_NOTE, .text = (char *)"{{who}} said so.");

	apply_upon(kase, note, &by_ben);
	apply_upon(kase, note, &by_marta);
	apply_upon(kase, note, &by_mesa);
	apply(kase, note);
	expect_has(office_feed(kase->id), "note: Ben Carter said so.");
	expect_has(office_feed(kase->id), "note: Marta Kowalczyk said so.");
	expect_has(office_feed(kase->id), "note: " MESA " said so.");
	expect_has(office_feed(kase->id), "note: redress said so.");
}

Test(apply, a_note_that_lacks_a_value_is_kept_and_says_which)
{
	RdCase *kase = office_open("triage", "", DAMAGE);

	apply(kase, EFFECT(.kind = RD_EFFECT_NOTE, .text = (char *)"Call {{installer.phone}}."));
	expect_has(office_feed(kase->id), "note: Call {{installer.phone}}. [");
	expect_has(office_feed(kase->id), "installer.phone");
}

Test(apply, a_template_can_be_a_note)
{
	RdCase *kase = damaged();

	apply(kase, EFFECT(.kind = RD_EFFECT_NOTE, .body = (char *)"referral-comment"));
	expect_has(office_feed(kase->id), "homeowners concern of");
	expect_str(office_letters(), "");
}

Test(apply, a_task_is_for_whoever_has_the_case_now)
{
	RdCase *kase = damaged();
	RdEffect task = EFFECT(.kind = RD_EFFECT_TASK, .name = (char *)"one",
			       .text = (char *)"Call", .to = (char *)"assignee");

	apply(kase, task);
	apply(kase, NAMED(RD_EFFECT_ASSIGN, BEN));
	task.name = (char *)"two";
	apply(kase, task);
	apply(kase, NAMED(RD_EFFECT_ASSIGN, ""));
	apply(kase, NAMED(RD_EFFECT_QUEUE, ""));
	task.name = (char *)"three";
	apply(kase, task);
	task.name = (char *)"four";
	task.to = (char *)"resolution";
	apply(kase, task);
	expect_str(office_tasks(kase->id),
		   "one (back-office), two (" BEN "), three (back-office), four (resolution)");
}

Test(apply, a_task_is_opened_once_and_may_be_for_later)
{
	RdCase *kase = damaged();
	RdEffect task = EFFECT(.kind = RD_EFFECT_TASK, .name = (char *)"read-mail",
			       .text = (char *)"Read the mail of {{who}}",
			       .body = (char *)"task-read-mail");

	task.due_at = now + RD_TIME_DAY;
	apply(kase, task);
	apply(kase, task);
	expect_str(office_tasks(kase->id), "read-mail (back-office)");
	cr_expect_eq(office_task(kase, "read-mail")->due_at, now + RD_TIME_DAY);
	expect_str(office_task(kase, "read-mail")->title, "Read the mail of redress");
	cr_expect_neq(*office_task(kase, "read-mail")->body, '\0');
	cr_expect_eq(office_count(office_feed(kase->id), "task: "), 1);
}

Test(apply, a_finished_task_is_gone_and_the_feed_says_why)
{
	RdCase *kase = damaged();

	apply(kase, EFFECT(.kind = RD_EFFECT_TASK, .name = (char *)"call", .text = (char *)"Call"));
	apply(kase, NAMED(RD_EFFECT_TASK_DONE, "call"));
	apply(kase, NAMED(RD_EFFECT_TASK_DONE, "call"));
	expect_str(office_tasks(kase->id), "");
	cr_expect_eq(office_count(office_feed(kase->id), "task: no longer needed: Call"), 1);
}

Test(apply, a_timer_of_a_name_is_one_timer)
{
	RdCase *kase = damaged();
	RdEffect timer = NAMED(RD_EFFECT_TIMER, "call-due");

	timer.due_at = now + 5 * RD_TIME_HOUR;
	apply(kase, timer);
	expect_str(office_timers(kase->id), "call-due at +5h, follow-up at +120h");
	apply(kase, NAMED(RD_EFFECT_TIMER_CANCEL, "call-due"));
	apply(kase, NAMED(RD_EFFECT_TIMER_CANCEL, "call-due"));
	expect_str(office_timers(kase->id), "follow-up at +120h");
	cr_expect_eq(office_count(office_feed(kase->id), "timer: call-due cancelled"), 1);
	cr_expect_eq(kase->timers->len, 1);
}

Test(apply, what_is_so_already_is_not_said_again)
{
	RdCase *kase = damaged();

	for (int i = 0; i < 2; i++) {
		apply(kase, NAMED(RD_EFFECT_QUEUE, "sales"));
		apply(kase, NAMED(RD_EFFECT_ASSIGN, BEN));
		apply(kase, NAMED(RD_EFFECT_LABEL, "Social Media"));
		apply(kase, NAMED(RD_EFFECT_CLOSE, NULL));
	}
	cr_expect_eq(office_count(office_feed(kase->id), "queue: queue: sales"), 1);
	cr_expect_eq(office_count(office_feed(kase->id), "assignee: assignee: " BEN), 1);
	cr_expect_eq(office_count(office_feed(kase->id), "label: label: Social Media"), 1);
	cr_expect_eq(office_count(office_feed(kase->id), "closed: closed"), 1);
}

Test(apply, facts_are_remembered_and_forgotten)
{
	RdCase *kase = damaged();
	RdEffect fact = NAMED(RD_EFFECT_FACT, "contacted");

	fact.text = (char *)"yes";
	apply(kase, fact);
	expect_str(g_hash_table_lookup(office_case(kase->id)->facts, "contacted"), "yes");
	fact.text = NULL;
	apply(kase, fact);
	cr_expect_not(g_hash_table_contains(office_case(kase->id)->facts, "contacted"));
}

Test(apply, closing_and_opening_again_keep_the_time)
{
	RdCase *kase = damaged();

	apply(kase, NAMED(RD_EFFECT_CLOSE, NULL));
	cr_expect_not(office_case(kase->id)->open);
	cr_expect_eq(office_case(kase->id)->closed_at, now);
	apply(kase, NAMED(RD_EFFECT_REOPEN, NULL));
	cr_expect(office_case(kase->id)->open);
	cr_expect_eq(office_case(kase->id)->closed_at, RD_TIME_NONE);
	expect_has(office_feed(kase->id), "opened: reopened");
}

Test(apply, a_mention_is_in_the_feed_with_its_name)
{
	RdCase *kase = damaged();
	RdEffect mention = NAMED(RD_EFFECT_MENTION, "am-escalation");

	mention.text = (char *)"@{{am_escalation.name}} No answer.";
	apply(kase, mention);
	expect_has(office_feed(kase->id), "mention: @Cassandra Mercado No answer.");
}

Test(apply, a_letter_is_sent_with_the_question_that_the_case_remembers)
{
	RdCase *kase = damaged();
	RdEffect fact = NAMED(RD_EFFECT_FACT, "question");
	RdEffect send = NAMED(RD_EFFECT_SEND, "referral-comment");

	fact.text = (char *)"When will they repair the roof?";
	apply(kase, fact);
	send.to = (char *)"account-manager";
	send.requirement = (char *)"BO5";
	apply(kase, send);
	expect_str(office_letters(), "referral-comment to " OMAR "\n");
	expect_has(office_letter_text("referral-comment"), "4. When will they repair the roof?");
}

/* EX3: what follows from an inquiry. */
static RdCase *
inquiry_with_news(const char *types, const char *to)
{
	RdCase *inquiry = office_open("pto-inquiry", "HO-3002", PTO);
	RdEffect link = NAMED(RD_EFFECT_LINK, "by complaint");
	RdEvent news = {.kind = RD_EVENT_MESSAGE,
			.role = RD_ROLE_HOMEOWNER,
			.author = DAN,
			.complaints = SILENCE,
			.text = "Nobody answers the phone."};

	office_letters();
	link.text = (char *)"from inquiry";
	link.body = (char *)types;
	link.to = (char *)to;
	now += RD_TIME_DAY;
	apply_upon(inquiry, link, &news);
	return inquiry;
}

Test(apply, a_linked_case_begins_with_the_people_and_the_new_words)
{
	RdCase *inquiry = inquiry_with_news(NULL, NULL);
	const RdCase *linked = office_case(1002);

	expect_str(linked->procedure, "installer-complaint");
	expect_str(linked->homeowner_id, "HO-3002");
	expect_str(linked->installer_id, "IN-31");
	expect_str(linked->description, "Nobody answers the phone.");
	cr_expect_eq(linked->complaints, SILENCE);
	cr_expect_eq(linked->primary, RD_COMPLAINT_UNRESPONSIVE_INSTALLER);
	cr_expect_eq(linked->complained_at, now);
	cr_assert_eq(inquiry->links->len, 1, "the case at hand knows it as well");
	expect_str(((RdLink *)inquiry->links->pdata[0])->how, "from inquiry");
	expect_str(office_letters(),
		   "homeowner-outreach to " DAN "\nunresponsive-install to " MESA "\n");
}

Test(apply, a_linked_case_has_the_types_that_the_procedure_names)
{
	inquiry_with_news("damage rude-conduct", NULL);
	cr_expect_eq(office_case(1002)->complaints, DAMAGE | RD_SET(RD_COMPLAINT_RUDE_CONDUCT));
	cr_expect_eq(office_case(1002)->primary, RD_COMPLAINT_DAMAGE);
}

Test(apply, a_linked_case_does_not_answer_a_homeowner_who_was_answered)
{
	inquiry_with_news(NULL, "homeowner");
	expect_str(office_letters(), "unresponsive-install to " MESA "\n");
}

Test(apply, a_record_without_complaints_links_to_one_without)
{
	RdCase *kase = office_open("triage", "", 0);
	RdEffect link = NAMED(RD_EFFECT_LINK, "triage");

	link.text = (char *)"duplicate";
	apply(kase, link);
	cr_expect_eq(office_case(1002)->primary, RD_COMPLAINT_NONE);
}

static RdProcedures *conversations;

static void
talk_setup(void)
{
	g_autoptr(GError) error = NULL;

	office_setup();
	conversations = rd_procedures_load("tests/data/office/procedures", &error);
	g_assert_no_error(error);
	casework.procedures = conversations;
}

static void
talk_teardown(void)
{
	rd_procedures_free(conversations);
	office_teardown();
}

TestSuite(apply_tell, .init = talk_setup, .fini = talk_teardown);

Test(apply_tell, a_case_that_was_just_linked_is_told_and_what_it_answers_is_kept)
{
	RdCase *kase = office_open("ping", "", 0);

	expect_str(office_case(kase->id)->state, "told");
	expect_str(office_case(kase->id)->queue, "resolution");
	expect_str(kase->queue, "resolution");
}

Test(apply_tell, a_circle_of_cases_that_tell_each_other_comes_to_an_end)
{
	RdEvent again = {.kind = RD_EVENT_LINKED, .name = "again"};
	RdCase *one = office_open("pong", "", 0);
	RdCase *two = office_open("pong", "", 0);
	g_autoptr(GError) error = NULL;

	cr_assert(rd_link_add(store, one->id, two->id, "related", NULL));
	cr_expect_not(rd_casework_event(&casework, office_case(one->id), &again, "c", now, &error));
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	expect_has(error->message, "circle");
}
