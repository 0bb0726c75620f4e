#include "office-fixture.h"

#include <criterion/criterion.h>

static RdCase *kase;

static void
setup(void)
{
	office_setup();
	kase = office_damaged();
}

TestSuite(command_mail, .init = setup, .fini = office_teardown);

Test(command_mail, a_letter_is_sent_to_whom_the_procedure_sends_it)
{
	expect_str(office_do(kase, "#send Follow-Up"),
		   "done: #send: The letter \"follow-up\" to " MARTA " is on its way.");
	expect_str(office_letters(), "follow-up to " MARTA "\n");
	expect_has(office_feed(1001), "mail-out: follow-up to " MARTA " <- command #send");
	expect_has(office_do(kase, "#send installer-concern"), "to " MESA " is on its way.");
}

Test(command_mail, only_letters_of_procedures_are_sent)
{
	const char *lines[] = {"#send", "#send receipt", "#send task-mail",
			       "#send task-call-installer", "#send ../redress.yaml"};

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
		expect_has(office_do(kase, lines[i]), "refused: #send: There is no letter");
	expect_has(office_do(kase, "#send x"), "This one knows: ");
	expect_has(office_do(kase, "#send x"), "follow-up");
	expect_str(office_letters(), "");
}

Test(command_mail, a_letter_that_lacks_something_is_not_sent)
{
	RdCase *nobody = office_open("triage", "", 0);

	expect_has(office_do(nobody, "#send follow-up"),
		   "refused: #send: The letter \"follow-up\" was not sent");
	expect_has(office_tasks(nobody->id), "letter-not-sent");
}
