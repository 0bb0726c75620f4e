/*
 * guess.c - what a message is about most likely, when no label is plain.
 */

#include "reading.h"

/* A rule's word is enough for a bad review's reason, and for what a reply tells of the case. */
static gboolean
label_may_be_guessed(const RdReading *self, guint i)
{
	const RdLabel *label = rd_reading_label(self, i);

	return self->score.score[i] + 1e-9 >= label->guess_threshold ||
	       (self->score.count[i] > 0 && (self->review != NULL || label->of == RD_LABEL_SIGNAL));
}

/* Of signals, words alone make no better guess than one that a rule has heard. */
static gboolean
guess_is_better(const RdReading *self, guint a, guint b)
{
	const RdScore *score = &self->score;
	gboolean heard = score->count[a] > 0, other_heard = score->count[b] > 0;

	if (rd_reading_label(self, a)->of == RD_LABEL_SIGNAL && heard != other_heard)
		return heard;
	return score->score[a] > score->score[b];
}

/* The best of the labels of a kind; -1: none that may be guessed. */
static gint
reading_best_guess(const RdReading *self, RdLabelOf of)
{
	gint best = -1;

	for (guint i = 0; i < self->rules->labels->len; i++) {
		const RdLabel *label = rd_reading_label(self, i);

		if (label->of != of || !label_may_be_guessed(self, i) ||
		    !rd_when_holds(&label->when, &self->circumstances))
			continue;
		if (best < 0 || guess_is_better(self, i, (guint)best))
			best = (gint)i;
	}
	return best;
}

/*
 * A customer who writes without being asked, and neither asks about their account nor
 * praises, mostly complains: then the strongest type is taken, however weak. From
 * somebody whom nobody knows it takes more.
 */
static void
reading_guess_complaint(RdReading *self)
{
	gint best = -1;
	gboolean fresh = self->manner == RD_MANNER_FRESH && !rd_reading_has(self, "pitch");
	double least = -G_MAXDOUBLE;

	switch (self->circumstances.author) {
	case RD_ROLE_INSTALLER:
	case RD_ROLE_SALES:
	case RD_ROLE_PARTNER:
	case RD_ROLE_MARKETING:
		fresh = FALSE;
		break;
	case RD_ROLE_UNKNOWN:
		least = 0.8;
		break;
	default:
		break;
	}
	if (self->review != NULL || fresh)
		best = reading_best_guess(self, RD_LABEL_COMPLAINT);
	if (best >= 0 && !RD_HAS(self->labels, best) && self->score.score[best] >= least) {
		self->labels |= RD_SET(best);
		self->margin = 0;
	}
}

/* A reply that adds no new problem says something of the old one, however faintly. */
static void
reading_guess_signal(RdReading *self)
{
	gint best;

	if (!self->circumstances.reply || rd_role_works_cases(self->circumstances.author) ||
	    rd_reading_labels_of(self, RD_LABEL_COMPLAINT) != 0 ||
	    rd_reading_labels_of(self, RD_LABEL_SIGNAL) != 0)
		return;
	best = reading_best_guess(self, RD_LABEL_SIGNAL);
	if (best >= 0) {
		self->labels |= RD_SET(best);
		self->margin = 0;
	}
}

void
rd_reading_guess(RdReading *self)
{
	reading_guess_complaint(self);
	reading_guess_signal(self);
}
