#include "lexicon.h"

#include "keys.h"

#include <math.h>
#include <string.h>

#define LABELS_MAX RD_LEXICON_LABELS_MAX
#define SEEN_MIN   2 /* what one example alone has is chance */
#define KNOWN_MIN  4 /* a text of fewer features is not judged by them as by more */
#define ROUNDS	   12
#define RATE	   0.5
#define DECAY	   0.003
#define CERTAIN	   0.005 /* nothing is learned from an example that is judged as well as that */
#define BIAS	   (-2.0)
#define SENTENCE   0.8 /* what the plainest sentence counts beside the whole */

typedef struct {
	guint32 labels, group;
	guint first, len; /* of its features, in RdLexicon.lists */
} Example;

struct _RdLexicon {
	guint n_labels;
	RdFeatures *features;
	RdKeys numbers;	  /* key -> number + 1 */
	GArray *seen;	  /* of guint, by number: examples that have it; until finished */
	GArray *lists;	  /* of guint: the examples' features; until finished */
	GArray *examples; /* of Example; until finished */
	float *weights;	  /* by number and label, LABELS_MAX of these */
	GBytes *whole;	  /* what they are a part of; NULL: they are its own */
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

/* The number of a feature that is learned, from 1; 0: it is not known. */
static guint
lexicon_number(const RdLexicon *self, guint64 key)
{
	const guint64 *number = rd_keys_find(&self->numbers, key);

	return number != NULL ? (guint)*number : 0;
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

/* A feature that is known, where a prose has it. */
typedef struct {
	guint index; /* of its weights */
	guint sentence;
	RdFeature feature;
} Known;

struct _RdLexiconHeard {
	GArray *features; /* of Known: each once, where it stands first */
};

void
rd_lexicon_heard_free(RdLexiconHeard *self)
{
	g_array_unref(self->features);
	g_free(self);
}

/* What each sentence of @prose in @zones has, in order; some of it more than once. */
static GArray *
lexicon_known(const RdLexicon *self, const RdProse *prose, guint author, guint32 zones)
{
	const RdFeature by = {author_key(author), 0, 0};
	GArray *known = g_array_sized_new(FALSE, FALSE, sizeof(Known), 256);
	g_autoptr(GArray) found = g_array_sized_new(FALSE, FALSE, sizeof(RdFeature), 256);

	for (guint i = 0; i < prose->sentences->len; i++) {
		const RdSentence *sentence = &g_array_index(prose->sentences, RdSentence, i);

		if ((sentence->zone & zones) == 0)
			continue;
		g_array_set_size(found, 0);
		rd_features_of(self->features, prose, sentence, found);
		if (author != 0)
			g_array_append_val(found, by);
		for (guint j = 0; j < found->len; j++) {
			const RdFeature *feature = &g_array_index(found, RdFeature, j);
			guint number = lexicon_number(self, feature->key);
			Known one = {number - 1, i, *feature};

			if (number != 0)
				g_array_append_val(known, one);
		}
	}
	return known;
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

/* Keeps of @known what no place before had; each sentence's part goes to @plainest. */
static void
lexicon_weigh_sentences(const RdLexicon *self, GArray *known, float *plainest)
{
	g_autofree guint *list = g_new(guint, known->len + 1);
	guint n = 0, kept = 0;
	float sums[LABELS_MAX];
	Met met;

	met_init(&met, known->len);
	for (guint i = 0; i < known->len; i++) {
		Known one = g_array_index(known, Known, i);
		guint last = met_note(&met, &one);

		if (last != one.sentence + 1)
			list[n++] = one.index;
		if (last == 0)
			g_array_index(known, Known, kept++) = one;
		if (i + 1 < known->len &&
		    g_array_index(known, Known, i + 1).sentence == one.sentence)
			continue;
		lexicon_sum(self, list, n, sums);
		for (guint j = 0; j < self->n_labels; j++)
			plainest[j] = MAX(plainest[j], sums[j]);
		n = 0;
	}
	g_free(met.places);
	g_array_set_size(known, kept);
}

RdLexiconHeard *
rd_lexicon_weigh(const RdLexicon *self, const RdProse *prose, guint author, guint32 zones,
		 double *out)
{
	RdLexiconHeard *heard = g_new0(RdLexiconHeard, 1);
	g_autofree guint *whole = NULL;
	float plainest[LABELS_MAX], sums[LABELS_MAX];

	memset(out, 0, self->n_labels * sizeof(*out));
	if (self->size == 0) {
		heard->features = g_array_new(FALSE, FALSE, sizeof(Known));
		return heard;
	}
	heard->features = lexicon_known(self, prose, author, zones);
	memcpy(plainest, self->bias, sizeof(plainest));
	lexicon_weigh_sentences(self, heard->features, plainest);
	whole = g_new(guint, heard->features->len + 1);
	for (guint i = 0; i < heard->features->len; i++)
		whole[i] = g_array_index(heard->features, Known, i).index;
	lexicon_sum(self, whole, heard->features->len, sums);
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

	for (guint i = 0; i < heard->features->len; i++) {
		const Known *known = &g_array_index(heard->features, Known, i);
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
