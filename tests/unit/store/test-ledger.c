#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/ledger.h>
#include <sys/mman.h>
#include <unistd.h>

static RdStore *store;

static void
setup(void)
{
	store = rd_store_open(":memory:", NULL);
}

static void
teardown(void)
{
	rd_store_close(store);
}

TestSuite(ledger, .init = setup, .fini = teardown);

static gint64
add(const char *mailbox, guint32 uidvalidity, const char *uid, const char *text)
{
	g_autoptr(GBytes) raw = text != NULL ? g_bytes_new(text, strlen(text)) : NULL;
	gint64 id = rd_ledger_add(store, mailbox, uidvalidity, uid, raw, NULL, 1000, NULL);

	cr_assert_neq(id, 0);
	return id;
}

Test(ledger, a_message_is_found_at_its_place_and_nowhere_else)
{
	gint64 id = add("imap:a", 7, "12", "Hello");
	g_autoptr(RdLedgerRow) row = rd_ledger_find(store, "imap:a", 7, "12", NULL);
	g_autoptr(GError) error = NULL;

	cr_assert_not_null(row);
	cr_expect_eq(row->id, id);
	cr_expect_str_eq(row->mailbox, "imap:a");
	cr_expect_eq(row->uidvalidity, 7);
	cr_expect_str_eq(row->uid, "12");
	cr_expect_str_eq(row->sha256,
			 "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969");
	cr_expect_eq(row->size, 5);
	cr_expect_eq(row->taken_at, 1000);
	cr_expect_eq(row->state, RD_LEDGER_TAKEN);
	cr_expect_str_eq(row->outcome, "");
	cr_expect_eq(row->same_as, 0);
	cr_expect_null(rd_ledger_find(store, "imap:a", 8, "12", &error));
	cr_expect_null(rd_ledger_find(store, "imap:b", 7, "12", &error));
	cr_expect_null(rd_ledger_find(store, "imap:a", 7, "1", &error));
	cr_expect_null(error);
}

Test(ledger, one_place_has_one_message)
{
	g_autoptr(GBytes) raw = g_bytes_new_static("other", 5);
	g_autoptr(GError) error = NULL;

	add("imap:a", 7, "12", "Hello");
	cr_expect_eq(rd_ledger_add(store, "imap:a", 7, "12", raw, NULL, 1000, &error), 0);
	cr_expect_not_null(error);
}

static gint64
enter(const char *mailbox)
{
	return rd_ledger_enter(store, mailbox, 1, NULL);
}

static GBytes *
counted(gsize len)
{
	char *text = g_malloc(len);

	for (gsize i = 0; i < len; i++)
		text[i] = (char)(i % 251);
	return g_bytes_new_take(text, len);
}

static RdOctets *
in_file(GBytes *raw)
{
	gsize len;
	const void *data = g_bytes_get_data(raw, &len);
	int fd = memfd_create("octets", MFD_CLOEXEC);

	cr_assert_eq(write(fd, data, len), (ssize_t)len);
	return rd_octets_new_from_fd(fd, len);
}

Test(ledger, octets_of_a_file_are_the_same_as_octets_in_memory)
{
	g_autoptr(GBytes) raw = counted(3 * RD_OCTETS_PIECE - 1);
	g_autoptr(RdOctets) octets = in_file(raw);
	gint64 id =
		rd_ledger_take(store, enter("m"), 0, "1", RD_LEDGER_THERE, octets, NULL, 0, NULL);
	gint64 again = rd_ledger_add(store, "m", 0, "2", raw, NULL, 0, NULL);
	g_autoptr(RdLedgerRow) row = rd_ledger_get(store, id, NULL);
	g_autoptr(RdLedgerRow) same = rd_ledger_get(store, again, NULL);
	g_autoptr(GBytes) got = rd_ledger_raw(store, again, NULL);

	cr_assert_not_null(got);
	cr_expect(g_bytes_equal(got, raw));
	cr_expect_eq(row->size, (gint64)g_bytes_get_size(raw));
	cr_expect_str_eq(row->sha256, same->sha256);
	cr_expect_eq(same->same_as, id);
}

Test(ledger, a_file_that_cannot_be_read_leaves_an_error)
{
	int fd = memfd_create("octets", MFD_CLOEXEC);
	g_autoptr(RdOctets) octets = rd_octets_new_from_fd(fd, 10);
	g_autoptr(GError) error = NULL;

	cr_expect_eq(
		rd_ledger_take(store, enter("m"), 0, "1", RD_LEDGER_THERE, octets, NULL, 0, &error),
		0);
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
}

Test(ledger, the_octets_come_back_as_they_were)
{
	const char octets[] = "a\0b\xff\r\n";
	g_autoptr(GBytes) raw = g_bytes_new_static(octets, sizeof octets);
	g_autoptr(GBytes) none = g_bytes_new_static("", 0);
	gint64 id = rd_ledger_add(store, "m", 0, "1", raw, NULL, 0, NULL);
	gint64 empty = rd_ledger_add(store, "m", 0, "2", none, NULL, 0, NULL);
	g_autoptr(GBytes) got = rd_ledger_raw(store, id, NULL);
	g_autoptr(GBytes) got_empty = rd_ledger_raw(store, empty, NULL);

	cr_expect(g_bytes_equal(got, raw));
	cr_assert_not_null(got_empty);
	cr_expect_eq(g_bytes_get_size(got_empty), 0);
}

Test(ledger, octets_seen_again_in_the_mailbox_are_no_second_message)
{
	gint64 first = add("imap:a", 7, "1", "Hello");
	gint64 again = add("imap:a", 8, "1", "Hello");
	gint64 third = add("imap:a", 9, "1", "Hello");
	gint64 elsewhere = add("imap:b", 7, "1", "Hello");
	g_autoptr(RdLedgerRow) row = rd_ledger_get(store, again, NULL);
	g_autoptr(RdLedgerRow) last = rd_ledger_get(store, third, NULL);
	g_autoptr(GBytes) raw = rd_ledger_raw(store, again, NULL);
	g_autoptr(GPtrArray) waiting = rd_ledger_waiting(store, 10, NULL);

	cr_expect_eq(row->same_as, first);
	cr_expect_eq(row->state, RD_LEDGER_WORKED);
	cr_expect_eq(last->same_as, first);
	cr_expect_eq(g_bytes_get_size(raw), 5);
	cr_assert_eq(waiting->len, 2);
	cr_expect_eq(((RdLedgerRow *)waiting->pdata[0])->id, first);
	cr_expect_eq(((RdLedgerRow *)waiting->pdata[1])->id, elsewhere);
}

Test(ledger, a_message_without_octets_waits_too)
{
	gint64 id = add("imap:a", 7, "1", NULL);
	gint64 other = add("imap:a", 7, "2", NULL);
	g_autoptr(RdLedgerRow) row = rd_ledger_get(store, other, NULL);
	g_autoptr(GPtrArray) waiting = rd_ledger_waiting(store, 10, NULL);
	g_autoptr(GError) error = NULL;

	cr_expect_eq(waiting->len, 2);
	cr_expect_str_eq(row->sha256, "");
	cr_expect_eq(row->same_as, 0);
	cr_expect_null(rd_ledger_raw(store, id, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
}

Test(ledger, the_oldest_wait_first_until_they_are_finished)
{
	gint64 one = add("m", 0, "1", "one");
	gint64 two = add("m", 0, "2", "two");
	gint64 three = add("m", 0, "3", "three");
	g_autoptr(GPtrArray) first = rd_ledger_waiting(store, 2, NULL);
	g_autoptr(GPtrArray) rest = NULL;
	g_autoptr(RdLedgerRow) row = NULL;

	cr_assert_eq(first->len, 2);
	cr_expect_eq(((RdLedgerRow *)first->pdata[0])->id, one);
	cr_expect_eq(((RdLedgerRow *)first->pdata[1])->id, two);
	cr_assert(rd_ledger_finish(store, one, RD_LEDGER_TRIAGE, "unreadable", NULL));
	cr_assert(rd_ledger_finish(store, two, RD_LEDGER_WORKED, "RD-1001", NULL));
	rest = rd_ledger_waiting(store, 2, NULL);
	cr_assert_eq(rest->len, 1);
	cr_expect_eq(((RdLedgerRow *)rest->pdata[0])->id, three);
	row = rd_ledger_get(store, one, NULL);
	cr_expect_eq(row->state, RD_LEDGER_TRIAGE);
	cr_expect_str_eq(row->outcome, "unreadable");
}

Test(ledger, what_is_put_away_is_not_put_away_again)
{
	g_autoptr(GPtrArray) before = NULL;
	g_autoptr(GPtrArray) after = NULL;
	g_autoptr(GError) error = NULL;

	add("imap:a", 7, "1", "one");
	add("imap:a", 7, "2", "two");
	add("imap:b", 7, "1", "three");
	before = rd_ledger_not_put_away(store, "imap:a", 10, NULL);
	cr_expect_eq(before->len, 2);
	cr_assert(rd_ledger_put_away(store, "imap:a", 7, "1", NULL));
	after = rd_ledger_not_put_away(store, "imap:a", 10, NULL);
	cr_assert_eq(after->len, 1);
	cr_expect_str_eq(((RdLedgerRow *)after->pdata[0])->uid, "2");
	cr_expect_not(rd_ledger_put_away(store, "imap:a", 6, "2", &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
}

Test(ledger, the_count_is_of_one_mailbox)
{
	gint64 count = -1;

	add("imap:a", 7, "1", "one");
	add("imap:a", 7, "2", "one");
	add("imap:b", 7, "1", "two");
	cr_assert(rd_ledger_count(store, "imap:a", &count, NULL));
	cr_expect_eq(count, 2);
	cr_assert(rd_ledger_count(store, "imap:c", &count, NULL));
	cr_expect_eq(count, 0);
}

Test(ledger, a_message_that_is_not_there_is_named)
{
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_ledger_get(store, 99, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
	cr_expect_not_null(strstr(error->message, "99"));
	g_clear_error(&error);
	cr_expect_not(rd_ledger_finish(store, 99, RD_LEDGER_WORKED, "", &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
}
