#include "../../../src/message/language.h"

#include <criterion/criterion.h>
#include <string.h>

Test(language, each_table_has_what_header_lines_and_attributions_need)
{
	for (guint i = 0; i < rd_n_languages; i++) {
		const RdLanguage *l = rd_languages[i];

		cr_expect(l->from && l->to && l->cc && l->date && l->subject, "%s: fields",
			  l->code);
		cr_expect(l->forwarded && l->original && l->fwd && l->re, "%s: separators",
			  l->code);
		cr_expect(l->wrote && l->sent_from && l->sign_off, "%s: people", l->code);
		for (guint month = 1; month < 12; month++)
			cr_expect_eq(l->months[month] == NULL, l->months[0] == NULL, "%s: month %u",
				     l->code, month + 1);
	}
}

/* Or a header line could be read as either. */
Test(language, no_word_names_two_fields)
{
	for (guint i = 0; i < rd_n_languages; i++) {
		const char *lists[] = {rd_languages[i]->from, rd_languages[i]->to,
				       rd_languages[i]->cc, rd_languages[i]->date,
				       rd_languages[i]->subject};

		for (guint list = 0; list < G_N_ELEMENTS(lists); list++) {
			g_auto(GStrv) names = g_strsplit(lists[list], "|", -1);

			for (char **name = names; *name != NULL; name++) {
				g_autofree char *folded = rd_fold(*name, strlen(*name));
				guint n = 0;

				for (RdTerm term = 0; term < RD_TERM_OTHER; term++)
					n += (rd_term_find(term, folded) & 1u << i) != 0;
				cr_expect_eq(n, 1, "%s: %s", rd_languages[i]->code, *name);
			}
		}
	}
}

Test(language, words_are_known_however_they_are_written)
{
	const struct {
		const char *text, *folded;
	} cases[] = {
		{"  On Behalf\tOf ", "on behalf of"},
		{"Envoyé\xc2\xa0", "envoyé"},
		{"Redirecţionat", "redirecționat"},
		{"Message d’origine", "message d'origine"},
		{"GRÜSSE", "grüsse"},
		{"", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *folded = rd_fold(cases[i].text, strlen(cases[i].text));

		cr_expect_str_eq(folded, cases[i].folded, "%s: %s", cases[i].text, folded);
	}
}

Test(language, a_wording_is_whole_words_and_the_longest)
{
	gsize len = 0;
	const char *text = "ann lee napisał(a):";
	const char *unspaced = "ann 于2026年1月5日写道：";

	cr_assert_eq(rd_wording_find(RD_WORDING_WROTE, text, &len), text + 8);
	cr_assert_eq(len, strlen("napisał(a)"));
	cr_assert_null(rd_wording_find(RD_WORDING_WROTE, "ann overwrote it", &len));
	cr_assert_eq(rd_wording_find(RD_WORDING_WROTE, unspaced, &len), strstr(unspaced, "写道"));
}

Test(language, the_word_behind_a_folded_one_is_found)
{
	const char *text = " Sent\xc2\xa0"
			   "from  MY iPhone";
	g_autofree char *folded = rd_fold(text, strlen(text));

	cr_assert_str_eq(rd_fold_origin(text, folded, strstr(folded, "my")), "MY iPhone");
	cr_assert_str_eq(rd_fold_origin(text, folded, folded + strlen(folded)), "iPhone");
	cr_assert_str_eq(rd_fold_origin(text, folded, folded), text + 1);
}

/* A line that is ruled out by its first letters is never looked up. */
Test(language, no_term_is_ruled_out_by_how_it_begins)
{
	for (guint i = 0; i < rd_n_languages; i++) {
		const char *list = rd_languages[i]->forwarded;
		g_auto(GStrv) names = g_strsplit(list, "|", -1);

		for (char **name = names; *name != NULL; name++) {
			g_autofree char *folded = rd_fold(*name, strlen(*name));

			cr_expect(rd_term_may_begin(RD_TERM_FORWARDED, *name, strlen(*name)), "%s",
				  *name);
			cr_expect_neq(rd_term_find(RD_TERM_FORWARDED, folded), 0, "%s", *name);
		}
	}
	cr_expect_not(rd_term_may_begin(RD_TERM_FORWARDED, "xq", 2));
}
