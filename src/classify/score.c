#include "score.h"

#include <string.h>

/* What is known of one prose while the rules are applied to it. */
typedef struct {
	const RdRules *rules;
	const RdProse *prose;
	const RdCircumstances *circumstances;
	RdMatcher *matcher;
	RdScore *score;
	guint64 *met;	  /* by condition: sentences (modulo 64) that meet it; NULL: not filtered */
	guint *found;	  /* by literal: the last sentence that has it, from 1 */
	guint64 bit;	  /* of the sentence being scanned */
	guint sentence;	  /* and its number, from 1 */
	guint8 *anywhere; /* by pattern: 0 not looked, 1 in the message, 2 not */
	guint8 *counted;  /* by rule: 0 no match, 1 it counts, 2 taken back so far */
	double *sums;	  /* by rule: what its matches came to */
} Run;

void
rd_score_init(RdScore *self)
{
	memset(self, 0, sizeof(*self));
	self->hits = g_array_new(FALSE, FALSE, sizeof(RdHit));
}

void
rd_score_clear(RdScore *self)
{
	g_clear_pointer(&self->hits, g_array_unref);
	g_clear_pointer(&self->heard, rd_lexicon_heard_free);
}

gboolean
rd_when_holds(const RdWhen *self, const RdCircumstances *c)
{
	if (c->any)
		return TRUE;
	return (self->authors == 0 || RD_HAS(self->authors, c->author)) &&
	       (self->reply < 0 || self->reply == (c->reply != FALSE)) &&
	       (self->milestones == 0 || RD_HAS(self->milestones, c->milestone)) &&
	       (self->finances == 0 || RD_HAS(self->finances, c->finance));
}

static guint64
sentence_bit(guint i)
{
	return (guint64)1 << (i % 64);
}

/* The sentences that can hold @pattern at all, as far as its literals tell. */
static guint64
run_candidates(const Run *run, const RdPattern *pattern)
{
	guint64 mask = G_MAXUINT64;

	for (guint i = 0; run->met != NULL && i < pattern->groups->len; i++)
		mask &= run->met[g_array_index(pattern->groups, guint, i)];
	return mask;
}

static const RdSentence *
run_sentence(const Run *run, guint i)
{
	return &g_array_index(run->prose->sentences, RdSentence, i);
}

static gboolean
run_match(Run *run, guint number, guint sentence, guint from, RdSpan *out)
{
	const RdSentence *s = run_sentence(run, sentence);

	return rd_pattern_match(g_ptr_array_index(run->rules->patterns, number), run->matcher,
				run->prose->text->str + s->start, s->len, from, out);
}

static gboolean
run_in_sentence(Run *run, guint number, guint sentence)
{
	const RdPattern *pattern = g_ptr_array_index(run->rules->patterns, number);
	RdSpan span;

	return (run_candidates(run, pattern) & sentence_bit(sentence)) != 0 &&
	       run_match(run, number, sentence, 0, &span);
}

static gboolean
run_anywhere(Run *run, guint number)
{
	guint64 mask;
	RdSpan span;

	if (run->anywhere[number] != 0)
		return run->anywhere[number] == 1;
	run->anywhere[number] = 2;
	mask = run_candidates(run, g_ptr_array_index(run->rules->patterns, number));
	for (guint i = 0; mask != 0 && i < run->prose->sentences->len; i++) {
		if ((mask & sentence_bit(i)) != 0 && run_match(run, number, i, 0, &span)) {
			run->anywhere[number] = 1;
			break;
		}
	}
	return run->anywhere[number] == 1;
}

/* Up to @words words of @text before @at, back to the last match of @stop. */
static RdSpan
window_before(Run *run, const char *text, guint at, guint words, gint stop)
{
	const GPtrArray *patterns = run->rules->patterns;
	RdSpan window = {at, at}, found;

	while (window.start > 0 && words > 0) {
		window.start--;
		while (window.start > 0 && text[window.start - 1] != ' ')
			window.start--;
		words--;
	}
	while (stop >= 0 &&
	       rd_pattern_match(g_ptr_array_index(patterns, (guint)stop), run->matcher,
				text + window.start, window.end - window.start, 0, &found))
		window.start += MAX(found.end, 1);
	return window;
}

static RdSpan
window_after(Run *run, const char *text, guint len, guint at, guint words, gint stop)
{
	const GPtrArray *patterns = run->rules->patterns;
	RdSpan window = {at, at}, found;

	while (window.end < len && words > 0) {
		window.end++;
		while (window.end < len && text[window.end] != ' ')
			window.end++;
		words--;
	}
	if (stop >= 0 && rd_pattern_match(g_ptr_array_index(patterns, (guint)stop), run->matcher,
					  text + at, window.end - at, 0, &found))
		window.end = at + found.start;
	return window;
}

static gint run_guarded(Run *run, guint32 guards, const RdSentence *s, RdSpan match);

/* One of a guard's words stands where it takes back @match (offsets within the sentence). */
static gboolean
run_guard_words(Run *run, const RdGuard *guard, const RdGuardWords *words, const RdSentence *s,
		RdSpan match)
{
	const char *text = run->prose->text->str + s->start;
	RdSpan window = {0, s->len}, found;

	if (words->place == RD_GUARD_BEFORE)
		window = window_before(run, text, match.start, words->words, guard->stop);
	else if (words->place == RD_GUARD_AFTER)
		window = window_after(run, text, s->len, match.end, words->words, guard->stop);
	else if (words->place == RD_GUARD_INSIDE)
		window = match;
	if (!rd_pattern_match(g_ptr_array_index(run->rules->patterns, words->pattern), run->matcher,
			      text + window.start, window.end - window.start, 0, &found))
		return FALSE;
	found.start += window.start;
	found.end += window.start;
	return guard->unless == 0 || run_guarded(run, guard->unless, s, found) < 0;
}

/* The first of @guards that takes back @match; -1: none does. */
static gint
run_guarded(Run *run, guint32 guards, const RdSentence *s, RdSpan match)
{
	for (guint i = 0; guards >> i != 0 && i < run->rules->guards->len; i++) {
		const RdGuard *guard = g_ptr_array_index(run->rules->guards, i);

		for (guint j = 0; RD_HAS(guards, i) && j < guard->words->len; j++) {
			if (run_guard_words(run, guard,
					    &g_array_index(guard->words, RdGuardWords, j), s,
					    match))
				return (gint)i;
		}
	}
	return -1;
}

static gboolean
run_surroundings(Run *run, const RdRule *rule, guint sentence)
{
	for (guint i = 0; i < rule->near->len; i++) {
		if (!run_in_sentence(run, g_array_index(rule->near, guint, i), sentence))
			return FALSE;
	}
	for (guint i = 0; i < rule->far->len; i++) {
		if (run_in_sentence(run, g_array_index(rule->far, guint, i), sentence))
			return FALSE;
	}
	for (guint i = 0; i < rule->with->len; i++) {
		if (!run_anywhere(run, g_array_index(rule->with, guint, i)))
			return FALSE;
	}
	for (guint i = 0; i < rule->without->len; i++) {
		if (run_anywhere(run, g_array_index(rule->without, guint, i)))
			return FALSE;
	}
	return TRUE;
}

/* The same words have counted for @rule before. */
static gboolean
run_said_before(const Run *run, const RdRule *rule, const RdHit *hit)
{
	const char *text = run->prose->text->str;
	guint len = hit->end - hit->start;

	for (guint i = 0; i < run->score->hits->len; i++) {
		const RdHit *other = &g_array_index(run->score->hits, RdHit, i);

		if (other->rule == rule && other->guard < 0 && other->end - other->start == len &&
		    memcmp(text + other->start, text + hit->start, len) == 0)
			return TRUE;
	}
	return FALSE;
}

/* A rule counts once; one that has a limit ("most") counts each different match up to it. */
static void
run_count(Run *run, const RdRule *rule, const RdHit *hit)
{
	RdScore *score = run->score;
	double weight = rule->weight;

	if (rule->most > 0) {
		if (run_said_before(run, rule, hit))
			return;
		weight = MIN(weight, rule->most - run->sums[rule->index]);
	}
	run->sums[rule->index] += weight;
	if (rule->most <= 0 || run->sums[rule->index] + 1e-9 >= rule->most)
		run->counted[rule->index] = 1;
	g_array_append_val(score->hits, *hit);
	score->all[rule->label] += weight;
	if (rule->cue)
		score->cues[rule->label] += weight;
	if (score->count[rule->label]++ == 0 || hit->start < score->first[rule->label])
		score->first[rule->label] = hit->start;
}

static void
run_try_rule(Run *run, const RdRule *rule, guint sentence, RdSpan match)
{
	const RdSentence *s = run_sentence(run, sentence);
	RdHit hit = {rule, s->start + match.start, s->start + match.end, -1};

	if (run->counted[rule->index] == 1 || (rule->zones & s->zone) == 0 ||
	    !rd_when_holds(&rule->when, run->circumstances) ||
	    !run_surroundings(run, rule, sentence))
		return;
	hit.guard = run_guarded(run, rule->guards, s, match);
	if (hit.guard < 0) {
		run_count(run, rule, &hit);
		return;
	}
	if (run->counted[rule->index] == 0) /* said once is enough */
		g_array_append_val(run->score->hits, hit);
	run->counted[rule->index] = 2;
}

static gboolean
run_all_counted(const Run *run, const GPtrArray *users)
{
	for (guint i = 0; i < users->len; i++) {
		if (run->counted[((const RdRule *)g_ptr_array_index(users, i))->index] != 1)
			return FALSE;
	}
	return TRUE;
}

static void
run_pattern_in(Run *run, guint number, guint sentence)
{
	const GPtrArray *users = run->rules->users[number];
	const RdSentence *s = run_sentence(run, sentence);
	RdSpan match;

	for (guint from = 0; from < s->len && run_match(run, number, sentence, from, &match);
	     from = MAX(match.end, from + 1)) {
		for (guint i = 0; i < users->len; i++)
			run_try_rule(run, g_ptr_array_index(users, i), sentence, match);
		if (run_all_counted(run, users))
			return;
	}
}

static void
run_pattern(Run *run, guint number)
{
	guint64 mask = run_candidates(run, g_ptr_array_index(run->rules->patterns, number));

	for (guint i = 0; mask != 0 && i < run->prose->sentences->len; i++) {
		if ((mask & sentence_bit(i)) == 0)
			continue;
		run_pattern_in(run, number, i);
		if (run_all_counted(run, run->rules->users[number]))
			return;
	}
}

static void
run_literal_found(guint literal, gpointer data)
{
	Run *run = data;
	const GArray *groups = run->rules->groups_of[literal];

	if (run->found[literal] == run->sentence)
		return;
	run->found[literal] = run->sentence;
	for (guint i = 0; i < groups->len; i++)
		run->met[g_array_index(groups, guint, i)] |= run->bit;
}

static void
run_filter(Run *run)
{
	for (guint i = 0; i < run->prose->sentences->len; i++) {
		const RdSentence *s = run_sentence(run, i);

		run->bit = sentence_bit(i);
		run->sentence = i + 1;
		rd_filter_scan(run->rules->filter, run->prose->text->str + s->start, s->len,
			       run_literal_found, run);
	}
}

static gint
compare_hits(gconstpointer a, gconstpointer b)
{
	const RdHit *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (gint)x->rule->index - (gint)y->rule->index;
}

/* Adds what the words of examples say to what the rules say. */
static void
score_sum_up(RdScore *self, const RdRules *rules, const RdProse *prose, RdRole author)
{
	self->heard =
		rd_lexicon_weigh(rules->lexicon, prose, author,
				 RD_ZONE_SUBJECT | RD_ZONE_WORDS | RD_ZONE_REVIEW, self->words);
	for (guint i = 0; i < rules->labels->len; i++) {
		const RdLabel *label = g_ptr_array_index(rules->labels, i);

		self->score[i] = MIN(self->all[i], label->rules_most) + label->prior +
				 label->words_weight * self->words[i];
	}
}

static void
score_run(RdScore *self, const RdRules *rules, const RdProse *prose,
	  const RdCircumstances *circumstances, gboolean filtered)
{
	g_autoptr(RdMatcher) matcher = rd_matcher_new();
	g_autofree guint64 *met = filtered ? g_new0(guint64, rules->groups->len + 1) : NULL;
	g_autofree guint *found = g_new0(guint, rd_filter_size(rules->filter) + 1);
	g_autofree guint8 *anywhere = g_new0(guint8, rules->patterns->len + 1);
	g_autofree guint8 *counted = g_new0(guint8, rules->rules->len + 1);
	g_autofree double *sums = g_new0(double, rules->rules->len + 1);
	Run run = {.rules = rules,
		   .prose = prose,
		   .circumstances = circumstances,
		   .matcher = matcher,
		   .score = self,
		   .met = met,
		   .found = found,
		   .anywhere = anywhere,
		   .counted = counted,
		   .sums = sums};

	if (filtered)
		run_filter(&run);
	for (guint i = 0; i < rules->patterns->len; i++) {
		if (rules->users[i] != NULL)
			run_pattern(&run, i);
	}
	score_sum_up(self, rules, prose, circumstances->author);
	g_array_sort(self->hits, compare_hits);
	self->undecided += matcher->undecided;
}

void
rd_score_add(RdScore *self, const RdRules *rules, const RdProse *prose,
	     const RdCircumstances *circumstances)
{
	score_run(self, rules, prose, circumstances, TRUE);
}

void
rd_score_add_plainly(RdScore *self, const RdRules *rules, const RdProse *prose,
		     const RdCircumstances *circumstances)
{
	score_run(self, rules, prose, circumstances, FALSE);
}
