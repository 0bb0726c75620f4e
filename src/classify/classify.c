#include "grievance.h"
#include "reading.h"
#include "review.h"

#include <redress/subject.h>
#include <string.h>

#define WORDS_MAX 16384
#define SAID_LAST 9 /* of severity, what a type is less that comes at the very end */

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
		       (forwarded->quoted != NULL && *forwarded->quoted != '\0' &&
			!forwarded->forwards);
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
		rd_prose_add(self->prose, RD_ZONE_REVIEW, quoted, RD_QUOTED_MAX);
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
		double share = rd_reading_share(self, i);

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
	rd_reading_decide(&reading);
	if (person->role == RD_ROLE_MARKETING)
		reading.review =
			rd_review_read(rules->review, message, reading_complains(&reading));
	rd_reading_guess(&reading);
	reading_fill(&reading, findings);
	if (findings_are_argued(findings, sure))
		rd_reading_argue(&reading, findings);
	rd_review_free(reading.review);
	rd_score_clear(&reading.score);
	return findings;
}
