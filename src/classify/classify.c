#include "grievance.h"
#include "reading.h"
#include "review.h"

#include <redress/subject.h>
#include <string.h>

#define FAINT_SHARE 0.15 /* of the strongest type's score */
#define WORDS_MAX   16384
#define QUOTED_MAX  4096
#define OVERRULED   1 /* by so much words may speak against a rule in a reply */
#define SAID_LAST   9 /* of severity, what a type is less that comes at the very end */

const RdLabel *
rd_reading_label(const RdReading *self, guint i)
{
	return g_ptr_array_index(self->rules->labels, i);
}

gboolean
rd_reading_has(const RdReading *self, const char *name)
{
	gint i = rd_rules_find_label(self->rules, name);

	return i >= 0 && RD_HAS(self->labels, i);
}

guint32
rd_reading_labels_of(const RdReading *self, RdLabelOf of)
{
	guint32 labels = 0;

	for (guint i = 0; i < self->rules->labels->len; i++) {
		if (rd_reading_label(self, i)->of == of)
			labels |= RD_SET(i);
	}
	return labels & self->labels;
}

static gboolean
role_works_cases(RdRole role)
{
	return rd_role_is_staff(role) && role != RD_ROLE_SALES;
}

/*
 * A person may type "RE:" before anything; a reply quotes, or says what it answers. What
 * Marketing passes on may quote as well: the review.
 */
static gboolean
message_is_reply(const RdMessage *message, RdRole author)
{
	const RdForwarded *forwarded = message->forwarded;

	if (forwarded != NULL && author == RD_ROLE_MARKETING)
		return rd_subject_is_reply(forwarded->subject);
	if (forwarded != NULL)
		return rd_subject_is_reply(forwarded->subject) ||
		       (forwarded->quoted != NULL && *forwarded->quoted != '\0');
	if (message->in_reply_to->len > 0 || message->references->len > 0)
		return TRUE;
	return rd_subject_is_reply(message->subject) && *message->quoted != '\0';
}

/* Whose words are judged; what is not in the directory is taken for a customer's. */
static RdRole
person_author(const RdPerson *person, const RdMessage *message)
{
	if (message->forwarded == NULL || !rd_role_is_staff(person->role))
		return person->role;
	if (person->role == RD_ROLE_MARKETING)
		return RD_ROLE_MARKETING;
	return person->original_role;
}

/* Of the review that Marketing reports, what they quote with marks at each line. */
static void
reading_add_quoted_review(RdReading *self)
{
	const RdForwarded *forwarded = self->message->forwarded;
	const char *quoted = forwarded != NULL ? forwarded->quoted : self->message->quoted;

	if (quoted != NULL && *quoted != '\0')
		rd_prose_add(self->prose, RD_ZONE_REVIEW, quoted, QUOTED_MAX);
}

/* Command lines are staff's to give: they are nobody's words, whoever writes them. */
static char *
words_without_commands(const char *words)
{
	GString *out;

	if (strchr(words, '#') == NULL)
		return g_strdup(words);
	out = g_string_new(NULL);
	while (*words != '\0') {
		gsize len = strcspn(words, "\n");
		gsize margin = strspn(words, " \t");

		len += words[len] == '\n';
		if (words[margin] != '#' || !g_ascii_isalpha(words[margin + 1]))
			g_string_append_len(out, words, (gssize)len);
		words += len;
	}
	return g_string_free(out, FALSE);
}

static void
reading_add_texts(RdReading *self)
{
	const RdMessage *message = self->message;
	const RdForwarded *forwarded = message->forwarded;
	const char *subject = forwarded != NULL ? forwarded->subject : message->subject;
	RdZone zone = self->circumstances.reply ? RD_ZONE_HEAD : RD_ZONE_SUBJECT;
	g_autofree char *words = words_without_commands(rd_message_words(message));

	rd_prose_add(self->prose, zone, subject != NULL ? subject : "", WORDS_MAX);
	rd_prose_add(self->prose, RD_ZONE_WORDS, words, WORDS_MAX);
	if (forwarded != NULL)
		rd_prose_add(self->prose, RD_ZONE_NOTE, message->reply, WORDS_MAX);
	if (self->circumstances.author == RD_ROLE_MARKETING && !self->circumstances.reply)
		reading_add_quoted_review(self);
}

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
	       role_works_cases(circumstances->author);
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
	rd_prose_add(prose, RD_ZONE_WORDS, subject != NULL ? subject : "", QUOTED_MAX);
	rd_prose_add(prose, RD_ZONE_WORDS, quoted != NULL ? quoted : "", QUOTED_MAX);
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

	if (role_works_cases(author) && author != RD_ROLE_MARKETING)
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

static void
reading_decide(RdReading *self)
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
reading_guess(RdReading *self)
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

	if (!self->circumstances.reply || role_works_cases(self->circumstances.author) ||
	    rd_reading_labels_of(self, RD_LABEL_COMPLAINT) != 0 ||
	    rd_reading_labels_of(self, RD_LABEL_SIGNAL) != 0)
		return;
	best = reading_best_guess(self, RD_LABEL_SIGNAL);
	if (best >= 0) {
		self->labels |= RD_SET(best);
		self->margin = 0;
	}
}

/* Whoever wrote it: a rule heard a type, and all words together are a complaint's. */
static gboolean
reading_complains(const RdReading *self)
{
	gboolean heard = FALSE;

	for (guint i = 0; i < self->rules->labels->len; i++) {
		const RdLabel *label = rd_reading_label(self, i);

		heard |= label->of == RD_LABEL_COMPLAINT &&
			 self->score.all[i] + 1e-9 >= label->threshold;
	}
	return heard && rd_grievance_weigh(self->rules, &self->score) > 0;
}

/* What weighs most, or is said first: who has several matters begins with their own. */
static RdComplaint
reading_primary(const RdReading *self, RdComplaintSet complaints)
{
	guint len = (guint)self->prose->text->len;
	RdComplaint primary = RD_COMPLAINT_NONE;
	double most = -G_MAXDOUBLE;

	for (guint i = 0; i < self->rules->labels->len; i++) {
		const RdLabel *label = rd_reading_label(self, i);
		double place = (double)MIN(self->score.first[i], len) / MAX(len, 1);
		double weight = label->severity - SAID_LAST * place;

		if (label->of != RD_LABEL_COMPLAINT || !RD_HAS(complaints, label->member))
			continue;
		if (weight > most) {
			most = weight;
			primary = (RdComplaint)label->member;
		}
	}
	return primary;
}

/*
 * A first complaint's signals are mostly part of its story; a reply's are news. Beside a
 * complaint, whose words say many things, it takes a rule.
 */
static gboolean
reading_signal_counts(const RdReading *self, guint i, RdKind kind)
{
	const RdLabel *label = rd_reading_label(self, i);

	if (kind == RD_KIND_UPDATE)
		return TRUE;
	return kind == RD_KIND_COMPLAINT && self->score.all[i] + 1e-9 >= label->threshold &&
	       (label->beside == RD_BESIDE_ALWAYS ||
		(label->beside == RD_BESIDE_REPLY && self->circumstances.reply));
}

/* How far each label came, whether it holds or not. */
static void
reading_fill_shares(const RdReading *self, RdFindings *out)
{
	for (guint i = 0; i < self->rules->labels->len; i++) {
		const RdLabel *label = rd_reading_label(self, i);
		double share = MAX(0, label_sum(label, &self->score, i, self->manner)) /
			       label_threshold(label, self->manner);

		if (label->of == RD_LABEL_COMPLAINT)
			out->complaint_share[label->member] = share;
		else if (label->of == RD_LABEL_SIGNAL)
			out->signal_share[label->member] = share;
	}
}

static gboolean
findings_are_argued(const RdFindings *self, double sure)
{
	return sure == RD_CLASSIFY_ARGUE ||
	       (self->kind == RD_KIND_COMPLAINT && rd_findings_sure(self) < sure);
}

static void
reading_fill(RdReading *self, RdFindings *out)
{
	guint32 complaints = rd_reading_labels_of(self, RD_LABEL_COMPLAINT);
	guint32 signals = rd_reading_labels_of(self, RD_LABEL_SIGNAL);

	out->kind = rd_reading_kind(self);
	for (guint i = 0; i < self->rules->labels->len; i++) {
		const RdLabel *label = rd_reading_label(self, i);

		if (RD_HAS(complaints, i) &&
		    (out->kind == RD_KIND_COMPLAINT || out->kind == RD_KIND_REVIEW_ALERT))
			out->complaints |= RD_SET(label->member);
		if (RD_HAS(signals, i) && reading_signal_counts(self, i, out->kind))
			out->signals |= RD_SET(label->member);
	}
	out->primary = reading_primary(self, out->complaints);
	out->against = rd_complaints_against(out->complaints);
	out->customer = rd_reading_has(self, "customer") && !rd_reading_has(self, "pitch");
	out->margin = self->undecided->len > 0 ? 0 : self->margin;
	out->undecided = rd_reading_undecided(self);
	reading_fill_shares(self, out);
	if (out->kind == RD_KIND_REVIEW_ALERT)
		out->review = g_steal_pointer(&self->review);
}

RdFindings *
rd_classify(const RdRules *rules, const RdMessage *message, const RdPerson *person, double sure)
{
	g_autoptr(RdProse) prose = rd_prose_new(rules->spelling);
	g_autoptr(GPtrArray) undecided = g_ptr_array_new();
	RdReading reading = {.rules = rules,
			     .message = message,
			     .person = person,
			     .prose = prose,
			     .undecided = undecided,
			     .margin = 1};
	RdFindings *findings = rd_findings_new();

	reading.circumstances.author = person_author(person, message);
	reading.circumstances.reply = message_is_reply(message, reading.circumstances.author);
	if (person->homeowner != NULL) {
		reading.circumstances.milestone = person->homeowner->milestone;
		reading.circumstances.finance = person->homeowner->finance;
	}
	rd_score_init(&reading.score);
	reading_add_texts(&reading);
	reading_decide(&reading);
	if (person->role == RD_ROLE_MARKETING)
		reading.review =
			rd_review_read(rules->review, message, reading_complains(&reading));
	reading_guess(&reading);
	reading_guess_signal(&reading);
	reading_fill(&reading, findings);
	if (findings_are_argued(findings, sure))
		rd_reading_argue(&reading, findings);
	rd_review_free(reading.review);
	rd_score_clear(&reading.score);
	return findings;
}
