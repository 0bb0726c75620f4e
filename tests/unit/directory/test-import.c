#include <criterion/criterion.h>
#include <redress/directory.h>
#include <redress/error.h>
#include <string.h>

#include "scratch.h"

#define DIRECTORY "tests/data/directory"

static char *dir;
static RdStore *store;
static GPtrArray *bad;

static void
setup(void)
{
	dir = scratch_new();
	store = rd_store_open(":memory:", NULL);
	bad = g_ptr_array_new_with_free_func(g_free);
}

static void
teardown(void)
{
	g_ptr_array_unref(bad);
	rd_store_close(store);
	scratch_remove(dir);
}

TestSuite(import, .init = setup, .fini = teardown);

#define HOMEOWNERS "id,name,emails,phone,address,installer_id,finance,milestone\n"
#define INSTALLERS                                                                                 \
	"id,name,emails,domains,phone,escalation_name,escalation_phone,escalation_email,"          \
	"account_manager\n"
#define STAFF "email,name,role\n"

/* Imports @text as FILE.csv; the bad rows without the folder, one a line. */
static char *
import(RdImportKind kind, const char *text, guint *imported, gboolean *ok)
{
	g_autofree char *path = g_build_filename(dir, "FILE.csv", NULL);
	g_autoptr(GError) error = NULL;
	GString *lines = g_string_new(NULL);

	cr_assert(g_file_set_contents(path, text, -1, NULL));
	g_ptr_array_set_size(bad, 0);
	*ok = rd_directory_import(store, kind, path, imported, bad, &error);
	cr_assert_eq(*ok, bad->len == 0, "%s", error != NULL ? error->message : "");
	cr_assert(*ok || g_error_matches(error, RD_ERROR, RD_ERROR_INPUT));
	for (guint i = 0; i < bad->len; i++)
		g_string_append_printf(lines, "%s\n", (char *)bad->pdata[i] + strlen(dir) + 1);
	return g_string_free(lines, FALSE);
}

static RdPeopleCount
count(void)
{
	RdPeopleCount people;

	cr_assert(rd_people_count(store, &people, NULL));
	return people;
}

Test(import, a_folder_becomes_a_store)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdStore) people = rd_directory_open_folder(DIRECTORY, &error);
	g_autoptr(RdHomeowner) quist = NULL;
	g_autoptr(RdHomeowner) reyes = NULL;
	g_autoptr(RdInstaller) pine = NULL;
	g_autoptr(RdStaff) risk = NULL;

	cr_assert_not_null(people, "%s", error != NULL ? error->message : "");
	quist = rd_homeowner_get(people, "HO-2005", NULL);
	cr_assert_str_eq(quist->name, "Quist, Lars & Petra");
	cr_assert_eq(quist->finance, RD_FINANCE_CONCERT);
	cr_assert_eq(quist->milestone, RD_MILESTONE_NONE);
	reyes = rd_homeowner_get(people, "HO-2006", NULL);
	cr_assert_str_eq(reyes->installer_id, "");
	cr_assert_eq(reyes->milestone, RD_MILESTONE_UNKNOWN);
	pine = rd_installer_get(people, "IN-02", NULL);
	cr_assert_str_eq(pine->domains[1], "tp-field.example");
	risk = rd_staff_get(people, "risk@partner-renewables.example", NULL);
	cr_assert_eq(risk->role, RD_ROLE_PARTNER);
}

Test(import, every_bad_row_is_listed_and_nothing_is_imported)
{
	guint imported;
	gboolean ok;
	g_autofree char *installers = import(
		RD_IMPORT_INSTALLERS, INSTALLERS "IN-01,Copper Sky,,,,,,,\n", &imported, &ok);
	g_autofree char *lines =
		import(RD_IMPORT_HOMEOWNERS,
		       HOMEOWNERS "HO-1,Good,a@b.example,5055550140,\"1 Elm St, X\",IN-01,"
				  "standard,m1\n"
				  "HO-2,Bad mail,a b@c.example,,,IN-01,standard,m1\n"
				  "HO-3,Bad installer,,,,IN-99,standard,m1\n"
				  "HO-4,Bad words,,,,IN-01,gold,m9\n"
				  "HO-1,Twice,,,,IN-01,standard,m1\n"
				  "HO-5,,,12,,IN-01,standard,m1\n"
				  "HO-6,Short\n"
				  "\"HO-7\"x,Quote,,,,IN-01,standard,m1\n"
				  ",No id,,,,IN-01,standard,m1\n",
		       &imported, &ok);

	cr_assert_str_eq(installers, "");
	cr_assert_str_eq(
		lines,
		"FILE.csv:3: emails: \"a b@c.example\" is not an e-mail address\n"
		"FILE.csv:4: installer_id \"IN-99\" is no installer's\n"
		"FILE.csv:5: finance \"gold\" is none of standard, beam, concert; milestone \"m9\" "
		"is none of none, m1, m2, m3, unknown\n"
		"FILE.csv:6: id \"HO-1\" is in line 2 already\n"
		"FILE.csv:7: name is empty; phone \"12\" is not a phone number\n"
		"FILE.csv:8: 2 fields where the header has 8\n"
		"FILE.csv:9: text after a closing quote\n"
		"FILE.csv:10: id is empty\n",
		"%s", lines);
	cr_assert_eq(count().homeowners, 0);
	cr_assert_eq(count().installers, 1);
}

Test(import, a_column_may_stand_anywhere_but_has_to_be_there)
{
	guint imported;
	gboolean ok;
	g_autofree char *missing =
		import(RD_IMPORT_STAFF, "email,names\na@b.example,A\n", &imported, &ok);
	g_autofree char *moved =
		import(RD_IMPORT_STAFF, "Role,since,Email,NAME\nsales,2020,a@b.example,Ann\n",
		       &imported, &ok);
	g_autoptr(RdStaff) ann = rd_staff_get(store, "a@b.example", NULL);

	cr_assert_str_eq(missing, "FILE.csv:1: column name is missing\n"
				  "FILE.csv:1: column role is missing\n");
	cr_assert_str_eq(moved, "");
	cr_assert_eq(imported, 1);
	cr_assert_str_eq(ann->name, "Ann");
	cr_assert_eq(ann->role, RD_ROLE_SALES);
}

Test(import, a_second_import_replaces_records_with_the_same_id)
{
	guint imported;
	gboolean ok;
	g_autoptr(RdInstaller) installer = NULL;

	g_free(import(RD_IMPORT_INSTALLERS, INSTALLERS "IN-01,Old,,,,,,,\nIN-02,Kept,,,,,,,\n",
		      &imported, &ok));
	cr_assert(ok);
	cr_assert_eq(imported, 2);
	g_free(import(RD_IMPORT_INSTALLERS, INSTALLERS "IN-01,New,,,,,,,\n", &imported, &ok));
	cr_assert(ok);
	installer = rd_installer_get(store, "IN-01", NULL);
	cr_assert_str_eq(installer->name, "New");
	cr_assert_eq(count().installers, 2);
}

Test(import, staff_have_roles_that_staff_can_have)
{
	guint imported;
	gboolean ok;
	g_autofree char *lines = import(RD_IMPORT_STAFF,
					STAFF "a@b.example,A,homeowner\n"
					      "A@B.example,A,agent\n"
					      "c@d.example,C,boss\n"
					      ",D,agent\n",
					&imported, &ok);

	cr_assert(strstr(lines, "FILE.csv:2: role \"homeowner\" is none of") != NULL);
	cr_assert(strstr(lines, "FILE.csv:3: email \"a@b.example\" is in line 2") != NULL);
	cr_assert(strstr(lines, "FILE.csv:4: role \"boss\"") != NULL);
	cr_assert(strstr(lines, "FILE.csv:5: email is empty") != NULL);
}

Test(import, installers_addresses_and_domains_are_checked)
{
	guint imported;
	gboolean ok;
	g_autofree char *lines =
		import(RD_IMPORT_INSTALLERS,
		       INSTALLERS "IN-1,A,x@y.example;z,ok.example;-bad-,1,N,2,not mail,am\n",
		       &imported, &ok);

	cr_assert_str_eq(lines,
			 "FILE.csv:2: emails: \"z\" is not an e-mail address; domains: \"-bad-\" "
			 "is not a domain; phone \"1\" is not a phone number; escalation_phone "
			 "\"2\" is not a phone number; escalation_email \"not mail\" is not an "
			 "e-mail address; account_manager \"am\" is not an e-mail address\n");
}

Test(import, an_empty_file_and_no_file_are_told)
{
	guint imported;
	gboolean ok;
	g_autoptr(GError) error = NULL;
	g_autofree char *lines = import(RD_IMPORT_STAFF, "", &imported, &ok);

	cr_assert_str_eq(lines, "FILE.csv:1: the file is empty\n");
	g_ptr_array_set_size(bad, 0);
	cr_assert_not(
		rd_directory_import(store, RD_IMPORT_STAFF, "no/such.csv", &imported, bad, &error));
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_INPUT));
	cr_assert_not_null(strstr(error->message, "no/such.csv"));
}
