#include "../../../src/store/store-private.h"

#include <criterion/criterion.h>
#include <string.h>

static const sqlite3_mem_methods *const memory = &rd_store_memory;

Test(memory, a_piece_has_at_least_the_size_that_was_asked_for)
{
	for (int octets = 1; octets < 3000; octets += 7) {
		void *piece = memory->xMalloc(octets);

		memset(piece, 0xaa, (gsize)octets);
		cr_assert_geq(memory->xSize(piece), octets);
		cr_assert_eq(memory->xSize(piece), memory->xRoundup(octets));
		cr_assert_eq((guintptr)piece % 8, 0);
		memory->xFree(piece);
	}
}

Test(memory, what_is_taken_at_once_does_not_overlap)
{
	guint8 *pieces[200];

	for (guint round = 0; round < 3; round++) {
		for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
			pieces[i] = memory->xMalloc(40);
			memset(pieces[i], (int)i, 40);
		}
		for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
			cr_assert_eq(pieces[i][0], (guint8)i);
			cr_assert_eq(pieces[i][39], (guint8)i);
			memory->xFree(pieces[i]);
		}
	}
}

Test(memory, a_piece_keeps_its_octets_when_it_grows_and_shrinks)
{
	static const int sizes[] = {8, 900, 1100, 50000, 1030, 1000, 24};
	char *piece = memory->xMalloc(8);

	strcpy(piece, "abcdefg");
	for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
		piece = memory->xRealloc(piece, memory->xRoundup(sizes[i]));
		cr_assert_str_eq(piece, "abcdefg");
		cr_assert_geq(memory->xSize(piece), sizes[i]);
	}
	memory->xFree(piece);
}

static gpointer
give_all(gpointer data)
{
	void **pieces = data;

	for (guint i = 0; i < 100; i++)
		memory->xFree(pieces[i]);
	return memory->xMalloc(64);
}

Test(memory, a_piece_may_outlive_the_thread_that_it_was_given_back_in)
{
	void *pieces[100];
	guint8 *other;

	for (guint i = 0; i < G_N_ELEMENTS(pieces); i++)
		pieces[i] = memory->xMalloc(64);
	other = g_thread_join(g_thread_new("other", give_all, pieces));
	memset(other, 0xaa, 64);
	memory->xFree(other);
}
