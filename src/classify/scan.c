#include "scan.h"

/* A place where a pattern may begin. */
typedef struct {
	guint sentence;
	guint at;   /* in the sentence */
	guint next; /* number of the pattern's next place, from 1; 0: none */
} Start;

/* A literal that something may begin with, in the sentence being read. */
typedef struct {
	guint literal;
	gint at; /* -1: with the edge before the sentence */
} Hit;

struct _RdScan {
	const RdRules *rules;
	const RdProse *prose;
	RdMatcher *matcher;
	gboolean filtered;
	guint64 *met;	     /* by condition: sentences (modulo 64) that meet it */
	guint *found;	     /* by literal: the last sentence that has it, from 1 */
	guint64 *promising;  /* a bit for each pattern */
	guint *first, *last; /* by pattern: its starts, in order; numbers from 1 */
	GArray *starts;	     /* of Start */
	GArray *hits;	     /* of Hit */
	guint8 *anywhere;    /* by pattern: 0 not looked, 1 in the message, 2 not */
	guint sentence;	     /* being read, from 1 */
};

static guint64
bit_of(guint i)
{
	return (guint64)1 << (i % 64);
}

const RdSentence *
rd_scan_sentence(const RdScan *self, guint sentence)
{
	return &g_array_index(self->prose->sentences, RdSentence, sentence);
}

RdMatcher *
rd_scan_matcher(const RdScan *self)
{
	return self->matcher;
}

static const RdPattern *
scan_pattern(const RdScan *self, guint number)
{
	return g_ptr_array_index(self->rules->patterns, number);
}

/* The sentences that can hold @pattern at all, as far as its literals tell. */
static guint64
scan_candidates(const RdScan *self, const RdPattern *pattern)
{
	const guint *groups = (const guint *)(const void *)pattern->groups->data;
	guint64 mask = G_MAXUINT64;

	for (guint i = 0; mask != 0 && i < pattern->groups->len; i++)
		mask &= self->met[groups[i]];
	return mask;
}

static void
scan_literal_found(guint literal, gint at, gpointer data)
{
	RdScan *self = data;
	const RdLiteralUse *use = &self->rules->uses[literal];
	Hit hit = {literal, at};

	if (use->n_heads > 0)
		g_array_append_val(self->hits, hit);
	if (self->found[literal] == self->sentence)
		return;
	self->found[literal] = self->sentence;
	for (guint i = 0; i < use->n_groups; i++)
		self->met[use->groups[i]] |= bit_of(self->sentence - 1);
}

/* Puts a start in its place: a long literal is found after a short one that begins later. */
static void
scan_add_start(RdScan *self, guint pattern, guint at)
{
	Start start = {self->sentence - 1, at, 0};
	Start *all;
	guint number, last = self->last[pattern], before = 0;

	all = (Start *)(void *)self->starts->data;
	if (last != 0 && all[last - 1].sentence == start.sentence && all[last - 1].at >= at) {
		for (guint i = self->first[pattern]; i != 0; before = i, i = all[i - 1].next) {
			if (all[i - 1].sentence != start.sentence || all[i - 1].at < at)
				continue;
			if (all[i - 1].at == at)
				return;
			start.next = i;
			break;
		}
	} else {
		before = last;
	}
	g_array_append_val(self->starts, start);
	all = (Start *)(void *)self->starts->data;
	number = self->starts->len;
	if (before == 0)
		self->first[pattern] = number;
	else
		all[before - 1].next = number;
	if (start.next == 0)
		self->last[pattern] = number;
}

/* The sentence has been read: which patterns have all that they need in it, and where? */
static void
scan_end_sentence(RdScan *self)
{
	guint64 bit = bit_of(self->sentence - 1);

	for (guint i = 0; i < self->hits->len; i++) {
		const Hit *hit = &g_array_index(self->hits, Hit, i);
		const RdLiteralUse *use = &self->rules->uses[hit->literal];

		for (guint j = 0; j < use->n_heads; j++) {
			guint number = use->heads[j].pattern;

			if ((scan_candidates(self, scan_pattern(self, number)) & bit) == 0)
				continue;
			scan_add_start(self, number, (guint)(hit->at + use->heads[j].edge));
			self->promising[number / 64] |= bit_of(number);
		}
	}
	g_array_set_size(self->hits, 0);
}

static void
scan_read(RdScan *self)
{
	const RdRules *rules = self->rules;

	for (guint i = 0; i < self->prose->sentences->len; i++) {
		const RdSentence *s = rd_scan_sentence(self, i);

		self->sentence = i + 1;
		rd_filter_scan(rules->filter, self->prose->text->str + s->start, s->len,
			       scan_literal_found, self);
		scan_end_sentence(self);
	}
	for (guint i = 0; i < rules->headless->len; i++) {
		guint number = g_array_index(rules->headless, guint, i);

		if (scan_candidates(self, scan_pattern(self, number)) != 0)
			self->promising[number / 64] |= bit_of(number);
	}
}

RdScan *
rd_scan_new(const RdRules *rules, const RdProse *prose, gboolean filtered)
{
	RdScan *self = g_new0(RdScan, 1);
	guint n = rules->patterns->len;

	self->rules = rules;
	self->prose = prose;
	self->filtered = filtered;
	self->matcher = rd_matcher_new();
	self->anywhere = g_new0(guint8, n + 1);
	if (!filtered)
		return self;
	self->met = g_new0(guint64, rules->groups->len + 1);
	self->found = g_new0(guint, rd_filter_size(rules->filter) + 1);
	self->promising = g_new0(guint64, n / 64 + 1);
	self->first = g_new0(guint, n + 1);
	self->last = g_new0(guint, n + 1);
	self->starts = g_array_sized_new(FALSE, FALSE, sizeof(Start), 128);
	self->hits = g_array_sized_new(FALSE, FALSE, sizeof(Hit), 128);
	scan_read(self);
	return self;
}

void
rd_scan_free(RdScan *self)
{
	rd_matcher_free(self->matcher);
	g_free(self->anywhere);
	g_free(self->met);
	g_free(self->found);
	g_free(self->promising);
	g_free(self->first);
	g_free(self->last);
	g_clear_pointer(&self->starts, g_array_unref);
	g_clear_pointer(&self->hits, g_array_unref);
	g_free(self);
}

guint
rd_scan_next_pattern(const RdScan *self, guint from)
{
	guint n = self->rules->patterns->len;

	if (!self->filtered)
		return from < n ? from : RD_SCAN_NONE;
	for (guint word = from / 64; from < n; from = ++word * 64) {
		guint64 bits = self->promising[word] >> (from % 64);

		if (bits != 0)
			return from + (guint)__builtin_ctzll(bits);
	}
	return RD_SCAN_NONE;
}

/* The pattern's first start in or after @sentence, at or after @from there; NULL: none. */
static const Start *
scan_start(const RdScan *self, guint pattern, guint sentence, guint from)
{
	const Start *all = (const Start *)(const void *)self->starts->data;

	for (guint i = self->first[pattern]; i != 0; i = all[i - 1].next) {
		const Start *start = &all[i - 1];

		if (start->sentence > sentence ||
		    (start->sentence == sentence && start->at >= from))
			return start;
	}
	return NULL;
}

guint
rd_scan_next_sentence(const RdScan *self, guint pattern, guint from)
{
	guint n = self->prose->sentences->len;
	guint64 mask = G_MAXUINT64;

	if (self->filtered && scan_pattern(self, pattern)->headed) {
		const Start *start = scan_start(self, pattern, from, 0);

		return start != NULL ? start->sentence : RD_SCAN_NONE;
	}
	if (self->filtered)
		mask = scan_candidates(self, scan_pattern(self, pattern));
	while (from < n && (mask & bit_of(from)) == 0)
		from++;
	return from < n ? from : RD_SCAN_NONE;
}

/* Tries a pattern at each of its starts in @sentence; one that is undecided ends that. */
static gboolean
scan_find_at_starts(RdScan *self, guint number, guint sentence, guint from, RdSpan *out)
{
	const RdSentence *s = rd_scan_sentence(self, sentence);
	const Start *all = (const Start *)(const void *)self->starts->data;
	const Start *start = scan_start(self, number, sentence, from);
	guint undecided = self->matcher->undecided;

	while (start != NULL && start->sentence == sentence) {
		if (rd_pattern_match_at(scan_pattern(self, number), self->matcher,
					self->prose->text->str + s->start, s->len, start->at, out))
			return TRUE;
		if (self->matcher->undecided != undecided)
			return FALSE;
		start = start->next != 0 ? &all[start->next - 1] : NULL;
	}
	return FALSE;
}

gboolean
rd_scan_find(RdScan *self, guint pattern, guint sentence, guint from, RdSpan *out)
{
	const RdSentence *s = rd_scan_sentence(self, sentence);

	if (self->filtered && scan_pattern(self, pattern)->headed)
		return scan_find_at_starts(self, pattern, sentence, from, out);
	return rd_pattern_match(scan_pattern(self, pattern), self->matcher,
				self->prose->text->str + s->start, s->len, from, out);
}

gboolean
rd_scan_has(RdScan *self, guint pattern, guint sentence)
{
	RdSpan span;

	return rd_scan_next_sentence(self, pattern, sentence) == sentence &&
	       rd_scan_find(self, pattern, sentence, 0, &span);
}

gboolean
rd_scan_has_anywhere(RdScan *self, guint pattern)
{
	RdSpan span;

	if (self->anywhere[pattern] != 0)
		return self->anywhere[pattern] == 1;
	self->anywhere[pattern] = 2;
	for (guint i = rd_scan_next_sentence(self, pattern, 0); i != RD_SCAN_NONE;
	     i = rd_scan_next_sentence(self, pattern, i + 1)) {
		if (rd_scan_find(self, pattern, i, 0, &span)) {
			self->anywhere[pattern] = 1;
			break;
		}
	}
	return self->anywhere[pattern] == 1;
}
