#include "load.h"

#include <redress/error.h>

static const char *const file_keys[] = {"lists",    "spelling", "guards",     "labels",
					"rules",    "examples", "too-common", "denials",
					"concepts", "synonyms", "review",     NULL};

gboolean
rd_load_section(GPtrArray *documents, const char *section, RdLoadSection each, gpointer data,
		GError **error)
{
	for (guint i = 0; i < documents->len; i++) {
		RdYamlNode root = rd_yaml_root(g_ptr_array_index(documents, i));
		RdYamlNode map = rd_yaml_get(root, section);

		for (guint j = 0; j < rd_yaml_size(map); j++) {
			const char *name = rd_yaml_key(map, j);

			if (rd_yaml_kind(map) != RD_YAML_MAP || name == NULL)
				return rd_yaml_fail(map, error, "%s: expected names", section);
			if (!each(data, name, rd_yaml_item(map, j), error))
				return FALSE;
		}
	}
	return TRUE;
}

static gboolean
spelling_load(gpointer data, const char *name, RdYamlNode node, GError **error)
{
	RdRules *rules = data;

	for (guint i = 0; i < rd_load_texts_size(node); i++) {
		const char *text;
		RdYamlNode at;

		if (!rd_load_text(node, i, &at, &text, error))
			return FALSE;
		g_hash_table_insert(rules->spelling, g_strdup(text), g_strdup(name));
	}
	return TRUE;
}

static gboolean
review_load(RdRules *rules, GPtrArray *documents, GError **error)
{
	for (guint i = 0; i < documents->len; i++) {
		RdYamlNode root = rd_yaml_root(g_ptr_array_index(documents, i));
		RdYamlNode review = rd_yaml_get(root, "review");

		if (rd_yaml_kind(review) != RD_YAML_NONE &&
		    !rd_review_rules_load(rules->review, review, error))
			return FALSE;
	}
	return TRUE;
}

/* In this order: each may use what those before it say, in whatever file. */
static gboolean
rules_load_sections(RdRules *rules, GPtrArray *documents, GError **error)
{
	return rd_load_lists(rules, documents, error) &&
	       rd_load_section(documents, "spelling", spelling_load, rules, error) &&
	       rd_load_labels(rules, documents, error) && rd_load_rules(rules, documents, error) &&
	       rd_lexicon_load(rules, documents, error) && review_load(rules, documents, error);
}

/* The documents of @sources, all with sections that are known. */
static gboolean
documents_read(GPtrArray *documents, RdSources *sources, GError **error)
{
	for (guint i = 0; i < sources->files->len; i++) {
		RdSource *file = g_ptr_array_index(sources->files, i);
		gsize len;
		const char *text = g_bytes_get_data(file->content, &len);
		RdYaml *document = rd_yaml_parse(text, len, file->name, error);

		g_clear_pointer(&file->content, g_bytes_unref);
		if (document == NULL)
			return FALSE;
		g_ptr_array_add(documents, document);
		if (!rd_yaml_expect(rd_yaml_root(document), file_keys, error))
			return FALSE;
	}
	return TRUE;
}

/* All but what is learned, for which the documents are not needed. */
static gboolean
rules_load_documents(RdRules *self, RdSources *sources, GError **error)
{
	g_autoptr(GPtrArray) documents =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_yaml_free);

	return documents_read(documents, sources, error) &&
	       rules_load_sections(self, documents, error);
}

RdRules *
rd_rules_load_sources(RdSources *sources, GError **error)
{
	g_autoptr(RdRules) self = rd_rules_new();

	if (!rules_load_documents(self, sources, error))
		return NULL;
	rd_lexicon_finish(self->lexicon);
	rd_rules_index(self);
	if (!rd_rules_try_examples(self, error))
		return NULL;
	return g_steal_pointer(&self);
}
