#include <criterion/criterion.h>
#include <redress/text.h>

Test(text, what_is_not_utf8_is_read_as_windows_1252)
{
	const struct {
		const char *in, *out;
	} cases[] = {
		{"caf\xc3\xa9", "caf\xc3\xa9"},	    {"caf\xe9", "caf\xc3\xa9"},
		{"It\x92s", "It\xe2\x80\x99s"},	    {"\xc3\xa9 and \xe9", "\xc3\xa9 and \xc3\xa9"},
		{"bell \x07", "bell \xef\xbf\xbd"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *out = rd_text_to_utf8(cases[i].in, strlen(cases[i].in));

		cr_expect_str_eq(out, cases[i].out, "case %zu: %s", i, out);
	}
}

Test(text, what_follows_a_nul_is_kept)
{
	g_autofree char *out = rd_text_to_utf8("a\0b", 3);

	cr_assert_str_eq(out, "a\xef\xbf\xbd"
			      "b");
}

Test(text, a_phone_number_has_one_form)
{
	const char *same[] = {"(505) 555-0141", "505.555.0141", "+1 505 555 0141",
			      "1-505-555-0141"};

	for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
		g_autofree char *digits = rd_text_phone_digits(same[i]);

		cr_expect_str_eq(digits, "5055550141", "%s", same[i]);
	}
	cr_expect_null(rd_text_phone_digits("12 Elm"));
}

Test(text, an_address_is_one_that_mail_can_be_sent_to)
{
	static const char *const good[] = {"a@b", "ann.o'hara+x@mail.home.example",
					   "x_y-z@1a.example", "jos\xc3\xa9@correo.example",
					   "a@m\xc3\xbcller.example"};
	static const char *const bad[] = {"",
					  "ann",
					  "@home.example",
					  "ann@",
					  "ann@home..example",
					  "ann@.example",
					  "ann@home.example.",
					  ".ann@home.example",
					  "ann.@home.example",
					  "a..b@home.example",
					  "ann hara@home.example",
					  "Ann <ann@home.example>",
					  "ann@home.example, bob@home.example",
					  "ann@home.example\nBcc: x@y",
					  "\"a b\"@home.example",
					  "a@-b.example",
					  "a@b_c.example",
					  "a\xff@b.example"};
	g_autofree char *long_local = g_strnfill(65, 'a');
	g_autofree char *too_long = g_strconcat(long_local, "@home.example", NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(good); i++)
		cr_expect(rd_text_is_address(good[i]), "%s", good[i]);
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
		cr_expect_not(rd_text_is_address(bad[i]), "%s", bad[i]);
	cr_expect_not(rd_text_is_address(too_long));
}

Test(text, every_character_folds_as_glib_folds_it)
{
	for (gunichar c = 1; c < 0x1f000; c++) {
		char text[16] = "aB";
		gsize len = 2;
		g_autofree char *ours = NULL;
		g_autofree char *theirs = NULL;

		if (!g_unichar_validate(c))
			continue;
		len += (gsize)g_unichar_to_utf8(c, text + len);
		memcpy(text + len, "Yz", 3);
		ours = rd_text_casefold(text);
		theirs = g_utf8_casefold(text, -1);
		cr_assert_str_eq(ours, theirs, "U+%04X", c);
	}
}

Test(text, spaces_of_any_kind_fold_into_one)
{
	const struct {
		const char *text, *folded;
	} cases[] = {
		{"", ""},
		{" \t\n", ""},
		{"  Marta \r\n KOWALCZYK\t", "marta kowalczyk"},
		{"\xc2\xa0"
		 "CAF\xc3\x89 \xe2\x80\x83 x\xe3\x80\x80",
		 "caf\xc3\xa9 x"},
		{"Stra\xc3\x9f"
		 "E",
		 "strasse"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *folded = rd_text_fold(cases[i].text);

		cr_expect_str_eq(folded, cases[i].folded, "\"%s\"", folded);
	}
}

Test(text, one_line_folds_white_space_and_cuts_at_characters)
{
	g_autofree char *line = rd_text_one_line(" a\n\n \xc3\xa9t\xc3\xa9 long", 5);

	cr_assert_str_eq(line, "a \xc3\xa9t\xc3\xa9...");
}

/* Wherever it stands among others, which are looked at together. */
Test(text, plain_text_ends_at_a_control_character_or_what_is_no_ascii)
{
	static const char odd[] = {'\0', '\n', '\x1f', '\x7f', '\x80', '\xa0', '\xff'};

	for (gsize len = 0; len < 40; len++) {
		for (gsize at = 0; at <= len; at++) {
			g_autofree char *text = g_strnfill(40, ' ' + (char)len);

			text[at] = odd[(len + at) % sizeof odd];
			cr_assert_eq(rd_text_plain_len(text, len), at, "%zu of %zu", at, len);
			text[at] = '~';
			cr_assert_eq(rd_text_plain_len(text, len), len);
		}
	}
}

Test(text, utf8_is_what_glib_says_it_is)
{
	static const char *const pieces[] = {"a",
					     "\n",
					     "\x7f",
					     "\xc3\xa9",
					     "\xc3",
					     "\xa9",
					     "\xe2\x82\xac",
					     "\xe2\x82",
					     "\xf0\x9f\x98\x80",
					     "\xed\xa0\x80",
					     "twelve octets"};

	for (guint i = 0; i < 14641; i++) {
		g_autoptr(GString) text = g_string_new(NULL);

		for (guint rest = i, n = 0; n < 4; n++, rest /= 11)
			g_string_append(text, pieces[rest % 11]);
		cr_assert_eq(rd_text_is_utf8(text->str, text->len),
			     g_utf8_validate_len(text->str, text->len, NULL), "%s", text->str);
	}
	cr_assert_not(rd_text_is_utf8("a\0b", 3));
}

/* One character after the other, as the functions are explained. */
static char *
on_one_line(const char *text, gsize max_chars, gboolean fold)
{
	g_autofree char *folded = fold ? g_utf8_casefold(text, -1) : g_strdup(text);
	GString *out = g_string_new(NULL);
	gsize chars = 0;

	for (const char *p = folded; *p != '\0'; p = g_utf8_next_char(p)) {
		gboolean space = g_unichar_isspace(g_utf8_get_char(p));

		if (space && (out->len == 0 || out->str[out->len - 1] == ' '))
			continue;
		if (chars++ == max_chars) {
			g_string_append(out, "...");
			break;
		}
		g_string_append_unichar(out, space ? ' ' : g_utf8_get_char(p));
	}
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

Test(text, spaces_and_letters_fold_alike_wherever_they_stand)
{
	static const char *const pieces[] = {" ",	 "  ",	      "\n",	     "A",
					     "z[@`{",	 "\xc3\x89",  "\xc2\xa0",    "seven c",
					     "eight ch", "nine char", "\xe2\x82\xac"};

	for (guint i = 0; i < 14641; i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autofree char *folded = NULL, *line = NULL, *folded_wanted = NULL, *wanted = NULL;
		gsize max = i % 17;

		for (guint rest = i, n = 0; n < 4; n++, rest /= 11)
			g_string_append(text, pieces[rest % 11]);
		folded = rd_text_fold(text->str);
		folded_wanted = on_one_line(text->str, G_MAXSIZE, TRUE);
		cr_assert_str_eq(folded, folded_wanted, "\"%s\"", text->str);
		line = rd_text_one_line(text->str, max);
		wanted = on_one_line(text->str, max, FALSE);
		cr_assert_str_eq(line, wanted, "\"%s\", %zu", text->str, max);
	}
}
