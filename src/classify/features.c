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

/* A word of a sentence: a run of letters, or of digits. */
typedef struct {
	guint start, len;
	guint64 stem, full; /* keys: of its first letters, of all */
	guint64 concepts;   /* that it belongs to */
} Word;

/* One sentence while it is taken apart. */
typedef struct {
	const char *text;
	RdFeatureList *out;
	guint64 concepts; /* met so far */
	guint denied;	  /* words from here on that a word before denies */
} Sentence;

void
rd_feature_list_clear(RdFeatureList *self)
{
	g_clear_pointer(&self->items, g_free);
	self->n = self->room = 0;
}

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

/* The concepts of a word of @len letters; @keys: of its first one, two and so on. */
static guint64
features_concepts(const RdFeatures *self, guint64 full, const guint64 *keys, guint len)
{
	guint64 concepts = keys_concepts(&self->words, full);

	if (len < PREFIX_MIN || rd_keys_find(&self->prefixes, keys[PREFIX_MIN - 1]) == NULL)
		return concepts; /* most words end the search here */
	for (guint i = PREFIX_MIN; i <= MIN(len, PREFIX_MAX); i++)
		concepts |= keys_concepts(&self->prefixes, keys[i - 1]);
	return concepts;
}

/* Every word is read once: the keys of all its beginnings are met on the way to its own. */
static void
word_read_letters(Word *self, const RdFeatures *features, const char *text, guint end)
{
	guint64 keys[PREFIX_MAX], key = HASH_START;
	guint len = 0;

	for (const char *p = text + self->start; len < end - self->start; len++) {
		if (!g_ascii_isalpha(p[len]))
			break;
		key = hash_add(key, (guchar)p[len]);
		if (len < PREFIX_MAX)
			keys[len] = key;
	}
	self->len = len;
	self->stem = keys[MIN(len, STEM) - 1];
	self->full = key;
	self->concepts = features_concepts(features, key, keys, len);
}

static void
word_read_digits(Word *self, const RdFeatures *features, const char *text, guint end)
{
	guint stop = self->start;

	while (stop < end && g_ascii_isdigit(text[stop]))
		stop++;
	self->len = stop - self->start;
	self->stem = self->full = hash_add(HASH_START, '#');
	self->concepts = keys_concepts(&features->words, self->full);
}

/* The next word at or after @at, within @end; FALSE: none. */
static gboolean
word_next(const RdFeatures *features, const char *text, guint at, guint end, Word *out)
{
	while (at < end && !g_ascii_isalnum(text[at]))
		at++;
	out->start = at;
	if (at < end && g_ascii_isdigit(text[at]))
		word_read_digits(out, features, text, end);
	else if (at < end)
		word_read_letters(out, features, text, end);
	return at < end;
}

static inline void
sentence_add(Sentence *self, guint64 key, guint start, guint end)
{
	RdFeatureList *out = self->out;

	if (out->n == out->room) {
		out->room = MAX(64, out->room * 2);
		out->items = g_renew(RdFeature, out->items, out->room);
	}
	out->items[out->n++] = (RdFeature){key, start, end - start};
}

/* A concept is met for the first time: it goes with each that was met before. */
static void
sentence_meet(Sentence *self, guint concept, const Word *word)
{
	guint64 key = concept_key(concept);
	guint end = word->start + word->len;

	sentence_add(self, key, word->start, end);
	for (guint64 met = self->concepts; met != 0; met &= met - 1) {
		guint other = (guint)__builtin_ctzll(met);

		sentence_add(self,
			     pair_key(concept_key(MIN(other, concept)),
				      concept_key(MAX(other, concept))),
			     word->start, end);
	}
	self->concepts |= (guint64)1 << concept;
}

/* What the next words say is denied, to the end of the clause. */
static void
sentence_deny(Sentence *self, const RdFeatures *features, const Word *word)
{
	char behind = self->text[word->start + word->len];

	if (rd_keys_find(&features->denials, word->full) != NULL)
		self->denied = DENIED;
	else if (self->denied > 0)
		self->denied--;
	if (behind == ',' || behind == ';' || behind == ':')
		self->denied = 0;
}

static void
sentence_add_denied(Sentence *self, const Word *word, gboolean common)
{
	guint end = word->start + word->len;

	if (self->denied == 0)
		return;
	if (!common)
		sentence_add(self, denied_key(word->stem), word->start, end);
	for (guint64 left = word->concepts; left != 0; left &= left - 1)
		sentence_add(self, denied_key(concept_key((guint)__builtin_ctzll(left))),
			     word->start, end);
}

/* What @word says alone: its stem, and in full. */
static void
sentence_add_word(Sentence *self, const Word *word)
{
	guint end = word->start + word->len;

	sentence_add(self, word->stem, word->start, end);
	if (word->len > STEM)
		sentence_add(self, full_key(word->full), word->start, end);
}

void
rd_features_of(const RdFeatures *self, const RdProse *prose, const RdSentence *sentence,
	       RdFeatureList *out)
{
	Sentence s = {.text = prose->text->str, .out = out};
	guint end = sentence->start + sentence->len, last_start = 0;
	guint64 last = 0;
	Word word;

	for (guint at = sentence->start; word_next(self, s.text, at, end, &word);
	     at = word.start + word.len) {
		gboolean common = rd_keys_find(&self->ignored, word.stem) != NULL;

		if (!common)
			sentence_add_word(&s, &word);
		if (last != 0)
			sentence_add(&s, pair_key(last, word.stem), last_start,
				     word.start + word.len);
		sentence_add_denied(&s, &word, common);
		for (guint64 new = word.concepts & ~s.concepts; new != 0; new &= new - 1)
			sentence_meet(&s, (guint)__builtin_ctzll(new), &word);
		sentence_deny(&s, self, &word);
		last = word.stem;
		last_start = word.start;
	}
}
