/*
 * lsan.c - leaks that are not ours, for the tests under AddressSanitizer.
 *
 * Each test runs in a process of its own, and leaks are looked for there. The process
 * that starts them is Criterion's alone; 2.4.1 forgets in it, now and then, the record of
 * a test that has ended.
 *
 * libetpan 1.9.4 forgets some 50 octets of a greeting that is BYE, and the empty list
 * of a LIST or SEARCH that is refused. What a list holds is still reported.
 */
#include <stdlib.h>

int __lsan_is_turned_off(void);
const char *__lsan_default_suppressions(void);

int
__lsan_is_turned_off(void)
{
	/* Criterion gives this variable to the processes that run a test. */
	return !getenv("BXFI_MAP");
}

const char *
__lsan_default_suppressions(void)
{
	return "leak:mailimap_greeting_new\nleak:clist_new\n";
}
