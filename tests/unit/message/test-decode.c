#include "../../../src/message/decode-private.h"

#include <criterion/criterion.h>
#include <string.h>

static char *
decode(RdEncoding encoding, const char *text)
{
	gsize len;
	g_autofree char *out = rd_decode((RdSpan){text, strlen(text)}, encoding, G_MAXSIZE, &len);

	return g_strndup(out, len);
}

Test(decode, encodings_are_read_with_their_damage)
{
	const struct {
		RdEncoding encoding;
		const char *in, *out;
	} cases[] = {
		{RD_ENCODING_BASE64, "SGVsbG8=", "Hello"},
		{RD_ENCODING_BASE64, "SGVs\r\nbG8=\r\n", "Hello"},
		{RD_ENCODING_BASE64, "SGVsbG8", "Hello"},
		{RD_ENCODING_BASE64, "SG*V s!bG8=", "Hello"},
		{RD_ENCODING_BASE64, "SG-Vsb_G8=", "Hello"},
		{RD_ENCODING_BASE64, "=SGVsbG8=", "Hello"},
		{RD_ENCODING_BASE64, "SGVsbA==SGVsbG8=", "HellHello"},
		{RD_ENCODING_BASE64, "SGVsbA==\r\nSGVsbG8=", "HellHello"},
		{RD_ENCODING_BASE64, "SGVsbG8=\r\n\r\nTo leave the list, write to\r\n", "Hello"},
		{RD_ENCODING_BASE64, "", ""},
		{RD_ENCODING_QP, "caf=C3=A9=20", "caf\xc3\xa9 "},
		{RD_ENCODING_QP, "caf=c3=a9", "caf\xc3\xa9"},
		{RD_ENCODING_QP, "a=\r\nb=\nc= \r\nd=", "abcd"},
		{RD_ENCODING_QP, "1+1=2, =zz", "1+1=2, =zz"},
		{RD_ENCODING_QP, "a \r\nb", "a \r\nb"},
		{RD_ENCODING_UU, "begin 644 a.txt\n#0V%T\n`\nend\n", "Cat"},
		{RD_ENCODING_UU, "noise\nbegin 644 a\n#0V%T", "Cat"},
		{RD_ENCODING_NONE, "a=20", "a=20"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = decode(cases[i].encoding, cases[i].in);

		cr_expect_str_eq(out, cases[i].out, "%s: %s", cases[i].in, out);
	}
}

Test(decode, a_limit_stops_the_decoding)
{
	const char text[] = "QUFBQUFBQUFBQUFBQUFBQUFB";
	gsize len;
	g_autofree char *out = rd_decode((RdSpan){text, strlen(text)}, RD_ENCODING_BASE64, 4, &len);

	cr_expect_geq(len, 4);
	cr_expect_leq(len, 7);
}

/* As much as several of the pieces in which a body is measured. */
Test(decode, the_size_of_a_large_body_is_that_of_what_it_decodes_to)
{
	const struct {
		RdEncoding encoding;
		const char *begin, *line, *end;
	} cases[] = {
		{RD_ENCODING_NONE, "", "abc=20\r\n", "x"},
		{RD_ENCODING_BASE64, "", "SGVsbG8gd29ybGQhISEh\r\n",
		 "SGVsbG8=\r\n--\r\nlist.example\r\n"},
		{RD_ENCODING_QP, "", "caf=C3=A9 and a soft=\r\n break \r\n", "="},
		{RD_ENCODING_QP, "", "nothing to decode ", ""},
		{RD_ENCODING_UU, "begin 644 a\n", "#0V%T\n", "`\nend\nand more\n"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) text = g_string_new(cases[i].begin);
		g_autofree char *out = NULL;
		RdSpan body;
		gsize len;

		while (text->len < 100000)
			g_string_append(text, cases[i].line);
		g_string_append(text, cases[i].end);
		body = (RdSpan){text->str, text->len};
		out = rd_decode(body, cases[i].encoding, G_MAXSIZE, &len);
		cr_expect_gt(len, 40000);
		cr_expect_eq(rd_decode_size(body, cases[i].encoding, NULL), len, "%zu", i);
	}
}
