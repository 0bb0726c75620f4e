#include "rules-private.h"

#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

/* Loading goes through the documents once per kind of thing: a rule may use what another file
 * says. */
typedef struct {
	RdRules *rules;
	GPtrArray *documents; /* of RdYaml */
	GHashTable *raw;      /* char * -> GArray of RdYamlNode: lists as written */
	GHashTable *open;     /* lists being expanded: a list may not contain itself */
} Load;

static const char *const file_keys[] = {"lists",    "spelling", "guards",     "labels",
					"rules",    "examples", "too-common", "denials",
					"concepts", "synonyms", "review",     NULL};

static gboolean list_expand(Load *load, RdYamlNode at, const char *name, GError **error);

/* Calls @each for the value of every key of @section in every file. */
typedef gboolean (*SectionFunc)(Load *load, const char *name, RdYamlNode node, GError **error);

static gboolean
load_section(Load *load, const char *section, SectionFunc each, GError **error)
{
	for (guint i = 0; i < load->documents->len; i++) {
		RdYamlNode root = rd_yaml_root(g_ptr_array_index(load->documents, i));
		RdYamlNode map = rd_yaml_get(root, section);

		for (guint j = 0; j < rd_yaml_size(map); j++) {
			const char *name = rd_yaml_key(map, j);

			if (rd_yaml_kind(map) != RD_YAML_MAP || name == NULL)
				return rd_yaml_fail(map, error, "%s: expected names", section);
			if (!each(load, name, rd_yaml_item(map, j), error))
				return FALSE;
		}
	}
	return TRUE;
}

/* A scalar is a list of one. */
static guint
texts_size(RdYamlNode node)
{
	return rd_yaml_kind(node) == RD_YAML_SCALAR ? 1 : rd_yaml_size(node);
}

static gboolean
texts_get(RdYamlNode node, guint i, RdYamlNode *item, const char **text, GError **error)
{
	*item = rd_yaml_kind(node) == RD_YAML_SCALAR ? node : rd_yaml_item(node, i);
	*text = rd_yaml_kind(node) == RD_YAML_MAP ? NULL : rd_yaml_text(*item);
	return *text != NULL || rd_yaml_fail(*item, error, "expected a text or a list of texts");
}

static gboolean
list_collect(Load *load, const char *name, RdYamlNode node, GError **error)
{
	GArray *parts = g_hash_table_lookup(load->raw, name);

	(void)error;
	if (parts == NULL) {
		parts = g_array_new(FALSE, FALSE, sizeof(RdYamlNode));
		g_hash_table_insert(load->raw, g_strdup(name), parts);
	}
	g_array_append_val(parts, node);
	return TRUE;
}

/* Expands the lists that @text uses, so that rd_pattern_expand() finds them. */
static gboolean
list_expand_used(Load *load, RdYamlNode at, const char *text, GError **error)
{
	for (const char *p = strstr(text, "{{"); p != NULL; p = strstr(p + 2, "{{")) {
		const char *end = strstr(p, "}}");
		g_autofree char *name = NULL;

		if (end == NULL)
			return rd_yaml_fail(at, error, "\"{{\" without \"}}\"");
		name = g_strndup(p + 2, (gsize)(end - p - 2));
		if (!list_expand(load, at, name, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
list_append(Load *load, GString *out, RdYamlNode part, GError **error)
{
	for (guint i = 0; i < texts_size(part); i++) {
		g_autoptr(GError) local = NULL;
		g_autofree char *item = NULL;
		const char *text;
		RdYamlNode at;

		if (!texts_get(part, i, &at, &text, error) ||
		    !list_expand_used(load, at, text, error))
			return FALSE;
		rd_rules_note_lists(load->rules, text);
		item = rd_pattern_expand(text, load->rules->lists, &local);
		if (item == NULL)
			return rd_yaml_fail(at, error, "%s", local->message);
		rd_text_list(out, "|", item);
	}
	return TRUE;
}

static gboolean
list_expand(Load *load, RdYamlNode at, const char *name, GError **error)
{
	const GArray *parts = g_hash_table_lookup(load->raw, name);
	g_autoptr(GString) out = g_string_new(NULL);

	if (g_hash_table_contains(load->rules->lists, name))
		return TRUE;
	if (parts == NULL)
		return rd_yaml_fail(at, error, "there is no list \"%s\"", name);
	if (!g_hash_table_add(load->open, g_strdup(name)))
		return rd_yaml_fail(at, error, "list \"%s\" contains itself", name);
	for (guint i = 0; i < parts->len; i++) {
		if (!list_append(load, out, g_array_index(parts, RdYamlNode, i), error))
			return FALSE;
	}
	g_hash_table_remove(load->open, name);
	g_hash_table_insert(load->rules->lists, g_strdup(name),
			    g_string_free(g_steal_pointer(&out), FALSE));
	return TRUE;
}

static gboolean
list_finish(Load *load, const char *name, RdYamlNode node, GError **error)
{
	return list_expand(load, node, name, error);
}

static gboolean
spelling_load(Load *load, const char *name, RdYamlNode node, GError **error)
{
	for (guint i = 0; i < texts_size(node); i++) {
		const char *text;
		RdYamlNode at;

		if (!texts_get(node, i, &at, &text, error))
			return FALSE;
		g_hash_table_insert(load->rules->spelling, g_strdup(text), g_strdup(name));
	}
	return TRUE;
}

/* @out gets a pattern per text of @key. */
static gboolean
patterns_load(Load *load, RdYamlNode node, const char *key, GArray *out, GError **error)
{
	RdYamlNode list = rd_yaml_get(node, key);

	for (guint i = 0; i < texts_size(list); i++) {
		const char *text;
		RdYamlNode at;
		guint number;

		if (!texts_get(list, i, &at, &text, error) ||
		    !rd_rules_intern(load->rules, at, text, &number, error))
			return FALSE;
		g_array_append_val(out, number);
	}
	return TRUE;
}

static gboolean
strings_load(RdYamlNode node, const char *key, char ***out, GError **error)
{
	RdYamlNode list = rd_yaml_get(node, key);
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

	for (guint i = 0; i < texts_size(list); i++) {
		const char *text;
		RdYamlNode at;

		if (!texts_get(list, i, &at, &text, error))
			return FALSE;
		g_strv_builder_add(builder, text);
	}
	*out = g_strv_builder_end(builder);
	return TRUE;
}

typedef gint (*FindFunc)(const RdRules *rules, const char *name);

/* The set of what @key names, by position. */
static gboolean
set_load(Load *load, RdYamlNode node, const char *key, FindFunc find, guint32 *out, GError **error)
{
	RdYamlNode list = rd_yaml_get(node, key);

	for (guint i = 0; i < texts_size(list); i++) {
		const char *text;
		RdYamlNode at;
		gint found;

		if (!texts_get(list, i, &at, &text, error))
			return FALSE;
		found = find(load->rules, text);
		if (found < 0)
			return rd_yaml_fail(at, error, "%s: there is no \"%s\"", key, text);
		*out |= RD_SET(found);
	}
	return TRUE;
}

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

static gboolean
when_load(Load *load, RdYamlNode node, RdWhen *out, GError **error)
{
	const char *reply = NULL;

	out->reply = -1;
	if (!set_load(load, node, "author", find_author, &out->authors, error) ||
	    !set_load(load, node, "milestone", find_milestone, &out->milestones, error) ||
	    !set_load(load, node, "finance", find_finance, &out->finances, error) ||
	    !rd_yaml_get_text(node, "reply", &reply, error))
		return FALSE;
	if (reply != NULL && strcmp(reply, "yes") != 0 && strcmp(reply, "no") != 0)
		return rd_yaml_fail(rd_yaml_get(node, "reply"), error, "reply: yes or no");
	if (reply != NULL)
		out->reply = strcmp(reply, "yes") == 0;
	return TRUE;
}

static gboolean
guard_name(Load *load, const char *name, RdYamlNode node, GError **error)
{
	RdGuard *guard = rd_guard_make();

	guard->name = g_strdup(name);
	g_ptr_array_add(load->rules->guards, guard);
	if (load->rules->guards->len > 32)
		return rd_yaml_fail(node, error, "more than 32 guards");
	return TRUE;
}

static gboolean
guard_load_words(Load *load, RdYamlNode node, RdGuard *guard, const char *key, RdGuardPlace place,
		 GError **error)
{
	g_autoptr(GArray) patterns = g_array_new(FALSE, FALSE, sizeof(guint));
	double words = 4;

	if (!rd_yaml_get_number(node, "words", &words, error) ||
	    !patterns_load(load, node, key, patterns, error))
		return FALSE;
	for (guint i = 0; i < patterns->len; i++) {
		RdGuardWords entry = {place, g_array_index(patterns, guint, i), (guint)words};

		g_array_append_val(guard->words, entry);
	}
	return TRUE;
}

static gboolean
guard_load(Load *load, const char *name, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"before", "after", "inside", "sentence",
					    "words",  "stop",  "unless", NULL};
	gint index = rd_rules_find_guard(load->rules, name);
	RdGuard *guard = g_ptr_array_index(load->rules->guards, (guint)index);
	g_autoptr(GArray) stop = g_array_new(FALSE, FALSE, sizeof(guint));

	if (!rd_yaml_expect(node, known, error) ||
	    !guard_load_words(load, node, guard, "before", RD_GUARD_BEFORE, error) ||
	    !guard_load_words(load, node, guard, "after", RD_GUARD_AFTER, error) ||
	    !guard_load_words(load, node, guard, "inside", RD_GUARD_INSIDE, error) ||
	    !guard_load_words(load, node, guard, "inside", RD_GUARD_INSIDE, error) ||
	    !guard_load_words(load, node, guard, "sentence", RD_GUARD_SENTENCE, error) ||
	    !set_load(load, node, "unless", rd_rules_find_guard, &guard->unless, error) ||
	    !patterns_load(load, node, "stop", stop, error))
		return FALSE;
	if (stop->len > 0)
		guard->stop = (gint)g_array_index(stop, guint, 0);
	return TRUE;
}

static gboolean
label_name(Load *load, const char *name, RdYamlNode node, GError **error)
{
	RdLabel *label = rd_label_make();
	RdComplaint complaint;
	RdSignal signal;

	g_ptr_array_add(load->rules->labels, label);
	label->name = g_strdup(name);
	label->file = g_strdup(rd_yaml_file(node));
	label->line = rd_yaml_line(node);
	if (rd_complaint_parse(name, &complaint)) {
		label->of = RD_LABEL_COMPLAINT;
		label->member = complaint;
	} else if (rd_signal_parse(name, &signal)) {
		label->of = RD_LABEL_SIGNAL;
		label->member = signal;
	}
	if (load->rules->labels->len > 32)
		return rd_yaml_fail(node, error, "more than 32 labels");
	return TRUE;
}

static gboolean
label_load_beside(RdYamlNode node, RdLabel *label, GError **error)
{
	static const char *const names[] = {"never", "reply", "always"};
	const char *text = NULL;

	if (!rd_yaml_get_text(node, "beside-complaint", &text, error))
		return FALSE;
	for (guint i = 0; text != NULL && i < G_N_ELEMENTS(names); i++) {
		if (strcmp(names[i], text) == 0) {
			label->beside = (RdBeside)i;
			return TRUE;
		}
	}
	return text == NULL || rd_yaml_fail(rd_yaml_get(node, "beside-complaint"), error,
					    "beside-complaint: never, reply or always");
}

static gboolean
label_load(Load *load, const char *name, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"threshold",
					    "reply-threshold",
					    "severity",
					    "author",
					    "reply",
					    "guards",
					    "excludes",
					    "implies",
					    "milestone",
					    "finance",
					    "is",
					    "is-not",
					    "beside-complaint",
					    "guess-threshold",
					    "prior",
					    "rules-most",
					    "words-weight",
					    NULL};
	gint index = rd_rules_find_label(load->rules, name);
	RdLabel *label = g_ptr_array_index(load->rules->labels, (guint)index);

	label->threshold = 1;
	label->rules_most = G_MAXDOUBLE;
	label->guess_threshold = G_MAXDOUBLE;
	if (!rd_yaml_expect(node, known, error) ||
	    !rd_yaml_get_number(node, "threshold", &label->threshold, error))
		return FALSE;
	label->reply_threshold = label->threshold;
	return rd_yaml_get_number(node, "reply-threshold", &label->reply_threshold, error) &&
	       rd_yaml_get_number(node, "prior", &label->prior, error) &&
	       rd_yaml_get_number(node, "rules-most", &label->rules_most, error) &&
	       rd_yaml_get_number(node, "words-weight", &label->words_weight, error) &&
	       rd_yaml_get_number(node, "guess-threshold", &label->guess_threshold, error) &&
	       rd_yaml_get_number(node, "severity", &label->severity, error) &&
	       when_load(load, node, &label->when, error) &&
	       label_load_beside(node, label, error) &&
	       set_load(load, node, "guards", rd_rules_find_guard, &label->guards, error) &&
	       set_load(load, node, "excludes", rd_rules_find_label, &label->excludes, error) &&
	       set_load(load, node, "implies", rd_rules_find_label, &label->implies, error) &&
	       strings_load(node, "is", &label->is, error) &&
	       strings_load(node, "is-not", &label->is_not, error);
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
rule_load_guards(Load *load, RdYamlNode node, RdRule *rule, GError **error)
{
	const RdLabel *label = g_ptr_array_index(load->rules->labels, rule->label);
	RdYamlNode unguarded = rd_yaml_get(node, "unguarded");
	guint32 without = 0;

	rule->guards = label->guards;
	if (!set_load(load, node, "guards", rd_rules_find_guard, &rule->guards, error))
		return FALSE;
	if (g_strcmp0(rd_yaml_text(unguarded), "all") == 0)
		without = G_MAXUINT32;
	else if (!set_load(load, node, "unguarded", rd_rules_find_guard, &without, error))
		return FALSE;
	rule->guards &= ~without;
	return TRUE;
}

static gboolean
rule_load(Load *load, const char *label, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"rule",   "weight", "in",	     "say",	"near",
					    "far",    "with",	"without",   "guards",	"unguarded",
					    "author", "reply",	"milestone", "finance", "matches",
					    "spares", NULL};
	RdRule *rule = rule_new(load->rules, node);
	const char *name = NULL;

	if (!rd_yaml_expect(node, known, error) || !rd_yaml_get_text(node, "rule", &name, error))
		return FALSE;
	if (name == NULL)
		return rd_yaml_fail(node, error, "a rule without \"rule: NAME\"");
	rule->name = g_strdup(name);
	rule->label = (guint)rd_rules_find_label(load->rules, label);
	if (!rd_yaml_get_number(node, "weight", &rule->weight, error) ||
	    !set_load(load, node, "in", find_zone, &rule->zones, error) ||
	    !when_load(load, node, &rule->when, error) ||
	    !patterns_load(load, node, "say", rule->say, error) ||
	    !patterns_load(load, node, "near", rule->near, error) ||
	    !patterns_load(load, node, "far", rule->far, error) ||
	    !patterns_load(load, node, "with", rule->with, error) ||
	    !patterns_load(load, node, "without", rule->without, error) ||
	    !rule_load_guards(load, node, rule, error) ||
	    !strings_load(node, "matches", &rule->matches, error) ||
	    !strings_load(node, "spares", &rule->spares, error))
		return FALSE;
	if (rule->zones == 0)
		rule->zones = RD_ZONE_SUBJECT | RD_ZONE_WORDS | RD_ZONE_REVIEW;
	return rule->say->len > 0 || rd_yaml_fail(node, error, "%s: nothing to \"say\"", name);
}

static gboolean
rules_load_label(Load *load, const char *label, RdYamlNode list, GError **error)
{
	if (rd_rules_find_label(load->rules, label) < 0)
		return rd_yaml_fail(list, error, "rules: there is no label \"%s\"", label);
	for (guint i = 0; i < rd_yaml_size(list); i++) {
		if (!rule_load(load, label, rd_yaml_item(list, i), error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
review_load(Load *load, GError **error)
{
	for (guint i = 0; i < load->documents->len; i++) {
		RdYamlNode root = rd_yaml_root(g_ptr_array_index(load->documents, i));
		RdYamlNode review = rd_yaml_get(root, "review");

		if (rd_yaml_kind(review) != RD_YAML_NONE &&
		    !rd_review_rules_load(load->rules->review, review, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
load_all(Load *load, GError **error)
{
	return load_section(load, "lists", list_collect, error) &&
	       load_section(load, "lists", list_finish, error) &&
	       load_section(load, "spelling", spelling_load, error) &&
	       load_section(load, "guards", guard_name, error) &&
	       load_section(load, "guards", guard_load, error) &&
	       load_section(load, "labels", label_name, error) &&
	       load_section(load, "labels", label_load, error) &&
	       load_section(load, "rules", rules_load_label, error) &&
	       rd_lexicon_load(load->rules, load->documents, error) && review_load(load, error);
}

/* The documents of @sources, all with sections that are known. */
static gboolean
load_documents(Load *load, RdSources *sources, GError **error)
{
	for (guint i = 0; i < sources->files->len; i++) {
		RdSource *file = g_ptr_array_index(sources->files, i);
		gsize len;
		const char *text = g_bytes_get_data(file->content, &len);
		RdYaml *document = rd_yaml_parse(text, len, file->name, error);

		g_clear_pointer(&file->content, g_bytes_unref);
		if (document == NULL)
			return FALSE;
		g_ptr_array_add(load->documents, document);
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
	g_autoptr(GHashTable) raw = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							  (GDestroyNotify)g_array_unref);
	g_autoptr(GHashTable) open = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Load load = {self, documents, raw, open};

	return load_documents(&load, sources, error) && load_all(&load, error);
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
