/* small.h - what the tests of classify share: the small rules, and one text scored. */

#pragma once

#include "../../../src/classify/score.h"

#define SMALL "tests/data/rules"

static inline RdRules *
small_rules(void)
{
	g_autoptr(GError) error = NULL;
	RdRules *rules = rd_rules_load(SMALL, &error);

	if (rules == NULL)
		g_error("%s", error->message);
	return rules;
}

/* The sum of label @label for @text; whatever the circumstances. */
static inline double
small_score(const RdRules *rules, const char *label, const char *text)
{
	const RdCircumstances any = {.any = TRUE};
	g_autoptr(RdProse) prose = rd_prose_new(rules->spelling);
	g_auto(RdScore) score;

	rd_score_init(&score);
	rd_prose_add(prose, RD_ZONE_WORDS, text, 4096);
	rd_score_add(&score, rules, prose, &any);
	return score.score[rd_rules_find_label(rules, label)];
}
