#include "office-fixture.h"

#include <criterion/criterion.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)

TestSuite(recipients, .init = office_setup, .fini = office_teardown);

/* The address of @role in @kase; "-" for none. */
static const char *
address(const RdCase *kase, const char *role)
{
	g_autoptr(RdHomeowner) homeowner = NULL;
	g_autoptr(RdInstaller) installer = NULL;
	char *found;

	cr_assert(rd_casework_people(&casework, kase, &homeowner, &installer, NULL));
	found = rd_casework_address(&casework, kase, homeowner, installer, role);
	return office_keep(found != NULL ? found : g_strdup("-"));
}

Test(recipients, each_role_stands_for_the_address_on_record)
{
	const struct {
		const char *role, *address;
	} roles[] = {
		{"homeowner", MARTA},
		{"installer", MESA},
		{"account-manager", OMAR},
		{"sales", OMAR},
		{"contact", "somebody@else.example"},
		{"handler", ANNA},
		{"assignee", "back-office@corp.example"},
		{"back-office", "back-office@corp.example"},
		{"triage", "back-office@corp.example"},
		{"resolution", "resolution@corp.example"},
		{"marketing", "marketing@corp.example"},
		{"partner", "risk@partner.example"},
		{"operator", "postmaster@corp.example"},
		{"am-escalation", "cassandra@corp.example"},
		{"nobody", "-"},
		{"", "-"},
	};
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);

	store_set(&kase->contact, "somebody@else.example");
	store_set(&kase->handler, ANNA);
	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
		cr_expect_str_eq(address(kase, roles[i].role), roles[i].address, "%s: %s",
				 roles[i].role, address(kase, roles[i].role));
}

Test(recipients, the_assignee_is_a_person_the_queue_or_the_back_office)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);

	store_set(&kase->queue, "sales");
	expect_str(address(kase, "assignee"), OMAR);
	store_set(&kase->assignee, BEN);
	expect_str(address(kase, "assignee"), BEN);
	store_set(&kase->assignee, "");
	store_set(&kase->queue, "");
	expect_str(address(kase, "assignee"), "back-office@corp.example");
}

Test(recipients, a_homeowner_is_answered_where_they_wrote_from_if_that_is_on_record)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);

	store_set(&kase->contact, "MK@Work.example");
	expect_str(address(kase, "homeowner"), "mk@work.example");
	store_set(&kase->contact, "marta.kowalczyk@elsewhere.example");
	expect_str(address(kase, "homeowner"), MARTA);
}

Test(recipients, who_is_not_known_or_has_no_address_has_none)
{
	RdCase *olive = office_open("installer-complaint", OLIVE, DAMAGE);
	RdCase *nobody = office_open("triage", "", DAMAGE);

	expect_str(address(olive, "homeowner"), "-");
	expect_str(address(olive, "account-manager"), "-");
	expect_str(address(olive, "sales"), "back-office@corp.example");
	expect_str(address(nobody, "homeowner"), "-");
	expect_str(address(nobody, "installer"), "-");
	expect_str(address(nobody, "contact"), "-");
	expect_str(address(nobody, "handler"), "-");
}

Test(recipients, an_installer_with_only_an_escalation_address_is_written_to_there)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", DAMAGE);
	g_autoptr(RdInstaller) mesa = rd_installer_get(store, "IN-31", NULL);

	g_strfreev(mesa->emails);
	mesa->emails = g_new0(char *, 1);
	cr_assert(rd_installer_put(store, mesa, NULL));
	expect_str(address(kase, "installer"), "ines.varga@mesasolar.example");
}
