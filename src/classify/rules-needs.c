/*
 * rules-needs.c - the conditions of patterns: what has to be in a sentence, and where a
 * literal that a pattern begins with stands, what else.
 */

#include "rules-private.h"

#include <math.h>
#include <string.h>

/* Conditions of one head; more would only cost time. */
#define LIST_MAX 4

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

/* Where @literal is, @group is met. */
static gboolean
rules_literal_meets(const RdRules *self, const char *literal, guint group)
{
	const GArray *literals = g_ptr_array_index(self->groups, group);

	for (guint i = 0; i < literals->len; i++) {
		if (strstr(literal, rd_filter_literal(self->filter,
						      g_array_index(literals, guint, i))) != NULL)
			return TRUE;
	}
	return FALSE;
}

/* Whatever meets @group meets @other: all its literals are literals of that, too. */
static gboolean
rules_group_implies(const RdRules *self, guint group, guint other)
{
	const GArray *literals = g_ptr_array_index(self->groups, group);

	for (guint i = 0; i < literals->len; i++) {
		guint literal = g_array_index(literals, guint, i);

		if (!rules_literal_meets(self, rd_filter_literal(self->filter, literal), other))
			return FALSE;
	}
	return TRUE;
}

/* A list of conditions while it is made, the rarest first. */
typedef struct {
	guint groups[LIST_MAX];
	double frequency[LIST_MAX];
	guint n;
} List;

static void
list_add(List *self, const RdRules *rules, guint group)
{
	double frequency = rules_group_frequency(rules, group);
	guint at;

	for (guint i = 0; i < self->n; i++) {
		if (rules_group_implies(rules, self->groups[i], group))
			return;
	}
	if (self->n == LIST_MAX && self->frequency[self->n - 1] <= frequency)
		return;
	at = self->n < LIST_MAX ? self->n++ : self->n - 1;
	for (; at > 0 && self->frequency[at - 1] > frequency; at--) {
		self->groups[at] = self->groups[at - 1];
		self->frequency[at] = self->frequency[at - 1];
	}
	self->groups[at] = group;
	self->frequency[at] = frequency;
}

static gboolean
literal_has_any(const char *literal, const GPtrArray *others)
{
	for (guint i = 0; i < others->len; i++) {
		if (strstr(literal, others->pdata[i]) != NULL)
			return TRUE;
	}
	return FALSE;
}

/* Where in ->head_needs the conditions of @list stand; the same list is there once. */
static guint
rules_keep_list(RdRules *self, const List *list)
{
	static const guint end = RD_NEEDS_END;
	g_autoptr(GString) key = g_string_new(NULL);
	guint place;

	for (guint i = 0; i < list->n; i++)
		g_string_append_printf(key, "%u ", list->groups[i]);
	place = GPOINTER_TO_UINT(g_hash_table_lookup(self->head_lists, key->str));
	if (place > 0)
		return place - 1;
	place = self->head_needs->len;
	g_array_append_vals(self->head_needs, list->groups, list->n);
	g_array_append_val(self->head_needs, end);
	g_hash_table_insert(self->head_lists, g_strdup(key->str), GUINT_TO_POINTER(place + 1));
	return place;
}

/* The conditions of a match of @pattern that begins with @head, which meets some of them. */
static guint
rules_add_head_needs(RdRules *self, const RdPattern *pattern, const RdHead *head)
{
	List list = {.n = 0};

	for (guint i = 0; i < head->groups->len; i++) {
		const GPtrArray *literals = head->groups->pdata[i];

		if (!literal_has_any(head->literal, literals))
			list_add(&list, self, rules_add_group(self, literals));
	}
	for (guint i = 0; i < pattern->groups->len; i++) {
		guint group = g_array_index(pattern->groups, guint, i);

		if (!rules_literal_meets(self, head->literal, group))
			list_add(&list, self, group);
	}
	return rules_keep_list(self, &list);
}

void
rd_rules_add_literals(RdRules *self, guint number, const RdRegex *regex)
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
				  head->edge != 0, head->first != 0,
				  rules_add_head_needs(self, pattern, head)};

		g_array_append_val(self->heads, entry);
	}
}
