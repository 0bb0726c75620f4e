#include "grievance.h"

#include <math.h>

/* Fitted to the examples, those of one writer after the other left out (logistic). */
#define BIAS	(-0.7)
#define TYPES	0.66 /* of what the words say for the complaint types together */
#define HEARD	0.7  /* a rule heard a type */
#define INQUIRY 0.85 /* of what the words say for an inquiry */
#define PITCH	4.0  /* rules heard somebody sell */

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

double
rd_grievance_weigh(const RdRules *rules, const RdScore *score)
{
	gint inquiry = rd_rules_find_label(rules, "inquiry");
	gboolean heard = FALSE;
	double types = types_say(rules, score, &heard);

	if (inquiry < 0 ||
	    ((const RdLabel *)g_ptr_array_index(rules->labels, inquiry))->words_weight <= 0)
		return 1;
	return BIAS + TYPES * types + (heard ? HEARD : 0) - INQUIRY * score->words[inquiry] -
	       PITCH * MIN(1, hint_sum(rules, score->all, "pitch"));
}
