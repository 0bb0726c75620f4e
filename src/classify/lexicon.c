#include "lexicon-private.h"

#include <math.h>
#include <string.h>

#define SEEN_MIN 4   /* what fewer examples have is chance */
#define LEFT_OUT 0.4 /* of an example's features, by chance, each time that it is studied */
#define ROUNDS	 16
#define RATE	 0.5
#define DECAY	 0.003
#define CERTAIN	 0.005 /* nothing is learned from an example that is judged as well as that */
#define BIAS	 (-2.0)

typedef struct {
	guint32 labels, group;
	guint first, len; /* of its features, in RdLexicon.lists */
} Example;

/* What is being learned, and how fast each of it still moves (AdaGrad). */
typedef struct {
	const RdLexicon *lexicon;
	float *weights, *pace; /* by number and label, LABELS_MAX of these */
	float bias[LABELS_MAX], bias_pace[LABELS_MAX];
	guint64 seed;
} Study;

RdLexicon *
rd_lexicon_new(guint n_labels, RdFeatures *features)
{
	RdLexicon *self = g_new0(RdLexicon, 1);

	self->n_labels = MIN(n_labels, LABELS_MAX);
	self->features = features;
	rd_keys_init(&self->numbers);
	self->seen = g_array_new(FALSE, TRUE, sizeof(guint));
	self->lists = g_array_new(FALSE, FALSE, sizeof(guint));
	self->examples = g_array_new(FALSE, FALSE, sizeof(Example));
	return self;
}

static void
lexicon_forget_examples(RdLexicon *self)
{
	rd_keys_clear(&self->numbers);
	g_clear_pointer(&self->seen, g_array_unref);
	g_clear_pointer(&self->lists, g_array_unref);
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

void
rd_lexicon_learn(RdLexicon *self, const RdProse *prose, guint author, guint32 labels, guint32 group)
{
	Example example = {labels, group, self->lists->len, 0};
	g_auto(RdFeatureList) found = {0};
	g_autoptr(GHashTable) had = g_hash_table_new(NULL, NULL);
	guint n;

	for (guint i = 0; i < prose->sentences->len; i++)
		rd_features_of(self->features, prose,
			       &g_array_index(prose->sentences, RdSentence, i), &found);
	n = found.n + (author != 0);
	for (guint i = 0; i < n; i++) {
		guint64 key = i < found.n ? found.items[i].key : rd_lexicon_author_key(author);
		guint number = lexicon_number_new(self, key);
		guint index = number - 1;

		if (!g_hash_table_add(had, GUINT_TO_POINTER(number)))
			continue;
		g_array_index(self->seen, guint, index)++;
		g_array_append_val(self->lists, index);
	}
	example.len = self->lists->len - example.first;
	g_array_append_val(self->examples, example);
}

/* Keeps of the keys those that @renumbered has a number for. */
static void
lexicon_renumber(RdLexicon *self, const guint *renumbered)
{
	RdKeys all = self->numbers;

	rd_keys_init(&self->numbers);
	for (guint i = 0; i < all.room; i++) {
		if (all.keys[i] != 0 && renumbered[all.values[i]] != 0)
			*rd_keys_add(&self->numbers, all.keys[i]) = renumbered[all.values[i]];
	}
	rd_keys_clear(&all);
}

/* Keeps what several examples have, numbered anew. */
static void
lexicon_prune(RdLexicon *self)
{
	g_autofree guint *renumbered = g_new0(guint, self->seen->len + 1);
	g_autoptr(GArray) lists = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < self->seen->len; i++) {
		if (g_array_index(self->seen, guint, i) >= SEEN_MIN)
			renumbered[i + 1] = ++self->size;
	}
	lexicon_renumber(self, renumbered);
	for (guint i = 0; i < self->examples->len; i++) {
		Example *example = &g_array_index(self->examples, Example, i);
		guint first = lists->len;

		for (guint j = 0; j < example->len; j++) {
			guint number =
				renumbered[g_array_index(self->lists, guint, example->first + j) +
					   1];

			if (number-- != 0)
				g_array_append_val(lists, number);
		}
		example->first = first;
		example->len = lists->len - first;
	}
	g_clear_pointer(&self->lists, g_array_unref);
	self->lists = g_steal_pointer(&lists);
}

/* Weights of four labels, which the processor adds in one step. */
typedef float Lanes __attribute__((vector_size(16), aligned(4), may_alias));

/* What the features @list of a text say, for each of LABELS_MAX labels; 0: even. */
static void
study_sum(const Study *self, const guint *list, guint len, float *out)
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
	for (guint j = 0; j < LABELS_MAX; j++)
		out[j] = out[j] * scale + self->bias[j];
}

static void
study_correct(Study *self, const guint *list, guint len, guint label, float error)
{
	float scale = rd_lexicon_scale(len);

	for (guint i = 0; i < len; i++) {
		gsize at = (gsize)list[i] * LABELS_MAX + label;
		float slope = error * scale + (float)DECAY * self->weights[at];

		self->pace[at] += slope * slope;
		self->weights[at] -= (float)RATE * slope / sqrtf(self->pace[at]);
	}
	self->bias_pace[label] += error * error;
	self->bias[label] -= (float)RATE * error / sqrtf(self->bias_pace[label]);
}

static guint
chance(guint64 *seed, guint below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (guint)((*seed >> 33) % below);
}

/*
 * What is left of an example when a part of its features goes unheard. Each of them has to
 * say the matter when the others are missing, as they are in what somebody else writes.
 */
static guint
study_hear_some(Study *self, const Example *example, guint *out)
{
	const guint *list = &g_array_index(self->lexicon->lists, guint, example->first);
	guint n = 0;

	for (guint i = 0; i < example->len; i++) {
		if (chance(&self->seed, 1000) >= (guint)(LEFT_OUT * 1000))
			out[n++] = list[i];
	}
	return n;
}

static void
study_example(Study *self, const Example *example)
{
	g_autofree guint *list = g_new(guint, example->len + 1);
	guint len = study_hear_some(self, example, list);
	float sums[LABELS_MAX];

	study_sum(self, list, len, sums);
	for (guint j = 0; j < self->lexicon->n_labels; j++) {
		float error = 1 / (1 + expf(-sums[j])) - (float)(example->labels >> j & 1);

		if ((example->group >> j & 1) != 0 && ABS(error) > (float)CERTAIN)
			study_correct(self, list, len, j, error);
	}
}

/* Examples stand in groups; they are studied in another order each round, the same each time. */
static void
order_shuffle(guint *order, guint len, guint64 *seed)
{
	for (guint i = len; i > 1; i--) {
		guint j = chance(seed, i), swapped = order[i - 1];

		order[i - 1] = order[j];
		order[j] = swapped;
	}
}

static void
study_begin(Study *self, const RdLexicon *lexicon)
{
	gsize n = (gsize)lexicon->size * LABELS_MAX;

	*self = (Study){.lexicon = lexicon, .seed = 1};
	self->weights = g_new0(float, n + 1);
	self->pace = g_new(float, n + 1);
	for (gsize i = 0; i < n; i++)
		self->pace[i] = 0.01f;
	for (guint j = 0; j < LABELS_MAX; j++) {
		self->bias[j] = (float)BIAS;
		self->bias_pace[j] = 1;
	}
}

static void
study_run(Study *self)
{
	const GArray *examples = self->lexicon->examples;
	g_autofree guint *order = g_new(guint, examples->len + 1);

	for (guint i = 0; i < examples->len; i++)
		order[i] = i;
	for (guint round = 0; round < ROUNDS; round++) {
		order_shuffle(order, examples->len, &self->seed);
		for (guint i = 0; i < examples->len; i++)
			study_example(self, &g_array_index(examples, Example, order[i]));
	}
}

static void
study_clear(Study *self)
{
	g_free(self->weights);
	g_free(self->pace);
}

/* A column for each label that a feature speaks of, whose steps reach its largest weight. */
static void
lexicon_choose_columns(RdLexicon *self, const Study *study)
{
	for (guint j = 0; j < self->n_labels; j++) {
		float most = 0;

		for (gsize i = 0; i < self->size; i++)
			most = MAX(most, fabsf(study->weights[i * LABELS_MAX + j]));
		if (most == 0)
			continue;
		self->steps[self->n_columns] = (double)most / WEIGHT_STEPS;
		self->columns[self->n_columns++] = j;
	}
}

static void
lexicon_round_weights(RdLexicon *self, const Study *study)
{
	const RdKeys *numbers = &self->numbers;
	gsize width = rd_lexicon_width(self);
	guint16 *weights = g_new0(guint16, self->size * width + 1);

	for (guint i = 0; i < numbers->room; i++) {
		const float *from;
		guint16 *to;

		if (numbers->keys[i] == 0)
			continue;
		from = study->weights + (numbers->values[i] - 1) * LABELS_MAX;
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
	Study study;

	lexicon_prune(self);
	study_begin(&study, self);
	study_run(&study);
	for (guint j = 0; j < self->n_labels; j++)
		self->bias[j] = (double)study.bias[j];
	rd_ranks_make(&self->ranks, &self->numbers);
	lexicon_choose_columns(self, &study);
	lexicon_round_weights(self, &study);
	study_clear(&study);
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
