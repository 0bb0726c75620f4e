#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/yaml.h>

#include <string.h>

static RdYaml *
parse(const char *text, GError **error)
{
	return rd_yaml_parse(text, strlen(text), "x.yaml", error);
}

Test(yaml, a_syntax_error_names_file_and_line)
{
	const char *broken[] = {"a: 1\nb: [1, 2\n", "a: 1\n\tb: 2\n", "a: 'x\n"};

	for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
		g_autoptr(GError) error = NULL;

		cr_expect_null(parse(broken[i], &error));
		cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG), "case %zu", i);
		cr_expect(g_str_has_prefix(error->message, "x.yaml:"), "%s", error->message);
	}
}

Test(yaml, a_node_knows_its_line)
{
	g_autoptr(RdYaml) doc = parse("a: 1\nlist:\n  - x\n  - y: z\n", NULL);
	RdYamlNode list = rd_yaml_get(rd_yaml_root(doc), "list");

	cr_assert_eq(rd_yaml_size(list), 2);
	cr_assert_str_eq(rd_yaml_text(rd_yaml_item(list, 0)), "x");
	cr_assert_eq(rd_yaml_line(rd_yaml_item(list, 1)), 4);
	cr_assert_eq(rd_yaml_kind(rd_yaml_get(list, "y")), RD_YAML_NONE);
	cr_assert_eq(rd_yaml_kind(rd_yaml_item(list, 2)), RD_YAML_NONE);
}

Test(yaml, an_unknown_or_repeated_key_is_refused_at_its_line)
{
	static const char *const known[] = {"a", "b", NULL};
	const struct {
		const char *text, *message;
	} cases[] = {
		{"a: 1\nc: 2\n", "x.yaml:2: unknown key \"c\""},
		{"a: 1\nb: 2\na: 3\n", "x.yaml:3: \"a\" twice"},
		{"- a\n", "x.yaml:1: expected keys and values"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdYaml) doc = parse(cases[i].text, NULL);
		g_autoptr(GError) error = NULL;

		cr_expect_not(rd_yaml_expect(rd_yaml_root(doc), known, &error));
		cr_expect_str_eq(error->message, cases[i].message);
	}
}

Test(yaml, a_number_is_a_number)
{
	g_autoptr(RdYaml) doc = parse("a: 0.5\nb: half\n", NULL);
	g_autoptr(GError) error = NULL;
	double number = 0;

	cr_assert(rd_yaml_get_number(rd_yaml_root(doc), "a", &number, NULL));
	cr_assert_float_eq(number, 0.5, 1e-9);
	cr_assert_not(rd_yaml_get_number(rd_yaml_root(doc), "b", &number, &error));
	cr_assert_str_eq(error->message, "x.yaml:2: b: \"half\" is no number");
}

Test(yaml, an_empty_document_has_no_root)
{
	g_autoptr(RdYaml) doc = parse("", NULL);

	cr_assert_eq(rd_yaml_kind(rd_yaml_root(doc)), RD_YAML_NONE);
}
