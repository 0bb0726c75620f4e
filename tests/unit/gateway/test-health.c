#include <criterion/criterion.h>
#include <redress/health.h>

static guint
news_count(RdHealth *health, RdTime now)
{
	g_autoptr(GPtrArray) news = rd_health_news(health, now);

	return news->len;
}

/* Whether it was reported to the operator makes no difference. */
Test(health, whoever_fails_is_told_of_the_beginning_and_the_end)
{
	g_autoptr(RdHealth) health = rd_health_new(600);

	cr_expect_not(rd_health_well(health, "imap"));
	for (RdTime now = 1000; now < 4000; now += 1000) {
		cr_expect(rd_health_fails(health, "imap", "no route", now));
		cr_expect_not(rd_health_fails(health, "imap", "no route", now + 1));
		if (now == 2000)
			cr_assert_eq(news_count(health, now + 600), 1);
		cr_expect(rd_health_well(health, "imap"));
		cr_expect_not(rd_health_well(health, "imap"));
	}
}

Test(health, a_short_failure_is_nobodys_business)
{
	g_autoptr(RdHealth) health = rd_health_new(600);

	rd_health_fails(health, "imap", "no route", 1000);
	cr_expect_eq(news_count(health, 1599), 0);
	rd_health_well(health, "imap");
	cr_expect_eq(news_count(health, 5000), 0);
}

Test(health, a_long_failure_is_reported_once_with_its_beginning)
{
	g_autoptr(RdHealth) health = rd_health_new(600);
	g_autoptr(GPtrArray) news = NULL;
	const RdHealthNews *item;

	rd_health_fails(health, "imap", "no route", 1000);
	rd_health_fails(health, "imap", "login refused", 1500);
	news = rd_health_news(health, 1600);
	cr_assert_eq(news->len, 1);
	item = news->pdata[0];
	cr_expect_str_eq(item->why, "login refused");
	cr_expect_eq(item->since, 1000);
	cr_expect_not(item->recovered);
	cr_expect_eq(news_count(health, 9999), 0);
}

/* What was reported is known to be well only by whoever knows that it was reported. */
Test(health, a_reload_forgets_no_failure)
{
	g_autoptr(RdHealth) old = rd_health_new(600);
	g_autoptr(RdHealth) health = rd_health_new(60);
	g_autoptr(GPtrArray) news = NULL;
	const RdHealthNews *item;

	rd_health_fails(old, "imap", "no route", 1000);
	cr_assert_eq(news_count(old, 1600), 1);
	rd_health_fails(old, "transport", "no relay", 1590);
	rd_health_fails(old, "removed", "gone from the configuration", 1500);
	rd_health_carry(health, old);
	cr_expect_eq(news_count(health, 5000), 0, "nothing has been heard since");
	rd_health_well(health, "imap");
	news = rd_health_news(health, 5000);
	cr_assert_eq(news->len, 1);
	item = news->pdata[0];
	cr_expect_str_eq(item->source, "imap");
	cr_expect(item->recovered);
	cr_expect_eq(item->since, 1000);
	rd_health_fails(health, "transport", "no relay", 5000);
	cr_expect_eq(news_count(health, 5000), 1, "it fails since long before the reload");
}

Test(health, a_recovery_is_reported_once_and_only_after_a_report)
{
	g_autoptr(RdHealth) health = rd_health_new(600);
	g_autoptr(GPtrArray) news = NULL;

	rd_health_fails(health, "imap", "no route", 1000);
	cr_assert_eq(news_count(health, 1600), 1);
	rd_health_well(health, "imap");
	rd_health_well(health, "imap");
	news = rd_health_news(health, 1700);
	cr_assert_eq(news->len, 1);
	cr_expect(((RdHealthNews *)news->pdata[0])->recovered);
	cr_expect_eq(news_count(health, 1800), 0);
	rd_health_fails(health, "imap", "again", 2000);
	cr_expect_eq(news_count(health, 2600), 1, "a second failure is a new one");
}
