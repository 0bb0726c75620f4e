#include <criterion/criterion.h>
#include <glib.h>
#include <redress/question.h>

Test(question, is_taken_word_for_word)
{
	const char *const texts[][2] = {
		{"They broke it. Who pays for a new gutter?", "Who pays for a new gutter?"},
		{"When will the crew\ncome back? Please hurry.", "When will the crew come back?"},
		{"Hello\n\nwhy was the price changed after signing?",
		 "why was the price changed after signing?"},
		{"Who cut the beam? And who is going to repair it?",
		 "And who is going to repair it?"},
		{"Who is going to repair the beam? Can you call me?",
		 "Who is going to repair the beam?"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *found = rd_question_in(texts[i][0]);

		cr_expect_str_eq(found, texts[i][1], "%s", found);
	}
}

Test(question, to_ourselves_is_none_for_the_installer)
{
	const char *const texts[] = {"",
				     "No question here.",
				     "Hello?",
				     "???",
				     "Can you help me with that?",
				     "Is there any update on this?",
				     "What should I do now about it?",
				     "https://example.example/?a=1"};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *found = rd_question_in(texts[i]);

		cr_expect_null(found, "%s", found);
	}
}

/* A text of question marks alone must not take long. */
Test(question, a_hostile_text_costs_little)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *found = NULL;

	for (guint i = 0; i < 100000; i++)
		g_string_append(text, "?a");
	found = rd_question_in(text->str);
	cr_expect_null(found);
}
