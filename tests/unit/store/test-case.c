#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/text.h>

TestSuite(kase, .init = store_setup, .fini = store_teardown);

Test(kase, numbers_begin_at_1001)
{
	g_autoptr(RdCase) first = store_add_case("triage");
	g_autoptr(RdCase) second = store_add_case("triage");

	cr_expect_eq(first->id, 1001);
	cr_expect_eq(second->id, 1002);
}

Test(kase, a_number_is_read_as_people_write_it)
{
	const struct {
		const char *text;
		gint64 id;
	} cases[] = {{"RD-1042", 1042},
		     {"rd1042", 1042},
		     {"1042", 1042},
		     {"Rd-7", 7},
		     {"RD-", 0},
		     {"RD-0", 0},
		     {"RD--5", 0},
		     {"RD-12x", 0},
		     {"-5", 0},
		     {"", 0},
		     {"RD-99999999999999999999", 0}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		gint64 id = 0;

		cr_expect_eq(rd_case_number_parse(cases[i].text, &id), cases[i].id != 0, "%s",
			     cases[i].text);
		cr_expect_eq(id, cases[i].id, "%s", cases[i].text);
	}
}

/* A case that has something of its own in every column. */
static RdCase *
full_case(void)
{
	RdCase *kase = rd_case_new();

	kase->kind = RD_CASE_TICKET;
	store_set(&kase->procedure, "p");
	kase->procedure_version = 3;
	store_set(&kase->state, "s");
	kase->state_since = 11;
	kase->open = FALSE;
	store_set(&kase->queue, "q");
	store_set(&kase->assignee, "a@corp.example");
	store_set(&kase->primary_reason, "Installer Complaints");
	kase->complaints = RD_SET(RD_COMPLAINT_DAMAGE) | RD_SET(RD_COMPLAINT_EVERBRIGHT);
	kase->primary = RD_COMPLAINT_DAMAGE;
	store_set(&kase->description, "d");
	store_set(&kase->subject, "subject");
	store_set(&kase->homeowner_id, "HO-1");
	store_set(&kase->installer_id, "IN-1");
	store_set(&kase->contact, "c@home.example");
	store_set(&kase->origin, "o");
	store_set(&kase->handler, "h@corp.example");
	kase->opened_at = 12;
	kase->complained_at = -13;
	kase->closed_at = 14;
	return kase;
}

static void
expect_full_case(const RdCase *got)
{
	cr_expect_eq(got->kind, RD_CASE_TICKET);
	cr_expect_str_eq(got->procedure, "p");
	cr_expect_eq(got->procedure_version, 3);
	cr_expect_str_eq(got->state, "s");
	cr_expect_eq(got->state_since, 11);
	cr_expect_not(got->open);
	cr_expect_str_eq(got->queue, "q");
	cr_expect_str_eq(got->assignee, "a@corp.example");
	cr_expect_str_eq(got->primary_reason, "Installer Complaints");
	cr_expect_eq(got->complaints,
		     RD_SET(RD_COMPLAINT_DAMAGE) | RD_SET(RD_COMPLAINT_EVERBRIGHT));
	cr_expect_eq(got->primary, RD_COMPLAINT_DAMAGE);
	cr_expect_str_eq(got->description, "d");
	cr_expect_str_eq(got->subject, "subject");
	cr_expect_str_eq(got->homeowner_id, "HO-1");
	cr_expect_str_eq(got->installer_id, "IN-1");
	cr_expect_str_eq(got->contact, "c@home.example");
	cr_expect_str_eq(got->origin, "o");
	cr_expect_str_eq(got->handler, "h@corp.example");
	cr_expect_eq(got->opened_at, 12);
	cr_expect_eq(got->complained_at, -13);
	cr_expect_eq(got->closed_at, 14);
}

Test(kase, every_column_comes_back)
{
	g_autoptr(RdCase) kase = full_case();
	g_autoptr(RdCase) got = NULL;

	cr_assert(rd_case_add(store, kase, NULL));
	got = rd_case_get(store, kase->id, NULL);
	expect_full_case(got);
}

Test(kase, saving_writes_every_column_and_no_other_case)
{
	g_autoptr(RdCase) other = store_add_case("triage");
	g_autoptr(RdCase) empty = rd_case_new();
	g_autoptr(RdCase) kase = full_case();
	g_autoptr(RdCase) got = NULL;
	g_autoptr(RdCase) got_other = NULL;

	cr_assert(rd_case_add(store, empty, NULL));
	kase->id = empty->id;
	cr_assert(rd_case_save(store, kase, NULL));
	got = rd_case_get(store, kase->id, NULL);
	expect_full_case(got);
	got_other = rd_case_get(store, other->id, NULL);
	cr_expect_str_eq(got_other->queue, "triage");
}

Test(kase, saving_what_is_not_listed_leaves_what_is)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdCase) got = NULL;

	g_free(kase->state);
	g_free(kase->queue);
	kase->state = g_strdup("waiting");
	kase->queue = g_strdup("sales");
	cr_assert(rd_case_save_unlisted(store, kase, NULL));
	got = rd_case_get(store, kase->id, NULL);
	cr_expect_str_eq(got->state, "waiting");
	cr_expect_str_eq(got->queue, "triage");
}

Test(kase, state_and_place_are_saved_without_the_rest)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdCase) moved = NULL, placed = NULL;

	rd_text_set(&kase->subject, "unsaved");
	rd_text_set(&kase->state, "calling");
	kase->state_since = 2000;
	rd_text_set(&kase->queue, "sales");
	rd_text_set(&kase->assignee, "anna@corp.example");
	cr_assert(rd_case_save_state(store, kase, NULL));
	moved = rd_case_get(store, kase->id, NULL);
	cr_expect_str_eq(moved->state, "calling");
	cr_expect_eq(moved->state_since, 2000);
	cr_expect_str_eq(moved->queue, "triage");
	cr_assert(rd_case_save_place(store, kase, NULL));
	placed = rd_case_get(store, kase->id, NULL);
	cr_expect_str_eq(placed->queue, "sales");
	cr_expect_str_eq(placed->assignee, "anna@corp.example");
	cr_expect_str_neq(placed->subject, "unsaved");
	kase->id = 99;
	cr_expect_not(rd_case_save_state(store, kase, NULL));
	cr_expect_not(rd_case_save_place(store, kase, NULL));
}

Test(kase, an_empty_case_stays_empty)
{
	g_autoptr(RdCase) kase = rd_case_new();
	g_autoptr(RdCase) got = NULL;

	cr_assert(rd_case_add(store, kase, NULL));
	got = rd_case_get(store, kase->id, NULL);
	cr_expect(got->open);
	cr_expect_eq(got->primary, RD_COMPLAINT_NONE);
	cr_expect_eq(got->complaints, 0);
	cr_expect_eq(got->closed_at, RD_TIME_NONE);
	cr_expect_eq(got->complained_at, RD_TIME_NONE);
	cr_expect_str_eq(got->homeowner_id, "");
	cr_expect_eq(g_strv_length(got->labels), 0);
	cr_expect_eq(got->tasks->len + got->timers->len + got->links->len, 0);
}

Test(kase, a_case_that_is_not_there_is_named)
{
	g_autoptr(RdCase) kase = rd_case_new();
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_case_get(store, 1042, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
	cr_expect_not_null(strstr(error->message, "RD-1042"), "%s", error->message);
	g_clear_error(&error);
	kase->id = 1042;
	cr_expect_not(rd_case_save(store, kase, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_NOT_FOUND));
}

static void
expect_found(const RdCaseFilter *filter, const char *expected)
{
	g_autoptr(GArray) ids = rd_cases_find(store, filter, NULL);
	g_autoptr(GString) got = g_string_new(NULL);

	cr_assert_not_null(ids);
	for (guint i = 0; i < ids->len; i++)
		g_string_append_printf(got, "%" G_GINT64_FORMAT " ", g_array_index(ids, gint64, i));
	cr_expect_str_eq(got->str, expected, "%s", got->str);
}

Test(kase, a_filter_takes_what_fits_all_of_it)
{
	const struct {
		const char *queue, *assignee, *homeowner;
		gboolean open;
	} cases[] = {{"triage", "", "", TRUE},
		     {"triage", "lena@corp.example", "HO-1", TRUE},
		     {"back-office", "lena@corp.example", "HO-1", TRUE},
		     {"back-office", "", "HO-1", FALSE}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdCase) kase = store_add_case(cases[i].queue);

		store_set(&kase->assignee, cases[i].assignee);
		store_set(&kase->homeowner_id, cases[i].homeowner);
		kase->open = cases[i].open;
		cr_assert(rd_case_save(store, kase, NULL));
	}
	expect_found(&(RdCaseFilter){0}, "1001 1002 1003 1004 ");
	expect_found(&(RdCaseFilter){.open_only = TRUE}, "1001 1002 1003 ");
	expect_found(&(RdCaseFilter){.open_only = TRUE, .queue = "triage"}, "1001 1002 ");
	expect_found(&(RdCaseFilter){.queue = "back-office"}, "1003 1004 ");
	expect_found(&(RdCaseFilter){.open_only = TRUE, .assignee = "lena@corp.example"},
		     "1002 1003 ");
	expect_found(&(RdCaseFilter){.open_only = TRUE,
				     .assignee = "lena@corp.example",
				     .queue = "back-office"},
		     "1003 ");
	expect_found(&(RdCaseFilter){.homeowner_id = "HO-1"}, "1002 1003 1004 ");
	expect_found(&(RdCaseFilter){.homeowner_id = "HO-1", .open_only = TRUE}, "1002 1003 ");
	expect_found(&(RdCaseFilter){.homeowner_id = "HO-1", .queue = "triage"}, "1002 ");
	expect_found(&(RdCaseFilter){.assignee = "", .open_only = TRUE}, "1001 ");
	expect_found(&(RdCaseFilter){.limit = 2}, "1001 1002 ");
	expect_found(&(RdCaseFilter){.limit = 2, .after = 1002}, "1003 1004 ");
}

Test(kase, the_homeowner_nobody_knows_has_no_cases)
{
	g_autoptr(RdCase) kase = store_add_case("triage");

	expect_found(&(RdCaseFilter){.homeowner_id = ""}, "");
}
