#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/outbox.h>

#define NOW ((RdTime)1000000)

TestSuite(outbox, .init = store_setup, .fini = store_teardown);

static RdConfig config = {.budget = {.per_address_hour = 2, .per_case_day = 3}};

static RdOutboxRow *
queue(gint64 case_id, const char *to, const char *hold, RdTime now)
{
	RdOutboxRow *row = rd_outbox_row_new();
	g_autoptr(GBytes) raw = g_bytes_new_static("x", 1);
	g_autoptr(GError) error = NULL;

	row->case_id = case_id;
	rd_outbox_row_add_recipient(row, "boss@corp.example", TRUE);
	rd_outbox_row_add_recipient(row, to, FALSE);
	cr_assert(rd_outbox_queue(store, &config, row, raw, hold, now, &error), "%s",
		  error != NULL ? error->message : "");
	return row;
}

static void
expect_state(gint64 id, RdOutboxState state)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_get(store, id, NULL);

	cr_expect_eq(row->state, state, "%s", rd_outbox_state_name(row->state));
}

Test(outbox, a_mail_is_due_at_once)
{
	g_autoptr(RdOutboxRow) row = queue(0, "dana@home.example", NULL, NOW);
	g_autoptr(GPtrArray) due = rd_outbox_rows_due(store, NOW, 10, NULL);

	cr_assert_eq(due->len, 1);
	cr_expect_eq(((RdOutboxRow *)due->pdata[0])->id, row->id);
	cr_expect_eq(row->created_at, NOW);
}

Test(outbox, a_mail_is_held_for_the_reason_given)
{
	g_autoptr(RdOutboxRow) row = queue(0, "dana@home.example", "a value is missing", NOW);
	g_autoptr(RdOutboxRow) got = rd_outbox_row_get(store, row->id, NULL);

	cr_expect_eq(got->state, RD_OUTBOX_HELD);
	cr_expect_str_eq(got->reason, "a value is missing");
}

Test(outbox, the_third_mail_to_an_address_within_the_hour_is_held)
{
	g_autoptr(RdOutboxRow) one = queue(0, "dana@home.example", NULL, NOW);
	g_autoptr(RdOutboxRow) two = queue(0, "other@home.example", NULL, NOW + 10);
	g_autoptr(RdOutboxRow) three = queue(0, "third@home.example", NULL, NOW + 20);
	g_autoptr(RdOutboxRow) later =
		queue(0, "fourth@home.example", NULL, NOW + RD_TIME_HOUR + 1);

	expect_state(one->id, RD_OUTBOX_QUEUED);
	expect_state(two->id, RD_OUTBOX_QUEUED);
	expect_state(three->id, RD_OUTBOX_HELD);
	cr_expect_not_null(strstr(three->reason, "boss@corp.example"), "%s", three->reason);
	expect_state(later->id, RD_OUTBOX_QUEUED);
}

Test(outbox, the_fourth_mail_of_a_case_within_the_day_is_held)
{
	g_autoptr(RdCase) kase = store_add_case("triage");

	for (guint i = 0; i < 4; i++) {
		g_autoptr(RdOutboxRow) row = queue(kase->id, "dana@home.example", NULL,
						   NOW + (RdTime)i * 2 * RD_TIME_HOUR);

		expect_state(row->id, i < 3 ? RD_OUTBOX_QUEUED : RD_OUTBOX_HELD);
	}
}

Test(outbox, a_mail_to_nobody_is_refused)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_new();
	g_autoptr(GBytes) raw = g_bytes_new_static("x", 1);
	g_autoptr(GError) error = NULL;

	cr_expect_not(rd_outbox_queue(store, &config, row, raw, NULL, NOW, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT));
}

typedef enum { APPROVE, CANCEL, RETRY } Decision;

static gboolean
decide(Decision decision, gint64 id, GError **error)
{
	switch (decision) {
	case APPROVE:
		return rd_outbox_approve(store, id, NOW + 77, error);
	case CANCEL:
		return rd_outbox_cancel(store, id, error);
	default:
		return rd_outbox_retry(store, id, NOW + 77, error);
	}
}

Test(outbox, a_person_decides_only_what_the_state_allows)
{
	const struct {
		Decision decision;
		RdOutboxState before;
		gboolean allowed;
		RdOutboxState after;
	} cases[] = {
		{APPROVE, RD_OUTBOX_HELD, TRUE, RD_OUTBOX_QUEUED},
		{APPROVE, RD_OUTBOX_QUEUED, FALSE, RD_OUTBOX_QUEUED},
		{APPROVE, RD_OUTBOX_SENT, FALSE, RD_OUTBOX_SENT},
		{APPROVE, RD_OUTBOX_CANCELLED, FALSE, RD_OUTBOX_CANCELLED},
		{CANCEL, RD_OUTBOX_HELD, TRUE, RD_OUTBOX_CANCELLED},
		{CANCEL, RD_OUTBOX_QUEUED, TRUE, RD_OUTBOX_CANCELLED},
		{CANCEL, RD_OUTBOX_SENT, FALSE, RD_OUTBOX_SENT},
		{CANCEL, RD_OUTBOX_FAILED, FALSE, RD_OUTBOX_FAILED},
		{RETRY, RD_OUTBOX_FAILED, TRUE, RD_OUTBOX_QUEUED},
		{RETRY, RD_OUTBOX_QUEUED, TRUE, RD_OUTBOX_QUEUED},
		{RETRY, RD_OUTBOX_SENT, FALSE, RD_OUTBOX_SENT},
		{RETRY, RD_OUTBOX_HELD, FALSE, RD_OUTBOX_HELD},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdOutboxRow) row = store_add_mail(0, NOW);
		g_autoptr(GError) error = NULL;

		row->state = cases[i].before;
		cr_assert(rd_outbox_row_save(store, row, NULL));
		cr_expect_eq(decide(cases[i].decision, row->id, &error), cases[i].allowed,
			     "case %zu", i);
		cr_expect_eq(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT), !cases[i].allowed,
			     "case %zu", i);
		expect_state(row->id, cases[i].after);
	}
	for (Decision decision = APPROVE; decision <= RETRY; decision++) {
		g_autoptr(GError) error = NULL;

		cr_expect_not(decide(decision, 999, &error));
		cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
	}
}

Test(outbox, a_retry_begins_anew_for_those_who_have_not_got_it)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_new();
	g_autoptr(RdOutboxRow) got = NULL;
	g_autoptr(GBytes) raw = g_bytes_new_static("x", 1);

	row->state = RD_OUTBOX_FAILED;
	row->created_at = row->queued_at = NOW;
	rd_outbox_row_add_recipient(row, "first@home.example", FALSE);
	rd_outbox_row_add_recipient(row, "second@home.example", TRUE);
	((RdOutboxRecipient *)row->recipients->pdata[0])->state = RD_DELIVERY_REJECTED;
	((RdOutboxRecipient *)row->recipients->pdata[1])->state = RD_DELIVERY_SENT;
	cr_assert(rd_outbox_row_add(store, row, raw, NULL));
	cr_assert(rd_outbox_retry(store, row->id, NOW + 77, NULL));
	got = rd_outbox_row_get(store, row->id, NULL);
	cr_expect_eq(got->queued_at, NOW + 77);
	cr_expect_eq(got->next_at, NOW + 77);
	cr_expect_eq(got->created_at, NOW);
	cr_expect_eq(((RdOutboxRecipient *)got->recipients->pdata[0])->state, RD_DELIVERY_DEFERRED);
	cr_expect_eq(((RdOutboxRecipient *)got->recipients->pdata[1])->state, RD_DELIVERY_SENT);
}
