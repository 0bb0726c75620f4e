#include <criterion/criterion.h>
#include <redress/outbox.h>

Test(retry, the_delay_doubles_from_a_minute_to_four_hours)
{
	const struct {
		guint attempts;
		RdTime delay;
	} cases[] = {{0, 60},	{1, 60},    {2, 120},	 {3, 240},    {4, 480},
		     {8, 7680}, {9, 14400}, {10, 14400}, {64, 14400}, {G_MAXUINT, 14400}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		cr_expect_eq(rd_retry_next(cases[i].attempts, 1000, 0), 1000 + cases[i].delay,
			     "%u attempts", cases[i].attempts);
}

Test(retry, mails_that_failed_together_come_back_apart)
{
	guint quarters[4] = {0};

	for (guint32 seed = 1; seed <= 100; seed++) {
		RdTime delay = rd_retry_next(9, 0, seed);

		cr_expect_geq(delay, 14400);
		cr_assert_lt(delay, 14400 + 3600);
		quarters[(delay - 14400) / 900]++;
	}
	for (guint i = 0; i < 4; i++)
		cr_expect(quarters[i] >= 15 && quarters[i] <= 35, "quarter %u has %u", i,
			  quarters[i]);
}

Test(retry, the_same_mail_always_comes_back_at_the_same_time)
{
	cr_expect_eq(rd_retry_next(5, 1000, 42), rd_retry_next(5, 1000, 42));
	cr_expect_neq(rd_retry_next(5, 1000, 42), rd_retry_next(5, 1000, 43));
}

Test(retry, a_mail_is_given_up_after_five_days)
{
	cr_expect_not(rd_retry_expired(1000, 1000));
	cr_expect_not(rd_retry_expired(1000, 1000 + 5 * RD_TIME_DAY - 1));
	cr_expect(rd_retry_expired(1000, 1000 + 5 * RD_TIME_DAY));
}
