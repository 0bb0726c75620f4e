#include "scan.h"

#include "starts.h"

#include <string.h>

/* Which places of an array something was put into. */
typedef struct {
	guint *places; /* room for all */
	guint n;
} Noted;

/*
 * What is noted of literals, conditions and patterns. Most of it stays empty in any one
 * prose, so it is emptied by what was noted, and kept by the thread for the next.
 */
typedef struct {
	guint n_groups, n_patterns; /* that there is room for */
	guint64 *met;		    /* by condition: sentences (modulo 64) that meet it */
	guint *last;		    /* by condition: the last place that meets it (place_of()) */
	guint64 *promising;	    /* a bit for each pattern */
	guint8 *anywhere;	    /* by pattern: 0 not looked, 1 in the message, 2 not */
	RdStarts starts;	    /* where patterns may begin */
	Noted asked;		    /* in @anywhere */
	RdFoundList found;	    /* literals of the sentence being read */
	RdMatcher *matcher;
} Notes;

struct _RdScan {
	const RdRules *rules;
	const RdProse *prose;
	Notes *notes;
	gboolean filtered;
};

static void
notes_free(gpointer data)
{
	Notes *self = data;

	g_free(self->met);
	g_free(self->last);
	g_free(self->promising);
	g_free(self->anywhere);
	rd_starts_clear(&self->starts);
	g_free(self->asked.places);
	rd_found_list_clear(&self->found);
	rd_matcher_free(self->matcher);
	g_free(self);
}

static void
noted_reserve(Noted *self, guint n)
{
	g_free(self->places);
	self->places = g_new(guint, n);
}

static gpointer
array_anew(gpointer array, guint n, gsize size)
{
	g_free(array);
	return g_malloc0_n(n, size);
}

static GPrivate notes_kept = G_PRIVATE_INIT(notes_free);

/* The thread's, or new ones; empty, with room for all that @rules have. */
static Notes *
notes_take(const RdRules *rules)
{
	Notes *self = g_private_get(&notes_kept);
	guint n_groups = rules->groups->len, n_patterns = rules->patterns->len;

	g_private_set(&notes_kept, NULL);
	if (self == NULL) {
		self = g_new0(Notes, 1);
		self->matcher = rd_matcher_new();
	}
	if (self->n_groups < n_groups) {
		self->n_groups = n_groups;
		self->met = array_anew(self->met, n_groups, sizeof(guint64));
		self->last = array_anew(self->last, n_groups, sizeof(guint));
	}
	if (self->n_patterns < n_patterns) {
		self->n_patterns = n_patterns;
		self->promising = array_anew(self->promising, n_patterns / 64 + 1, sizeof(guint64));
		self->anywhere = array_anew(self->anywhere, n_patterns, sizeof(guint8));
		noted_reserve(&self->asked, n_patterns);
		rd_starts_reserve(&self->starts, n_patterns);
	}
	return self;
}

static void
notes_give_back(Notes *self)
{
	if (self->n_groups > 0) {
		memset(self->met, 0, self->n_groups * sizeof(*self->met));
		memset(self->last, 0, self->n_groups * sizeof(*self->last));
	}
	for (guint i = 0; i < self->asked.n; i++)
		self->anywhere[self->asked.places[i]] = 0;
	if (self->n_patterns > 0)
		memset(self->promising, 0, (self->n_patterns / 64 + 1) * sizeof(guint64));
	self->asked.n = 0;
	rd_starts_empty(&self->starts);
	if (g_private_get(&notes_kept) == NULL)
		g_private_set(&notes_kept, self);
	else
		notes_free(self);
}

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
	return self->notes->matcher;
}

static const RdPattern *
scan_pattern(const RdScan *self, guint number)
{
	return g_ptr_array_index(self->rules->patterns, number);
}

/* The sentences that can hold pattern @number at all, as far as its literals tell. */
static inline guint64
scan_candidates(const RdScan *self, guint number)
{
	const guint *need = self->rules->needs + self->rules->needs_at[number];
	const guint *end = self->rules->needs + self->rules->needs_at[number + 1];
	const guint64 *met = self->notes->met;
	guint64 mask = G_MAXUINT64;

	while (mask != 0 && need < end)
		mask &= met[*need++];
	return mask;
}

/* Notes which conditions the literals of sentence @number meet, and where in the prose. */
static void
scan_note_met(RdScan *self, guint number)
{
	const guint start = rd_scan_sentence(self, number)->start;
	const RdFoundList *found = &self->notes->found;
	guint64 *met = self->notes->met, bit = bit_of(number);
	guint *last = self->notes->last;

	for (guint i = 0; i < found->n; i++) {
		const RdLiteralUse *use = &self->rules->uses[found->items[i].literal];
		const guint *groups = use->groups, n = use->n_groups, n_kept = use->n_kept;
		guint end = start + (guint)found->items[i].end;

		for (guint j = 0; j < n; j++)
			last[groups[j]] = end;
		for (guint j = 0; j < n_kept; j++)
			met[groups[j]] |= bit;
	}
}

/* Notes where in sentence @number patterns may begin: where all they need stands behind it. */
static void
scan_note_starts(RdScan *self, guint number)
{
	const gint start = (gint)rd_scan_sentence(self, number)->start;
	Notes *notes = self->notes;
	const guint *last = notes->last;

	for (guint i = 0; i < notes->found.n; i++) {
		const RdFound *found = &notes->found.items[i];
		const struct RdHeadUse *head = self->rules->uses[found->literal].heads;
		const struct RdHeadUse *end = head + self->rules->uses[found->literal].n_heads;
		guint least = (guint)(start + found->at + 2); /* no literal is shorter */

		for (; head < end; head++) {
			const guint *need = head->needs;
			gint at = found->at + (gint)head->edge;

			while (last[*need] >= least)
				need++;
			if (*need != RD_NEEDS_END || at < 0 || (head->first && at > 0))
				continue;
			rd_starts_add(&notes->starts, head->pattern, number, (guint)at);
			notes->promising[head->pattern / 64] |= bit_of(head->pattern);
		}
	}
}

static void
scan_read(RdScan *self)
{
	const RdRules *rules = self->rules;

	for (guint i = 0; i < self->prose->sentences->len; i++) {
		const RdSentence *s = rd_scan_sentence(self, i);

		rd_filter_scan(rules->filter, self->prose->text->str + s->start, s->len,
			       &self->notes->found);
		scan_note_met(self, i);
		scan_note_starts(self, i);
	}
	for (guint i = 0; i < rules->headless->len; i++) {
		guint number = g_array_index(rules->headless, guint, i);

		if (scan_candidates(self, number) != 0)
			self->notes->promising[number / 64] |= bit_of(number);
	}
}

RdScan *
rd_scan_new(const RdRules *rules, const RdProse *prose, gboolean filtered)
{
	static const RdBudget unbounded = {G_MAXUINT, G_MAXUINT};
	RdScan *self = g_new0(RdScan, 1);

	self->rules = rules;
	self->prose = prose;
	self->filtered = filtered;
	self->notes = notes_take(rules);
	rd_matcher_begin(self->notes->matcher, filtered ? &rules->budget : &unbounded);
	if (filtered)
		scan_read(self);
	return self;
}

void
rd_scan_free(RdScan *self)
{
	notes_give_back(self->notes);
	g_free(self);
}

guint
rd_scan_next_pattern(const RdScan *self, guint from)
{
	guint n = self->rules->patterns->len;

	if (!self->filtered)
		return from < n ? from : RD_SCAN_NONE;
	for (guint word = from / 64; from < n; from = ++word * 64) {
		guint64 bits = self->notes->promising[word] >> (from % 64);

		if (bits != 0)
			return from + (guint)__builtin_ctzll(bits);
	}
	return RD_SCAN_NONE;
}

guint
rd_scan_next_sentence(const RdScan *self, guint pattern, guint from)
{
	guint n = self->prose->sentences->len;
	guint64 mask = G_MAXUINT64;

	if (self->filtered && scan_pattern(self, pattern)->headed) {
		const RdStart *start = rd_starts_find(&self->notes->starts, pattern, from, 0);

		return start != NULL ? start->sentence : RD_SCAN_NONE;
	}
	if (self->filtered)
		mask = scan_candidates(self, pattern);
	while (from < n && (mask & bit_of(from)) == 0)
		from++;
	return from < n ? from : RD_SCAN_NONE;
}

/* Tries a pattern at each of its starts in @sentence; one that is undecided ends that. */
static gboolean
scan_find_at_starts(RdScan *self, guint number, guint sentence, guint from, RdSpan *out)
{
	const RdSentence *s = rd_scan_sentence(self, sentence);
	RdStarts *starts = &self->notes->starts;
	RdMatcher *matcher = self->notes->matcher;
	guint undecided = matcher->undecided;

	for (const RdStart *start = rd_starts_find(starts, number, sentence, from);
	     start != NULL && start->sentence == sentence; start = rd_starts_next(starts, start)) {
		if (rd_pattern_match_at(scan_pattern(self, number), matcher,
					self->prose->text->str + s->start, s->len, start->at, out))
			return TRUE;
		if (matcher->undecided != undecided)
			return FALSE;
	}
	return FALSE;
}

gboolean
rd_scan_find(RdScan *self, guint pattern, guint sentence, guint from, RdSpan *out)
{
	const RdSentence *s = rd_scan_sentence(self, sentence);

	if (self->filtered && scan_pattern(self, pattern)->headed)
		return scan_find_at_starts(self, pattern, sentence, from, out);
	return rd_pattern_match(scan_pattern(self, pattern), self->notes->matcher,
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
	guint8 *known = &self->notes->anywhere[pattern];
	RdSpan span;

	if (*known != 0)
		return *known == 1;
	self->notes->asked.places[self->notes->asked.n++] = pattern;
	*known = 2;
	for (guint i = rd_scan_next_sentence(self, pattern, 0); i != RD_SCAN_NONE;
	     i = rd_scan_next_sentence(self, pattern, i + 1)) {
		if (rd_scan_find(self, pattern, i, 0, &span)) {
			*known = 1;
			break;
		}
	}
	return *known == 1;
}

gboolean
rd_scan_may_have(const RdScan *self, guint pattern, guint sentence)
{
	return !self->filtered || (scan_candidates(self, pattern) & bit_of(sentence)) != 0;
}
