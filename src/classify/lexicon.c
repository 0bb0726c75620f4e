#include "lexicon.h"

#include <math.h>
#include <string.h>

#define STEM	   6
#define SMOOTHING  0.5
#define SEEN_MIN   2   /* a word of one example is chance */
#define WEIGHT_MAX 3.0 /* however one-sided the examples are */
#define LABELS_MAX 32

typedef struct {
	guint64 key; /* 0: free */
	guint seen;
	guint count[LABELS_MAX]; /* examples of the label that have it */
	guint group[LABELS_MAX]; /* examples of the label's group that have it */
	float weight[LABELS_MAX];
} Entry;

struct _RdLexicon {
	guint n_labels;
	GHashTable *ignored;  /* keys, as gint64 */
	GHashTable *learning; /* key -> Entry, until finished */
	guint examples[LABELS_MAX], grouped[LABELS_MAX];
	Entry *entries; /* open addressing; a power of two of them */
	guint mask;
	guint n_entries;
};

/* A word of the prose, cut to its stem. */
typedef struct {
	guint start, len;
	guint64 key;
} Word;

RdLexicon *
rd_lexicon_new(guint n_labels)
{
	RdLexicon *self = g_new0(RdLexicon, 1);

	self->n_labels = MIN(n_labels, LABELS_MAX);
	self->ignored = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	self->learning = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
	return self;
}

void
rd_lexicon_free(RdLexicon *self)
{
	g_clear_pointer(&self->learning, g_hash_table_unref);
	g_hash_table_unref(self->ignored);
	g_free(self->entries);
	g_free(self);
}

guint
rd_lexicon_size(const RdLexicon *self)
{
	return self->n_entries;
}

/* FNV-1a; all numbers are one word. */
static guint64
stem_key(const char *word, guint len)
{
	guint64 key = 14695981039346656037u;

	if (g_ascii_isdigit(*word)) {
		word = "#";
		len = 1;
	}
	for (guint i = 0; i < MIN(len, STEM); i++)
		key = (key ^ (guchar)word[i]) * 1099511628211u;
	return key != 0 ? key : 1;
}

static guint64
pair_key(guint64 a, guint64 b)
{
	guint64 key = (a ^ (b << 1 | b >> 63)) * 1099511628211u;

	return key != 0 ? key : 1;
}

void
rd_lexicon_ignore(RdLexicon *self, const char *word)
{
	gint64 key = (gint64)stem_key(word, (guint)strlen(word));

	g_hash_table_add(self->ignored, g_memdup2(&key, sizeof(key)));
}

/* The next word at or after @at, within @end; FALSE: none. */
static gboolean
word_next(const char *text, guint at, guint end, Word *out)
{
	guint stop;

	while (at < end && !g_ascii_isalnum(text[at]))
		at++;
	for (stop = at; stop < end && g_ascii_isalnum(text[stop]); stop++) {
		if (g_ascii_isdigit(text[stop]) != g_ascii_isdigit(text[at]))
			break;
	}
	*out = (Word){at, stop - at, at < stop ? stem_key(text + at, stop - at) : 0};
	return at < stop;
}

/* Calls @each for the key of every word and pair of words in @zones. */
typedef void (*FeatureFunc)(gpointer data, guint64 key, guint start, guint len);

static void
prose_features(const RdLexicon *self, const RdProse *prose, guint32 zones, FeatureFunc each,
	       gpointer data)
{
	for (guint i = 0; i < prose->sentences->len; i++) {
		const RdSentence *s = &g_array_index(prose->sentences, RdSentence, i);
		Word last = {0, 0, 0}, word;

		if ((s->zone & zones) == 0)
			continue;
		for (guint at = s->start; word_next(prose->text->str, at, s->start + s->len, &word);
		     at = word.start + word.len, last = word) {
			if (!g_hash_table_contains(self->ignored, &word.key))
				each(data, word.key, word.start, word.len);
			if (last.key != 0)
				each(data, pair_key(last.key, word.key), last.start,
				     word.start + word.len - last.start);
		}
	}
}

/* One example while it is learned. */
typedef struct {
	RdLexicon *lexicon;
	GHashTable *seen; /* keys of this example */
	guint32 labels, group;
} Example;

static void
example_feature(gpointer data, guint64 key, guint start, guint len)
{
	Example *example = data;
	Entry *entry = g_hash_table_lookup(example->lexicon->learning, &key);

	(void)start;
	(void)len;
	if (entry == NULL) {
		entry = g_new0(Entry, 1);
		entry->key = key;
		g_hash_table_insert(example->lexicon->learning, &entry->key, entry);
	}
	if (!g_hash_table_add(example->seen, &entry->key))
		return;
	entry->seen++;
	for (guint i = 0; i < example->lexicon->n_labels; i++) {
		entry->count[i] += example->labels >> i & 1;
		entry->group[i] += example->group >> i & 1;
	}
}

void
rd_lexicon_learn(RdLexicon *self, const RdProse *prose, guint32 labels, guint32 group)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);
	Example example = {self, seen, labels, group};

	for (guint i = 0; i < self->n_labels; i++) {
		self->examples[i] += labels >> i & 1;
		self->grouped[i] += group >> i & 1;
	}
	prose_features(self, prose, G_MAXUINT32, example_feature, &example);
}

/* Log of how much oftener the label's examples have the word than chance would have it. */
static double
entry_weight(const RdLexicon *self, const Entry *entry, guint label)
{
	double share = (double)self->examples[label] / MAX(self->grouped[label], 1);
	double expected = share * entry->group[label];

	if (self->examples[label] == 0)
		return 0;
	return CLAMP(log((entry->count[label] + SMOOTHING) / (expected + SMOOTHING)), -WEIGHT_MAX,
		     WEIGHT_MAX);
}

static Entry *
lexicon_slot(const RdLexicon *self, guint64 key)
{
	guint i = (guint)(key ^ key >> 32) & self->mask;

	while (self->entries[i].key != 0 && self->entries[i].key != key)
		i = (i + 1) & self->mask;
	return &self->entries[i];
}

void
rd_lexicon_finish(RdLexicon *self)
{
	GHashTableIter iter;
	gpointer value;
	guint size = 16;

	while (size < 2 * g_hash_table_size(self->learning))
		size *= 2;
	self->entries = g_new0(Entry, size);
	self->mask = size - 1;
	g_hash_table_iter_init(&iter, self->learning);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const Entry *learned = value;
		Entry *slot = lexicon_slot(self, learned->key);

		if (learned->seen < SEEN_MIN)
			continue;
		*slot = *learned;
		slot->seen = self->n_entries++; /* from now on its number */
		for (guint i = 0; i < self->n_labels; i++)
			slot->weight[i] = (float)entry_weight(self, learned, i);
	}
	g_clear_pointer(&self->learning, g_hash_table_unref);
}

/* One prose while it is weighed. */
typedef struct {
	const RdLexicon *lexicon;
	RdLexiconSays *says;
	guint8 *seen; /* by number of the entry */
	guint known;
} Weighing;

static void
says_note(RdLexiconSays *self, double weight, guint start, guint len)
{
	guint i = RD_LEXICON_TOP;

	if (weight <= self->top_weight[RD_LEXICON_TOP - 1])
		return;
	while (--i > 0 && weight > self->top_weight[i - 1]) {
		self->top_weight[i] = self->top_weight[i - 1];
		self->top[i] = self->top[i - 1];
	}
	self->top_weight[i] = weight;
	self->top[i] = (RdSentence){start, len, 0};
}

static void
weighing_feature(gpointer data, guint64 key, guint start, guint len)
{
	Weighing *w = data;
	const Entry *entry = lexicon_slot(w->lexicon, key);

	if (entry->key == 0 || w->seen[entry->seen])
		return;
	w->seen[entry->seen] = 1;
	w->known++;
	for (guint i = 0; i < w->lexicon->n_labels; i++) {
		w->says[i].sum += (double)entry->weight[i];
		says_note(&w->says[i], (double)entry->weight[i], start, len);
	}
}

void
rd_lexicon_weigh(const RdLexicon *self, const RdProse *prose, guint32 zones, RdLexiconSays *out)
{
	g_autofree guint8 *seen = g_new0(guint8, self->n_entries + 1);
	Weighing weighing = {self, out, seen, 0};

	memset(out, 0, self->n_labels * sizeof(*out));
	if (self->n_entries == 0)
		return;
	prose_features(self, prose, zones, weighing_feature, &weighing);
	for (guint i = 0; weighing.known > 0 && i < self->n_labels; i++)
		out[i].sum /= sqrt(weighing.known);
}
