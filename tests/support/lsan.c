/*
 * lsan.c - leaks that are not ours, for the tests under AddressSanitizer.
 *
 * libetpan 1.9.4 forgets some 50 octets of a greeting that is BYE, and the empty list
 * of a LIST or SEARCH that is refused. What a list holds is still reported.
 */

const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:mailimap_greeting_new\nleak:clist_new\n";
}
