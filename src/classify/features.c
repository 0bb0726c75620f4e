#include "features.h"

#include "meanings.h"

#include <string.h>

#define STEM	6
#define CLASSES 8 /* of a sentence, that the next one goes with */
#define DENIED	3 /* words behind one that denies, within its clause */

struct _RdFeatures {
	RdKeys ignored; /* keys of words */
	RdKeys denials; /* the same */
	RdMeanings meanings;
};

/* A word of a sentence: a run of letters, or of digits. */
typedef struct {
	guint start, len;
	guint64 stem, full; /* keys: of its first letters, of all */
	RdMeaning meaning;
	guint64 sense; /* the key of its class, or its stem if it has none */
} Word;

/* One sentence while it is taken apart. */
typedef struct {
	const char *text;
	RdFeatureList *out;
	guint64 last; /* the stem of the last word; 0: there was none */
	guint last_start;
	guint64 concepts; /* met so far */
	guint64 spoken;	  /* sense of the last word of the clause that says something */
	guint spoken_start;
	guint denied;		 /* words from here on that a word before denies */
	guint64 recent[CLASSES]; /* the last classes, the oldest to be replaced first */
	guint n_recent;		 /* how many there were */
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
	rd_meanings_init(&self->meanings);
	return self;
}

void
rd_features_free(RdFeatures *self)
{
	rd_keys_clear(&self->ignored);
	rd_keys_clear(&self->denials);
	rd_meanings_clear(&self->meanings);
	g_free(self);
}

void
rd_features_pack(RdFeatures *self, RdPack *pack)
{
	rd_keys_pack(&self->ignored, pack);
	rd_keys_pack(&self->denials, pack);
	rd_meanings_pack(&self->meanings, pack);
}

static guint64
pair_key(guint64 a, guint64 b)
{
	return (a ^ (b << 1 | b >> 63)) * 1099511628211u;
}

static guint64
concept_key(guint concept)
{
	return rd_word_key_add(rd_word_key_add(RD_WORD_KEY_START, '{'), (guchar) concept);
}

static guint64
class_key(guint class)
{
	guint64 key = rd_word_key_add(RD_WORD_KEY_START, '=');

	return rd_word_key_add(rd_word_key_add(key, (guchar)(class & 255)), (guchar)(class >> 8));
}

static guint64
denied_key(guint64 key)
{
	return pair_key(rd_word_key_add(RD_WORD_KEY_START, '!'), key);
}

/* Of two senses, one behind the other. */
static guint64
phrase_key(guint64 a, guint64 b)
{
	return rd_word_key_add(pair_key(a, b), '~');
}

/* Of two classes in one sentence. */
static guint64
together_key(guint64 a, guint64 b)
{
	return rd_word_key_add(pair_key(MIN(a, b), MAX(a, b)), '&');
}

static guint64
full_key(guint64 key)
{
	return rd_word_key_add(key, '$');
}

void
rd_features_ignore(RdFeatures *self, const char *word)
{
	rd_keys_add(&self->ignored, rd_word_key(word, MIN(strlen(word), STEM)));
}

void
rd_features_deny(RdFeatures *self, const char *word)
{
	rd_keys_add(&self->denials, rd_word_key(word, strlen(word)));
}

void
rd_features_add_word(RdFeatures *self, guint concept, const char *word)
{
	rd_meanings_add_concept(&self->meanings, word, concept);
}

gboolean
rd_features_add_synonym(RdFeatures *self, guint class, const char *word)
{
	return rd_meanings_add_class(&self->meanings, word, class);
}

/* Every word is read once: the keys of all its beginnings are met on the way to its own. */
static void
word_read_letters(Word *self, const RdFeatures *features, const char *text, guint end)
{
	guint64 keys[RD_BEGINNING_MAX], key = RD_WORD_KEY_START;
	guint len = 0;

	for (const char *p = text + self->start; len < end - self->start; len++) {
		if (!g_ascii_isalpha(p[len]))
			break;
		key = rd_word_key_add(key, (guchar)p[len]);
		if (len < RD_BEGINNING_MAX)
			keys[len] = key;
	}
	self->len = len;
	self->stem = keys[MIN(len, STEM) - 1];
	self->full = key;
	self->meaning = rd_meanings_find(&features->meanings, key, keys, len);
	self->sense = self->meaning.class != 0 ? class_key(self->meaning.class) : self->stem;
}

static void
word_read_digits(Word *self, const RdFeatures *features, const char *text, guint end)
{
	guint stop = self->start;

	while (stop < end && g_ascii_isdigit(text[stop]))
		stop++;
	self->len = stop - self->start;
	self->stem = self->full = self->sense = rd_word_key("0", 1);
	self->meaning = rd_meanings_find(&features->meanings, self->full, NULL, 0);
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
	if (rd_keys_find(&features->denials, word->full) != NULL)
		self->denied = DENIED;
	else if (self->denied > 0)
		self->denied--;
}

static void
sentence_add_denied(Sentence *self, const Word *word, gboolean common)
{
	guint end = word->start + word->len;

	if (self->denied == 0)
		return;
	if (!common)
		sentence_add(self, denied_key(word->stem), word->start, end);
	for (guint64 left = word->meaning.concepts; left != 0; left &= left - 1)
		sentence_add(self, denied_key(concept_key((guint)__builtin_ctzll(left))),
			     word->start, end);
}

/* @word's class alone, and with each of the last other ones, in whatever order. */
static void
sentence_add_class(Sentence *self, const Word *word)
{
	guint end = word->start + word->len, n = MIN(self->n_recent, CLASSES);

	sentence_add(self, word->sense, word->start, end);
	for (guint i = 0; i < n; i++) {
		if (self->recent[i] == word->sense)
			return;
	}
	for (guint i = 0; i < n; i++)
		sentence_add(self, together_key(self->recent[i], word->sense), word->start, end);
	self->recent[self->n_recent++ % CLASSES] = word->sense;
}

/* What @word and the last one that said something mean together; common words may part them. */
static void
sentence_add_phrase(Sentence *self, const Word *word)
{
	if (self->spoken != 0)
		sentence_add(self, phrase_key(self->spoken, word->sense), self->spoken_start,
			     word->start + word->len);
	self->spoken = word->sense;
	self->spoken_start = word->start;
}

static void
sentence_end_clause(Sentence *self)
{
	self->denied = 0;
	self->spoken = 0;
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

static void
sentence_read(Sentence *self, const RdFeatures *features, const Word *word)
{
	gboolean common = rd_keys_find(&features->ignored, word->stem) != NULL;
	char behind = self->text[word->start + word->len];

	if (!common)
		sentence_add_word(self, word);
	if (self->last != 0)
		sentence_add(self, pair_key(self->last, word->stem), self->last_start,
			     word->start + word->len);
	self->last = word->stem;
	self->last_start = word->start;
	sentence_add_denied(self, word, common);
	if (word->meaning.class != 0)
		sentence_add_class(self, word);
	if (!common || word->meaning.class != 0)
		sentence_add_phrase(self, word);
	for (guint64 new = word->meaning.concepts & ~self->concepts; new != 0; new &= new - 1)
		sentence_meet(self, (guint)__builtin_ctzll(new), word);
	sentence_deny(self, features, word);
	if (behind == ',' || behind == ';' || behind == ':')
		sentence_end_clause(self);
}

void
rd_features_of(const RdFeatures *self, const RdProse *prose, const RdSentence *sentence,
	       RdFeatureList *out)
{
	Sentence s = {.text = prose->text->str, .out = out};
	guint end = sentence->start + sentence->len;
	Word word;

	for (guint at = sentence->start; word_next(self, s.text, at, end, &word);
	     at = word.start + word.len)
		sentence_read(&s, self, &word);
}
