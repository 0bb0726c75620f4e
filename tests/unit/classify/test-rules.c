#include "small.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <scratch.h>
#include <string.h>

/* What loading a folder with one file of this text says; NULL: it loads. */
static char *
complaint_of(const char *text)
{
	char *dir = scratch_new();
	g_autofree char *path = g_build_filename(dir, "x.yaml", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = NULL;

	scratch_write(dir, "x.yaml", text);
	rules = rd_rules_load(dir, &error);
	scratch_remove(dir);
	if (rules != NULL)
		return NULL;
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	cr_expect(g_str_has_prefix(error->message, path), "%s", error->message);
	return g_strdup(error->message + strlen(path));
}

Test(rules, what_is_wrong_is_named_with_its_line)
{
	const struct {
		const char *text, *says;
	} cases[] = {
		{"lables:\n  damage: {}\n", ":2: unknown key \"lables\""},
		{"labels:\n  damage: {}\nrules:\n  damag:\n    - rule: x\n",
		 ":5: rules: there is no label \"damag\""},
		{"labels:\n  damage: {}\nrules:\n  damage:\n    - rule: x\n",
		 ":5: x: nothing to \"say\""},
		{"labels:\n  damage: {}\nrules:\n  damage:\n    - say: x\n",
		 ":5: a rule without \"rule: NAME\""},
		{"labels:\n  damage: {guards: [no]}\n", ":2: guards: there is no \"no\""},
		{"labels:\n  damage: {}\nrules:\n  damage:\n    - rule: x\n      say: '{{y}}'\n",
		 ":6: there is no list \"y\""},
		{"lists:\n  a: '{{b}}'\n  b: '{{a}}'\n", ":3: list \"a\" contains itself"},
		{"labels:\n  damage: {}\nrules:\n  damage:\n    - rule: x\n      say: 'a.*b'\n",
		 ":6: this may run over the whole text; give a bound: after \"a.*\", before \"b\""},
		{"labels:\n  damage: {}\nrules:\n  damage:\n    - rule: x\n      say: leak\n"
		 "      author: [plumber]\n",
		 ":7: author: there is no \"plumber\""},
		{"labels:\n  damage: {}\nrules:\n  damage:\n    - rule: x\n      say: leak\n"
		 "      matches: [a crack]\n      spares: [a leak]\n",
		 ":5: x does not match \"a crack\""},
		{"labels:\n  damage: {is: [hm]}\n", ":2: damage is not said by \"hm\""},
		{"synonyms:\n  car: [truck]\n  van:\n    - sedan\n    - truck\n",
		 ":5: van: \"truck\" is in a class already"},
		{"synonyms:\n  car: [truck, Sedan]\n", ":2: car: expected a word"},
		{"synonyms:\n  car: [se*]\n", ":2: car: expected a word"},
		{"synonyms:\n  car: [misunderstand*]\n", ":2: car: expected a word"},
		{"synonyms: [car]\n", ":1: synonyms: expected names"},
		{"examples:\n  hm: [a]\n", ":2: examples: there is no label \"hm\""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *said = complaint_of(cases[i].text);

		cr_expect(said != NULL && g_str_has_prefix(said, cases[i].says), "case %zu: %s", i,
			  said);
	}
}

Test(rules, every_example_that_fails_is_listed)
{
	g_autofree char *said = complaint_of("labels:\n  damage: {}\nrules:\n  damage:\n"
					     "    - rule: x\n      say: leak\n"
					     "      matches: [a crack]\n      spares: [a leak]\n");

	cr_assert_not_null(strstr(said, "x does not match \"a crack\""));
	cr_assert_not_null(strstr(said, "x does not spare \"a leak\""));
}

Test(rules, a_list_grows_from_file_to_file)
{
	char *dir = scratch_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = NULL;

	scratch_write(dir, "1.yaml",
		      "lists:\n  water: leak\nlabels:\n  damage: {}\nrules:\n  damage:\n"
		      "    - {rule: x, say: '{{water}}', matches: [una gotera, a leak]}\n");
	scratch_write(dir, "2.yaml", "lists:\n  water: gotera\n");
	rules = rd_rules_load(dir, &error);
	scratch_remove(dir);
	cr_assert_not_null(rules, "%s", error != NULL ? error->message : "");
}

/* What lint says of one file, without its path; lines are parted by LF. */
static char *
lint_of(const char *text)
{
	char *dir = scratch_new();
	g_autofree char *path = g_build_filename(dir, "x.yaml", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = NULL;
	g_autoptr(GPtrArray) lines = NULL;
	GString *out = g_string_new(NULL);

	scratch_write(dir, "x.yaml", text);
	rules = rd_rules_load(dir, &error);
	scratch_remove(dir);
	cr_assert_not_null(rules, "%s", error != NULL ? error->message : "");
	lines = rd_rules_lint(rules);
	for (guint i = 0; i < lines->len; i++) {
		const char *line = g_ptr_array_index(lines, i);

		if (g_str_has_prefix(line, path))
			line += strlen(path);
		g_string_append_printf(out, "%s\n", line);
	}
	return g_string_free(out, FALSE);
}

Test(rules, what_can_never_win_or_is_never_used_is_reported)
{
	const struct {
		const char *text, *says;
	} cases[] = {
		{"labels:\n  damage: {}\nrules:\n  damage:\n    - {rule: x, say: leak}\n", ""},
		{"labels:\n  damage: {threshold: 3}\nrules:\n  damage:\n"
		 "    - {rule: x, say: leak}\n    - {rule: y, say: drip}\n",
		 ":2: damage: all its rules together come to 2.0 and it takes 3.0\n"},
		{"labels:\n  satisfied: {author: [homeowner]}\nrules:\n  satisfied:\n"
		 "    - {rule: x, say: glad}\n    - {rule: y, say: fine, author: [installer]}\n",
		 ":6: y: nobody is both who the rule and who its label is for\n"},
		{"labels:\n  damage: {}\nrules:\n  damage:\n    - {rule: x, say: leak}\n"
		 "    - {rule: y, say: leak}\n",
		 ":6: y: says \"leak\" as x does\n"},
		{"lists:\n  a: leak\nlabels:\n  damage: {}\nrules:\n  damage:\n"
		 "    - {rule: x, say: leak}\n",
		 "list \"a\" is not used\n"},
		{"guards:\n  no: {before: no}\nlabels:\n  damage: {}\nrules:\n  damage:\n"
		 "    - {rule: x, say: leak}\n",
		 "guard \"no\" is not used\n"},
		{"labels:\n  damage: {}\nrules:\n  damage:\n    - {rule: x, say: '\\d+'}\n",
		 ":5: x: \"\\d+\" has no word to look for, so that it is tried on every "
		 "sentence\n"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *said = lint_of(cases[i].text);

		cr_expect_str_eq(said, cases[i].says, "case %zu: %s", i, said);
	}
}

Test(rules, the_shipped_rules_load_and_nothing_is_amiss)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", &error);
	g_autoptr(GPtrArray) lint = NULL;

	cr_assert_not_null(rules, "%s", error != NULL ? error->message : "");
	lint = rd_rules_lint(rules);
	for (guint i = 0; i < lint->len; i++)
		cr_expect_fail("%s", (const char *)g_ptr_array_index(lint, i));
}

/* The rule that the README teaches is one that loads, with its examples. */
Test(rules, the_rule_of_the_readme_works)
{
	g_autofree char *readme = NULL;
	g_autofree char *text = NULL;
	g_autofree char *said = NULL;
	const char *begin, *end;

	cr_assert(g_file_get_contents("templates/rules/README.md", &readme, NULL, NULL));
	begin = strstr(readme, "```yaml\nlists:");
	cr_assert_not_null(begin);
	begin += strlen("```yaml\n");
	end = strstr(begin, "```");
	text = g_strdup_printf("labels:\n  damage: {}\n%.*s", (int)(end - begin), begin);
	said = complaint_of(text);
	cr_expect_null(said, "%s", said);
}

static RdMessage *
mail_saying(const char *text)
{
	g_autofree char *mail = g_strdup_printf("From: a@x.example\r\n\r\n%s\r\n", text);
	g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));

	return rd_message_parse(raw, NULL, &rd_message_default_limits);
}

Test(rules, words_that_no_mail_has_are_named_with_their_rule)
{
	g_autoptr(RdRules) rules = small_rules();
	g_autoptr(GHashTable) heard = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(RdMessage) a = mail_saying("A leak in the wall, said the fool; we deny.");
	g_autoptr(RdMessage) b = mail_saying("Your bill is rude.");
	g_autoptr(GPtrArray) lines = NULL;
	g_autoptr(GString) all = g_string_new(NULL);

	rd_rules_hear(rules, a, heard);
	rd_rules_hear(rules, b, heard);
	lines = rd_rules_unheard(rules, heard);
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(all, "%s\n", strrchr(lines->pdata[i], '/'));
	cr_expect_not_null(strstr(all->str, ": water-and-part: no mail says \"drip\", \"roof\", "
					    "\"window frame\"\n"),
			   "%s", all->str);
	cr_expect_not_null(strstr(all->str, ": peed: no mail has the words that it needs\n"));
	cr_expect_null(strstr(all->str, ": water-and-part: no mail has"));
	cr_expect_null(strstr(all->str, ": denies:"));
	cr_expect_null(strstr(all->str, ": your-bill:"));
	cr_expect_null(strstr(all->str, "fool"));
}
