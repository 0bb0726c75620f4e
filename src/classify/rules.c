#include "rules-private.h"

#include <string.h>

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
	self->headless = g_array_new(FALSE, FALSE, sizeof(guint));
	self->review = rd_review_rules_new();
	self->filter = rd_filter_new();
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
	g_array_unref(self->headless);
	g_free(self->users);
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

/* The number of the condition "one of @literals"; lists that many patterns use are one. */
static guint
rules_add_group(RdRules *self, const GPtrArray *literals)
{
	g_autoptr(GString) key = g_string_new(NULL);
	GArray *group;
	guint number;

	for (guint i = 0; i < literals->len; i++)
		g_string_append_printf(key, "%s\n", (const char *)g_ptr_array_index(literals, i));
	number = GPOINTER_TO_UINT(g_hash_table_lookup(self->group_numbers, key->str));
	if (number > 0)
		return number - 1;
	group = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; i < literals->len; i++) {
		guint literal = rd_filter_add(self->filter, g_ptr_array_index(literals, i));

		g_array_append_val(group, literal);
	}
	g_ptr_array_add(self->groups, group);
	g_hash_table_insert(self->group_numbers, g_strdup(key->str),
			    GUINT_TO_POINTER(self->groups->len));
	return self->groups->len - 1;
}

static void
rules_add_literals(RdRules *self, guint number, const RdRegex *regex)
{
	RdPattern *pattern = g_ptr_array_index(self->patterns, number);

	for (guint i = 0; i < regex->groups->len; i++) {
		guint group = rules_add_group(self, g_ptr_array_index(regex->groups, i));

		g_array_append_val(pattern->groups, group);
	}
	pattern->headed = regex->heads != NULL;
	for (guint i = 0; pattern->headed && i < regex->heads->len; i++) {
		const RdHead *head = &g_array_index(regex->heads, RdHead, i);
		RdHeadOf entry = {rd_filter_add(self->filter, head->literal), number,
				  head->edge != 0};

		g_array_append_val(self->heads, entry);
	}
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
		rules_add_literals(self, self->patterns->len - 1, regex);
		number = self->patterns->len;
		g_hash_table_insert(self->interned, g_steal_pointer(&source),
				    GUINT_TO_POINTER(number));
	}
	*out = number - 1;
	return TRUE;
}

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

static void
rules_index_literals(RdRules *self)
{
	g_autoptr(GArray) looked = rules_patterns_looked_for(self);

	self->uses = g_new0(RdLiteralUse, rd_filter_size(self->filter) + 1);
	for (guint i = 0; i < self->groups->len; i++) {
		const GArray *group = g_ptr_array_index(self->groups, i);

		for (guint j = 0; j < group->len; j++) {
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
		use->heads[use->n_heads++] = (struct RdHeadUse){head->pattern, head->edge};
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
	rules_index_literals(self);
	rules_index_users(self);
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
