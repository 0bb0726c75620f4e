#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/mail.h>
#include <redress/people.h>

TestSuite(mail, .init = store_setup, .fini = store_teardown);

static gint64
add_mail(gint64 case_id, const char *message_id, const char *from)
{
	RdMail mail = {.case_id = case_id,
		       .message_id = (char *)message_id,
		       .from = (char *)from,
		       .author = (char *)from,
		       .to = (char *)"Complaints@corp.example, second@corp.example",
		       .cc = (char *)"Spouse@home.example",
		       .subject = (char *)"Panels",
		       .at = 1000,
		       .text = (char *)"The panels leak.",
		       .written_at = RD_TIME_NONE};

	cr_assert(rd_mail_add(store, &mail, NULL));
	cr_assert_neq(mail.id, 0);
	return mail.id;
}

Test(mail, a_mail_comes_back_as_stored)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	gint64 id = add_mail(kase->id, "a@home.example", "dana@home.example");
	g_autoptr(GPtrArray) mails = rd_mails_of_case(store, kase->id, NULL);
	const RdMail *got;

	cr_assert_eq(mails->len, 1);
	got = mails->pdata[0];
	cr_expect_eq(got->id, id);
	cr_expect_eq(got->case_id, kase->id);
	cr_expect_eq(got->ledger_id, 0);
	cr_expect_eq(got->outbox_id, 0);
	cr_expect_not(got->outgoing);
	cr_expect_str_eq(got->message_id, "a@home.example");
	cr_expect_str_eq(got->from, "dana@home.example");
	cr_expect_str_eq(got->to, "Complaints@corp.example, second@corp.example");
	cr_expect_str_eq(got->cc, "Spouse@home.example");
	cr_expect_str_eq(got->subject, "Panels");
	cr_expect_eq(got->at, 1000);
	cr_expect_str_eq(got->text, "The panels leak.");
	cr_expect_str_eq(got->template_name, "");
	cr_expect_str_eq(got->author, "dana@home.example");
	cr_expect_eq(got->written_at, RD_TIME_NONE);
}

Test(mail, a_mail_came_before_when_another_has_its_id)
{
	g_autoptr(RdCase) one = store_add_case("triage");
	g_autoptr(RdCase) two = store_add_case("triage");
	const struct {
		gint64 case_id;
		const char *message_id;
		gint64 ledger_id;
		gboolean before;
	} rows[] = {{one->id, "a@home.example", 7, TRUE},
		    {one->id, "b@home.example", 7, FALSE},
		    {two->id, "a@home.example", 7, FALSE},
		    {one->id, "a@home.example", 0, FALSE},
		    {one->id, "", 7, FALSE}};

	add_mail(one->id, "a@home.example", "dana@home.example");
	add_mail(one->id, "", "dana@home.example");
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gboolean before;

		cr_assert(rd_mail_came_before(store, rows[i].case_id, rows[i].message_id,
					      rows[i].ledger_id, &before, NULL));
		cr_expect_eq(before, rows[i].before, "%zu", i);
	}
}

Test(mail, an_id_belongs_to_the_case_that_had_it_first)
{
	g_autoptr(RdCase) one = store_add_case("triage");
	g_autoptr(RdCase) two = store_add_case("triage");
	g_autoptr(GError) error = NULL;

	add_mail(one->id, "a@home.example", "dana@home.example");
	add_mail(two->id, "a@home.example", "mallory@evil.example");
	cr_assert(rd_mail_learn_id(store, "a@home.example", two->id, NULL));
	cr_assert(rd_mail_learn_id(store, "original@home.example", two->id, NULL));
	cr_expect_eq(rd_mail_case_of_id(store, "a@home.example", &error), one->id);
	cr_expect_eq(rd_mail_case_of_id(store, "original@home.example", &error), two->id);
	cr_expect_eq(rd_mail_case_of_id(store, "other@home.example", &error), 0);
	cr_expect_null(error);
}

Test(mail, no_id_is_no_thread)
{
	g_autoptr(RdCase) kase = store_add_case("triage");

	add_mail(kase->id, "", "dana@home.example");
	cr_expect_eq(rd_mail_case_of_id(store, "", NULL), 0);
}

Test(mail, a_mail_in_no_case_has_no_thread_but_is_found_by_its_author)
{
	g_autoptr(GPtrArray) found = NULL;

	add_mail(0, "a@home.example", "dana@home.example");
	cr_expect_eq(rd_mail_case_of_id(store, "a@home.example", NULL), 0);
	found = rd_mails_by_author(store, "DANA@home.example", NULL);
	cr_assert_eq(found->len, 1);
	cr_expect_eq(((RdMail *)found->pdata[0])->case_id, 0);
}

Test(mail, an_authors_mails_are_found_newest_first)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	gint64 first = add_mail(kase->id, "1", "dana@home.example");
	gint64 second = add_mail(kase->id, "2", "Dana@Home.example");
	g_autoptr(GPtrArray) found = NULL;

	add_mail(kase->id, "3", "other@home.example");
	found = rd_mails_by_author(store, "dana@home.example", NULL);
	cr_assert_eq(found->len, 2);
	cr_expect_eq(((RdMail *)found->pdata[0])->id, second);
	cr_expect_eq(((RdMail *)found->pdata[1])->id, first);
}

Test(mail, a_conversation_is_what_somebody_sent_or_received)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	const struct {
		const char *address, *ids;
	} cases[] = {
		{"DANA@home.example", "1 3"},
		{"second@CORP.example", "1 2 3"},
		{"spouse@home.example", "1 2 3"},
		{"cond@corp.example", ""},
		{"second@corp.exampl", ""},
		{"Complaints@corp.example, second@corp.example", ""},
		{"", ""},
	};

	add_mail(kase->id, "1", "dana@home.example");
	add_mail(kase->id, "2", "lee@home.example");
	add_mail(kase->id, "", "dana@home.example");
	add_mail(kase->id, "3", "dana@home.example");
	add_mail(0, "4", "dana@home.example");
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		gboolean last;
		g_autoptr(GPtrArray) ids =
			rd_mail_ids_with(store, kase->id, cases[i].address, &last, NULL);
		g_autofree char *joined = NULL;

		g_ptr_array_add(ids, NULL);
		joined = g_strjoinv(" ", (char **)ids->pdata);
		cr_expect_str_eq(joined, cases[i].ids, "%s: %s", cases[i].address, joined);
	}
}

static gboolean
wrote_last(gint64 case_id, const char *address)
{
	gboolean last;

	g_ptr_array_unref(rd_mail_ids_with(store, case_id, address, &last, NULL));
	return last;
}

Test(mail, the_last_mail_in_is_of_who_wrote_it_or_passed_it_on)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	RdMail ours = {.case_id = kase->id, .outgoing = TRUE, .from = (char *)"care@corp.example"};
	RdMail forward = {.case_id = kase->id,
			  .from = (char *)"agent@corp.example",
			  .author = (char *)"dana@home.example"};

	cr_expect_not(wrote_last(kase->id, "dana@home.example"));
	add_mail(kase->id, "1", "lee@home.example");
	cr_assert(rd_mail_add(store, &forward, NULL));
	cr_assert(rd_mail_add(store, &ours, NULL));
	cr_expect(wrote_last(kase->id, "Dana@home.example"));
	cr_expect(wrote_last(kase->id, "agent@corp.example"));
	cr_expect_not(wrote_last(kase->id, "lee@home.example"));
	cr_expect_not(wrote_last(kase->id, "care@corp.example"));
}

Test(mail, attachments_keep_their_order)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	gint64 id = add_mail(kase->id, "1", "dana@home.example");
	g_autoptr(GPtrArray) attachments = NULL;
	const RdMailAttachment *second;

	cr_assert(rd_mail_attach(store, id, "roof.jpg", "image/jpeg", 12345, NULL));
	cr_assert(rd_mail_attach(store, id, "bill.pdf", "application/pdf", 678, NULL));
	attachments = rd_mail_attachments(store, id, NULL);
	cr_assert_eq(attachments->len, 2);
	second = attachments->pdata[1];
	cr_expect_str_eq(second->name, "bill.pdf");
	cr_expect_str_eq(second->type, "application/pdf");
	cr_expect_eq(second->size, 678);
}

static void
add_people(RdCase *kase)
{
	char *home[] = {(char *)"dana@home.example", NULL};
	char *work[] = {(char *)"service@sunny.example", NULL};
	char *domains[] = {(char *)"sunny.example", NULL};
	RdHomeowner homeowner = {.id = (char *)"HO-1",
				 .name = (char *)"Dana",
				 .emails = home,
				 .phone = (char *)"",
				 .address = (char *)""};
	RdInstaller installer = {.id = (char *)"IN-1", .emails = work, .domains = domains};

	cr_assert(rd_homeowner_put(store, &homeowner, NULL));
	cr_assert(rd_installer_put(store, &installer, NULL));
	store_set(&kase->homeowner_id, "HO-1");
	store_set(&kase->installer_id, "IN-1");
	cr_assert(rd_case_save(store, kase, NULL));
}

Test(mail, a_party_wrote_received_or_is_named_by_the_case)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdCase) other = store_add_case("triage");
	const struct {
		const char *address;
		gboolean is_party;
	} cases[] = {
		{"writer@home.example", TRUE},
		{"WRITER@home.example", TRUE},
		{"spouse@home.example", TRUE},
		{"complaints@corp.example", TRUE},
		{"second@corp.example", TRUE},
		{"dana@home.example", TRUE},
		{"service@sunny.example", TRUE},
		{"anyone@sunny.example", TRUE},
		{"x@notsunny.example", FALSE},
		{"stranger@else.example", FALSE},
		{"", FALSE},
		{"second@corp.example,spouse@home.example", FALSE},
		{"riter@home.example", FALSE},
		{"elsewhere@home.example", FALSE},
	};

	add_people(kase);
	add_mail(kase->id, "1", "writer@home.example");
	add_mail(other->id, "2", "elsewhere@home.example");
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		gboolean is_party;

		cr_assert(rd_mail_is_party(store, kase->id, cases[i].address, &is_party, NULL));
		cr_expect_eq(is_party, cases[i].is_party, "%s", cases[i].address);
	}
}
