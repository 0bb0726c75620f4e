#include <criterion/criterion.h>

#include "../../../src/mailbox/imap-strikes.h"

Test(imap_strikes, a_message_is_given_up_when_its_strikes_add_up)
{
	static const struct {
		RdStrike strike;
		guint tries;
	} cases[] = {{RD_STRIKE_GARBLED, 4}, {RD_STRIKE_WITHHELD, 6}, {RD_STRIKE_LOST, 20}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdImapStrikes *strikes = rd_imap_strikes_new();

		cr_expect_eq(rd_imap_strikes_count(strikes, 7), 0);
		for (guint n = 1; n <= cases[i].tries; n++) {
			cr_expect_null(rd_imap_strikes_verdict(strikes, 7, 1), "%zu: %u", i, n);
			rd_imap_strikes_add(strikes, 7, cases[i].strike, "why", 1);
			cr_expect_eq(rd_imap_strikes_count(strikes, 7), n * cases[i].strike);
		}
		cr_expect_str_eq(rd_imap_strikes_verdict(strikes, 7, 1), "why");
		cr_expect_null(rd_imap_strikes_verdict(strikes, 8, 1));
		rd_imap_strikes_free(strikes);
	}
}

Test(imap_strikes, a_message_that_is_refused_is_given_up_after_half_an_hour_at_least)
{
	static const gint64 half_an_hour = 30 * G_TIME_SPAN_MINUTE;
	RdImapStrikes *strikes = rd_imap_strikes_new();
	gint64 begin = 1000;

	for (guint i = 0; i < 100; i++)
		rd_imap_strikes_add(strikes, 7, RD_STRIKE_REFUSED, "why", begin + i);
	cr_expect_null(rd_imap_strikes_verdict(strikes, 7, begin + half_an_hour - 1));
	cr_expect_str_eq(rd_imap_strikes_verdict(strikes, 7, begin + half_an_hour), "why");
	rd_imap_strikes_forget(strikes, 7);
	rd_imap_strikes_add(strikes, 7, RD_STRIKE_REFUSED, "why", begin);
	cr_expect_null(rd_imap_strikes_verdict(strikes, 7, begin + half_an_hour), "once is little");
	rd_imap_strikes_free(strikes);
}

Test(imap_strikes, what_fails_again_rests_longer_each_time)
{
	static const guint rests_s[] = {0, 15, 30, 60, 120, 240, 240, 240};
	RdImapStrikes *strikes = rd_imap_strikes_new();
	gint64 now = 1000;

	for (gsize i = 0; i < G_N_ELEMENTS(rests_s); i++) {
		RdStrike strike = i % 2 == 0 ? RD_STRIKE_LOST : RD_STRIKE_REFUSED;

		rd_imap_strikes_add(strikes, 7, strike, "why", now);
		now += rests_s[i] * G_TIME_SPAN_SECOND;
		cr_expect(i == 0 || rd_imap_strikes_is_resting(strikes, 7, now - 1), "%zu", i);
		cr_expect_not(rd_imap_strikes_is_resting(strikes, 7, now), "%zu", i);
		cr_expect_not(rd_imap_strikes_is_resting(strikes, 8, now - 1));
	}
	rd_imap_strikes_forget(strikes, 7);
	rd_imap_strikes_add(strikes, 7, RD_STRIKE_LOST, "why", now);
	cr_expect_not(rd_imap_strikes_is_resting(strikes, 7, now), "given since, and failed once");
	rd_imap_strikes_free(strikes);
}

/* It may be gone: the next listing tells. */
Test(imap_strikes, what_was_left_out_does_not_rest)
{
	RdImapStrikes *strikes = rd_imap_strikes_new();

	for (guint i = 0; i < 5; i++)
		rd_imap_strikes_add(strikes, 7, RD_STRIKE_WITHHELD, "why", 1000);
	cr_expect_not(rd_imap_strikes_is_resting(strikes, 7, 1000));
	cr_expect_str_eq(rd_imap_strikes_why(strikes, 7), "why");
	cr_expect_null(rd_imap_strikes_why(strikes, 8));
	rd_imap_strikes_free(strikes);
}

Test(imap_strikes, other_uids_are_other_messages)
{
	RdImapStrikes *strikes = rd_imap_strikes_new();

	rd_imap_strikes_begin(strikes, 1);
	rd_imap_strikes_add(strikes, 7, RD_STRIKE_LOST, "why", 1);
	rd_imap_strikes_begin(strikes, 1);
	cr_expect_gt(rd_imap_strikes_count(strikes, 7), 0, "another session, the same UIDs");
	rd_imap_strikes_begin(strikes, 2);
	cr_expect_eq(rd_imap_strikes_count(strikes, 7), 0);
	rd_imap_strikes_free(strikes);
}
