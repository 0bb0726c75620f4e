#include "../../../src/store/store-private.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/case.h>
#include <redress/error.h>
#include <redress/mail-index.h>
#include <redress/mail.h>
#include <redress/outbox-row.h>
#include <redress/people.h>
#include <string.h>
#include <unistd.h>

static char *dir, *path, *index_path;
static RdStore *store;
static RdMailIndex *mails;

static void
setup(void)
{
	g_autoptr(GError) error = NULL;

	dir = scratch_new();
	path = g_build_filename(dir, "redress.db", NULL);
	index_path = rd_mail_index_path(path);
	store = rd_store_open(path, &error);
	mails = rd_mail_index_open(store, &error);
	g_assert_no_error(error);
}

static void
teardown(void)
{
	g_clear_pointer(&mails, rd_mail_index_close);
	rd_store_close(store);
	g_free(path);
	g_free(index_path);
	scratch_remove(dir);
}

TestSuite(mail_index, .init = setup, .fini = teardown);

static void
open_again(void)
{
	g_autoptr(GError) error = NULL;

	g_clear_pointer(&mails, rd_mail_index_close);
	mails = rd_mail_index_open(store, &error);
	g_assert_no_error(error);
}

static gint64
add_case(void)
{
	g_autoptr(RdCase) kase = rd_case_new();
	g_autoptr(GError) error = NULL;

	kase->opened_at = kase->state_since = 1000;
	rd_case_add(store, kase, &error);
	g_assert_no_error(error);
	return kase->id;
}

static void
add_mail(gint64 case_id, gint64 outbox_id, const char *subject, const char *text)
{
	static guint count;
	g_autofree char *message_id = g_strdup_printf("m%u@post.example", ++count);
	g_autoptr(GError) error = NULL;
	RdMail mail = {.case_id = case_id,
		       .outbox_id = outbox_id,
		       .outgoing = outbox_id != 0,
		       .message_id = message_id,
		       .from = (char *)"dana@home.example",
		       .subject = (char *)subject,
		       .text = (char *)text,
		       .at = 1000 + count,
		       .written_at = RD_TIME_NONE};

	rd_mail_add(store, &mail, &error);
	g_assert_no_error(error);
}

static void
fill_index(void)
{
	gboolean more = TRUE;

	while (more) {
		g_autoptr(GError) error = NULL;
		gboolean ok = rd_mail_index_fill(mails, 10, &more, &error);

		g_assert_no_error(error);
		cr_assert(ok);
	}
}

/* "1001: the snippet" of each hit, one a line. */
static void
expect_found(const char *words, const char *expected)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) hits = rd_mail_index_find(mails, words, 20, &error);
	g_autoptr(GString) got = g_string_new(NULL);

	g_assert_no_error(error);
	for (guint i = 0; i < hits->len; i++) {
		const RdMailHit *hit = hits->pdata[i];

		g_string_append_printf(got, "%" G_GINT64_FORMAT ": %s\n", hit->case_id,
				       hit->snippet);
	}
	cr_expect_str_eq(got->str, expected, "%s: %s", words, got->str);
}

Test(mail_index, words_are_found_in_the_newest_mail_of_each_case)
{
	gint64 one = add_case(), two = add_case();

	add_mail(one, 0, "Roof", "The roof leaks.");
	add_mail(two, 0, "Tiles", "Broken.");
	add_mail(one, 0, "Re: Roof", "It leaks more.");
	fill_index();
	expect_found("roof leaks", "1001: It [leaks] more.\n");
	expect_found("broken", "1002: [Broken].\n");
	expect_found("LEAK*", "1001: It [leaks] more.\n");
	expect_found("leak", "");
}

Test(mail_index, no_sign_is_an_operator)
{
	static const char *const queries[] = {
		"roof)",     "\"roof", "^roof",	 "roof NOT", "{subject}:roof", "-roof",
		"NEAR(roof", "a*b*",   "roof -", "*roof",    "roof\" OR \"x",  "*",
	};

	add_mail(add_case(), 0, "", "roof or not");
	fill_index();
	for (gsize i = 0; i < G_N_ELEMENTS(queries); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GPtrArray) hits = rd_mail_index_find(mails, queries[i], 20, &error);

		if (hits == NULL)
			cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT), "%s: %s",
				  queries[i], error->message);
	}
	expect_found("roof NOT", "1001: [roof] or [not]\n");
	expect_found("\"roof", "1001: [roof] or not\n");
}

Test(mail_index, a_case_is_found_by_the_names_of_its_people_as_they_are_now)
{
	char *none[] = {NULL};
	RdHomeowner one = {.id = (char *)"HO-1",
			   .name = (char *)"Walter Brandt",
			   .emails = none,
			   .phone = (char *)"",
			   .address = (char *)"",
			   .installer_id = (char *)""};
	g_autoptr(RdCase) kase = NULL;
	gint64 id = add_case();

	cr_assert(rd_homeowner_put(store, &one, NULL));
	kase = rd_case_get(store, id, NULL);
	g_free(kase->homeowner_id);
	kase->homeowner_id = g_strdup("HO-1");
	cr_assert(rd_case_save(store, kase, NULL));
	add_mail(id, 0, "Hello", "The roof leaks.");
	fill_index();
	expect_found("walter roof", "1001: The [roof] leaks.\n");
	g_free(kase->homeowner_id);
	kase->homeowner_id = g_strdup("");
	cr_assert(rd_case_save(store, kase, NULL));
	expect_found("walter roof", "");
}

Test(mail_index, a_letter_is_found_when_it_has_left)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_new();
	g_autoptr(GBytes) raw = g_bytes_new_static("x", 1);
	gint64 id = add_case();

	row->case_id = id;
	row->state = RD_OUTBOX_HELD;
	row->created_at = row->queued_at = row->next_at = 1;
	rd_outbox_row_add_recipient(row, "dana@home.example", FALSE);
	cr_assert(rd_outbox_row_add(store, row, raw, NULL));
	add_mail(id, row->id, "Letter", "the first words");
	add_mail(id, 0, "Note", "something else");
	fill_index();
	expect_found("words", "");
	expect_found("something", "1001: [something] else\n");
	cr_assert(rd_store_exec(store,
				"UPDATE mail SET text = 'better words' WHERE outgoing;"
				"UPDATE outbox SET state = 'sent'",
				NULL));
	fill_index();
	expect_found("words", "1001: better [words]\n");
	expect_found("first", "");
}

Test(mail_index, an_index_that_was_removed_is_made_anew)
{
	add_mail(add_case(), 0, "", "roof");
	fill_index();
	cr_expect(rd_mail_index_is_there(mails));
	cr_assert(unlink(index_path) == 0);
	cr_expect_not(rd_mail_index_is_there(mails));
	open_again();
	expect_found("roof", "");
	fill_index();
	expect_found("roof", "1001: [roof]\n");
}

Test(mail_index, what_was_cut_off_goes_on_from_the_watermark)
{
	gint64 behind, id = add_case();
	gboolean more;

	for (guint i = 0; i < 30; i++)
		add_mail(id, 0, "", i == 0 ? "first" : i == 29 ? "last" : "roof");
	cr_assert(rd_mail_index_fill(mails, 10, &more, NULL));
	cr_expect(more);
	cr_assert(rd_mail_index_behind(mails, &behind, NULL));
	cr_expect_eq(behind, 20);
	expect_found("last", "");
	open_again();
	fill_index();
	expect_found("first", "1001: [first]\n");
	expect_found("last", "1001: [last]\n");
	cr_assert(rd_mail_index_behind(mails, &behind, NULL));
	cr_expect_eq(behind, 0);
}

Test(mail_index, the_index_of_another_store_begins_anew)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	add_mail(add_case(), 0, "", "roof");
	add_mail(add_case(), 0, "", "tiles");
	fill_index();
	cr_assert(rd_store_exec(
		store, "UPDATE mail SET text = 'window', message_id = 'other' WHERE id = 2", NULL));
	cr_assert(rd_mail_index_verify(mails, problems, NULL));
	cr_expect_eq(problems->len, 1);
	fill_index();
	expect_found("tiles", "");
	expect_found("window", "1002: [window]\n");
	expect_found("roof", "1001: [roof]\n");
	g_ptr_array_set_size(problems, 0);
	cr_assert(rd_mail_index_verify(mails, problems, NULL));
	cr_expect_eq(problems->len, 0);
}

Test(mail_index, a_damaged_index_is_a_problem_and_a_foreign_file_is_left_alone)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(RdStore) file = NULL;

	add_mail(add_case(), 0, "", "roof");
	fill_index();
	g_clear_pointer(&mails, rd_mail_index_close);
	file = rd_store_open_file(index_path, NULL);
	sqlite3_db_config(file->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	cr_assert(rd_store_exec(
		file, "UPDATE mail_text_data SET block = zeroblob(40) WHERE id > 10", NULL));
	open_again();
	cr_assert(rd_mail_index_verify(mails, problems, NULL));
	cr_expect_eq(problems->len, 1);
	g_clear_pointer(&mails, rd_mail_index_close);
	cr_assert(rd_store_exec(file, "PRAGMA application_id = 7", NULL));
	cr_expect_null(rd_mail_index_open(store, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
}
