#include "../../../src/store/store-private.h"
#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/ledger.h>
#include <redress/mail.h>
#include <redress/people.h>
#include <redress/undo.h>

TestSuite(sql, .init = store_setup, .fini = store_teardown);

/* Every look-up that intake and the run loop make again and again. */
static void
look_everything_up(void)
{
	RdCaseFilter filter = {.open_only = TRUE, .limit = 10};
	g_autoptr(GBytes) raw = g_bytes_new_static("x", 1);
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdCase) got = rd_case_get(store, kase->id, NULL);
	g_autoptr(RdOutboxRow) row = store_add_mail(kase->id, 1);
	RdUndo undo = {.case_id = kase->id};
	gboolean is_party;
	RdTime next;
	guint n;

	rd_ledger_row_free(rd_ledger_find(store, "m", 0, "1", NULL));
	rd_ledger_add(store, "m", 0, "1", raw, NULL, 1, NULL);
	g_ptr_array_unref(rd_ledger_waiting(store, 10, NULL));
	g_ptr_array_unref(rd_ledger_not_put_away(store, "m", 10, NULL));
	g_ptr_array_unref(rd_homeowners_by_email(store, "a", NULL));
	g_ptr_array_unref(rd_homeowners_by_phone(store, "a", NULL));
	g_ptr_array_unref(rd_homeowners_by_key(store, RD_KEY_NAME, "a", NULL, NULL));
	g_ptr_array_unref(rd_homeowners_by_key(store, RD_KEY_NAME, "a", "IN-01", NULL));
	g_ptr_array_unref(rd_installers_by_email(store, "a", NULL));
	g_ptr_array_unref(rd_installers_by_domain(store, "a", NULL));
	g_ptr_array_unref(rd_installers_by_name(store, "a", NULL));
	g_ptr_array_unref(rd_staff_by_word(store, "a", NULL));
	g_ptr_array_unref(rd_staff_by_role(store, RD_ROLE_SALES, NULL));
	g_array_unref(rd_cases_find(store, &filter, NULL));
	filter.queue = "q";
	g_array_unref(rd_cases_find(store, &filter, NULL));
	filter.assignee = "a";
	g_array_unref(rd_cases_find(store, &filter, NULL));
	filter.homeowner_id = "HO-1";
	g_array_unref(rd_cases_find(store, &filter, NULL));
	g_ptr_array_unref(rd_timers_due(store, 1, 10, NULL));
	rd_timers_next(store, &next, NULL);
	g_ptr_array_unref(rd_tasks_open(store, 10, NULL));
	g_ptr_array_unref(rd_tasks_to_mail(store, 1, 10, NULL));
	g_ptr_array_unref(rd_feed_list(store, 1, NULL));
	g_ptr_array_unref(rd_mails_of_case(store, 1, NULL));
	g_ptr_array_unref(rd_mails_by_author(store, "a", NULL));
	rd_mail_case_of_id(store, "a", NULL);
	rd_mail_is_party(store, 1, "a@b", &is_party, NULL);
	g_ptr_array_unref(rd_outbox_rows_due(store, 1, 10, NULL));
	g_ptr_array_unref(rd_outbox_rows_untold(store, 10, NULL));
	g_ptr_array_unref(rd_outbox_rows_list(store, RD_OUTBOX_HELD, 0, 10, NULL));
	g_ptr_array_unref(rd_outbox_rows_list(store, RD_OUTBOX_QUEUED, 0, 10, NULL));
	g_ptr_array_unref(rd_outbox_rows_list(store, -1, 1, 10, NULL));
	rd_outbox_rows_next(store, &next, NULL);
	rd_task_of_mail(store, "a", &next, NULL);
	rd_undo_free(rd_undo_keep(store, &undo, NULL) ? rd_undo_get(store, kase->id, NULL) : NULL);
	rd_outbox_count_to(store, "a", 0, &n, NULL);
	rd_outbox_count_case(store, 1, "a", 0, &n, &n, NULL);
	g_ptr_array_unref(rd_mail_ids_with(store, 1, "a@b", &is_party, NULL));
}

/* TRUE if that step of a plan reads all rows of a table. */
static gboolean
walks(const char *detail)
{
	return g_str_has_prefix(detail, "SCAN ") && !g_str_has_prefix(detail, "SCAN (") &&
	       !g_str_has_prefix(detail, "SCAN CONSTANT ROW") &&
	       strstr(detail, "USING INDEX") == NULL;
}

static void
expect_cheap(const char *sql)
{
	g_autofree char *explain = g_strconcat("EXPLAIN QUERY PLAN ", sql, NULL);
	/* To give the first few of many, rows must come in order, not be sorted. */
	gboolean limited = strstr(sql, "LIMIT") != NULL && strstr(sql, "SELECT * FROM (") == NULL &&
			   strstr(sql, "cases_open") == NULL;
	sqlite3_stmt *plan = NULL;

	cr_assert_eq(sqlite3_prepare_v2(store->db, explain, -1, &plan, NULL), SQLITE_OK);
	while (sqlite3_step(plan) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(plan, 3);

		cr_expect_not(walks(detail), "%s\n%s", detail, sql);
		cr_expect_not(limited && strstr(detail, "TEMP B-TREE") != NULL, "%s\n%s", detail,
			      sql);
	}
	sqlite3_finalize(plan);
}

Test(sql, a_look_up_costs_what_it_gives_however_much_is_stored)
{
	GHashTableIter iter;
	gpointer sql;
	guint n = 0;

	g_hash_table_remove_all(store->queries); /* those of opening */
	look_everything_up();
	g_hash_table_iter_init(&iter, store->queries);
	while (g_hash_table_iter_next(&iter, &sql, NULL)) {
		expect_cheap(sql);
		n++;
	}
	cr_expect_gt(n, 40);
}
