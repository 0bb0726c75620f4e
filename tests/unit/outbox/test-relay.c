#include "../../../src/outbox/outbox-private.h"

#include <criterion/criterion.h>

static RdRelay *relay;

static void
setup(void)
{
	relay = rd_relay_new();
}

static void
teardown(void)
{
	rd_relay_free(relay);
}

TestSuite(relay, .init = setup, .fini = teardown);

/* What becomes of a mail to @address, for which the next hop answers so. */
static RdDelivery
judge(const char *address, RdDelivery delivery, int code, const char *detail)
{
	g_autoptr(RdEnvelope) envelope = rd_envelope_new("ob-1", "");
	RdRecipient *one;

	rd_envelope_add(envelope, address);
	one = envelope->recipients->pdata[0];
	one->delivery = delivery;
	one->code = code;
	one->detail = g_strdup(detail);
	rd_relay_judge(relay, envelope);
	return one->delivery;
}

/* One whom nobody has written to before. */
static RdDelivery
judge_stranger(RdDelivery delivery, int code)
{
	static guint n;
	g_autofree char *address = g_strdup_printf("%u@home.example", n++);

	return judge(address, delivery, code, "5.7.1 no");
}

static void
refuse_strangers(guint n)
{
	for (guint i = 0; i < n; i++)
		cr_expect_eq(judge_stranger(RD_DELIVERY_REJECTED, 554), RD_DELIVERY_REJECTED);
}

Test(relay, the_fifth_stranger_in_a_row_is_put_off_and_so_are_all_that_follow)
{
	refuse_strangers(4);
	cr_expect_not(rd_relay_refuses(relay));
	for (guint i = 0; i < 10; i++)
		cr_expect_eq(judge_stranger(RD_DELIVERY_REJECTED, 554), RD_DELIVERY_DEFERRED);
	cr_expect(rd_relay_refuses(relay));
}

Test(relay, a_mail_that_is_taken_ends_the_row)
{
	refuse_strangers(4);
	cr_expect_eq(judge_stranger(RD_DELIVERY_SENT, 250), RD_DELIVERY_SENT);
	refuse_strangers(4);
	cr_expect_eq(judge_stranger(RD_DELIVERY_REJECTED, 554), RD_DELIVERY_DEFERRED);
	cr_expect_eq(judge_stranger(RD_DELIVERY_SENT, 250), RD_DELIVERY_SENT);
	cr_expect_not(rd_relay_refuses(relay));
	refuse_strangers(4);
}

Test(relay, what_waits_neither_ends_the_row_nor_makes_it_longer)
{
	refuse_strangers(4);
	for (guint i = 0; i < 10; i++) {
		judge_stranger(RD_DELIVERY_DEFERRED, 450);
		judge_stranger(RD_DELIVERY_UNCERTAIN, 0);
	}
	cr_expect_not(rd_relay_refuses(relay));
	cr_expect_eq(judge_stranger(RD_DELIVERY_REJECTED, 554), RD_DELIVERY_DEFERRED);
}

Test(relay, a_mailbox_that_is_gone_counts_once)
{
	for (guint i = 0; i < 10; i++) {
		cr_expect_eq(judge("ann@home.example", RD_DELIVERY_REJECTED, 550, "gone"),
			     RD_DELIVERY_REJECTED);
		cr_expect_eq(judge("Ann@HOME.example", RD_DELIVERY_REJECTED, 550, "gone"),
			     RD_DELIVERY_REJECTED);
	}
	cr_expect_not(rd_relay_refuses(relay));
}

Test(relay, what_we_find_ourselves_is_no_word_of_the_next_hop)
{
	for (guint i = 0; i < 10; i++)
		cr_expect_eq(judge_stranger(RD_DELIVERY_REJECTED, 0), RD_DELIVERY_REJECTED);
	refuse_strangers(4);
	judge_stranger(RD_DELIVERY_REJECTED, 554);
	cr_expect(rd_relay_refuses(relay));
	cr_expect_eq(judge_stranger(RD_DELIVERY_REJECTED, 0), RD_DELIVERY_REJECTED);
}

Test(relay, its_words_are_the_last_without_addresses)
{
	cr_expect_str_eq(rd_relay_get_words(relay), "");
	judge("ann@home.example", RD_DELIVERY_REJECTED, 550, "5.1.1 <ann@home.example>: unknown");
	cr_expect_str_eq(rd_relay_get_words(relay), "550 5.1.1 <address> unknown");
	judge("ann@home.example", RD_DELIVERY_SENT, 250, "ok");
	cr_expect_str_eq(rd_relay_get_words(relay), "550 5.1.1 <address> unknown");
	judge("ann@home.example", RD_DELIVERY_DEFERRED, 0, "relay.example:25: Connection refused");
	cr_expect_str_eq(rd_relay_get_words(relay), "relay.example:25: Connection refused");
	judge("ann@home.example", RD_DELIVERY_DEFERRED, 0, "");
	cr_expect_str_eq(rd_relay_get_words(relay), "no answer");
}
