/*
 * load-lists.c - the lists that patterns name, expanded.
 */

#include "load.h"

#include <redress/text.h>
#include <string.h>

typedef struct {
	RdRules *rules;
	GHashTable *raw;  /* char * -> GArray of RdYamlNode: lists as written */
	GHashTable *open; /* lists being expanded: a list may not contain itself */
} Lists;

static gboolean list_expand(Lists *self, RdYamlNode at, const char *name, GError **error);

static gboolean
list_collect(gpointer data, const char *name, RdYamlNode node, GError **error)
{
	Lists *self = data;
	GArray *parts = g_hash_table_lookup(self->raw, name);

	(void)error;
	if (parts == NULL) {
		parts = g_array_new(FALSE, FALSE, sizeof(RdYamlNode));
		g_hash_table_insert(self->raw, g_strdup(name), parts);
	}
	g_array_append_val(parts, node);
	return TRUE;
}

/* Expands the lists that @text uses, so that rd_pattern_expand() finds them. */
static gboolean
list_expand_used(Lists *self, RdYamlNode at, const char *text, GError **error)
{
	for (const char *p = strstr(text, "{{"); p != NULL; p = strstr(p + 2, "{{")) {
		const char *end = strstr(p, "}}");
		g_autofree char *name = NULL;

		if (end == NULL)
			return rd_yaml_fail(at, error, "\"{{\" without \"}}\"");
		name = g_strndup(p + 2, (gsize)(end - p - 2));
		if (!list_expand(self, at, name, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
list_append(Lists *self, GString *out, RdYamlNode part, GError **error)
{
	for (guint i = 0; i < rd_load_texts_size(part); i++) {
		g_autoptr(GError) local = NULL;
		g_autofree char *item = NULL;
		const char *text;
		RdYamlNode at;

		if (!rd_load_text(part, i, &at, &text, error) ||
		    !list_expand_used(self, at, text, error))
			return FALSE;
		rd_rules_note_lists(self->rules, text);
		item = rd_pattern_expand(text, self->rules->lists, &local);
		if (item == NULL)
			return rd_yaml_fail(at, error, "%s", local->message);
		rd_text_list(out, "|", item);
	}
	return TRUE;
}

static gboolean
list_expand(Lists *self, RdYamlNode at, const char *name, GError **error)
{
	const GArray *parts = g_hash_table_lookup(self->raw, name);
	g_autoptr(GString) out = g_string_new(NULL);

	if (g_hash_table_contains(self->rules->lists, name))
		return TRUE;
	if (parts == NULL)
		return rd_yaml_fail(at, error, "there is no list \"%s\"", name);
	if (!g_hash_table_add(self->open, g_strdup(name)))
		return rd_yaml_fail(at, error, "list \"%s\" contains itself", name);
	for (guint i = 0; i < parts->len; i++) {
		if (!list_append(self, out, g_array_index(parts, RdYamlNode, i), error))
			return FALSE;
	}
	g_hash_table_remove(self->open, name);
	g_hash_table_insert(self->rules->lists, g_strdup(name),
			    g_string_free(g_steal_pointer(&out), FALSE));
	return TRUE;
}

static gboolean
list_finish(gpointer data, const char *name, RdYamlNode node, GError **error)
{
	return list_expand(data, node, name, error);
}

gboolean
rd_load_lists(RdRules *rules, GPtrArray *documents, GError **error)
{
	g_autoptr(GHashTable) raw = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							  (GDestroyNotify)g_array_unref);
	g_autoptr(GHashTable) open = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Lists lists = {rules, raw, open};

	return rd_load_section(documents, "lists", list_collect, &lists, error) &&
	       rd_load_section(documents, "lists", list_finish, &lists, error);
}
