/*
 * rules-index.c - what a literal in a text tells of: conditions that it meets, patterns that
 * may begin there.
 */

#include "rules-private.h"

#include <math.h>
#include <string.h>

/* Those that rules look for; the words of guards have windows of their own. */
static GArray *
rules_patterns_looked_for(const RdRules *self)
{
	GArray *looked = g_array_new(FALSE, TRUE, sizeof(gboolean));

	g_array_set_size(looked, self->patterns->len);
	for (guint i = 0; i < self->rules->len; i++) {
		const RdRule *rule = g_ptr_array_index(self->rules, i);
		const GArray *uses[] = {rule->say, rule->near, rule->far, rule->with,
					rule->without};

		for (gsize j = 0; j < G_N_ELEMENTS(uses); j++) {
			for (guint k = 0; k < uses[j]->len; k++)
				g_array_index(looked, gboolean, g_array_index(uses[j], guint, k)) =
					TRUE;
		}
	}
	return looked;
}

static guint
rules_rarest_need(const RdRules *self, guint pattern)
{
	guint first = self->needs_at[pattern];

	return first < self->needs_at[pattern + 1] ? self->needs[first] : self->groups->len;
}

static void
rules_index_literals(RdRules *self)
{
	g_autoptr(GArray) looked = rules_patterns_looked_for(self);
	g_autofree gboolean *asked = g_new0(gboolean, self->groups->len + 1);

	self->uses = g_new0(RdLiteralUse, rd_filter_size(self->filter) + 1);

	for (guint i = 0; i < self->n_needs; i++)
		asked[self->needs[i]] = TRUE;
	for (guint i = 0; i < self->groups->len; i++) {
		const GArray *group = g_ptr_array_index(self->groups, i);

		for (guint j = 0; asked[i] && j < group->len; j++) {
			RdLiteralUse *use = &self->uses[g_array_index(group, guint, j)];

			use->groups = g_renew(guint, use->groups, use->n_groups + 1);
			use->groups[use->n_groups++] = i;
		}
	}
	for (guint i = 0; i < self->heads->len; i++) {
		const RdHeadOf *head = &g_array_index(self->heads, RdHeadOf, i);
		RdLiteralUse *use = &self->uses[head->literal];

		if (!g_array_index(looked, gboolean, head->pattern))
			continue;
		use->heads = g_renew(struct RdHeadUse, use->heads, use->n_heads + 1);
		use->heads[use->n_heads++] = (struct RdHeadUse){
			head->pattern, head->edge, rules_rarest_need(self, head->pattern)};
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

/* How often texts meet a condition, roughly: short literals are in many words. */
static double
rules_group_frequency(const RdRules *self, guint group)
{
	const GArray *literals = g_ptr_array_index(self->groups, group);
	double sum = 0;

	for (guint i = 0; i < literals->len; i++) {
		guint literal = g_array_index(literals, guint, i);

		sum += pow(0.4, (double)strlen(rd_filter_literal(self->filter, literal)));
	}
	return sum;
}

static gboolean
rules_literal_meets(const RdRules *self, guint literal, const GArray *group)
{
	for (guint i = 0; i < group->len; i++) {
		guint other = g_array_index(group, guint, i);

		if (literal == other || strstr(rd_filter_literal(self->filter, literal),
					       rd_filter_literal(self->filter, other)) != NULL)
			return TRUE;
	}
	return FALSE;
}

/* Adds a condition to those of pattern @number, which begin at @first: the rarest goes first. */
static void
rules_add_need(RdRules *self, guint first, guint group, const double *frequency)
{
	guint at = self->n_needs++;

	for (; at > first && frequency[self->needs[at - 1]] > frequency[group]; at--)
		self->needs[at] = self->needs[at - 1];
	self->needs[at] = group;
}

/* Conditions of @number; one that all its @heads (or NULL) meet tells nothing where one is. */
static void
rules_add_needs(RdRules *self, guint number, const GArray *heads, const double *frequency)
{
	const RdPattern *pattern = g_ptr_array_index(self->patterns, number);
	guint first = self->n_needs;

	for (guint i = 0; i < pattern->groups->len; i++) {
		guint group = g_array_index(pattern->groups, guint, i);
		gboolean tells = heads == NULL;

		for (guint j = 0; !tells && j < heads->len; j++)
			tells = !rules_literal_meets(self, g_array_index(heads, guint, j),
						     g_ptr_array_index(self->groups, group));
		if (tells)
			rules_add_need(self, first, group, frequency);
	}
}

static void
heads_free(gpointer data)
{
	if (data != NULL)
		g_array_unref(data);
}

static void
heads_forget(GPtrArray *by, guint pattern)
{
	g_clear_pointer((GArray **)&by->pdata[pattern], g_array_unref);
}

/*
 * The heads of each pattern that is looked for where they are: GArray of literals, or NULL.
 * Guards look for theirs in a window.
 */
static GPtrArray *
rules_heads_by_pattern(const RdRules *self)
{
	GPtrArray *by = g_ptr_array_new_with_free_func(heads_free);

	g_ptr_array_set_size(by, (gint)self->patterns->len);
	for (guint i = 0; i < self->heads->len; i++) {
		const RdHeadOf *head = &g_array_index(self->heads, RdHeadOf, i);
		GArray **heads = (GArray **)&by->pdata[head->pattern];

		if (*heads == NULL)
			*heads = g_array_new(FALSE, FALSE, sizeof(guint));
		g_array_append_val(*heads, head->literal);
	}
	for (guint i = 0; i < self->guards->len; i++) {
		const RdGuard *guard = g_ptr_array_index(self->guards, i);

		for (guint j = 0; j < guard->words->len; j++)
			heads_forget(by, g_array_index(guard->words, RdGuardWords, j).pattern);
		if (guard->stop >= 0)
			heads_forget(by, (guint)guard->stop);
	}
	return by;
}

static void
rules_index_needs(RdRules *self)
{
	g_autofree double *frequency = g_new(double, self->groups->len + 1);
	g_autoptr(GPtrArray) heads = rules_heads_by_pattern(self);
	guint n = 0;

	for (guint i = 0; i < self->groups->len; i++)
		frequency[i] = rules_group_frequency(self, i);
	for (guint i = 0; i < self->patterns->len; i++)
		n += ((const RdPattern *)g_ptr_array_index(self->patterns, i))->groups->len;
	self->needs = g_new(guint, n + 1);
	self->needs_at = g_new(guint, self->patterns->len + 1);
	for (guint i = 0; i < self->patterns->len; i++) {
		self->needs_at[i] = self->n_needs;
		rules_add_needs(self, i, heads->pdata[i], frequency);
	}
	self->needs_at[self->patterns->len] = self->n_needs;
}

void
rd_rules_index(RdRules *self)
{
	rd_filter_build(self->filter);
	rules_index_needs(self);
	rules_index_literals(self);
	rules_index_users(self);
}
