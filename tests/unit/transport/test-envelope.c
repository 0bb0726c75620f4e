#include <criterion/criterion.h>
#include <redress/transport.h>
#include <string.h>

Test(envelope, an_address_that_smtp_cannot_carry_is_refused)
{
	static const char *const bad[] = {
		"",
		"ann",
		"@example.com",
		"ann@",
		"a nn@example.com",
		"ann@example.com>",
		"<ann@example.com>",
		"ann@example.com\r",
		"x@y\r\nRCPT TO:<z@example.com",
		"ann\t@example.com",
		"ann\x7f@example.com",
		"ann\xff@example.com",
	};
	g_autofree char *local = g_strnfill(254 - strlen("@example.com"), 'a');
	g_autofree char *longest = g_strconcat(local, "@example.com", NULL);
	g_autofree char *longer = g_strconcat("a", longest, NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
		cr_expect_not(rd_envelope_address_is_valid(bad[i]), "%s", bad[i]);
	cr_expect(rd_envelope_address_is_valid("ann+RD-1042.x@example.com"));
	cr_expect(rd_envelope_address_is_valid("j\xc3\xb6rg@example.com"));
	cr_expect(rd_envelope_address_is_valid("\"a@b\"@example.com"));
	cr_expect(rd_envelope_address_is_valid(longest));
	cr_expect_not(rd_envelope_address_is_valid(longer));
}
