#include "rules-private.h"

#include <string.h>

static void
guard_free(gpointer data)
{
	RdGuard *self = data;

	g_array_unref(self->words);
	g_free(self->name);
	g_free(self);
}

static void
label_free(gpointer data)
{
	RdLabel *self = data;

	g_strfreev(self->is);
	g_strfreev(self->is_not);
	g_free(self->name);
	g_free(self->file);
	g_free(self);
}

static void
rule_free(gpointer data)
{
	RdRule *self = data;

	g_array_unref(self->say);
	g_array_unref(self->near);
	g_array_unref(self->far);
	g_array_unref(self->with);
	g_array_unref(self->without);
	g_strfreev(self->matches);
	g_strfreev(self->spares);
	g_free(self->name);
	g_free(self->file);
	g_free(self);
}

RdRules *
rd_rules_new(void)
{
	RdRules *self = g_new0(RdRules, 1);

	self->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	self->spelling = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	self->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)rd_pattern_free);
	self->interned = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->guards = g_ptr_array_new_with_free_func(guard_free);
	self->labels = g_ptr_array_new_with_free_func(label_free);
	self->rules = g_ptr_array_new_with_free_func(rule_free);
	self->always = g_array_new(FALSE, FALSE, sizeof(guint));
	self->review = rd_review_rules_new();
	self->filter = rd_filter_new();
	return self;
}

void
rd_rules_free(RdRules *self)
{
	for (guint i = 0; self->triggers != NULL && i < rd_filter_size(self->filter); i++)
		g_clear_pointer(&self->triggers[i], g_array_unref);
	for (guint i = 0; self->users != NULL && i < self->patterns->len; i++)
		g_clear_pointer(&self->users[i], g_ptr_array_unref);
	g_free(self->triggers);
	g_free(self->users);
	g_array_unref(self->always);
	g_ptr_array_unref(self->rules);
	g_ptr_array_unref(self->labels);
	g_ptr_array_unref(self->guards);
	g_hash_table_unref(self->interned);
	g_ptr_array_unref(self->patterns);
	g_hash_table_unref(self->spelling);
	g_hash_table_unref(self->lists);
	rd_review_rules_free(self->review);
	g_clear_pointer(&self->lexicon, rd_lexicon_free);
	rd_filter_free(self->filter);
	g_free(self);
}

static void
rules_add_literals(RdRules *self, RdPattern *pattern, const GPtrArray *literals)
{
	for (guint i = 0; i < literals->len; i++) {
		const GPtrArray *group = g_ptr_array_index(literals, i);
		GArray *numbers = g_array_new(FALSE, FALSE, sizeof(guint));

		for (guint j = 0; j < group->len; j++) {
			guint number = rd_filter_add(self->filter, g_ptr_array_index(group, j));

			g_array_append_val(numbers, number);
		}
		g_ptr_array_add(pattern->groups, numbers);
	}
}

gboolean
rd_rules_intern(RdRules *self, RdYamlNode at, const char *written, guint *out, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autofree char *source = rd_pattern_expand(written, self->lists, &local);
	g_autoptr(GPtrArray) literals = NULL;
	RdPattern *pattern;
	guint number;

	if (source == NULL)
		return rd_yaml_fail(at, error, "%s", local->message);
	number = GPOINTER_TO_UINT(g_hash_table_lookup(self->interned, source));
	if (number == 0) {
		pattern = rd_pattern_new(written, source, &literals, &local);
		if (pattern == NULL)
			return rd_yaml_fail(at, error, "%s", local->message);
		rules_add_literals(self, pattern, literals);
		g_ptr_array_add(self->patterns, pattern);
		number = self->patterns->len;
		g_hash_table_insert(self->interned, g_steal_pointer(&source),
				    GUINT_TO_POINTER(number));
	}
	*out = number - 1;
	return TRUE;
}

/* The condition of a pattern that fewest texts meet: long literals, few of them. */
static const GArray *
rules_trigger(const RdPattern *pattern, const GArray *lengths)
{
	const GArray *best = NULL;
	double best_score = 0;

	for (guint i = 0; i < pattern->groups->len; i++) {
		const GArray *group = g_ptr_array_index(pattern->groups, i);
		double often = 0;

		/* a literal of n letters: about 1/4^n of places, by experience enough */
		for (guint j = 0; j < group->len; j++) {
			guint number = g_array_index(group, guint, j);
			guint len = g_array_index(lengths, guint, number);

			often += 1.0 / (double)(1u << MIN(2 * len, 30));
		}
		if (best == NULL || often < best_score) {
			best = group;
			best_score = often;
		}
	}
	return best;
}

static void
rules_index_pattern(RdRules *self, guint number, const GArray *lengths)
{
	const GArray *trigger = rules_trigger(g_ptr_array_index(self->patterns, number), lengths);

	if (trigger == NULL) {
		g_array_append_val(self->always, number);
		return;
	}
	for (guint i = 0; i < trigger->len; i++) {
		guint literal = g_array_index(trigger, guint, i);

		if (self->triggers[literal] == NULL)
			self->triggers[literal] = g_array_new(FALSE, FALSE, sizeof(guint));
		g_array_append_val(self->triggers[literal], number);
	}
}

void
rd_rules_index(RdRules *self)
{
	g_autoptr(GArray) lengths = g_array_new(FALSE, FALSE, sizeof(guint));

	rd_filter_build(self->filter);
	for (guint i = 0; i < rd_filter_size(self->filter); i++) {
		guint len = (guint)strlen(rd_filter_literal(self->filter, i));

		g_array_append_val(lengths, len);
	}
	self->triggers = g_new0(GArray *, rd_filter_size(self->filter) + 1);
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
		if (self->users[i] != NULL)
			rules_index_pattern(self, i, lengths);
	}
}

gint
rd_rules_find_label(const RdRules *self, const char *name)
{
	for (guint i = 0; i < self->labels->len; i++) {
		if (strcmp(((RdLabel *)g_ptr_array_index(self->labels, i))->name, name) == 0)
			return (gint)i;
	}
	return -1;
}

gint
rd_rules_find_guard(const RdRules *self, const char *name)
{
	for (guint i = 0; i < self->guards->len; i++) {
		if (strcmp(((RdGuard *)g_ptr_array_index(self->guards, i))->name, name) == 0)
			return (gint)i;
	}
	return -1;
}
