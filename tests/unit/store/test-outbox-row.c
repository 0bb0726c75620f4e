#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/transport.h>

TestSuite(outbox_row, .init = store_setup, .fini = store_teardown);

/* The ids, parted by spaces; takes @rows. */
static void
expect_ids(GPtrArray *rows, const char *expected)
{
	g_autoptr(GString) got = g_string_new(NULL);

	cr_assert_not_null(rows);
	for (guint i = 0; i < rows->len; i++)
		g_string_append_printf(got, "%d ", (int)((RdOutboxRow *)rows->pdata[i])->id);
	cr_expect_str_eq(got->str, expected, "%s", got->str);
	g_ptr_array_unref(rows);
}

static void
save_state(RdOutboxRow *row, RdOutboxState state)
{
	row->state = state;
	cr_assert(rd_outbox_row_save(store, row, NULL));
}

Test(outbox_row, a_row_comes_back_with_its_octets)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdOutboxRow) row = store_add_mail(kase->id, 1000);
	g_autoptr(RdOutboxRow) got = rd_outbox_row_get(store, row->id, NULL);
	g_autoptr(GBytes) raw = rd_outbox_row_raw(store, row->id, NULL);

	cr_expect_eq(got->case_id, kase->id);
	cr_expect_str_eq(got->template_name, "ic-homeowner");
	cr_expect_str_eq(got->cause, "message 1");
	cr_expect_str_eq(got->message_id, "a.1@corp.example");
	cr_expect_str_eq(got->sender, "complaints@corp.example");
	cr_expect_str_eq(got->subject, "Your complaint");
	cr_expect_eq(got->state, RD_OUTBOX_QUEUED);
	cr_expect_str_eq(got->reason, "");
	cr_expect_eq(got->created_at, 1000);
	cr_expect_eq(got->queued_at, 1000);
	cr_expect_eq(got->next_at, 1000);
	cr_expect_eq(got->attempts, 0);
	cr_expect_eq(got->sent_at, RD_TIME_NONE);
	cr_assert_eq(got->recipients->len, 1);
	cr_expect_eq(g_bytes_get_size(raw), 21);
}

Test(outbox_row, saving_keeps_what_became_of_each_recipient)
{
	g_autoptr(RdOutboxRow) row = store_add_mail(0, 1000);
	g_autoptr(RdOutboxRow) got = NULL;
	RdOutboxRecipient *recipient = row->recipients->pdata[0];

	recipient->state = RD_DELIVERY_REJECTED;
	recipient->code = 550;
	store_set(&recipient->detail, "5.1.1 who?");
	store_set(&row->reason, "refused");
	row->attempts = 2;
	row->next_at = 3000;
	row->sent_at = 2000;
	save_state(row, RD_OUTBOX_FAILED);
	got = rd_outbox_row_get(store, row->id, NULL);
	recipient = got->recipients->pdata[0];
	cr_expect_eq(got->state, RD_OUTBOX_FAILED);
	cr_expect_str_eq(got->reason, "refused");
	cr_expect_eq(got->attempts, 2);
	cr_expect_eq(got->next_at, 3000);
	cr_expect_eq(got->sent_at, 2000);
	cr_assert_eq(got->recipients->len, 1);
	cr_expect_str_eq(recipient->address, "dana@home.example");
	cr_expect_eq(recipient->state, RD_DELIVERY_REJECTED);
	cr_expect_eq(recipient->code, 550);
	cr_expect_str_eq(recipient->detail, "5.1.1 who?");
}

Test(outbox_row, only_queued_rows_are_due_and_the_longest_due_first)
{
	g_autoptr(RdOutboxRow) late = store_add_mail(0, 300);
	g_autoptr(RdOutboxRow) early = store_add_mail(0, 100);
	g_autoptr(RdOutboxRow) held = store_add_mail(0, 50);
	RdTime next;

	save_state(held, RD_OUTBOX_HELD);
	cr_assert(rd_outbox_rows_next(store, &next, NULL));
	cr_expect_eq(next, 100);
	expect_ids(rd_outbox_rows_due(store, 99, 10, NULL), "");
	expect_ids(rd_outbox_rows_due(store, 100, 10, NULL), "2 ");
	expect_ids(rd_outbox_rows_due(store, 300, 10, NULL), "2 1 ");
	expect_ids(rd_outbox_rows_due(store, 300, 1, NULL), "2 ");
	save_state(late, RD_OUTBOX_SENT);
	save_state(early, RD_OUTBOX_CANCELLED);
	cr_assert(rd_outbox_rows_next(store, &next, NULL));
	cr_expect_eq(next, RD_TIME_NONE);
}

Test(outbox_row, what_was_queued_while_the_clock_was_years_ahead_is_due)
{
	RdTime year = 365 * RD_TIME_DAY;
	g_autoptr(RdOutboxRow) ahead = store_add_mail(0, 1000 + 12 * year);
	g_autoptr(RdOutboxRow) later = store_add_mail(0, 1000 + 20 * RD_TIME_DAY);
	g_autoptr(RdOutboxRow) due = store_add_mail(0, 1000);

	expect_ids(rd_outbox_rows_due(store, 1000, 10, NULL), "3 ");
	save_state(due, RD_OUTBOX_SENT);
	expect_ids(rd_outbox_rows_due(store, 1000, 10, NULL), "1 ");
	save_state(ahead, RD_OUTBOX_SENT);
	expect_ids(rd_outbox_rows_due(store, 1000, 10, NULL), "");
}

Test(outbox_row, a_list_is_of_a_state_and_a_case)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdOutboxRow) one = store_add_mail(kase->id, 100);
	g_autoptr(RdOutboxRow) two = store_add_mail(kase->id, 100);
	g_autoptr(RdOutboxRow) three = store_add_mail(0, 100);

	save_state(two, RD_OUTBOX_HELD);
	save_state(three, RD_OUTBOX_HELD);
	expect_ids(rd_outbox_rows_list(store, -1, 0, 10, NULL), "1 2 3 ");
	expect_ids(rd_outbox_rows_list(store, -1, 0, 2, NULL), "2 3 ");
	expect_ids(rd_outbox_rows_list(store, RD_OUTBOX_HELD, 0, 10, NULL), "2 3 ");
	expect_ids(rd_outbox_rows_list(store, RD_OUTBOX_HELD, kase->id, 10, NULL), "2 ");
	expect_ids(rd_outbox_rows_list(store, -1, kase->id, 10, NULL), "1 2 ");
}

Test(outbox_row, an_end_is_told_once_and_again_after_a_retry)
{
	g_autoptr(RdOutboxRow) row = store_add_mail(0, 100);

	expect_ids(rd_outbox_rows_untold(store, 10, NULL), "");
	save_state(row, RD_OUTBOX_FAILED);
	expect_ids(rd_outbox_rows_untold(store, 10, NULL), "1 ");
	cr_assert(rd_outbox_row_told(store, row->id, NULL));
	save_state(row, RD_OUTBOX_FAILED);
	expect_ids(rd_outbox_rows_untold(store, 10, NULL), "");
	save_state(row, RD_OUTBOX_QUEUED);
	expect_ids(rd_outbox_rows_untold(store, 10, NULL), "");
	save_state(row, RD_OUTBOX_SENT);
	expect_ids(rd_outbox_rows_untold(store, 10, NULL), "1 ");
}

Test(outbox_row, a_budget_counts_what_went_or_will_go_since_then)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	const RdOutboxState states[] = {RD_OUTBOX_QUEUED, RD_OUTBOX_SENT, RD_OUTBOX_HELD,
					RD_OUTBOX_FAILED, RD_OUTBOX_CANCELLED};
	guint to, of_case, of_template;

	for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
		g_autoptr(RdOutboxRow) row = store_add_mail(kase->id, 100 + (RdTime)i);

		save_state(row, states[i]);
	}
	cr_assert(rd_outbox_count_to(store, "Dana@Home.example", 100, &to, NULL));
	cr_assert(rd_outbox_count_case(store, kase->id, "ic-homeowner", 100, &of_case, &of_template,
				       NULL));
	cr_expect_eq(to, 2);
	cr_expect_eq(of_case, 2);
	cr_expect_eq(of_template, 2);
	cr_assert(rd_outbox_count_to(store, "dana@home.example", 101, &to, NULL));
	cr_assert(
		rd_outbox_count_case(store, kase->id, "other", 101, &of_case, &of_template, NULL));
	cr_expect_eq(to, 1);
	cr_expect_eq(of_case, 1);
	cr_expect_eq(of_template, 0);
	cr_assert(rd_outbox_count_to(store, "other@home.example", 0, &to, NULL));
	cr_assert(rd_outbox_count_case(store, 9, "receipt", 0, &of_case, &of_template, NULL));
	cr_expect_eq(to, 0);
	cr_expect_eq(of_case, 0);
	cr_expect_eq(of_template, 0);
}

Test(outbox_row, a_mail_that_is_not_there_is_named)
{
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_outbox_row_get(store, 42, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
	cr_expect_not_null(strstr(error->message, "ob-42"));
}
