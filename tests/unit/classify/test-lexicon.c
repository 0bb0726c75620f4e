#include "../../../src/classify/lexicon.h"

#include <criterion/criterion.h>

enum { ROOF, RUDE };
enum { WATER, HOUSE };

typedef struct {
	const char *text;
	guint label;
} Example;

static RdProse *
prose_of(const char *text)
{
	RdProse *prose = rd_prose_new(NULL);

	rd_prose_add(prose, RD_ZONE_WORDS, text, 4096);
	return prose;
}

static RdLexicon *
learn(RdFeatures *features, const Example *examples, guint n)
{
	RdLexicon *lexicon = rd_lexicon_new(2, features);

	for (guint i = 0; i < n; i++) {
		g_autoptr(RdProse) prose = prose_of(examples[i].text);

		rd_lexicon_count(lexicon, prose, 0);
	}
	rd_lexicon_choose(lexicon);
	for (guint i = 0; i < n; i++) {
		g_autoptr(RdProse) prose = prose_of(examples[i].text);

		rd_lexicon_learn(lexicon, prose, 0, 1u << examples[i].label,
				 1u << ROOF | 1u << RUDE);
	}
	rd_lexicon_finish(lexicon);
	return lexicon;
}

static RdLexicon *
learned(void)
{
	static const Example examples[] = {
		{"the gutter is bent", ROOF}, {"the gutters leak", ROOF},
		{"the gutter fell", ROOF},    {"the gutter sags", ROOF},
		{"the ceiling leaks", ROOF},  {"my ceiling leaked", ROOF},
		{"the attic leaked", ROOF},   {"my attic leaks", ROOF},
		{"the man yelled", RUDE},     {"the man yelled at me", RUDE},
		{"the woman yelled", RUDE},   {"my neighbor yelled", RUDE},
	};
	RdFeatures *features = rd_features_new();

	rd_features_ignore(features, "the");
	rd_features_add_word(features, WATER, "leak*");
	rd_features_add_word(features, WATER, "damp");
	rd_features_add_word(features, HOUSE, "ceiling");
	rd_features_add_word(features, HOUSE, "attic");
	return learn(features, examples, G_N_ELEMENTS(examples));
}

static double
says(const RdLexicon *lexicon, const char *text, guint label, char **top)
{
	g_autoptr(RdProse) prose = prose_of(text);
	g_autoptr(RdLexiconHeard) heard = NULL;
	RdFeature most[RD_LEXICON_TOP];
	double out[2];
	guint first[2] = {G_MAXUINT, G_MAXUINT};

	heard = rd_lexicon_weigh(lexicon, prose, 0, RD_ZONE_WORDS, out, first);
	if (top != NULL && rd_lexicon_top(lexicon, heard, label, most) > 0)
		*top = rd_prose_quote(prose, most[0].start, most[0].len);
	return out[label];
}

Test(lexicon, a_word_speaks_for_what_it_was_said_of_and_against_the_rest)
{
	g_autoptr(RdLexicon) lexicon = learned();
	g_autofree char *top = NULL;

	cr_expect_gt(says(lexicon, "a new Gutter", ROOF, &top),
		     says(lexicon, "a new xyzzy", ROOF, NULL) + 0.3);
	cr_expect_str_eq(top, "Gutter");
	cr_expect_lt(says(lexicon, "a new gutter", RUDE, NULL),
		     says(lexicon, "a new xyzzy", RUDE, NULL) - 0.3);
}

Test(lexicon, a_stem_stands_for_its_words)
{
	g_autoptr(RdLexicon) lexicon = learned();

	cr_expect_float_eq(says(lexicon, "gutters", ROOF, NULL),
			   says(lexicon, "gutter", ROOF, NULL), 1e-6);
}

Test(lexicon, what_a_sentence_brings_together_counts_in_words_never_seen)
{
	g_autoptr(RdLexicon) lexicon = learned();
	double nothing = says(lexicon, "xyzzy", ROOF, NULL);

	cr_expect_gt(says(lexicon, "a damp attic", ROOF, NULL), nothing + 1);
	cr_expect_gt(says(lexicon, "a damp attic", ROOF, NULL),
		     says(lexicon, "damp. no attic", ROOF, NULL) + 0.1);
}

/* Sentences of scratches and of yells, by words of which each is in one example only. */
static RdLexicon *
learned_by_class(void)
{
	static const char *const scratch[] = {"gouged", "scuffed", "scraped", "nicked", "dinged"};
	static const char *const car[] = {"truck", "sedan", "coupe", "van", "jeep"};
	static const Example examples[] = {
		{"they scuffed my sedan", ROOF}, {"they scraped my coupe", ROOF},
		{"they nicked my van", ROOF},	 {"they dinged my jeep", ROOF},
		{"they yelled at me", RUDE},	 {"they yelled at her", RUDE},
		{"they yelled at him", RUDE},	 {"they yelled at us", RUDE},
	};
	RdFeatures *features = rd_features_new();

	for (guint i = 0; i < G_N_ELEMENTS(scratch); i++) {
		cr_expect(rd_features_add_synonym(features, 1, scratch[i]));
		cr_expect(rd_features_add_synonym(features, 2, car[i]));
	}
	return learn(features, examples, G_N_ELEMENTS(examples));
}

Test(lexicon, what_is_learned_of_a_word_holds_for_its_class)
{
	g_autoptr(RdLexicon) lexicon = learned_by_class();
	double nothing = says(lexicon, "xyzzy", ROOF, NULL);

	cr_expect_gt(says(lexicon, "gouged", ROOF, NULL), nothing + 0.3);
	cr_expect_gt(says(lexicon, "gouged", ROOF, NULL), says(lexicon, "gouged", RUDE, NULL));
}

Test(lexicon, classes_count_together_where_one_sentence_has_both)
{
	g_autoptr(RdLexicon) lexicon = learned_by_class();
	double together = says(lexicon, "a truck, of all things, gouged", ROOF, NULL);

	cr_expect_gt(together, says(lexicon, "a truck. of all things. gouged", ROOF, NULL) + 0.1);
}

Test(lexicon, chance_and_common_words_say_nothing)
{
	g_autoptr(RdLexicon) lexicon = learned();
	double nothing = says(lexicon, "xyzzy", ROOF, NULL);

	cr_expect_float_eq(says(lexicon, "bent", ROOF, NULL), nothing, 1e-6); /* one example */
	cr_expect_float_eq(says(lexicon, "the", ROOF, NULL), nothing, 1e-6);
}

Test(lexicon, a_word_said_twice_counts_once)
{
	g_autoptr(RdLexicon) lexicon = learned();

	cr_expect_float_eq(says(lexicon, "yelled. yelled. yelled", RUDE, NULL),
			   says(lexicon, "yelled", RUDE, NULL), 1e-6);
}

Test(lexicon, the_plainest_sentence_counts_beside_the_whole)
{
	g_autoptr(RdLexicon) lexicon = learned();
	const char *apart = "the gutter fell. the man yelled at me. the woman";
	const char *together = "the gutter fell the man yelled at me the woman";

	cr_expect_gt(says(lexicon, apart, ROOF, NULL), says(lexicon, together, ROOF, NULL));
}

Test(lexicon, what_is_learned_is_the_same_each_time)
{
	g_autoptr(RdLexicon) a = learned(), b = learned();

	cr_expect_float_eq(says(a, "the gutter", ROOF, NULL), says(b, "the gutter", ROOF, NULL),
			   1e-12);
}

Test(lexicon, an_empty_lexicon_says_nothing)
{
	g_autoptr(RdLexicon) lexicon = learn(rd_features_new(), NULL, 0);

	cr_assert_eq(rd_lexicon_size(lexicon), 0);
	cr_assert_float_eq(says(lexicon, "gutter", ROOF, NULL), 0, 1e-9);
}
