#include "../../../src/directory/csv.h"

#include <criterion/criterion.h>
#include <string.h>

/* All records as "line:field|field;", or "line!problem;". */
static char *
read_all(const char *text, gsize len)
{
	GString *out = g_string_new(NULL);
	RdCsv csv;

	rd_csv_init(&csv, text, len);
	for (;;) {
		g_autofree char *problem = NULL;
		g_autoptr(GPtrArray) fields = rd_csv_next(&csv, &problem);

		if (fields == NULL && problem == NULL)
			return g_string_free(out, FALSE);
		if (fields == NULL) {
			g_string_append_printf(out, "%u!%s;", csv.record_line, problem);
			continue;
		}
		g_string_append_printf(out, "%u:", csv.record_line);
		for (guint i = 0; i < fields->len; i++)
			g_string_append_printf(out, "%s%s", i > 0 ? "|" : "",
					       (char *)fields->pdata[i]);
		g_string_append_c(out, ';');
	}
}

Test(csv, records_are_read_as_rfc_4180_writes_them)
{
	static const struct {
		const char *text, *records;
	} cases[] = {
		{"a,b\nc,d\n", "1:a|b;2:c|d;"},
		{"a,b\r\nc,d\r\n", "1:a|b;2:c|d;"},
		{"a,b\nc,d", "1:a|b;2:c|d;"},
		{"a,b\r\nc,d\r", "1:a|b;2:c|d;"},
		{"\xef\xbb\xbf"
		 "a\n",
		 "1:a;"},
		{"\"a,b\",c\n", "1:a,b|c;"},
		{"\"say \"\"hi\"\"\",c\n", "1:say \"hi\"|c;"},
		{"\"a\r\nb\",c\nd,e\n", "1:a  b|c;3:d|e;"},
		{"a,,\n", "1:a||;"},
		{"\"\",b\n", "1:|b;"},
		{"  a ,\t b\n", "1:a|b;"},
		{"a\n\n\r\nb\n", "1:a;4:b;"},
		{"", ""},
		{"\n\n", ""},
		{"é,ñ\n", "1:é|ñ;"},
		{"a\"b,c\nd\n", "1!a quote within a field that does not begin with one;2:d;"},
		{"\"a\"b,c\nd\n", "1!text after a closing quote;2:d;"},
		{"a,\"b\nc\n", "1!a quote is opened and not closed;"},
		{"a,\xff\nb\n", "1!not UTF-8;2:b;"},
		{"a,\x07\nb\n", "1!a control character;2:b;"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *records = read_all(cases[i].text, strlen(cases[i].text));

		cr_expect_str_eq(records, cases[i].records, "case %zu: %s", i, records);
	}
}

Test(csv, a_nul_does_not_cut_a_field)
{
	g_autofree char *records = read_all("a\0b,c\nd\n", 8);

	cr_assert_str_eq(records, "1!not UTF-8;2:d;");
}
