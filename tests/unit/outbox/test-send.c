#include "store-fixture.h"
#include "transport-double.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/outbox.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define NOW ((RdTime)1000000)

static RdTransport *transport;
static RdRelay *relay;
static GString *ends; /* "id:state:reason " of each mail that @ended heard of */

static void
setup(void)
{
	store_setup();
	ends = g_string_new(NULL);
	relay = rd_relay_new();
}

static void
teardown(void)
{
	g_string_free(ends, TRUE);
	g_clear_pointer(&transport, rd_transport_free);
	g_clear_pointer(&relay, rd_relay_free);
	store_teardown();
}

TestSuite(send, .init = setup, .fini = teardown);

static gboolean
note_end(G_GNUC_UNUSED RdStore *of, const RdOutboxRow *row, RdTime at, gpointer fail,
	 GError **error)
{
	cr_expect_geq(at, NOW);
	g_string_append_printf(ends, "%d:%s:%s ", (int)row->id, rd_outbox_state_name(row->state),
			       row->reason);
	if (fail == NULL)
		return TRUE;
	g_set_error(error, RD_ERROR, RD_ERROR_NOT_FOUND, "no such case");
	return FALSE;
}

static RdOutboxPass
send_with(const char *script, RdTime now)
{
	RdOutboxPass pass;
	g_autoptr(GError) error = NULL;

	g_clear_pointer(&transport, rd_transport_free);
	transport = transport_double_new(script);
	cr_assert(rd_outbox_send(store, transport, relay, now, note_end, NULL, &pass, &error), "%s",
		  error != NULL ? error->message : "");
	return pass;
}

static RdOutboxRow *
add_mail_to(const char *first, const char *second)
{
	RdOutboxRow *row = rd_outbox_row_new();
	g_autoptr(GBytes) raw = g_bytes_new_static("Subject: x\r\n\r\nHello\r\n", 21);

	row->created_at = row->queued_at = row->next_at = NOW;
	rd_outbox_row_add_recipient(row, first, FALSE);
	if (second != NULL)
		rd_outbox_row_add_recipient(row, second, TRUE);
	cr_assert(rd_outbox_row_add(store, row, raw, NULL));
	return row;
}

static void
expect_row(gint64 id, RdOutboxState state, guint attempts)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_get(store, id, NULL);

	cr_expect_eq(row->state, state, "mail %d is %s", (int)id, rd_outbox_state_name(row->state));
	cr_expect_eq(row->attempts, attempts, "mail %d: %u attempts", (int)id, row->attempts);
}

Test(send, what_is_due_goes_once)
{
	g_autoptr(RdOutboxRow) one = add_mail_to("a@home.example", "b@home.example");
	g_autoptr(RdOutboxRow) two = add_mail_to("c@home.example", NULL);
	RdOutboxPass pass = send_with("", NOW);
	g_autoptr(RdOutboxRow) got = rd_outbox_row_get(store, one->id, NULL);

	cr_expect_eq(pass.sent, 2);
	cr_expect_str_eq(transport_double_log(transport),
			 "ob-1: a@home.example b@home.example\nob-2: c@home.example\n");
	cr_expect_str_eq(ends->str, "1:sent: 2:sent: ");
	expect_row(two->id, RD_OUTBOX_SENT, 1);
	cr_expect_eq(got->sent_at, NOW);
	cr_expect_eq(((RdOutboxRecipient *)got->recipients->pdata[1])->code, 250);

	pass = send_with("", NOW);
	cr_expect_eq(pass.sent, 0);
	cr_expect_str_eq(transport_double_log(transport), "");
	cr_expect_str_eq(ends->str, "1:sent: 2:sent: ");
}

Test(send, a_gateway_that_stops_begins_no_other_mail)
{
	g_autoptr(RdOutboxRow) one = add_mail_to("one@home.example", NULL);
	int stop_fd = eventfd(1, EFD_CLOEXEC);
	RdOutboxPass pass;

	transport = transport_double_new("");
	rd_transport_set_stop_fd(transport, stop_fd);
	cr_assert(rd_outbox_send(store, transport, relay, NOW, note_end, NULL, &pass, NULL));
	close(stop_fd);
	cr_expect_eq(pass.sent + pass.deferred + pass.failed, 0);
	expect_row(one->id, RD_OUTBOX_QUEUED, 0);
}

Test(send, what_is_not_due_or_held_stays)
{
	g_autoptr(RdOutboxRow) held = add_mail_to("a@home.example", NULL);
	g_autoptr(RdOutboxRow) later = add_mail_to("b@home.example", NULL);
	RdOutboxPass pass;

	held->state = RD_OUTBOX_HELD;
	cr_assert(rd_outbox_row_save(store, held, NULL));
	later->next_at = NOW + 1;
	cr_assert(rd_outbox_row_save(store, later, NULL));
	pass = send_with("", NOW);
	cr_expect_eq(pass.sent, 0);
	expect_row(held->id, RD_OUTBOX_HELD, 0);
	expect_row(later->id, RD_OUTBOX_QUEUED, 0);
}

Test(send, only_those_without_an_outcome_are_tried_again)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", "b@home.example");
	RdOutboxPass pass = send_with("sd", NOW);
	RdTime next;

	cr_expect_eq(pass.deferred, 1);
	expect_row(row->id, RD_OUTBOX_QUEUED, 1);
	cr_expect_str_eq(ends->str, "");
	cr_assert(rd_outbox_rows_next(store, &next, NULL));
	cr_expect_eq(next, rd_retry_next(1, NOW, 1));

	pass = send_with("", next - 1);
	cr_expect_str_eq(transport_double_log(transport), "");
	pass = send_with("", next);
	cr_expect_str_eq(transport_double_log(transport), "ob-1: b@home.example\n");
	cr_expect_eq(pass.sent, 1);
	expect_row(row->id, RD_OUTBOX_SENT, 2);
	cr_expect_str_eq(ends->str, "1:sent: ");
}

Test(send, a_mail_refused_for_one_is_sent_and_says_so)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", "b@home.example");

	send_with("sr", NOW);
	expect_row(row->id, RD_OUTBOX_SENT, 1);
	cr_expect_str_eq(ends->str, "1:sent:b@home.example: 550 5.1.1 who? ");
}

Test(send, a_mail_refused_for_all_has_failed)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", "b@home.example");
	RdOutboxPass pass = send_with("rr", NOW);

	cr_expect_eq(pass.failed, 1);
	expect_row(row->id, RD_OUTBOX_FAILED, 1);
	cr_expect(g_str_has_prefix(ends->str, "1:failed:a@home.example: 550"), "%s", ends->str);
}

Test(send, an_answer_that_was_lost_repeats_the_mail_under_the_same_name)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", NULL);
	RdTime next;

	send_with("u", NOW);
	expect_row(row->id, RD_OUTBOX_QUEUED, 1);
	cr_assert(rd_outbox_rows_next(store, &next, NULL));
	send_with("s", next);
	cr_expect_str_eq(transport_double_log(transport), "ob-1: a@home.example\n");
	expect_row(row->id, RD_OUTBOX_SENT, 2);
}

Test(send, after_five_days_a_mail_is_given_up)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", NULL);
	RdTime at = NOW;
	guint tries = 0;

	while (at != RD_TIME_NONE && tries < 100) {
		send_with("d", at);
		tries++;
		cr_assert(rd_outbox_rows_next(store, &at, NULL));
	}
	expect_row(row->id, RD_OUTBOX_FAILED, tries);
	cr_expect(tries >= 30 && tries <= 45, "%u", tries);
	cr_expect_not_null(strstr(ends->str, "given up"), "%s", ends->str);
}

Test(send, without_an_answer_the_rest_is_left_for_later)
{
	g_autoptr(RdOutboxRow) one = add_mail_to("a@home.example", NULL);
	g_autoptr(RdOutboxRow) two = add_mail_to("b@home.example", NULL);
	RdOutboxPass pass = send_with("n", NOW);

	cr_expect(pass.halted);
	expect_row(one->id, RD_OUTBOX_QUEUED, 1);
	expect_row(two->id, RD_OUTBOX_QUEUED, 0);

	pass = send_with("d s", NOW);
	cr_expect_not(pass.halted, "a reply is an answer");
	cr_expect_str_eq(transport_double_log(transport), "ob-2: b@home.example\n");
}

/* Ten strangers, of whom the relay takes nobody: four have failed before that is plain. */
Test(send, a_relay_that_refuses_everybody_is_asked_for_one_mail_at_a_time)
{
	RdOutboxPass pass;
	gint64 last = 0;

	for (guint i = 0; i < 10; i++) {
		g_autofree char *address = g_strdup_printf("%u@home.example", i);
		g_autoptr(RdOutboxRow) row = add_mail_to(address, NULL);

		last = row->id;
	}
	pass = send_with("r r r r r r r r r r", NOW);
	cr_expect_eq(pass.failed, 4);
	cr_expect_eq(pass.deferred, 1);
	cr_expect(pass.halted);
	cr_expect(rd_relay_refuses(relay));
	expect_row(5, RD_OUTBOX_QUEUED, 1);
	expect_row(6, RD_OUTBOX_QUEUED, 0);

	pass = send_with("r r r", NOW);
	cr_expect_str_eq(transport_double_log(transport), "ob-6: 5@home.example\n");
	cr_expect(pass.halted);
	expect_row(6, RD_OUTBOX_QUEUED, 1);

	pass = send_with("", NOW + RD_TIME_DAY);
	cr_expect_eq(pass.sent, 6);
	cr_expect_not(pass.halted);
	cr_expect_not(rd_relay_refuses(relay));
	expect_row(last, RD_OUTBOX_SENT, 1);
	expect_row(5, RD_OUTBOX_SENT, 2);
}

Test(send, wrong_settings_end_the_pass_and_lose_nothing)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", NULL);
	g_autoptr(GError) error = NULL;
	RdOutboxPass pass;

	transport = transport_double_new("!");
	cr_expect_not(rd_outbox_send(store, transport, relay, NOW, note_end, NULL, &pass, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	expect_row(row->id, RD_OUTBOX_QUEUED, 1);
	pass = send_with("s", NOW);
	cr_expect_eq(pass.sent, 1);
}

Test(send, a_case_that_could_not_be_told_is_told_again_and_the_mail_not_repeated)
{
	g_autoptr(RdOutboxRow) one = add_mail_to("a@home.example", NULL);
	g_autoptr(RdOutboxRow) two = add_mail_to("b@home.example", NULL);
	g_autoptr(GError) error = NULL;
	RdOutboxPass pass;

	transport = transport_double_new("");
	cr_expect_not(rd_outbox_send(store, transport, relay, NOW, note_end, &pass, &pass, &error));
	cr_expect_not_null(strstr(error->message, "no such case"));
	expect_row(one->id, RD_OUTBOX_SENT, 1);
	expect_row(two->id, RD_OUTBOX_QUEUED, 0);

	g_string_truncate(ends, 0);
	send_with("", NOW);
	cr_expect_str_eq(transport_double_log(transport), "ob-2: b@home.example\n");
	cr_expect_str_eq(ends->str, "1:sent: 2:sent: ");
}

static gboolean
write_and_fail(RdStore *of, const RdOutboxRow *row, RdTime at, G_GNUC_UNUSED gpointer data,
	       GError **error)
{
	g_autoptr(RdCase) kase = rd_case_new();

	cr_assert(rd_case_add(of, kase, NULL));
	return note_end(of, row, at, &ends, error);
}

Test(send, what_a_failed_telling_wrote_is_undone)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", NULL);
	g_autoptr(GArray) cases = NULL;
	RdOutboxPass pass;

	transport = transport_double_new("");
	cr_expect_not(
		rd_outbox_send(store, transport, relay, NOW, write_and_fail, NULL, &pass, NULL));
	cases = rd_cases_find(store, &(RdCaseFilter){0}, NULL);
	cr_expect_eq(cases->len, 0);
}

static void
cancel_first(G_GNUC_UNUSED gpointer data)
{
	cr_assert(rd_outbox_cancel(store, 1, NULL));
}

Test(send, a_mail_cancelled_under_way_is_not_tried_again)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", NULL);
	RdOutboxPass pass;

	transport = transport_double_new("d");
	transport_double_on_deliver(transport, cancel_first, NULL);
	cr_assert(rd_outbox_send(store, transport, relay, NOW, note_end, NULL, &pass, NULL));
	expect_row(row->id, RD_OUTBOX_CANCELLED, 1);
}

Test(send, a_mail_cancelled_under_way_that_was_taken_is_sent)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", NULL);
	RdOutboxPass pass;

	transport = transport_double_new("s");
	transport_double_on_deliver(transport, cancel_first, NULL);
	cr_assert(rd_outbox_send(store, transport, relay, NOW, note_end, NULL, &pass, NULL));
	expect_row(row->id, RD_OUTBOX_SENT, 1);
}

/* What the file of the store has when we are killed while the next hop answers. */
static void
copy_store(gpointer copy)
{
	*(RdOutboxRow **)copy = rd_outbox_row_get(store, 1, NULL);
}

Test(send, a_crash_while_sending_leaves_the_mail_due_and_the_attempt_counted)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", NULL);
	g_autoptr(RdOutboxRow) left = NULL;
	RdOutboxPass pass;

	transport = transport_double_new("s");
	transport_double_on_deliver(transport, copy_store, &left);
	cr_assert(rd_outbox_send(store, transport, relay, NOW, note_end, NULL, &pass, NULL));
	cr_expect_eq(left->state, RD_OUTBOX_QUEUED);
	cr_expect_eq(left->attempts, 1);
	cr_expect_eq(left->next_at, NOW);
	cr_expect_str_eq(left->message_id, row->message_id);
}

Test(send, a_mail_that_crashes_us_again_lets_the_others_go_first)
{
	g_autoptr(RdOutboxRow) row = add_mail_to("a@home.example", NULL);
	g_autoptr(RdOutboxRow) left = NULL;
	RdOutboxPass pass;

	row->attempts = 1; /* as a crash left it */
	cr_assert(rd_outbox_row_save(store, row, NULL));
	transport = transport_double_new("s");
	transport_double_on_deliver(transport, copy_store, &left);
	cr_assert(rd_outbox_send(store, transport, relay, NOW, note_end, NULL, &pass, NULL));
	cr_expect_eq(left->attempts, 2);
	cr_expect_gt(left->next_at, NOW);
}
