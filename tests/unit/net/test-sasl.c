#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/sasl.h>
#include <string.h>

/* The response as text, with "|" for NUL and "^" for 0x01; NULL when the step failed. */
static char *
step(RdSasl *sasl, const char *challenge)
{
	g_autoptr(GBytes) response = rd_sasl_step(sasl, challenge, strlen(challenge), NULL);
	gsize len;
	const char *octets;
	char *text;

	if (response == NULL)
		return NULL;
	octets = g_bytes_get_data(response, &len);
	text = g_malloc0(len + 1);
	for (gsize i = 0; i < len; i++)
		text[i] = octets[i] == '\0' ? '|' : octets[i] == 1 ? '^' : octets[i];
	return text;
}

static void
expect(RdSasl *sasl, const char *challenge, const char *response)
{
	g_autofree char *got = step(sasl, challenge);

	if (response == NULL)
		cr_expect_null(got, "%s", challenge);
	else
		cr_expect_str_eq(got, response);
}

/* The exchange that RFC 5802 section 5 shows. */
Test(sasl, scram_sha_1_is_that_of_the_rfc)
{
	g_autoptr(RdSasl) sasl =
		rd_sasl_new("SCRAM-SHA-1", "user", "pencil", "fyko+d2lbbFgONRv9qkxdawL");

	cr_expect(rd_sasl_is_client_first(sasl));
	expect(sasl, "", "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
	expect(sasl, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
	       "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
	       "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
	cr_expect_not(rd_sasl_is_complete(sasl));
	expect(sasl, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", "");
	cr_expect(rd_sasl_is_complete(sasl));
}

/* The exchange that RFC 7677 section 3 shows. */
Test(sasl, scram_sha_256_is_that_of_the_rfc)
{
	g_autoptr(RdSasl) sasl =
		rd_sasl_new("SCRAM-SHA-256", "user", "pencil", "rOprNGfwEbeRWgbNEkqO");

	expect(sasl, "", "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
	expect(sasl,
	       "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
	       "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
	       "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
	       "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
	expect(sasl, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "");
	cr_expect(rd_sasl_is_complete(sasl));
}

Test(sasl, scram_does_not_trust_a_server_that_does_not_know_the_password)
{
	static const char *const first[] = {
		"",
		"r=other3rfc,s=QSXCR+Q6sek8bf92,i=4096",       /* not our nonce */
		"r=nonce,s=QSXCR+Q6sek8bf92,i=4096",	       /* no nonce of its own */
		"r=nonce3rfc,s=QSXCR+Q6sek8bf92,i=1",	       /* to guess the password with ease */
		"r=nonce3rfc,s=QSXCR+Q6sek8bf92,i=2000000000", /* to keep us busy */
		"m=x,r=nonce3rfc,s=QSXCR+Q6sek8bf92,i=4096",   /* an extension we must know */
	};
	static const char *const final[] = {"v=", "e=other-error", "",
					    "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="};

	for (gsize i = 0; i < G_N_ELEMENTS(first); i++) {
		g_autoptr(RdSasl) sasl = rd_sasl_new("SCRAM-SHA-1", "user", "pencil", "nonce");

		expect(sasl, "", "n,,n=user,r=nonce");
		expect(sasl, first[i], NULL);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(final); i++) {
		g_autoptr(RdSasl) sasl = rd_sasl_new("SCRAM-SHA-1", "user", "pencil", "nonce");
		g_autofree char *proof = NULL;

		expect(sasl, "", "n,,n=user,r=nonce");
		proof = step(sasl, "r=nonce3rfc,s=QSXCR+Q6sek8bf92,i=4096");
		cr_expect_not_null(proof);
		expect(sasl, final[i], NULL);
		cr_expect_not(rd_sasl_is_complete(sasl), "%s", final[i]);
	}
}

Test(sasl, scram_escapes_what_would_end_the_name)
{
	g_autoptr(RdSasl) sasl = rd_sasl_new("SCRAM-SHA-1", "a,b=c", "x", "n");

	expect(sasl, "", "n,,n=a=2Cb=3Dc,r=n");
}

Test(sasl, plain_login_and_xoauth2_say_what_they_should)
{
	g_autoptr(RdSasl) plain = rd_sasl_new("PLAIN", "ann", "se cret", NULL);
	g_autoptr(RdSasl) login = rd_sasl_new("LOGIN", "ann", "se cret", NULL);
	g_autoptr(RdSasl) token = rd_sasl_new("XOAUTH2", "ann@x.example", "tok", NULL);

	expect(plain, "", "|ann|se cret");
	expect(plain, "more?", NULL);
	cr_expect_not(rd_sasl_is_client_first(login));
	expect(login, "Username:", "ann");
	expect(login, "Password:", "se cret");
	expect(login, "Favourite colour:", NULL);
	expect(token, "", "user=ann@x.example^auth=Bearer tok^^");
	expect(token, "{\"status\":\"401\"}", "");
	cr_expect(rd_sasl_is_complete(token));
}

Test(sasl, the_strongest_that_fits_is_chosen)
{
	const char *const all[] = {"LOGIN",    "XOAUTH2",	"PLAIN", "SCRAM-SHA-1",
				   "CRAM-MD5", "SCRAM-SHA-256", NULL};
	const char *const few[] = {"LOGIN", "XOAUTH2", NULL};

	cr_expect_str_eq(rd_sasl_choose(all, NULL, FALSE), "SCRAM-SHA-256");
	cr_expect_str_eq(rd_sasl_choose(few, NULL, FALSE), "LOGIN");
	cr_expect_str_eq(rd_sasl_choose(all, "plain", FALSE), "PLAIN");
	cr_expect_str_eq(rd_sasl_choose(all, NULL, TRUE), "XOAUTH2");
	cr_expect_null(rd_sasl_choose(few, "plain", FALSE));
	cr_expect_null(rd_sasl_choose(all, "plain", TRUE), "a token is no password");
	cr_expect(rd_sasl_is_known("scram-sha-1"));
	cr_expect_not(rd_sasl_is_known("cram-md5"));
}
