/*
 * decide.c - which labels a message carries.
 */

#include "grievance.h"
#include "reading.h"

#define FAINT_SHARE 0.15 /* of the strongest type's score */
#define OVERRULED   1	 /* by so much words may speak against a rule in a reply */

static double
label_threshold(const RdLabel *label, RdManner manner)
{
	return manner == RD_MANNER_REPLY ? label->reply_threshold : label->threshold;
}

/* What of @score counts for label @i in a mail of this manner. */
static double
label_sum(const RdLabel *label, const RdScore *score, guint i, RdManner manner)
{
	if (manner != RD_MANNER_FRESH && label->of == RD_LABEL_COMPLAINT)
		return MIN(score->all[i], score->score[i] + OVERRULED);
	return score->score[i];
}

/*
 * Staff write of their own calls in the words of installers' calls. What they say of a
 * case counts when a rule hears it; for the rest they have commands.
 */
static gboolean
label_is_hearsay(const RdLabel *label, const RdScore *score, guint i,
		 const RdCircumstances *circumstances)
{
	return label->of == RD_LABEL_SIGNAL && score->count[i] == 0 &&
	       rd_role_works_cases(circumstances->author);
}

/* The labels of @score; @margin: how near the nearest decision was. */
static guint32
score_decide(const RdRules *rules, const RdScore *score, const RdCircumstances *circumstances,
	     RdManner manner, double *margin)
{
	guint32 labels = 0;

	for (guint i = 0; i < rules->labels->len; i++) {
		const RdLabel *label = g_ptr_array_index(rules->labels, i);
		double threshold = label_threshold(label, manner);
		double sum = label_sum(label, score, i, manner);
		double away = ABS(sum - threshold) / threshold;

		if (!rd_when_holds(&label->when, circumstances))
			continue;
		if (sum + 1e-9 >= threshold && !label_is_hearsay(label, score, i, circumstances))
			labels |= RD_SET(i);
		if (score->count[i] > 0 && label->of != RD_LABEL_HINT)
			*margin = MIN(*margin, CLAMP(away + 0.25 * (score->count[i] - 1), 0, 1));
	}
	return labels;
}

/* Of two labels that exclude each other the stronger stays; implied ones come along. */
static guint32
labels_settle(const RdRules *rules, const RdScore *score, guint32 labels)
{
	for (guint i = 0; i < rules->labels->len; i++) {
		const RdLabel *a = g_ptr_array_index(rules->labels, i);

		for (guint j = 0; RD_HAS(labels, i) && j < rules->labels->len; j++) {
			if (i == j || !RD_HAS(a->excludes, j) || !RD_HAS(labels, j))
				continue;
			labels &= ~RD_SET(score->score[j] > score->score[i] ? i : j);
		}
	}
	for (guint i = 0; i < rules->labels->len; i++) {
		const RdLabel *a = g_ptr_array_index(rules->labels, i);

		if (RD_HAS(labels, i))
			labels |= a->implies;
	}
	return labels;
}

/*
 * What no rule heard, and words alone speak for, is a type of its own only when it is not
 * faint beside the strongest: much of what people say of one trouble they say of others.
 */
static guint32
labels_drop_faint(const RdRules *rules, const RdScore *score, guint32 labels)
{
	double strongest = 0;

	for (guint i = 0; i < rules->labels->len; i++) {
		const RdLabel *label = g_ptr_array_index(rules->labels, i);

		if (RD_HAS(labels, i) && label->of == RD_LABEL_COMPLAINT)
			strongest = MAX(strongest, score->score[i]);
	}
	for (guint i = 0; i < rules->labels->len; i++) {
		const RdLabel *label = g_ptr_array_index(rules->labels, i);

		if (label->of == RD_LABEL_COMPLAINT && score->count[i] == 0 &&
		    score->score[i] < FAINT_SHARE * strongest)
			labels &= ~RD_SET(i);
	}
	return labels;
}

static void
reading_note_undecided(RdReading *self, const RdScore *score)
{
	for (guint i = 0; i < score->undecided->len; i++) {
		char *name = g_ptr_array_index(score->undecided, i);

		if (!g_ptr_array_find(self->undecided, name, NULL))
			g_ptr_array_add(self->undecided, name);
	}
}

/* What the matter was before this reply: from what it quotes, and its subject. */
static guint32
reading_old_matter(RdReading *self)
{
	const RdForwarded *forwarded = self->message->forwarded;
	const char *quoted = forwarded != NULL ? forwarded->quoted : self->message->quoted;
	const char *subject = forwarded != NULL ? forwarded->subject : self->message->subject;
	RdCircumstances circumstances = {.author = RD_ROLE_HOMEOWNER};
	g_autoptr(RdProse) prose = rd_prose_new(self->rules->spelling);
	g_auto(RdScore) score;
	double margin = 1;

	rd_score_init(&score);
	rd_prose_add(prose, RD_ZONE_WORDS, subject != NULL ? subject : "", RD_QUOTED_MAX);
	rd_prose_add(prose, RD_ZONE_WORDS, quoted != NULL ? quoted : "", RD_QUOTED_MAX);
	rd_score_add(&score, self->rules, prose, &circumstances);
	reading_note_undecided(self, &score);
	return score_decide(self->rules, &score, &circumstances, RD_MANNER_FRESH, &margin);
}

/* A hint that reaches @least; before the labels are decided. */
static gboolean
reading_hints(const RdReading *self, const char *name, double least)
{
	gint i = rd_rules_find_label(self->rules, name);

	return i >= 0 && self->score.score[i] + 1e-9 >= least &&
	       rd_when_holds(&rd_reading_label(self, (guint)i)->when, &self->circumstances);
}

static gboolean
reading_is_aside(const RdReading *self)
{
	RdRole author = self->circumstances.author;

	if (rd_role_works_cases(author) && author != RD_ROLE_MARKETING)
		return rd_grievance_weigh_note(self->rules, &self->score) <= 0;
	return (author == RD_ROLE_HOMEOWNER || author == RD_ROLE_UNKNOWN) &&
	       rd_grievance_weigh(self->rules, &self->score) <= 0;
}

static RdManner
reading_manner(const RdReading *self)
{
	if (self->circumstances.reply)
		return reading_hints(self, "new-matter", 1) ? RD_MANNER_IN_PASSING
							    : RD_MANNER_REPLY;
	return reading_is_aside(self) ? RD_MANNER_ASIDE : RD_MANNER_FRESH;
}

void
rd_reading_decide(RdReading *self)
{
	rd_score_add(&self->score, self->rules, self->prose, &self->circumstances);
	reading_note_undecided(self, &self->score);
	self->manner = reading_manner(self);
	self->labels = score_decide(self->rules, &self->score, &self->circumstances, self->manner,
				    &self->margin);
	self->labels = labels_settle(self->rules, &self->score, self->labels);
	self->labels = labels_drop_faint(self->rules, &self->score, self->labels);
	if (self->manner == RD_MANNER_ASIDE)
		self->labels &= ~rd_reading_labels_of(self, RD_LABEL_COMPLAINT);
	if (self->circumstances.reply && rd_reading_labels_of(self, RD_LABEL_COMPLAINT) != 0)
		self->labels &= ~(reading_old_matter(self) &
				  rd_reading_labels_of(self, RD_LABEL_COMPLAINT));
}

double
rd_reading_share(const RdReading *self, guint i)
{
	const RdLabel *label = rd_reading_label(self, i);

	return MAX(0, label_sum(label, &self->score, i, self->manner)) /
	       label_threshold(label, self->manner);
}
