#include "store-fixture.h"

#include <criterion/criterion.h>

TestSuite(fact, .init = store_setup, .fini = store_teardown);

Test(fact, facts_and_labels_of_a_new_case_are_stored_with_it)
{
	g_autoptr(RdCase) kase = rd_case_new();
	g_autoptr(RdCase) got = NULL;

	g_hash_table_insert(kase->facts, g_strdup("called"), g_strdup("voicemail"));
	g_strfreev(kase->labels);
	kase->labels = g_strsplit("Social Media", "|", -1);
	cr_assert(rd_case_add(store, kase, NULL));
	got = rd_case_get(store, kase->id, NULL);
	cr_expect_str_eq(g_hash_table_lookup(got->facts, "called"), "voicemail");
	cr_expect_str_eq(got->labels[0], "Social Media");
	cr_expect_null(got->labels[1]);
}

Test(fact, setting_changes_store_and_value_alike)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdCase) got = NULL;

	cr_assert(rd_fact_set(store, kase, "called", "voicemail", NULL));
	cr_assert(rd_fact_set(store, kase, "called", "reached", NULL));
	cr_assert(rd_fact_set(store, kase, "contacted", "yes", NULL));
	cr_assert(rd_fact_set(store, kase, "contacted", NULL, NULL));
	got = rd_case_get(store, kase->id, NULL);
	cr_expect_eq(g_hash_table_size(kase->facts), 1);
	cr_expect_eq(g_hash_table_size(got->facts), 1);
	cr_expect_str_eq(g_hash_table_lookup(kase->facts, "called"), "reached");
	cr_expect_str_eq(g_hash_table_lookup(got->facts, "called"), "reached");
}

Test(fact, a_label_is_there_once)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(RdCase) got = NULL;

	cr_assert(rd_label_add(store, kase, "Social Media", NULL));
	cr_assert(rd_label_add(store, kase, "Social Media", NULL));
	cr_assert(rd_label_add(store, kase, "Legal", NULL));
	got = rd_case_get(store, kase->id, NULL);
	cr_expect_eq(g_strv_length(kase->labels), 2);
	cr_expect_eq(g_strv_length(got->labels), 2);
}
