#include <criterion/criterion.h>
#include <redress/outbox.h>

Test(budget, it_is_exceeded_by_the_mail_after_the_last_one)
{
	RdConfig config = {
		.budget = {.per_address_hour = 3, .per_case_day = 5, .per_template_day = 2}};
	const struct {
		RdBudgetUse use;
		const char *says;
	} cases[] = {{{0, 0, 0}, NULL},
		     {{2, 4, 1}, NULL},
		     {{3, 0, 0}, "per_address_hour is 3"},
		     {{0, 5, 0}, "per_case_day is 5"},
		     {{0, 0, 2}, "per_template_day is 2"},
		     {{100, 100, 100}, "dana@home.example"}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *why =
			rd_budget_exceeded(&config, "dana@home.example", &cases[i].use);

		if (cases[i].says == NULL)
			cr_expect_null(why, "case %zu: %s", i, why);
		else
			cr_expect(why != NULL && strstr(why, cases[i].says) != NULL, "case %zu: %s",
				  i, why);
	}
}

Test(budget, none_is_no_limit)
{
	RdConfig config = {0};
	RdBudgetUse use = {1000, 1000, 1000};

	cr_expect_null(rd_budget_exceeded(&config, "dana@home.example", &use));
}

Test(budget, a_queue_of_ours_hears_of_every_task)
{
	RdConfig config = {.roles = {.back_office = (char *)"back-office@everbright.example"},
			   .budget = {.per_address_hour = 3}};
	RdBudgetUse use = {1000, 0, 0};
	g_autofree char *why = rd_budget_exceeded(&config, "dana@home.example", &use);

	cr_expect_null(rd_budget_exceeded(&config, "Back-Office@everbright.example", &use));
	cr_expect_not_null(why);
}
