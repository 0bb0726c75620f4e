#include "office-fixture.h"

#include <criterion/criterion.h>
#include <redress/matrix.h>

static char *emails[] = {(char *)MARTA, (char *)"mk@work.example", NULL};
static char *desks[] = {(char *)MESA, NULL};
static char *domains[] = {(char *)"mesasolar.example", NULL};
static RdHomeowner marta = {.id = (char *)"HO-3001",
			    .name = (char *)"Marta Kowalczyk",
			    .emails = emails,
			    .phone = (char *)"(303) 555-0101",
			    .address = (char *)"2214 Cholla Ave, Golden, CO 80401"};
static RdInstaller mesa = {.id = (char *)"IN-31",
			   .name = (char *)"Mesa Solar",
			   .emails = desks,
			   .domains = domains,
			   .phone = (char *)"303-555-0110",
			   .escalation_name = (char *)"Ines Varga",
			   .escalation_phone = (char *)"(303) 555-0111",
			   .escalation_email = (char *)"ines.varga@mesasolar.example",
			   .account_manager = (char *)OMAR};

static RdMatrixLetter letter;

static void
setup(void)
{
	g_autoptr(GError) error = NULL;

	config = rd_config_load("tests/data/office/redress.yaml", &error);
	g_assert_no_error(error);
	marta.finance = RD_FINANCE_STANDARD;
	letter = (RdMatrixLetter){.config = config,
				  .homeowner = &marta,
				  .installer = &mesa,
				  .contact = "",
				  .recipients = g_ptr_array_new(),
				  .staff = g_ptr_array_new(),
				  .others = g_ptr_array_new(),
				  .subject = "Concerns"};
}

static void
teardown(void)
{
	g_ptr_array_unref(letter.recipients);
	g_ptr_array_unref(letter.staff);
	g_ptr_array_unref(letter.others);
	rd_config_free(config);
}

TestSuite(matrix, .init = setup, .fini = teardown);

/* What is said against a letter of @text to @to; "" nothing. */
static const char *
against(const char *to, const char *text)
{
	static char *why;

	g_ptr_array_set_size(letter.recipients, 0);
	g_ptr_array_add(letter.recipients, (char *)to);
	letter.text = text;
	g_free(why);
	why = rd_matrix_check(&letter);
	return why != NULL ? why : "";
}

static const char *const owner_data[] = {"Call 303.555.0101.", "at 2214  cholla\nAve",
					 "write to MARTA@home.example", "account HO-3001",
					 "1 (303) 555-0101 2 p.m."};

Test(matrix, the_homeowner_and_the_installer_may_know_of_each_other)
{
	for (gsize i = 0; i < G_N_ELEMENTS(owner_data); i++) {
		expect_str(against(MESA, owner_data[i]), "");
		expect_str(against(MARTA, owner_data[i]), "");
	}
	expect_str(against("mk@work.example", "Mesa Solar, 303-555-0110, Ines Varga"), "");
	expect_str(against("crew@field.mesasolar.example", "Marta Kowalczyk"), "");
}

Test(matrix, nobody_else_gets_anything)
{
	expect_str(against("jd@freemail.example", "Hello"),
		   "jd@freemail.example is nobody of this case");
	expect_has(against("x@notmesasolar.example", "Hello"), "nobody of this case");
	expect_has(against("marta@home.example.evil.example", "Hello"), "nobody of this case");
}

Test(matrix, one_recipient_too_many_is_one)
{
	against(MESA, "Hello");
	g_ptr_array_add(letter.recipients, (char *)"jd@freemail.example");
	g_ptr_array_remove_index(letter.recipients, 0);
	g_ptr_array_insert(letter.recipients, 0, (char *)MESA);
	g_autofree char *why = rd_matrix_check(&letter);

	cr_expect_not_null(why);
}

Test(matrix, an_unmatched_writer_hears_nothing_of_anybody)
{
	letter.homeowner = NULL;
	letter.contact = "jd@freemail.example";
	letter.unheard = TRUE;
	expect_str(against("jd@freemail.example", "Who are you?"), "");
	expect_has(against("jd@freemail.example", "Mesa Solar will call"), "the installer's name");
	expect_has(against("jd@freemail.example", "call 3035550111"),
		   "contact data of the installer");
}

/* Once the homeowner is known, only the directory says where they are written to. */
Test(matrix, the_address_an_unmatched_writer_used_is_not_the_homeowners)
{
	letter.contact = "jd@freemail.example";
	expect_has(against("jd@freemail.example", "Hello"), "nobody of this case");
}

Test(matrix, customers_of_the_partner_are_not_told_of_to_the_installer)
{
	marta.finance = RD_FINANCE_BEAM;
	expect_has(against(MESA, "Marta Kowalczyk"),
		   "is the installer and may not receive the homeowner's name");
	expect_has(against(MARTA, "Ines Varga"), "contact data of the installer");
	expect_str(against(MARTA, "Mesa Solar"), "");
	for (gsize i = 0; i < G_N_ELEMENTS(owner_data); i++)
		expect_str(against("risk@partner.example", owner_data[i]), "");
	marta.finance = RD_FINANCE_STANDARD;
	expect_has(against("risk@partner.example", "Marta Kowalczyk"), "may not receive");
}

Test(matrix, marketing_learns_names_and_no_more)
{
	expect_str(against("marketing@corp.example", "Review by Marta Kowalczyk"), "");
	for (gsize i = 0; i < G_N_ELEMENTS(owner_data); i++)
		expect_has(against("marketing@corp.example", owner_data[i]),
			   "data of the homeowner");
}

Test(matrix, people_of_other_cases_and_raw_mail_are_for_staff_alone)
{
	g_ptr_array_add(letter.others, (char *)"HO-3002 (3035550102)");
	expect_has(against(MESA, "Dan says so too"), "not of this case [HO-3002 (3035550102)]");
	expect_str(against(OMAR, "Dan says so too"), "");
	g_ptr_array_set_size(letter.others, 0);
	letter.attached = TRUE;
	expect_has(against(MARTA, "Hello"), "a raw message");
	expect_str(against("back-office@corp.example", "Hello"), "");
	g_ptr_array_add(letter.staff, (char *)ANNA);
	expect_str(against(ANNA, "Hello"), "");
}

Test(matrix, nothing_goes_out_on_the_word_of_a_stranger)
{
	letter.unheard = TRUE;
	expect_has(against(MESA, "Hello"), "on the word of somebody");
	expect_has(against(MARTA, "Hello"), "on the word of somebody");
	expect_has(against("risk@partner.example", "Hello"), "on the word of somebody");
	expect_str(against("back-office@corp.example", "Hello"), "");
}

Test(matrix, part_of_a_word_or_a_number_is_not_the_value)
{
	letter.homeowner = NULL;
	letter.contact = "jd@freemail.example";
	expect_str(against("jd@freemail.example", "The mesa solarium, order 30355501109"), "");
}

Test(matrix, marks_are_addresses_numbers_and_accounts)
{
	g_autoptr(GPtrArray) marks = rd_matrix_marks(
		"Dan (Dan.Ruiz@Post.example), 303-555-0102. ho-3002; 9 Quarry Rd; (303) 555-0102",
		10);
	g_autoptr(GPtrArray) few = rd_matrix_marks("1@a.example 2@a.example 3@a.example", 2);

	cr_assert_eq(marks->len, 3);
	expect_str(marks->pdata[0], DAN);
	expect_str(marks->pdata[1], "3035550102");
	expect_str(marks->pdata[2], "HO-3002");
	cr_expect_eq(few->len, 2);
}
