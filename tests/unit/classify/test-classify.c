#include "small.h"

#include <criterion/criterion.h>
#include <redress/classify.h>
#include <string.h>

/* A mail in RFC 5322 headers and text, and the role of who sent it. */
static RdFindings *
findings_below(double sure, RdRole role, const char *headers, const char *text)
{
	g_autofree char *mail = g_strconcat(headers, "\r\n", text, NULL);
	g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
	g_autoptr(RdMessage) message = rd_message_parse(raw, NULL, &rd_message_default_limits);
	const RdPerson person = {.role = role, .original_role = RD_ROLE_HOMEOWNER};
	g_autoptr(RdRules) rules = small_rules();

	return rd_classify(rules, message, &person, sure);
}

static RdFindings *
findings(RdRole role, const char *headers, const char *text)
{
	return findings_below(RD_CLASSIFY_ARGUE, role, headers, text);
}

#define FROM  "From: a@x.example\r\nTo: c@y.example\r\n"
#define REPLY FROM "Subject: Re: roof\r\nIn-Reply-To: <1@y.example>\r\n"

Test(classify, a_new_problem_is_a_complaint_with_its_words)
{
	g_autoptr(RdFindings) f = findings(RD_ROLE_HOMEOWNER, FROM "Subject: roof\r\n",
					   "There is a LEAK in the roof.\r\n");
	const RdReason *reason;

	cr_assert_eq(f->kind, RD_KIND_COMPLAINT);
	cr_assert_eq(f->complaints, RD_SET(RD_COMPLAINT_DAMAGE));
	cr_assert_eq(f->primary, RD_COMPLAINT_DAMAGE);
	cr_assert_eq(f->against, RD_AGAINST_INSTALLER);
	cr_assert_gt(f->because->len, 0);
	reason = g_ptr_array_index(f->because, 0);
	cr_assert_str_eq(reason->label, "damage");
	cr_assert_str_eq(reason->rule, "water-and-part");
	cr_assert_str_eq(reason->text, "LEAK in the roof");
}

Test(classify, of_several_matters_the_one_that_comes_first_is_primary)
{
	static const char roof[] = "There is a leak in the roof.\r\n";
	static const char shouted[] = "The foreman shouted at me when I asked about it.\r\n";
	g_autofree char *roof_first = g_strconcat(roof, shouted, NULL);
	g_autofree char *shouted_first = g_strconcat(shouted, roof, NULL);
	g_autoptr(RdFindings) f = findings(RD_ROLE_HOMEOWNER, FROM, roof_first);
	g_autoptr(RdFindings) other = findings(RD_ROLE_HOMEOWNER, FROM, shouted_first);

	cr_expect_eq(f->complaints,
		     RD_SET(RD_COMPLAINT_DAMAGE) | RD_SET(RD_COMPLAINT_RUDE_CONDUCT));
	cr_expect_eq(other->complaints, f->complaints);
	cr_expect_eq(f->primary, RD_COMPLAINT_DAMAGE);
	cr_expect_eq(other->primary, RD_COMPLAINT_RUDE_CONDUCT);
}

Test(classify, of_matters_in_one_sentence_the_weightiest_is_primary)
{
	g_autoptr(RdFindings) f =
		findings(RD_ROLE_HOMEOWNER, FROM,
			 "They shouted at me, and there is a leak in the roof.\r\n");

	cr_expect_eq(f->complaints,
		     RD_SET(RD_COMPLAINT_DAMAGE) | RD_SET(RD_COMPLAINT_RUDE_CONDUCT));
	cr_expect_eq(f->primary, RD_COMPLAINT_DAMAGE);
}

Test(classify, what_spoke_against_it_is_said_too)
{
	g_autoptr(RdFindings) f = findings(RD_ROLE_HOMEOWNER, FROM "Subject: roof\r\n",
					   "There is no leak in the roof.\r\n");
	const RdReason *reason;

	cr_assert_eq(f->kind, RD_KIND_UNRELATED);
	cr_assert_eq(f->because->len, 1);
	reason = g_ptr_array_index(f->because, 0);
	cr_assert_str_eq(reason->rule, "water-and-part, but negated");
	cr_assert_lt(reason->weight, 0);
}

Test(classify, what_is_sure_enough_is_not_argued)
{
	static const char *const roof = FROM "Subject: roof\r\n";
	g_autoptr(RdFindings) sure =
		findings_below(0.75, RD_ROLE_HOMEOWNER, roof, "There is a leak in the roof.\r\n");
	g_autoptr(RdFindings) unsure =
		findings_below(100, RD_ROLE_HOMEOWNER, roof, "There is a leak in the roof.\r\n");
	g_autoptr(RdFindings) other =
		findings_below(100, RD_ROLE_HOMEOWNER, roof, "There is no leak in the roof.\r\n");

	cr_assert_eq(sure->complaints, RD_SET(RD_COMPLAINT_DAMAGE));
	cr_assert_eq(sure->because->len, 0);
	cr_assert_eq(unsure->complaints, RD_SET(RD_COMPLAINT_DAMAGE));
	cr_assert_gt(unsure->because->len, 0);
	cr_assert_eq(other->because->len, 0);
}

Test(classify, a_reply_that_tells_the_old_matter_again_is_an_update)
{
	g_autoptr(RdFindings) f =
		findings(RD_ROLE_HOMEOWNER, REPLY,
			 "There is a leak in the roof, they broke the roof. I am glad.\r\n\r\n"
			 "On Mon, Mar 2, 2026 at 9:00 AM Us <c@y.example> wrote:\r\n"
			 "> you reported a leak in the roof\r\n");

	cr_assert_eq(f->kind, RD_KIND_UPDATE);
	cr_assert_eq(f->complaints, 0);
	cr_assert_eq(f->signals, RD_SET(RD_SIGNAL_SATISFIED));
}

Test(classify, a_reply_that_adds_a_problem_carries_only_that)
{
	g_autoptr(RdFindings) f =
		findings(RD_ROLE_HOMEOWNER, REPLY,
			 "And the man shouted at me.\r\n\r\n"
			 "On Mon, Mar 2, 2026 at 9:00 AM Us <c@y.example> wrote:\r\n"
			 "> you reported a leak in the roof\r\n");

	cr_assert_eq(f->kind, RD_KIND_COMPLAINT);
	cr_assert_eq(f->complaints, RD_SET(RD_COMPLAINT_RUDE_CONDUCT));
}

Test(classify, a_rule_in_a_reply_yields_to_words_that_speak_plainly_against_it)
{
	g_autoptr(RdFindings) f = findings(RD_ROLE_HOMEOWNER, REPLY,
					   "The man shouted at me. It was dark by then.\r\n");

	cr_assert_eq(f->complaints, RD_SET(RD_COMPLAINT_RUDE_CONDUCT));
}

Test(classify, the_word_re_alone_makes_no_reply)
{
	g_autoptr(RdFindings) f = findings(RD_ROLE_HOMEOWNER, FROM "Subject: RE: nothing\r\n",
					   "There is a leak in the roof.\r\n");

	cr_assert_eq(f->kind, RD_KIND_COMPLAINT);
}

Test(classify, a_signal_counts_for_those_who_can_give_it)
{
	g_autoptr(RdFindings) owner = findings(RD_ROLE_HOMEOWNER, REPLY, "Glad. We deny it.\r\n");
	g_autoptr(RdFindings) installer =
		findings(RD_ROLE_INSTALLER, REPLY, "Glad. We deny it.\r\n");

	cr_assert_eq(owner->signals, RD_SET(RD_SIGNAL_SATISFIED));
	cr_assert_eq(installer->signals, RD_SET(RD_SIGNAL_DISPUTES));
	cr_assert_eq(installer->kind, RD_KIND_UPDATE);
}

Test(classify, an_installers_mail_about_nothing_is_unrelated)
{
	g_autoptr(RdFindings) f =
		findings(RD_ROLE_INSTALLER, FROM "Subject: hours\r\n", "Our office is closed.\r\n");

	cr_assert_eq(f->kind, RD_KIND_UNRELATED);
}

Test(classify, the_finance_company_and_the_installer_together_are_both)
{
	g_autoptr(RdFindings) f = findings(RD_ROLE_HOMEOWNER, FROM "Subject: x\r\n",
					   "EverBright, it is about your bill. And a leak in the "
					   "roof.\r\n");

	cr_assert_eq(f->against, RD_AGAINST_BOTH);
}

Test(classify, a_machine_is_believed_before_any_word)
{
	g_autoptr(RdFindings) f =
		findings(RD_ROLE_HOMEOWNER,
			 FROM "Subject: Automatic reply: roof\r\nAuto-Submitted: auto-replied\r\n",
			 "There is a leak in the roof.\r\n");

	cr_assert_eq(f->kind, RD_KIND_AUTO_REPLY);
	cr_assert_eq(f->complaints, 0);
	cr_assert_eq(f->signals, 0);
}

Test(classify, a_forward_is_judged_by_what_is_forwarded)
{
	g_autoptr(RdFindings) f =
		findings(RD_ROLE_AGENT, FROM "Subject: Fwd: help\r\n",
			 "For the queue. We deny nothing.\r\n\r\n"
			 "---------- Forwarded message ---------\r\n"
			 "From: Ann Lee <ann@z.example>\r\nDate: Mon, Mar 2, 2026 at 9:00 AM\r\n"
			 "Subject: help\r\nTo: Jill <jill@y.example>\r\n\r\n"
			 "A leak in the roof!\r\n");

	cr_assert_eq(f->kind, RD_KIND_COMPLAINT);
	cr_assert_eq(f->complaints, RD_SET(RD_COMPLAINT_DAMAGE));
}

Test(classify, nothing_at_all_is_unrelated_and_does_no_harm)
{
	const char *const texts[] = {"", "\r\n", "\xff\xfe\x00", ".", "????"};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(RdFindings) f = findings(RD_ROLE_UNKNOWN, "", texts[i]);

		cr_expect_eq(f->kind, RD_KIND_UNRELATED, "case %zu", i);
		cr_expect_eq(f->primary, RD_COMPLAINT_NONE);
	}
}

Test(classify, command_lines_are_nobodys_words)
{
	g_autoptr(RdFindings) said = findings(RD_ROLE_HOMEOWNER, REPLY, "I am glad.\r\n");
	g_autoptr(RdFindings) commanded =
		findings(RD_ROLE_HOMEOWNER, REPLY, "#close\r\n #note I am glad\r\n");

	cr_expect_eq(said->signals, RD_SET(RD_SIGNAL_SATISFIED));
	cr_expect_eq(commanded->signals, 0);
}
