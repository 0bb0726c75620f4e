#include "../../../src/store/store-private.h"
#include "office-fixture.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/ledger.h>
#include <string.h>

#define READERS 3
#define LEAK	"The crew broke four tiles, and now the roof leaks into the attic."
#define HAPPY	"It is all fixed now and I am happy with the work. Thank you very much!"

static char *dir;

static void
setup(void)
{
	office_setup();
	dir = scratch_new();
}

static void
teardown(void)
{
	office_teardown();
	scratch_remove(dir);
}

TestSuite(readers, .init = setup, .fini = teardown, .timeout = 120);

static void
move(const char *name)
{
	g_autofree char *path = g_build_filename(dir, name, NULL);

	office_move(path);
}

static guint
work(guint readers)
{
	g_autoptr(GError) error = NULL;
	RdIntake intake = *office_intake();
	guint worked = 0;

	if (readers > 0)
		intake.readers = rd_readers_start(store, readers, &error);
	g_assert_no_error(error);
	cr_assert(rd_intake_work(&intake, 1000, now, &worked, &error), "%s",
		  error != NULL ? error->message : "");
	g_clear_pointer(&intake.readers, rd_readers_stop);
	return worked;
}

static const char *
outcome(gint64 id)
{
	g_autoptr(RdLedgerRow) row = rd_ledger_get(store, id, NULL);

	return office_keep(g_strdup(row->outcome));
}

/* Mails of all kinds, each answered by the next but one. */
static GPtrArray *
some_mails(guint n)
{
	static const char *const from[] = {MARTA, DAN, MESA, "x@elsewhere.example", ANNA};
	GPtrArray *mails = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	const char *before = NULL;

	for (guint i = 0; i < n; i++) {
		g_autofree char *headers =
			g_strdup_printf("From: %s\nSubject: Water %u%s%s%s\n", from[i % 5], i / 3,
					before != NULL ? "\nIn-Reply-To: <" : "",
					before != NULL ? before : "", before != NULL ? ">" : "");
		g_autofree char *text = g_strdup_printf("%s\n%u", i % 3 == 0 ? LEAK : HAPPY, i);

		g_ptr_array_add(mails, office_mail(headers, text));
		before = i % 2 == 0 ? office_last_id() : NULL;
	}
	return mails;
}

/* What the ledger says when all @mails have been worked in one batch. */
static const char *
story(GPtrArray *mails, guint readers)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < mails->len; i++)
		office_take(mails->pdata[i]);
	cr_assert_eq(work(readers), mails->len);
	for (guint i = 0; i < mails->len; i++)
		g_string_append_printf(out, "%u %s\n", i, outcome(i + 1));
	g_string_append(out, office_feed(1001));
	return office_keep(g_string_free(out, FALSE));
}

Test(readers, what_comes_of_a_batch_does_not_depend_on_who_read_it)
{
	g_autoptr(GPtrArray) mails = some_mails(120);
	const char *alone, *together;

	move("alone.db");
	alone = story(mails, 0);
	move("together.db");
	together = story(mails, READERS);
	cr_expect_str_eq(together, alone);
	cr_expect(strstr(alone, "joined RD-") != NULL && strstr(alone, "opened RD-") != NULL);
}

Test(readers, an_answer_joins_the_case_of_the_mail_before_it)
{
	g_autoptr(GBytes) first = office_mail("From: " DAN "\nSubject: Water", LEAK);
	g_autofree char *headers = g_strdup_printf(
		"From: " DAN "\nSubject: Re: Water\nIn-Reply-To: <%s>", office_last_id());
	g_autoptr(GBytes) second = office_mail(headers, HAPPY);
	gint64 one, two;

	move("order.db");
	one = office_take(first);
	two = office_take(second);
	cr_expect_eq(work(READERS), 2);
	cr_expect_str_eq(outcome(one), "opened RD-1001 (installer-complaint)");
	cr_expect_str_eq(outcome(two), "joined RD-1001 (reply)");
}

Test(readers, a_message_that_is_not_to_be_read_is_not_read)
{
	g_autoptr(GBytes) raw = office_mail("", LEAK);
	g_autoptr(GError) error = NULL;

	move("problem.db");
	rd_ledger_add(store, "maildir:test", 0, "a", NULL, "the server will not give it", now,
		      &error);
	g_assert_no_error(error);
	office_take(raw);
	cr_expect_eq(work(READERS), 2);
	cr_expect_str_eq(outcome(1), "triage RD-1001: the server will not give it");
	cr_expect_str_eq(outcome(2), "opened RD-1002 (installer-complaint)");
}

Test(readers, large_mails_do_not_share_a_transaction)
{
	g_autofree char *filler = g_strnfill(3 << 20, 'x');
	guint batches = 0, worked = 0;

	move("large.db");
	for (int i = 0; i < 3; i++) {
		g_autoptr(GBytes) raw = office_mail("Content-Type: image/png\n", filler);

		office_take(raw);
	}
	while (worked < 3 && batches++ < 3)
		worked += work(READERS);
	cr_expect_eq(batches, 3);
	cr_expect_eq(worked, 3);
}

Test(readers, a_store_in_memory_has_no_readers)
{
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_readers_start(store, 1, &error));
	cr_expect_not_null(error);
}

/* What the ledger says when each of @mails has been worked by itself. */
static const char *
story_one_by_one(GPtrArray *mails)
{
	g_autoptr(GError) error = NULL;
	RdIntake intake = *office_intake();
	GString *out = g_string_new(NULL);

	intake.readers = rd_readers_start(store, READERS, &error);
	g_assert_no_error(error);
	for (guint i = 0; i < mails->len; i++)
		office_take(mails->pdata[i]);
	for (guint i = 0; i < mails->len; i++) {
		g_autoptr(RdLedgerRow) row = NULL;
		guint worked;

		cr_assert(rd_intake_work(&intake, 1, now, &worked, &error));
		cr_assert_eq(worked, 1);
		row = rd_ledger_get(store, i + 1, NULL);
		g_string_append_printf(out, "%u %s\n", i, row->outcome);
	}
	rd_readers_stop(intake.readers);
	g_string_append(out, office_feed(1001));
	return office_keep(g_string_free(out, FALSE));
}

Test(readers, what_was_read_ahead_is_worked_once_and_in_order)
{
	g_autoptr(GPtrArray) mails = some_mails(60);
	const char *alone;

	move("alone.db");
	alone = story(mails, 0);
	move("ahead.db");
	cr_expect_str_eq(story_one_by_one(mails), alone);
}

/*
 * Works one of four mails, of which the first was at work @before times when a gateway ended;
 * whether an end now would be held against the second.
 */
static gboolean
second_is_at_work(const char *name, guint before)
{
	g_autofree char *lock = g_strconcat(name, RD_STORE_LOCK_SUFFIX, NULL);
	g_autoptr(GPtrArray) mails = some_mails(4);
	g_autoptr(RdLedgerRow) row = NULL;
	g_autoptr(GError) error = NULL;
	RdIntake intake;
	guint worked;

	scratch_write(dir, lock, "17                             \n");
	move(name);
	intake = *office_intake();
	for (guint i = 0; i < mails->len; i++)
		office_take(mails->pdata[i]);
	for (guint i = 0; i < before; i++) {
		rd_ledger_note_work(store, 1, 1);
		cr_assert(rd_ledger_count_attempts(store, NULL));
	}
	intake.readers = rd_readers_start(store, READERS, &error);
	g_assert_no_error(error);
	cr_assert(rd_intake_work(&intake, 1, now, &worked, &error));
	cr_expect_eq(worked, 1);
	rd_readers_stop(intake.readers);
	cr_assert(rd_ledger_count_attempts(store, NULL));
	row = rd_ledger_get(store, 2, NULL);
	cr_expect_eq(row->state, RD_LEDGER_TAKEN);
	return row->attempts > 0;
}

Test(readers, what_is_read_ahead_is_at_work)
{
	cr_expect(second_is_at_work("counted.db", 0));
}

Test(readers, nothing_is_read_beside_a_message_that_may_have_ended_the_program)
{
	cr_expect_not(second_is_at_work("suspect.db", 1));
}

Test(readers, a_full_disk_is_held_against_no_message)
{
	g_autoptr(GPtrArray) mails = some_mails(3);
	g_autoptr(GError) failed = NULL;
	RdIntake intake;
	guint worked;

	move("full.db");
	intake = *office_intake();
	for (guint i = 0; i < mails->len; i++)
		office_take(mails->pdata[i]);
	intake.readers = rd_readers_start(store, READERS, NULL);
	cr_assert(rd_store_exec(store, "PRAGMA max_page_count = 1", NULL));
	for (guint i = 0; i < 12; i++) {
		g_clear_error(&failed);
		cr_assert_not(rd_intake_work(&intake, 1, now, &worked, &failed));
		cr_assert(g_error_matches(failed, RD_ERROR, RD_ERROR_TEMPORARY));
	}
	for (guint i = 0; i < mails->len; i++) {
		g_autoptr(RdLedgerRow) row = rd_ledger_get(store, i + 1, NULL);

		cr_expect_eq(row->attempts, 0);
	}
	cr_assert(rd_store_exec(store, "PRAGMA max_page_count = 1000000", NULL));
	for (guint i = 0; i < mails->len; i++)
		cr_expect(rd_intake_work(&intake, 1, now, &worked, NULL) && worked == 1);
	rd_readers_stop(intake.readers);
	cr_expect_str_eq(outcome(1), "opened RD-1001 (installer-complaint)");
}
