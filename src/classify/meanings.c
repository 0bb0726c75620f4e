#include "meanings.h"

#include <string.h>

#define CONCEPTS (((guint64)1 << RD_CONCEPTS_MAX) - 1) /* of a value; the rest is the class */

void
rd_meanings_init(RdMeanings *self)
{
	rd_keys_init(&self->words);
}

void
rd_meanings_clear(RdMeanings *self)
{
	rd_keys_clear(&self->words);
}

void
rd_meanings_pack(RdMeanings *self, RdPack *pack)
{
	rd_keys_pack(&self->words, pack);
}

guint64
rd_word_key(const char *word, gsize len)
{
	guint64 key = RD_WORD_KEY_START;

	if (g_ascii_isdigit(*word))
		return rd_word_key_add(key, '#');
	for (gsize i = 0; i < len; i++)
		key = rd_word_key_add(key, (guchar)word[i]);
	return key;
}

/* A whole word's place, beside that of all that begin like it. */
static guint64
whole_key(guint64 key)
{
	return rd_word_key_add(key, '$');
}

/* The value of @word. All that a beginning begins with is there, too: a search ends early. */
static guint64 *
meanings_place(RdMeanings *self, const char *word)
{
	gsize len = strlen(word);

	if (len <= RD_BEGINNING_MIN || word[len - 1] != '*')
		return rd_keys_add(&self->words, whole_key(rd_word_key(word, len)));
	for (gsize i = RD_BEGINNING_MIN; i < len - 1; i++)
		rd_keys_add(&self->words, rd_word_key(word, i));
	return rd_keys_add(&self->words, rd_word_key(word, len - 1));
}

void
rd_meanings_add_concept(RdMeanings *self, const char *word, guint concept)
{
	*meanings_place(self, word) |= (guint64)1 << (concept % RD_CONCEPTS_MAX);
}

gboolean
rd_meanings_add_class(RdMeanings *self, const char *word, guint class)
{
	guint64 *value = meanings_place(self, word);

	if (*value >> RD_CONCEPTS_MAX != 0)
		return FALSE;
	*value |= (guint64) class << RD_CONCEPTS_MAX;
	return TRUE;
}

RdMeaning
rd_meanings_find(const RdMeanings *self, guint64 key, const guint64 *beginnings, guint len)
{
	const guint64 *value = rd_keys_find(&self->words, whole_key(key));
	guint64 whole = value != NULL ? *value : 0, concepts = whole, class = 0;

	for (guint i = RD_BEGINNING_MIN; i <= MIN(len, RD_BEGINNING_MAX); i++) {
		value = rd_keys_find(&self->words, beginnings[i - 1]);
		if (value == NULL)
			break;
		concepts |= *value;
		class = *value >> RD_CONCEPTS_MAX != 0 ? *value : class;
	}
	if (whole >> RD_CONCEPTS_MAX != 0)
		class = whole;
	return (RdMeaning){concepts & CONCEPTS, (guint)(class >> RD_CONCEPTS_MAX)};
}
