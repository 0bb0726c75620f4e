#include "../../../src/classify/ranks.h"

#include <criterion/criterion.h>

#define N 1000

static void
make(RdRanks *ranks, guint n)
{
	RdKeys keys;

	rd_keys_init(&keys);
	for (guint i = 0; i < n; i++)
		rd_keys_add(&keys, 3 * i + 1);
	rd_ranks_make(ranks, &keys);
	rd_keys_clear(&keys);
}

static void
expect_each_has_its_own(const RdRanks *ranks, guint n)
{
	gboolean had[N] = {FALSE};

	cr_assert_eq(ranks->n, n);
	for (guint i = 0; i < n; i++) {
		guint rank = rd_ranks_find(ranks, 3 * i + 1);

		cr_assert_lt(rank, n, "key %u of %u", i, n);
		cr_expect_not(had[rank]);
		had[rank] = TRUE;
		cr_expect_eq(rd_ranks_find(ranks, 3 * i + 2), RD_RANKS_NONE);
	}
	cr_expect_eq(rd_ranks_find(ranks, 0), RD_RANKS_NONE);
}

Test(ranks, every_key_has_a_number_of_its_own_below_their_count)
{
	static const guint counts[] = {0, 1, 2, 3, 255, 256, N};

	for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
		RdRanks ranks;

		make(&ranks, counts[i]);
		expect_each_has_its_own(&ranks, counts[i]);
		rd_ranks_clear(&ranks);
	}
}

Test(ranks, what_was_written_is_used_where_it_lies)
{
	g_autoptr(GByteArray) octets = g_byte_array_new();
	RdRanks written, read = {0};
	RdPack pack;

	make(&written, N);
	rd_pack_begin_writing(&pack, octets);
	rd_ranks_pack(&written, &pack);
	rd_pack_begin_reading(&pack, octets->data, octets->len);
	rd_ranks_pack(&read, &pack);
	cr_assert_not(pack.broken);
	cr_expect_geq((const guint8 *)read.keys, octets->data);
	cr_expect_lt((const guint8 *)read.keys, octets->data + octets->len);
	expect_each_has_its_own(&read, N);
	rd_ranks_clear(&written);
}

Test(ranks, starts_that_lead_outside_are_refused)
{
	RdRanks written;

	make(&written, N);
	for (guint at = 0; at <= 1u << written.bits; at += 37) {
		g_autoptr(GByteArray) octets = g_byte_array_new();
		RdRanks read = {0};
		RdPack pack;
		guint32 *start = (guint32 *)written.starts + at, was = *start;

		*start = N + 1;
		rd_pack_begin_writing(&pack, octets);
		rd_ranks_pack(&written, &pack);
		*start = was;
		rd_pack_begin_reading(&pack, octets->data, octets->len);
		rd_ranks_pack(&read, &pack);
		cr_expect(pack.broken, "start %u", at);
	}
	rd_ranks_clear(&written);
}
