#include "lexicon-private.h"

#include <math.h>
#include <string.h>

#define ROUNDS	10
#define RATE	0.5
#define DECAY	0.003
#define CERTAIN 0.005 /* nothing is learned from an example that is judged as well as that */
#define BIAS	(-2.0)

/* What is being learned, and how fast each of it still moves (AdaGrad). */
typedef struct {
	const RdLexicon *lexicon;
	float *weights, *pace; /* by number and label, LABELS_MAX of these */
	float bias[LABELS_MAX], bias_pace[LABELS_MAX];
	guint64 seed;
} Study;

/* Weights of four labels, which the processor adds in one step. */
typedef float Lanes __attribute__((vector_size(16), aligned(4), may_alias));

/* What the features of @part say, for each of LABELS_MAX labels; 0: even. */
static void
study_sum(const Study *self, const RdPart *part, float *out)
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
study_correct(Study *self, const RdPart *part, guint label, float error)
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
study_find_plainest(const Study *self, const RdExample *example, const RdPart **out, float *most)
{
	const RdPart *parts = &g_array_index(self->lexicon->parts, RdPart, example->first);
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
study_example(Study *self, const RdExample *example)
{
	const RdPart *whole = &g_array_index(self->lexicon->parts, RdPart, example->first);
	const RdPart *plainest[LABELS_MAX] = {NULL};
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

void
rd_lexicon_study(const RdLexicon *self, RdLearned *out)
{
	const GArray *examples = self->examples;
	g_autofree guint *order = g_new(guint, examples->len + 1);
	Study study;

	study_begin(&study, self);
	for (guint i = 0; i < examples->len; i++)
		order[i] = i;
	for (guint round = 0; round < ROUNDS; round++) {
		order_shuffle(order, examples->len, &study.seed);
		for (guint i = 0; i < examples->len; i++)
			study_example(&study, &g_array_index(examples, RdExample, order[i]));
	}
	out->weights = study.weights;
	memcpy(out->bias, study.bias, sizeof(out->bias));
	g_free(study.pace);
}
