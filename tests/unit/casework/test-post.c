#include "office-fixture.h"

#include <criterion/criterion.h>
#include <redress/token.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)

static RdCase *kase; /* Marta's; her complaint and our letters are out of the way */

static void
setup(void)
{
	office_setup();
	kase = office_damaged();
}

TestSuite(post, .init = setup, .fini = office_teardown);

static void
post(const char *template_name, const char *to, const char *cc)
{
	RdPost letter = {
		.template_name = template_name, .to = to, .cc = cc, .cause = "timer follow-up"};

	cr_assert(office_post(kase, &letter));
}

Test(post, a_letter_goes_to_its_roles_and_nobody_twice)
{
	post("follow-up", "homeowner installer homeowner", "installer operator operator");
	expect_str(office_letters(),
		   "follow-up to " MARTA ", " MESA ", cc postmaster@corp.example\n");
	expect_str(office_letter_header("follow-up", "Cc"), "postmaster@corp.example");
	expect_has(office_feed(kase->id), "mail-out: follow-up to " MARTA ", " MESA
					  ", cc postmaster@corp.example <- timer follow-up\n");
}

Test(post, a_letter_is_kept_with_the_case)
{
	g_autoptr(GPtrArray) mails = NULL;
	const RdMail *last;

	post("follow-up", "homeowner", NULL);
	mails = rd_mails_of_case(store, kase->id, NULL);
	last = mails->pdata[mails->len - 1];
	cr_expect(last->outgoing);
	expect_str(last->template_name, "follow-up");
	expect_str(last->to, MARTA);
	expect_str(last->message_id, office_letter("follow-up")->message_id);
	cr_expect_eq(last->outbox_id, office_letter("follow-up")->id);
	expect_has(last->text, "we are still working on your case");
}

Test(post, an_answer_finds_its_way_back_to_the_case)
{
	gsize len;
	const guint8 *secret = rd_store_secret(store, &len);
	const char *reply_to;

	post("follow-up", "homeowner", NULL);
	reply_to = office_letter_header("follow-up", "Reply-To");
	expect_has(reply_to, "complaints+RD-1001.");
	cr_expect_eq(rd_token_case_of_address(secret, len, reply_to), 1001);
	cr_expect_eq(
		rd_token_case_of_message_id(secret, len, office_letter("follow-up")->message_id),
		1001);
}

Test(post, a_letter_answers_the_last_mail_between_us_and_its_addressee)
{
	post("follow-up", "homeowner", NULL);
	expect_str(office_letter_header("follow-up", "In-Reply-To"),
		   office_keep(g_strdup_printf("<%s>",
					       office_letter("homeowner-outreach")->message_id)));
	office_add_mail(kase, "Marta@HOME.example", "from-marta@home.example");
	office_add_mail(kase, MESA, "from-mesa@mesasolar.example");
	post("follow-up", "homeowner", NULL);
	expect_str(office_letter_header("follow-up", "In-Reply-To"), "<from-marta@home.example>");
	expect_has(office_letter_header("follow-up", "References"),
		   office_letter("homeowner-outreach")->message_id);
	expect_lacks(office_letter_header("follow-up", "References"), "mesasolar");
}

Test(post, a_mail_to_somebody_whose_address_ends_alike_is_not_theirs)
{
	RdMail mail = {.case_id = kase->id,
		       .outgoing = TRUE,
		       .message_id = (char *)"to-another@corp.example",
		       .from = config->address,
		       .to = (char *)"anna.marta@home.example, x" MARTA,
		       .cc = (char *)MARTA ".invalid"};

	cr_assert(rd_mail_add(store, &mail, NULL));
	post("follow-up", "homeowner", NULL);
	expect_lacks(office_letter_header("follow-up", "References"), "to-another");
}

Test(post, a_long_thread_keeps_its_first_mail_and_the_last_ones)
{
	for (int i = 0; i < 30; i++) {
		g_autofree char *id = g_strdup_printf("m%d@home.example", i);

		office_add_mail(kase, MARTA, id);
	}
	post("follow-up", "homeowner", NULL);
	expect_has(office_letter_header("follow-up", "References"),
		   office_letter("homeowner-outreach")->message_id);
	expect_has(office_letter_header("follow-up", "References"), "<m29@home.example>");
	expect_lacks(office_letter_header("follow-up", "References"), "<m10@home.example>");
}

Test(post, only_who_wrote_is_replied_to)
{
	RdPost answer = {.template_name = "further-concern-received",
			 .to = "homeowner",
			 .cause = "message <more@home.example>"};
	RdPost on = {.template_name = "installer-further-concern",
		     .to = "installer",
		     .cause = "message <more@home.example>"};

	office_add_mail(kase, MARTA, "more@home.example");
	cr_assert(office_post(kase, &on));
	cr_assert(office_post(kase, &answer));
	expect_str(office_letter_header("further-concern-received", "Auto-Submitted"),
		   "auto-replied");
	expect_str(office_letter_header("installer-further-concern", "Auto-Submitted"),
		   "auto-generated");
	post("follow-up", "homeowner", NULL);
	expect_str(office_letter_header("follow-up", "Auto-Submitted"), "auto-generated");
}

Test(post, without_an_address_a_person_is_told_and_nothing_is_sent)
{
	kase = office_open("installer-complaint", OLIVE, DAMAGE);
	office_letters();
	post("follow-up", "homeowner", NULL);
	expect_str(office_letters(), "");
	expect_has(office_tasks(kase->id), "letter-not-sent (back-office)");
	expect_str(office_task(kase, "letter-not-sent")->title,
		   "The letter \"follow-up\" was not sent: there is no address for the homeowner");
}

Test(post, one_address_that_is_missing_stops_the_whole_letter)
{
	kase = office_open("installer-complaint", OLIVE, DAMAGE);
	office_letters();
	post("inquiry-installer", "installer", "homeowner");
	expect_str(office_letters(), "");
	expect_has(office_tasks(kase->id), "letter-not-sent");
}

Test(post, a_letter_to_nobody_is_not_sent)
{
	post("follow-up", "", NULL);
	post("follow-up", NULL, "operator");
	expect_str(office_letters(), "");
	expect_has(office_tasks(kase->id), "letter-not-sent");
}

Test(post, nothing_is_ever_sent_to_ourselves)
{
	const char *ours[] = {"complaints@corp.example", "Complaints+RD-1001.x@Corp.example",
			      "help@corp.example"};

	for (gsize i = 0; i < G_N_ELEMENTS(ours); i++) {
		RdPost letter = {
			.template_name = "follow-up", .address = ours[i], .cause = "command #send"};

		store_set(&kase->handler, ours[i]);
		post("follow-up", "handler", NULL);
		cr_assert(office_post(kase, &letter));
	}
	expect_str(office_letters(), "");
}

Test(post, without_a_value_a_person_is_told_and_nothing_is_sent)
{
	kase = office_open("installer-complaint", OLIVE, DAMAGE);
	office_letters();
	post("referral-comment", "installer", NULL);
	expect_str(office_letters(), "referral-comment to care@tallpine.example\n");
	post("homeowner-outreach", "installer", NULL);
	expect_str(office_letters(), "");
	expect_has(office_task(kase, "letter-not-sent")->title, "installer.phone");
	expect_has(office_feed(kase->id), "task: The letter \"homeowner-outreach\" was not sent: ");
}

Test(post, a_task_mail_that_cannot_be_written_opens_no_task)
{
	RdTask task = {.name = (char *)"call", .title = (char *)"Call"};
	RdPost letter = {.template_name = "task-mail",
			 .to = "no-such-role",
			 .task = &task,
			 .cause = "task due"};

	cr_assert(office_post(kase, &letter));
	expect_str(office_tasks(kase->id), "");
	expect_has(office_feed(kase->id), "error: The letter \"task-mail\" was not sent: ");
}

Test(post, over_budget_a_letter_is_held_and_a_person_decides)
{
	config->budget.per_address_hour = 2;
	post("follow-up", "homeowner", NULL);
	post("case-closed", "homeowner", NULL);
	expect_str(office_letters(), "follow-up to " MARTA "\ncase-closed to " MARTA " [held]\n");
	expect_str(office_tasks(kase->id), "approve-held (operator)");
	expect_has(office_task(kase, "approve-held")->body, "#approve 4");
	expect_has(office_feed(kase->id), "mail-out: case-closed to " MARTA " - held: " MARTA
					  " has had 2 mails within the hour");
}

Test(post, a_task_mail_over_budget_opens_no_task)
{
	RdTask task = {.name = (char *)"call", .title = (char *)"Call"};
	RdPost letter = {
		.template_name = "task-mail", .to = "back-office", .task = &task, .cause = "x"};

	config->budget.per_case_day = 1;
	cr_assert(office_post(kase, &letter));
	expect_str(office_letters(), "task-mail to back-office@corp.example [held]\n");
	expect_str(office_tasks(kase->id), "");
}

Test(post, letters_over_budget_share_one_task)
{
	config->budget.per_address_hour = 1;
	for (int i = 0; i < 10; i++)
		post("case-closed", "homeowner", NULL);
	cr_expect_eq(office_count(office_letters(), "[held]"), 10);
	cr_expect_eq(kase->tasks->len, 1);
	expect_str(office_task(kase, "approve-held")->title,
		   "Letters of this case are held, the first because " MARTA
		   " has had 1 mails within the hour; budget.per_address_hour is 1");
	cr_expect_eq(office_count(office_feed(kase->id), "- held: "), 10);
}

Test(post, a_held_receipt_opens_no_task)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(json_t) extra = rd_commands_receipt(kase, none, config->time_zone);
	RdPost receipt = {
		.template_name = "receipt", .address = BEN, .extra = extra, .cause = "message <m>"};

	config->budget.per_case_day = 1;
	for (int i = 0; i < 25; i++)
		cr_assert(office_post(kase, &receipt));
	cr_expect_eq(office_count(office_letters(), "[held]"), 25);
	expect_str(office_tasks(kase->id), "");
	expect_has(office_feed(kase->id),
		   "mail-out: receipt to " BEN " - held: the case has sent ");
}

Test(post, a_letter_signs_as_who_has_the_case_and_comes_from_us)
{
	store_set(&kase->assignee, BEN);
	post("follow-up", "homeowner", NULL);
	expect_has(office_letter_text("follow-up"), "Ben Carter\nCorp");
	expect_has(office_letter_header("follow-up", "From"), "<complaints@corp.example>");
	expect_str(office_letter("follow-up")->sender, "complaints@corp.example");
}

Test(post, only_the_homeowners_words_are_quoted)
{
	RdEvent by_marta = {.kind = RD_EVENT_MESSAGE,
			    .role = RD_ROLE_HOMEOWNER,
			    .text = "The gutter fell off."};
	RdEvent by_anna = {
		.kind = RD_EVENT_MESSAGE, .role = RD_ROLE_AGENT, .text = "She shouts a lot."};
	RdPost letter = {.template_name = "installer-further-concern",
			 .to = "installer",
			 .event = &by_marta,
			 .cause = "message <m>"};

	cr_assert(office_post(kase, &letter));
	expect_has(office_letter_text("installer-further-concern"), "The gutter fell off.");
	letter.event = &by_anna;
	cr_assert(office_post(kase, &letter));
	expect_lacks(office_letter_text("installer-further-concern"), "She shouts");
	expect_has(office_letter_text("installer-further-concern"), "The roof leaks");
}

Test(post, a_raw_message_can_be_attached)
{
	g_autoptr(GBytes) raw = office_mail("Subject: Unreadable", "What is this?");
	RdTask task = {.name = (char *)"sort", .title = (char *)"Read it"};
	RdPost letter = {.template_name = "task-mail",
			 .to = "triage",
			 .task = &task,
			 .attached = raw,
			 .cause = "task due"};

	cr_assert(office_post(kase, &letter));
	expect_has(office_letter_raw("task-mail"), "Content-Type: message/rfc822");
	expect_has(office_letter_raw("task-mail"), "Subject: Unreadable");
}

Test(post, a_letter_that_breaks_the_matrix_is_held_and_a_person_is_told)
{
	RdEvent stranger = {.kind = RD_EVENT_MESSAGE,
			    .role = RD_ROLE_UNKNOWN,
			    .author = "jd@freemail.example",
			    .text = "hello"};
	RdPost letter = {.template_name = "installer-further-concern",
			 .to = "installer",
			 .event = &stranger,
			 .cause = "message <x>"};

	cr_assert(office_post(kase, &letter));
	expect_str(office_letters(), "installer-further-concern to " MESA " [held]\n");
	expect_has(office_feed(kase->id), "held: recipient matrix: " MESA " is the installer");
	expect_has(office_tasks(kase->id), "approve-");
}

Test(post, a_quote_that_names_another_customer_is_held)
{
	RdEvent more = {.kind = RD_EVENT_MESSAGE,
			.role = RD_ROLE_HOMEOWNER,
			.author = MARTA,
			.text = "My neighbor Dan has it too, call him at 303 555 0102."};
	RdPost letter = {.template_name = "installer-further-concern",
			 .to = "installer",
			 .event = &more,
			 .cause = "message <x>"};

	cr_assert(office_post(kase, &letter));
	expect_str(office_letters(), "installer-further-concern to " MESA " [held]\n");
	expect_has(office_feed(kase->id), "[HO-3002 (3035550102)]");
}

Test(post, one_letter_is_not_repeated_without_end)
{
	for (int i = 0; i < 4; i++)
		post("follow-up", "homeowner", NULL);
	cr_expect_eq(office_count(office_letters(), "[held]"), 1);
	expect_has(office_feed(kase->id), "budget.per_template_day is 3");
	for (int i = 0; i < 4; i++)
		post("follow-up", "back-office", NULL);
	expect_lacks(office_letters(), "[held]");
}

Test(post, letters_wait_for_the_sending_hours_but_those_to_staff_do_not)
{
	config->calendar.from_min = 18 * 60; /* it is 16:00 */
	config->calendar.until_min = 20 * 60;
	post("follow-up", "homeowner", "back-office");
	cr_expect_eq(office_letter("follow-up")->next_at, now + 2 * RD_TIME_HOUR);
	post("follow-up", "back-office", NULL);
	cr_expect_eq(office_letter("follow-up")->next_at, now);
}
