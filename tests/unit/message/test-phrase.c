#include "../../../src/message/phrase-private.h"

#include <criterion/criterion.h>

Test(phrase, phrases_are_found_at_words_and_at_paragraphs)
{
	static const RdPhrase phrases[] = {{"on leave", 1}, {"one", 2}, {"automatic", 4}};
	const struct {
		const char *text;
		guint tags;
	} cases[] = {
		{"I am ON\nLeave.", 1},
		{"someone", 0},
		{"one", 2 | 2 << RD_PHRASE_OPENS},
		{"a\n\n** Automatic **", 4 | 4 << RD_PHRASE_OPENS},
		{"a\nautomatic", 4},
		{"", 0},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = rd_phrase_normalize(cases[i].text, 100);

		cr_expect_eq(rd_phrase_tags(text, phrases, G_N_ELEMENTS(phrases)), cases[i].tags,
			     "%s: %s", cases[i].text, text);
	}
}
