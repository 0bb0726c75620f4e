#include "rules-private.h"

static void lint_say(GPtrArray *lines, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
lint_say(GPtrArray *lines, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(lines, g_strdup_vprintf(format, args));
	va_end(args);
}

/* A label that its rules cannot lift over its threshold, and that no example speaks for. */
static void
lint_label(const RdRules *self, guint index, GPtrArray *lines)
{
	const RdLabel *label = g_ptr_array_index(self->labels, index);
	double sum = 0;
	guint n = 0;

	for (guint i = 0; i < self->rules->len; i++) {
		const RdRule *rule = g_ptr_array_index(self->rules, i);

		if (rule->label != index || rule->weight <= 0)
			continue;
		n++;
		sum += rule->weight;
	}
	if (n > 0 && label->words_weight <= 0 && sum < label->threshold)
		lint_say(lines, "%s:%u: %s: all its rules together come to %.1f and it takes %.1f",
			 label->file, label->line, label->name, sum, label->threshold);
}

/* Another rule of the same label has said @number before. */
static const RdRule *
lint_said_before(const RdRules *self, const RdRule *rule, guint number)
{
	const GPtrArray *users = self->users[number];

	for (guint i = 0; i < users->len; i++) {
		const RdRule *other = g_ptr_array_index(users, i);

		if (other->index < rule->index && other->label == rule->label)
			return other;
	}
	return NULL;
}

static void
lint_rule(const RdRules *self, const RdRule *rule, GPtrArray *lines)
{
	const RdLabel *label = g_ptr_array_index(self->labels, rule->label);

	if (rule->when.authors != 0 && label->when.authors != 0 &&
	    (rule->when.authors & label->when.authors) == 0)
		lint_say(lines, "%s:%u: %s: nobody is both who the rule and who its label is for",
			 rule->file, rule->line, rule->name);
	for (guint i = 0; i < rule->say->len; i++) {
		guint number = g_array_index(rule->say, guint, i);
		const RdPattern *pattern = g_ptr_array_index(self->patterns, number);
		const RdRule *other = lint_said_before(self, rule, number);

		if (other != NULL)
			lint_say(lines, "%s:%u: %s: says \"%s\" as %s does", rule->file, rule->line,
				 rule->name, pattern->written, other->name);
		if (pattern->groups->len == 0)
			lint_say(lines,
				 "%s:%u: %s: \"%s\" has no word to look for, so that it is tried "
				 "on every sentence",
				 rule->file, rule->line, rule->name, pattern->written);
	}
}

static void
lint_unused(const RdRules *self, GPtrArray *lines)
{
	g_autoptr(GList) names =
		g_list_sort(g_hash_table_get_keys(self->lists), (GCompareFunc)g_strcmp0);
	guint32 guards = 0;

	for (const GList *item = names; item != NULL; item = item->next) {
		if (!g_hash_table_contains(self->used, item->data))
			lint_say(lines, "list \"%s\" is not used", (const char *)item->data);
	}
	for (guint i = 0; i < self->rules->len; i++)
		guards |= ((const RdRule *)g_ptr_array_index(self->rules, i))->guards;
	for (guint i = 0; i < self->guards->len; i++)
		guards |= ((const RdGuard *)g_ptr_array_index(self->guards, i))->unless;
	for (guint i = 0; i < self->guards->len; i++) {
		const RdGuard *guard = g_ptr_array_index(self->guards, i);

		if (!RD_HAS(guards, i))
			lint_say(lines, "guard \"%s\" is not used", guard->name);
	}
}

GPtrArray *
rd_rules_lint(const RdRules *self)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < self->labels->len; i++)
		lint_label(self, i, lines);
	for (guint i = 0; i < self->rules->len; i++)
		lint_rule(self, g_ptr_array_index(self->rules, i), lines);
	lint_unused(self, lines);
	return lines;
}
