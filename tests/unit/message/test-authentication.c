#include <criterion/criterion.h>
#include <redress/message.h>
#include <string.h>

#define OURS "Authentication-Results: mx.everbright.example"

/* "present dmarc dkim spf refuted" as a word of P, M, K, S, R. */
static char *
verdict(const char *fields, const char *authserv_id)
{
	g_autofree char *text = g_strconcat(fields, "\n\nx", NULL);
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
	g_autoptr(RdMessage) message =
		rd_message_parse(raw, authserv_id, &rd_message_default_limits);
	const RdAuthentication *found = &message->authentication;

	cr_expect_eq(rd_message_is_authenticated(message),
		     found->dmarc_pass || found->dkim_aligned || found->spf_aligned);
	return g_strconcat(found->present ? "P" : "", found->dmarc_pass ? "M" : "",
			   found->dkim_aligned ? "K" : "", found->spf_aligned ? "S" : "",
			   found->refuted ? "R" : "", NULL);
}

Test(authentication, only_the_trusted_servers_topmost_field_counts)
{
	const struct {
		const char *fields, *verdict;
	} cases[] = {
		{OURS "; dmarc=pass header.from=firm.example\nFrom: a@firm.example", "PM"},
		{OURS " 1;\n dkim=pass (ok; good) header.d=firm.example;\n\tspf=pass "
		      "smtp.mailfrom=bounce@firm.example\nFrom: a@firm.example",
		 "PKS"},
		{OURS "; dkim=pass header.i=@mail.firm.example\nFrom: a@firm.example", "PK"},
		{OURS "; dkim=pass header.d=firm.example header.i=b@Mail.Firm.example\n"
		      "From: a@firm.example",
		 "PK"},
		{OURS "; dkim=pass header.d=evil.example header.i=@evil.example;\n"
		      " dkim=pass header.d=firm.example header.i=@firm.example\n"
		      "From: a@firm.example",
		 "PK"},
		{OURS "; dkim=pass header.d=firm.example\nFrom: a@mail.firm.example", "PK"},
		{OURS "; spf=pass smtp.mailfrom=\"firm.example\"\nFrom: a@FIRM.example", "PS"},
		{"Authentication-Results: MX.everbright.example; dmarc=pass "
		 "header.from=firm.example\nFrom: a@firm.example",
		 "PM"},
		/* not passed, or passed for somebody else */
		{OURS "; dmarc=fail header.from=firm.example; dkim=none\nFrom: a@firm.example",
		 "PR"},
		{OURS "; dmarc=pass header.from=evil.example\nFrom: a@firm.example", "PR"},
		{OURS "; dkim=pass header.d=evil.example\nFrom: a@firm.example", "P"},
		{OURS "; dkim=pass header.d=notfirm.example\nFrom: a@firm.example", "P"},
		{OURS "; dkim=pass header.d=evil.example header.i=@firm.example\n"
		      "From: a@firm.example",
		 "P"},
		{OURS "; dkim=pass header.i=@firm.example header.d=evil.example\n"
		      "From: a@firm.example",
		 "P"},
		{OURS "; dkim=pass header.d=firm.example header.i=@evil.example\n"
		      "From: a@firm.example",
		 "P"},
		{OURS "; dkim=pass header.d=evil.example; dkim=none header.i=@firm.example\n"
		      "From: a@firm.example",
		 "P"},
		{OURS "; dkim=pass header.d=example\nFrom: a@firm.example", "P"},
		{OURS "; spf=pass smtp.helo=firm.example\nFrom: a@firm.example", "P"},
		{OURS "; x=y (dmarc=pass header.from=firm.example)\nFrom: a@firm.example", "P"},
		{OURS "; dkim=fail (x) reason=\"dmarc=pass header.from=firm.example\"\n"
		      "From: a@firm.example",
		 "P"},
		{OURS "; none\nFrom: a@firm.example", "P"},
		/* what cannot be told, and what another sender's server would say */
		{OURS "; dmarc=none; spf=none smtp.mailfrom=a@firm.example; dkim=temperror\n"
		      "From: a@firm.example",
		 "P"},
		{OURS "; spf=softfail smtp.mailfrom=a@firm.example\nFrom: a@firm.example", "P"},
		{OURS "; spf=fail smtp.mailfrom=a@firm.example\nFrom: a@firm.example", "PR"},
		{OURS "; spf=pass smtp.mailfrom=x@evil.example\nFrom: a@firm.example", "PR"},
		/* another server's word, and one below the topmost */
		{"Authentication-Results: mx.evil.example; dmarc=pass header.from=firm.example\n"
		 "From: a@firm.example",
		 ""},
		{"Authentication-Results: mx.everbright.example.evil.example; dmarc=pass "
		 "header.from=firm.example\nFrom: a@firm.example",
		 ""},
		{OURS "; dmarc=fail header.from=firm.example\n" OURS
		      "; dmarc=pass header.from=firm.example\nFrom: a@firm.example",
		 "PR"},
		/* two authors are none */
		{OURS "; dmarc=pass header.from=firm.example\nFrom: a@firm.example\n"
		      "From: b@evil.example",
		 "PR"},
		{OURS "; dmarc=pass header.from=firm.example\n"
		      "From: a@firm.example, b@evil.example",
		 "PR"},
		{OURS "; dmarc=pass header.from=firm.example\nSender: a@firm.example", "PR"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = verdict(cases[i].fields, "mx.everbright.example");
		g_autofree char *nobody = verdict(cases[i].fields, NULL);

		cr_expect_str_eq(out, cases[i].verdict, "%s: %s", cases[i].fields, out);
		cr_expect_str_eq(nobody, "");
	}
}
