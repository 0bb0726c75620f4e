#include "story.h"

#include <criterion/criterion.h>
#include <scratch.h>

/* A procedure that writes one note when @guards hold for a message. */
static Story *
story_with(const char *guards)
{
	char *dir = scratch_new();
	g_autofree char *path = g_build_filename(dir, "g.yaml", NULL);
	g_autofree char *text = g_strdup_printf(
		"procedure: g\nversion: 1\nkind: case\nprimary reason: r\nabout: a\nstart: s\n"
		"states:\n- state: s\n  means: m\n  rules:\n  - when: message\n    if: %s\n"
		"    do:\n    - note: holds\n",
		guards);
	Story *story;

	scratch_write(dir, "g.yaml", text);
	story = story_new(path);
	scratch_remove(dir);
	story_open(story, "damage");
	return story;
}

Test(guard, each_word_looks_at_its_own_thing)
{
	const struct {
		const char *guards;
		gboolean holds;
	} cases[] = {
		{"homeowner known", TRUE},
		{"not homeowner known", FALSE},
		{"homeowner has email, homeowner has phone, homeowner has address", TRUE},
		{"installer has escalation contact, account manager known", TRUE},
		{"contact known", FALSE},
		{"assigned", FALSE},
		{"homeowner told", FALSE},
		{"complaint damage rude-conduct", TRUE},
		{"complaint rude-conduct", TRUE}, /* the message adds it */
		{"complaint vulgar-conduct", FALSE},
		{"complaints known", TRUE},
		{"only complaints damage", FALSE},
		{"only complaints damage rude-conduct everbright", TRUE},
		{"new complaint", TRUE},
		{"only new complaints rude-conduct", TRUE},
		{"only new complaints damage", FALSE},
		{"new complaint exempt", FALSE},
		{"signal no-contact satisfied", TRUE},
		{"signal satisfied", FALSE},
		{"nothing understood", FALSE},
		{"from homeowner", TRUE},
		{"from agent resolution", FALSE},
		{"finance standard", TRUE},
		{"finance beam", FALSE},
		{"milestone m1", TRUE}, /* approved on the way to m2 */
		{"milestone m2", TRUE},
		{"milestone m3", FALSE},
		{"milestone unknown", FALSE},
		{"fact contacted", FALSE},
		{"not task look open", TRUE},
		{"label Social Media", FALSE},
		{"from homeowner, signal satisfied", FALSE},
		{"from homeowner, not signal satisfied", TRUE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Story) story = story_with(cases[i].guards);

		story_message(story, RD_ROLE_HOMEOWNER, "no-contact", "rude-conduct");
		cr_expect_eq(story_has(story, "note holds"), cases[i].holds, "%s", cases[i].guards);
	}
}

Test(guard, nobody_there_is_nobody_who_has_anything)
{
	const char *cases[] = {
		"homeowner has email",	 "homeowner has phone", "homeowner has address",
		"installer has email",	 "installer has phone", "installer has escalation contact",
		"account manager known", "finance standard",	"milestone none"};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Story) story = story_with(cases[i]);

		g_clear_pointer(&story->homeowner, rd_homeowner_free);
		g_clear_pointer(&story->installer, rd_installer_free);
		story_message(story, RD_ROLE_UNKNOWN, "no-contact", "");
		cr_expect_not(story_has(story, "note holds"), "%s", cases[i]);
	}
}

Test(guard, a_label_and_a_fact_are_the_cases_own)
{
	g_autoptr(Story) story = story_with("label Social Media, homeowner told");

	g_strfreev(story->kase->labels);
	story->kase->labels = g_strsplit("Social Media", ";", -1);
	g_hash_table_insert(story->kase->facts, g_strdup("homeowner-told"), g_strdup("yes"));
	story_message(story, RD_ROLE_HOMEOWNER, "", "");
	cr_expect(story_has(story, "note holds"));
}
