#include <criterion/criterion.h>
#include <redress/thread.h>

static const RdThreadCase open_case = {.id = 1001,
				       .open = TRUE,
				       .kind = RD_CASE_CASE,
				       .complaints = RD_SET(RD_COMPLAINT_DAMAGE),
				       .subject = "Leak under the panels",
				       .homeowner_id = "HO-1",
				       .installer_id = "IN-1"};
static const RdThreadCase other_case = {
	.id = 1002, .open = TRUE, .kind = RD_CASE_CASE, .subject = "Other"};

/* A message with nothing known about it; a test fills in what it is about. */
static RdThreadEvidence
evidence_new(void)
{
	return (RdThreadEvidence){.message_subject = "Re: Leak under the panels",
				  .by_homeowner = TRUE};
}

static void
decides(const RdThreadEvidence *evidence, RdThreadVerdict verdict, gint64 id)
{
	RdThreadDecision decision = rd_thread_decide(evidence);
	RdThreadEvidence whole = *evidence;

	cr_expect_eq(decision.verdict, verdict, "verdict %d", decision.verdict);
	cr_expect_eq(decision.case_id, id, "case %d", (int)decision.case_id);
	whole.open = (RdThreadCase){.id = 1099, .open = TRUE, .kind = RD_CASE_CASE};
	decision = rd_thread_decide(&whole);
	cr_expect_eq(decision.case_id == 1099, rd_thread_needs_open(evidence),
		     "an open case is looked for when it has a say");
}

Test(thread, nothing_known_begins_a_record)
{
	RdThreadEvidence evidence = evidence_new();

	decides(&evidence, RD_THREAD_NEW, 0);
}

Test(thread, each_step_counts_before_the_next)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.open = other_case;
	decides(&evidence, RD_THREAD_JOIN, 1002);
	evidence.subject = open_case;
	evidence.subject_by_party = TRUE;
	decides(&evidence, RD_THREAD_JOIN, 1001);
	evidence.token = other_case;
	decides(&evidence, RD_THREAD_JOIN, 1002);
	evidence.reply = open_case;
	decides(&evidence, RD_THREAD_JOIN, 1001);
}

Test(thread, a_number_in_the_subject_opens_no_door_to_strangers)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.subject = open_case;
	decides(&evidence, RD_THREAD_NEW, 0);
}

Test(thread, another_homeowner_does_not_enter_by_a_mail_that_was_passed_on)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.reply = evidence.token = evidence.subject = open_case;
	evidence.subject_by_party = TRUE;
	evidence.homeowner_id = "HO-1";
	decides(&evidence, RD_THREAD_JOIN, 1001);
	evidence.homeowner_id = "HO-2";
	decides(&evidence, RD_THREAD_NEW, 0);
	evidence.open = other_case;
	decides(&evidence, RD_THREAD_JOIN, 1002);
}

Test(thread, an_answer_to_a_closed_inquiry_reaches_the_case_that_it_became)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.reply = open_case;
	evidence.reply.kind = RD_CASE_INQUIRY;
	evidence.reply.open = FALSE;
	decides(&evidence, RD_THREAD_JOIN, 1001);
	evidence.open = other_case;
	decides(&evidence, RD_THREAD_JOIN, 1002);
	evidence.reply.open = TRUE;
	decides(&evidence, RD_THREAD_JOIN, 1001);
}

Test(thread, the_same_mail_again_is_a_copy)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.same = open_case;
	evidence.complaints = RD_SET(RD_COMPLAINT_DAMAGE);
	decides(&evidence, RD_THREAD_COPY, 1001);
}

Test(thread, a_new_problem_in_the_thread_joins_the_case)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.reply = open_case;
	evidence.complaints = RD_SET(RD_COMPLAINT_RUDE_CONDUCT);
	decides(&evidence, RD_THREAD_JOIN, 1001);
}

Test(thread, another_subject_about_something_else_is_a_linked_case)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.reply = open_case;
	evidence.message_subject = "They never sent the battery";
	evidence.complaints = RD_SET(RD_COMPLAINT_MISSING_EQUIPMENT);
	decides(&evidence, RD_THREAD_LINKED, 1001);
	evidence.complaints = RD_SET(RD_COMPLAINT_DAMAGE);
	decides(&evidence, RD_THREAD_JOIN, 1001);
}

Test(thread, a_subject_with_the_number_of_the_case_is_no_other_one)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.reply = evidence.subject = open_case;
	evidence.message_subject = "Re: An update on your case [RD-1001]";
	evidence.complaints = RD_SET(RD_COMPLAINT_MISSING_EQUIPMENT);
	decides(&evidence, RD_THREAD_JOIN, 1001);
	evidence.subject = other_case;
	decides(&evidence, RD_THREAD_LINKED, 1001);
}

Test(thread, that_the_installer_does_not_call_is_no_other_matter_while_the_case_is_open)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.token = open_case;
	evidence.message_subject = "Nobody calls";
	evidence.complaints = RD_SET(RD_COMPLAINT_UNRESPONSIVE_INSTALLER);
	decides(&evidence, RD_THREAD_JOIN, 1001);
	evidence.token.open = FALSE;
	decides(&evidence, RD_THREAD_LINKED, 1001);
}

Test(thread, what_waits_in_triage_takes_all_of_the_same_conversation)
{
	RdThreadEvidence evidence = evidence_new();

	evidence.reply = open_case;
	evidence.reply.triage = TRUE;
	evidence.message_subject = "My address";
	evidence.complaints = RD_SET(RD_COMPLAINT_RUDE_CONDUCT);
	decides(&evidence, RD_THREAD_JOIN, 1001);
}

Test(thread, a_subject_is_compared_without_what_clients_put_before_it)
{
	const char *same[] = {"Leak in the roof", "RE: Leak in the roof",
			      "Fwd: Re: leak in the  roof", "AW: WG: Leak in the roof",
			      "[RD-1001] Re[2]: Leak in the roof"};

	for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
		g_autofree char *subject = rd_thread_subject(same[i]);

		cr_expect_str_eq(subject, "leak in the roof", "%s", same[i]);
	}
}

Test(thread, a_colon_in_a_subject_is_not_always_a_prefix)
{
	g_autofree char *subject = rd_thread_subject("Roof leak: second letter");

	cr_assert_str_eq(subject, "roof leak: second letter");
}

Test(thread, the_same_words_are_the_same_however_a_client_wraps_and_quotes)
{
	const char *text = "The roof leaks since Monday.\nPlease call.";

	cr_expect(
		rd_thread_is_same(text, "> The roof leaks\n> since  Monday.\n>\n> Please call.\n"));
	cr_expect_not(rd_thread_is_same(text, "The roof leaks since Sunday. Please call."));
}

Test(thread, likeness_is_one_for_the_same_words_and_none_for_others)
{
	const char *text = "They drilled through the water line and flooded the garage.";

	cr_expect_float_eq(rd_thread_likeness(text, text), 1.0, 0.001);
	cr_expect_float_eq(rd_thread_likeness(text, "We wait for the utility to approve."), 0.0,
			   0.001);
	cr_expect_float_eq(rd_thread_likeness("", ""), 0.0, 0.001);
}
