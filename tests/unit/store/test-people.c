#include <criterion/criterion.h>
#include <redress/people.h>

static RdStore *store;

static void
setup(void)
{
	store = rd_store_open(":memory:", NULL);
}

static void
teardown(void)
{
	rd_store_close(store);
}

TestSuite(people, .init = setup, .fini = teardown);

static void
put_homeowner(const char *id, const char *name, const char *email, const char *phone,
	      const char *address)
{
	char *emails[] = {(char *)email, NULL};
	RdHomeowner record = {.id = (char *)id,
			      .name = (char *)name,
			      .emails = emails,
			      .phone = (char *)phone,
			      .address = (char *)address,
			      .installer_id = (char *)"IN-01",
			      .finance = RD_FINANCE_BEAM,
			      .milestone = RD_MILESTONE_M2};

	cr_assert(rd_homeowner_put(store, &record, NULL));
}

/* The ids found, parted by spaces; takes @found. */
static char *
homeowner_ids(GPtrArray *found)
{
	GString *ids = g_string_new(NULL);

	cr_assert_not_null(found);
	for (guint i = 0; i < found->len; i++)
		g_string_append_printf(ids, "%s%s", i > 0 ? " " : "",
				       ((RdHomeowner *)found->pdata[i])->id);
	g_ptr_array_unref(found);
	return g_string_free(ids, FALSE);
}

#define expect_ids(found, ids)                                                                     \
	do {                                                                                       \
		g_autofree char *got = homeowner_ids(found);                                       \
		cr_expect_str_eq(got, ids, "%s", got);                                             \
	} while (0)

Test(people, a_homeowner_comes_back_as_stored)
{
	char *emails[] = {(char *)"dana@home.example", (char *)"d.reyes@work.example", NULL};
	RdHomeowner record = {.id = (char *)"HO-1001",
			      .name = (char *)"Dana Reyes",
			      .emails = emails,
			      .phone = (char *)"(505) 555-0141",
			      .address = (char *)"2214 Cholla Ct NE, Rio Rancho, NM 87144",
			      .installer_id = (char *)"IN-01",
			      .finance = RD_FINANCE_CONCERT,
			      .milestone = RD_MILESTONE_M3};
	g_autoptr(RdHomeowner) got = NULL;

	cr_assert(rd_homeowner_put(store, &record, NULL));
	got = rd_homeowner_get(store, "HO-1001", NULL);
	cr_assert_not_null(got);
	cr_expect_str_eq(got->name, record.name);
	cr_expect_str_eq(got->emails[0], emails[0]);
	cr_expect_str_eq(got->emails[1], emails[1]);
	cr_expect_null(got->emails[2]);
	cr_expect_str_eq(got->phone, record.phone);
	cr_expect_str_eq(got->address, record.address);
	cr_expect_str_eq(got->installer_id, "IN-01");
	cr_expect_eq(got->finance, RD_FINANCE_CONCERT);
	cr_expect_eq(got->milestone, RD_MILESTONE_M3);
}

Test(people, nobody_by_that_id_is_no_error)
{
	g_autoptr(GError) error = NULL;

	cr_expect_null(rd_homeowner_get(store, "HO-9", &error));
	cr_expect_null(rd_installer_get(store, "IN-9", &error));
	cr_expect_null(rd_staff_get(store, "nobody@corp.example", &error));
	cr_expect_null(error);
}

Test(people, a_homeowner_is_found_however_it_is_written)
{
	put_homeowner("HO-1", "Dana Reyes", "Dana@Home.example", "(505) 555-0141",
		      "2214 Cholla Ct NE, Rio Rancho, NM");

	expect_ids(rd_homeowners_by_email(store, "dana@home.EXAMPLE", NULL), "HO-1");
	expect_ids(rd_homeowners_by_phone(store, "5055550141", NULL), "HO-1");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_NAME, "danareyes", NULL, NULL), "HO-1");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_SURNAME, "reyes", NULL, NULL), "HO-1");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_INITIAL, "danar", NULL, NULL), "HO-1");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_STREET, "2214 cholla", NULL, NULL), "HO-1");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_NAME, "reyes", NULL, NULL), "");
}

Test(people, a_key_is_looked_up_among_one_installers_customers)
{
	put_homeowner("HO-1", "Dana Reyes", "", "", "");

	expect_ids(rd_homeowners_by_key(store, RD_KEY_SURNAME, "reyes", "IN-01", NULL), "HO-1");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_SURNAME, "reyes", "IN-02", NULL), "");
}

Test(people, everyone_that_fits_is_found)
{
	put_homeowner("HO-2", "Sam Lee", "family@lee.example", "505-555-0102", "1 Elm St, X");
	put_homeowner("HO-1", "Kim Lee", "family@lee.example", "505-555-0102", "1 Elm St, X");

	expect_ids(rd_homeowners_by_email(store, "family@lee.example", NULL), "HO-1 HO-2");
	expect_ids(rd_homeowners_by_phone(store, "5055550102", NULL), "HO-1 HO-2");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_STREET, "1 elm", NULL, NULL), "HO-1 HO-2");
}

Test(people, what_is_empty_fits_nobody)
{
	put_homeowner("HO-1", "", "", "", "");

	expect_ids(rd_homeowners_by_phone(store, "", NULL), "");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_NAME, "", NULL, NULL), "");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_STREET, "", NULL, NULL), "");
	expect_ids(rd_homeowners_by_email(store, "", NULL), "");
}

Test(people, a_record_put_again_is_found_by_its_new_values_only)
{
	put_homeowner("HO-1", "Dana Reyes", "old@home.example", "505-555-0101", "1 Elm St, X");
	put_homeowner("HO-1", "Dana Reyes", "new@home.example", "505-555-0102", "2 Oak St, X");

	expect_ids(rd_homeowners_by_email(store, "old@home.example", NULL), "");
	expect_ids(rd_homeowners_by_email(store, "new@home.example", NULL), "HO-1");
	expect_ids(rd_homeowners_by_phone(store, "5055550101", NULL), "");
	expect_ids(rd_homeowners_by_key(store, RD_KEY_STREET, "1 elm", NULL, NULL), "");
}

Test(people, a_flood_of_namesakes_is_cut)
{
	g_autoptr(GPtrArray) found = NULL;

	for (guint i = 0; i < RD_HOMEOWNERS_MANY + 5; i++) {
		g_autofree char *id = g_strdup_printf("HO-%u", i);

		put_homeowner(id, "John Smith", "j@smith.example", "", "");
	}
	found = rd_homeowners_by_key(store, RD_KEY_NAME, "johnsmith", NULL, NULL);
	cr_expect_eq(found->len, RD_HOMEOWNERS_MANY);
}

Test(people, an_installer_is_found_by_address_domain_and_name)
{
	char *emails[] = {(char *)"service@sunny.example", NULL};
	char *domains[] = {(char *)"sunny.example", (char *)"Sunny-Solar.example", NULL};
	RdInstaller record = {.id = (char *)"IN-01",
			      .name = (char *)"Sunny Solar LLC",
			      .emails = emails,
			      .domains = domains,
			      .phone = (char *)"505-555-0150",
			      .escalation_name = (char *)"Pat Quinn",
			      .escalation_phone = (char *)"505-555-0151",
			      .escalation_email = (char *)"pat@sunny.example",
			      .account_manager = (char *)"am@corp.example"};
	g_autoptr(RdInstaller) got = NULL;
	g_autoptr(GPtrArray) by_email = NULL;
	g_autoptr(GPtrArray) escalation = NULL;
	g_autoptr(GPtrArray) by_domain = NULL;
	g_autoptr(GPtrArray) by_name = NULL;

	cr_assert(rd_installer_put(store, &record, NULL));
	cr_assert(rd_installer_put(store, &record, NULL));
	got = rd_installer_get(store, "IN-01", NULL);
	cr_expect_str_eq(got->domains[1], domains[1]);
	cr_expect_str_eq(got->escalation_name, "Pat Quinn");
	cr_expect_str_eq(got->escalation_phone, "505-555-0151");
	cr_expect_str_eq(got->escalation_email, "pat@sunny.example");
	cr_expect_str_eq(got->account_manager, "am@corp.example");
	by_email = rd_installers_by_email(store, "Service@sunny.example", NULL);
	escalation = rd_installers_by_email(store, "pat@sunny.example", NULL);
	by_domain = rd_installers_by_domain(store, "sunny-solar.example", NULL);
	by_name = rd_installers_by_name(store, "sunny solar llc", NULL);
	cr_expect_eq(by_email->len, 1);
	cr_expect_eq(escalation->len, 1);
	cr_expect_eq(by_domain->len, 1);
	cr_expect_eq(by_name->len, 1);
}

Test(people, staff_answer_to_name_first_name_and_local_part)
{
	RdStaff lena = {.email = (char *)"l.ortiz@corp.example",
			.name = (char *)"Lena Ortiz",
			.role = RD_ROLE_BACK_OFFICE};
	RdStaff other = {.email = (char *)"lena@corp.example",
			 .name = (char *)"Magdalena Ruiz",
			 .role = RD_ROLE_SALES};
	const struct {
		const char *word;
		guint n;
	} cases[] = {{"Lena Ortiz", 1}, {"LENA", 2}, {"l.ortiz", 1}, {"ortiz", 0}, {"", 0}};
	g_autoptr(GPtrArray) sales = NULL;
	g_autoptr(RdStaff) got = NULL;

	cr_assert(rd_staff_put(store, &lena, NULL));
	cr_assert(rd_staff_put(store, &other, NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) found = rd_staff_by_word(store, cases[i].word, NULL);

		cr_expect_eq(found->len, cases[i].n, "%s", cases[i].word);
	}
	sales = rd_staff_by_role(store, RD_ROLE_SALES, NULL);
	cr_expect_eq(sales->len, 1);
	got = rd_staff_get(store, "L.Ortiz@CORP.example", NULL);
	cr_expect_eq(got->role, RD_ROLE_BACK_OFFICE);
}

Test(people, the_count_is_of_records)
{
	RdPeopleCount count;

	put_homeowner("HO-1", "A", "a@home.example", "", "");
	put_homeowner("HO-1", "A", "a@home.example", "", "");
	put_homeowner("HO-2", "B", "b@home.example", "", "");
	cr_assert(rd_people_count(store, &count, NULL));
	cr_expect_eq(count.homeowners, 2);
	cr_expect_eq(count.installers, 0);
	cr_expect_eq(count.staff, 0);
}

/* The number of those with such a gap. */
static guint
gap(const char *what)
{
	g_autoptr(GPtrArray) gaps = rd_people_gaps(store, NULL);

	cr_assert_not_null(gaps);
	for (guint i = 0; i < gaps->len; i++) {
		const RdPeopleGap *one = gaps->pdata[i];

		if (g_str_has_prefix(one->what, what))
			return one->n;
	}
	return 0;
}

Test(people, gaps_are_told_with_how_many_have_them)
{
	char *domains[] = {(char *)"post.example", NULL};
	RdInstaller installer = {.id = (char *)"IN-01",
				 .name = (char *)"Sunny",
				 .domains = domains,
				 .account_manager = (char *)"Am@corp.example"};
	RdStaff am = {
		.email = (char *)"am@corp.example", .name = (char *)"Al", .role = RD_ROLE_SALES};

	put_homeowner("HO-1", "A", "a@home.example", "505-555-0141", "");
	cr_expect_eq(gap("homeowners whose installer is not in the directory"), 1);
	cr_assert(rd_installer_put(store, &installer, NULL));
	cr_expect_eq(gap("homeowners whose installer is not in the directory"), 0);
	cr_expect_eq(gap("homeowners that share"), 0);
	put_homeowner("HO-2", "B", "A@home.example", "", "");
	cr_expect_eq(gap("homeowners that share"), 2);
	cr_expect_eq(gap("homeowners without a phone"), 1);
	cr_expect_eq(gap("installers with a domain"), 0);
	put_homeowner("HO-3", "C", "c@post.example", "", "");
	cr_expect_eq(gap("installers with a domain"), 1);
	cr_expect_eq(gap("installers without an e-mail"), 1);
	cr_expect_eq(gap("installers without an account manager"), 1);
	cr_assert(rd_staff_put(store, &am, NULL));
	cr_expect_eq(gap("installers without an account manager"), 0);
}
