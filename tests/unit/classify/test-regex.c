#include "../../../src/classify/regex.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <string.h>

/* "a|b & c": the conditions of @pattern. */
static char *
conditions(const char *pattern)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRegex) regex = rd_regex_analyse(pattern, &error);
	GString *out = g_string_new(NULL);

	cr_assert_not_null(regex, "%s: %s", pattern, error != NULL ? error->message : "");
	for (guint i = 0; i < regex->groups->len; i++) {
		const GPtrArray *group = g_ptr_array_index(regex->groups, i);

		g_string_append(out, i > 0 ? " &" : "");
		for (guint j = 0; j < group->len; j++)
			g_string_append_printf(out, "%s[%s]", j > 0 ? "|" : "",
					       (const char *)g_ptr_array_index(group, j));
	}
	return g_string_free(out, FALSE);
}

Test(regex, a_pattern_says_which_literals_a_text_must_have)
{
	const struct {
		const char *pattern, *conditions;
	} cases[] = {
		{"roof", "[ roof ]"},
		{"roofs?", "[ roof]"},
		{"leak\\w*", "[ leak]"},
		{"roof|wall", "[ roof ]|[ wall ]"},
		{"(?:roof|wall) leaks?", "[ roof ]|[ wall ] &[ leak]"},
		{"(?:roof )?leak", "[ leak ]"},
		{"roof (?:\\S++ ){0,3}?leak", "[ roof ] &[ leak ]"},
		{"don'?t (?!know)", "[ don]"},
		{"(?:a|roof)", "[ a ]|[ roof ]"},
		{"\\d+ (?:days|weeks)", "[ days ]|[ weeks ]"},
		{"(?:roof|\\d)", ""},
		{"ok'd", "[ ok d ]"},
		{"un(?:safe|wise)", "[ un] &[safe ]|[wise ]"},
		{"(?=roof)\\w+", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = conditions(cases[i].pattern);

		cr_expect_str_eq(out, cases[i].conditions, "%s: %s", cases[i].pattern, out);
	}
}

/* "[ a]+|^[b]": what a match of @pattern begins with; '+' where an edge stands before it. */
static char *
heads(const char *pattern)
{
	g_autoptr(RdRegex) regex = rd_regex_analyse(pattern, NULL);
	GString *out = g_string_new(NULL);

	cr_assert_not_null(regex, "%s", pattern);
	for (guint i = 0; regex->heads != NULL && i < regex->heads->len; i++) {
		const RdHead *head = &g_array_index(regex->heads, RdHead, i);

		g_string_append_printf(out, "%s%s[%s]%s", i > 0 ? "|" : "", head->first ? "^" : "",
				       head->literal, head->edge ? "+" : "");
	}
	return g_string_free(out, FALSE);
}

Test(regex, a_pattern_says_what_a_match_begins_with)
{
	const struct {
		const char *pattern, *heads;
	} cases[] = {
		{"roofs?", "[ roof]+"},
		{"roof|wall\\w*", "[ roof ]+|[ wall]+"},
		{"(?:my |the )?roof", "[ my ]+|[ the ]+|[ roof ]+"},
		{"(?:un)?safe", "[ un]+|[safe ]"},
		{"^no[.!]*$", "^[ no]+"},
		{"^(?:no|yes),? sir|well", "^[ no]+|^[ yes]+|[ well ]+"},
		{"(?:^|so )no", "[ so ]+|[ no ]+"},
		{"(?!roof)(?:a|b)c", "[ a]+|[ b]+"},
		{"(?:roof|wall){1,2} x", "[ roof]+|[ wall]+"},
		{"-out", "[ out ]"},
		{"s?roof", ""},
		{"\\w+ roof", ""},
		{"(?:roof|\\d) x", ""},
		{"\\$ ?roof", ""},
		{"(?:roof)?", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = heads(cases[i].pattern);

		cr_expect_str_eq(out, cases[i].heads, "%s: %s", cases[i].pattern, out);
	}
}

/* What a match needs that begins with a head whose literal is @literal, as a set of literals. */
static char *
head_needs(const char *pattern, const char *literal)
{
	g_autoptr(RdRegex) regex = rd_regex_analyse(pattern, NULL);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < regex->heads->len; i++) {
		const RdHead *head = &g_array_index(regex->heads, RdHead, i);

		for (guint j = 0; strcmp(head->literal, literal) == 0 && j < head->groups->len;
		     j++) {
			const GPtrArray *group = g_ptr_array_index(head->groups, j);

			for (guint k = 0; k < group->len; k++)
				g_string_append_printf(out, "[%s]",
						       (const char *)g_ptr_array_index(group, k));
		}
	}
	return g_string_free(out, FALSE);
}

Test(regex, a_match_needs_what_follows_its_own_beginning)
{
	const struct {
		const char *pattern, *head, *needs;
	} cases[] = {
		{"roof \\w+ leaks|wall \\w+ cracks", " roof ", "[ roof ][ leaks ]"},
		{"roof \\w+ leaks|wall \\w+ cracks", " wall ", "[ wall ][ cracks ]"},
		{"(?:(?:no|not) \\w+ roof|wall) here", " not ",
		 "[ not ][ no ][ not ][ roof ][ roof ][ wall ][ here ]"},
		{"(?:my \\w+ new )?roof", " my ", "[ my ][ new ][ roof ]"},
		{"(?:my \\w+ new )?roof", " roof ", "[ roof ]"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = head_needs(cases[i].pattern, cases[i].head);

		cr_expect_str_eq(out, cases[i].needs, "%s: %s", cases[i].pattern, out);
	}
}

Test(regex, a_pattern_that_can_run_away_is_refused)
{
	const char *bad[] = {
		"(?:a+)+b",   "a.*b",
		"[^x]+y",     "(?:\\w+ )*end",
		"(\\w)\\1",   "(?R)",
		"a{2}{3}",    "(?:open",
		"close)",     "*",
		"[abc",	      "a (?:\\S+ ){0,30}b (?:\\S+ ){0,30}c (?:\\S+ ){0,30}d",
		"(?>atomic)", "\\Qquoted\\E",
		"x(?(1)a|b)", "[[:alpha:]]",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(RdRegex) regex = rd_regex_analyse(bad[i], &error);

		cr_expect_null(regex, "%s", bad[i]);
		cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT), "%s", bad[i]);
	}
}

Test(regex, groups_in_groups_are_bounded)
{
	g_autoptr(GString) deep = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < 100000; i++)
		g_string_append(deep, "(?:");
	cr_assert_null(rd_regex_analyse(deep->str, &error));
	cr_assert_not_null(error);
}
