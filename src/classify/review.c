#include "review-private.h"

#include <redress/text.h>
#include <string.h>

#define TEXT_MAX 6144

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

/* A review is spoken of, though nobody says where it stands. */
static gboolean
texts_tell_of_one(const RdReviewRules *rules, const GPtrArray *texts)
{
	for (guint i = 0; i < texts->len; i++) {
		if (rd_review_pattern_any(rules->somewhere, texts->pdata[i]))
			return TRUE;
	}
	return FALSE;
}

RdReview *
rd_review_read(const RdReviewRules *rules, const RdMessage *message)
{
	g_autoptr(GPtrArray) texts = review_texts(message);
	const char *platform = NULL;
	g_autoptr(GPtrArray) others = NULL;
	g_autofree char *reviewer = NULL;
	g_autofree char *quote = NULL;
	int rating = 0;
	RdReview *self;

	for (guint i = 0; i < texts->len; i++) {
		const char *text = g_ptr_array_index(texts, i);

		if (platform == NULL)
			platform = platform_find(rules->platforms, text);
		if (rating == 0)
			rating = rating_find(rules, text);
		if (quote == NULL)
			quote = quote_find(rules, text);
	}
	for (guint i = 0; platform == NULL && i < texts->len; i++)
		platform = platform_find(rules->hints, texts->pdata[i]);
	if (platform == NULL && rating == 0 && !texts_tell_of_one(rules, texts))
		return NULL;
	others = message_passers(message);
	reviewer = rd_review_name(rules, texts, others);
	self = g_new0(RdReview, 1);
	self->platform = g_strdup(platform != NULL ? platform : "other");
	self->rating = rating;
	self->reviewer = reviewer != NULL ? g_steal_pointer(&reviewer) : g_strdup("");
	self->text = quote != NULL ? g_steal_pointer(&quote) : review_words(message);
	self->link = link_find(rd_message_words(message));
	return self;
}
