#include <criterion/criterion.h>
#include <redress/guard.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const RdGuardLimits limits = {.cpu_s = 1, .wall_s = 2, .memory_bytes = 64 * 1024 * 1024};

static void
work_well(gpointer data)
{
	*(int *)data = 1;
}

static void
work_crash(gpointer data)
{
	(void)data;
	abort();
}

static void
work_forever(gpointer data)
{
	volatile int *n = data;

	for (;;)
		(*n)++;
}

static void
work_never(gpointer data)
{
	(void)data;
	for (;;)
		pause();
}

Test(guard, a_child_that_ends_well_changes_nothing_here)
{
	g_autofree char *why = NULL;
	int n = 0;

	cr_expect(rd_guard_survives(work_well, &n, &limits, &why));
	cr_expect_eq(n, 0);
	cr_expect_null(why);
}

Test(guard, a_crash_and_a_runaway_are_told)
{
	void (*const works[])(gpointer) = {work_crash, work_forever, work_never};

	for (gsize i = 0; i < G_N_ELEMENTS(works); i++) {
		g_autofree char *why = NULL;
		int n = 0;

		cr_expect_not(rd_guard_survives(works[i], &n, &limits, &why), "case %zu", i);
		cr_expect_not_null(why);
	}
}

Test(guard, what_is_out_of_the_ordinary_is_read_all_the_same)
{
	const char *text = "From: Ann <ann@home.example>\nSubject: roof\n"
			   "Content-Type: text/plain; charset=iso-2022-jp\n\n"
			   "\033$B$3\033(B leaks\n";
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
	g_autoptr(RdMessage) message = rd_guard_parse(raw, NULL, &rd_message_default_limits);

	cr_expect_str_eq(message->subject, "roof");
	cr_expect_str_eq(message->text, "\xe3\x81\x93 leaks\n");
	cr_expect_null(message->defect);
}
