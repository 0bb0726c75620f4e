#include "store-fixture.h"

#include <criterion/criterion.h>
#include <redress/correction.h>
#include <redress/ledger.h>
#include <redress/mail.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)
#define RUDE   RD_SET(RD_COMPLAINT_RUDE_CONDUCT)
#define PTO    RD_SET(RD_COMPLAINT_PTO_DELAY)

TestSuite(correction, .init = store_setup, .fini = store_teardown);

static void
correct(const RdCase *kase, RdComplaintSet people, RdComplaintSet rules)
{
	cr_assert(rd_correction_add(store, kase->id, people, rules, "ben@corp.example",
				    "command #type", 300, NULL));
}

Test(correction, without_a_mail_to_learn_from_it_is_no_example)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(GPtrArray) list = NULL;

	correct(kase, DAMAGE, PTO);
	list = rd_corrections_list(store, NULL);
	cr_expect_eq(list->len, 0);
}

Test(correction, the_feed_says_what_people_and_rules_said)
{
	g_autoptr(RdCase) kase = store_add_case("triage");
	g_autoptr(GPtrArray) feed = NULL;
	const RdFeedEntry *entry;

	correct(kase, DAMAGE | RUDE, 0);
	feed = rd_feed_list(store, kase->id, NULL);
	entry = feed->pdata[0];
	cr_expect_str_eq(entry->kind, "correction");
	cr_expect_str_eq(entry->text, "damage rude-conduct; the rules said nothing");
	cr_expect_str_eq(entry->author, "ben@corp.example");
}
