#include "../../../src/message/value-private.h"

#include <criterion/criterion.h>
#include <string.h>

/* "name <address>|..." of all that is found in @text. */
static char *
addresses_of(RdSpan text)
{
	g_autoptr(GPtrArray) found =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_address_free);
	GString *out = g_string_new(NULL);

	rd_value_add_addresses(text, found);
	for (guint i = 0; i < found->len; i++) {
		const RdAddress *address = g_ptr_array_index(found, i);

		g_string_append_printf(out, "%s%s<%s>", i > 0 ? "|" : "", address->name,
				       address->address);
	}
	return g_string_free(out, FALSE);
}

static char *
addresses(const char *text)
{
	return addresses_of((RdSpan){text, strlen(text)});
}

#define SPAN(text)                                                                                 \
	{                                                                                          \
		text, sizeof text - 1                                                              \
	}

Test(address_list, an_address_with_a_control_character_is_no_address)
{
	const struct {
		RdSpan in;
		const char *out;
	} cases[] = {
		{SPAN("Jill <jill@firm.example\0@evil.example>, \"A\0B\" <a@b>"),
		 "Jill<>|A B<a@b>"},
		{SPAN("jill@firm.example \"\0\" @evil.example"), "<>"},
		{SPAN("jill@firm.exam\0ple, c@d"), "<>|<c@d>"},
		{SPAN("Jill <ji\001ll@firm.example>"), "Jill<>"},
		{SPAN("<=?utf-8?q?jill=40firm.example=01=40evil.example?=>"), "<>"},
		{SPAN("Jill <jill\r\n\t@firm.example>"), "Jill<jill@firm.example>"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = addresses_of(cases[i].in);

		cr_expect_str_eq(out, cases[i].out, "%zu: %s", i, out);
	}
}

Test(address_list, addresses_are_read_as_people_and_programs_write_them)
{
	const struct {
		const char *in, *out;
	} cases[] = {
		{"ann@home.example", "<ann@home.example>"},
		{"Ann Lee <ann@HOME.Example>", "Ann Lee<ann@home.example>"},
		{"Ann.Lee@home.example", "<Ann.Lee@home.example>"},
		{"\"Lee, Ann\" <a@b.example>, c@d", "Lee, Ann<a@b.example>|<c@d>"},
		{"a@b.example (Ann Lee)", "Ann Lee<a@b.example>"},
		{"a@b (Ann (the first) Lee)", "Ann (the first) Lee<a@b>"},
		{"\"Ann \\\"A\\\" Lee\" <a@b>", "Ann \"A\" Lee<a@b>"},
		{"<a@b>", "<a@b>"},
		{"<a@b> Ann", "Ann<a@b>"},
		{"Ann<a@b>", "Ann<a@b>"},
		/* groups, nested against the rules too */
		{"Team: a@b, Bo <c@d>;, e@f", "<a@b>|Bo<c@d>|<e@f>"},
		{"undisclosed-recipients:;", ""},
		{"undisclosed-recipients:", ""},
		{"a:b:c:d@e;;;", "<d@e>"},
		/* quoted local parts and blanks */
		{"\"ann lee\"@home.example", "<\"ann lee\"@home.example>"},
		{"Ann <\"ann lee\"@home.example>", "Ann<\"ann lee\"@home.example>"},
		{"ann . lee @ home . example", "<ann.lee@home.example>"},
		{"<ann @ home.example>", "<ann@home.example>"},
		/* encoded names */
		{"=?utf-8?Q?J=C3=BCrgen?= <a@b>", "J\xc3\xbcrgen<a@b>"},
		{"\"=?utf-8?Q?J=C3=BCrgen?=\" <a@b>", "J\xc3\xbcrgen<a@b>"},
		{"=?utf-8?Q?Lee=2C_Ann?= <a@b>, c@d", "Lee, Ann<a@b>|<c@d>"},
		{"=?utf-8?Q?Ann_=3Ca=40b=3E?=", "Ann<a@b>"},
		{"J\xfcrgen <a@b>", "J\xc3\xbcrgen<a@b>"},
		/* what is not allowed and yet is there */
		{"Lee, Ann <a@b>", "Lee, Ann<a@b>"},
		{"a@b; c@d", "<a@b>|<c@d>"},
		{"Ann a@b", "Ann<a@b>"},
		{"Ann <a@b", "Ann<a@b>"},
		{"<<a@b>>", "<a@b>"},
		{"<a@b> <c@d>", "<a@b>|<c@d>"},
		{"'a@b'", "<a@b>"},
		{"<mailto:a@b>", "<a@b>"},
		{"Ann [mailto:a@b]", "Ann<a@b>"},
		{"<@relay.example,@other:a@b>", "<a@b>"},
		{"root", "<root>"},
		{"root, admin", "<root>|<admin>"},
		{"Ann Lee", "Ann Lee<>"},
		{"Mailer-Daemon <>", "Mailer-Daemon<>"},
		{"Ann (home <a@b>", "Ann (home<a@b>"},
		{"a@[192.0.2.1]", "<a@[192.0.2.1]>"},
		{"Ann <a@b.Example.>, c.@d.example..", "Ann<a@b.example>|<c.@d.example>"},
		{"Re: roof <a@b>", "Re: roof<a@b>"},
		{",,a@b,,", "<a@b>"},
		{"", ""},
		{"\"", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = addresses(cases[i].in);

		cr_expect_str_eq(out, cases[i].out, "%s: %s", cases[i].in, out);
	}
}

Test(address_list, groups_in_groups_are_no_recursion)
{
	GString *text = g_string_new(NULL);
	g_autofree char *out = NULL;

	for (int i = 0; i < 100000; i++)
		g_string_append(text, "a:");
	g_string_append(text, "b@c.example;");
	out = addresses(text->str);
	cr_expect_str_eq(out, "<b@c.example>");
	g_string_free(text, TRUE);
}
