#include "lexicon-private.h"

#include <math.h>
#include <string.h>

#define KNOWN_MIN 4 /* a text of fewer features is not judged by them as by more */

/* Longer texts have more to say for everything; that alone is no reason. */
float
rd_lexicon_scale(guint known)
{
	return 2 / sqrtf((float)MAX(known, KNOWN_MIN));
}

/* Weights of some labels, and sums of them, which the processor adds in a step or two. */
typedef guint16 Weights __attribute__((vector_size(LANES * 2), aligned(2), may_alias));
typedef guint32 Sums __attribute__((vector_size(LANES * 4)));

/* Adds up the weights of the features @list in the columns from @first on. */
static void
lexicon_sum_columns(const RdLexicon *self, guint first, const guint *list, guint len,
		    guint32 out[LANES])
{
	const guint16 *weights = self->weights + first;
	gsize width = rd_lexicon_width(self);
	Sums sums = {0};

	for (guint i = 0; i < len; i++)
		sums += __builtin_convertvector(*(const Weights *)(weights + list[i] * width),
						Sums);
	memcpy(out, &sums, sizeof(sums));
}

/* What the features @list of a text say, for each label; 0: even. */
static void
lexicon_sum(const RdLexicon *self, const guint *list, guint len, double *out)
{
	double scale = (double)rd_lexicon_scale(len);
	guint32 sums[LABELS_MAX];

	memcpy(out, self->bias, sizeof(self->bias));
	for (guint i = 0; i < self->n_columns; i += LANES)
		lexicon_sum_columns(self, i, list, len, sums + i);
	for (guint i = 0; i < self->n_columns; i++) {
		gint32 steps = (gint32)(sums[i] - len * WEIGHT_MIDDLE);

		out[self->columns[i]] += steps * self->steps[i] * scale;
	}
}

/* A feature that is known, where a prose has it. */
typedef struct {
	guint rank;
	guint sentence;
	RdFeature feature;
} Known;

struct _RdLexiconHeard {
	Known *known; /* each once, where it stands first */
	guint n, room;
};

void
rd_lexicon_heard_free(RdLexiconHeard *self)
{
	g_free(self->known);
	g_free(self);
}

static void
heard_add(RdLexiconHeard *self, guint sentence, guint rank, const RdFeature *feature)
{
	if (self->n == self->room) {
		self->room = MAX(256, self->room * 2);
		self->known = g_renew(Known, self->known, self->room);
	}
	self->known[self->n++] = (Known){rank, sentence, *feature};
}

/* What each sentence of @prose in @zones has, in order; some of it more than once. */
static void
lexicon_hear(const RdLexicon *self, const RdProse *prose, guint author, guint32 zones,
	     RdLexiconHeard *heard)
{
	const RdFeature by = {rd_lexicon_author_key(author), 0, 0};
	guint by_rank = author != 0 ? rd_ranks_find(&self->ranks, by.key) : RD_RANKS_NONE;
	g_auto(RdFeatureList) found = {0};

	for (guint i = 0; i < prose->sentences->len; i++) {
		const RdSentence *sentence = &g_array_index(prose->sentences, RdSentence, i);

		if ((sentence->zone & zones) == 0)
			continue;
		found.n = 0;
		rd_features_of(self->features, prose, sentence, &found);
		for (guint j = 0; j < found.n; j++) {
			guint rank = rd_ranks_find(&self->ranks, found.items[j].key);

			if (rank != RD_RANKS_NONE)
				heard_add(heard, i, rank, &found.items[j]);
		}
		if (by_rank != RD_RANKS_NONE)
			heard_add(heard, i, by_rank, &by);
	}
}

/* A place for each feature that was met, with the sentence that had it last. */
typedef struct {
	struct {
		guint number, sentence; /* both from 1 */
	} * places;
	guint mask;
} Met;

static void
met_init(Met *self, guint n)
{
	guint room = 16;

	while (room < n * 2)
		room *= 2;
	self->places = g_malloc0_n(room, sizeof(*self->places));
	self->mask = room - 1;
}

/* Notes that @sentence has @known; what had it before: 0 for none. */
static guint
met_note(Met *self, const Known *known)
{
	guint number = known->rank + 1, last;
	guint i = (number * 2654435761u >> 8) & self->mask;

	while (self->places[i].number != 0 && self->places[i].number != number)
		i = (i + 1) & self->mask;
	last = self->places[i].sentence;
	self->places[i].number = number;
	self->places[i].sentence = known->sentence + 1;
	return last;
}

/* Keeps of @heard what no place before had; each sentence's part goes to @plainest and @first. */
static void
lexicon_weigh_sentences(const RdLexicon *self, const RdProse *prose, RdLexiconHeard *heard,
			double *plainest, guint *first)
{
	g_autofree guint *list = g_new(guint, heard->n + 1);
	guint n = 0, kept = 0;
	double sums[LABELS_MAX];
	Met met;

	met_init(&met, heard->n);
	for (guint i = 0; i < heard->n; i++) {
		Known one = heard->known[i];
		guint last = met_note(&met, &one), start;

		if (last != one.sentence + 1)
			list[n++] = one.rank;
		if (last == 0)
			heard->known[kept++] = one;
		if (i + 1 < heard->n && heard->known[i + 1].sentence == one.sentence)
			continue;
		start = g_array_index(prose->sentences, RdSentence, one.sentence).start;
		lexicon_sum(self, list, n, sums);
		for (guint j = 0; j < self->n_labels; j++) {
			plainest[j] = MAX(plainest[j], sums[j]);
			if (sums[j] > 0)
				first[j] = MIN(first[j], start);
		}
		n = 0;
	}
	g_free(met.places);
	heard->n = kept;
}

RdLexiconHeard *
rd_lexicon_weigh(const RdLexicon *self, const RdProse *prose, guint author, guint32 zones,
		 double *out, guint *first)
{
	RdLexiconHeard *heard = g_new0(RdLexiconHeard, 1);
	g_autofree guint *whole = NULL;
	double plainest[LABELS_MAX], sums[LABELS_MAX];

	memset(out, 0, self->n_labels * sizeof(*out));
	if (self->size == 0)
		return heard;
	lexicon_hear(self, prose, author, zones, heard);
	memcpy(plainest, self->bias, sizeof(plainest));
	lexicon_weigh_sentences(self, prose, heard, plainest, first);
	whole = g_new(guint, heard->n + 1);
	for (guint i = 0; i < heard->n; i++)
		whole[i] = heard->known[i].rank;
	lexicon_sum(self, whole, heard->n, sums);
	for (guint j = 0; j < self->n_labels; j++)
		out[j] = sums[j] + RD_LEXICON_SENTENCE * plainest[j];
	return heard;
}

/* Where the weights of @label stand; LABELS_MAX: no feature speaks of it. */
static guint
lexicon_find_column(const RdLexicon *self, guint label)
{
	for (guint i = 0; i < self->n_columns; i++) {
		if (self->columns[i] == label)
			return i;
	}
	return LABELS_MAX;
}

guint
rd_lexicon_top(const RdLexicon *self, const RdLexiconHeard *heard, guint label,
	       RdFeature top[RD_LEXICON_TOP])
{
	guint16 weights[RD_LEXICON_TOP] = {WEIGHT_MIDDLE, WEIGHT_MIDDLE, WEIGHT_MIDDLE};
	guint column = lexicon_find_column(self, label), n = 0;

	for (guint i = 0; column < LABELS_MAX && i < heard->n; i++) {
		const Known *known = &heard->known[i];
		guint16 weight =
			self->weights[(gsize)known->rank * rd_lexicon_width(self) + column];
		guint at = RD_LEXICON_TOP - 1;

		if (known->feature.len == 0 || weight <= weights[at])
			continue;
		for (; at > 0 && weight > weights[at - 1]; at--) {
			weights[at] = weights[at - 1];
			top[at] = top[at - 1];
		}
		weights[at] = weight;
		top[at] = known->feature;
		n = MIN(n + 1, RD_LEXICON_TOP);
	}
	return n;
}
