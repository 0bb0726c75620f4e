#include "../../../src/message/param-private.h"

#include <criterion/criterion.h>
#include <string.h>

Test(param, parameters_are_read_in_all_their_forms)
{
	const struct {
		const char *in, *out;
	} cases[] = {
		{"; name=a.pdf", "a.pdf"},
		{"; NAME = \"a b.pdf\" ", "a b.pdf"},
		{"; name=a b.pdf; x=y", "a b.pdf"},
		{"; name=a.pdf charset=x", "a.pdf"},
		{"; x=\"a;name=b\"; name=c", "c"},
		{"; name=\"a\\\"b.pdf\"", "a\"b.pdf"},
		{"; name=\"C:\\temp\\a.pdf\"", "C:\\temp\\a.pdf"},
		{"; name=\"a.pdf", "a.pdf"},
		{"; name=\"a.pdf; x=y", "a.pdf"},
		/* RFC 2231 */
		{"; name*=utf-8''caf%C3%A9.pdf", "caf\xc3\xa9.pdf"},
		{"; name*=iso-8859-1'en'caf%E9.pdf", "caf\xc3\xa9.pdf"},
		{"; name*=\"utf-8''caf%C3%A9.pdf\"", "caf\xc3\xa9.pdf"},
		{"; name*0=\"long \"; name*1=\"name.pdf\"", "long name.pdf"},
		{"; name*1=b.pdf; name*0=a", "ab.pdf"},
		{"; name*0*=utf-8''caf%C3; name*1*=%A9; name*2=\".pdf\"", "caf\xc3\xa9.pdf"},
		{"; name=plain.pdf; name*=utf-8''real.pdf", "real.pdf"},
		{"; name*=a%20b.pdf", "a b.pdf"},
		/* RFC 2047, where it has no business */
		{"; name=\"=?utf-8?Q?caf=C3=A9=2Epdf?=\"", "caf\xc3\xa9.pdf"},
		{"; name==?utf-8?B?Y2Fmw6k=?=", "caf\xc3\xa9"},
		{"; name=\"=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=\"", "ab"},
		/* comments; an unquoted file name may have what looks like one */
		{"(c;name=x) ; (c) name (c\\)(d)) = \"a (b)\" (c)", "a (b)"},
		{"; name=photo (1).jpg; x=y", "photo (1).jpg"},
		{"; x=y (c; name=d); name=e", "e"},
		{"; x=y(c) name=e", "e"},
		{"; x=\"y\"(c)name=e(open", "e(open"},
		/* raw octets, folds, no value at all */
		{"; name=\"caf\xe9.pdf\"", "caf\xc3\xa9.pdf"},
		{";\r\n\tname=\"a\r\n b.pdf\"", "a b.pdf"},
		{"; name=", ""},
		{"; junk; ; =x; name=a", "a"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdSpan in = {cases[i].in, strlen(cases[i].in)};
		g_autofree char *out = rd_param_get(in, "name");

		cr_assert_not_null(out, "%s", cases[i].in);
		cr_expect_str_eq(out, cases[i].out, "%s: %s", cases[i].in, out);
	}
	cr_expect_null(rd_param_get((RdSpan){"; names=x", 9}, "name"));
}

Test(param, a_comment_is_no_part_of_a_value)
{
	static const char field[] =
		"; boundary=(a)x (comment); charset=y(z; format=f) ;format=g (open";
	const char *const names[] = {"boundary", "charset", "format"};
	const char *const values[] = {"x", "y", "g"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *out =
			rd_param_get_raw((RdSpan){field, sizeof field - 1}, names[i]);

		cr_expect_str_eq(out, values[i], "%s", names[i]);
	}
}

Test(param, a_media_type_is_found_where_there_is_one)
{
	const struct {
		const char *in, *out;
	} cases[] = {
		{"text/plain; charset=x", "text/plain"},
		{"TEXT / HTML", "TEXT/HTML"},
		{"text", "text/plain"},
		{"html", "text/html"},
		{"multipart; boundary=b", "multipart/mixed"},
		{"(c) text (d) / (e) html (f)", "text/html"},
		{"nonsense", NULL},
		{"/plain", NULL},
		{"", NULL},
		{"\"text/plain\"", "text/plain"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		RdSpan type, subtype, rest;
		gboolean found = rd_param_split_type((RdSpan){cases[i].in, strlen(cases[i].in)},
						     &type, &subtype, &rest);
		g_autofree char *out = NULL;

		cr_expect_eq(found, cases[i].out != NULL, "%s", cases[i].in);
		if (!found)
			continue;
		out = g_strdup_printf("%.*s/%.*s", (int)type.len, type.str, (int)subtype.len,
				      subtype.str);
		cr_expect_str_eq(out, cases[i].out, "%s: %s", cases[i].in, out);
	}
}
