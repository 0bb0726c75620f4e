/*
 * load-rules.c - the rules themselves.
 */

#include "load.h"

#include <string.h>

static gint
find_zone(const RdRules *rules, const char *name)
{
	static const char *const names[] = {"subject", "words", "note", "review", "head", NULL};

	(void)rules;
	for (gint i = 0; names[i] != NULL; i++) {
		if (strcmp(names[i], name) == 0)
			return i; /* RdZone is 1 << i */
	}
	return -1;
}

static RdRule *
rule_new(RdRules *rules, RdYamlNode node)
{
	RdRule *rule = rd_rule_make();

	rule->file = g_strdup(rd_yaml_file(node));
	rule->line = rd_yaml_line(node);
	rule->index = rules->rules->len;
	g_ptr_array_add(rules->rules, rule);
	return rule;
}

/* The label's guards, those of "guards" too, those of "unguarded" not. */
static gboolean
rule_load_guards(RdRules *rules, RdYamlNode node, RdRule *rule, GError **error)
{
	const RdLabel *label = g_ptr_array_index(rules->labels, rule->label);
	RdYamlNode unguarded = rd_yaml_get(node, "unguarded");
	guint32 without = 0;

	rule->guards = label->guards;
	if (!rd_load_set(rules, node, "guards", rd_rules_find_guard, &rule->guards, error))
		return FALSE;
	if (g_strcmp0(rd_yaml_text(unguarded), "all") == 0)
		without = G_MAXUINT32;
	else if (!rd_load_set(rules, node, "unguarded", rd_rules_find_guard, &without, error))
		return FALSE;
	rule->guards &= ~without;
	return TRUE;
}

static gboolean
rule_load(RdRules *rules, const char *label, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"rule",   "weight", "in",	     "say",	"near",
					    "far",    "with",	"without",   "guards",	"unguarded",
					    "author", "reply",	"milestone", "finance", "matches",
					    "spares", NULL};
	RdRule *rule = rule_new(rules, node);
	const char *name = NULL;

	if (!rd_yaml_expect(node, known, error) || !rd_yaml_get_text(node, "rule", &name, error))
		return FALSE;
	if (name == NULL)
		return rd_yaml_fail(node, error, "a rule without \"rule: NAME\"");
	rule->name = g_strdup(name);
	rule->label = (guint)rd_rules_find_label(rules, label);
	if (!rd_yaml_get_number(node, "weight", &rule->weight, error) ||
	    !rd_load_set(rules, node, "in", find_zone, &rule->zones, error) ||
	    !rd_load_when(rules, node, &rule->when, error) ||
	    !rd_load_patterns(rules, node, "say", rule->say, error) ||
	    !rd_load_patterns(rules, node, "near", rule->near, error) ||
	    !rd_load_patterns(rules, node, "far", rule->far, error) ||
	    !rd_load_patterns(rules, node, "with", rule->with, error) ||
	    !rd_load_patterns(rules, node, "without", rule->without, error) ||
	    !rule_load_guards(rules, node, rule, error) ||
	    !rd_load_strings(node, "matches", &rule->matches, error) ||
	    !rd_load_strings(node, "spares", &rule->spares, error))
		return FALSE;
	if (rule->zones == 0)
		rule->zones = RD_ZONE_SUBJECT | RD_ZONE_WORDS | RD_ZONE_REVIEW;
	return rule->say->len > 0 || rd_yaml_fail(node, error, "%s: nothing to \"say\"", name);
}

static gboolean
rules_load_label(gpointer data, const char *label, RdYamlNode list, GError **error)
{
	RdRules *rules = data;

	if (rd_rules_find_label(rules, label) < 0)
		return rd_yaml_fail(list, error, "rules: there is no label \"%s\"", label);
	for (guint i = 0; i < rd_yaml_size(list); i++) {
		if (!rule_load(rules, label, rd_yaml_item(list, i), error))
			return FALSE;
	}
	return TRUE;
}

gboolean
rd_load_rules(RdRules *rules, GPtrArray *documents, GError **error)
{
	return rd_load_section(documents, "rules", rules_load_label, rules, error);
}
