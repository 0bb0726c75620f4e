#include "office-fixture.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/gateway.h>
#include <redress/outbox.h>
#include <unistd.h>

#define DAMAGE RD_SET(RD_COMPLAINT_DAMAGE)
#define DAY    RD_TIME_DAY

static RdOffice *office;
static RdPass pass;

static void
setup(void)
{
	g_autoptr(GError) error = NULL;

	office_setup();
	office = rd_office_new(config, store, &error);
	g_assert_no_error(error);
	pass = (RdPass){0};
}

static void
teardown(void)
{
	rd_office_free(office);
	office_teardown();
}

TestSuite(office, .init = setup, .fini = teardown);

static void
work(void)
{
	g_autoptr(GError) error = NULL;

	pass = (RdPass){0};
	cr_assert(rd_office_work(office, now, &pass, &error), "%s",
		  error != NULL ? error->message : "");
}

static void
take(const char *from)
{
	g_autofree char *headers = g_strdup_printf("From: %s\nSubject: Water", from);
	g_autoptr(GBytes) raw = office_mail(
		headers, "The crew broke four tiles, and now the roof leaks into the attic.");

	office_take(raw);
}

Test(office, it_works_what_waits_and_all_that_is_due)
{
	take(MARTA);
	work();
	cr_expect_eq(pass.worked, 1);
	cr_expect_eq(pass.timers, 0);
	cr_expect_eq(pass.tasks, 0);
	now += 2 * DAY;
	work();
	cr_expect_eq(pass.worked, 0);
	cr_expect_eq(pass.timers, 1);
	cr_expect_eq(pass.tasks, 1, "the task that the timer has opened");
	expect_str(office_tasks(1001), "call-installer (back-office)");
}

Test(office, working_again_at_the_same_time_changes_nothing)
{
	const char *feed;

	take(MARTA);
	now += 2 * DAY;
	work();
	feed = office_feed(1001);
	office_letters();
	work();
	cr_expect_eq(pass.worked + pass.timers + pass.tasks, 0);
	expect_str(office_feed(1001), feed);
	expect_str(office_letters(), "");
}

Test(office, no_backlog_is_too_long_for_one_round)
{
	config->budget.per_address_hour = 1000;
	for (int i = 0; i < 120; i++)
		office_open("installer-complaint", "HO-3001", DAMAGE);
	now += 2 * DAY;
	work();
	cr_expect_eq(pass.timers, 120);
	cr_expect_eq(pass.tasks, 120);
}

Test(office, a_backlog_is_worked_in_parts_and_mail_before_what_is_due)
{
	gboolean more;

	office_open("installer-complaint", "HO-3001", DAMAGE);
	now += 2 * DAY;
	for (int i = 0; i < 210; i++)
		take("x@elsewhere.example");
	cr_assert(rd_office_work_some(office, now, &pass, &more, NULL));
	cr_expect(more);
	cr_expect_eq(pass.worked, 200);
	cr_expect_eq(pass.timers, 0);
	cr_assert(rd_office_work_some(office, now, &pass, &more, NULL));
	cr_expect_eq(pass.worked, 210);
	for (int i = 0; i < 10 && more; i++)
		cr_assert(rd_office_work_some(office, now, &pass, &more, NULL));
	cr_expect_not(more);
	cr_expect_eq(pass.timers, 1);
}

Test(office, what_a_mail_says_today_counts_before_what_is_due_today)
{
	g_autofree char *headers = NULL;
	g_autoptr(GBytes) raw = NULL;

	take(MARTA);
	work();
	headers = g_strdup_printf("In-Reply-To: <%s>",
				  office_letter("homeowner-outreach")->message_id);
	now += 2 * DAY;
	raw = office_mail(headers, "The roof is fixed and I am happy with the result. Thank you!");
	office_take(raw);
	work();
	cr_expect_not(office_case(1001)->open);
	expect_lacks(office_feed(1001), "Call the installer");
}

Test(office, the_operator_is_told_what_fails_and_what_works_again)
{
	RdHealthNews news = {.source = (char *)"imaps://mail.corp.example/INBOX",
			     .why = (char *)"login refused",
			     .since = MONDAY};
	g_autoptr(GError) error = NULL;

	cr_assert(rd_office_tell_operator(office, &news, now, &error), "%s",
		  error != NULL ? error->message : "");
	expect_str(office_letters(), "operator-failing to postmaster@corp.example\n");
	expect_has(office_letter_text("operator-failing"), "imaps://mail.corp.example/INBOX");
	expect_has(office_letter_text("operator-failing"), "login refused");
	expect_has(office_letter_text("operator-failing"), "Mon Mar 2, 4:00 PM");
	news.recovered = TRUE;
	cr_assert(rd_office_tell_operator(office, &news, now, NULL));
	expect_str(office_letters(), "operator-recovered to postmaster@corp.example\n");
	cr_expect_eq(office_letter("operator-recovered")->case_id, 0);
}

Test(office, a_letter_to_the_operator_needs_no_case_to_go_out)
{
	RdHealthNews news = {.source = (char *)"transport", .why = (char *)"x", .since = MONDAY};

	cr_assert(rd_office_tell_operator(office, &news, now, NULL));
	office_send("r");
	cr_expect_eq(office_letter("operator-failing")->state, RD_OUTBOX_FAILED);
}

Test(office, templates_that_are_not_there_are_named)
{
	g_autoptr(GError) error = NULL;

	g_free(config->templates);
	config->templates = g_strdup("/no/such/templates");
	cr_expect_null(rd_office_new(config, store, &error));
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	expect_has(error->message, "/no/such/templates/");
}

Test(office, mistakes_in_rules_show_when_they_are_needed)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdOffice) other = rd_office_new(config, store, &error);
	gboolean more;

	g_assert_no_error(error);
	g_free(config->templates);
	config->templates = g_strdup("/no/such/templates");
	cr_expect(rd_office_work_some(other, now, &pass, &more, &error));
	take("x@elsewhere.example");
	cr_expect_not(rd_office_work_some(other, now, &pass, &more, &error));
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	expect_has(error->message, "/no/such/templates/rules");
}

Test(office, there_must_be_somewhere_to_put_what_nobody_understands)
{
	char *dir = scratch_new();
	g_autofree char *templates = g_strconcat(dir, "/t", NULL);
	const char *links[][2] = {{"replies", "templates/replies"},
				  {"rules", "templates/rules"},
				  {"procedures", "tests/data/office/procedures"}};
	g_autofree char *here = g_get_current_dir();
	g_autoptr(GError) error = NULL;

	g_assert_cmpint(g_mkdir_with_parents(templates, 0700), ==, 0);
	for (gsize i = 0; i < G_N_ELEMENTS(links); i++) {
		g_autofree char *to = g_build_filename(here, links[i][1], NULL);
		g_autofree char *at = g_build_filename(templates, links[i][0], NULL);

		g_assert_cmpint(symlink(to, at), ==, 0);
	}
	g_free(config->templates);
	config->templates = g_steal_pointer(&templates);
	cr_expect_null(rd_office_new(config, store, &error));
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	expect_has(error->message, "there must be a procedure \"triage\"");
	scratch_remove(dir);
}
