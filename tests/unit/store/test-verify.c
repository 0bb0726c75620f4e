#include "../../../src/store/store-private.h"
#include "scratch.h"
#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/ledger.h>

/* A sound store with one of everything. */
static void
setup(void)
{
	RdFeedEntry entry = {.at = 1,
			     .author = (char *)"redress",
			     .kind = (char *)"note",
			     .text = (char *)"opened",
			     .cause = (char *)"message 1"};
	g_autoptr(GBytes) raw = g_bytes_new_static("Hello", 5);
	g_autoptr(RdCase) kase = NULL;
	g_autoptr(RdCase) into = NULL;
	g_autoptr(RdOutboxRow) row = NULL;

	store_setup();
	rd_ledger_add(store, "m", 0, "1", raw, NULL, 1, NULL);
	rd_ledger_add(store, "m", 0, "2", raw, NULL, 1, NULL);
	rd_ledger_add(store, "m", 0, "3", NULL, "would not be given", 1, NULL);
	kase = store_add_case("triage");
	into = store_add_case("triage");
	rd_feed_add(store, kase->id, &entry, NULL);
	rd_feed_add(store, into->id, &entry, NULL);
	rd_case_merge(store, kase->id, into->id, NULL);
	row = store_add_mail(into->id, 1);
}

TestSuite(verify, .init = setup, .fini = store_teardown);

Test(verify, a_sound_store_has_no_problem)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	cr_assert(rd_store_verify(store, problems, NULL));
	cr_expect_eq(problems->len, 0, "%s", problems->len > 0 ? (char *)problems->pdata[0] : "");
}

Test(verify, each_damage_is_named)
{
	const struct {
		const char *damage, *says;
	} cases[] = {
		{"UPDATE raw SET octets = x'00'", "message 1: its octets have changed"},
		{"DELETE FROM raw", "message 1: its octets are missing"},
		{"UPDATE ledger SET sha256 = NULL WHERE id = 2",
		 "message 2: is not the same as message 1"},
		{"UPDATE outbox_raw SET octets = x'00'", "mail ob-1: its octets have changed"},
		{"UPDATE outbox_raw SET octets = CAST(replace(octets, 'H', 'h') AS BLOB)",
		 "mail ob-1: its octets have changed"},
		{"UPDATE outbox_raw SET sha256 = zeroblob(32)",
		 "mail ob-1: its octets have changed"},
		{"DELETE FROM outbox_raw", "mail ob-1: its text is missing"},
		{"DELETE FROM outbox_recipient", "mail ob-1: has no recipient"},
		{"UPDATE outbox SET cause = ''", "mail ob-1: has no cause"},
		{"UPDATE outbox SET case_id = NULL", "mail ob-1: belongs to no case"},
		{"DELETE FROM feed WHERE case_id = 1002", "RD-1002: has no feed"},
		{"UPDATE cases SET merged_into = 1001 WHERE id = 1002",
		 "RD-1001: is merged into RD-1002, which is merged itself"},
		{"PRAGMA foreign_keys = OFF; UPDATE feed SET case_id = 7 WHERE case_id = 1001",
		 "table feed, row 1: points at a row of cases that is missing"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
		gboolean found = FALSE;

		store_teardown();
		setup();
		cr_assert(rd_store_exec(store, cases[i].damage, NULL), "%s", cases[i].damage);
		cr_assert(rd_store_verify(store, problems, NULL));
		for (guint j = 0; j < problems->len; j++)
			found |= strcmp(problems->pdata[j], cases[i].says) == 0;
		cr_expect(found, "%s: %s", cases[i].damage,
			  problems->len > 0 ? (char *)problems->pdata[0] : "no problem");
	}
}

Test(verify, a_damaged_file_is_a_problem_and_no_crash)
{
	char *dir = scratch_new();
	g_autofree char *path = g_build_filename(dir, "redress.db", NULL);
	g_autofree char *octets = NULL;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	gsize len;

	cr_assert(rd_store_backup(store, path, NULL));
	cr_assert(g_file_get_contents(path, &octets, &len, NULL));
	for (gsize page = 4; page < len / 4096; page += 7)
		memset(octets + page * 4096, 0x5a, 4096);
	cr_assert(g_file_set_contents(path, octets, (gssize)len, NULL));
	rd_store_close(store);
	store = rd_store_open(path, NULL);
	cr_assert_not_null(store);
	cr_expect(rd_store_verify(store, problems, NULL));
	cr_expect_gt(problems->len, 0);
	scratch_remove(dir);
}
