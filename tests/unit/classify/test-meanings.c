#include "../../../src/classify/meanings.h"

#include <criterion/criterion.h>
#include <string.h>

enum { WATER, HOUSE };

static RdMeaning
meaning(const RdMeanings *meanings, const char *word)
{
	guint64 beginnings[RD_BEGINNING_MAX];
	gsize len = strlen(word);

	for (gsize i = 0; i < MIN(len, RD_BEGINNING_MAX); i++)
		beginnings[i] = rd_word_key(word, i + 1);
	return rd_meanings_find(meanings, rd_word_key(word, len), beginnings, (guint)len);
}

static void
class_add(RdMeanings *meanings, const char *word, guint class)
{
	cr_expect(rd_meanings_add_class(meanings, word, class), "%s", word);
}

Test(meanings, a_word_has_the_concepts_of_all_its_beginnings)
{
	RdMeanings meanings;

	rd_meanings_init(&meanings);
	rd_meanings_add_concept(&meanings, "rain*", WATER);
	rd_meanings_add_concept(&meanings, "raingutter*", HOUSE);
	rd_meanings_add_concept(&meanings, "attic", HOUSE);
	cr_expect_eq(meaning(&meanings, "rained").concepts, 1u << WATER);
	cr_expect_eq(meaning(&meanings, "raingutters").concepts, 1u << WATER | 1u << HOUSE);
	cr_expect_eq(meaning(&meanings, "attic").concepts, 1u << HOUSE);
	cr_expect_eq(meaning(&meanings, "attics").concepts, 0);
	cr_expect_eq(meaning(&meanings, "rai").concepts, 0);
	rd_meanings_clear(&meanings);
}

Test(meanings, a_word_has_one_class_its_own_or_that_of_its_longest_beginning)
{
	RdMeanings meanings;

	rd_meanings_init(&meanings);
	class_add(&meanings, "over*", 1);
	class_add(&meanings, "overcharg*", 2);
	class_add(&meanings, "overcharger", 3);
	cr_expect_eq(meaning(&meanings, "overdue").class, 1);
	cr_expect_eq(meaning(&meanings, "overcharged").class, 2);
	cr_expect_eq(meaning(&meanings, "overcharger").class, 3);
	cr_expect_eq(meaning(&meanings, "ove").class, 0);
	cr_expect_not(rd_meanings_add_class(&meanings, "over*", 4));
	rd_meanings_clear(&meanings);
}

Test(meanings, a_class_and_concepts_of_one_word_leave_each_other_alone)
{
	RdMeanings meanings;

	rd_meanings_init(&meanings);
	rd_meanings_add_concept(&meanings, "leak*", WATER);
	class_add(&meanings, "leak*", RD_CLASSES_MAX);
	rd_meanings_add_concept(&meanings, "leak*", RD_CONCEPTS_MAX - 1);
	cr_expect_eq(meaning(&meanings, "leaks").class, RD_CLASSES_MAX);
	cr_expect_eq(meaning(&meanings, "leaks").concepts,
		     (guint64)1 << WATER | (guint64)1 << (RD_CONCEPTS_MAX - 1));
	rd_meanings_clear(&meanings);
}

Test(meanings, words_that_are_written_are_read_again)
{
	g_autoptr(GByteArray) octets = g_byte_array_new();
	RdMeanings written, read;
	RdPack pack;

	rd_meanings_init(&written);
	rd_meanings_init(&read);
	class_add(&written, "scuff*", 7);
	rd_pack_begin_writing(&pack, octets);
	rd_meanings_pack(&written, &pack);
	rd_pack_begin_reading(&pack, octets->data, octets->len);
	rd_meanings_pack(&read, &pack);
	cr_expect_not(pack.broken);
	cr_expect_eq(meaning(&read, "scuffed").class, 7);
	rd_meanings_clear(&written);
	rd_meanings_clear(&read);
}
