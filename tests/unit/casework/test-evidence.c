#include "office-fixture.h"

#include <criterion/criterion.h>
#include <redress/thread.h>
#include <redress/token.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)
#define LEAK   "The roof leaks since the crew was here, and nobody has come to look at it."
#define TO_US  "complaints@corp.example"

static RdThreadGathered *found;
static GPtrArray *messages; /* of RdMessage: the evidence points into them */

static void
setup(void)
{
	office_setup();
	messages = g_ptr_array_new_with_free_func((GDestroyNotify)rd_message_free);
}

static void
teardown(void)
{
	g_clear_pointer(&found, rd_thread_gathered_free);
	g_ptr_array_unref(messages);
	office_teardown();
}

TestSuite(evidence, .init = setup, .fini = teardown);

static RdMessage *
read_mail(const char *headers, const char *text)
{
	g_autoptr(GBytes) raw = office_mail(headers, text);
	RdMessage *message = rd_message_parse(raw, "mx.corp.example", &rd_message_default_limits);

	g_ptr_array_add(messages, message);
	return message;
}

static const RdThreadEvidence *
gather_for(RdMessage *message)
{
	g_autoptr(RdPerson) person = rd_directory_identify(store, config, message, NULL);
	g_autoptr(RdFindings) findings = rd_findings_new();
	g_autoptr(GError) error = NULL;

	findings->kind = RD_KIND_COMPLAINT;
	findings->complaints = DAMAGE;
	g_clear_pointer(&found, rd_thread_gathered_free);
	found = rd_thread_gather(store, message, person, findings, &error);
	g_assert_no_error(error);
	return &found->evidence;
}

/* What is known about a mail that comes in now. */
static const RdThreadEvidence *
gather(const char *headers, const char *text)
{
	return gather_for(read_mail(headers, text));
}

/* Keeps a mail with the case, as intake does. */
static void
keep(const RdCase *kase, const RdMessage *message)
{
	const RdForwarded *forwarded = message->forwarded;
	RdMail mail = {.case_id = kase->id,
		       .message_id = message->message_id,
		       .from = message->from->address,
		       .to = (char *)TO_US,
		       .subject = message->subject,
		       .at = now,
		       .text = (char *)rd_message_words(message),
		       .author = rd_message_author(message)->address,
		       .written_at = forwarded != NULL ? forwarded->date : message->date};

	cr_assert(rd_mail_add(store, &mail, NULL));
}

static RdCase *
damaged(void)
{
	return office_open("installer-complaint", "HO-3001", DAMAGE);
}

/* Anna forwards what Marta wrote at noon. */
static RdMessage *
forward(const char *from, const char *text)
{
	g_autofree char *headers = g_strdup_printf("From: %s\nSubject: Fwd: The roof", from);
	g_autofree char *body =
		g_strdup_printf("For you.\n\n---------- Forwarded message ---------\n"
				"From: Marta Kowalczyk <%s>\nDate: Mon, Mar 2, 2026 at 12:00 PM\n"
				"Subject: The roof\nTo: <%s>\n\n%s\n",
				MARTA, TO_US, text);

	return read_mail(headers, body);
}

Test(evidence, an_answer_to_our_letter_is_a_reply)
{
	RdCase *kase = damaged();
	g_autofree char *headers = g_strdup_printf("In-Reply-To: <%s>",
						   office_letter("homeowner-outreach")->message_id);

	cr_expect_eq(gather(headers, "Yes")->reply.id, kase->id);
	expect_str(found->evidence.reply.subject, "The roof leaks");
}

Test(evidence, an_id_like_ours_without_its_hmac_leads_nowhere)
{
	const char *ours;
	g_autofree char *headers = NULL;

	damaged();
	damaged();
	ours = office_letter("homeowner-outreach")->message_id;
	headers =
		g_strdup_printf("In-Reply-To: <rd-1001%s>\nReferences: <rd-1001.1.a@corp.example>",
				strchr(ours, '.'));
	cr_assert(g_str_has_prefix(ours, "rd-1002."));
	cr_expect_eq(gather(headers, "Yes")->reply.id, 0);
}

Test(evidence, every_mail_of_a_case_is_known_by_its_id)
{
	RdCase *kase = damaged();

	office_add_mail(kase, MESA, "x7@mesasolar.example");
	cr_expect_eq(gather("In-Reply-To: <x7@mesasolar.example>", "Yes")->reply.id, kase->id);
	cr_expect_eq(gather("In-Reply-To: <x8@mesasolar.example>", "Yes")->reply.id, 0);
}

Test(evidence, in_reply_to_counts_before_references_and_those_from_the_right)
{
	RdCase *one = damaged();
	RdCase *two = damaged();

	office_add_mail(one, MARTA, "one@home.example");
	office_add_mail(two, MARTA, "two@home.example");
	cr_expect_eq(
		gather("References: <one@home.example> <two@home.example> <z@z>", "Yes")->reply.id,
		two->id);
	cr_expect_eq(
		gather("In-Reply-To: <one@home.example>\nReferences: <two@home.example>", "Yes")
			->reply.id,
		one->id);
	cr_expect_eq(
		gather("In-Reply-To: <gone@x>\nReferences: <two@home.example>", "Yes")->reply.id,
		two->id);
}

Test(evidence, no_more_than_fifty_references_are_looked_up)
{
	RdCase *kase = damaged();
	g_autoptr(GString) headers = g_string_new("References: <far@home.example>");

	office_add_mail(kase, MARTA, "far@home.example");
	for (int i = 0; i < 49; i++)
		g_string_append_printf(headers, "\n <x%d@y>", i);
	cr_expect_eq(gather(headers->str, "Yes")->reply.id, kase->id);
	g_string_append(headers, "\n <x49@y>");
	cr_expect_eq(gather(headers->str, "Yes")->reply.id, 0);
}

Test(evidence, the_token_of_any_address_that_was_ours_counts)
{
	RdCase *kase = damaged();
	const char *address = office_letter_header("homeowner-outreach", "Reply-To");
	const char *formats[] = {"To: %s", "To: Someone <a@b.example>, Us <%s>", "Cc: %s",
				 "Delivered-To: %s"};

	for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
		g_auto(GStrv) parts = g_strsplit(formats[i], "%s", 2);
		g_autofree char *headers = g_strjoin(address, parts[0], parts[1], NULL);

		cr_expect_eq(gather(headers, "Yes")->token.id, kase->id, "%s", headers);
	}
}

Test(evidence, a_token_of_another_case_or_a_guessed_one_leads_nowhere)
{
	g_autofree char *headers = NULL;
	const char *address;

	damaged();
	damaged();
	address = office_letter_header("homeowner-outreach", "Reply-To");
	headers = g_strdup_printf("To: complaints+RD-1001%s", strchr(address, '.'));
	cr_expect_eq(gather(headers, "Yes")->token.id, 0);
	cr_expect_eq(gather("To: complaints+RD-1001@corp.example", "Yes")->token.id, 0);
}

Test(evidence, a_forward_of_what_came_directly_is_the_same_mail)
{
	RdCase *kase = damaged();

	keep(kase, read_mail("Subject: The roof", LEAK));
	cr_expect_eq(gather_for(forward(ANNA, LEAK))->same.id, kase->id);
}

Test(evidence, what_was_forwarded_before_it_came_directly_is_the_same_mail)
{
	RdCase *kase = damaged();

	keep(kase, forward(ANNA, LEAK));
	cr_expect_eq(gather("Subject: The roof", LEAK)->same.id, kase->id);
}

Test(evidence, two_forwards_of_one_mail_are_the_same_mail)
{
	RdCase *kase = damaged();

	keep(kase, forward(ANNA, LEAK));
	cr_expect_eq(gather_for(forward(BEN, LEAK))->same.id, kase->id);
}

Test(evidence, a_forward_that_lost_a_line_is_still_the_same_mail)
{
	RdCase *kase = damaged();

	keep(kase, read_mail("Subject: The roof",
			     LEAK "\n\nWe have put buckets under it, and they fill up every "
				  "night. Our children sleep in the other room now.\nSee the "
				  "picture that I attach."));
	cr_expect_eq(gather_for(forward(ANNA, LEAK "\nWe have put buckets under it, and they fill "
						   "up every night. Our children sleep in the "
						   "other room now."))
			     ->same.id,
		     kase->id);
}

Test(evidence, who_writes_the_same_twice_means_it_twice)
{
	RdCase *kase = damaged();

	keep(kase, read_mail("Subject: The roof", LEAK));
	cr_expect_eq(gather("Subject: The roof", LEAK)->same.id, 0);
}

Test(evidence, one_mail_that_comes_by_two_ways_has_one_id)
{
	RdCase *kase = damaged();

	keep(kase, read_mail("Subject: The roof\nMessage-ID: <m@home.example>", LEAK));
	cr_expect_eq(gather("Subject: The roof\nMessage-ID: <m@home.example>", LEAK)->same.id,
		     kase->id);
	cr_expect_eq(gather("Subject: The roof\nMessage-ID: <m@home.example>",
			    "Something that has nothing to do with it.")
			     ->same.id,
		     0, "an id that is used again does not hide other words");
}

Test(evidence, the_same_words_of_somebody_else_or_of_another_week_are_not_the_same_mail)
{
	RdCase *kase = damaged();

	keep(kase, read_mail("From: " DAN "\nSubject: The roof", LEAK));
	keep(kase, read_mail("Date: Mon, 16 Feb 2026 12:00:00 +0000\nSubject: The roof", LEAK));
	cr_expect_eq(gather_for(forward(ANNA, LEAK))->same.id, 0);
}

Test(evidence, a_few_words_are_anybodys)
{
	RdCase *kase = damaged();

	keep(kase, read_mail("Subject: The roof", "Any news?"));
	cr_expect_eq(gather_for(forward(ANNA, "Any news?"))->same.id, 0);
}

Test(evidence, our_own_letters_are_not_compared)
{
	RdMail mail = {.outgoing = TRUE,
		       .message_id = (char *)"x@corp.example",
		       .from = (char *)ANNA,
		       .author = (char *)MARTA,
		       .subject = (char *)"The roof",
		       .text = (char *)LEAK,
		       .written_at = now};

	mail.case_id = damaged()->id;
	cr_assert(rd_mail_add(store, &mail, NULL));
	cr_expect_eq(gather("Subject: The roof", LEAK)->same.id, 0);
}

Test(evidence, a_number_in_the_subject_counts_for_staff_and_for_the_parties)
{
	const struct {
		const char *from;
		gboolean party;
	} writers[] = {{ANNA, TRUE},
		       {MARTA, TRUE},
		       {"mk@work.example", TRUE},
		       {"crew@mesasolar.example", TRUE},
		       {DAN, FALSE},
		       {"x@elsewhere.example", FALSE}};
	RdCase *kase = damaged();

	for (gsize i = 0; i < G_N_ELEMENTS(writers); i++) {
		g_autofree char *headers = g_strdup_printf(
			"From: %s\nSubject: Re: [RD-1001] The roof", writers[i].from);

		cr_expect_eq(gather(headers, "Yes")->subject.id, kase->id);
		cr_expect_eq(found->evidence.subject_by_party, writers[i].party, "%s",
			     writers[i].from);
	}
}

Test(evidence, only_a_number_in_brackets_that_there_is_counts)
{
	const char *subjects[] = {"RD-1001",	"[1001]",     "[RD-9999]", "[RD-1001",
				  "[RD-1001x]", "[RD--1001]", "[]"};

	damaged();
	for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autofree char *headers = g_strdup_printf("Subject: %s", subjects[i]);

		cr_expect_eq(gather(headers, "Yes")->subject.id, 0, "%s", subjects[i]);
	}
	cr_expect_eq(gather("Subject: [urgent] [rd-1001]", "Yes")->subject.id, 1001);
}

Test(evidence, a_number_of_a_merged_case_means_the_other)
{
	damaged();
	damaged();
	cr_assert(rd_case_merge(store, 1001, 1002, NULL));
	cr_expect_eq(gather("Subject: [RD-1001]", "Yes")->subject.id, 1002);
}

Test(evidence, a_homeowners_mail_finds_the_latest_open_case)
{
	RdCase *closed;

	cr_expect_eq(gather("", "Hello")->open.id, 0);
	damaged();
	damaged();
	closed = damaged();
	office_do(closed, "#close");
	cr_expect_eq(gather("", "Hello")->open.id, 1002);
	cr_expect_eq(gather("From: " DAN, "Hello")->open.id, 0);
}

Test(evidence, a_case_counts_before_an_inquiry_and_a_ticket_not_at_all)
{
	RdCase *ticket;

	damaged();
	office_open("pto-inquiry", "HO-3001", RD_SET(RD_COMPLAINT_PTO_DELAY));
	cr_expect_eq(gather("", "Hello")->open.id, 1001);
	ticket = office_open("triage", "HO-3001", 0);
	ticket->kind = RD_CASE_TICKET;
	cr_assert(rd_case_save(store, ticket, NULL));
	cr_expect_eq(gather("", "Hello")->open.id, 1001);
}

Test(evidence, a_case_with_another_installer_is_another_matter)
{
	RdCase *kase = damaged();

	store_set(&kase->installer_id, "IN-32");
	cr_assert(rd_case_save(store, kase, NULL));
	cr_expect_eq(gather("", "Hello")->open.id, 0);
	store_set(&kase->installer_id, "");
	cr_assert(rd_case_save(store, kase, NULL));
	cr_expect_eq(gather("", "Hello")->open.id, kase->id);
}

Test(evidence, an_installer_that_only_the_case_knows_parts_nothing)
{
	g_autoptr(RdHomeowner) marta = rd_homeowner_get(store, "HO-3001", NULL);
	RdCase *kase = damaged();

	store_set(&marta->installer_id, "");
	cr_assert(rd_homeowner_put(store, marta, NULL));
	cr_expect_eq(gather("", "Hello")->open.id, kase->id);
}
