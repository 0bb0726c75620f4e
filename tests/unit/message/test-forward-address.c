#include "../../../src/message/forward-address.h"

#include <criterion/criterion.h>
#include <string.h>

Test(forward_address, a_sender_is_read_as_clients_show_it)
{
	const struct {
		const char *text, *name, *address;
	} cases[] = {
		{"Ann Lee <ann@x.example>", "Ann Lee", "ann@x.example"},
		{"\"Lee, Ann\" <ann@X.Example>", "Lee, Ann", "ann@x.example"},
		{"Lee, Ann <ann@x.example>", "Lee, Ann", "ann@x.example"},
		{"'Ann Lee' <ann@x.example>", "Ann Lee", "ann@x.example"},
		{"„Ann Lee“ <ann@x.example>", "Ann Lee", "ann@x.example"},
		{"« Ann Lee » <ann@x.example>", "Ann Lee", "ann@x.example"},
		{"“Sunny” Ann Lee <ann@x.example>", "“Sunny” Ann Lee", "ann@x.example"},
		{"Ann Lee [ann@x.example]", "Ann Lee", "ann@x.example"},
		{"Ann Lee [mailto:ann@x.example]", "Ann Lee", "ann@x.example"},
		{"Ann Lee <mailto:ann@x.example>", "Ann Lee", "ann@x.example"},
		{"Ann <ann@x.example<mailto:ann@x.example>>", "Ann", "ann@x.example"},
		{"ann@x.example<mailto:ann@x.example>", "", "ann@x.example"},
		{"ann@x.example <ann@x.example>", "", "ann@x.example"},
		{"\"ann@old.example\" <ann@x.example>", "ann@old.example", "ann@x.example"},
		{"<ann@x.example>", "", "ann@x.example"},
		{"ann@x.example", "", "ann@x.example"},
		{"Ann Lee (ann@x.example)", "Ann Lee", "ann@x.example"},
		{"ann@x.example (Ann Lee)", "Ann Lee", "ann@x.example"},
		{"Ann Lee<ann@x.example>", "Ann Lee", "ann@x.example"},
		{"*Ann Lee* <ann@x.example>", "Ann Lee", "ann@x.example"},
		{"Ann Lee (Ext) <ann@x.example>", "Ann Lee (Ext)", "ann@x.example"},
		{"Lee, Ann", "Lee, Ann", ""},
		{"Ann Lee/ACME@ACME", "Ann Lee/ACME@ACME", ""},
		{"Ann <a@b@c.example>", "Ann <a@b@c.example", ""},
		{"Ann <a@b.example@c.example>", "Ann <a@b.example@c.example", ""},
		{"Ann <\"a@b.example\"@c.example>", "Ann <\"a@b.example\"@c.example", ""},
		{"desk@x.example [mailto:desk@x.example] On Behalf Of Ann Lee", "Ann Lee", ""},
		{"desk@x.example im Auftrag von Ann Lee <ann@y.example>", "Ann Lee",
		 "ann@y.example"},
		{"Müller, Jörg <j@x.example>", "Müller, Jörg", "j@x.example"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdAddress *sender = rd_written_sender_parse(cases[i].text, strlen(cases[i].text));

		cr_assert_not_null(sender, "%s", cases[i].text);
		cr_expect_str_eq(sender->name, cases[i].name, "%s: %s", cases[i].text,
				 sender->name);
		cr_expect_str_eq(sender->address, cases[i].address, "%s: %s", cases[i].text,
				 sender->address);
		rd_address_free(sender);
	}
	cr_assert_null(rd_written_sender_parse(" ", 1));
}

Test(forward_address, recipients_are_parted_where_names_end)
{
	const struct {
		const char *text, *list;
	} cases[] = {
		{"Ann <a@x.example>, bob@y.example", "Ann|a@x.example;|bob@y.example;"},
		{"Lee, Ann <a@x.example>; Roe, Bob <b@y.example>",
		 "Lee, Ann|a@x.example;Roe, Bob|b@y.example;"},
		{"Lee, Ann <a@x.example>, Bob <b@y.example>",
		 "Lee, Ann|a@x.example;Bob|b@y.example;"},
		{"\"Lee, Ann\" <a@x.example>, Bob <b@y.example>",
		 "Lee, Ann|a@x.example;Bob|b@y.example;"},
		{"Ann Lee, Bob Roe", "Ann Lee|;Bob Roe|;"},
		{"Ann Lee; Roe, Bob;", "Ann Lee|;Roe, Bob|;"},
		{"a@x.example<mailto:a@x.example>; b@y.example", "|a@x.example;|b@y.example;"},
		{"undisclosed-recipients:;", ""},
		{"Ann \"unclosed <a@x.example>, b@y.example",
		 "Ann \"unclosed|a@x.example;|b@y.example;"},
		{"", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) list =
			rd_written_recipients_parse(cases[i].text, strlen(cases[i].text));
		g_autoptr(GString) shown = g_string_new(NULL);

		for (guint k = 0; k < list->len; k++) {
			const RdAddress *address = list->pdata[k];

			g_string_append_printf(shown, "%s|%s;", address->name, address->address);
		}
		cr_expect_str_eq(shown->str, cases[i].list, "%s: %s", cases[i].text, shown->str);
	}
}

Test(forward_address, a_hostile_list_costs_no_more_than_its_length)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) list = NULL;

	for (int i = 0; i < 100000; i++)
		g_string_append(text, "<(\"@,");
	list = rd_written_recipients_parse(text->str, text->len);
	cr_assert_leq(list->len, 1000);
}
