#include "features.h"

#include "keys.h"

#include <string.h>

#define STEM	   6
#define DENIED	   3 /* words behind one that denies, within its clause */
#define PREFIX_MIN 3
#define PREFIX_MAX 12
#define HASH_START 14695981039346656037u

struct _RdFeatures {
	RdKeys ignored;	 /* keys of words */
	RdKeys denials;	 /* the same */
	RdKeys words;	 /* key -> concepts that it belongs to */
	RdKeys prefixes; /* key of the first letters -> concepts; 0: others begin like that */
};

typedef struct {
	guint start, len;
} Word;

/* One sentence while it is taken apart. */
typedef struct {
	const char *text;
	GArray *out;
	guint64 concepts; /* met so far */
	guint denied;	  /* words from here on that a word before denies */
} Sentence;

RdFeatures *
rd_features_new(void)
{
	RdFeatures *self = g_new0(RdFeatures, 1);

	rd_keys_init(&self->ignored);
	rd_keys_init(&self->denials);
	rd_keys_init(&self->words);
	rd_keys_init(&self->prefixes);
	return self;
}

void
rd_features_free(RdFeatures *self)
{
	rd_keys_clear(&self->ignored);
	rd_keys_clear(&self->denials);
	rd_keys_clear(&self->words);
	rd_keys_clear(&self->prefixes);
	g_free(self);
}

void
rd_features_pack(RdFeatures *self, RdPack *pack)
{
	rd_keys_pack(&self->ignored, pack);
	rd_keys_pack(&self->denials, pack);
	rd_keys_pack(&self->words, pack);
	rd_keys_pack(&self->prefixes, pack);
}

/* FNV-1a */
static guint64
hash_add(guint64 hash, guchar byte)
{
	return (hash ^ byte) * 1099511628211u;
}

/* All numbers are one word. */
static guint64
word_key(const char *word, gsize len)
{
	guint64 key = HASH_START;

	if (g_ascii_isdigit(*word))
		return hash_add(HASH_START, '#');
	for (gsize i = 0; i < len; i++)
		key = hash_add(key, (guchar)word[i]);
	return key;
}

static guint64
pair_key(guint64 a, guint64 b)
{
	return (a ^ (b << 1 | b >> 63)) * 1099511628211u;
}

static guint64
concept_key(guint concept)
{
	return hash_add(hash_add(HASH_START, '{'), (guchar) concept);
}

static guint64
denied_key(guint64 key)
{
	return pair_key(hash_add(HASH_START, '!'), key);
}

static guint64
full_key(guint64 key)
{
	return hash_add(key, '$');
}

void
rd_features_ignore(RdFeatures *self, const char *word)
{
	rd_keys_add(&self->ignored, word_key(word, MIN(strlen(word), STEM)));
}

void
rd_features_deny(RdFeatures *self, const char *word)
{
	rd_keys_add(&self->denials, word_key(word, strlen(word)));
}

void
rd_features_add_word(RdFeatures *self, guint concept, const char *word)
{
	gsize len = strlen(word);
	gboolean prefix = len > PREFIX_MIN && word[len - 1] == '*';
	guint64 key = word_key(word, prefix ? len - 1 : len);
	guint64 *concepts = rd_keys_add(prefix ? &self->prefixes : &self->words, key);

	*concepts |= (guint64)1 << (concept % RD_CONCEPTS_MAX);
	if (prefix)
		rd_keys_add(&self->prefixes, word_key(word, PREFIX_MIN));
}

static guint64
keys_concepts(const RdKeys *keys, guint64 key)
{
	const guint64 *concepts = rd_keys_find(keys, key);

	return concepts != NULL ? *concepts : 0;
}

static guint64
features_concepts(const RdFeatures *self, const char *word, guint len)
{
	guint64 concepts = keys_concepts(&self->words, word_key(word, len));
	guint64 key = HASH_START;

	for (guint i = 0; i < MIN(len, PREFIX_MAX); i++) {
		key = hash_add(key, (guchar)word[i]);
		if (i + 1 == PREFIX_MIN && rd_keys_find(&self->prefixes, key) == NULL)
			break; /* most words end the search here */
		if (i + 1 >= PREFIX_MIN)
			concepts |= keys_concepts(&self->prefixes, key);
	}
	return concepts;
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
	*out = (Word){at, stop - at};
	return at < stop;
}

static void
sentence_add(Sentence *self, guint64 key, guint start, guint end)
{
	RdFeature feature = {key, start, end - start};

	g_array_append_val(self->out, feature);
}

/* A concept is met for the first time: it goes with each that was met before. */
static void
sentence_meet(Sentence *self, guint concept, Word word)
{
	guint64 key = concept_key(concept);

	sentence_add(self, key, word.start, word.start + word.len);
	for (guint i = 0; i < RD_CONCEPTS_MAX; i++) {
		if ((self->concepts >> i & 1) != 0)
			sentence_add(self,
				     pair_key(concept_key(MIN(i, concept)),
					      concept_key(MAX(i, concept))),
				     word.start, word.start + word.len);
	}
	self->concepts |= (guint64)1 << concept;
}

/* What the next words say is denied, to the end of the clause. */
static void
sentence_deny(Sentence *self, const RdFeatures *features, Word word)
{
	if (rd_keys_find(&features->denials, word_key(self->text + word.start, word.len)) != NULL)
		self->denied = DENIED;
	else if (self->denied > 0)
		self->denied--;
	if (strchr(",;:", self->text[word.start + word.len]) != NULL)
		self->denied = 0;
}

static void
sentence_add_denied(Sentence *self, Word word, guint64 key, gboolean common, guint64 concepts)
{
	guint end = word.start + word.len;

	if (self->denied == 0)
		return;
	if (!common)
		sentence_add(self, denied_key(key), word.start, end);
	for (guint i = 0; i < RD_CONCEPTS_MAX && concepts >> i != 0; i++) {
		if ((concepts >> i & 1) != 0)
			sentence_add(self, denied_key(concept_key(i)), word.start, end);
	}
}

/* What @word says alone: its stem, and in full. */
static void
sentence_add_word(Sentence *self, Word word, guint64 stem)
{
	guint end = word.start + word.len;

	sentence_add(self, stem, word.start, end);
	if (word.len > STEM)
		sentence_add(self, full_key(word_key(self->text + word.start, word.len)),
			     word.start, end);
}

void
rd_features_of(const RdFeatures *self, const RdProse *prose, const RdSentence *sentence,
	       GArray *out)
{
	Sentence s = {.text = prose->text->str, .out = out};
	guint end = sentence->start + sentence->len, last_start = 0;
	guint64 last = 0;
	Word word;

	for (guint at = sentence->start; word_next(s.text, at, end, &word);
	     at = word.start + word.len) {
		guint64 key = word_key(s.text + word.start, MIN(word.len, STEM));
		guint64 concepts = features_concepts(self, s.text + word.start, word.len);
		gboolean common = rd_keys_find(&self->ignored, key) != NULL;

		if (!common)
			sentence_add_word(&s, word, key);
		if (last != 0)
			sentence_add(&s, pair_key(last, key), last_start, word.start + word.len);
		sentence_add_denied(&s, word, key, common, concepts);
		for (guint i = 0; i < RD_CONCEPTS_MAX && concepts >> i != 0; i++) {
			if (((concepts & ~s.concepts) >> i & 1) != 0)
				sentence_meet(&s, i, word);
		}
		sentence_deny(&s, self, word);
		last = key;
		last_start = word.start;
	}
}
