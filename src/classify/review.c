#include "review-private.h"

#include <redress/text.h>
#include <string.h>

#define TEXT_MAX     6144
#define PRAISE_STARS 4
#define NAMED	     5 /* a place that says so: "Ann Lee wrote", no mere name */

/* @texts without what names a platform, and does not say that the review is there. */
static GPtrArray *
texts_without_asides(const RdReviewRules *rules, const GPtrArray *texts)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < texts->len; i++) {
		char *text = g_strdup(texts->pdata[i]);

		for (guint j = 0; j < rules->elsewhere->len; j++)
			rd_review_pattern_blank(rules->elsewhere->pdata[j], text);
		g_ptr_array_add(out, text);
	}
	return out;
}

/* The platform named first in @text. */
static const char *
platform_find(const GPtrArray *patterns, const char *text)
{
	const char *platform = NULL;
	gsize first = G_MAXSIZE, at;

	for (guint i = 0; i < patterns->len; i++) {
		const RdReviewPattern *pattern = patterns->pdata[i];
		g_autofree char *found = rd_review_pattern_find(pattern, text, 0, NULL, &at);

		if (found != NULL && at < first) {
			first = at;
			platform = pattern->platform;
		}
	}
	return platform;
}

static const char *
platform_find_first(const GPtrArray *patterns, const GPtrArray *texts)
{
	const char *platform = NULL;

	for (guint i = 0; platform == NULL && i < texts->len; i++)
		platform = platform_find(patterns, texts->pdata[i]);
	return platform;
}

static int
rating_value(const char *text)
{
	static const char *const words[] = {"one", "two",  "three",  "four",  "five",  "una",
					    "dos", "tres", "cuatro", "cinco", "single"};
	static const char *const stars[] = {"\xe2\x98\x85", "\xe2\xad\x90", "\xf0\x9f\x8c\x9f"};
	int count = 0;

	if (g_ascii_isdigit(*text))
		return (int)g_ascii_strtoll(text, NULL, 10);
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		if (g_ascii_strcasecmp(words[i], text) == 0)
			return (int)i % 5 + 1;
	}
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
		g_autofree char *found = rd_review_pattern_find(
			g_ptr_array_index(rules->ratings, i), text, 0, "n", &at);
		int value = found != NULL ? rating_value(found) : 0;

		if (value >= 1 && value <= 5)
			return value;
	}
	return 0;
}

static char *
quote_find(const RdReviewRules *rules, const char *text)
{
	gsize at;

	for (guint i = 0; i < rules->quotes->len; i++) {
		char *found = rd_review_pattern_find(g_ptr_array_index(rules->quotes, i), text, 0,
						     "text", &at);

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

static void
texts_add(GPtrArray *self, const char *text)
{
	g_autofree char *cut = g_strndup(text != NULL ? text : "", TEXT_MAX);

	g_ptr_array_add(self, g_utf8_make_valid(cut, -1)); /* the cut may go through a character */
}

/* What is searched, in the order of how far it is to be believed. */
static GPtrArray *
review_texts(const RdMessage *message)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	const RdForwarded *forwarded = message->forwarded;

	if (forwarded != NULL) {
		if (forwarded->from != NULL) {
			g_autofree char *from = g_strdup_printf("%s <%s>", forwarded->from->name,
								forwarded->from->address);

			texts_add(texts, from);
		}
		texts_add(texts, forwarded->subject);
		texts_add(texts, forwarded->body);
	}
	texts_add(texts, message->subject);
	texts_add(texts, message->reply);
	if (forwarded != NULL) {
		texts_add(texts, forwarded->signature); /* a reviewer's name looks like one */
		texts_add(texts, forwarded->quoted);
	} else {
		texts_add(texts, message->quoted);
	}
	return texts;
}

static void
add_names(GPtrArray *out, const GPtrArray *addresses)
{
	for (guint i = 0; addresses != NULL && i < addresses->len; i++)
		g_ptr_array_add(out, ((const RdAddress *)addresses->pdata[i])->name);
}

/* Whose names stand in the mail because they pass the review on. */
static GPtrArray *
message_passers(const RdMessage *message)
{
	GPtrArray *names = g_ptr_array_new();

	if (message->from != NULL)
		g_ptr_array_add(names, message->from->name);
	add_names(names, message->to);
	if (message->forwarded != NULL)
		add_names(names, message->forwarded->to);
	return names;
}

/* Without quotation marks: what was quoted in another way, else all that was written. */
static char *
review_words(const RdMessage *message)
{
	const RdForwarded *forwarded = message->forwarded;
	const char *quoted = forwarded != NULL ? forwarded->quoted : message->quoted;

	return g_strdup(quoted != NULL && *quoted != '\0' ? quoted : rd_message_words(message));
}

static gboolean
texts_have(const GPtrArray *patterns, const GPtrArray *texts)
{
	for (guint i = 0; i < texts->len; i++) {
		if (rd_review_pattern_any(patterns, texts->pdata[i]))
			return TRUE;
	}
	return FALSE;
}

/* What was found in a mail, before it is known whether there is a review at all. */
typedef struct {
	const char *platform; /* NULL: none is named */
	int rating;
	char *quote; /* owned, as the next */
	char *reviewer;
	double named; /* the most that one place says for the reviewer */
} Found;

static void
found_read(Found *self, const RdReviewRules *rules, const RdMessage *message,
	   const GPtrArray *texts)
{
	g_autoptr(GPtrArray) others = message_passers(message);
	g_autoptr(GPtrArray) plain = texts_without_asides(rules, texts);

	self->platform = platform_find_first(rules->platforms, plain);
	if (self->platform == NULL)
		self->platform = platform_find_first(rules->platforms, texts);
	if (self->platform == NULL)
		self->platform = platform_find_first(rules->hints, texts);
	for (guint i = 0; i < texts->len; i++) {
		const char *text = g_ptr_array_index(texts, i);

		if (self->rating == 0)
			self->rating = rating_find(rules, text);
		if (self->quote == NULL)
			self->quote = quote_find(rules, text);
	}
	self->reviewer = rd_review_name(rules, texts, others, &self->named);
}

/*
 * A platform is named for many reasons, and reviews can praise: then it is one for us only if
 * it @complains. Where somebody is said to have posted, or given a star, there is a review.
 */
static gboolean
found_is_alert(const Found *self, const RdReviewRules *rules, const GPtrArray *texts,
	       gboolean complains)
{
	gboolean told = texts_have(rules->somewhere, texts);

	if (self->platform == NULL && self->rating == 0 && !told)
		return FALSE;
	if (self->rating >= PRAISE_STARS || (self->rating == 0 && texts_have(rules->praise, texts)))
		return complains;
	return told || self->rating > 0 || self->named >= NAMED || complains ||
	       (self->quote != NULL && self->reviewer != NULL);
}

RdReview *
rd_review_read(const RdReviewRules *rules, const RdMessage *message, gboolean complains)
{
	g_autoptr(GPtrArray) texts = review_texts(message);
	Found found = {0};
	RdReview *self = NULL;

	found_read(&found, rules, message, texts);
	if (found_is_alert(&found, rules, texts, complains)) {
		self = g_new0(RdReview, 1);
		self->platform = g_strdup(found.platform != NULL ? found.platform : "other");
		self->rating = found.rating;
		self->reviewer = g_strdup(found.reviewer != NULL ? found.reviewer : "");
		self->text =
			found.quote != NULL ? g_steal_pointer(&found.quote) : review_words(message);
		self->link = link_find(rd_message_words(message));
	}
	g_free(found.quote);
	g_free(found.reviewer);
	return self;
}
