#include <criterion/criterion.h>
#include <redress/scratch.h>

Test(scratch, a_text_grows_beyond_the_stack_and_stays_whole)
{
	g_auto(RdScratch) scratch;
	g_autoptr(GString) wanted = g_string_new(NULL);

	rd_scratch_init(&scratch);
	for (guint i = 0; i < 2000; i++) {
		rd_scratch_append_c(&scratch, (char)('a' + i % 26));
		g_string_append_c(wanted, (char)('a' + i % 26));
		if (i % 7 == 0) {
			rd_scratch_append(&scratch, "seventh");
			g_string_append(wanted, "seventh");
		}
		cr_assert_str_eq(scratch.str, wanted->str);
	}
	cr_assert_eq(scratch.len, wanted->len);
}

Test(scratch, one_long_text_fits_at_once)
{
	g_auto(RdScratch) scratch;
	g_autofree char *text = g_strnfill(5000, 'x');

	rd_scratch_init(&scratch);
	rd_scratch_append(&scratch, "y");
	rd_scratch_append_len(&scratch, text, 5000);
	cr_assert_eq(scratch.len, 5001);
	cr_assert_str_eq(scratch.str + 1, text);
	rd_scratch_truncate(&scratch, 2);
	cr_assert_str_eq(scratch.str, "yx");
}
