#include "lexicon-private.h"

#include <math.h>
#include <string.h>

#define SEEN_MIN 4 /* what fewer examples have is chance */
#define ROUNDS	 10
#define RATE	 0.5
#define DECAY	 0.003
#define CERTAIN	 0.005 /* nothing is learned from an example that is judged as well as that */
#define BIAS	 (-2.0)

typedef struct {
	guint first, len; /* of its features, in RdLexicon.lists */
} Part;

typedef struct {
	guint32 labels, group;
	guint first, n; /* of its parts: the whole, and sentence after sentence */
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
	self->parts = g_array_new(FALSE, FALSE, sizeof(Part));
	self->examples = g_array_new(FALSE, FALSE, sizeof(Example));
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

/* Appends the numbers of what @sentence has, and of who said it. */
static void
lexicon_number_sentence(RdLexicon *self, const RdProse *prose, const RdSentence *sentence,
			guint author, GArray *out)
{
	g_auto(RdFeatureList) found = {0};
	guint number;

	rd_features_of(self->features, prose, sentence, &found);
	for (guint i = 0; i < found.n; i++) {
		number = lexicon_number_new(self, found.items[i].key);
		g_array_append_val(out, number);
	}
	if (author == 0)
		return;
	number = lexicon_number_new(self, rd_lexicon_author_key(author));
	g_array_append_val(out, number);
}

/* A part of an example that has each of @numbers, once. */
static const Part *
lexicon_add_part(RdLexicon *self, const guint *numbers, guint n)
{
	g_autoptr(GHashTable) had = g_hash_table_new(NULL, NULL);
	Part part = {self->lists->len, 0};

	for (guint i = 0; i < n; i++) {
		guint index = numbers[i] - 1;

		if (g_hash_table_add(had, GUINT_TO_POINTER(numbers[i])))
			g_array_append_val(self->lists, index);
	}
	part.len = self->lists->len - part.first;
	g_array_append_val(self->parts, part);
	return &g_array_index(self->parts, Part, self->parts->len - 1);
}

void
rd_lexicon_learn(RdLexicon *self, const RdProse *prose, guint author, guint32 labels, guint32 group)
{
	const guint n = prose->sentences->len;
	Example example = {labels, group, self->parts->len, n + 1};
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autofree guint *ends = g_new(guint, n + 1);
	const guint *all;
	const Part *whole;

	for (guint i = 0; i < n; i++) {
		lexicon_number_sentence(self, prose,
					&g_array_index(prose->sentences, RdSentence, i), author,
					numbers);
		ends[i] = numbers->len;
	}
	all = (const guint *)(const void *)numbers->data;
	whole = lexicon_add_part(self, all, numbers->len);
	for (guint i = 0; i < whole->len; i++)
		g_array_index(self->seen, guint,
			      g_array_index(self->lists, guint, whole->first + i))++;
	for (guint i = 0, from = 0; i < n; from = ends[i++])
		lexicon_add_part(self, all + from, ends[i] - from);
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
	for (guint i = 0; i < self->parts->len; i++) {
		Part *part = &g_array_index(self->parts, Part, i);
		guint first = lists->len;

		for (guint j = part->first; j < part->first + part->len; j++) {
			guint number = renumbered[g_array_index(self->lists, guint, j) + 1];

			if (number-- != 0)
				g_array_append_val(lists, number);
		}
		*part = (Part){first, lists->len - first};
	}
	g_clear_pointer(&self->lists, g_array_unref);
	self->lists = g_steal_pointer(&lists);
}

/* Weights of four labels, which the processor adds in one step. */
typedef float Lanes __attribute__((vector_size(16), aligned(4), may_alias));

/* What the features of @part say, for each of LABELS_MAX labels; 0: even. */
static void
study_sum(const Study *self, const Part *part, float *out)
{
	const guint *list = &g_array_index(self->lexicon->lists, guint, part->first);
	float scale = rd_lexicon_scale(part->len);

	for (guint j = 0; j < LABELS_MAX; j += 16) { /* as many as stay in registers */
		Lanes a = {0}, b = {0}, c = {0}, d = {0};

		for (guint i = 0; i < part->len; i++) {
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
study_correct(Study *self, const Part *part, guint label, float error)
{
	const guint *list = &g_array_index(self->lexicon->lists, guint, part->first);
	float scaled = error * rd_lexicon_scale(part->len);

	for (guint i = 0; i < part->len; i++) {
		gsize at = (gsize)list[i] * LABELS_MAX + label;
		float slope = scaled + (float)DECAY * self->weights[at];

		self->pace[at] += slope * slope;
		self->weights[at] -= (float)RATE * slope / sqrtf(self->pace[at]);
	}
}

static void
study_correct_bias(Study *self, guint label, float error)
{
	self->bias_pace[label] += error * error;
	self->bias[label] -= (float)RATE * error / sqrtf(self->bias_pace[label]);
}

/* The sentence of @example that says most for each label, NULL: none says anything. */
static void
study_find_plainest(const Study *self, const Example *example, const Part **out, float *most)
{
	const Part *parts = &g_array_index(self->lexicon->parts, Part, example->first);
	float sums[LABELS_MAX];

	memcpy(most, self->bias, sizeof(self->bias));
	for (guint i = 1; i < example->n; i++) {
		study_sum(self, &parts[i], sums);
		for (guint j = 0; j < self->lexicon->n_labels; j++) {
			if (sums[j] <= most[j])
				continue;
			most[j] = sums[j];
			out[j] = &parts[i];
		}
	}
}

/* An example is judged as a text is: by all it says, and by its plainest sentence. */
static void
study_example(Study *self, const Example *example)
{
	const Part *whole = &g_array_index(self->lexicon->parts, Part, example->first);
	const Part *plainest[LABELS_MAX] = {NULL};
	float sums[LABELS_MAX], most[LABELS_MAX];

	study_sum(self, whole, sums);
	study_find_plainest(self, example, plainest, most);
	for (guint j = 0; j < self->lexicon->n_labels; j++) {
		float says = sums[j] + (float)RD_LEXICON_SENTENCE * most[j];
		float error = 1 / (1 + expf(-says)) - (float)(example->labels >> j & 1);

		if ((example->group >> j & 1) == 0 || ABS(error) <= (float)CERTAIN)
			continue;
		study_correct(self, whole, j, error);
		if (plainest[j] != NULL)
			study_correct(self, plainest[j], j, error * (float)RD_LEXICON_SENTENCE);
		study_correct_bias(self, j, error);
	}
}

static guint
chance(guint64 *seed, guint below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (guint)((*seed >> 33) % below);
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
