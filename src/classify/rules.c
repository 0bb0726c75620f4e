#include "rules-private.h"

#include <string.h>

/* Mails that people write take up to 600 steps, 16 KB of their sentences in one mail 3,000. */
#define BUDGET_STEPS 20000
#define BUDGET_US    20000

gpointer
rd_guard_make(void)
{
	RdGuard *self = g_new0(RdGuard, 1);

	self->words = g_array_new(FALSE, FALSE, sizeof(RdGuardWords));
	self->stop = -1;
	return self;
}

gpointer
rd_label_make(void)
{
	RdLabel *self = g_new0(RdLabel, 1);

	self->of = RD_LABEL_HINT;
	self->when.reply = -1;
	return self;
}

gpointer
rd_rule_make(void)
{
	RdRule *self = g_new0(RdRule, 1);
	GArray **arrays[] = {&self->say, &self->near, &self->far, &self->with, &self->without};

	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
		*arrays[i] = g_array_new(FALSE, FALSE, sizeof(guint));
	self->weight = 1;
	self->when.reply = -1;
	return self;
}

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
	self->used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->spelling = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	self->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)rd_pattern_free);
	self->interned = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->guards = g_ptr_array_new_with_free_func(guard_free);
	self->labels = g_ptr_array_new_with_free_func(label_free);
	self->rules = g_ptr_array_new_with_free_func(rule_free);
	self->groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	self->group_numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->heads = g_array_new(FALSE, FALSE, sizeof(RdHeadOf));
	self->head_needs = g_array_new(FALSE, FALSE, sizeof(guint));
	self->head_lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->headless = g_array_new(FALSE, FALSE, sizeof(guint));
	g_ptr_array_add(self->groups, g_array_new(FALSE, FALSE, sizeof(guint))); /* RD_NEEDS_END */
	self->review = rd_review_rules_new();
	self->filter = rd_filter_new();
	self->budget = (RdBudget){BUDGET_STEPS, BUDGET_US};
	return self;
}

void
rd_rules_free(RdRules *self)
{
	for (guint i = 0; self->uses != NULL && i < rd_filter_size(self->filter); i++) {
		g_free(self->uses[i].groups);
		g_free(self->uses[i].heads);
	}
	for (guint i = 0; self->users != NULL && i < self->patterns->len; i++)
		g_clear_pointer(&self->users[i], g_ptr_array_unref);
	g_free(self->uses);
	g_array_unref(self->heads);
	g_array_unref(self->head_needs);
	g_hash_table_unref(self->head_lists);
	g_array_unref(self->headless);
	g_free(self->users);
	g_free(self->needs);
	g_free(self->needs_at);
	g_ptr_array_unref(self->groups);
	g_hash_table_unref(self->group_numbers);
	g_ptr_array_unref(self->rules);
	g_ptr_array_unref(self->labels);
	g_ptr_array_unref(self->guards);
	g_hash_table_unref(self->interned);
	g_ptr_array_unref(self->patterns);
	g_hash_table_unref(self->spelling);
	g_hash_table_unref(self->used);
	g_hash_table_unref(self->lists);
	rd_review_rules_free(self->review);
	g_clear_pointer(&self->lexicon, rd_lexicon_free);
	g_free(self->key);
	rd_filter_free(self->filter);
	g_free(self);
}

RdRule *
rd_rules_add(RdRules *self, const char *name, guint label, guint number)
{
	RdRule *rule = rd_rule_make();

	rule->name = g_strdup(name);
	rule->file = g_strdup("");
	rule->index = self->rules->len;
	rule->label = label;
	rule->zones = RD_ZONE_SUBJECT | RD_ZONE_WORDS | RD_ZONE_REVIEW;
	rule->matches = g_new0(char *, 1);
	rule->spares = g_new0(char *, 1);
	g_array_append_val(rule->say, number);
	g_ptr_array_add(self->rules, rule);
	return rule;
}

void
rd_rules_note_lists(RdRules *self, const char *written)
{
	for (const char *p = strstr(written, "{{"); p != NULL; p = strstr(p + 2, "{{")) {
		const char *end = strstr(p, "}}");

		if (end != NULL)
			g_hash_table_add(self->used, g_strndup(p + 2, (gsize)(end - p - 2)));
	}
}

gboolean
rd_rules_intern(RdRules *self, RdYamlNode at, const char *written, guint *out, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autofree char *source = rd_pattern_expand(written, self->lists, &local);
	g_autoptr(RdRegex) regex = NULL;
	RdPattern *pattern;
	guint number;

	if (source == NULL)
		return rd_yaml_fail(at, error, "%s", local->message);
	rd_rules_note_lists(self, written);
	number = GPOINTER_TO_UINT(g_hash_table_lookup(self->interned, source));
	if (number == 0) {
		pattern = rd_pattern_new(written, source, &regex, &local);
		if (pattern == NULL)
			return rd_yaml_fail(at, error, "%s", local->message);
		g_ptr_array_add(self->patterns, pattern);
		rd_rules_add_literals(self, self->patterns->len - 1, regex);
		number = self->patterns->len;
		g_hash_table_insert(self->interned, g_steal_pointer(&source),
				    GUINT_TO_POINTER(number));
	}
	*out = number - 1;
	return TRUE;
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
