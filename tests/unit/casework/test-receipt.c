#include "office-fixture.h"

#include <criterion/criterion.h>

static RdCase *kase;
static GPtrArray *outcomes;

static void
setup(void)
{
	office_setup();
	kase = office_open("installer-complaint", "HO-3001", RD_SET(RD_COMPLAINT_DAMAGE));
	outcomes = g_ptr_array_new_with_free_func((GDestroyNotify)rd_command_outcome_free);
}

static void
teardown(void)
{
	g_ptr_array_unref(outcomes);
	office_teardown();
}

TestSuite(receipt, .init = setup, .fini = teardown);

static void
add(gboolean done, const char *text)
{
	RdCommandOutcome *outcome = g_new0(RdCommandOutcome, 1);

	outcome->done = done;
	outcome->text = g_strdup(text);
	g_ptr_array_add(outcomes, outcome);
}

/* A value of the receipt: a text, or the texts of a list, one a line; "-" for none. */
static const char *
value(const char *name)
{
	g_autoptr(json_t) values = rd_commands_receipt(kase, outcomes, config->time_zone);
	const json_t *found = json_object_get(json_object_get(values, "receipt"), name);
	GString *out = g_string_new(json_is_string(found) ? json_string_value(found) : NULL);
	const json_t *item;
	gsize i;

	json_array_foreach(found, i, item)
		g_string_append_printf(out, "%s\n", json_string_value(item));
	return office_keep(found != NULL ? g_string_free(out, FALSE)
					 : (g_string_free(out, TRUE), g_strdup("-")));
}

Test(receipt, it_parts_what_was_done_from_what_was_not)
{
	expect_str(value("done"), "");
	add(TRUE, "#take: Assigned.");
	add(FALSE, "#tkae: No such command.");
	add(TRUE, "#note: Noted.");
	expect_str(value("done"), "#take: Assigned.\n#note: Noted.\n");
	expect_str(value("not_done"), "#tkae: No such command.\n");
}

Test(receipt, it_shows_the_case_at_a_glance)
{
	RdEvent late = {.kind = RD_EVENT_TIMER, .name = "call-due"};

	office_event(kase, &late);
	store_set(&kase->assignee, BEN);
	expect_str(value("case"),
		   "open, installer-complaint: calling\n"
		   "complaint: damage\n"
		   "queue back-office, assigned to " BEN "\n"
		   "to do: Call the installer, Mesa Solar (call-installer), due Mon Mar 2, "
		   "4:00 PM\n");
}

Test(receipt, it_names_no_task_that_is_done)
{
	kase = office_open("triage", "", 0);
	expect_has(value("case"), "to do: Read a message that could not be sorted (sort)");
	office_do(kase, "#done");
	expect_str(value("case"), "open, triage: waiting\nqueue triage, assigned to nobody\n");
}

Test(receipt, of_many_tasks_it_lists_the_first)
{
	g_autoptr(json_t) links = NULL;

	for (guint i = 0; i < 30; i++) {
		const char *name = office_keep(g_strdup_printf("call-%u.", i));

		cr_assert(rd_casework_task(&casework, kase, name, "Call", "", "operator", "c", now,
					   NULL));
	}
	cr_expect_eq(office_count(value("case"), "to do: Call (call-"), 20);
	expect_has(value("case"), "to do: Call (call-19.)");
	expect_has(value("case"), "\nand 10 more to do\n");
	links = rd_casework_links(&casework, kase, NULL);
	cr_expect_eq(json_array_size(links), 20 + 4);
	expect_has(office_do(kase, "#done"), "\"Call\" (call-19.). And 10 more.");
}

Test(receipt, it_says_what_comes_next)
{
	expect_str(value("next"), "call-due, Wed Mar 4, 4:00 PM");
	office_do(kase, "#close");
	expect_str(value("next"), "-");
	expect_has(value("case"), "closed, installer-complaint: ");
}

Test(receipt, the_letter_can_be_written_whatever_came_of_the_commands)
{
	for (int i = 0; i < 3; i++) {
		g_autoptr(json_t) extra = rd_commands_receipt(kase, outcomes, config->time_zone);
		RdPost post = {
			.template_name = "receipt", .address = BEN, .extra = extra, .cause = "m"};

		cr_assert(office_post(kase, &post));
		add(i == 0, "something");
	}
	cr_expect_eq(office_count(office_letters(), "receipt to " BEN "\n"), 3);
	expect_has(office_letter_text("receipt"), "something");
}
