#include "lexicon-private.h"

#include <math.h>
#include <string.h>

#define SEEN_MIN 4 /* what fewer examples have is chance */

RdLexicon *
rd_lexicon_new(guint n_labels, RdFeatures *features)
{
	RdLexicon *self = g_new0(RdLexicon, 1);

	self->n_labels = MIN(n_labels, LABELS_MAX);
	self->features = features;
	rd_keys_init(&self->numbers);
	self->seen = g_array_new(FALSE, TRUE, sizeof(RdSeen));
	self->lists = g_array_new(FALSE, FALSE, sizeof(guint));
	self->parts = g_array_new(FALSE, FALSE, sizeof(RdPart));
	self->examples = g_array_new(FALSE, FALSE, sizeof(RdExample));
	return self;
}

static void
lexicon_forget_examples(RdLexicon *self)
{
	rd_keys_clear(&self->numbers);
	g_clear_pointer(&self->seen, g_array_unref);
	g_clear_pointer(&self->lists, g_array_unref);
	g_clear_pointer(&self->parts, g_array_unref);
	g_clear_pointer(&self->examples, g_array_unref);
}

void
rd_lexicon_free(RdLexicon *self)
{
	lexicon_forget_examples(self);
	rd_features_free(self->features);
	if (self->whole == NULL) {
		rd_ranks_clear(&self->ranks);
		g_free((gpointer)self->weights);
	}
	g_clear_pointer(&self->whole, g_bytes_unref);
	g_free(self);
}

guint
rd_lexicon_size(const RdLexicon *self)
{
	return self->size;
}

/* A number for @key, from 1. */
typedef guint (*LexiconNumber)(RdLexicon *self, guint64 key);

static guint
lexicon_number_new(RdLexicon *self, guint64 key)
{
	guint64 *number = rd_keys_add(&self->numbers, key);

	if (*number == 0) {
		*number = self->seen->len + 1;
		g_array_set_size(self->seen, (guint)*number);
	}
	return (guint)*number;
}

/* 0: it is not learned. */
static guint
lexicon_number_known(RdLexicon *self, guint64 key)
{
	const guint64 *number = rd_keys_find(&self->numbers, key);

	return number != NULL ? (guint)*number : 0;
}

/* Appends the numbers of what @sentence has, and of who said it. */
static void
lexicon_number_sentence(RdLexicon *self, const RdProse *prose, const RdSentence *sentence,
			guint author, LexiconNumber number_of, GArray *out)
{
	g_auto(RdFeatureList) found = {0};

	rd_features_of(self->features, prose, sentence, &found);
	for (guint i = 0; i <= found.n; i++) {
		guint number = 0;

		if (i < found.n)
			number = number_of(self, found.items[i].key);
		else if (author != 0)
			number = number_of(self, rd_lexicon_author_key(author));
		if (number != 0)
			g_array_append_val(out, number);
	}
}

/* Whether @turn has not had it yet; turns come one after the other, from 1 on. */
static gboolean
lexicon_meets(RdLexicon *self, guint number, guint turn)
{
	RdSeen *seen = &g_array_index(self->seen, RdSeen, number - 1);
	gboolean first = seen->turn != turn;

	seen->turn = turn;
	return first;
}

void
rd_lexicon_count(RdLexicon *self, const RdProse *prose, guint author)
{
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint));

	self->counted++;
	for (guint i = 0; i < prose->sentences->len; i++)
		lexicon_number_sentence(self, prose,
					&g_array_index(prose->sentences, RdSentence, i), author,
					lexicon_number_new, numbers);
	for (guint i = 0; i < numbers->len; i++) {
		guint number = g_array_index(numbers, guint, i);

		if (lexicon_meets(self, number, self->counted))
			g_array_index(self->seen, RdSeen, number - 1).examples++;
	}
}

/* Keeps what several examples have, numbered anew. */
void
rd_lexicon_choose(RdLexicon *self)
{
	RdKeys all = self->numbers;
	g_autofree guint *renumbered = g_new0(guint, self->seen->len + 1);

	for (guint i = 0; i < self->seen->len; i++) {
		if (g_array_index(self->seen, RdSeen, i).examples >= SEEN_MIN)
			renumbered[i + 1] = ++self->size;
	}
	rd_keys_init(&self->numbers);
	for (guint i = 0; i < all.room; i++) {
		if (all.keys[i] != 0 && renumbered[all.values[i]] != 0)
			*rd_keys_add(&self->numbers, all.keys[i]) = renumbered[all.values[i]];
	}
	rd_keys_clear(&all);
	g_array_unref(self->seen);
	self->seen = g_array_new(FALSE, TRUE, sizeof(RdSeen));
	g_array_set_size(self->seen, self->size);
}

/* A part of an example that has each of @numbers, once. */
static void
lexicon_add_part(RdLexicon *self, const guint *numbers, guint n)
{
	RdPart part = {self->lists->len, 0};

	for (guint i = 0; i < n; i++) {
		guint index = numbers[i] - 1;

		if (lexicon_meets(self, numbers[i], self->parts->len + 1))
			g_array_append_val(self->lists, index);
	}
	part.len = self->lists->len - part.first;
	g_array_append_val(self->parts, part);
}

void
rd_lexicon_learn(RdLexicon *self, const RdProse *prose, guint author, guint32 labels, guint32 group)
{
	const guint n = prose->sentences->len;
	RdExample example = {labels, group, self->parts->len, n + 1};
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autofree guint *ends = g_new(guint, n + 1);
	const guint *all;

	for (guint i = 0; i < n; i++) {
		lexicon_number_sentence(self, prose,
					&g_array_index(prose->sentences, RdSentence, i), author,
					lexicon_number_known, numbers);
		ends[i] = numbers->len;
	}
	all = (const guint *)(const void *)numbers->data;
	lexicon_add_part(self, all, numbers->len);
	for (guint i = 0, from = 0; i < n; from = ends[i++])
		lexicon_add_part(self, all + from, ends[i] - from);
	g_array_append_val(self->examples, example);
}

/* A column for each label that a feature speaks of, whose steps reach its largest weight. */
static void
lexicon_choose_columns(RdLexicon *self, const RdLearned *learned)
{
	for (guint j = 0; j < self->n_labels; j++) {
		float most = 0;

		for (gsize i = 0; i < self->size; i++)
			most = MAX(most, fabsf(learned->weights[i * LABELS_MAX + j]));
		if (most == 0)
			continue;
		self->steps[self->n_columns] = (double)most / WEIGHT_STEPS;
		self->columns[self->n_columns++] = j;
	}
}

static void
lexicon_round_weights(RdLexicon *self, const RdLearned *learned)
{
	const RdKeys *numbers = &self->numbers;
	gsize width = rd_lexicon_width(self);
	guint16 *weights = g_new0(guint16, self->size * width + 1);

	for (guint i = 0; i < numbers->room; i++) {
		const float *from;
		guint16 *to;

		if (numbers->keys[i] == 0)
			continue;
		from = learned->weights + (numbers->values[i] - 1) * LABELS_MAX;
		to = weights + rd_ranks_find(&self->ranks, numbers->keys[i]) * width;
		for (guint j = 0; j < self->n_columns; j++)
			to[j] = (guint16)(WEIGHT_MIDDLE +
					  lround((double)from[self->columns[j]] / self->steps[j]));
	}
	self->weights = weights;
}

void
rd_lexicon_finish(RdLexicon *self)
{
	RdLearned learned;

	rd_lexicon_study(self, &learned);
	for (guint j = 0; j < self->n_labels; j++)
		self->bias[j] = (double)learned.bias[j];
	rd_ranks_make(&self->ranks, &self->numbers);
	lexicon_choose_columns(self, &learned);
	lexicon_round_weights(self, &learned);
	g_free(learned.weights);
	lexicon_forget_examples(self);
}

/* All but what is large. */
static void
lexicon_pack_columns(RdLexicon *self, RdPack *pack)
{
	rd_pack_number(pack, &self->n_columns);
	if (self->n_columns > self->n_labels)
		rd_pack_break(pack);
	for (guint i = 0; !pack->broken && i < self->n_columns; i++) {
		rd_pack_number(pack, &self->columns[i]);
		rd_pack_real(pack, &self->steps[i]);
		if (self->columns[i] >= self->n_labels)
			rd_pack_break(pack);
	}
	for (guint i = 0; i < self->n_labels; i++)
		rd_pack_real(pack, &self->bias[i]);
}

static void
lexicon_pack(RdLexicon *self, RdPack *pack)
{
	rd_features_pack(self->features, pack);
	lexicon_pack_columns(self, pack);
	rd_ranks_pack(&self->ranks, pack);
	self->size = self->ranks.n;
	self->weights =
		rd_pack_block(pack, self->weights,
			      (gsize)self->size * rd_lexicon_width(self) * sizeof(*self->weights));
}

void
rd_lexicon_write(RdLexicon *self, RdPack *pack)
{
	lexicon_pack(self, pack);
}

RdLexicon *
rd_lexicon_read(RdPack *pack, GBytes *whole, guint n_labels)
{
	g_autoptr(RdLexicon) self = rd_lexicon_new(n_labels, rd_features_new());

	lexicon_forget_examples(self);
	self->whole = g_bytes_ref(whole);
	lexicon_pack(self, pack);
	return pack->broken ? NULL : g_steal_pointer(&self);
}
