#include <criterion/criterion.h>
#include <redress/watcher.h>

Test(watcher, it_backs_off_from_a_second_to_five_minutes)
{
	for (guint32 seed = 0; seed < 1000; seed += 7) {
		guint first = rd_watcher_backoff_ms(1, seed);
		guint later = rd_watcher_backoff_ms(4, seed);
		guint last = rd_watcher_backoff_ms(1000, seed);

		cr_expect(first >= 750 && first <= 1250, "%u", first);
		cr_expect(later >= 6000 && later <= 10000, "%u", later);
		cr_expect(last >= 225000 && last <= 375000, "%u", last);
	}
}

Test(watcher, two_of_them_do_not_come_back_at_the_same_time)
{
	cr_expect_neq(rd_watcher_backoff_ms(5, 1), rd_watcher_backoff_ms(5, 12345));
}
