/*
 * lsan.c - leaks that are not ours, for the tests under AddressSanitizer.
 *
 * libetpan 1.9.4 forgets some 50 octets of a greeting that is BYE.
 */

const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:mailimap_greeting_new\n";
}
