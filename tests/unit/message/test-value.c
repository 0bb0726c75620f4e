#include "../../../src/message/value-private.h"

#include <criterion/criterion.h>
#include <string.h>

static RdSpan
span(const char *text)
{
	return (RdSpan){text, strlen(text)};
}

Test(value, encoded_words_are_read_as_programs_write_them)
{
	const struct {
		const char *in, *out;
	} cases[] = {
		{"=?utf-8?Q?caf=C3=A9?= au lait", "caf\xc3\xa9 au lait"},
		{"=?UTF-8?b?Y2Fmw6k=?=", "caf\xc3\xa9"},
		{"=?iso-8859-1?q?caf=e9?=", "caf\xc3\xa9"},
		{"=?utf-8*en?q?a_b?=", "a b"},
		/* white space between two words is not text, between word and text it is */
		{"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"},
		{"=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab"},
		{"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"},
		/* one character split between two words */
		{"=?utf-8?B?w6k=?= =?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "\xc3\xa9"
									"caf\xc3\xa9"},
		/* blanks and question marks that should have been encoded */
		{"=?utf-8?Q?why me? really?=", "why me? really"},
		{"a=?utf-8?q?b?=c", "abc"},
		{"=?utf-8?Q?=41?==?utf-8?Q?=42?=", "AB"},
		/* never closed, unknown, empty */
		{"=?utf-8?Q?abc", "=?utf-8?Q?abc"},
		{"=?utf-8?Q?abc =?utf-8?Q?d?=", "=?utf-8?Q?abc d"},
		{"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
		{"=?no-such?Q?caf=C3=A9?=", "caf\xc3\xa9"},
		{"=?utf-8?Q?"
		 "?=",
		 ""},
		{"=?", "=?"},
		/* raw octets */
		{"caf\xc3\xa9", "caf\xc3\xa9"},
		{"caf\xe9 =?utf-8?q?a?=", "caf\xc3\xa9 a"},
		/* folds, controls */
		{" a\r\n\tb ", "a b"},
		{"=?utf-8?q?a=0Ab?=", "a b"},
		{"=?iso-2022-jp?B?GyRCJDMkcxsoQg==?=", "\xe3\x81\x93\xe3\x82\x93"},
		{"=?gb2312?B?xOO6ww==?=", "\xe4\xbd\xa0\xe5\xa5\xbd"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = rd_value_text(span(cases[i].in));

		cr_expect_str_eq(out, cases[i].out, "%s: %s", cases[i].in, out);
	}
}

Test(value, words_that_never_end_cost_no_more_than_others)
{
	GString *bomb = g_string_new(NULL);
	g_autofree char *out = NULL;
	gint64 begin;

	for (int i = 0; i < 100000; i++)
		g_string_append(bomb, "=?utf-8?Q?a ");
	begin = g_get_monotonic_time();
	out = rd_value_text((RdSpan){bomb->str, bomb->len});
	cr_expect_lt(g_get_monotonic_time() - begin, 2 * G_USEC_PER_SEC);
	cr_expect_gt(strlen(out), 1000000);
	g_string_free(bomb, TRUE);
}

static char *
ids(const char *text)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);

	rd_value_add_ids(span(text), found);
	g_ptr_array_add(found, NULL);
	return g_strjoinv("|", (char **)found->pdata);
}

Test(value, message_ids_lose_their_brackets)
{
	const struct {
		const char *in, *out;
	} cases[] = {
		{"<1@a.example>", "1@a.example"},
		{"<1@a.example> <2@b>\r\n\t<3@c>", "1@a.example|2@b|3@c"},
		{"<1@a><2@b>", "1@a|2@b"},
		{"<1@a>, <2@b>", "1@a|2@b"},
		{"<long\r\n id@a>", "longid@a"},
		{"Your message of \"Mon, 2 Feb\" <1@a>", "1@a"},
		{"1@a.example", "1@a.example"},
		{"<12345>", "12345"},
		{"12345", "12345"},
		{"<1@a", "1@a"},
		{"<>", ""},
		{"", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = ids(cases[i].in);

		cr_expect_str_eq(out, cases[i].out, "%s: %s", cases[i].in, out);
	}
}
