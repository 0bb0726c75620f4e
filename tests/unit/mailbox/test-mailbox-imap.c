#include <criterion/criterion.h>
#include <redress/mailbox.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "fetched.h"
#include "imap-play.h"

TestSuite(mailbox_imap, .timeout = 100);

Test(mailbox_imap, a_sweep_takes_what_waits_and_moves_it)
{
	ImapPlay *f = imap_play_new(OPEN "C UID SEARCH UID 1:*\nS * SEARCH 9 5 6\n" OK
					 "C UID FETCH 5:6,9 (UID RFC822.SIZE)\n" SIZE("6", "3")
						 SIZE("5", "3") SIZE("9", "4") OK
				    "C UID FETCH 5:6,9 (UID BODY.PEEK[])\n" BODY("9", "nine", "4")
					    BODY("5", "one", "3") BODY("6", "two", "3") OK
				    "C UID MOVE 5:6,9 Done\n" OK LOGOUT,
				    imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_expect(f, "5=one;6=two;9=nine;");
	cr_expect(rd_mailbox_done(f->mailbox, f->entries, NULL));
	heard = imap_play_end(f);
	cr_expect_null(strstr(heard, "BODY["), "a fetch must not set \\Seen");
}

/* As Courier and many a Cyrus have it. */
Test(mailbox_imap, where_all_folders_lie_in_one_that_for_what_is_done_does_too)
{
	ImapPlay *f = imap_play_new(
		LOGIN("MOVE NAMESPACE") SELECT(
			"7",
			"10") "C LIST \"\" Done\nS $ OK none\nC CREATE Done\nS $ NO no such place\n"
			      "C NAMESPACE\nS * NAMESPACE ((\"INBOX.\" \".\")) NIL ((\"#x\" "
			      "\".\"))\nS $ OK done\n"
			      "C LIST \"\" INBOX.Done\nS $ OK none\nC CREATE INBOX.Done\n" OK
			      "C SUBSCRIBE INBOX.Done\n" OK "C UID SEARCH\nS * SEARCH 5\n" OK
			      "C RFC822.SIZE\n" SIZE("5", "3") OK
		"C BODY.PEEK\n" BODY("5", "abc", "3") OK "C UID MOVE 5 INBOX.Done\n" OK LOGOUT,
		imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_expect(f, "5=abc;");
	cr_expect(rd_mailbox_done(f->mailbox, f->entries, NULL));
	heard = imap_play_end(f);
}

Test(mailbox_imap, the_first_connect_takes_only_what_comes_later)
{
	ImapPlay *f = imap_play_new(
		OPEN "C UID SEARCH UID 10:*\nS * SEARCH 9\n" OK "M\nN\n" /* "*" is the last one */
		LOGIN("IDLE MOVE UIDPLUS") SELECT("7", "12") FOLDER
		"C UID SEARCH UID 10:*\nS * SEARCH 10 11\n" OK "C UID FETCH 10:11\n" OK LOGOUT,
		(RdMailboxSettings){0});
	g_autofree char *heard = NULL;

	imap_play_expect(f, "");
	cr_expect_eq(f->entries->len, 0);
	rd_mailbox_close(f->mailbox);
	imap_play_expect(f, "");
	cr_expect_eq(f->entries->len, 2, "the mark tells what came while we were away");
	heard = imap_play_end(f);
}

/* Same messages under other numbers: what arrived since the first connect counts. */
Test(mailbox_imap, a_change_of_uidvalidity_loses_nothing)
{
	ImapPlay *f = imap_play_new(
		LOGIN("MOVE") SELECT("8", "4") FOLDER
		"C UID SEARCH UID 1:3 SINCE 15-Nov-2026\nS * SEARCH 1 2 3\n" OK
		"C UID FETCH 1:3 (UID INTERNALDATE)\n"
		"S * 1 FETCH (UID 1 INTERNALDATE \"16-Nov-2026 12:59:59 +0100\")\n"
		"S * 2 FETCH (UID 2 INTERNALDATE \"16-Nov-2026 13:00:00 +0100\")\n"
		"S * 3 FETCH (INTERNALDATE \"16-Nov-2026 09:00:00 -0330\" UID 3)\n" OK
		"C UID SEARCH UID 1:*\nS * SEARCH 1 2 3 4\n" OK "C UID FETCH 2:4\n" OK LOGOUT,
		(RdMailboxSettings){0});
	g_autofree char *heard = NULL;

	f->mark = g_strdup("imap 7 10 1794830400"); /* 2026-11-16T12:00:00Z */
	imap_play_expect(f, "");
	cr_expect_eq(f->entries->len, 3);
	cr_expect_str_eq(((RdMailboxEntry *)f->entries->pdata[0])->uid, "2");
	cr_expect_str_eq(f->mark, "imap 8 4 1794830400 by-date", "%s", f->mark);
	heard = imap_play_end(f);
}

/* A caller who takes a few at a time is spared an answer each time. */
Test(mailbox_imap, sizes_are_asked_for_ahead)
{
	ImapPlay *f = imap_play_new(
		OPEN "C UID SEARCH\nS * SEARCH 5 6 7\n" OK
		     "C UID FETCH 5:7 (UID RFC822.SIZE)\n" SIZE("5", "3") SIZE("6", "3")
			     SIZE("7", "3") OK
		"C UID FETCH 5:6 (UID BODY.PEEK[])\n" BODY("5", "one", "3") BODY("6", "two", "3") OK
		"C UID FETCH 7 (UID BODY.PEEK[])\n" BODY("7", "end", "3") OK LOGOUT,
		imap_play_all);
	g_autoptr(GPtrArray) first = g_ptr_array_new();
	g_autoptr(GPtrArray) rest = g_ptr_array_new();
	g_autofree char *heard = NULL;

	cr_assert(rd_mailbox_open(f->mailbox, &f->mark, NULL));
	f->entries = rd_mailbox_list(f->mailbox, NULL);
	g_ptr_array_add(first, f->entries->pdata[0]);
	g_ptr_array_add(first, f->entries->pdata[1]);
	g_ptr_array_add(rest, f->entries->pdata[2]);
	cr_expect(rd_mailbox_fetch(f->mailbox, first, fetched_note, f->taken, NULL));
	cr_expect(rd_mailbox_fetch(f->mailbox, rest, fetched_note, f->taken, NULL));
	cr_expect_str_eq(f->taken->str, "5=one;6=two;7=end;");
	heard = imap_play_end(f);
}

/* The server has the messages 1 to @n. */
static void
append_listing(GString *script, guint n)
{
	g_string_append(script, "C UID SEARCH\nR * SEARCH");
	for (guint uid = 1; uid <= n; uid++)
		g_string_append_printf(script, " %u", uid);
	g_string_append_printf(script, "\nS \n" OK "C UID FETCH 1:%u (UID RFC822.SIZE)\n", n);
	for (guint uid = 1; uid <= n; uid++)
		g_string_append_printf(script, "S * 1 FETCH (UID %u RFC822.SIZE 3)\n", uid);
}

static void
append_taken(GString *taken, guint n)
{
	for (guint uid = 1; uid <= n; uid++)
		g_string_append_printf(taken, "%u=m%u;", uid, uid);
}

static void
append_bodies(GString *script, guint from, guint to)
{
	for (guint uid = from; uid <= to; uid++)
		g_string_append_printf(script, "S * 1 FETCH (UID %u BODY[] \"m%u\")\n", uid, uid);
}

/* The server has several batches to work on; it may answer and end them in any order. */
Test(mailbox_imap, answers_to_several_batches_may_be_mixed)
{
	g_autoptr(GString) script = g_string_new(OPEN);
	g_autoptr(GString) taken = g_string_new(NULL);
	g_autofree char *heard = NULL;
	ImapPlay *f;

	append_listing(script, 120);
	append_taken(taken, 120);
	g_string_append(script, OK "C 8 UID FETCH 1:50 (UID BODY.PEEK[])\n"
				   "C 9 UID FETCH 51:100 (UID BODY.PEEK[])\n"
				   "C 10 UID FETCH 101:120 (UID BODY.PEEK[])\n");
	append_bodies(script, 101, 120);
	append_bodies(script, 30, 70);
	g_string_append(script, "S 10 OK done\n");
	append_bodies(script, 1, 29);
	g_string_append(script, "S 8 OK done\n");
	append_bodies(script, 71, 100);
	g_string_append(script, "S 9 OK done\n" LOGOUT);
	f = imap_play_new(script->str, imap_play_all);
	imap_play_expect(f, taken->str);
	heard = imap_play_end(f);
}

/* What is still asked for has strikes of its own, and what came is good mail. */
Test(mailbox_imap, a_session_that_ends_among_several_batches_costs_nothing)
{
	g_autoptr(GString) script = g_string_new(OPEN);
	g_autoptr(GString) taken = g_string_new(NULL);
	g_autofree char *heard = NULL;
	ImapPlay *f;

	append_listing(script, 60);
	append_taken(taken, 50);
	g_string_append(script, OK "C 8 UID FETCH 1:50\nC 9 UID FETCH 51:60\n");
	append_bodies(script, 1, 50);
	g_string_append(script, "S 8 OK done\nS * BYE going down\n");
	f = imap_play_new(script->str, imap_play_all);
	imap_play_expect_failure(f, RD_ERROR_TEMPORARY, taken->str);
	heard = imap_play_end(f);
}

Test(mailbox_imap, a_change_of_uidvalidity_in_a_session_ends_it)
{
	ImapPlay *f = imap_play_new(OPEN "C UID SEARCH\nS * OK [UIDVALIDITY 8] renumbered\n"
					 "S * SEARCH 1 2\n" OK LOGOUT,
				    imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_expect_failure(f, RD_ERROR_TEMPORARY, "");
	heard = imap_play_end(f);
}

Test(mailbox_imap, odd_answers_to_a_fetch_confuse_nothing)
{
	ImapPlay *f = imap_play_new(
		OPEN
		"C UID SEARCH\nS * SEARCH 5 6 8 9\n" OK
		"C RFC822.SIZE\n" SIZE("5", "3") SIZE("6", "3") SIZE("9", "3") SIZE(
			"77",
			"3") "S * 1 FETCH (FLAGS (\\\\Seen odd $x))\n" OK "C BODY.PEEK\n"
			     "S * 4 EXISTS\nS * 2 FETCH (FLAGS () UID 6)\n"
			     "S * 3 FETCH (BODY[] {3}\\r\\nsix UID 6 FLAGS (\\\\Seen))\n" BODY(
				     "6", "666", "3")
				     BODY("77", "odd",
					  "3") "S * 1 FETCH (UID 5 BODY[] \"one\")\nS * 2 FETCH "
					       "(UID 9 BODY[] NIL)\n"
					       "S * 1 EXPUNGE\nS * OK [ALERT] soon\n" OK LOGOUT,
		imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_expect(f, "5=one;6=six;");
	heard = imap_play_end(f);
}

Test(mailbox_imap, a_message_above_the_limit_hands_over_its_header)
{
	ImapPlay *f = imap_play_new(
		OPEN "C UID SEARCH\nS * SEARCH 5 6\n" OK "C RFC822.SIZE\n" SIZE("5", "1001")
			SIZE("6", "3") OK
		"C UID FETCH 5 (UID BODY.PEEK[HEADER]<0.65536>)\n"
		"S * 1 FETCH (UID 5 BODY[HEADER]<0> {14}\\r\\nSubject: x\\r\\n\\r\\n)\n" OK
		"C UID FETCH 6 (UID BODY.PEEK[])\n" BODY("6", "two", "3") OK LOGOUT,
		imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_expect(f, "5!Subject: x\r\n\r\n;6=two;");
	heard = imap_play_end(f);
}

Test(mailbox_imap, a_server_that_sends_more_than_it_said_is_cut_off)
{
	g_autofree char *flood = g_strnfill(3 * 1024 * 1024, 'x');
	g_autofree char *script = g_strconcat(
		OPEN "C UID SEARCH\nS * SEARCH 5\n" OK "C RFC822.SIZE\n" SIZE("5", "3") OK
		"C BODY.PEEK\nR * 1 FETCH (UID 5 BODY[] {4000000000}\\r\\n\nR ",
		flood, "\nM\n", NULL);
	ImapPlay *f = imap_play_new(script, imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_expect_failure(f, RD_ERROR_TEMPORARY, "");
	heard = imap_play_end(f);
}

#define ONE   "C UID SEARCH\nS * SEARCH 6\n" OK
#define THREE "C UID SEARCH\nS * SEARCH 5 6 7\n" OK
#define ALONE(uid, answer)                                                                         \
	"C UID FETCH " uid " (UID RFC822.SIZE)\n" SIZE(uid, "3") OK "C UID FETCH " uid             \
								    " (UID BODY.PEEK[])\n" answer
#define GARBLED	   "S * 2 FETCH (UID 6 WHATEVER)\nM\nN\n"
#define GIVEN(uid) ALONE(uid, BODY(uid, "abc", "3")) OK

/* Nothing is put away here, so what was given is listed and given again. */
Test(mailbox_imap, a_message_that_breaks_the_session_is_given_up_alone)
{
	ImapPlay *f = imap_play_new(
		OPEN THREE "C RFC822.SIZE\n" SIZE("5", "3") SIZE("6", "3") SIZE("7", "3") OK
		"C UID FETCH 5:7 (UID BODY.PEEK[])\n" BODY("5", "abc", "3")
			GARBLED OPEN THREE GIVEN("5") ALONE("6", GARBLED) OPEN THREE GIVEN("5")
				GIVEN("7") ONE ALONE("6", GARBLED) OPEN ONE ALONE("6", GARBLED)
					OPEN ONE LOGOUT,
		imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_later(f, 1);
	imap_play_expect_failure(f, RD_ERROR_TEMPORARY, "5=abc;");
	imap_play_expect_failure(f, RD_ERROR_TEMPORARY, "5=abc;");
	imap_play_later(f, 14);
	imap_play_expect(f, "5=abc;7=abc;");
	cr_expect(g_str_has_prefix(rd_mailbox_get_withheld(f->mailbox), "UID 6: UID FETCH: "));
	imap_play_later(f, 1);
	imap_play_expect_failure(f, RD_ERROR_TEMPORARY, "");
	imap_play_later(f, 30);
	imap_play_expect_failure(f, RD_ERROR_TEMPORARY, "");
	imap_play_expect(f, "6!;");
	cr_expect_null(rd_mailbox_get_withheld(f->mailbox));
	heard = imap_play_end(f);
}

Test(mailbox_imap, a_refused_message_does_not_keep_back_the_others)
{
	ImapPlay *f = imap_play_new(
		OPEN "C UID SEARCH\nS * SEARCH 5 6\n" OK "C RFC822.SIZE\n" SIZE("5", "3")
			SIZE("6", "3") OK "C UID FETCH 5:6 (UID BODY.PEEK[])\n" BODY(
				"5", "one", "3") "S $ NO [SERVERBUG] cannot convert\n"
						 "C UID SEARCH\nS * SEARCH 6\n" OK
						 "C UID FETCH 6 (UID RFC822.SIZE)\n" SIZE("6", "3")
							 OK
		"C UID FETCH 6 (UID BODY.PEEK[])\n" BODY("6", "two", "3") OK LOGOUT,
		imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_expect(f, "5=one;");
	imap_play_expect(f, "6=two;");
	heard = imap_play_end(f);
}

Test(mailbox_imap, a_message_that_is_refused_again_and_again_within_minutes_is_not_given_up)
{
	GString *script = g_string_new(OPEN);
	ImapPlay *f;
	g_autofree char *heard = NULL;

	for (guint i = 0; i < 7; i++)
		g_string_append(script,
				"C UID SEARCH\nS * SEARCH 5\n" OK ALONE("5", "S $ NO not now\n"));
	g_string_append(script, LOGOUT);
	f = imap_play_new(script->str, imap_play_all);
	for (guint i = 0; i < 7; i++) {
		imap_play_later(f, 250);
		imap_play_expect(f, "");
	}
	heard = imap_play_end(f);
	g_string_free(script, TRUE);
}

/* With pauses; meanwhile other mail comes, and what the server said is known. */
Test(mailbox_imap, a_message_that_is_refused_for_half_an_hour_is_given_up)
{
	static const guint rests_s[] = {0, 15, 30, 60, 120, 240, 240, 240, 240, 240, 240, 240};
	g_autoptr(GString) script = g_string_new(OPEN);
	const RdMailboxEntry *entry;
	ImapPlay *f;
	g_autofree char *heard = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(rests_s); i++) {
		g_string_append(script, "C UID SEARCH\nS * SEARCH 5\n" OK ALONE(
						"5", "S $ NO [SERVERBUG] no text\n"));
		if (rests_s[i] > 0)
			g_string_append(script, "C UID SEARCH\nS * SEARCH 5 6\n" OK GIVEN("6"));
	}
	g_string_append(script, "C UID SEARCH\nS * SEARCH 5\n" OK LOGOUT);
	f = imap_play_new(script->str, imap_play_all);
	imap_play_later(f, 0);
	for (gsize i = 0; i < G_N_ELEMENTS(rests_s); i++) {
		imap_play_expect(f, "");
		cr_expect_str_eq(rd_mailbox_get_withheld(f->mailbox),
				 "UID 5: UID FETCH: NO [SERVERBUG] no text");
		if (rests_s[i] > 0)
			imap_play_expect(f, "6=abc;");
		imap_play_later(f, rests_s[i]);
	}
	imap_play_expect(f, "5!;");
	entry = f->entries->pdata[0];
	cr_expect_str_eq(entry->problem, "UID FETCH: NO [SERVERBUG] no text");
	heard = imap_play_end(f);
}

Test(mailbox_imap, a_busy_server_is_no_fault_of_the_messages)
{
	/* the last is what Gmail says to one who has fetched too much today */
	static const char *const codes[] = {"INUSE", "LIMIT", "THROTTLED", "UNAVAILABLE",
					    "OVERQUOTA"};
	GString *script = g_string_new(OPEN);
	ImapPlay *f;
	g_autofree char *heard = NULL;

	for (guint i = 0; i < 10; i++)
		g_string_append_printf(script,
				       "C UID SEARCH\nS * SEARCH 5\n" OK
				       "C UID FETCH 5 (UID RFC822.SIZE)\nS $ NO [%s] later\n",
				       codes[i % G_N_ELEMENTS(codes)]);
	g_string_append(script, LOGOUT);
	f = imap_play_new(script->str, imap_play_all);
	for (guint i = 0; i < 10; i++)
		imap_play_expect_failure(f, RD_ERROR_TEMPORARY, "");
	heard = imap_play_end(f);
	g_string_free(script, TRUE);
}

/* Each line: what the server offers, and the commands that put a message away there. */
Test(mailbox_imap, done_is_the_best_that_the_server_can)
{
	static const struct {
		const char *offered, *select, *commands;
		RdMailboxDone wanted;
	} cases[] = {
		{"MOVE UIDPLUS", NULL, FOLDER "C UID MOVE 5 Done\n" OK, RD_MAILBOX_DONE_AUTO},
		{"UIDPLUS", NULL,
		 FOLDER "C UID COPY 5 Done\n" OK "C UID STORE 5 +FLAGS.SILENT (\\Deleted)\n" OK
			"C UID EXPUNGE 5\n" OK,
		 RD_MAILBOX_DONE_MOVE},
		{"MOVE", NULL,
		 "C LIST\n" OK "C CREATE Done\n" OK "C SUBSCRIBE Done\nS $ NO no\n"
		 "C UID MOVE 5 Done\nS $ NO [TRYCREATE] gone\nC LIST\n" OK "C CREATE Done\n" OK
		 "C SUBSCRIBE Done\n" OK "C UID MOVE 5 Done\n" OK,
		 RD_MAILBOX_DONE_AUTO},
		{"ID", NULL, "C UID STORE 5 +FLAGS.SILENT ($RedressDone)\n" OK,
		 RD_MAILBOX_DONE_AUTO},
		{"MOVE", NULL, "C UID STORE 5 +FLAGS.SILENT ($RedressDone)\n" OK,
		 RD_MAILBOX_DONE_FLAG},
		{"MOVE", NULL, "", RD_MAILBOX_DONE_NOTHING},
		{"ID",
		 "C SELECT INBOX\nS * 1 EXISTS\nS * OK [PERMANENTFLAGS (\\\\Seen)] ok\n"
		 "S * OK [UIDVALIDITY 7] ok\nS * OK [UIDNEXT 9] ok\nS $ OK [READ-WRITE] x\n",
		 "", RD_MAILBOX_DONE_AUTO},
		{"MOVE",
		 "C SELECT INBOX\nS * 1 EXISTS\nS * OK [PERMANENTFLAGS (\\\\*)] ok\n"
		 "S * OK [UIDVALIDITY 7] ok\nS * OK [UIDNEXT 9] ok\nS $ OK [READ-ONLY] x\n",
		 "", RD_MAILBOX_DONE_MOVE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *login = g_strdup_printf(
			"S * OK ready\nC CAPABILITY\nS * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\n"
			"S $ OK done\nC AUTHENTICATE PLAIN\nS $ OK in\nC CAPABILITY\n"
			"S * CAPABILITY IMAP4rev1 %s\nS $ OK done\n",
			cases[i].offered);
		g_autofree char *script = g_strconcat(
			login, cases[i].select != NULL ? cases[i].select : SELECT("7", "9"),
			cases[i].commands, LOGOUT, NULL);
		RdMailboxSettings settings = {.start = (char *)"all", .done = cases[i].wanted};
		ImapPlay *f = imap_play_new(script, settings);
		RdMailboxEntry entry = {.uidvalidity = 7, .uid = (char *)"5"};
		RdMailboxEntry stale = {.uidvalidity = 6, .uid = (char *)"6"};
		g_autoptr(GPtrArray) entries = g_ptr_array_new();
		g_autoptr(GError) error = NULL;
		g_autofree char *heard = NULL;

		g_ptr_array_add(entries, &entry);
		g_ptr_array_add(entries, &stale);
		cr_expect(rd_mailbox_open(f->mailbox, &f->mark, &error), "%zu: %s", i,
			  error ? error->message : "");
		cr_expect(rd_mailbox_done(f->mailbox, entries, &error), "%zu: %s", i,
			  error ? error->message : "");
		heard = imap_play_end(f);
		cr_expect_null(strstr(heard, "5,6"), "%zu: another UIDVALIDITY's UID", i);
		cr_expect_null(strstr(heard, "5:6"), "%zu: another UIDVALIDITY's UID", i);
	}
}

/* What the server may do with IDLE; each must end, and none may sleep over the news. */
Test(mailbox_imap, idle_ends_with_the_news_wherever_it_comes)
{
	static const char *const news[] = {
		"C IDLE\nS + idling\nS * 4 EXISTS\nC DONE\n" OK,
		"C IDLE\nS * 4 EXISTS\nS + idling\nC DONE\n" OK,
		"C IDLE\nR + idling\\r\\n* 4 EXISTS\\r\\n\nC DONE\n" OK,
		"C IDLE\nR * OK still\\r\\n+ idling\\r\\n* 4 EXISTS\\r\\n* 1 RECENT\\r\\n\nC DONE\n"
		"S * 5 EXISTS\n" OK,
		"C IDLE\nS + idling\nS * 1 FETCH (FLAGS (\\\\Seen))\nS * 2 EXPUNGE\nS * 4 EXISTS\n"
		"C DONE\n" OK,
		"C IDLE\nS + idling\nS * OK Still here\nS * 1 RECENT\nC DONE\n" OK,
		"C IDLE\nS + idling\nS 9 OK not ours\nS * XWEIRD\nS * 4 EXISTS\nC DONE\n" OK,
		"C IDLE\nS $ OK at once\n",
		"C IDLE\nS $ NO never\nC NOOP\n" OK,
		"C IDLE\nS $ BAD what\nC NOOP\n" OK,
	};

	for (gsize i = 0; i < G_N_ELEMENTS(news); i++) {
		g_autofree char *script =
			g_strconcat(OPEN "C UID SEARCH\nS * SEARCH\n" OK, news[i], LOGOUT, NULL);
		ImapPlay *f = imap_play_new(script, imap_play_all);
		g_autoptr(GError) error = NULL;
		g_autofree char *heard = NULL;

		imap_play_expect(f, "");
		cr_expect(rd_mailbox_wait(f->mailbox, 600, -1, &error), "%zu: %s", i,
			  error ? error->message : "");
		if (strstr(news[i], "NOOP") != NULL) /* refused: from now on it polls */
			cr_expect(rd_mailbox_wait(f->mailbox, 0, -1, &error));
		heard = imap_play_end(f);
	}
}

Test(mailbox_imap, a_session_that_dies_in_idle_is_noticed)
{
	static const char *const deaths[] = {
		"C IDLE\n",
		"C IDLE\nX\n",
		"C IDLE\nM\n",
		"C IDLE\nD + idling and so on and so on and so on and so on\n",
		"C IDLE\nS + idling\nS * BYE shutting down\nM\n",
		"C IDLE\nS + idling\n",
		"C IDLE\nS + idling\nS * 1 FETCH (BODY {10}\nM\n",
		"C IDLE\nS + idling\nS * 4 EXISTS\nC DONE\nM\n",
		"C IDLE\nS + idling\nR * 4 EXI\nM\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(deaths); i++) {
		g_autofree char *script =
			g_strconcat(OPEN "C UID SEARCH\nS * SEARCH\n" OK, deaths[i], NULL);
		ImapPlay *f = imap_play_new(script, imap_play_all);
		g_autoptr(GError) error = NULL;
		g_autofree char *heard = NULL;

		imap_play_expect(f, "");
		cr_expect_not(rd_mailbox_wait(f->mailbox, 600, -1, &error), "%zu", i);
		cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
		heard = imap_play_end(f);
	}
}

/* The server will not say again what it said while we did something else. */
Test(mailbox_imap, news_during_another_command_is_not_slept_over)
{
	ImapPlay *f = imap_play_new(OPEN "C UID SEARCH\nS * SEARCH\n" OK "C UID MOVE 5 Done\n"
					 "S * 4 EXISTS\n" OK LOGOUT,
				    imap_play_all);
	RdMailboxEntry entry = {.uidvalidity = 7, .uid = (char *)"5"};
	g_autoptr(GPtrArray) entries = g_ptr_array_new();
	g_autofree char *heard = NULL;

	g_ptr_array_add(entries, &entry);
	imap_play_expect(f, "");
	cr_expect(rd_mailbox_done(f->mailbox, entries, NULL));
	cr_expect(rd_mailbox_wait(f->mailbox, 600, -1, NULL));
	heard = imap_play_end(f);
}

Test(mailbox_imap, a_wake_leaves_the_session_usable_and_a_stop_ends_it)
{
	ImapPlay *f =
		imap_play_new(OPEN "C UID SEARCH\nS * SEARCH\n" OK "C IDLE\nS + idling\nC DONE\n" OK
				   "C UID SEARCH\nS * SEARCH\n" OK "C IDLE\nS + idling\nM\n",
			      imap_play_all);
	int wake = eventfd(1, 0);
	int stop = eventfd(0, 0);
	g_autoptr(GError) error = NULL;
	g_autofree char *heard = NULL;

	rd_mailbox_set_stop_fd(f->mailbox, stop);
	imap_play_expect(f, "");
	cr_expect(rd_mailbox_wait(f->mailbox, 600, wake, &error));
	imap_play_expect(f, "");
	g_assert_cmpint(eventfd_write(stop, 1), ==, 0);
	cr_expect_not(rd_mailbox_wait(f->mailbox, 600, -1, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	heard = imap_play_end(f);
	close(wake);
	close(stop);
}

Test(mailbox_imap, a_server_that_always_has_news_does_not_keep_us_busy)
{
	GString *script = g_string_new(OPEN);
	gint64 before;
	ImapPlay *f;
	g_autofree char *heard = NULL;

	for (guint i = 0; i < 4; i++)
		g_string_append(script, "C UID SEARCH\nS * 0 EXISTS\nS * SEARCH\n" OK);
	g_string_append(script, LOGOUT);
	f = imap_play_new(script->str, imap_play_all);
	before = g_get_monotonic_time();
	for (guint i = 0; i < 4; i++) {
		imap_play_expect(f, "");
		cr_expect(rd_mailbox_wait(f->mailbox, 600, -1, NULL));
	}
	cr_expect_geq(g_get_monotonic_time() - before, 3 * 200 * 1000);
	heard = imap_play_end(f);
	g_string_free(script, TRUE);
}

Test(mailbox_imap, every_command_may_fail_in_every_way)
{
	static const struct {
		const char *before, *command;
		gsize bears; /* so many of the answers */
	} commands[] = {
		{LOGIN("MOVE"), "C SELECT\n", 0},
		{LOGIN("MOVE") SELECT("7", "9"), "C LIST\n", 1},
		{LOGIN("MOVE") SELECT("7", "9") "C LIST\n" OK, "C CREATE\n", 2},
		{OPEN, "C UID SEARCH\n", 0},
	};
	static const char *const answers[] = {"S $ NO no\n",
					      "S $ BAD bad\n",
					      "",
					      "X\n",
					      "M\n",
					      "S * BYE bye\n",
					      "S * XWEIRD thing\n",
					      "S * SEARCH x\n",
					      "S * LIST what\n",
					      "S + and now?\n",
					      "R * \n",
					      "S 99 OK another's\n"};

	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		for (gsize j = commands[i].bears; j < G_N_ELEMENTS(answers); j++) {
			g_autofree char *script = g_strconcat(
				commands[i].before, commands[i].command, answers[j], NULL);
			ImapPlay *f = imap_play_new(script, imap_play_all);
			g_autoptr(GError) error = NULL;
			g_autofree char *heard = NULL;

			cr_expect_not(imap_play_sweep(f, &error), "%zu %zu", i, j);
			cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY),
				  "%zu %zu: %s", i, j, error->message);
			heard = imap_play_end(f);
		}
	}
}

/* One whole session: each command, what the server says to it, and then its "OK". */
static const struct {
	const char *command, *data;
	gboolean keeps; /* NO and BAD are no reason to end the session */
} steps[] = {
	{"CAPABILITY", "S * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\n", FALSE},
	{"AUTHENTICATE PLAIN", "", TRUE},
	{"CAPABILITY", "S * CAPABILITY IMAP4rev1 IDLE MOVE\n", FALSE},
	{"SELECT INBOX",
	 "S * 1 EXISTS\nS * OK [UIDVALIDITY 7] ok\nS * OK [UIDNEXT 9] ok\n"
	 "S * OK [PERMANENTFLAGS (\\\\Deleted {] x\n",
	 FALSE},
	{"LIST", "S * LIST (\\\\NonExistent) NIL Done\n", FALSE},
	{"CREATE", "", TRUE},
	{"SUBSCRIBE", "", TRUE},
	{"UID SEARCH", "S * SEARCH 5 (MODSEQ 17)\n", FALSE},
	{"RFC822.SIZE", SIZE("5", "3"), FALSE},
	{"BODY.PEEK[]", BODY("5", "one", "3"), FALSE},
	{"UID MOVE 5 Done", "S * 1 EXPUNGE\n", TRUE},
	{"IDLE", "S + idling\nS * 6 EXISTS\nC DONE\n", TRUE},
};

/* The session up to step @until, with @noise before the end of each answer. */
static void
put_steps(GString *script, gsize until, const char *noise)
{
	g_string_append(script, "S * OK ready\n");
	for (gsize i = 0; i < until; i++)
		g_string_append_printf(script, "C %s\n%s%s" OK, steps[i].command, steps[i].data,
				       noise);
}

static gboolean
work(ImapPlay *self, GError **error)
{
	return imap_play_sweep(self, error) &&
	       rd_mailbox_done(self->mailbox, self->entries, error) &&
	       rd_mailbox_wait(self->mailbox, 600, -1, error);
}

/* The first session ends at step @at with @answer; the second one must lose nothing. */
static void
expect_recovery(gsize at, const char *answer)
{
	g_autoptr(GString) script = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autofree char *heard = NULL;
	ImapPlay *f;

	put_steps(script, at, "");
	g_string_append_printf(script, "C %s\n%sN\n", steps[at].command, answer);
	put_steps(script, G_N_ELEMENTS(steps), "");
	g_string_append(script, LOGOUT);
	f = imap_play_new(script->str, imap_play_all);
	cr_expect_not(work(f, &error), "%s: %s", steps[at].command, answer);
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY), "%s: %s: %s",
		  steps[at].command, answer, error != NULL ? error->message : "");
	g_clear_error(&error);
	rd_mailbox_close(f->mailbox);
	cr_expect(work(f, &error), "%s: %s: %s", steps[at].command, answer,
		  error != NULL ? error->message : "");
	cr_expect_str_eq(f->taken->str, "5=one;");
	heard = imap_play_end(f);
}

Test(mailbox_imap, a_session_may_end_anywhere_in_any_way)
{
	static const char *const answers[] = {
		"",
		"X\n",
		"S * BYE bye\nM\n",
		"R * \nX\n",
		"S * 1 FETCH (UID\nM\n",
		"S $ MAYBE\nM\n",
		"S no IMAP at all\nM\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
		for (gsize j = 0; j < G_N_ELEMENTS(answers); j++)
			expect_recovery(i, answers[j]);
		if (!steps[i].keeps)
			expect_recovery(i, "S $ BAD what\nM\n");
	}
}

/* A half-open connection looks like this, too. */
Test(mailbox_imap, a_silent_server_is_given_up_without_being_busy)
{
	clock_t before = clock();
	gint64 since = g_get_monotonic_time();

	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
		expect_recovery(i, i % 2 == 0 ? "M\n" : "S * 3 EXISTS\nM\n");
	cr_expect_geq(g_get_monotonic_time() - since, (gint64)G_N_ELEMENTS(steps) * G_USEC_PER_SEC);
	cr_expect_lt((double)(clock() - before) / CLOCKS_PER_SEC, 4, "it waits by turning");
}

/* Each octet comes in time, and the whole never. */
Test(mailbox_imap, a_server_that_drips_is_given_up)
{
	expect_recovery(3, "D * 1 EXISTS and so on and so on and so on and so on and so on\n");
	expect_recovery(9, "D * 1 FETCH (UID 5 BODY[] {100}\\r\\nand so on and so on and so on\n");
}

Test(mailbox_imap, what_is_not_known_is_passed_over_everywhere)
{
	static const char *const noise[] = {
		"S * XWEIRD (a (b \"c)\" d\n",
		"S * XWEIRD {20}\\r\\n2 OK a lie\\r\\n3 NO x\\r\\n and the rest\n",
		"S * 7 XWEIRD {2+}\\r\\n((\n",
		"S * ESEARCH (TAG \"x\") UID ALL 1:7\n",
		"S * OK still here\nS * OK\nS * NO disk is nearly full\nS * BAD mood\n",
		"S * OK [ALERT] down at noon\nS * OK [XCODE (a] b\nS * OK [\n",
		"S * STATUS INBOX (MESSAGES 7)\nS * FLAGS (\\\\Seen odd]flag)\n",
		"S * VANISHED 1:3\nS * 0 RECENT\nS * 2 EXPUNGE\n",
		"S * 3 FETCH (FLAGS (\\\\Seen) X-GM-LABELS (\"a b\" {1}\\r\\n() EMAILID (x) "
		"PREVIEW NIL)\n",
		"S * 3 FETCH (BODY[] {3}\\r\\nbad UID 99 FLAGS ())\n",
		"R \\r\\n\nS 99 OK not for you\n",
		"S * ENABLED\nS *\nS * (\nS * \xff\xfe\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(noise); i++) {
		g_autoptr(GString) script = g_string_new(NULL);
		g_autoptr(GError) error = NULL;
		g_autofree char *heard = NULL;
		ImapPlay *f;

		put_steps(script, G_N_ELEMENTS(steps), noise[i]);
		g_string_append(script, LOGOUT);
		f = imap_play_new(script->str, imap_play_all);
		cr_expect(work(f, &error), "%s: %s", noise[i], error != NULL ? error->message : "");
		cr_expect_str_eq(f->taken->str, "5=one;", "%s: %s", noise[i], f->taken->str);
		heard = imap_play_end(f);
	}
}

/* From disk, with answers of others before, after and without the UID first. */
Test(mailbox_imap, a_large_message_goes_through_a_file)
{
	RdMailboxSettings settings = {.start = (char *)"all", .max_bytes = 1000000};
	g_autofree char *text = g_strnfill(300000, 'x');
	g_autofree char *script = g_strconcat(
		OPEN "C UID SEARCH\nS * SEARCH 5\n" OK "C RFC822.SIZE\n" SIZE("5", "300000") OK
		"C UID FETCH 5 (UID BODY.PEEK[])\nS * 3 FETCH (BODY[] {5}\\r\\nwrong UID 4)\n"
		"R * 2 FETCH (BODY[] {300000}\\r\\n\nR ",
		text, "\nS  UID 5)\nS * 2 FETCH (UID 5 BODY[] {4}\\r\\nmore)\n" OK LOGOUT, NULL);
	ImapPlay *f = imap_play_new(script, settings);
	g_autofree char *expected = g_strdup_printf("5=%s;", text);
	g_autofree char *heard = NULL;

	imap_play_expect(f, expected);
	heard = imap_play_end(f);
}
