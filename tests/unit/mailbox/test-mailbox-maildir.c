#include <criterion/criterion.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <redress/mailbox.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "fetched.h"
#include "scratch.h"

static char *dir;

static void
setup(void)
{
	dir = scratch_new();
}

static void
teardown(void)
{
	scratch_remove(dir);
}

TestSuite(mailbox_maildir, .init = setup, .fini = teardown, .timeout = 20);

static RdMailbox *
mailbox_at(const char *start, RdMailboxDone done, char **mark)
{
	g_autofree char *uri = g_strconcat("maildir:", dir, NULL);
	RdMailboxSettings settings = {
		.server.uri = uri, .start = (char *)start, .done = done, .max_bytes = 1000};
	g_autoptr(GError) error = NULL;
	RdMailbox *mailbox = rd_mailbox_new(&settings, &error);

	g_assert_no_error(error);
	cr_assert(rd_mailbox_open(mailbox, mark, &error), "%s", error ? error->message : "");
	return mailbox;
}

/* The uids in the order of the listing, with one space between. */
static char *
listed(RdMailbox *mailbox)
{
	g_autoptr(GPtrArray) entries = rd_mailbox_list(mailbox, NULL);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < entries->len; i++) {
		const RdMailboxEntry *entry = entries->pdata[i];

		g_string_append_printf(out, "%s%s", i > 0 ? " " : "", entry->uid);
	}
	return g_string_free(out, FALSE);
}

static char *
fetched(RdMailbox *mailbox, GPtrArray *entries)
{
	GString *out = g_string_new(NULL);

	cr_assert(rd_mailbox_fetch(mailbox, entries, fetched_note, out, NULL));
	return g_string_free(out, FALSE);
}

Test(mailbox_maildir, done_moves_a_message_from_new_to_seen)
{
	g_autofree char *mark = NULL;
	g_autoptr(RdMailbox) mailbox = mailbox_at(NULL, RD_MAILBOX_DONE_AUTO, &mark);
	g_autoptr(GPtrArray) entries = NULL;
	g_autofree char *text = NULL;
	g_autofree char *left = NULL;
	g_autofree char *put = NULL;

	scratch_write(dir, "new/1.a", "one");
	scratch_write(dir, "cur/2.b:2,FRa", "two");
	entries = rd_mailbox_list(mailbox, NULL);
	text = fetched(mailbox, entries);
	cr_expect_str_eq(text, "1.a=one;2.b=two;");
	cr_assert(rd_mailbox_done(mailbox, entries, NULL));
	cr_assert(rd_mailbox_done(mailbox, entries, NULL), "once more changes nothing");
	left = scratch_list(dir, "new");
	put = scratch_list(dir, "cur");
	cr_expect_str_eq(left, "");
	cr_expect_str_eq(put, "1.a:2,S 2.b:2,FRSa");
}

Test(mailbox_maildir, done_can_move_to_a_folder)
{
	g_autofree char *mark = NULL;
	g_autoptr(RdMailbox) mailbox = mailbox_at(NULL, RD_MAILBOX_DONE_MOVE, &mark);
	g_autoptr(GPtrArray) entries = NULL;
	g_autofree char *after = NULL;
	g_autofree char *put = NULL;

	scratch_write(dir, "new/1.a", "one");
	scratch_write(dir, "cur/2.b:2,F", "two");
	entries = rd_mailbox_list(mailbox, NULL);
	cr_assert(rd_mailbox_done(mailbox, entries, NULL));
	after = listed(mailbox);
	put = scratch_list(dir, ".Done/cur");
	cr_expect_str_eq(after, "");
	cr_expect_str_eq(put, "1.a:2,S 2.b:2,FS");
}

/* A person's mail program shows the message while the gateway is at work. */
Test(mailbox_maildir, a_message_that_a_person_looks_at_stays_the_same_message)
{
	g_autofree char *mark = NULL;
	g_autoptr(RdMailbox) mailbox = mailbox_at("all", RD_MAILBOX_DONE_AUTO, &mark);
	g_autofree char *from = g_build_filename(dir, "new/1.a", NULL);
	g_autofree char *to = g_build_filename(dir, "cur/1.a:2,RS", NULL);
	g_autoptr(GPtrArray) entries = NULL;
	g_autofree char *text = NULL;
	g_autofree char *after = NULL;
	g_autofree char *put = NULL;

	scratch_write(dir, "new/1.a", "one");
	entries = rd_mailbox_list(mailbox, NULL);
	g_assert_cmpint(g_rename(from, to), ==, 0);
	text = fetched(mailbox, entries);
	cr_expect_str_eq(text, "1.a=one;");
	cr_assert(rd_mailbox_done(mailbox, entries, NULL));
	after = listed(mailbox);
	put = scratch_list(dir, "cur");
	cr_expect_str_eq(after, "1.a");
	cr_expect_str_eq(put, "1.a:2,RS");
}

Test(mailbox_maildir, what_a_person_saw_before_the_first_connect_is_not_ours)
{
	static const struct {
		const char *start;
		const char *first;
		const char *later;
	} cases[] = {
		{NULL, "1000000001.new", "1000000001.new 9000000001.cur 9000000002.new"},
		{"all", "1000000000.cur 1000000001.new",
		 "1000000000.cur 1000000001.new 9000000001.cur 9000000002.new"},
		{"now", "", "9000000001.cur 9000000002.new"},
		{"2001-09-09T01:46:41Z", "1000000001.new",
		 "1000000001.new 9000000001.cur 9000000002.new"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *outer = dir;
		g_autofree char *mark = NULL;
		g_autofree char *first = NULL;
		g_autofree char *later = NULL;

		dir = scratch_new();
		scratch_write(dir, "cur/1000000000.cur:2,S", "x");
		scratch_write(dir, "new/1000000001.new", "x");
		{
			g_autoptr(RdMailbox) mailbox =
				mailbox_at(cases[i].start, RD_MAILBOX_DONE_AUTO, &mark);

			first = listed(mailbox);
		}
		scratch_write(dir, "cur/9000000001.cur:2,S", "x");
		scratch_write(dir, "new/9000000002.new", "x");
		{
			g_autoptr(RdMailbox) mailbox =
				mailbox_at(cases[i].start, RD_MAILBOX_DONE_AUTO, &mark);

			later = listed(mailbox);
		}
		cr_expect_str_eq(first, cases[i].first, "%zu: %s", i, first);
		cr_expect_str_eq(later, cases[i].later, "%zu: %s", i, later);
		scratch_remove(dir);
		dir = outer;
	}
}

Test(mailbox_maildir, oldest_first_by_delivery_not_by_name)
{
	g_autofree char *mark = NULL;
	g_autoptr(RdMailbox) mailbox = mailbox_at("all", RD_MAILBOX_DONE_AUTO, &mark);
	g_autofree char *file = g_build_filename(dir, "new/mail.eml", NULL);
	struct utimbuf old = {1500000000, 1500000000};
	g_autofree char *uids = NULL;

	scratch_write(dir, "new/1700000000.z", "x");
	scratch_write(dir, "new/1600000000.y", "x");
	scratch_write(dir, "new/mail.eml", "x");
	g_assert_cmpint(utime(file, &old), ==, 0);
	uids = listed(mailbox);
	cr_expect_str_eq(uids, "mail.eml 1600000000.y 1700000000.z");
}

Test(mailbox_maildir, a_large_message_hands_over_its_header_and_why)
{
	g_autofree char *mark = NULL;
	g_autoptr(RdMailbox) mailbox = mailbox_at(NULL, RD_MAILBOX_DONE_AUTO, &mark);
	g_autofree char *body = g_strnfill(2000, 'x');
	g_autofree char *large = g_strconcat("Subject: big\n\n", body, NULL);
	g_autoptr(GPtrArray) entries = NULL;
	g_autofree char *text = NULL;

	scratch_write(dir, "new/1.big", large);
	scratch_write(dir, "new/2.small", "ok");
	entries = rd_mailbox_list(mailbox, NULL);
	text = fetched(mailbox, entries);
	cr_expect_str_eq(text, "1.big!Subject: big\n\n;2.small=ok;");
}

static gboolean
hold(const RdMailboxEntry *entry, RdOctets *raw, gpointer data, GError **error)
{
	RdOctets **out = data;

	(void)error;
	cr_assert_null(entry->problem);
	*out = rd_octets_ref(raw);
	return TRUE;
}

Test(mailbox_maildir, a_message_too_large_for_memory_is_handed_over_in_its_file)
{
	g_autofree char *mark = NULL;
	g_autofree char *uri = g_strconcat("maildir:", dir, NULL);
	RdMailboxSettings settings = {.server.uri = uri, .max_bytes = 2 * RD_OCTETS_PIECE};
	g_autoptr(RdMailbox) mailbox = rd_mailbox_new(&settings, NULL);
	g_autofree char *text = g_strnfill(RD_OCTETS_PIECE + 1, 'x');
	g_autoptr(GPtrArray) entries = NULL;
	g_autoptr(RdOctets) raw = NULL;
	g_autoptr(GString) got = g_string_new(NULL);

	cr_assert(rd_mailbox_open(mailbox, &mark, NULL));
	scratch_write(dir, "new/1.big", text);
	entries = rd_mailbox_list(mailbox, NULL);
	cr_assert(rd_mailbox_fetch(mailbox, entries, hold, &raw, NULL));
	cr_expect(rd_mailbox_done(mailbox, entries, NULL));
	cr_expect_null(rd_octets_get_bytes(raw));
	cr_assert(rd_octets_each(raw, fetched_append, got, NULL));
	cr_expect_str_eq(got->str, text);
}

Test(mailbox_maildir, links_folders_and_dot_files_are_no_messages)
{
	g_autofree char *mark = NULL;
	g_autoptr(RdMailbox) mailbox = mailbox_at(NULL, RD_MAILBOX_DONE_AUTO, &mark);
	g_autofree char *link = g_build_filename(dir, "new/link", NULL);
	g_autofree char *uids = NULL;

	scratch_write(dir, "new/folder/x", "x");
	scratch_write(dir, "new/.hidden", "x");
	g_assert_cmpint(symlink("/etc/passwd", link), ==, 0);
	uids = listed(mailbox);
	cr_expect_str_eq(uids, "");
}

Test(mailbox_maildir, a_message_still_being_written_is_passed_over)
{
	g_autofree char *mark = NULL;
	g_autoptr(RdMailbox) mailbox = mailbox_at(NULL, RD_MAILBOX_DONE_AUTO, &mark);
	g_autofree char *file = g_build_filename(dir, "new/1.half", NULL);
	g_autoptr(GPtrArray) entries = NULL;
	g_autofree char *during = NULL;
	g_autofree char *after = NULL;
	int fd = open(file, O_CREAT | O_WRONLY, 0600);

	g_assert_cmpint(write(fd, "first half, ", 12), ==, 12);
	entries = rd_mailbox_list(mailbox, NULL);
	during = fetched(mailbox, entries);
	g_assert_cmpint(write(fd, "second half", 11), ==, 11);
	close(fd);
	after = fetched(mailbox, entries);
	cr_expect_str_eq(during, "");
	cr_expect_str_eq(after, "1.half=first half, second half;");
}

Test(mailbox_maildir, a_message_that_may_not_be_read_waits_until_it_may)
{
	g_autofree char *mark = NULL;
	g_autoptr(RdMailbox) mailbox = mailbox_at(NULL, RD_MAILBOX_DONE_AUTO, &mark);
	g_autofree char *file = g_build_filename(dir, "new/1.closed", NULL);
	g_autoptr(GPtrArray) entries = NULL;
	g_autofree char *closed = NULL;
	g_autofree char *open = NULL;

	if (geteuid() == 0)
		cr_skip_test("root may read everything");
	scratch_write(dir, "new/1.closed", "words");
	scratch_write(dir, "new/2.open", "more");
	g_assert_cmpint(chmod(file, 0), ==, 0);
	entries = rd_mailbox_list(mailbox, NULL);
	closed = fetched(mailbox, entries);
	g_assert_cmpint(chmod(file, 0600), ==, 0);
	open = fetched(mailbox, entries);
	cr_expect_str_eq(closed, "2.open=more;");
	cr_expect_not_null(strstr(open, "1.closed=words;"), "%s", open);
}

Test(mailbox_maildir, waiting_ends_with_a_message_a_wake_or_a_stop)
{
	g_autofree char *mark = NULL;
	g_autoptr(RdMailbox) mailbox = mailbox_at(NULL, RD_MAILBOX_DONE_AUTO, &mark);
	int wake = eventfd(0, EFD_NONBLOCK);
	int stop = eventfd(0, EFD_NONBLOCK);
	g_autoptr(GError) error = NULL;

	/* The test would time out if any of these slept. */
	scratch_write(dir, "new/1.a", "one");
	cr_expect(rd_mailbox_wait(mailbox, 600, wake, &error));
	g_assert_cmpint(eventfd_write(wake, 1), ==, 0);
	cr_expect(rd_mailbox_wait(mailbox, 600, wake, &error));
	rd_mailbox_set_stop_fd(mailbox, stop);
	g_assert_cmpint(eventfd_write(stop, 1), ==, 0);
	cr_expect_not(rd_mailbox_wait(mailbox, 600, -1, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
	close(wake);
	close(stop);
}

Test(mailbox_maildir, settings_that_cannot_be_are_refused_by_name)
{
	static const struct {
		const char *uri, *start, *folder, *named;
	} cases[] = {
		{"maildir:in", NULL, NULL, "maildir:in"},
		{"maildir:/tmp/in", "yesterday", NULL, "yesterday"},
		{"maildir:/tmp/in", NULL, "../x", "../x"},
		{"maildir:/tmp/in", NULL, "", "name of a Maildir folder"},
		{"mbox:/tmp/in", NULL, NULL, "mbox:/tmp/in"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdMailboxSettings settings = {
			.server.uri = (char *)cases[i].uri,
			.start = (char *)cases[i].start,
			.done_folder = (char *)cases[i].folder,
		};
		g_autoptr(GError) error = NULL;

		cr_expect_null(rd_mailbox_new(&settings, &error), "%zu", i);
		cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
		cr_expect_not_null(strstr(error->message, cases[i].named), "%s", error->message);
	}
}

Test(mailbox_maildir, a_missing_folder_is_not_made)
{
	RdMailboxSettings settings = {.server.uri = (char *)"maildir:/nonexistent/in"};
	g_autoptr(RdMailbox) mailbox = rd_mailbox_new(&settings, NULL);
	g_autofree char *mark = NULL;
	g_autoptr(GError) error = NULL;

	cr_expect_not(rd_mailbox_open(mailbox, &mark, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	cr_expect_not_null(strstr(error->message, "/nonexistent/in"));
}
