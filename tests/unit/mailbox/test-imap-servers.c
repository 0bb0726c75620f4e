/*
 * What servers do that are not Dovecot: Gmail, Exchange, Yahoo, Courier, Domino and others, and
 * what the RFCs let any of them do.
 */

#include <criterion/criterion.h>
#include <redress/mailbox.h>
#include <string.h>

#include "imap-play.h"

TestSuite(imap_servers, .timeout = 100);

#define WAITING(uids) "C UID SEARCH\nS * SEARCH " uids "\n" OK

static void
expect_taken(const char *script, const char *taken)
{
	ImapPlay *play = imap_play_new(script, imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_expect(play, taken);
	heard = imap_play_end(play);
}

/* TRUE once UID 5 and the @n - 1 after it are put away, after a sweep if @after_sweep. */
static gboolean
put_away(ImapPlay *play, guint n, GError **error)
{
	g_autoptr(GPtrArray) entries =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_mailbox_entry_free);

	for (guint i = 0; i < n; i++) {
		RdMailboxEntry *entry = g_new0(RdMailboxEntry, 1);

		entry->uidvalidity = 7;
		entry->uid = g_strdup_printf("%u", 5 + i);
		g_ptr_array_add(entries, entry);
	}
	return rd_mailbox_open(play->mailbox, &play->mark, error) &&
	       rd_mailbox_done(play->mailbox, entries, error);
}

#define TWO_MAILS                                                                                  \
	OPEN WAITING("5 6") "C RFC822.SIZE\n" SIZE("5", "3") SIZE("6", "5") OK                     \
		"C BODY.PEEK\n" BODY("5", "one", "3") BODY("6", "a\\r\\nbc", "5") OK LOGOUT
#define TWO_TAKEN "5=one;6=a\r\nbc;"

Test(imap_servers, each_octet_may_come_in_a_segment_of_its_own)
{
	expect_taken("O\n" TWO_MAILS, TWO_TAKEN);
}

Test(imap_servers, a_whole_answer_may_come_in_one_segment)
{
	expect_taken(OPEN "C UID SEARCH\nR * SEARCH 5\\r\\n* SEARCH 6\\r\\n6 OK done\\r\\n\n"
			  "C RFC822.SIZE\nR * 1 FETCH (UID 5 RFC822.SIZE 3)\\r\\n* 2 FETCH "
			  "(RFC822.SIZE 5 UID 6)\\r\\n7 OK done\\r\\n\n"
			  "C BODY.PEEK\nR * 1 FETCH (UID 5 BODY[] {3}\\r\\none)\\r\\n* 2 FETCH "
			  "(BODY[] {5}\\r\\na\\r\\nbc UID 6)\\r\\n8 OK done\\r\\n\n" LOGOUT,
		     TWO_TAKEN);
}

/* Spaces that should not be there, items that nobody asked for, and the UID at the end. */
Test(imap_servers, an_answer_to_a_fetch_may_be_written_in_any_way)
{
	expect_taken(
		OPEN WAITING(
			"5 6 7") "C RFC822.SIZE\n"
				 "S * 1 fetch (rfc822.size 3 FLAGS (\\\\Seen \\\\Recent) uid 5)\n"
				 "S * 2 FETCH (UID 6  RFC822.SIZE 3 MODSEQ (77) )\n"
				 "S * 3 FETCH (X-GM-LABELS (\"\\\\\\\\Inbox\" a) RFC822.SIZE 3 UID "
				 "7)\n" OK "C BODY.PEEK\n"
				 "S * 3 FETCH (FLAGS (\\\\Seen) BODY[] \"sev\" FLAGS () UID 7)\n"
				 "S * 1 FETCH (BODY[] {3+}\\r\\none UID 5 FLAGS ($x))\n"
				 "S * 2 FETCH (BODY[] {3}\\r\\ntwoUID 6)\n" OK LOGOUT,
		"5=one;6=two;7=sev;");
}

/* Somebody reads the mail just then; the size was a guess. */
Test(imap_servers, an_answer_about_flags_is_no_empty_message)
{
	expect_taken(OPEN WAITING("5 6") "C RFC822.SIZE\n" SIZE("5", "0") SIZE("6", "0") OK
		     "C BODY.PEEK\nS * 1 FETCH (FLAGS (\\\\Seen) UID 5)\n" BODY("5", "one", "3")
			     BODY("6", "", "0") OK LOGOUT,
		     "5=one;6=;");
}

Test(imap_servers, an_octet_of_nothing_and_a_last_line_without_end_are_kept)
{
	ImapPlay *play = imap_play_new(OPEN WAITING("5") "C RFC822.SIZE\n" SIZE("5", "4") OK
				       "C BODY.PEEK\nR * 1 FETCH (UID 5 BODY[] {4}\\r\\na\nZ\n"
				       "R b\\n\nS )\n" OK LOGOUT,
				       imap_play_all);
	g_autofree char *heard = NULL;

	cr_assert(imap_play_sweep(play, NULL));
	cr_expect_eq(play->taken->len, strlen("5=a.b\n;"));
	cr_expect_arr_eq(play->taken->str, "5=a\0b\n;", play->taken->len);
	heard = imap_play_end(play);
}

Test(imap_servers, a_message_that_is_listed_twice_is_one)
{
	ImapPlay *play = imap_play_new(
		OPEN "C UID SEARCH\nS * SEARCH 6 5 6\nS * SEARCH 5\n" OK
		     "C UID FETCH 5:6 (UID RFC822.SIZE)\n" SIZE("5", "3") SIZE("6", "3") OK
		"C UID FETCH 5:6 (UID BODY.PEEK[])\n" BODY("5", "one", "3") BODY("6", "two", "3")
			BODY("5", "eno", "3") OK LOGOUT,
		imap_play_all);
	g_autofree char *heard = NULL;

	imap_play_expect(play, "5=one;6=two;");
	cr_expect_eq(play->entries->len, 2);
	heard = imap_play_end(play);
}

/* GNU imap4d finds nothing from "1:*", and says that there is something. */
Test(imap_servers, where_a_star_finds_nothing_it_is_done_without)
{
	ImapPlay *play = imap_play_new(
		LOGIN("MOVE") SELECT("7", "6") FOLDER
		"C UID SEARCH UID 6:*\nS * 3 EXISTS\nS * SEARCH\n" OK
		"C UID SEARCH UID 6:4294967295\nS * SEARCH 6\n" OK
		"C UID FETCH 6 (UID RFC822.SIZE)\n" SIZE("6", "3") OK
		"C BODY.PEEK\n" BODY("6", "new", "3") OK
		"C UID SEARCH UID 6:*\nS * 1 EXPUNGE\nS * 1 EXPUNGE\nS * 1 EXPUNGE\nS * SEARCH\n" OK
			LOGOUT,
		(RdMailboxSettings){0});
	g_autofree char *heard = NULL;

	imap_play_expect(play, "6=new;");
	imap_play_expect(play, "");
	heard = imap_play_end(play);
}

Test(imap_servers, the_highest_uids_that_there_can_be_are_uids)
{
	ImapPlay *play = imap_play_new(
		LOGIN("MOVE") "C SELECT INBOX\nS * 1 EXISTS\nS * OK [UIDVALIDITY 4294967295]\n" OK
			FOLDER "C UID SEARCH ALL\nS * SEARCH 4294967294\n" OK
			      "C UID SEARCH UID 4294967295:*\nS * SEARCH 4294967295\n" OK
			      "C RFC822.SIZE\n" SIZE("4294967295", "3") OK
		"C BODY.PEEK\n" BODY("4294967295", "end", "3") OK LOGOUT,
		(RdMailboxSettings){0});
	g_autofree char *heard = NULL;

	imap_play_expect(play, "4294967295=end;");
	heard = imap_play_end(play);
}

Test(imap_servers, without_uidnext_the_first_connect_asks_what_is_there)
{
	static const char *const there[][2] = {
		{"", "imap 7 1 "}, {" 3 9", "imap 7 10 "}, {" 4294967295", "imap 7 4294967295 "}};

	for (gsize i = 0; i < G_N_ELEMENTS(there); i++) {
		g_autofree char *script = g_strconcat(
			LOGIN("MOVE") "C SELECT INBOX\nS * 0 EXISTS\nS * OK [UIDVALIDITY 7] ok\n" OK
				FOLDER "C UID SEARCH ALL\nS * SEARCH",
			there[i][0], "\n" OK "C UID SEARCH UID\nS * SEARCH\n" OK LOGOUT, NULL);
		ImapPlay *play = imap_play_new(script, (RdMailboxSettings){0});
		g_autofree char *heard = NULL;

		imap_play_expect(play, "");
		cr_expect(g_str_has_prefix(play->mark, there[i][1]), "%s", play->mark);
		heard = imap_play_end(play);
	}
}

Test(imap_servers, without_uidvalidity_nothing_is_taken_and_the_operator_is_told)
{
	static const char *const said[] = {"", "S * OK [UIDVALIDITY 0] none\n",
					   "S * OK [UIDVALIDITY 4294967296] more than there is\n"};

	for (gsize i = 0; i < G_N_ELEMENTS(said); i++) {
		g_autofree char *script = g_strconcat(
			LOGIN("MOVE") "C SELECT INBOX\nS * 3 EXISTS\n", said[i], OK LOGOUT, NULL);
		ImapPlay *play = imap_play_new(script, imap_play_all);
		g_autofree char *heard = NULL;

		imap_play_expect_failure(play, RD_ERROR_CONFIG, "");
		heard = imap_play_end(play);
	}
}

/* Exchange estimates sizes, and some others say nothing at all. */
Test(imap_servers, a_size_that_was_too_low_costs_a_session_and_not_the_text)
{
	static const char *const sizes[] = {"3", "0"};
	RdMailboxSettings settings = {.start = (char *)"all", .max_bytes = 3000000};
	g_autofree char *text = g_strnfill(2000000, 'x');
	g_autofree char *expected = g_strdup_printf("5=%s;", text);

	for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_autofree char *open = g_strdup_printf(
			OPEN WAITING(
				"5") "C RFC822.SIZE\nS * 1 FETCH (UID 5 RFC822.SIZE %s)\n" OK
				     "C BODY.PEEK\nR * 1 FETCH (UID 5 BODY[] {2000000}\\r\\n\n",
			sizes[i]);
		g_autofree char *script =
			g_strconcat(open, "M\nN\n", open, "R ", text, "\nS )\n" OK LOGOUT, NULL);
		ImapPlay *play = imap_play_new(script, settings);
		g_autofree char *heard = NULL;

		imap_play_expect_failure(play, RD_ERROR_TEMPORARY, "");
		imap_play_expect(play, expected);
		heard = imap_play_end(play);
	}
}

/* As Exchange does with an appointment that it cannot convert. */
Test(imap_servers, a_message_without_text_is_given_up_in_the_end)
{
	g_autoptr(GString) script = g_string_new(OPEN);
	g_autofree char *heard = NULL;
	ImapPlay *play;

	for (guint i = 0; i < 6; i++)
		g_string_append(script, WAITING("5") "C RFC822.SIZE\n" SIZE("5", "300") OK
				"C BODY.PEEK\nS * 1 FETCH (UID 5 BODY[] NIL)\n" OK);
	g_string_append(script, WAITING("5") LOGOUT);
	play = imap_play_new(script->str, imap_play_all);
	for (guint i = 0; i < 6; i++)
		imap_play_expect(play, "");
	imap_play_expect(play, "5!;");
	heard = imap_play_end(play);
}

static void
put_listing(GString *script, guint from, guint to)
{
	g_string_append(script, OPEN "C UID SEARCH\nR * SEARCH");
	for (guint uid = from; uid <= to; uid++)
		g_string_append_printf(script, " %u", uid);
	g_string_append(script, "\nS \n" OK "C RFC822.SIZE\n");
	for (guint uid = from; uid <= to; uid++)
		g_string_append_printf(script, "S * 1 FETCH (UID %u RFC822.SIZE 1)\n", uid);
	g_string_append(script, OK);
}

static void
put_bodies(GString *script, guint from, guint to)
{
	for (guint uid = from; uid <= to; uid++)
		g_string_append_printf(script, "S * 1 FETCH (UID %u BODY[] \"x\")\n", uid);
}

/* Several may be under way (RFC 3501 section 5.5), and yet not every server can bear it. */
Test(imap_servers, one_that_fails_at_several_commands_is_given_one_at_a_time)
{
	g_autoptr(GString) script = g_string_new(NULL);
	g_autofree char *heard = NULL;
	ImapPlay *play;

	put_listing(script, 1, 60);
	g_string_append(script, "C UID FETCH 1:50\nC UID FETCH 51:60\n");
	put_bodies(script, 1, 50);
	g_string_append(script, "S 8 OK done\nS 9 BAD one at a time\nM\nN\n");
	put_listing(script, 101, 160);
	g_string_append(script, "C UID FETCH 101:150\n");
	put_bodies(script, 101, 150);
	g_string_append(script, "Q\n" OK "C UID FETCH 151:160\n");
	put_bodies(script, 151, 160);
	g_string_append(script, OK LOGOUT);
	play = imap_play_new(script->str, imap_play_all);
	cr_expect_not(imap_play_sweep(play, NULL));
	cr_expect_eq(play->taken->len, strlen("1=x;") * 9 + strlen("10=x;") * 41);
	cr_expect(imap_play_sweep(play, NULL));
	cr_expect_eq(play->taken->len, strlen("101=x;") * 60);
	heard = imap_play_end(play);
}

Test(imap_servers, one_message_that_cannot_be_moved_keeps_no_other)
{
	ImapPlay *play = imap_play_new(
		OPEN "C UID MOVE 5:7 Done\nS $ NO The specified message set is invalid.\n"
		     "C UID MOVE 5 Done\n" OK "C UID MOVE 6 Done\nS $ NO [CANNOT] this one\n"
		     "C UID MOVE 7 Done\n" OK LOGOUT,
		imap_play_all);
	g_autoptr(GError) error = NULL;
	g_autofree char *heard = NULL;

	cr_expect_not(put_away(play, 3, &error));
	cr_expect_not_null(strstr(error->message, "this one"), "%s", error->message);
	heard = imap_play_end(play);
}

Test(imap_servers, one_that_moves_nothing_is_not_asked_for_each_message)
{
	ImapPlay *play = imap_play_new(OPEN "C UID MOVE 5:24 Done\nS $ NO denied\n"
					    "C UID MOVE 5 Done\nS $ NO denied\n"
					    "C UID MOVE 6 Done\nS $ NO denied\n"
					    "C UID MOVE 7 Done\nS $ NO denied\n" LOGOUT,
				       imap_play_all);
	g_autofree char *heard = NULL;

	cr_expect_not(put_away(play, 20, NULL));
	heard = imap_play_end(play);
}

/* Else each sweep would leave one more. */
Test(imap_servers, where_an_original_cannot_be_removed_one_copy_is_made)
{
	ImapPlay *play = imap_play_new(LOGIN("UIDPLUS") SELECT("7", "10") FOLDER
				       "C UID COPY 5 Done\n" OK
				       "C UID STORE 5 +FLAGS.SILENT (\\Deleted)\nS $ NO no right\n"
				       "C UID COPY 6 Done\n" OK "C UID STORE 5:6\nS $ NO no right\n"
				       "C UID STORE 5\nS $ NO no right\nC UID STORE 6\n" OK
				       "C UID EXPUNGE 6\n" OK LOGOUT,
				       imap_play_all);
	g_autofree char *heard = NULL;

	cr_expect_not(put_away(play, 1, NULL));
	cr_expect_not(put_away(play, 2, NULL));
	heard = imap_play_end(play);
}

Test(imap_servers, where_nothing_may_be_deleted_nothing_is_copied)
{
	ImapPlay *play = imap_play_new(
		LOGIN("UIDPLUS") "C SELECT INBOX\nS * OK [PERMANENTFLAGS (\\\\Seen \\\\*)] ok\n"
				 "S * OK [UIDVALIDITY 7] ok\n" OK
				 "C UID SEARCH ALL\nS * SEARCH\n" OK
				 "C UID STORE 5 +FLAGS.SILENT ($RedressDone)\n" OK LOGOUT,
		imap_play_all);
	g_autofree char *heard = NULL;

	cr_expect(put_away(play, 1, NULL));
	heard = imap_play_end(play);
}

/* It may be made later; the operator reads why mail is not put away. */
Test(imap_servers, where_no_folder_can_be_made_mail_is_taken_and_put_away_later)
{
	static const char *const refusals[] = {"NO [NOPERM] not for you", "NO [OVERQUOTA] full",
					       "BAD what"};

	for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
		g_autofree char *create =
			g_strdup_printf("C LIST\n" OK "C CREATE Done\nS $ %s\n", refusals[i]);
		g_autofree char *script = g_strconcat(
			LOGIN("MOVE") SELECT("7", "10"), create,
			WAITING("5") "C RFC822.SIZE\n" SIZE("5", "3") OK
			"C BODY.PEEK\n" BODY("5", "one", "3") OK,
			create,
			"C LIST\n" OK "C CREATE Done\n" OK "C SUBSCRIBE Done\nS $ BAD what\n"
			"C UID MOVE 5 Done\n" OK LOGOUT,
			NULL);
		g_autofree char *heard = NULL, *about = NULL;
		g_autoptr(GError) error = NULL;
		ImapPlay *play = imap_play_new(script, imap_play_all);

		imap_play_expect(play, "5=one;");
		about = rd_mailbox_describe(play->mailbox);
		cr_expect_not_null(strstr(about, "Done, which the server does not make"));
		cr_expect_not(put_away(play, 1, &error));
		cr_expect_not_null(strstr(error->message, refusals[i]), "%s", error->message);
		cr_expect(put_away(play, 1, NULL));
		heard = imap_play_end(play);
	}
}

Test(imap_servers, one_that_knows_no_move_although_it_says_so_keeps_the_session)
{
	ImapPlay *play = imap_play_new(
		OPEN "C UID MOVE 5 Done\nS $ BAD unknown\n" WAITING("") LOGOUT, imap_play_all);
	g_autofree char *heard = NULL;

	cr_expect_not(put_away(play, 1, NULL));
	imap_play_expect(play, "");
	heard = imap_play_end(play);
}

/* How servers write what LIST "" Done asks; NULL: the folder has to be made. */
Test(imap_servers, a_folder_is_there_however_it_is_written_unless_it_holds_no_mail)
{
	static const struct {
		const char *listed;
		gboolean made;
	} cases[] = {
		{"S * LIST (\\\\HasNoChildren \\\\Archive) \"/\" \"Done\"\n", FALSE},
		{"S * LIST () \".\" {4}\\r\\nDone\n", FALSE},
		{"S * LIST (\\\\Marked) NIL Done\n", FALSE},
		{"S * list () \"\\\\\\\\\" \"Do\\\\\\\\ne\"\n", FALSE},
		{"S * LIST (\\\\Noselect \\\\HasChildren) \"/\" \"Done\"\n", TRUE},
		{"S * LIST (\\\\NonExistent \\\\HasChildren) \"/\" Done\n", TRUE},
		{"S * OK nothing like it\n", TRUE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *script = g_strconcat(
			LOGIN("MOVE") SELECT("7", "10") "C LIST\n", cases[i].listed, OK,
			cases[i].made ? "C CREATE Done\n" OK "C SUBSCRIBE Done\n" OK : "",
			WAITING("") LOGOUT, NULL);
		g_autofree char *heard = NULL;
		ImapPlay *play = imap_play_new(script, imap_play_all);

		imap_play_expect(play, "");
		heard = imap_play_end(play);
	}
}

/* What Gmail, Exchange and Yahoo say when they have enough: it is for later. */
Test(imap_servers, what_ends_a_session_is_temporary)
{
	static const char *const ends[] = {
		"S * BYE Session expired, please login again.\nM\n",
		"S * BYE [UNAVAILABLE] Temporary System Error\nM\n",
		"S $ NO [UNAVAILABLE] Server error\nM\n",
		"S $ NO Server Unavailable. 15\nM\n",
		"S $ NO [SERVERBUG] SELECT Server error - Please try again later\nM\n",
		"S $ BAD User is authenticated but not connected.\nM\n",
		"S $ BAD Command Error. 12\nM\n",
		"S $ NO [OVERQUOTA] Account exceeded command or bandwidth limits.\nM\n",
		"S $ NO [ALERT] Too many simultaneous connections. (Failure)\nM\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *script =
			g_strconcat(LOGIN("MOVE") "C SELECT\n", ends[i], "N\n" TWO_MAILS, NULL);
		ImapPlay *play = imap_play_new(script, imap_play_all);
		g_autofree char *heard = NULL;

		imap_play_expect_failure(play, RD_ERROR_TEMPORARY, "");
		rd_mailbox_close(play->mailbox);
		imap_play_expect(play, TWO_TAKEN);
		heard = imap_play_end(play);
	}
}

/* Before each "OK" of a sweep. */
Test(imap_servers, talk_between_the_answers_changes_nothing)
{
	g_autofree char *longest = g_strnfill(60000, 'z');
	g_autofree char *long_talk = g_strdup_printf("S * OK %s\nS * XTRA %s\n", longest, longest);
	const char *const talk[] = {
		"S * OK Still here\nS * OK Still here\n",
		"S * 5 EXISTS\nS * 6 EXISTS\nS * 2 RECENT\nS * 1 EXPUNGE\n",
		"S * OK [THROTTLED] slower please\nS * NO [OVERQUOTA] nearly full\n",
		"S * CAPABILITY IMAP4rev1\nS * OK [CAPABILITY IMAP4rev1] less than before\n",
		"S * LIST (\\\\HasNoChildren \\\\All) \"/\" \"[Gmail]/All Mail\"\n",
		"S * OK [UIDNEXT 11] Gr\xfc\xdf"
		"e \xff\nS * OK [HIGHESTMODSEQ 99999999999999999999]\n",
		"S 1 OK CAPABILITY completed, again\nS 2 NO not that either\n",
		"S * STATUS INBOX (UIDVALIDITY 8 UIDNEXT 1)\nS * FLAGS ()\nS * QUOTA \"\" ()\n",
		"S * 1 FETCH (UID 77 FLAGS () BODY[] {3}\\r\\nnew)\nS * 1 FETCH (FLAGS "
		"(\\\\Seen))\n",
		long_talk,
	};

	for (gsize i = 0; i < G_N_ELEMENTS(talk); i++) {
		g_autofree char *script = g_strconcat(
			OPEN "C UID SEARCH\nS * SEARCH 5\n", talk[i], OK "C RFC822.SIZE\n", talk[i],
			SIZE("5", "3") OK "C BODY.PEEK\n" BODY("5", "one", "3"), talk[i], OK LOGOUT,
			NULL);

		expect_taken(script, "5=one;");
	}
}
