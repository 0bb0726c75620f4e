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

/* How fast each weight still moves, while learning (AdaGrad). */
typedef struct {
	float *weights;
	float bias[LABELS_MAX];
} Pace;

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
	g_clear_pointer(&self->seen, g_array_unref);
	g_clear_pointer(&self->lists, g_array_unref);
	g_clear_pointer(&self->examples, g_array_unref);
}

void
rd_lexicon_free(RdLexicon *self)
{
	lexicon_forget_examples(self);
	rd_keys_clear(&self->numbers);
	rd_features_free(self->features);
	if (self->whole == NULL)
		g_free(self->weights);
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

static void
lexicon_correct(RdLexicon *self, Pace *pace, const guint *list, guint len, guint label, float error)
{
	float scale = rd_lexicon_scale(len);

	for (guint i = 0; i < len; i++) {
		gsize at = (gsize)list[i] * LABELS_MAX + label;
		float slope = error * scale + (float)DECAY * self->weights[at];

		pace->weights[at] += slope * slope;
		self->weights[at] -= (float)RATE * slope / sqrtf(pace->weights[at]);
	}
	pace->bias[label] += error * error;
	self->bias[label] -= (float)RATE * error / sqrtf(pace->bias[label]);
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
lexicon_hear_some(const RdLexicon *self, const Example *example, guint64 *seed, guint *out)
{
	const guint *list = (const guint *)(const void *)self->lists->data + example->first;
	guint n = 0;

	for (guint i = 0; i < example->len; i++) {
		if (chance(seed, 1000) >= (guint)(LEFT_OUT * 1000))
			out[n++] = list[i];
	}
	return n;
}

static void
lexicon_study(RdLexicon *self, Pace *pace, const Example *example, guint64 *seed)
{
	g_autofree guint *list = g_new(guint, example->len + 1);
	guint len = lexicon_hear_some(self, example, seed, list);
	float sums[LABELS_MAX];

	rd_lexicon_sum(self, list, len, sums);
	for (guint j = 0; j < self->n_labels; j++) {
		float error = 1 / (1 + expf(-sums[j])) - (float)(example->labels >> j & 1);

		if ((example->group >> j & 1) != 0 && ABS(error) > (float)CERTAIN)
			lexicon_correct(self, pace, list, len, j, error);
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

void
rd_lexicon_finish(RdLexicon *self)
{
	guint n = self->examples->len;
	g_autofree guint *order = g_new(guint, n + 1);
	g_autofree float *paces = NULL;
	Pace pace;
	guint64 seed = 1;

	lexicon_prune(self);
	self->weights = g_new0(float, (gsize)self->size *LABELS_MAX + 1);
	paces = g_new(float, (gsize)self->size *LABELS_MAX + 1);
	for (gsize i = 0; i < (gsize)self->size * LABELS_MAX; i++)
		paces[i] = 0.01f;
	pace.weights = paces;
	for (guint j = 0; j < LABELS_MAX; j++) {
		self->bias[j] = (float)BIAS;
		pace.bias[j] = 1;
	}
	for (guint i = 0; i < n; i++)
		order[i] = i;
	for (guint round = 0; round < ROUNDS; round++) {
		order_shuffle(order, n, &seed);
		for (guint i = 0; i < n; i++)
			lexicon_study(self, &pace,
				      &g_array_index(self->examples, Example, order[i]), &seed);
	}
	lexicon_forget_examples(self);
}

void
rd_lexicon_write(RdLexicon *self, RdPack *pack)
{
	guint32 size = self->size;

	rd_pack_number(pack, &size);
	rd_features_pack(self->features, pack);
	rd_keys_pack(&self->numbers, pack);
	rd_pack_block(pack, self->bias, sizeof(self->bias));
	rd_pack_block(pack, self->weights, (gsize)size * LABELS_MAX * sizeof(float));
}

static gboolean
lexicon_numbers_are_sound(const RdLexicon *self)
{
	for (guint i = 0; i < self->numbers.room; i++) {
		if (self->numbers.keys[i] != 0 &&
		    (self->numbers.values[i] == 0 || self->numbers.values[i] > self->size))
			return FALSE;
	}
	return TRUE;
}

RdLexicon *
rd_lexicon_read(RdPack *pack, GBytes *whole, guint n_labels)
{
	g_autoptr(RdLexicon) self = rd_lexicon_new(n_labels, rd_features_new());
	const void *bias, *weights;
	guint32 size = 0;

	lexicon_forget_examples(self);
	rd_pack_number(pack, &size);
	rd_features_pack(self->features, pack);
	rd_keys_pack(&self->numbers, pack);
	bias = rd_pack_block(pack, NULL, sizeof(self->bias));
	weights = rd_pack_block(pack, NULL, (gsize)size * LABELS_MAX * sizeof(float));
	if (weights == NULL)
		return NULL;
	memcpy(self->bias, bias, sizeof(self->bias));
	self->size = size;
	self->weights = (float *)weights;
	self->whole = g_bytes_ref(whole);
	return lexicon_numbers_are_sound(self) ? g_steal_pointer(&self) : NULL;
}
