#include "grievance.h"

#include <math.h>

/* Fitted to the examples, those of one writer after the other left out (logistic). */
#define BIAS	(-1.75)
#define TYPES	1.0  /* of what the words say for the complaint types together */
#define HEARD	1.3  /* a rule heard a type */
#define INQUIRY 1.05 /* of what the words say for an inquiry */
#define PITCH	4.0  /* rules heard somebody sell */

/* The same for what staff note down: a call that complains, or how a case goes on. */
#define NOTE_BIAS  0.1 /* a complaint that is missed is worse than one too many */
#define NOTE_TYPES 0.88
#define NOTE_HEARD 0.3
#define NOTE_NEWS  1.1 /* of what the words say for news of an open matter */

static double
hint_sum(const RdRules *rules, const double *sums, const char *name)
{
	gint i = rd_rules_find_label(rules, name);

	return i >= 0 ? sums[i] : 0;
}

/* The sum of chances, as a sum of words again. */
static double
types_say(const RdRules *rules, const RdScore *score, gboolean *heard)
{
	double odds = 0;

	for (guint i = 0; i < rules->labels->len; i++) {
		const RdLabel *label = g_ptr_array_index(rules->labels, i);

		if (label->of != RD_LABEL_COMPLAINT)
			continue;
		odds += exp(CLAMP(score->words[i], -20, 20));
		*heard |= score->all[i] + 1e-9 >= 1;
	}
	return log(MAX(odds, 1e-9));
}

/* What the words say for the hint @name; FALSE: no example teaches that. */
static gboolean
hint_words(const RdRules *rules, const RdScore *score, const char *name, double *words)
{
	gint i = rd_rules_find_label(rules, name);

	if (i < 0 || ((const RdLabel *)g_ptr_array_index(rules->labels, i))->words_weight <= 0)
		return FALSE;
	*words = score->words[i];
	return TRUE;
}

double
rd_grievance_weigh(const RdRules *rules, const RdScore *score)
{
	gboolean heard = FALSE;
	double types = types_say(rules, score, &heard), inquiry;

	if (!hint_words(rules, score, "inquiry", &inquiry))
		return 1;
	return BIAS + TYPES * types + (heard ? HEARD : 0) - INQUIRY * inquiry -
	       PITCH * MIN(1, hint_sum(rules, score->all, "pitch"));
}

double
rd_grievance_weigh_note(const RdRules *rules, const RdScore *score)
{
	gboolean heard = FALSE;
	double types = types_say(rules, score, &heard), news;

	if (!hint_words(rules, score, "news", &news))
		return 1;
	return NOTE_BIAS + NOTE_TYPES * types + (heard ? NOTE_HEARD : 0) - NOTE_NEWS * news;
}

gboolean
rd_grievance_is_news(const RdRules *rules, const RdScore *score)
{
	double news, inquiry;

	return hint_words(rules, score, "news", &news) && news > 0 &&
	       (!hint_words(rules, score, "inquiry", &inquiry) || news > inquiry);
}
