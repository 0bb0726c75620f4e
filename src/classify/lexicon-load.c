#include "load.h"

#include <redress/error.h>
#include <string.h>

typedef struct {
	RdRules *rules;
	RdFeatures *features; /* the lexicon's */
	guint n_concepts, n_classes;
	guint32 taught; /* labels that have examples */
} Teaching;

static gboolean
concept_load(gpointer data, const char *name, RdYamlNode words, GError **error)
{
	Teaching *self = data;
	guint concept = self->n_concepts++;

	if (concept >= RD_CONCEPTS_MAX)
		return rd_yaml_fail(words, error, "%s: more than %d concepts", name,
				    RD_CONCEPTS_MAX);
	for (guint i = 0; i < rd_yaml_size(words); i++) {
		const char *word = rd_yaml_text(rd_yaml_item(words, i));

		if (word == NULL)
			return rd_yaml_fail(words, error, "%s: expected words", name);
		rd_features_add_word(self->features, concept, word);
	}
	return TRUE;
}

/* A word as the sentences have it: letters, and a beginning that is not too long to be met. */
static gboolean
synonym_is_word(const char *word)
{
	gsize len = strspn(word, "abcdefghijklmnopqrstuvwxyz");

	if (word[len] == '*')
		return word[len + 1] == '\0' && len >= RD_BEGINNING_MIN && len <= RD_BEGINNING_MAX;
	return word[len] == '\0' && len > 0;
}

static gboolean
synonyms_load(gpointer data, const char *name, RdYamlNode words, GError **error)
{
	Teaching *self = data;
	guint class = ++self->n_classes;

	if (class > RD_CLASSES_MAX)
		return rd_yaml_fail(words, error, "%s: more than %d classes", name, RD_CLASSES_MAX);
	for (guint i = 0; i < rd_yaml_size(words); i++) {
		RdYamlNode item = rd_yaml_item(words, i);
		const char *word = rd_yaml_text(item);

		if (word == NULL || !synonym_is_word(word))
			return rd_yaml_fail(item, error,
					    "%s: expected a word in small letters, or "
					    "3 to 12 of them and *",
					    name);
		if (!rd_features_add_synonym(self->features, class, word))
			return rd_yaml_fail(item, error, "%s: \"%s\" is in a class already", name,
					    word);
	}
	return TRUE;
}

static gboolean
names_read(const Teaching *self, const char *name, RdYamlNode at, RdRole *author, guint32 *labels,
	   GError **error)
{
	g_auto(GStrv) names = g_strsplit(name, " ", -1);

	*labels = 0;
	*author = RD_ROLE_UNKNOWN;
	for (char **label = names; *label != NULL; label++) {
		gint index = rd_rules_find_label(self->rules, *label);

		if (index < 0 && rd_role_parse(*label, author))
			continue;
		if (index < 0)
			return rd_yaml_fail(at, error, "examples: there is no label \"%s\"",
					    *label);
		*labels |= RD_SET(index);
	}
	return TRUE;
}

/* The text of @texts at @i as it is read when it comes by mail; NULL: there is none. */
static RdProse *
example_read(const Teaching *self, const char *name, RdYamlNode texts, guint i, GError **error)
{
	const char *text = rd_yaml_text(rd_yaml_item(texts, i));
	RdProse *prose;

	if (text == NULL) {
		rd_yaml_fail(texts, error, "%s: expected texts", name);
		return NULL;
	}
	prose = rd_prose_new(self->rules->spelling);
	rd_prose_add(prose, RD_ZONE_WORDS, text, 4096);
	return prose;
}

static gboolean
examples_count(gpointer data, const char *name, RdYamlNode texts, GError **error)
{
	Teaching *self = data;
	guint32 labels;
	RdRole author;

	if (!names_read(self, name, texts, &author, &labels, error))
		return FALSE;
	self->taught |= labels;
	for (guint i = 0; i < rd_yaml_size(texts); i++) {
		g_autoptr(RdProse) prose = example_read(self, name, texts, i, error);

		if (prose == NULL)
			return FALSE;
		rd_lexicon_count(self->rules->lexicon, prose, author);
	}
	return TRUE;
}

static gboolean
label_is_signal(const RdRules *rules, guint index)
{
	return ((const RdLabel *)g_ptr_array_index(rules->labels, index))->of == RD_LABEL_SIGNAL;
}

/*
 * The labels that an example of label @index is weighed for: signals among themselves, and
 * complaint types together with what hints at another kind of mail.
 */
static guint32
label_group(const RdRules *rules, guint index)
{
	guint32 group = 0;

	for (guint i = 0; i < rules->labels->len; i++) {
		if (label_is_signal(rules, i) == label_is_signal(rules, index))
			group |= RD_SET(i);
	}
	return group;
}

/*
 * What carries signals alone is news of an open matter; it counts for that ("news"), as all
 * else counts against it. Staff's news, which come unasked like complaints, count against
 * the complaint types, too.
 */
static void
news_add(const Teaching *self, RdRole author, guint32 *labels, guint32 *group)
{
	gint news = rd_rules_find_label(self->rules, "news");
	guint32 signals = 0, complaints = 0;

	for (guint i = 0; i < self->rules->labels->len; i++) {
		const RdLabel *label = g_ptr_array_index(self->rules->labels, i);

		signals |= label->of == RD_LABEL_SIGNAL ? RD_SET(i) : 0;
		complaints |= label->of == RD_LABEL_COMPLAINT ? RD_SET(i) : 0;
	}
	if (news < 0)
		return;
	*group |= RD_SET(news);
	if ((*labels & ~signals) != 0)
		return;
	*labels |= RD_SET(news);
	if (rd_role_is_staff(author) && author != RD_ROLE_SALES)
		*group |= complaints & self->taught;
}

/* Texts under nobody's label, but an author's name, are updates that give no signal. */
static gboolean
examples_learn(gpointer data, const char *name, RdYamlNode texts, GError **error)
{
	Teaching *self = data;
	guint32 labels, group = 0;
	RdRole author;

	if (!names_read(self, name, texts, &author, &labels, error))
		return FALSE;
	for (guint i = 0; i < self->rules->labels->len; i++) {
		if (RD_HAS(labels, i) || (labels == 0 && label_is_signal(self->rules, i)))
			group |= label_group(self->rules, i) & self->taught;
	}
	news_add(self, author, &labels, &group);
	for (guint i = 0; i < rd_yaml_size(texts); i++) {
		g_autoptr(RdProse) prose = example_read(self, name, texts, i, error);

		if (prose == NULL)
			return FALSE;
		rd_lexicon_learn(self->rules->lexicon, prose, author, labels, group);
	}
	return TRUE;
}

/* Hands each word under @section of @document to @add. */
static gboolean
words_load(RdFeatures *features, RdYamlNode document, const char *section,
	   void (*add)(RdFeatures *, const char *), GError **error)
{
	RdYamlNode words = rd_yaml_get(document, section);

	for (guint i = 0; i < rd_yaml_size(words); i++) {
		const char *word = rd_yaml_text(rd_yaml_item(words, i));

		if (word == NULL)
			return rd_yaml_fail(words, error, "%s: expected words", section);
		add(features, word);
	}
	return TRUE;
}

gboolean
rd_lexicon_load(RdRules *self, GPtrArray *documents, GError **error)
{
	Teaching teaching = {.rules = self, .features = rd_features_new()};

	self->lexicon = rd_lexicon_new(self->labels->len, teaching.features);
	for (guint i = 0; i < documents->len; i++) {
		RdYamlNode root = rd_yaml_root(g_ptr_array_index(documents, i));

		if (!words_load(teaching.features, root, "too-common", rd_features_ignore, error) ||
		    !words_load(teaching.features, root, "denials", rd_features_deny, error))
			return FALSE;
	}
	if (!rd_load_section(documents, "concepts", concept_load, &teaching, error) ||
	    !rd_load_section(documents, "synonyms", synonyms_load, &teaching, error) ||
	    !rd_load_section(documents, "examples", examples_count, &teaching, error))
		return FALSE;
	rd_lexicon_choose(self->lexicon);
	return rd_load_section(documents, "examples", examples_learn, &teaching, error);
}
