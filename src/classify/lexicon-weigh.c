#include "lexicon-private.h"

#include <math.h>
#include <string.h>

#define KNOWN_MIN 4   /* a text of fewer features is not judged by them as by more */
#define SENTENCE  0.8 /* what the plainest sentence counts beside the whole */

/* Longer texts have more to say for everything; that alone is no reason. */
float
rd_lexicon_scale(guint known)
{
	return 2 / sqrtf((float)MAX(known, KNOWN_MIN));
}

/* Weights of four labels, which the processor adds in one step. */
typedef float Lanes __attribute__((vector_size(16), aligned(4), may_alias));

void
rd_lexicon_sum(const RdLexicon *self, const guint *list, guint len, float *out)
{
	float scale = rd_lexicon_scale(len);

	for (guint j = 0; j < LABELS_MAX; j += 16) { /* as many as stay in registers */
		Lanes a = {0}, b = {0}, c = {0}, d = {0};

		for (guint i = 0; i < len; i++) {
			const Lanes *weights =
				(const void *)(self->weights + (gsize)list[i] * LABELS_MAX + j);

			a += weights[0];
			b += weights[1];
			c += weights[2];
			d += weights[3];
		}
		memcpy(out + j, &a, sizeof(a));
		memcpy(out + j + 4, &b, sizeof(b));
		memcpy(out + j + 8, &c, sizeof(c));
		memcpy(out + j + 12, &d, sizeof(d));
	}
	for (guint j = 0; j < self->n_labels; j++)
		out[j] = out[j] * scale + self->bias[j];
}

/* The number of a feature that is learned, from 1; 0: it is not known. */
static guint
lexicon_number(const RdLexicon *self, guint64 key)
{
	const guint64 *number = rd_keys_find(&self->numbers, key);

	return number != NULL ? (guint)*number : 0;
}

/* A feature that is known, where a prose has it. */
typedef struct {
	guint index; /* of its weights */
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
heard_add(RdLexiconHeard *self, guint sentence, guint number, const RdFeature *feature)
{
	if (self->n == self->room) {
		self->room = MAX(256, self->room * 2);
		self->known = g_renew(Known, self->known, self->room);
	}
	self->known[self->n++] = (Known){number - 1, sentence, *feature};
}

/* What each sentence of @prose in @zones has, in order; some of it more than once. */
static void
lexicon_hear(const RdLexicon *self, const RdProse *prose, guint author, guint32 zones,
	     RdLexiconHeard *heard)
{
	const RdFeature by = {rd_lexicon_author_key(author), 0, 0};
	guint by_number = author != 0 ? lexicon_number(self, by.key) : 0;
	g_auto(RdFeatureList) found = {0};

	for (guint i = 0; i < prose->sentences->len; i++) {
		const RdSentence *sentence = &g_array_index(prose->sentences, RdSentence, i);

		if ((sentence->zone & zones) == 0)
			continue;
		found.n = 0;
		rd_features_of(self->features, prose, sentence, &found);
		for (guint j = 0; j < found.n; j++) {
			guint number = lexicon_number(self, found.items[j].key);

			if (number != 0)
				heard_add(heard, i, number, &found.items[j]);
		}
		if (by_number != 0)
			heard_add(heard, i, by_number, &by);
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
	guint number = known->index + 1, last;
	guint i = (number * 2654435761u >> 8) & self->mask;

	while (self->places[i].number != 0 && self->places[i].number != number)
		i = (i + 1) & self->mask;
	last = self->places[i].sentence;
	self->places[i].number = number;
	self->places[i].sentence = known->sentence + 1;
	return last;
}

/* Keeps of @heard what no place before had; each sentence's part goes to @plainest. */
static void
lexicon_weigh_sentences(const RdLexicon *self, RdLexiconHeard *heard, float *plainest)
{
	g_autofree guint *list = g_new(guint, heard->n + 1);
	guint n = 0, kept = 0;
	float sums[LABELS_MAX];
	Met met;

	met_init(&met, heard->n);
	for (guint i = 0; i < heard->n; i++) {
		Known one = heard->known[i];
		guint last = met_note(&met, &one);

		if (last != one.sentence + 1)
			list[n++] = one.index;
		if (last == 0)
			heard->known[kept++] = one;
		if (i + 1 < heard->n && heard->known[i + 1].sentence == one.sentence)
			continue;
		rd_lexicon_sum(self, list, n, sums);
		for (guint j = 0; j < self->n_labels; j++)
			plainest[j] = MAX(plainest[j], sums[j]);
		n = 0;
	}
	g_free(met.places);
	heard->n = kept;
}

RdLexiconHeard *
rd_lexicon_weigh(const RdLexicon *self, const RdProse *prose, guint author, guint32 zones,
		 double *out)
{
	RdLexiconHeard *heard = g_new0(RdLexiconHeard, 1);
	g_autofree guint *whole = NULL;
	float plainest[LABELS_MAX], sums[LABELS_MAX];

	memset(out, 0, self->n_labels * sizeof(*out));
	if (self->size == 0)
		return heard;
	lexicon_hear(self, prose, author, zones, heard);
	memcpy(plainest, self->bias, sizeof(plainest));
	lexicon_weigh_sentences(self, heard, plainest);
	whole = g_new(guint, heard->n + 1);
	for (guint i = 0; i < heard->n; i++)
		whole[i] = heard->known[i].index;
	rd_lexicon_sum(self, whole, heard->n, sums);
	for (guint j = 0; j < self->n_labels; j++)
		out[j] = (double)sums[j] + SENTENCE * (double)plainest[j];
	return heard;
}

guint
rd_lexicon_top(const RdLexicon *self, const RdLexiconHeard *heard, guint label,
	       RdFeature top[RD_LEXICON_TOP])
{
	float weights[RD_LEXICON_TOP] = {0};
	guint n = 0;

	for (guint i = 0; i < heard->n; i++) {
		const Known *known = &heard->known[i];
		float weight = self->weights[(gsize)known->index * LABELS_MAX + label];
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
