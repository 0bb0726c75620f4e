#include "score.h"

#include "scan.h"

#include <string.h>

/* What is known of one prose while the rules are applied to it. */
typedef struct {
	const RdRules *rules;
	const RdProse *prose;
	const RdCircumstances *circumstances;
	RdScan *scan;
	RdScore *score;
	guint8 *counted; /* by rule: 0 no match, 1 it counts, 2 taken back so far */
} Run;

void
rd_score_init(RdScore *self)
{
	memset(self, 0, sizeof(*self));
	memset(self->first, 0xff, sizeof(self->first));
	self->hits = g_array_new(FALSE, FALSE, sizeof(RdHit));
	self->undecided = g_ptr_array_new();
}

void
rd_score_clear(RdScore *self)
{
	g_clear_pointer(&self->hits, g_array_unref);
	g_clear_pointer(&self->undecided, g_ptr_array_unref);
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

static gboolean
run_match_within(const Run *run, guint pattern, const char *text, gsize len, RdSpan *out)
{
	return rd_pattern_match(g_ptr_array_index(run->rules->patterns, pattern),
				rd_scan_matcher(run->scan), text, len, 0, out);
}

/* Up to @words words of @text before @at, back to the last match of @stop. */
static RdSpan
window_before(const Run *run, const char *text, guint at, guint words, gint stop)
{
	RdSpan window = {at, at}, found;

	while (window.start > 0 && words > 0) {
		window.start--;
		while (window.start > 0 && text[window.start - 1] != ' ')
			window.start--;
		words--;
	}
	while (stop >= 0 && run_match_within(run, (guint)stop, text + window.start,
					     window.end - window.start, &found))
		window.start += MAX(found.end, 1);
	return window;
}

static RdSpan
window_after(const Run *run, const char *text, guint len, guint at, guint words, gint stop)
{
	RdSpan window = {at, at}, found;

	while (window.end < len && words > 0) {
		window.end++;
		while (window.end < len && text[window.end] != ' ')
			window.end++;
		words--;
	}
	if (stop >= 0 && run_match_within(run, (guint)stop, text + at, window.end - at, &found))
		window.end = at + found.start;
	return window;
}

static gint run_guarded(const Run *run, guint32 guards, guint sentence, RdSpan match);

/* One of a guard's words stands where it takes back @match (offsets within the sentence). */
static gboolean
run_guard_words(const Run *run, const RdGuard *guard, const RdGuardWords *words, guint sentence,
		RdSpan match)
{
	const RdSentence *s = rd_scan_sentence(run->scan, sentence);
	const char *text = run->prose->text->str + s->start;
	gint stop = guard->stop;
	RdSpan window = {0, s->len}, found;

	if (!rd_scan_may_have(run->scan, words->pattern, sentence))
		return FALSE;
	if (stop >= 0 && !rd_scan_may_have(run->scan, (guint)stop, sentence))
		stop = -1;
	if (words->place == RD_GUARD_BEFORE)
		window = window_before(run, text, match.start, words->words, stop);
	else if (words->place == RD_GUARD_AFTER)
		window = window_after(run, text, s->len, match.end, words->words, stop);
	else if (words->place == RD_GUARD_INSIDE)
		window = match;
	if (!run_match_within(run, words->pattern, text + window.start, window.end - window.start,
			      &found))
		return FALSE;
	found.start += window.start;
	found.end += window.start;
	return guard->unless == 0 || run_guarded(run, guard->unless, sentence, found) < 0;
}

/* The first of @guards that takes back @match; -1: none does. */
static gint
run_guarded(const Run *run, guint32 guards, guint sentence, RdSpan match)
{
	for (guint i = 0; guards >> i != 0 && i < run->rules->guards->len; i++) {
		const RdGuard *guard = g_ptr_array_index(run->rules->guards, i);

		for (guint j = 0; RD_HAS(guards, i) && j < guard->words->len; j++) {
			if (run_guard_words(run, guard,
					    &g_array_index(guard->words, RdGuardWords, j), sentence,
					    match))
				return (gint)i;
		}
	}
	return -1;
}

static gboolean
run_surroundings(const Run *run, const RdRule *rule, guint sentence)
{
	for (guint i = 0; i < rule->near->len; i++) {
		if (!rd_scan_has(run->scan, g_array_index(rule->near, guint, i), sentence))
			return FALSE;
	}
	for (guint i = 0; i < rule->far->len; i++) {
		if (rd_scan_has(run->scan, g_array_index(rule->far, guint, i), sentence))
			return FALSE;
	}
	for (guint i = 0; i < rule->with->len; i++) {
		if (!rd_scan_has_anywhere(run->scan, g_array_index(rule->with, guint, i)))
			return FALSE;
	}
	for (guint i = 0; i < rule->without->len; i++) {
		if (rd_scan_has_anywhere(run->scan, g_array_index(rule->without, guint, i)))
			return FALSE;
	}
	return TRUE;
}

/* A rule counts once; @sentence: where its match has its sentence. */
static void
run_count(Run *run, const RdRule *rule, const RdHit *hit, guint sentence)
{
	RdScore *score = run->score;

	run->counted[rule->index] = 1;
	g_array_append_val(score->hits, *hit);
	score->all[rule->label] += rule->weight;
	score->count[rule->label]++;
	score->first[rule->label] = MIN(score->first[rule->label], sentence);
}

static void
run_try_rule(Run *run, const RdRule *rule, guint sentence, RdSpan match)
{
	const RdSentence *s = rd_scan_sentence(run->scan, sentence);
	RdHit hit = {rule, s->start + match.start, s->start + match.end, -1};

	if (run->counted[rule->index] == 1 || (rule->zones & s->zone) == 0 ||
	    !rd_when_holds(&rule->when, run->circumstances) ||
	    !run_surroundings(run, rule, sentence))
		return;
	hit.guard = run_guarded(run, rule->guards, sentence, match);
	if (hit.guard < 0) {
		run_count(run, rule, &hit, s->start);
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
	const RdSentence *s = rd_scan_sentence(run->scan, sentence);
	RdSpan match;

	for (guint from = 0;
	     from < s->len && rd_scan_find(run->scan, number, sentence, from, &match);
	     from = MAX(match.end, from + 1)) {
		for (guint i = 0; i < users->len; i++)
			run_try_rule(run, g_ptr_array_index(users, i), sentence, match);
		if (run_all_counted(run, users))
			return;
	}
}

static void
run_look_for(Run *run, guint number)
{
	for (guint i = rd_scan_next_sentence(run->scan, number, 0); i != RD_SCAN_NONE;
	     i = rd_scan_next_sentence(run->scan, number, i + 1)) {
		run_pattern_in(run, number, i);
		if (run_all_counted(run, run->rules->users[number]))
			return;
	}
}

/* Rules that could not be decided are told of, once. */
static void
run_pattern(Run *run, guint number)
{
	const RdMatcher *matcher = rd_scan_matcher(run->scan);
	const GPtrArray *users = run->rules->users[number];
	guint undecided = matcher->undecided;

	run_look_for(run, number);
	for (guint i = 0; matcher->undecided != undecided && i < users->len; i++) {
		const RdRule *rule = g_ptr_array_index(users, i);

		if (!g_ptr_array_find(run->score->undecided, rule->name, NULL))
			g_ptr_array_add(run->score->undecided, rule->name);
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

/* Whose examples tell how @author writes: all who work cases write alike. */
static RdRole
author_like(RdRole author)
{
	return author == RD_ROLE_BACK_OFFICE || author == RD_ROLE_RESOLUTION ? RD_ROLE_AGENT
									     : author;
}

/* Adds what the words of examples say to what the rules say. */
static void
score_sum_up(RdScore *self, const RdRules *rules, const RdProse *prose, RdRole author)
{
	self->heard = rd_lexicon_weigh(rules->lexicon, prose, author_like(author),
				       RD_ZONE_SUBJECT | RD_ZONE_WORDS | RD_ZONE_REVIEW,
				       self->words, self->first);
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
	g_autoptr(RdScan) scan = rd_scan_new(rules, prose, filtered);
	g_autofree guint8 *counted = g_new0(guint8, rules->rules->len + 1);
	Run run = {.rules = rules,
		   .prose = prose,
		   .circumstances = circumstances,
		   .scan = scan,
		   .score = self,
		   .counted = counted};

	for (guint i = rd_scan_next_pattern(scan, 0); i != RD_SCAN_NONE;
	     i = rd_scan_next_pattern(scan, i + 1)) {
		if (rules->users[i] != NULL)
			run_pattern(&run, i);
	}
	score_sum_up(self, rules, prose, circumstances->author);
	g_array_sort(self->hits, compare_hits);
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
