#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/mail.h>

TestSuite(merge, .init = store_setup, .fini = store_teardown);

static void
add_feed(gint64 case_id, const char *text)
{
	RdFeedEntry entry = {.at = 1,
			     .author = (char *)"redress",
			     .kind = (char *)"note",
			     .text = (char *)text,
			     .cause = (char *)"test"};

	cr_assert(rd_feed_add(store, case_id, &entry, NULL));
}

Test(merge, every_id_of_a_chain_leads_to_the_case_that_is_left)
{
	g_autoptr(RdCase) a = store_add_case("triage");
	g_autoptr(RdCase) b = store_add_case("triage");
	g_autoptr(RdCase) c = store_add_case("triage");
	g_autoptr(RdCase) d = store_add_case("triage");
	const gint64 ids[] = {a->id, b->id, c->id, d->id};

	cr_assert(rd_case_merge(store, a->id, b->id, NULL));
	cr_assert(rd_case_merge(store, b->id, c->id, NULL));
	cr_assert(rd_case_merge(store, d->id, a->id, NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
		g_autoptr(RdCase) got = rd_case_get(store, ids[i], NULL);

		cr_expect_eq(got->id, c->id);
	}
}

Test(merge, a_case_is_not_merged_into_itself)
{
	g_autoptr(RdCase) a = store_add_case("triage");
	g_autoptr(RdCase) b = store_add_case("triage");
	g_autoptr(GError) error = NULL;

	cr_expect_not(rd_case_merge(store, a->id, a->id, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT));
	g_clear_error(&error);
	cr_assert(rd_case_merge(store, a->id, b->id, NULL));
	cr_expect_not(rd_case_merge(store, b->id, a->id, &error), "a ring");
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT));
	g_clear_error(&error);
	cr_expect_not(rd_case_merge(store, a->id, 9999, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
}

Test(merge, what_hangs_on_the_case_goes_along)
{
	g_autoptr(RdCase) from = store_add_case("triage");
	g_autoptr(RdCase) into = store_add_case("triage");
	g_autoptr(RdCase) third = store_add_case("triage");
	g_autoptr(RdCase) got = NULL;
	g_autoptr(RdOutboxRow) row = store_add_mail(from->id, 1000);
	g_autoptr(GPtrArray) mails = NULL;
	g_autoptr(GPtrArray) rows = NULL;
	RdTask *task = g_new0(RdTask, 1);
	RdMail mail = {.case_id = from->id,
		       .message_id = (char *)"a@home.example",
		       .from = (char *)"dana@home.example"};
	gboolean is_party;

	task->done_at = task->mailed_at = RD_TIME_NONE;
	cr_assert(rd_task_add(store, from, task, NULL));
	cr_assert(rd_mail_add(store, &mail, NULL));
	mail.case_id = into->id;
	cr_assert(rd_mail_add(store, &mail, NULL));
	cr_assert(rd_label_add(store, from, "Legal", NULL));
	cr_assert(rd_label_add(store, into, "Legal", NULL));
	cr_assert(rd_link_add(store, from->id, third->id, "see also", NULL));
	cr_assert(rd_link_add(store, from->id, into->id, "duplicate of", NULL));
	cr_assert(rd_timer_set(store, from->id, "call", 100, NULL));

	cr_assert(rd_case_merge(store, from->id, into->id, NULL));
	got = rd_case_get(store, from->id, NULL);
	cr_expect_eq(got->tasks->len, 1);
	cr_expect_str_eq(got->labels[0], "Legal");
	cr_expect_eq(got->timers->len, 0);
	cr_assert_eq(got->links->len, 1, "none to itself");
	cr_expect_eq(((RdLink *)got->links->pdata[0])->other, third->id);
	cr_expect_eq(rd_mail_case_of_id(store, "a@home.example", NULL), into->id);
	mails = rd_mails_of_case(store, into->id, NULL);
	cr_expect_eq(mails->len, 2);
	rows = rd_outbox_rows_list(store, -1, into->id, 10, NULL);
	cr_expect_eq(rows->len, 1);
	cr_assert(rd_mail_is_party(store, into->id, "dana@home.example", &is_party, NULL));
	cr_expect(is_party);
}

Test(merge, the_feed_that_is_left_tells_both_histories)
{
	g_autoptr(RdCase) from = store_add_case("triage");
	g_autoptr(RdCase) into = store_add_case("triage");
	g_autoptr(GPtrArray) feed = NULL;
	const char *expected[] = {"one", "two", "three"};

	add_feed(into->id, "one");
	add_feed(from->id, "two");
	cr_assert(rd_case_merge(store, from->id, into->id, NULL));
	add_feed(into->id, "three");
	feed = rd_feed_list(store, into->id, NULL);
	cr_assert_eq(feed->len, 3);
	for (guint i = 0; i < 3; i++)
		cr_expect_str_eq(((RdFeedEntry *)feed->pdata[i])->text, expected[i]);
}

Test(merge, a_merged_case_is_no_longer_listed)
{
	g_autoptr(RdCase) from = store_add_case("triage");
	g_autoptr(RdCase) into = store_add_case("triage");
	g_autoptr(GArray) ids = NULL;

	cr_assert(rd_case_merge(store, from->id, into->id, NULL));
	ids = rd_cases_find(store, &(RdCaseFilter){0}, NULL);
	cr_assert_eq(ids->len, 1);
	cr_expect_eq(g_array_index(ids, gint64, 0), into->id);
}
