#include "office-fixture.h"

#include <criterion/criterion.h>

static RdCase *kase;

static void
setup(void)
{
	office_setup();
	kase = office_damaged();
}

TestSuite(command_beam, .init = setup, .fini = office_teardown);

Test(command_beam, the_case_goes_on_with_the_partner)
{
	office_do(kase, "#remind 3d x");
	expect_str(
		office_do(kase, "#beam yes"),
		"done: #beam: Marta Kowalczyk (HO-3001) is a customer of finance type beam, until "
		"an import says otherwise. The case goes on in the procedure beam.");
	expect_str(office_case(1001)->procedure, "beam");
	expect_str(office_letters(), "partner-outreach to risk@partner.example\n");
	expect_str(office_tasks(1001), "reminder (" BEN ")");
	expect_lacks(office_timers(1001), "call-due");
	expect_has(office_feed(1001), "timer: call-due cancelled <- command #beam");
	expect_has(office_feed(1001), "procedure: procedure: beam <- command #beam");
}

Test(command_beam, and_back_with_the_installer)
{
	office_do(kase, "#beam yes");
	expect_has(office_do(kase, "#beam no"), "goes on in the procedure installer-complaint");
	expect_str(office_case(1001)->state, "waiting");
	expect_str(office_letters(), "partner-outreach to risk@partner.example\n");
}

Test(command_beam, what_is_known_or_cannot_be_known_is_refused)
{
	RdCase *nobody = office_open("triage", "", 0);

	expect_has(office_do(kase, "#beam no"), "refused: #beam: That is what the directory says");
	expect_has(office_do(kase, "#beam maybe"), "refused: #beam: Say which");
	expect_has(office_do(nobody, "#beam yes"), "refused: #beam: Say first who");
}

Test(command_beam, a_closed_case_stays_where_it_is)
{
	g_autoptr(RdHomeowner) marta = NULL;

	office_do(kase, "#close");
	office_letters();
	expect_has(office_do(kase, "#beam Concert"), "finance type concert");
	expect_str(office_case(1001)->procedure, "installer-complaint");
	expect_str(office_letters(), "");
	marta = rd_homeowner_get(store, "HO-3001", NULL);
	cr_expect_eq(marta->finance, RD_FINANCE_CONCERT);
}
