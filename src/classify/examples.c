#include "score.h"

#include <redress/error.h>

static RdZone
example_zone(const RdRule *rule)
{
	if ((rule->zones & RD_ZONE_WORDS) != 0)
		return RD_ZONE_WORDS;
	return (RdZone)(rule->zones & ~(rule->zones - 1)); /* its first */
}

static void
example_score(const RdRules *rules, RdZone zone, const char *text, RdScore *out)
{
	const RdCircumstances any = {.any = TRUE};
	g_autoptr(RdProse) prose = rd_prose_new(rules->spelling);

	rd_prose_add(prose, zone, text, 4096);
	rd_score_add(out, rules, prose, &any);
}

static gboolean
example_matches(const RdRules *rules, const RdRule *rule, const char *text)
{
	g_auto(RdScore) score;

	rd_score_init(&score);
	example_score(rules, example_zone(rule), text, &score);
	for (guint i = 0; i < score.hits->len; i++) {
		const RdHit *hit = &g_array_index(score.hits, RdHit, i);

		if (hit->rule == rule && hit->guard < 0)
			return TRUE;
	}
	return FALSE;
}

/* All that fail are listed: whoever edits rules wants to see them together. */
static void
example_fail(GString *failed, const char *file, guint line, const char *name, const char *what,
	     const char *text)
{
	g_string_append_printf(failed, "%s%s:%u: %s %s \"%s\"", failed->len > 0 ? "\n" : "", file,
			       line, name, what, text);
}

static void
rule_try(const RdRules *rules, const RdRule *rule, GString *failed)
{
	for (char **text = rule->matches; *text != NULL; text++) {
		if (!example_matches(rules, rule, *text))
			example_fail(failed, rule->file, rule->line, rule->name, "does not match",
				     *text);
	}
	for (char **text = rule->spares; *text != NULL; text++) {
		if (example_matches(rules, rule, *text))
			example_fail(failed, rule->file, rule->line, rule->name, "does not spare",
				     *text);
	}
}

static void
label_try(const RdRules *rules, guint index, char **texts, gboolean expected, GString *failed)
{
	const RdLabel *label = g_ptr_array_index(rules->labels, index);

	for (char **text = texts; *text != NULL; text++) {
		g_auto(RdScore) score;

		rd_score_init(&score);
		example_score(rules, RD_ZONE_WORDS, *text, &score);
		if ((score.score[index] >= label->threshold) != expected)
			example_fail(failed, label->file, label->line, label->name,
				     expected ? "is not said by" : "is said by", *text);
	}
}

gboolean
rd_rules_try_examples(const RdRules *self, GError **error)
{
	g_autoptr(GString) failed = g_string_new(NULL);

	for (guint i = 0; i < self->rules->len; i++)
		rule_try(self, g_ptr_array_index(self->rules, i), failed);
	for (guint i = 0; i < self->labels->len; i++) {
		const RdLabel *label = g_ptr_array_index(self->labels, i);

		label_try(self, i, label->is, TRUE, failed);
		label_try(self, i, label->is_not, FALSE, failed);
	}
	if (failed->len > 0)
		g_set_error_literal(error, RD_ERROR, RD_ERROR_CONFIG, failed->str);
	return failed->len == 0;
}
