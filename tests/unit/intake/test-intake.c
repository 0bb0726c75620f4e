#include "../../../src/store/store-private.h"
#include "office-fixture.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/ledger.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LEAK "The crew broke four tiles, and now the roof leaks into the attic."

static char *dir;
static char *path; /* of a store in a file */

static void
setup(void)
{
	office_setup();
	dir = scratch_new();
	path = g_build_filename(dir, "redress.db", NULL);
}

static void
teardown(void)
{
	office_teardown();
	g_free(path);
	scratch_remove(dir);
}

TestSuite(intake, .init = setup, .fini = teardown, .timeout = 60);

static gint64
take(const char *from, const char *text)
{
	g_autofree char *headers = g_strdup_printf("From: %s\nSubject: Water", from);
	g_autoptr(GBytes) raw = office_mail(headers, text);

	return office_take(raw);
}

static guint
work(guint limit)
{
	g_autoptr(GError) error = NULL;
	guint worked;

	cr_assert(rd_intake_work(office_intake(), limit, now, &worked, &error), "%s",
		  error != NULL ? error->message : "");
	return worked;
}

static void
expect_row(gint64 id, RdLedgerState state, const char *outcome)
{
	g_autoptr(RdLedgerRow) row = rd_ledger_get(store, id, NULL);

	cr_expect_eq(row->state, state, "message %d", (int)id);
	cr_expect(g_str_has_prefix(row->outcome, outcome), "message %d: %s", (int)id, row->outcome);
}

Test(intake, the_oldest_are_worked_first_and_no_more_than_asked_for)
{
	gint64 one = take(MARTA, LEAK), two = take(DAN, LEAK), three = take("x@y.example", LEAK);

	cr_expect_eq(work(2), 2);
	expect_row(one, RD_LEDGER_WORKED, "opened RD-1001");
	expect_row(two, RD_LEDGER_WORKED, "opened RD-1002");
	expect_row(three, RD_LEDGER_TAKEN, "");
	cr_expect_eq(work(2), 1);
	cr_expect_eq(work(2), 0);
}

Test(intake, what_the_mailbox_could_not_give_whole_reaches_a_person)
{
	g_autoptr(GBytes) head = g_bytes_new_static("Subject: Big\r\n\r\n", 16);
	gint64 large, nothing;

	large = rd_ledger_add(store, "m", 1, "1", head, "it has 70 MB", now, NULL);
	nothing = rd_ledger_add(store, "m", 1, "2", NULL, "the server gives nothing", now, NULL);
	cr_expect_eq(work(10), 2);
	expect_row(large, RD_LEDGER_TRIAGE, "triage RD-1001: it has 70 MB");
	expect_row(nothing, RD_LEDGER_TRIAGE, "triage RD-1002: the server gives nothing");
	expect_has(office_case(1002)->description, "the server gives nothing");
	expect_str(office_tasks(1002), "sort (triage)");
	expect_str(office_letters(), "");
}

Test(intake, a_message_that_fails_is_undone_and_given_to_a_person_while_the_others_go_on)
{
	RdCase *broken = office_open("installer-complaint", "HO-3001", RD_SET(RD_COMPLAINT_DAMAGE));
	gint64 bad, good;

	store_set(&broken->procedure, "gone");
	cr_assert(rd_case_save(store, broken, NULL));
	bad = take(MARTA, "Once more: " LEAK);
	good = take(DAN, LEAK);
	cr_expect_eq(work(10), 2);
	expect_row(bad, RD_LEDGER_TRIAGE, "triage RD-1002: RD-1001: there is no procedure");
	expect_row(good, RD_LEDGER_WORKED, "opened RD-1003");
	expect_lacks(office_feed(1001), "Once more");
	expect_has(office_case(1002)->description, "there is no procedure");
	expect_str(office_tasks(1002), "sort (triage)");
}

/* Ends the process when the message with that number has been read. */
static GLogWriterOutput
crash_upon(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer poison)
{
	(void)level;
	for (gsize i = 0; i < n; i++) {
		if (strcmp(fields[i].key, "MESSAGE") == 0 &&
		    g_str_has_prefix(fields[i].value, poison))
			_exit(7);
	}
	return G_LOG_WRITER_HANDLED;
}

/* A gateway works until nothing waits, or that message ends it; TRUE: it was ended. */
static gboolean
gateway_ends(const char *poison)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		guint worked = 0;

		g_log_set_writer_func(crash_upon, (gpointer)poison, NULL);
		office_reopen(path);
		if (!rd_ledger_count_attempts(store, NULL))
			_exit(1);
		while (rd_intake_work(office_intake(), 10, now, &worked, NULL) && worked > 0)
			continue;
		_exit(0);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	return WEXITSTATUS(status) == 7;
}

Test(intake, a_message_that_ends_the_gateway_is_set_apart_and_alone)
{
	gint64 one, bad, three;
	guint ends = 0;

	scratch_write(dir, "redress.db.lock", "17                             \n");
	office_move(path);
	one = take(MARTA, LEAK);
	bad = take("x@y.example", LEAK);
	three = take(DAN, LEAK);
	office_intake(); /* the rules, before the forks */
	while (ends < 20 && gateway_ends("ledger 2: "))
		ends++;
	cr_expect_eq(ends, 10);
	office_reopen(path);
	expect_row(one, RD_LEDGER_WORKED, "opened RD-1001");
	expect_row(bad, RD_LEDGER_TRIAGE, "triage RD-1002: reading it ended the gateway");
	expect_row(three, RD_LEDGER_WORKED, "opened RD-1003");
	expect_str(office_tasks(1002), "sort (triage)");
}

Test(intake, a_full_disk_is_held_against_no_message)
{
	g_autofree char *more = g_strnfill(200000, 'x');
	g_autofree char *text = g_strconcat(LEAK "\n\n", more, NULL);
	gint64 id = take(MARTA, text);

	office_intake();
	for (int i = 0; i < 10; i++) {
		g_autoptr(GError) error = NULL;
		guint worked;

		cr_assert(rd_store_exec(store, "PRAGMA max_page_count = 1", NULL));
		cr_expect_not(rd_intake_work(office_intake(), 10, now, &worked, &error));
		cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
		expect_row(id, RD_LEDGER_TAKEN, "");
	}
	cr_assert(rd_store_exec(store, "PRAGMA max_page_count = 1000000", NULL));
	cr_expect_eq(work(10), 1);
	expect_row(id, RD_LEDGER_WORKED, "opened RD-1001 (installer-complaint)");
}
