/*
 * rules-index.c - what a literal in a text tells of: conditions that it meets, patterns that
 * may begin there.
 */

#include "rules-private.h"

/* Sets the flag of every pattern that rules look for. */
static gboolean *
rules_patterns_looked_for(const RdRules *self)
{
	gboolean *looked = g_new0(gboolean, self->patterns->len + 1);

	for (guint i = 0; i < self->rules->len; i++) {
		const RdRule *rule = g_ptr_array_index(self->rules, i);
		const GArray *uses[] = {rule->say, rule->near, rule->far, rule->with,
					rule->without};

		for (gsize j = 0; j < G_N_ELEMENTS(uses); j++) {
			for (guint k = 0; k < uses[j]->len; k++)
				looked[g_array_index(uses[j], guint, k)] = TRUE;
		}
	}
	return looked;
}

/* The same of patterns that are looked for in a window, or that no literal begins. */
static gboolean *
rules_patterns_without_heads(const RdRules *self)
{
	gboolean *without = g_new0(gboolean, self->patterns->len + 1);

	for (guint i = 0; i < self->patterns->len; i++)
		without[i] = !((const RdPattern *)g_ptr_array_index(self->patterns, i))->headed;
	for (guint i = 0; i < self->guards->len; i++) {
		const RdGuard *guard = g_ptr_array_index(self->guards, i);

		for (guint j = 0; j < guard->words->len; j++)
			without[g_array_index(guard->words, RdGuardWords, j).pattern] = TRUE;
		if (guard->stop >= 0)
			without[guard->stop] = TRUE;
	}
	return without;
}

static void
rules_index_needs(RdRules *self)
{
	g_autofree gboolean *without = rules_patterns_without_heads(self);
	guint n = 0;

	for (guint i = 0; i < self->patterns->len; i++)
		n += ((const RdPattern *)g_ptr_array_index(self->patterns, i))->groups->len;
	self->needs = g_new(guint, n + 1);
	self->needs_at = g_new(guint, self->patterns->len + 1);
	for (guint i = 0; i < self->patterns->len; i++) {
		const RdPattern *pattern = g_ptr_array_index(self->patterns, i);

		self->needs_at[i] = self->n_needs;
		for (guint j = 0; without[i] && j < pattern->groups->len; j++)
			self->needs[self->n_needs++] = g_array_index(pattern->groups, guint, j);
	}
	self->needs_at[self->patterns->len] = self->n_needs;
}

static void
rules_index_heads(RdRules *self)
{
	g_autofree gboolean *looked = rules_patterns_looked_for(self);

	for (guint i = 0; i < self->heads->len; i++) {
		const RdHeadOf *head = &g_array_index(self->heads, RdHeadOf, i);
		RdLiteralUse *use = &self->uses[head->literal];

		if (!looked[head->pattern])
			continue;
		use->heads = g_renew(struct RdHeadUse, use->heads, use->n_heads + 1);
		use->heads[use->n_heads++] =
			(struct RdHeadUse){&g_array_index(self->head_needs, guint, head->needs),
					   head->pattern, head->edge, head->first};
	}
}

/* Each literal of @group meets it. */
static void
rules_index_group(RdRules *self, guint group)
{
	const GArray *literals = g_ptr_array_index(self->groups, group);

	for (guint i = 0; i < literals->len; i++) {
		RdLiteralUse *use = &self->uses[g_array_index(literals, guint, i)];

		use->groups = g_renew(guint, use->groups, use->n_groups + 1);
		use->groups[use->n_groups++] = group;
	}
}

/* Conditions that nobody asks for are left out. */
static void
rules_index_groups(RdRules *self)
{
	g_autofree gboolean *kept = g_new0(gboolean, self->groups->len + 1);
	g_autofree gboolean *asked = g_new0(gboolean, self->groups->len + 1);

	for (guint i = 0; i < self->n_needs; i++)
		kept[self->needs[i]] = TRUE;
	for (guint i = 0; i < self->head_needs->len; i++)
		asked[g_array_index(self->head_needs, guint, i)] = TRUE;
	for (guint i = 0; i < self->groups->len; i++) {
		if (kept[i])
			rules_index_group(self, i);
	}
	for (guint i = 0; i < rd_filter_size(self->filter); i++)
		self->uses[i].n_kept = self->uses[i].n_groups;
	for (guint i = 0; i < self->groups->len; i++) {
		if (asked[i] && !kept[i])
			rules_index_group(self, i);
	}
}

static void
rules_index_users(RdRules *self)
{
	self->users = g_new0(GPtrArray *, self->patterns->len + 1);
	for (guint i = 0; i < self->rules->len; i++) {
		RdRule *rule = g_ptr_array_index(self->rules, i);

		for (guint j = 0; j < rule->say->len; j++) {
			guint number = g_array_index(rule->say, guint, j);

			if (self->users[number] == NULL)
				self->users[number] = g_ptr_array_new();
			g_ptr_array_add(self->users[number], rule);
		}
	}
	for (guint i = 0; i < self->patterns->len; i++) {
		const RdPattern *pattern = g_ptr_array_index(self->patterns, i);

		if (self->users[i] != NULL && !pattern->headed)
			g_array_append_val(self->headless, i);
	}
}

void
rd_rules_index(RdRules *self)
{
	rd_filter_build(self->filter);
	self->uses = g_new0(RdLiteralUse, rd_filter_size(self->filter) + 1);
	rules_index_needs(self);
	rules_index_heads(self);
	rules_index_groups(self);
	rules_index_users(self);
}
