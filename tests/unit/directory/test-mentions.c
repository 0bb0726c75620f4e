#include "../../../src/directory/mentions.h"

#include <criterion/criterion.h>
#include <string.h>

static char *
joined(GPtrArray *list)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "", (char *)list->pdata[i]);
	return g_string_free(out, FALSE);
}

Test(mentions, phones_in_any_notation)
{
	static const struct {
		const char *text, *phones;
	} cases[] = {
		{"call (505) 555-0141 or 505/555.0142", "5055550141 5055550142"},
		{"+1-505-555-0141", "5055550141"},
		{"1 (505) 555 0141", "5055550141"},
		{"15055550141", "5055550141"},
		{"505 \xe2\x80\x93 555 \xe2\x80\x93 0141", "5055550141"}, /* en dashes */
		{"505\xc2\xa0"
		 "555\xc2\xa0"
		 "0141",
		 "5055550141"}, /* no-break spaces */
		{"50555501412", ""},
		{"505-555\n0141", ""}, /* two lines are two numbers */
		{"555-0141", ""},
		{"on 12/03/2026 at 10:30", ""},
		{"order 123456789012345", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdMentions) mentions = rd_mentions_new();
		g_autofree char *phones = NULL;

		rd_mentions_add(mentions, cases[i].text, 0);
		phones = joined(mentions->phones);
		cr_expect_str_eq(phones, cases[i].phones, "%s: %s", cases[i].text, phones);
	}
}

Test(mentions, addresses_wherever_they_stand)
{
	g_autoptr(RdMentions) mentions = rd_mentions_new();
	g_autofree char *addresses = NULL;

	rd_mentions_add(mentions,
			"<ann@home.example>, mailto:bob@home.example. \"c\"@x @ d@ (e@f.example)",
			0);
	addresses = joined(mentions->addresses);
	cr_assert_str_eq(addresses, "ann@home.example bob@home.example e@f.example", "%s",
			 addresses);
}

Test(mentions, a_number_is_an_account_only_where_a_word_says_so)
{
	static const struct {
		const char *text, *ids;
	} cases[] = {
		{"HO-2003", "HO-2003 HO2003"},
		{"ho2003,", "HO-2003 HO2003"},
		{"account 2003", "2003"},
		{"ref: 2003", "2003 REF-2003 REF2003"},
		{"in 2003 we", "IN-2003 IN2003"},
		{"installed 2003", ""},
		{"$2003", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdMentions) mentions = rd_mentions_new();
		g_autofree char *ids = NULL;

		rd_mentions_add(mentions, cases[i].text, 0);
		ids = joined(mentions->ids);
		cr_expect_str_eq(ids, cases[i].ids, "%s: %s", cases[i].text, ids);
	}
}

Test(mentions, a_customer_speaks_of_what_a_customer_has)
{
	static const char *const customers[] = {"my solar agreement", "Mi factura",
						"our leaking roof", "MY LOAN"};
	static const char *const others[] = {"our panels are the best", "your account",
					     "my experience in care", "the system"};

	for (gsize i = 0; i < G_N_ELEMENTS(customers); i++) {
		g_autoptr(RdMentions) mentions = rd_mentions_new();

		rd_mentions_add(mentions, customers[i], 0);
		cr_expect(rd_mentions_are_customers(mentions), "%s", customers[i]);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autoptr(RdMentions) mentions = rd_mentions_new();

		rd_mentions_add(mentions, others[i], 0);
		cr_expect_not(rd_mentions_are_customers(mentions), "%s", others[i]);
	}
}

Test(mentions, a_text_is_read_up_to_a_cap)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(RdMentions) mentions = rd_mentions_new();

	while (text->len < 1024 * 1024)
		g_string_append(text, "\xc3\xa9"
				      "a@b.example "); /* the cut is within a character */
	rd_mentions_add(mentions, text->str, 0);
	rd_mentions_add(mentions, "HO-2003", 0);
	cr_assert_leq(mentions->n_words, 20000);
	cr_assert_eq(mentions->addresses->len, 1);
}
