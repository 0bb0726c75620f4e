#include "review-private.h"

#include <redress/text.h>
#include <redress/words.h>
#include <string.h>

#define CANDIDATES_MAX 48
#define MATCHES_MAX    24 /* of one pattern in one text */
#define NAME_WORDS     12
#define QUOTED_WORDS   5 /* in quotes, and more: what somebody says, not how they are called */
#define QUOTED_MAX     3000
#define SPEAKER_MAX    40
#define WRAPPED_MIN    55

typedef struct {
	char *name;
	char *folded; /* between spaces, so that a whole word is found by strstr() */
	double weight;
	double plainest; /* the most that one place says */
} Candidate;

static void
candidate_free(gpointer data)
{
	Candidate *self = data;

	g_free(self->name);
	g_free(self->folded);
	g_free(self);
}

/*
 * Between spaces, as people are looked up: "Solís" and "SOLIS" are one. A handle may have no
 * words in that sense. NULL: there is neither letter nor digit in it.
 */
static char *
name_fold(const char *name)
{
	g_autoptr(RdWords) words = rd_words_new(name, NAME_WORDS);
	g_autoptr(GString) out = g_string_new(" ");

	for (guint i = 0; i < rd_words_count(words); i++)
		g_string_append_printf(out, "%s ", rd_words_at(words, i)->plain);
	if (out->len == 1 && *name == '@')
		g_string_append_printf(out, "%s ", name);
	return out->len > 1 ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

/* A full stop ends a sentence, unless it stands after initials or a title. */
static void
name_trim(char *name)
{
	gsize len;
	const char *last;

	g_strstrip(name);
	len = strlen(name);
	if (len == 0 || name[len - 1] != '.')
		return;
	last = strrchr(name, ' ');
	last = last != NULL ? last + 1 : name;
	if (g_utf8_strlen(last, -1) > 3 && strchr(last, '.') == name + len - 1)
		name[len - 1] = '\0';
}

static gboolean
name_is_anothers(const char *folded, const GPtrArray *others)
{
	for (guint i = 0; i < others->len; i++) {
		g_autofree char *other = name_fold(others->pdata[i]);

		if (other != NULL && strstr(other, folded) != NULL)
			return TRUE;
	}
	return FALSE;
}

static void
candidates_add(GPtrArray *self, const char *name, const char *folded, double weight)
{
	Candidate *candidate;

	for (guint i = 0; i < self->len; i++) {
		candidate = self->pdata[i];
		if (strcmp(candidate->folded, folded) == 0) {
			candidate->weight += weight;
			candidate->plainest = MAX(candidate->plainest, weight);
			if (strlen(name) > strlen(candidate->name)) /* "Ann L." for "Ann L" */
				rd_text_set(&candidate->name, name);
			return;
		}
	}
	if (self->len >= CANDIDATES_MAX)
		return;
	candidate = g_new0(Candidate, 1);
	candidate->name = g_strdup(name);
	candidate->folded = g_strdup(folded);
	candidate->weight = candidate->plainest = weight;
	g_ptr_array_add(self, candidate);
}

static void
candidates_find(GPtrArray *self, const RdReviewRules *rules, const RdReviewPattern *pattern,
		const char *text, const GPtrArray *others)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gsize from = 0;

	for (guint tries = 0; tries < MATCHES_MAX; tries++) {
		g_autofree char *name = rd_review_pattern_find(pattern, text, from, "name", &from);
		g_autofree char *folded = NULL;

		if (name == NULL)
			return;
		from += MAX(strlen(name), 1);
		name_trim(name);
		folded = name_fold(name);
		if (folded == NULL || rd_review_pattern_any(rules->nameless, name) ||
		    name_is_anothers(folded, others))
			continue;
		if (g_hash_table_add(seen, g_strdup(folded))) /* saying it twice says no more */
			candidates_add(self, name, folded, pattern->weight);
	}
}

/* Each word of @folded is one of @longer, or the letter it begins with, in that order. */
static gboolean
name_is_part(const char *folded, const char *longer)
{
	const char *at = longer;

	if (strstr(longer, folded) != NULL)
		return TRUE;
	for (const char *word = folded + 1; *word != '\0'; word = strchr(word, ' ') + 1) {
		gsize len = strcspn(word, " ") + 1;
		gsize compared = len == 2 ? 1 : len; /* an initial */

		while (*at != '\0' && (at[0] != ' ' || strncmp(at + 1, word, compared) != 0))
			at++;
		if (*at == '\0')
			return FALSE;
		at++;
	}
	return TRUE;
}

/* "Ann", "Ann L." and "Ann Lee" are one person. */
static double
candidate_sum(const GPtrArray *candidates, const Candidate *candidate)
{
	double sum = 0;

	for (guint i = 0; i < candidates->len; i++) {
		const Candidate *other = candidates->pdata[i];

		if (name_is_part(other->folded, candidate->folded))
			sum += other->weight;
	}
	return sum;
}

static const char *
quote_end(const char *open)
{
	gboolean curly = *open != '"';
	const char *end = strstr(open + 1, curly ? "\xe2\x80\x9d" : "\"");

	return end == NULL || end - open > QUOTED_MAX ? NULL : end + (curly ? 3 : 1);
}

/* "Ann Lee: the roof leaks": how much of the quote from @open to @end says who speaks. */
static gsize
quote_speaker_len(const char *open, const char *end)
{
	const char *colon = memchr(open, ':', (gsize)MIN(end - open, SPEAKER_MAX));

	return colon != NULL ? (gsize)(colon + 1 - open) : 0;
}

/* @text without what is quoted at length: names in there are not the reviewer's. */
static char *
text_without_quotes(const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *p = text; *p != '\0'; p++) {
		gboolean opens = *p == '"' || g_str_has_prefix(p, "\xe2\x80\x9c");
		const char *end = opens ? quote_end(p) : NULL;
		guint spaces = 0;

		for (const char *q = p; end != NULL && q < end; q++)
			spaces += *q == ' ' || *q == '\n';
		if (end == NULL) {
			g_string_append_c(out, *p);
			continue;
		}
		if (spaces + 1 >= QUOTED_WORDS) {
			g_string_append_len(out, p, (gssize)quote_speaker_len(p, end));
			g_string_append(out, "\xe2\x80\x9c\xe2\x80\xa6\xe2\x80\x9d");
		} else {
			g_string_append_len(out, p, end - p);
		}
		p = end - 1; /* the mark that closes opens nothing */
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* A line this long was broken by the mail program, not by its writer. */
static void
text_unwrap(char *text)
{
	const char *line = text;

	for (char *p = text; *p != '\0'; p++) {
		if (*p != '\n')
			continue;
		if (p - line >= WRAPPED_MIN && strchr(" \t\n>*-", p[1]) == NULL)
			*p = ' ';
		line = p + 1;
	}
}

char *
rd_review_name(const RdReviewRules *rules, const GPtrArray *texts, const GPtrArray *others,
	       double *named)
{
	g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func(candidate_free);
	const Candidate *best = NULL;
	double most = 0;

	for (guint i = 0; i < texts->len; i++) {
		g_autofree char *text = text_without_quotes(texts->pdata[i]);

		text_unwrap(text);
		for (guint j = 0; j < rules->reviewers->len; j++)
			candidates_find(candidates, rules, rules->reviewers->pdata[j], text,
					others);
	}
	for (guint i = 0; i < candidates->len; i++) {
		double sum = candidate_sum(candidates, candidates->pdata[i]);

		if (sum > most) { /* of equals the first */
			most = sum;
			best = candidates->pdata[i];
		}
	}
	*named = best != NULL ? best->plainest : 0;
	return best != NULL ? g_strdup(best->name) : NULL;
}
