#include "../../../src/message/value-private.h"

#include <criterion/criterion.h>
#include <string.h>

Test(date, dates_are_read_in_all_the_forms_of_mail)
{
	const struct {
		const char *in, *out;
		gint offset;
	} cases[] = {
		{"Mon, 2 Feb 2026 09:30:15 -0500", "2026-02-02T14:30:15Z", -300},
		{"2 Feb 2026 09:30 +0000", "2026-02-02T09:30:00Z", 0},
		{"Mon, 02 Feb 26 09:30:00 GMT", "2026-02-02T09:30:00Z", 0},
		{"Mon, 02 Feb 99 09:30:00 EST", "1999-02-02T14:30:00Z", -300},
		{"Mon, 2 Feb 126 09:30:00 +0000", "2026-02-02T09:30:00Z", 0},
		{"Mon, 2 Feb 2026 09:30:00 -0700 (MST)", "2026-02-02T16:30:00Z", -420},
		{"Mon, 2 Feb 2026 09:30:00 (PST)", "2026-02-02T17:30:00Z", -480},
		{"Mon, 2 Feb 2026 09:30:00", "2026-02-02T09:30:00Z", 0},
		{"Mon Feb  2 09:30:00 2026", "2026-02-02T09:30:00Z", 0},
		{"Mon Feb  2 09:30:00 PST 2026", "2026-02-02T17:30:00Z", -480},
		{"Monday, 2-Feb-26 09:30:00 UTC", "2026-02-02T09:30:00Z", 0},
		{"2026-02-02T09:30:00Z", "2026-02-02T09:30:00Z", 0},
		{"2026-02-02 09:30:00.25 +0530", "2026-02-02T04:00:00Z", 330},
		{"2026-02-02T09:30:00+05:30", "2026-02-02T04:00:00Z", 330},
		{"Mon, 2 Feb 2026 09:30:00 GMT+0100", "2026-02-02T08:30:00Z", 60},
		{"Mon, 2 Feb 2026 9:30 PM -0000", "2026-02-02T21:30:00Z", 0},
		{"Mon, 2 Feb 2026 12.30.00 +0100", "2026-02-02T11:30:00Z", 60},
		{"Mon,\r\n 2 Feb 2026\r\n 09:30:00 +0000", "2026-02-02T09:30:00Z", 0},
		{"Mon, 2 Feb 2026 09:30:00 +9999", "2026-02-02T09:30:00Z", 0},
		{"29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00Z", 0},
		{"Thu, 1 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z", 0},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdTime time = RD_TIME_NONE;
		gint offset = 0;
		g_autofree char *out = NULL;

		cr_expect(rd_value_date((RdSpan){cases[i].in, strlen(cases[i].in)}, &time, &offset),
			  "%s", cases[i].in);
		out = rd_time_format(time);
		cr_expect_str_eq(out, cases[i].out, "%s: %s", cases[i].in, out);
		cr_expect_eq(offset, cases[i].offset, "%s: %d", cases[i].in, offset);
	}
}

Test(date, what_is_no_date_is_left_alone)
{
	const char *cases[] = {"",
			       "yesterday",
			       "30 Feb 2026 09:30:00 +0000",
			       "2 Foo 2026",
			       "32 Jan 2026",
			       "Mon, 2 Feb 2026 25:61:00",
			       "99999999999999999999"};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdTime time = 7;
		gint offset = 7;

		cr_expect_not(rd_value_date((RdSpan){cases[i], strlen(cases[i])}, &time, &offset),
			      "%s", cases[i]);
		cr_expect_eq(time, 7);
	}
}
