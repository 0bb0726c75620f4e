#include "../../../src/message/charset-private.h"

#include <criterion/criterion.h>
#include <string.h>

Test(charset, octets_are_read_by_declaration_then_by_sense)
{
	const struct {
		const char *charset, *in, *out;
	} cases[] = {
		{"utf-8", "caf\xc3\xa9", "caf\xc3\xa9"},
		{"\"UTF8\"", "caf\xc3\xa9", "caf\xc3\xa9"},
		{NULL, "caf\xe9", "caf\xc3\xa9"},
		{"us-ascii", "It\x92s", "It\xe2\x80\x99s"},
		{"iso-8859-1", "\x93quoted\x94", "\xe2\x80\x9cquoted\xe2\x80\x9d"},
		{"ISO_8859-1:1987", "caf\xe9", "caf\xc3\xa9"},
		{"latin1", "caf\xe9", "caf\xc3\xa9"},
		{"iso-8859-15", "\xa4", "\xe2\x82\xac"},
		{"windows-1251", "\xcf", "\xd0\x9f"},
		{"koi8-r", "\xf0", "\xd0\x9f"},
		/* declared latin-1, in fact UTF-8 */
		{"iso-8859-1", "caf\xc3\xa9", "caf\xc3\xa9"},
		{"windows-1252", "\xe2\x80\x99", "\xe2\x80\x99"},
		/* declared UTF-8, in fact windows-1252 */
		{"utf-8", "caf\xe9 \x96", "caf\xc3\xa9 \xe2\x80\x93"},
		/* the superset that Windows means */
		{"gb2312", "\x81\x40", "\xe4\xb8\x82"},
		{"ks_c_5601-1987", "\x81\x41", "\xea\xb0\x82"},
		{"shift_jis", "\x87\x40", "\xe2\x91\xa0"},
		{"big5", "\xa7\x41", "\xe4\xbd\xa0"},
		{"euc-jp", "\xa4\xb3", "\xe3\x81\x93"},
		/* letters that iconv holds back for a mark that may follow */
		{"windows-1255", "\xf9\xec\xe5\xed", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"},
		{"windows-1255", "\xe4, \xe9\xc4!", "\xd7\x94, \xef\xac\x9d!"},
		{"windows-1258", "nh\xe0", "nh\xc3\xa0"},
		{"windows-1258", "m\xe1i nha\xcc", "m\xc3\xa1i nh\xc3\xa0"},
		{"big5", "\x88\x62", "\xc3\x8a\xcc\x84"},
		{"big5", "\x88\x66", "\xc3\x8a"},
		/* with escapes; also when nobody says so */
		{"iso-2022-jp", "\033$B$3\033(B!", "\xe3\x81\x93!"},
		{NULL, "\033$B$3\033(B!", "\xe3\x81\x93!"},
		{"utf-7", "caf+AOk-", "caf\xc3\xa9"},
		{"no-such-thing", "caf\xe9", "caf\xc3\xa9"},
		{"", "caf\xe9", "caf\xc3\xa9"},
		{"utf-8", "\xef\xbb\xbfHi", "Hi"},
		/* nothing of it is lost */
		{"shift_jis",
		 "a\xff\xff"
		 "b",
		 "a\xef\xbf\xbd\xef\xbf\xbd"
		 "b"},
		{"utf-16le", "", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out =
			rd_charset_to_utf8(cases[i].charset, cases[i].in, strlen(cases[i].in));

		cr_expect_str_eq(out, cases[i].out, "case %zu (%s): %s", i, cases[i].charset, out);
	}
}

Test(charset, nul_and_wide_characters_lose_nothing)
{
	g_autofree char *nul = rd_charset_to_utf8(NULL, "a\0b", 3);
	g_autofree char *latin = rd_charset_to_utf8("iso-8859-1", "\xe9\0b", 3);
	g_autofree char *wide = rd_charset_to_utf8("utf-16le", "H\0i\0", 4);
	g_autofree char *marked = rd_charset_to_utf8(NULL, "\xff\xfeH\0i\0", 6);

	cr_expect_str_eq(nul, "ab");
	cr_expect_str_eq(latin, "\xc3\xa9"
				"b");
	cr_expect_str_eq(wide, "Hi");
	cr_expect_str_eq(marked, "Hi");
}

Test(charset, any_octets_become_valid_utf8)
{
	const char *const charsets[] = {NULL,	       "utf-8",	      "utf-7",	"iso-2022-kr",
					"gb18030",     "shift_jis",   "euc-kr", "big5",
					"iso-2022-jp", "iso-2022-cn", "utf-16", "utf-32",
					"iso-8859-8",  "koi8-u",      "euc-tw", "johab"};
	char octets[512];

	for (gsize i = 0; i < sizeof octets; i++)
		octets[i] = (char)(i * 167 + i / 7);
	for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
		g_autofree char *out = rd_charset_to_utf8(charsets[i], octets, sizeof octets);

		cr_expect(g_utf8_validate(out, -1, NULL), "%s", charsets[i]);
		cr_expect_gt(strlen(out), 0);
	}
}
