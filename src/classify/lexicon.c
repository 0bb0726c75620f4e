#include "lexicon.h"

#include <math.h>
#include <string.h>

#define LABELS_MAX RD_LEXICON_LABELS_MAX
#define SEEN_MIN   2 /* what one example alone has is chance */
#define KNOWN_MIN  4 /* a text of fewer features is not judged by them as by more */
#define ROUNDS	   10
#define RATE	   0.3
#define DECAY	   0.001
#define CERTAIN	   0.005 /* nothing is learned from an example that is judged as well as that */
#define BIAS	   (-2.0)
#define SENTENCE   0.5 /* what the plainest sentence counts beside the whole */

typedef struct {
	guint32 labels, group;
	guint first, len; /* of its features, in RdLexicon.lists */
} Example;

struct _RdLexicon {
	guint n_labels;
	RdFeatures *features;
	GHashTable *numbers; /* key -> number + 1 */
	GArray *seen;	     /* of guint, by number: examples that have it; until finished */
	GArray *lists;	     /* of guint: the examples' features; until finished */
	GArray *examples;    /* of Example; until finished */
	float *weights;	     /* by number and label, LABELS_MAX of these */
	float bias[LABELS_MAX];
	guint size; /* of features with a weight */
};

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
	self->numbers = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
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
	g_hash_table_unref(self->numbers);
	rd_features_free(self->features);
	g_free(self->weights);
	g_free(self);
}

guint
rd_lexicon_size(const RdLexicon *self)
{
	return self->size;
}

/* The number of a feature that is learned, from 1; 0: it is not known. */
static guint
lexicon_number(const RdLexicon *self, guint64 key)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(self->numbers, &key));
}

static guint
lexicon_number_new(RdLexicon *self, guint64 key)
{
	guint number = lexicon_number(self, key);

	if (number == 0) {
		number = self->seen->len + 1;
		g_array_set_size(self->seen, number);
		g_hash_table_insert(self->numbers, g_memdup2(&key, sizeof(key)),
				    GUINT_TO_POINTER(number));
	}
	return number;
}

/* As if a word that stands in every sentence said who speaks. */
static guint64
author_key(guint author)
{
	return G_MAXUINT64 - author;
}

void
rd_lexicon_learn(RdLexicon *self, const RdProse *prose, guint author, guint32 labels, guint32 group)
{
	const RdFeature by = {author_key(author), 0, 0};
	Example example = {labels, group, self->lists->len, 0};
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RdFeature));
	g_autoptr(GHashTable) had = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < prose->sentences->len; i++)
		rd_features_of(self->features, prose,
			       &g_array_index(prose->sentences, RdSentence, i), found);
	if (author != 0)
		g_array_append_val(found, by);
	for (guint i = 0; i < found->len; i++) {
		guint number = lexicon_number_new(self, g_array_index(found, RdFeature, i).key);
		guint index = number - 1;

		if (!g_hash_table_add(had, GUINT_TO_POINTER(number)))
			continue;
		g_array_index(self->seen, guint, index)++;
		g_array_append_val(self->lists, index);
	}
	example.len = self->lists->len - example.first;
	g_array_append_val(self->examples, example);
}

/* Keeps what several examples have, numbered anew. */
static void
lexicon_prune(RdLexicon *self)
{
	g_autofree guint *renumbered = g_new0(guint, self->seen->len + 1);
	g_autoptr(GArray) lists = g_array_new(FALSE, FALSE, sizeof(guint));
	GHashTableIter iter;
	gpointer value;

	for (guint i = 0; i < self->seen->len; i++) {
		if (g_array_index(self->seen, guint, i) >= SEEN_MIN)
			renumbered[i + 1] = ++self->size;
	}
	g_hash_table_iter_init(&iter, self->numbers);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		guint number = renumbered[GPOINTER_TO_UINT(value)];

		if (number == 0)
			g_hash_table_iter_remove(&iter);
		else
			g_hash_table_iter_replace(&iter, GUINT_TO_POINTER(number));
	}
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

/* Longer texts have more to say for everything; that alone is no reason. */
static float
scale_of(guint known)
{
	return 2 / sqrtf((float)MAX(known, KNOWN_MIN));
}

/* What the features @list of a text say, for each label; 0: even. */
static void
lexicon_sum(const RdLexicon *self, const guint *list, guint len, float *out)
{
	float scale = scale_of(len);

	memset(out, 0, LABELS_MAX * sizeof(*out));
	for (guint i = 0; i < len; i++) {
		const float *weights = self->weights + (gsize)list[i] * LABELS_MAX;

		for (guint j = 0; j < LABELS_MAX; j++) /* a fixed number goes in steps of several */
			out[j] += weights[j];
	}
	for (guint j = 0; j < self->n_labels; j++)
		out[j] = out[j] * scale + self->bias[j];
}

static void
lexicon_correct(RdLexicon *self, Pace *pace, const guint *list, guint len, guint label, float error)
{
	float scale = scale_of(len);

	for (guint i = 0; i < len; i++) {
		gsize at = (gsize)list[i] * LABELS_MAX + label;
		float slope = error * scale + (float)DECAY * self->weights[at];

		pace->weights[at] += slope * slope;
		self->weights[at] -= (float)RATE * slope / sqrtf(pace->weights[at]);
	}
	pace->bias[label] += error * error;
	self->bias[label] -= (float)RATE * error / sqrtf(pace->bias[label]);
}

static void
lexicon_study(RdLexicon *self, Pace *pace, const Example *example)
{
	const guint *list = (const guint *)(const void *)self->lists->data + example->first;
	float sums[LABELS_MAX];

	lexicon_sum(self, list, example->len, sums);
	for (guint j = 0; j < self->n_labels; j++) {
		float error = 1 / (1 + expf(-sums[j])) - (float)(example->labels >> j & 1);

		if ((example->group >> j & 1) != 0 && ABS(error) > (float)CERTAIN)
			lexicon_correct(self, pace, list, example->len, j, error);
	}
}

/* Examples stand in groups; they are studied in another order each round, the same each time. */
static void
order_shuffle(guint *order, guint len, guint64 *seed)
{
	for (guint i = len; i > 1; i--) {
		guint j, swapped = order[i - 1];

		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		j = (guint)((*seed >> 33) % i);
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
				      &g_array_index(self->examples, Example, order[i]));
	}
	lexicon_forget_examples(self);
}

/* One prose while it is weighed. */
typedef struct {
	const RdLexicon *lexicon;
	RdLexiconSays *says;
	guint *met;    /* by number of a feature: the sentence it was last met in, from 1 */
	GArray *whole; /* of guint: known features of the prose */
	float plainest[LABELS_MAX];
} Weighing;

static void
says_note(RdLexiconSays *self, double weight, const RdFeature *feature)
{
	guint i = RD_LEXICON_TOP;

	if (weight <= self->top_weight[RD_LEXICON_TOP - 1])
		return;
	while (--i > 0 && weight > self->top_weight[i - 1]) {
		self->top_weight[i] = self->top_weight[i - 1];
		self->top[i] = self->top[i - 1];
	}
	self->top_weight[i] = weight;
	self->top[i] = *feature;
}

static void
weighing_sentence(Weighing *w, const GArray *found, guint sentence)
{
	const RdLexicon *lexicon = w->lexicon;
	g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(guint));
	float sums[LABELS_MAX];

	for (guint i = 0; i < found->len; i++) {
		const RdFeature *feature = &g_array_index(found, RdFeature, i);
		guint number = lexicon_number(lexicon, feature->key);
		guint index = number - 1;

		if (number == 0 || w->met[index] == sentence)
			continue;
		g_array_append_val(list, index);
		if (w->met[index] == 0) {
			g_array_append_val(w->whole, index);
			for (guint j = 0; feature->len > 0 && j < lexicon->n_labels; j++)
				says_note(&w->says[j],
					  (double)lexicon->weights[(gsize)index * LABELS_MAX + j],
					  feature);
		}
		w->met[index] = sentence;
	}
	lexicon_sum(lexicon, (const guint *)(const void *)list->data, list->len, sums);
	for (guint j = 0; j < lexicon->n_labels; j++)
		w->plainest[j] = MAX(w->plainest[j], sums[j]);
}

void
rd_lexicon_weigh(const RdLexicon *self, const RdProse *prose, guint author, guint32 zones,
		 RdLexiconSays *out)
{
	const RdFeature by = {author_key(author), 0, 0};
	g_autofree guint *met = g_new0(guint, self->size + 1);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RdFeature));
	g_autoptr(GArray) whole = g_array_new(FALSE, FALSE, sizeof(guint));
	Weighing w = {.lexicon = self, .says = out, .met = met, .whole = whole};
	float sums[LABELS_MAX];

	memset(out, 0, self->n_labels * sizeof(*out));
	if (self->size == 0)
		return;
	memcpy(w.plainest, self->bias, sizeof(w.plainest));
	for (guint i = 0; i < prose->sentences->len; i++) {
		const RdSentence *sentence = &g_array_index(prose->sentences, RdSentence, i);

		if ((sentence->zone & zones) == 0)
			continue;
		g_array_set_size(found, 0);
		rd_features_of(self->features, prose, sentence, found);
		if (author != 0)
			g_array_append_val(found, by);
		weighing_sentence(&w, found, i + 1);
	}
	lexicon_sum(self, (const guint *)(const void *)whole->data, whole->len, sums);
	for (guint j = 0; j < self->n_labels; j++)
		out[j].sum = (double)sums[j] + SENTENCE * (double)w.plainest[j];
}
