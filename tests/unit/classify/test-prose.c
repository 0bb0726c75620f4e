#include "../../../src/classify/prose.h"

#include <criterion/criterion.h>
#include <string.h>

static char *
folded(const char *text)
{
	g_autoptr(RdProse) prose = rd_prose_new(NULL);

	rd_prose_add(prose, RD_ZONE_WORDS, text, 4096);
	return g_strdup(prose->text->str);
}

Test(prose, what_people_vary_without_meaning_anything_is_folded)
{
	const struct {
		const char *in, *out;
	} cases[] = {
		{"It\xe2\x80\x99s  NOT\tfine", "it's not fine\n"},
		{"They don\xe2\x80\x99t, they can't", "they dont, they cant\n"},
		{"Instaló el año pasado", "instalo el ano pasado\n"},
		{"dust \xe2\x80\x94 everywhere", "dust - everywhere\n"},
		{"¿Cuándo?", "cuando?\n"},
		{"zero\xe2\x80\x8bwidth", "zerowidth\n"},
		{"long \xc5\xbf", "long s\n"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = folded(cases[i].in);

		cr_expect_str_eq(out, cases[i].out, "case %zu: %s", i, out);
	}
}

Test(prose, a_sentence_ends_where_a_reader_ends_it)
{
	const struct {
		const char *in;
		guint sentences;
	} cases[] = {
		{"One. Two! Three?", 3},
		{"Mr. Smith paid $1.50 at 9 a.m. sharp", 1},
		{"the power co. hasnt ok'd it. still waiting", 2},
		{"a row of wrapped text that goes on to the\nnext row without a stop", 1},
		{"short line\nAnother line", 2},
		{"list:\n- one\n- two", 3},
		{"a paragraph\n\nanother", 2},
		{"I called... nobody came", 1},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdProse) prose = rd_prose_new(NULL);

		rd_prose_add(prose, RD_ZONE_WORDS, cases[i].in, 4096);
		cr_expect_eq(prose->sentences->len, cases[i].sentences, "case %zu: %s", i,
			     prose->text->str);
	}
}

Test(prose, a_quote_is_in_the_writers_own_words)
{
	g_autoptr(RdProse) prose = rd_prose_new(NULL);
	g_autofree char *quote = NULL;
	const char *found;

	rd_prose_add(prose, RD_ZONE_SUBJECT, "Hello", 4096);
	rd_prose_add(prose, RD_ZONE_WORDS, "The Café isn\xe2\x80\x99t OPEN.", 4096);
	found = strstr(prose->text->str, "cafe isnt open");
	cr_assert_not_null(found);
	quote = rd_prose_quote(prose, (guint)(found - prose->text->str), 14);
	cr_assert_str_eq(quote, "Café isn\xe2\x80\x99t OPEN");
}

Test(prose, a_quote_is_found_behind_whatever_folding_changed)
{
	g_autoptr(GHashTable) spelling = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(RdProse) prose = rd_prose_new(spelling);
	static const char *const words[] = {"one", "two", "three", "four", "five", "six"};

	g_hash_table_insert(spelling, (gpointer) "thre", (gpointer) "three");
	rd_prose_add(prose, RD_ZONE_WORDS, "One   \xe2\x80\x94 TWO. \n\nThre\xe2\x80\xa6 Four\t",
		     4096);
	rd_prose_add(prose, RD_ZONE_WORDS,
		     "\xc2\xbf"
		     "Five? don\xe2\x80\x99t s\xc3\xadx",
		     4096);
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *found = strstr(prose->text->str, words[i]);
		g_autofree char *quote = NULL;
		static const char *const written[] = {"One",  "TWO",  "T",
						      "Four", "Five", "s\xc3\xadx"};

		cr_assert_not_null(found, "%s in %s", words[i], prose->text->str);
		quote = rd_prose_quote(prose, (guint)(found - prose->text->str),
				       (guint)strlen(words[i]));
		cr_expect_str_eq(quote, written[i], "%s: %s", words[i], quote);
	}
}

Test(prose, a_misspelt_word_is_read_as_what_is_meant)
{
	g_autoptr(GHashTable) spelling = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(RdProse) prose = rd_prose_new(spelling);

	g_hash_table_insert(spelling, (gpointer) "pannel", (gpointer) "panel");
	rd_prose_add(prose, RD_ZONE_WORDS, "Pannel, pannels", 4096);
	cr_assert_str_eq(prose->text->str, "panel, pannels\n");
}

Test(prose, no_sentence_is_longer_than_rules_are_bounded_for)
{
	g_autofree char *text = g_strnfill(20000, 'a');
	g_autoptr(RdProse) prose = rd_prose_new(NULL);

	for (guint i = 9; i < 20000; i += 10)
		text[i] = ' ';
	rd_prose_add(prose, RD_ZONE_WORDS, text, 16384);
	for (guint i = 0; i < prose->sentences->len; i++)
		cr_expect_leq(g_array_index(prose->sentences, RdSentence, i).len, 620);
	cr_assert_leq(prose->text->len, 16500);
}

Test(prose, a_text_is_cut_between_characters)
{
	g_autoptr(RdProse) prose = rd_prose_new(NULL);

	rd_prose_add(prose, RD_ZONE_WORDS, "abc\xe2\x98\x85\xe2\x98\x85", 5);
	cr_assert(g_utf8_validate(prose->source->str, -1, NULL));
	cr_assert_str_eq(prose->text->str, "abc\n");
}
