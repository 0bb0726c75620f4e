/*
 * hearing.c - which words of the rules the mails of a corpus have.
 */

#include "rules-private.h"

#include <string.h>

#define WORDS_MAX  16384
#define LISTED_MAX 8

void
rd_rules_hear(const RdRules *self, const RdMessage *message, GHashTable *heard)
{
	const RdForwarded *forwarded = message->forwarded;
	const char *texts[] = {message->subject,
			       message->reply,
			       message->quoted,
			       forwarded != NULL ? forwarded->subject : NULL,
			       forwarded != NULL ? forwarded->body : NULL,
			       forwarded != NULL ? forwarded->quoted : NULL};
	g_autoptr(RdProse) prose = rd_prose_new(self->spelling);
	g_auto(RdFoundList) found = {0};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (texts[i] != NULL)
			rd_prose_add(prose, RD_ZONE_WORDS, texts[i], WORDS_MAX);
	}
	for (guint i = 0; i < prose->sentences->len; i++) {
		const RdSentence *s = &g_array_index(prose->sentences, RdSentence, i);

		rd_filter_scan(self->filter, prose->text->str + s->start, s->len, &found);
		for (guint j = 0; j < found.n; j++)
			g_hash_table_add(heard, (gpointer)rd_filter_literal(
							self->filter, found.items[j].literal));
	}
}

/* The words of @group that nobody said, each told of once; FALSE: somebody said one. */
static gboolean
group_unheard(const RdRules *self, guint number, GHashTable *heard, GHashTable *told,
	      GPtrArray *words)
{
	const GArray *group = g_ptr_array_index(self->groups, number);
	gboolean silent = TRUE;

	for (guint i = 0; i < group->len; i++) {
		const char *literal =
			rd_filter_literal(self->filter, g_array_index(group, guint, i));

		if (g_hash_table_contains(heard, literal))
			silent = FALSE;
		else if (g_hash_table_add(told, (gpointer)literal))
			g_ptr_array_add(words, (gpointer)literal);
	}
	return silent;
}

static char *
words_list(const GPtrArray *words)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (guint i = 0; i < MIN(words->len, LISTED_MAX); i++) {
		g_autofree char *word = g_strstrip(g_strdup(words->pdata[i]));

		g_string_append_printf(list, "%s\"%s\"", i > 0 ? ", " : "", word);
	}
	if (words->len > LISTED_MAX)
		g_string_append_printf(list, " and %u more", words->len - LISTED_MAX);
	return g_string_free(g_steal_pointer(&list), FALSE);
}

static void
rule_unheard(const RdRules *self, const RdRule *rule, GHashTable *heard, GHashTable *told,
	     GPtrArray *lines)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_autofree char *list = NULL;
	guint silent = 0;

	for (guint i = 0; i < rule->say->len; i++) {
		const RdPattern *pattern =
			g_ptr_array_index(self->patterns, g_array_index(rule->say, guint, i));
		gboolean possible = TRUE;

		for (guint j = 0; j < pattern->groups->len; j++)
			possible &= !group_unheard(self, g_array_index(pattern->groups, guint, j),
						   heard, told, words);
		silent += !possible;
	}
	list = words_list(words);
	if (silent == rule->say->len && silent > 0)
		g_ptr_array_add(lines,
				g_strdup_printf("%s:%u: %s: no mail has the words that it needs",
						rule->file, rule->line, rule->name));
	if (words->len > 0)
		g_ptr_array_add(lines, g_strdup_printf("%s:%u: %s: no mail says %s", rule->file,
						       rule->line, rule->name, list));
}

GPtrArray *
rd_rules_unheard(const RdRules *self, GHashTable *heard)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < self->rules->len; i++)
		rule_unheard(self, g_ptr_array_index(self->rules, i), heard, told, lines);
	return lines;
}
