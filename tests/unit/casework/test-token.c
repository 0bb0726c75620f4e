#include <criterion/criterion.h>
#include <redress/token.h>

static const guint8 secret[] = "a secret that no one can guess";
static const guint8 other[] = "the secret of another gateway";

Test(token, a_message_id_leads_back_to_its_case)
{
	g_autofree char *id = rd_token_message_id(secret, sizeof secret, 1042, 7,
						  "complaints@everbright.example");

	cr_assert(g_str_has_suffix(id, "@everbright.example"), "%s", id);
	cr_assert_eq(rd_token_case_of_message_id(secret, sizeof secret, id), 1042);
}

Test(token, a_message_id_survives_folding_of_case)
{
	g_autofree char *id = rd_token_message_id(secret, sizeof secret, 1042, 7, "c@e.example");
	g_autofree char *upper = g_ascii_strup(id, -1);

	cr_assert_eq(rd_token_case_of_message_id(secret, sizeof secret, upper), 1042);
}

Test(token, a_guessed_or_changed_message_id_is_nobodys)
{
	g_autofree char *id = rd_token_message_id(secret, sizeof secret, 1042, 7, "c@e.example");
	const char *bad[] = {"",
			     "@",
			     "rd-1042",
			     "rd-1042.0@e.example",
			     "rd-0.1.aaaa@e.example",
			     "rd-1042.0000000000000007.aaaaaaaaaaaaaaaa@e.example"};

	cr_expect_eq(rd_token_case_of_message_id(other, sizeof other, id), 0);
	id[3] = '2';
	cr_expect_eq(rd_token_case_of_message_id(secret, sizeof secret, id), 0);
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
		cr_expect_eq(rd_token_case_of_message_id(secret, sizeof secret, bad[i]), 0, "%s",
			     bad[i]);
}

Test(token, an_address_leads_back_to_its_case)
{
	g_autofree char *address =
		rd_token_address(secret, sizeof secret, 1042, "complaints@everbright.example");
	g_autofree char *lower = g_ascii_strdown(address, -1);

	cr_assert(g_str_has_prefix(address, "complaints+RD-1042."), "%s", address);
	cr_assert_eq(rd_token_case_of_address(secret, sizeof secret, address), 1042);
	cr_assert_eq(rd_token_case_of_address(secret, sizeof secret, lower), 1042);
}

Test(token, an_address_of_another_case_or_with_a_short_token_is_nobodys)
{
	g_autofree char *address = rd_token_address(secret, sizeof secret, 1042, "c@e.example");
	const char *bad[] = {"", "c@e.example", "c+RD-1042@e.example", "c+RD-1042.aaaa@e.example"};

	address[5] = '2';
	cr_expect_eq(rd_token_case_of_address(secret, sizeof secret, address), 0);
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
		cr_expect_eq(rd_token_case_of_address(secret, sizeof secret, bad[i]), 0, "%s",
			     bad[i]);
}
