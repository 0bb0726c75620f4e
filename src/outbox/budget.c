#include <redress/outbox.h>

char *
rd_budget_exceeded(const RdConfig *config, const char *address, const RdBudgetUse *use)
{
	if (config->budget.per_address_hour > 0 && !rd_config_is_team(config, address) &&
	    use->to_address >= config->budget.per_address_hour)
		return g_strdup_printf("%s has had %u mails within the hour; "
				       "budget.per_address_hour is %u",
				       address, use->to_address, config->budget.per_address_hour);
	if (config->budget.per_case_day > 0 && use->of_case >= config->budget.per_case_day)
		return g_strdup_printf("the case has sent %u mails within the day; "
				       "budget.per_case_day is %u",
				       use->of_case, config->budget.per_case_day);
	if (config->budget.per_template_day > 0 &&
	    use->of_template >= config->budget.per_template_day)
		return g_strdup_printf("the case has sent this letter %u times within the day; "
				       "budget.per_template_day is %u",
				       use->of_template, config->budget.per_template_day);
	return NULL;
}
