#include "../../../src/store/store-private.h"
#include "mailbox-double.h"
#include "scratch.h"
#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/ledger.h>
#include <redress/sweep.h>

static RdMailbox *mailbox;
static RdWorker *worker;
static RdPass pass;

static void
setup(void)
{
	store_setup();
	mailbox = mailbox_double_new();
	worker = rd_worker_inline(store);
	pass = (RdPass){0};
}

static void
teardown(void)
{
	rd_worker_stop(worker);
	rd_mailbox_free(mailbox);
	store_teardown();
}

TestSuite(sweep, .init = setup, .fini = teardown);

static gboolean
sweep(void)
{
	g_autoptr(GError) error = NULL;
	gboolean ok = rd_sweep(worker, mailbox, 1000, &pass, &error);

	cr_expect_eq(ok, error == NULL);
	return ok;
}

/* "1 2*": the uids in the ledger in order, "*" where it was put away, "=1" a double. */
static void
expect_ledger(const char *expected)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (gint64 id = 1;; id++) {
		g_autoptr(RdLedgerRow) row = rd_ledger_get(store, id, NULL);

		if (row == NULL)
			break;
		g_string_append_printf(out, "%s%s%s", id > 1 ? " " : "", row->uid,
				       row->put_away ? "*" : "");
		if (row->same_as != 0)
			g_string_append_printf(out, "=%d", (int)row->same_as);
	}
	cr_expect_str_eq(out->str, expected, "%s", out->str);
}

static void
expect_log(const char *expected)
{
	g_autofree char *log = mailbox_double_log(mailbox);

	cr_expect_str_eq(log, expected, "%s", log);
}

/* From now on the store refuses that; NULL: it takes all again. */
static void
refuse(const char *what)
{
	g_autofree char *sql =
		what != NULL
			? g_strdup_printf("CREATE TEMP TRIGGER refuse BEFORE %s ON main.ledger "
					  "BEGIN SELECT RAISE(ABORT, 'full'); END",
					  what)
			: g_strdup("DROP TRIGGER temp.refuse");

	cr_assert(rd_store_exec(store, sql, NULL));
}

Test(sweep, what_is_new_is_taken_and_then_put_away)
{
	mailbox_double_add(mailbox, "1", "one");
	mailbox_double_add(mailbox, "2", "two");
	cr_expect(sweep());
	expect_log("open(-) list fetch(1 2) done(1 2) ");
	expect_ledger("1* 2*");
	cr_expect_eq(pass.taken, 2);
	cr_expect(sweep());
	expect_log("open(begun) list ");
	cr_expect_eq(pass.taken, 2);
}

Test(sweep, what_stays_in_the_mailbox_is_taken_once)
{
	mailbox_double_keep(mailbox, TRUE);
	mailbox_double_add(mailbox, "1", "one");
	cr_expect(sweep());
	expect_log("open(-) list fetch(1) done(1) ");
	mailbox_double_add(mailbox, "2", "two");
	cr_expect(sweep());
	expect_log("open(begun) list fetch(2) done(2) ");
	expect_ledger("1* 2*");
}

Test(sweep, where_all_is_left_there_is_nothing_to_put_away)
{
	mailbox_double_add(mailbox, "1", "one");
	mailbox_double_break(mailbox, "done", 0);
	cr_expect(sweep()); /* it was to be moved at that time */
	mailbox_double_break(mailbox, NULL, 0);
	mailbox_double_leave_all(mailbox);
	mailbox_double_add(mailbox, "2", "two");
	expect_log("open(-) list fetch(1) done(1) ");
	cr_expect(sweep());
	expect_log("open(begun) list done(1) fetch(2) ");
	expect_ledger("1* 2*");
	cr_expect_eq(pass.taken, 2);
	cr_expect(sweep());
	expect_log("open(begun) list ");
}

Test(sweep, what_could_not_be_stored_stays_in_the_mailbox)
{
	g_autofree char *left = NULL;

	mailbox_double_add(mailbox, "1", "one");
	refuse("INSERT");
	cr_expect_not(sweep());
	expect_log("open(-) list fetch(1) ");
	expect_ledger("");
	cr_expect_eq(pass.taken, 0);
	left = mailbox_double_list(mailbox);
	cr_expect_str_eq(left, "1");
	refuse(NULL);
	cr_expect(sweep());
	expect_ledger("1*");
}

Test(sweep, what_could_not_be_put_away_is_durable_and_new_mail_is_taken_all_the_same)
{
	mailbox_double_add(mailbox, "1", "one");
	mailbox_double_break(mailbox, "done", 0);
	cr_expect(sweep(), "a mailbox that gives its mail has not failed");
	cr_expect_eq(pass.stuck, 1);
	expect_ledger("1");
	mailbox_double_add(mailbox, "2", "two");
	pass.stuck = 0;
	cr_expect(sweep());
	cr_expect_eq(pass.stuck, 2, "and it is told each time");
	expect_ledger("1 2");
	g_free(mailbox_double_log(mailbox));
	mailbox_double_break(mailbox, NULL, 0);
	cr_expect(sweep());
	expect_log("open(begun) list done(1 2) ");
	expect_ledger("1* 2*");
	cr_expect_eq(pass.taken, 2);
}

Test(sweep, half_of_what_was_put_away_is_not_lost)
{
	mailbox_double_add(mailbox, "1", "one");
	mailbox_double_add(mailbox, "2", "two");
	mailbox_double_break(mailbox, "done", 1);
	cr_expect(sweep());
	cr_expect_eq(pass.stuck, 2);
	mailbox_double_break(mailbox, NULL, 0);
	cr_expect(sweep());
	cr_expect(sweep());
	expect_ledger("1 2*");
	cr_expect_eq(pass.taken, 2);
}

Test(sweep, when_the_ledger_does_not_hear_of_it_the_mailbox_is_told_again)
{
	mailbox_double_keep(mailbox, TRUE);
	mailbox_double_add(mailbox, "1", "one");
	refuse("UPDATE OF put_away");
	cr_expect_not(sweep());
	expect_ledger("1");
	refuse(NULL);
	g_free(mailbox_double_log(mailbox));
	cr_expect(sweep());
	expect_log("open(begun) list done(1) ");
	expect_ledger("1*");
}

Test(sweep, what_came_before_the_connection_broke_is_kept)
{
	mailbox_double_add(mailbox, "1", "one");
	mailbox_double_add(mailbox, "2", "two");
	mailbox_double_add(mailbox, "3", "three");
	mailbox_double_break(mailbox, "fetch", 2);
	cr_expect_not(sweep());
	expect_ledger("1 2");
	cr_expect_eq(pass.taken, 2);
	g_free(mailbox_double_log(mailbox));
	mailbox_double_break(mailbox, NULL, 0);
	cr_expect(sweep());
	expect_log("open(begun) list done(1 2) fetch(3) done(3) ");
	expect_ledger("1* 2* 3*");
	cr_expect_eq(pass.taken, 3);
}

Test(sweep, after_a_new_uidvalidity_nothing_is_doubled)
{
	mailbox_double_keep(mailbox, TRUE);
	mailbox_double_add(mailbox, "1", "one");
	cr_expect(sweep());
	mailbox_double_renumber(mailbox, 2);
	mailbox_double_add(mailbox, "2", "two");
	cr_expect(sweep());
	expect_ledger("1* new-1*=1 2*");
	cr_expect(sweep());
	expect_ledger("1* new-1*=1 2*");
}

Test(sweep, the_mark_is_kept_from_the_first_connect_on)
{
	mailbox_double_break(mailbox, "open", 0);
	cr_expect_not(sweep());
	mailbox_double_break(mailbox, "list", 0);
	cr_expect_not(sweep());
	mailbox_double_break(mailbox, NULL, 0);
	cr_expect(sweep());
	expect_log("open(-) open(-) list open(begun) list ");
}

Test(sweep, what_the_server_will_not_give_is_in_the_ledger_with_its_problem)
{
	g_autoptr(RdLedgerRow) row = NULL;

	mailbox_double_add(mailbox, "1", NULL);
	mailbox_double_add(mailbox, "2", "two");
	cr_expect(sweep());
	expect_ledger("1* 2*");
	row = rd_ledger_get(store, 1, NULL);
	cr_expect_str_eq(row->outcome, "the server will not give it");
	cr_expect_eq(row->state, RD_LEDGER_TAKEN);
}

Test(sweep, a_backlog_is_taken_in_batches_that_are_durable_one_by_one)
{
	for (int i = 0; i < 120; i++) {
		g_autofree char *uid = g_strdup_printf("%d", i);

		mailbox_double_add(mailbox, uid, uid);
	}
	mailbox_double_break(mailbox, "fetch", 30);
	cr_expect_not(sweep());
	cr_expect_eq(pass.taken, 30);
	mailbox_double_break(mailbox, NULL, 0);
	cr_expect(sweep());
	cr_expect_eq(pass.taken, 120);
}

Test(sweep, large_messages_are_fetched_few_at_a_time)
{
	g_autofree char *large = g_strnfill(3u << 20, 'x');

	mailbox_double_add(mailbox, "1", large);
	mailbox_double_add(mailbox, "2", large + 1);
	mailbox_double_add(mailbox, "3", "three");
	cr_expect(sweep());
	/* While a batch is fetched the one before becomes durable. */
	expect_log("open(-) list fetch(1) fetch(2 3) done(1) done(2 3) ");
	expect_ledger("1* 2* 3*");
}

Test(sweep, a_maildir_is_swept_as_well)
{
	char *dir = scratch_new();
	g_autofree char *uri = g_strconcat("maildir:", dir, NULL);
	RdMailboxSettings settings = {.server.uri = uri, .max_bytes = 1000};

	rd_mailbox_free(mailbox);
	scratch_write(dir, "new/a", "Subject: one\n\nOne\n");
	mailbox = rd_mailbox_new(&settings, NULL);
	cr_expect(sweep());
	scratch_write(dir, "new/b", "Subject: two\n\nTwo\n");
	cr_expect(sweep());
	cr_expect(sweep());
	expect_ledger("a* b*");
	scratch_remove(dir);
}
