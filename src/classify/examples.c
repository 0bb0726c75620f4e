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

static gboolean
example_fail(const char *file, guint line, GError **error, const char *name, const char *what,
	     const char *text)
{
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s:%u: %s %s \"%s\"", file, line, name, what,
		    text);
	return FALSE;
}

static gboolean
rule_try(const RdRules *rules, const RdRule *rule, GError **error)
{
	for (char **text = rule->matches; *text != NULL; text++) {
		if (!example_matches(rules, rule, *text))
			return example_fail(rule->file, rule->line, error, rule->name,
					    "does not match", *text);
	}
	for (char **text = rule->spares; *text != NULL; text++) {
		if (example_matches(rules, rule, *text))
			return example_fail(rule->file, rule->line, error, rule->name,
					    "does not spare", *text);
	}
	return TRUE;
}

static gboolean
label_try(const RdRules *rules, guint index, char **texts, gboolean expected, GError **error)
{
	const RdLabel *label = g_ptr_array_index(rules->labels, index);

	for (char **text = texts; *text != NULL; text++) {
		g_auto(RdScore) score;

		rd_score_init(&score);
		example_score(rules, RD_ZONE_WORDS, *text, &score);
		if ((score.score[index] >= label->threshold) != expected)
			return example_fail(label->file, label->line, error, label->name,
					    expected ? "is not said by" : "is said by", *text);
	}
	return TRUE;
}

gboolean
rd_rules_try_examples(const RdRules *self, GError **error)
{
	for (guint i = 0; i < self->rules->len; i++) {
		if (!rule_try(self, g_ptr_array_index(self->rules, i), error))
			return FALSE;
	}
	for (guint i = 0; i < self->labels->len; i++) {
		const RdLabel *label = g_ptr_array_index(self->labels, i);

		if (!label_try(self, i, label->is, TRUE, error) ||
		    !label_try(self, i, label->is_not, FALSE, error))
			return FALSE;
	}
	return TRUE;
}
