#include "review.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

#define MATCH_LIMIT 20000
#define TEXT_MAX    16384

typedef struct {
	pcre2_code *code;
	char *platform; /* NULL but for a platform's pattern */
} ReviewPattern;

struct _RdReviewRules {
	GPtrArray *platforms; /* of ReviewPattern, and so are: */
	GPtrArray *ratings;   /* with a group "n" */
	GPtrArray *reviewers; /* with a group "name" */
	GPtrArray *nameless;  /* what a group "name" can catch that is no name */
	GPtrArray *quotes;    /* with a group "text" */
};

static void
pattern_free(gpointer data)
{
	ReviewPattern *self = data;

	pcre2_code_free(self->code);
	g_free(self->platform);
	g_free(self);
}

RdReviewRules *
rd_review_rules_new(void)
{
	RdReviewRules *self = g_new0(RdReviewRules, 1);
	GPtrArray **all[] = {&self->platforms, &self->ratings, &self->reviewers, &self->nameless,
			     &self->quotes};

	for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
		*all[i] = g_ptr_array_new_with_free_func(pattern_free);
	return self;
}

void
rd_review_rules_free(RdReviewRules *self)
{
	g_ptr_array_unref(self->platforms);
	g_ptr_array_unref(self->ratings);
	g_ptr_array_unref(self->reviewers);
	g_ptr_array_unref(self->nameless);
	g_ptr_array_unref(self->quotes);
	g_free(self);
}

static gboolean
pattern_add(GPtrArray *into, RdYamlNode node, const char *platform, const char *group,
	    GError **error)
{
	const char *text = rd_yaml_text(node);
	ReviewPattern *pattern;
	PCRE2_SIZE offset;
	int code;

	if (text == NULL)
		return rd_yaml_fail(node, error, "expected a pattern");
	pattern = g_new0(ReviewPattern, 1);
	g_ptr_array_add(into, pattern);
	pattern->platform = g_strdup(platform);
	pattern->code =
		pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
			      PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE, &code, &offset, NULL);
	if (pattern->code == NULL) {
		PCRE2_UCHAR message[160];

		pcre2_get_error_message(code, message, sizeof(message));
		return rd_yaml_fail(node, error, "\"%s\" at %zu: %s", text, offset, message);
	}
	pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
	if (group != NULL && pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)group) < 0)
		return rd_yaml_fail(node, error, "\"%s\" has no group \"%s\"", text, group);
	return TRUE;
}

static gboolean
patterns_add(GPtrArray *into, RdYamlNode list, const char *platform, const char *group,
	     GError **error)
{
	for (guint i = 0; i < rd_yaml_size(list); i++) {
		if (!pattern_add(into, rd_yaml_item(list, i), platform, group, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
rd_review_rules_load(RdReviewRules *self, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"platforms", "ratings", "reviewers",
					    "nameless",	 "quotes",  NULL};
	RdYamlNode platforms = rd_yaml_get(node, "platforms");

	if (!rd_yaml_expect(node, known, error))
		return FALSE;
	for (guint i = 0; i < rd_yaml_size(platforms); i++) {
		if (!patterns_add(self->platforms, rd_yaml_item(platforms, i),
				  rd_yaml_key(platforms, i), NULL, error))
			return FALSE;
	}
	return patterns_add(self->ratings, rd_yaml_get(node, "ratings"), NULL, "n", error) &&
	       patterns_add(self->reviewers, rd_yaml_get(node, "reviewers"), NULL, "name", error) &&
	       patterns_add(self->nameless, rd_yaml_get(node, "nameless"), NULL, NULL, error) &&
	       patterns_add(self->quotes, rd_yaml_get(node, "quotes"), NULL, "text", error);
}

/* The match of @pattern in @text at or after @from, and of its group @group; NULL: none. */
static char *
pattern_find(const ReviewPattern *pattern, const char *text, gsize from, const char *group,
	     gsize *at)
{
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	char *found = NULL;

	pcre2_set_match_limit(context, MATCH_LIMIT);
	if (pcre2_match(pattern->code, (PCRE2_SPTR)text, strlen(text), from, 0, data, context) >
	    0) {
		int n = group == NULL ? 0
				      : pcre2_substring_number_from_name(pattern->code,
									 (PCRE2_SPTR)group);
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

/* The platform named first in @text. */
static const char *
platform_find(const RdReviewRules *rules, const char *text)
{
	const char *platform = NULL;
	gsize first = G_MAXSIZE, at;

	for (guint i = 0; i < rules->platforms->len; i++) {
		const ReviewPattern *pattern = g_ptr_array_index(rules->platforms, i);
		g_autofree char *found = pattern_find(pattern, text, 0, NULL, &at);

		if (found != NULL && at < first) {
			first = at;
			platform = pattern->platform;
		}
	}
	return platform;
}

static int
rating_value(const char *text)
{
	static const char *const words[] = {"one", "two", "three", "four", "five"};
	static const char *const stars[] = {"\xe2\x98\x85", "\xe2\xad\x90", "\xf0\x9f\x8c\x9f"};
	int count = 0;

	if (g_ascii_isdigit(*text))
		return (int)g_ascii_strtoll(text, NULL, 10);
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		if (g_ascii_strcasecmp(words[i], text) == 0)
			return (int)i + 1;
	}
	if (g_ascii_strcasecmp(text, "single") == 0)
		return 1;
	for (gsize i = 0; i < G_N_ELEMENTS(stars); i++) {
		for (const char *p = strstr(text, stars[i]); p != NULL; p = strstr(p + 1, stars[i]))
			count++;
	}
	return count;
}

static int
rating_find(const RdReviewRules *rules, const char *text)
{
	gsize at;

	for (guint i = 0; i < rules->ratings->len; i++) {
		g_autofree char *found =
			pattern_find(g_ptr_array_index(rules->ratings, i), text, 0, "n", &at);
		int value = found != NULL ? rating_value(found) : 0;

		if (value >= 1 && value <= 5)
			return value;
	}
	return 0;
}

static gboolean
name_is_none(const RdReviewRules *rules, const char *name)
{
	gsize at;

	for (guint i = 0; i < rules->nameless->len; i++) {
		g_autofree char *found =
			pattern_find(g_ptr_array_index(rules->nameless, i), name, 0, NULL, &at);

		if (found != NULL)
			return TRUE;
	}
	return *name == '\0';
}

static char *
reviewer_find(const RdReviewRules *rules, const char *text)
{
	for (guint i = 0; i < rules->reviewers->len; i++) {
		const ReviewPattern *pattern = g_ptr_array_index(rules->reviewers, i);
		gsize from = 0;

		for (guint tries = 0; tries < 20; tries++) {
			char *name = pattern_find(pattern, text, from, "name", &from);

			if (name == NULL)
				break;
			g_strstrip(name);
			if (!name_is_none(rules, name))
				return name;
			from += MAX(strlen(name), 1);
			g_free(name);
		}
	}
	return NULL;
}

static char *
quote_find(const RdReviewRules *rules, const char *text)
{
	gsize at;

	for (guint i = 0; i < rules->quotes->len; i++) {
		char *found =
			pattern_find(g_ptr_array_index(rules->quotes, i), text, 0, "text", &at);

		if (found != NULL)
			return found;
	}
	return NULL;
}

/* The first link of the text that is no unsubscribe link. */
static char *
link_find(const char *text)
{
	for (const char *p = strstr(text, "http"); p != NULL; p = strstr(p + 4, "http")) {
		gsize len = strcspn(p, " \t\r\n<>\"')]");

		if (!g_str_has_prefix(p, "http://") && !g_str_has_prefix(p, "https://"))
			continue;
		if (g_strstr_len(p, (gssize)len, "unsub") == NULL)
			return g_strndup(p, len);
	}
	return g_strdup("");
}

/* What is searched, in the order of how far it is to be believed. */
static GPtrArray *
review_texts(const RdMessage *message)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	const RdForwarded *forwarded = message->forwarded;

	if (forwarded != NULL) {
		if (forwarded->from != NULL)
			g_ptr_array_add(texts, g_strdup_printf("%s <%s>", forwarded->from->name,
							       forwarded->from->address));
		g_ptr_array_add(texts,
				g_strdup(forwarded->subject != NULL ? forwarded->subject : ""));
		g_ptr_array_add(texts, g_strndup(forwarded->body, TEXT_MAX));
	}
	g_ptr_array_add(texts, g_strdup(message->subject));
	g_ptr_array_add(texts, g_strndup(message->reply, TEXT_MAX));
	for (guint i = 0; i < texts->len; i++) {
		char **text = (char **)&g_ptr_array_index(texts, i);
		char *valid = g_utf8_make_valid(*text, -1); /* TEXT_MAX may cut a character */

		g_free(*text);
		*text = valid;
	}
	return texts;
}

RdReview *
rd_review_read(const RdReviewRules *rules, const RdMessage *message)
{
	g_autoptr(GPtrArray) texts = review_texts(message);
	const char *platform = NULL;
	g_autofree char *reviewer = NULL;
	g_autofree char *quote = NULL;
	int rating = 0;
	RdReview *self;

	for (guint i = 0; i < texts->len; i++) {
		const char *text = g_ptr_array_index(texts, i);

		if (platform == NULL)
			platform = platform_find(rules, text);
		if (rating == 0)
			rating = rating_find(rules, text);
		if (reviewer == NULL)
			reviewer = reviewer_find(rules, text);
		if (quote == NULL)
			quote = quote_find(rules, text);
	}
	if (platform == NULL && rating == 0)
		return NULL;
	self = g_new0(RdReview, 1);
	self->platform = g_strdup(platform != NULL ? platform : "other");
	self->rating = rating;
	self->reviewer = reviewer != NULL ? g_steal_pointer(&reviewer) : g_strdup("");
	self->text = quote != NULL ? g_steal_pointer(&quote) : g_strdup(rd_message_words(message));
	self->link = link_find(rd_message_words(message));
	return self;
}
