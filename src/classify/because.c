#include "reading.h"

#include <math.h>
#include <redress/text.h>
#include <string.h>

#define UNDECIDED_TOLD 5

static void
because_add(RdFindings *self, const char *label, const char *rule, char *text, double weight)
{
	RdReason *reason = g_new0(RdReason, 1);

	reason->label = g_strdup(label);
	reason->rule = g_strdup(rule);
	reason->text = text;
	reason->weight = weight;
	g_ptr_array_add(self->because, reason);
}

static void
because_of_rules(const RdReading *self, RdFindings *findings)
{
	for (guint i = 0; i < self->score.hits->len; i++) {
		const RdHit *hit = &g_array_index(self->score.hits, RdHit, i);
		const RdGuard *guard =
			hit->guard < 0 ? NULL
				       : g_ptr_array_index(self->rules->guards, (guint)hit->guard);
		g_autofree char *rule =
			guard == NULL ? g_strdup(hit->rule->name)
				      : g_strdup_printf("%s, but %s", hit->rule->name, guard->name);

		because_add(findings, rd_reading_label(self, hit->rule->label)->name, rule,
			    rd_prose_quote(self->prose, hit->start, hit->end - hit->start),
			    guard == NULL ? hit->rule->weight : -hit->rule->weight);
	}
}

/* The words that say most for a label, as one reason. */
static void
because_of_words(const RdReading *self, RdFindings *findings, guint i)
{
	const RdLabel *label = rd_reading_label(self, i);
	double weight = label->prior + label->words_weight * self->score.words[i];
	RdFeature top[RD_LEXICON_TOP];
	g_autoptr(GString) words = NULL;
	guint n;

	if (label->words_weight <= 0 || fabs(weight) < 0.1)
		return;
	if (weight < 0) { /* what is known are words that speak for it */
		if (self->score.all[i] > 0)
			because_add(findings, label->name, "words of examples",
				    g_strdup("its words as a whole"), weight);
		return;
	}
	words = g_string_new(NULL);
	n = rd_lexicon_top(self->rules->lexicon, self->score.heard, i, top);
	for (guint j = 0; j < n; j++) {
		g_autofree char *word = rd_prose_quote(self->prose, top[j].start, top[j].len);

		if (strstr(words->str, word) == NULL) /* it may stand in several places */
			rd_text_list(words, ", ", word);
	}
	because_add(findings, label->name, "words of examples",
		    g_string_free(g_steal_pointer(&words), FALSE), weight);
}

void
rd_reading_argue(const RdReading *self, RdFindings *findings)
{
	because_of_rules(self, findings);
	for (guint i = 0; i < self->rules->labels->len; i++)
		because_of_words(self, findings, i);
}

char *
rd_reading_undecided(const RdReading *self)
{
	guint n = self->undecided->len, told = MIN(n, UNDECIDED_TOLD);
	g_autoptr(GString) text = g_string_new(NULL);

	if (n == 0)
		return NULL;
	for (guint i = 0; i < told; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
				       (const char *)g_ptr_array_index(self->undecided, i));
	if (n > told)
		g_string_append_printf(text, " and %u more", n - told);
	return g_string_free(g_steal_pointer(&text), FALSE);
}
