#include "review-private.h"

#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

#define MATCH_LIMIT 3000
#define BLANKS_MAX  16

/* What {{name}} and {{user}} stand for in a reviewer's pattern. */
#define TITLE "(?:Mrs?|Ms|Dr|Prof|Sr|Jr|Sra?|St)\\."
#define WORD                                                                                       \
	"(?>" TITLE "|(?:\\p{Lu}\\.){1,3}(?!\\p{L})"                                               \
	"|(?:\\p{Lu}\\p{L}{0,20}['\xe2\x80\x99-]){0,3}\\p{Lu}[\\p{L}\\p{N}_]{0,30}"                \
	"(?:['\xe2\x80\x99]\\p{L}{2,20}|-\\p{L}{1,20}){0,2})"
#define BETWEEN                                                                                    \
	"(?:(?:&|and|y|e|de|del|de l[ao]s?|la|van|van de[rn]|von|von "                             \
	"der|der|da|dos|du|bin|al|el) )?"
/* After "Al N." a town begins, not a surname. */
#define NO_PLACE "(?!(?<=\\p{Lu}\\. )\\p{Lu}\\p{Ll}[\\p{L} ]{1,20}, \\p{Lu}{2}\\b)"
#define FAMILY	 "(?:The (?=\\p{Lu}[\\p{L}'-]+ (?:Family|Household)))?"
#define BYNAME	 "(?:[\"\xe2\x80\x9c]\\p{Lu}\\p{L}{1,20}[\"\xe2\x80\x9d] )?" /* Al "Doc" Moe */
#define USER                                                                                       \
	"(?<name>\\p{L}{2,20} (?![aiAI])\\p{L}(?![\\p{L}\\p{N}])"                                  \
	"|@?[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{1,30}[\\p{L}\\p{N}_])"
#define HANDLE_WORD                                                                                \
	"[\\p{Lu}\\p{N}_](?:[\\p{L}\\p{N}_'\xe2\x80\x99-]|\\.(?=[\\p{L}\\p{N}])|(?<=\\b\\p{Lu})"   \
	"\\.){0,30}"
#define HANDLE "(?<name>" HANDLE_WORD "(?: (?:(?:of|the|and|&|y|de) ){0,2}" HANDLE_WORD "){1,4})"

static void
pattern_free(gpointer data)
{
	RdReviewPattern *self = data;

	rd_code_free(self->code);
	g_free(self->source);
	g_free(self->platform);
	g_free(self);
}

RdReviewRules *
rd_review_rules_new(void)
{
	RdReviewRules *self = g_new0(RdReviewRules, 1);
	GPtrArray **all[] = {&self->platforms, &self->ratings, &self->reviewers,
			     &self->nameless,  &self->quotes,  &self->somewhere,
			     &self->hints,     &self->praise,  &self->elsewhere};

	for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
		*all[i] = g_ptr_array_new_with_free_func(pattern_free);
	self->parts = g_ptr_array_new_with_free_func(g_free);
	self->words = g_strdup("");
	self->stand_ins = g_strdup("");
	return self;
}

void
rd_review_rules_free(RdReviewRules *self)
{
	g_ptr_array_unref(self->platforms);
	g_ptr_array_unref(self->hints);
	g_ptr_array_unref(self->somewhere);
	g_ptr_array_unref(self->praise);
	g_ptr_array_unref(self->elsewhere);
	g_ptr_array_unref(self->ratings);
	g_ptr_array_unref(self->reviewers);
	g_ptr_array_unref(self->nameless);
	g_ptr_array_unref(self->quotes);
	g_ptr_array_unref(self->parts);
	g_free(self->words);
	g_free(self->stand_ins);
	g_free(self);
}

/*
 * What {{name}} stands for. Its words are one group, which is called again for the second
 * word and those behind it: the long list of what is no name stands in the code once.
 */
static char *
name_source(const RdReviewRules *self)
{
	g_autofree char *listed =
		*self->words == '\0'
			? g_strdup("")
			: g_strdup_printf("(?!(?i:%s)(?![\\p{L}\\p{N}]))", self->words);

	return g_strdup_printf(
		"(?<![\\p{L}\\p{N}'-])(?<name>%s%s" FAMILY "(?(DEFINE)(?<word>%s" WORD "))(?&word)"
		"(?: " NO_PLACE BYNAME BETWEEN "(?&word)){0,4}+(?: (?:and|&) family\\b)?)",
		self->stand_ins, *self->stand_ins != '\0' ? "|" : "", listed);
}

/* @text with {{name}}, {{user}}, {{handle}} and the parts written out. */
static char *
pattern_expand(const RdReviewRules *self, const char *text)
{
	g_autoptr(GString) out = g_string_new(text);
	g_autofree char *name = name_source(self);

	for (guint i = 0; i < self->parts->len; i += 2) {
		g_autofree char *mark = g_strdup_printf("{{%s}}", (char *)self->parts->pdata[i]);

		g_string_replace(out, mark, self->parts->pdata[i + 1], 0);
	}
	g_string_replace(out, "{{name}}", name, 0);
	g_string_replace(out, "{{user}}", USER, 0);
	g_string_replace(out, "{{handle}}", HANDLE, 0);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static pcre2_code *
source_compile(const char *source, RdYamlNode node, GError **error)
{
	PCRE2_SIZE offset;
	PCRE2_UCHAR message[160];
	int code;
	pcre2_code *compiled =
		pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED,
			      PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE, &code, &offset, NULL);

	if (compiled == NULL) {
		pcre2_get_error_message(code, message, sizeof(message));
		rd_yaml_fail(node, error, "\"%s\" at %zu: %s", source, offset, message);
	}
	return compiled;
}

static pcre2_code *
pattern_compile(gconstpointer pattern)
{
	const RdReviewPattern *self = pattern;

	return source_compile(self->source, (RdYamlNode){NULL, 0}, NULL);
}

static const RdCode *
pattern_code(const RdReviewPattern *self)
{
	RdCode **slot = (RdCode **)&self->code;
	const RdCode *code = rd_code_ready(slot);

	return code != NULL ? code : rd_code_make(slot, pattern_compile, self);
}

static gboolean
pattern_add(GPtrArray *into, RdYamlNode node, const char *text, const char *group, GError **error)
{
	RdReviewPattern *pattern = g_new0(RdReviewPattern, 1);
	pcre2_code *code = source_compile(text, node, error);
	gboolean sound;

	pattern->source = g_strdup(text);
	g_ptr_array_add(into, pattern);
	if (code == NULL)
		return FALSE;
	sound = group == NULL || pcre2_substring_number_from_name(code, (PCRE2_SPTR)group) >= 0;
	pcre2_code_free(code);
	return sound || rd_yaml_fail(node, error, "\"%s\" has no group \"%s\"", text, group);
}

static void
patterns_pack(GPtrArray *patterns, RdPack *pack)
{
	guint n = rd_pack_count(pack, patterns->len);

	for (guint i = 0; i < n; i++) {
		RdReviewPattern *pattern;

		if (rd_pack_is_reading(pack))
			g_ptr_array_add(patterns, g_new0(RdReviewPattern, 1));
		pattern = patterns->pdata[i];
		rd_pack_text(pack, &pattern->source);
		rd_pack_text(pack, &pattern->platform);
		rd_pack_real(pack, &pattern->weight);
		if (pattern->source == NULL)
			rd_pack_break(pack);
	}
}

void
rd_review_rules_pack(RdReviewRules *self, RdPack *pack)
{
	GPtrArray *all[] = {self->platforms, self->ratings, self->reviewers,
			    self->nameless,  self->quotes,  self->somewhere,
			    self->hints,     self->praise,  self->elsewhere};

	for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
		patterns_pack(all[i], pack);
}

static gboolean
patterns_add(const RdReviewRules *self, GPtrArray *into, RdYamlNode list, const char *group,
	     GError **error)
{
	for (guint i = 0; i < rd_yaml_size(list); i++) {
		RdYamlNode item = rd_yaml_item(list, i);
		const char *text = rd_yaml_text(item);
		g_autofree char *source = NULL;

		if (text == NULL)
			return rd_yaml_fail(item, error, "expected a pattern");
		source = pattern_expand(self, text);
		if (!pattern_add(into, item, source, group, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
platforms_load(const RdReviewRules *self, GPtrArray *into, RdYamlNode node, GError **error)
{
	for (guint i = 0; i < rd_yaml_size(node); i++) {
		guint first = into->len;

		if (!patterns_add(self, into, rd_yaml_item(node, i), NULL, error))
			return FALSE;
		for (guint j = first; j < into->len; j++)
			((RdReviewPattern *)into->pdata[j])->platform =
				g_strdup(rd_yaml_key(node, i));
	}
	return TRUE;
}

static gboolean
reviewers_load(RdReviewRules *self, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"weight", "say", NULL};

	for (guint i = 0; i < rd_yaml_size(node); i++) {
		RdYamlNode item = rd_yaml_item(node, i);
		guint first = self->reviewers->len;
		double weight = 1;

		if (!rd_yaml_expect(item, known, error) ||
		    !rd_yaml_get_number(item, "weight", &weight, error) ||
		    !patterns_add(self, self->reviewers, rd_yaml_get(item, "say"), "name", error))
			return FALSE;
		for (guint j = first; j < self->reviewers->len; j++)
			((RdReviewPattern *)self->reviewers->pdata[j])->weight = weight;
	}
	return TRUE;
}

/* Adds the patterns of @list to the alternatives in @into. */
static gboolean
words_load(char **into, RdYamlNode list, GError **error)
{
	g_autoptr(GString) words = g_string_new(*into);

	for (guint i = 0; i < rd_yaml_size(list); i++) {
		const char *text = rd_yaml_text(rd_yaml_item(list, i));

		if (text == NULL)
			return rd_yaml_fail(rd_yaml_item(list, i), error, "expected a word");
		rd_text_list(words, "|", text);
	}
	g_free(*into);
	*into = g_string_free(g_steal_pointer(&words), FALSE);
	return TRUE;
}

/* A part may use those above it. */
static gboolean
parts_load(RdReviewRules *self, RdYamlNode node, GError **error)
{
	for (guint i = 0; i < rd_yaml_size(node); i++) {
		g_autofree char *words = g_strdup("");
		g_autofree char *expanded = NULL;

		if (!words_load(&words, rd_yaml_item(node, i), error))
			return FALSE;
		expanded = pattern_expand(self, words);
		g_ptr_array_add(self->parts, g_strdup(rd_yaml_key(node, i)));
		g_ptr_array_add(self->parts, g_strdup_printf("(?:%s)", expanded));
	}
	return TRUE;
}

gboolean
rd_review_rules_load(RdReviewRules *self, RdYamlNode node, GError **error)
{
	static const char *const known[] = {
		"parts",    "platforms", "hints",     "somewhere", "elsewhere", "praise", "ratings",
		"no-names", "stand-ins", "reviewers", "nameless",  "quotes",	NULL};

	return rd_yaml_expect(node, known, error) &&
	       parts_load(self, rd_yaml_get(node, "parts"), error) &&
	       platforms_load(self, self->platforms, rd_yaml_get(node, "platforms"), error) &&
	       platforms_load(self, self->hints, rd_yaml_get(node, "hints"), error) &&
	       patterns_add(self, self->somewhere, rd_yaml_get(node, "somewhere"), NULL, error) &&
	       patterns_add(self, self->elsewhere, rd_yaml_get(node, "elsewhere"), NULL, error) &&
	       patterns_add(self, self->praise, rd_yaml_get(node, "praise"), NULL, error) &&
	       patterns_add(self, self->ratings, rd_yaml_get(node, "ratings"), "n", error) &&
	       words_load(&self->words, rd_yaml_get(node, "no-names"), error) &&
	       words_load(&self->stand_ins, rd_yaml_get(node, "stand-ins"), error) &&
	       reviewers_load(self, rd_yaml_get(node, "reviewers"), error) &&
	       patterns_add(self, self->nameless, rd_yaml_get(node, "nameless"), NULL, error) &&
	       patterns_add(self, self->quotes, rd_yaml_get(node, "quotes"), "text", error);
}

char *
rd_review_pattern_find(const RdReviewPattern *pattern, const char *text, gsize from,
		       const char *group, gsize *at)
{
	const pcre2_code *code = pattern_code(pattern)->code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	char *found = NULL;

	if (code == NULL)
		return NULL;
	data = pcre2_match_data_create_from_pattern(code, NULL);
	context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(context, MATCH_LIMIT);
	if (pcre2_match(code, (PCRE2_SPTR)text, strlen(text), from, PCRE2_NO_UTF_CHECK, data,
			context) > 0) {
		int n = group == NULL ? 0
				      : pcre2_substring_number_from_name(code, (PCRE2_SPTR)group);
		const PCRE2_SIZE *spans = pcre2_get_ovector_pointer(data);

		if (n >= 0 && spans[2 * n] != PCRE2_UNSET) {
			found = g_strndup(text + spans[2 * n], spans[2 * n + 1] - spans[2 * n]);
			*at = spans[2 * n];
		}
	}
	pcre2_match_context_free(context);
	pcre2_match_data_free(data);
	return found;
}

void
rd_review_pattern_blank(const RdReviewPattern *pattern, char *text)
{
	gsize at = 0;

	for (guint tries = 0; tries < BLANKS_MAX; tries++) {
		g_autofree char *found = rd_review_pattern_find(pattern, text, at, NULL, &at);

		if (found == NULL || *found == '\0')
			return;
		memset(text + at, ' ', strlen(found));
	}
}

gboolean
rd_review_pattern_any(const GPtrArray *patterns, const char *text)
{
	for (guint i = 0; i < patterns->len; i++) {
		gsize at;
		g_autofree char *found =
			rd_review_pattern_find(patterns->pdata[i], text, 0, NULL, &at);

		if (found != NULL)
			return TRUE;
	}
	return FALSE;
}
