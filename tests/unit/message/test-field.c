#include "../../../src/message/field-private.h"

#include <criterion/criterion.h>
#include <string.h>

/* "name=value;" for each field of @block, and where the body begins. */
static char *
read_block(const char *block)
{
	const char *at = block;
	const char *end = block + strlen(block);
	GString *out = g_string_new(NULL);
	RdSpan name, value;
	RdFieldStep step;

	while ((step = rd_field_next(&at, end, &name, &value)) != RD_FIELD_END) {
		if (step == RD_FIELD_FOUND)
			g_string_append_printf(out, "%.*s=%.*s;", (int)name.len, name.str,
					       (int)value.len, value.str);
	}
	g_string_append(out, at);
	return g_string_free(out, FALSE);
}

Test(field, a_block_is_read_as_bent_as_it_is)
{
	const struct {
		const char *in, *out;
	} cases[] = {
		{"A: 1\r\nB: 2\r\n\r\nbody", "A=1;B=2;body"},
		{"A: 1\nB: 2\n\nbody", "A=1;B=2;body"},
		{"A: 1\r\n\t2\r\n\r\nbody", "A=1\r\n\t2;body"},
		{"A : 1\n\nbody", "A=1;body"},
		{"A:\n 1\n\nbody", "A=1;body"},
		{"A: 1", "A=1;"},
		{"", ""},
		/* a blank line of blanks ends the block, unless fields go on */
		{"A: 1\n \nbody: not a field we know\n", "A=1;body: not a field we know\n"},
		{"A: 1\n \nSubject: x\n\nbody", "A=1;Subject=x;body"},
		/* the line between header and body was forgotten */
		{"A: 1\nHello,\n\nbody", "A=1;Hello,\n\nbody"},
		/* junk among fields */
		{"A: 1\njunk\nSubject: x\n\nbody", "A=1;Subject=x;body"},
		/* a part that has no body */
		{"A: 1\n--b\nSubject: x\n", "A=1;--b\nSubject: x\n"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = read_block(cases[i].in);

		cr_expect_str_eq(out, cases[i].out, "case %zu: %s", i, out);
	}
}

Test(field, names_are_known_in_any_case)
{
	cr_expect_eq(rd_field_id((RdSpan){"SUBJECT", 7}), RD_FIELD_SUBJECT);
	cr_expect_eq(rd_field_id((RdSpan){"x-ms-exchange-generated-message-source", 38}),
		     RD_FIELD_GENERATED_SOURCE);
	cr_expect_eq(rd_field_id((RdSpan){"Subjects", 8}), RD_FIELD_NONE);
	cr_expect_eq(rd_field_id((RdSpan){"", 0}), RD_FIELD_NONE);
}

Test(field, a_word_is_compared_to_its_end_and_whatever_its_case)
{
	const struct {
		RdSpan span;
		const char *text;
		gboolean is;
	} cases[] = {
		{{"Content-Type", 12}, "content-type", TRUE},
		{{"corp.example", 12}, "CORP.example", TRUE},
		{{"content\rtype", 12}, "content-type", FALSE},
		{{"[", 1}, "{", FALSE},
		{{"to", 2}, "top", FALSE},
		{{"top", 3}, "to", FALSE},
		{{"to\0p", 4}, "to", FALSE},
		{{"to\0", 3}, "to", FALSE},
		{{"", 0}, "", TRUE},
		{{"", 0}, "to", FALSE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		cr_expect_eq(rd_span_is(cases[i].span, cases[i].text), cases[i].is, "case %zu", i);
}
