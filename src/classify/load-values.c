/*
 * load-values.c - what stands under a key: texts, patterns, sets of names, circumstances.
 */

#include "load.h"

#include <string.h>

guint
rd_load_texts_size(RdYamlNode node)
{
	return rd_yaml_kind(node) == RD_YAML_SCALAR ? 1 : rd_yaml_size(node);
}

gboolean
rd_load_text(RdYamlNode node, guint i, RdYamlNode *item, const char **text, GError **error)
{
	*item = rd_yaml_kind(node) == RD_YAML_SCALAR ? node : rd_yaml_item(node, i);
	*text = rd_yaml_kind(node) == RD_YAML_MAP ? NULL : rd_yaml_text(*item);
	return *text != NULL || rd_yaml_fail(*item, error, "expected a text or a list of texts");
}

gboolean
rd_load_patterns(RdRules *rules, RdYamlNode node, const char *key, GArray *out, GError **error)
{
	RdYamlNode list = rd_yaml_get(node, key);

	for (guint i = 0; i < rd_load_texts_size(list); i++) {
		const char *text;
		RdYamlNode at;
		guint number;

		if (!rd_load_text(list, i, &at, &text, error) ||
		    !rd_rules_intern(rules, at, text, &number, error))
			return FALSE;
		g_array_append_val(out, number);
	}
	return TRUE;
}

gboolean
rd_load_strings(RdYamlNode node, const char *key, char ***out, GError **error)
{
	RdYamlNode list = rd_yaml_get(node, key);
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

	for (guint i = 0; i < rd_load_texts_size(list); i++) {
		const char *text;
		RdYamlNode at;

		if (!rd_load_text(list, i, &at, &text, error))
			return FALSE;
		g_strv_builder_add(builder, text);
	}
	*out = g_strv_builder_end(builder);
	return TRUE;
}

gboolean
rd_load_set(RdRules *rules, RdYamlNode node, const char *key, RdLoadFind find, guint32 *out,
	    GError **error)
{
	RdYamlNode list = rd_yaml_get(node, key);

	for (guint i = 0; i < rd_load_texts_size(list); i++) {
		const char *text;
		RdYamlNode at;
		gint found;

		if (!rd_load_text(list, i, &at, &text, error))
			return FALSE;
		found = find(rules, text);
		if (found < 0)
			return rd_yaml_fail(at, error, "%s: there is no \"%s\"", key, text);
		*out |= RD_SET(found);
	}
	return TRUE;
}

static gint
find_author(const RdRules *rules, const char *name)
{
	RdRole role;

	(void)rules;
	return rd_role_parse(name, &role) ? (gint)role : -1;
}

static gint
find_milestone(const RdRules *rules, const char *name)
{
	RdMilestone milestone;

	(void)rules;
	return rd_milestone_parse(name, &milestone) ? (gint)milestone : -1;
}

static gint
find_finance(const RdRules *rules, const char *name)
{
	RdFinance finance;

	(void)rules;
	return rd_finance_parse(name, &finance) ? (gint)finance : -1;
}

gboolean
rd_load_when(RdRules *rules, RdYamlNode node, RdWhen *out, GError **error)
{
	const char *reply = NULL;

	out->reply = -1;
	if (!rd_load_set(rules, node, "author", find_author, &out->authors, error) ||
	    !rd_load_set(rules, node, "milestone", find_milestone, &out->milestones, error) ||
	    !rd_load_set(rules, node, "finance", find_finance, &out->finances, error) ||
	    !rd_yaml_get_text(node, "reply", &reply, error))
		return FALSE;
	if (reply != NULL && strcmp(reply, "yes") != 0 && strcmp(reply, "no") != 0)
		return rd_yaml_fail(rd_yaml_get(node, "reply"), error, "reply: yes or no");
	if (reply != NULL)
		out->reply = strcmp(reply, "yes") == 0;
	return TRUE;
}
