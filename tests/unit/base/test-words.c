#include <criterion/criterion.h>
#include <redress/words.h>
#include <string.h>

static char *
joined(GPtrArray *keys)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < keys->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? "|" : "", (char *)keys->pdata[i]);
	g_ptr_array_unref(keys);
	return g_string_free(out, FALSE);
}

static char *
words_of(const char *text)
{
	g_autoptr(RdWords) words = rd_words_new(text, 100);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < rd_words_count(words); i++)
		g_string_append_printf(out, "%s%s", i > 0 ? "|" : "", rd_words_at(words, i)->plain);
	return g_string_free(out, FALSE);
}

Test(words, one_spelling_for_all_ways_to_write_a_name)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"O'Shaughnessy, O’SHAUGHNESSY", "oshaughnessy|oshaughnessy"},
		{"Guzmán Nguyễn Łukasz Straße", "guzman|nguyen|lukasz|strasse"},
		{"Guzma\xcc\x81n", "guzman"}, /* with a combining accent */
		{"Lucille Hargrove's son", "lucille|hargrove|son"},
		{"the Pelletiers’ roof", "the|pelletiers|roof"},
		{"Reyes-Fuentes", "reyes|fuentes"},
		{"write to maria.garcia@mail.example now", "write|to|now"},
		{"see https://maria-garcia.example/x?y now", "see|now"},
		{"<maria@mail.example> Maria", "maria"},
		{"7702 NE 88th Ave.", "7702|ne|88th|ave"},
		{"'quoted'", "quoted"},
		{"", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *words = words_of(cases[i].text);

		cr_expect_str_eq(words, cases[i].words, "%s: %s", cases[i].text, words);
	}
}

Test(words, no_more_words_than_asked_for)
{
	g_autoptr(RdWords) words = rd_words_new("a b c d e f", 3);

	cr_assert_eq(rd_words_count(words), 3);
}

Test(words, a_full_stop_ends_a_sentence_but_not_an_initial)
{
	g_autoptr(RdWords) words = rd_words_new("Call Robert J. Vance today. Thanks", 10);

	cr_assert_not(rd_words_at(words, 2)->flags & RD_WORD_STOP, "J.");
	cr_assert(rd_words_at(words, 4)->flags & RD_WORD_STOP, "today.");
}

Test(words, a_short_line_is_known_as_one)
{
	g_autoptr(RdWords) words =
		rd_words_new("the crew came on a Tuesday and left\n\nconnie baptiste\n", 20);

	cr_assert_not(rd_words_at(words, 0)->flags & RD_WORD_SHORT);
	cr_assert(rd_words_at(words, 7)->flags & RD_WORD_STOP, "the paragraph ends");
	cr_assert_str_eq(rd_words_at(words, 8)->plain, "connie");
	cr_assert(rd_words_at(words, 8)->flags & RD_WORD_SHORT);
	cr_assert(rd_words_at(words, 9)->flags & RD_WORD_SHORT);
}

Test(names, a_name_gives_the_same_keys_however_it_is_written)
{
	static const struct {
		const char *name, *keys, *surnames;
	} cases[] = {
		{"Marta Kowalczyk", "martakowalczyk", "kowalczyk"},
		{"KOWALCZYK, Marta", "martakowalczyk", "kowalczyk"},
		{"Robert J. Vance", "robertvance", "vance"},
		{"Vance, Robert J.", "robertvance", "vance"},
		{"Dr. Robert Vance, Jr.", "robertvance", "vance"},
		{"Doug & Linda Renner", "dougrenner|lindarenner", "renner"},
		{"Doug and Linda Renner", "dougrenner|lindarenner", "renner"},
		{"Gary Pelletier / Donna Ames", "garypelletier|donnaames", "pelletier|ames"},
		{"Yolanda Reyes-Fuentes", "yolandareyesfuentes|yolandareyes|yolandafuentes",
		 "reyesfuentes|reyes|fuentes"},
		{"Ahmed El-Sayed", "ahmedelsayed|ahmedsayed", "elsayed|sayed"},
		{"Sofía Ramírez López", "sofialopez|sofiaramirez", "lopez|ramirez"},
		{"Maria de la Cruz", "mariadelacruz|mariacruz", "delacruz|cruz"},
		{"Jean-Luc Thibodeaux", "jeanlucthibodeaux", "thibodeaux"},
		{"Patrick O'Shaughnessy", "patrickoshaughnessy", "oshaughnessy"},
		{"Cher", "", "cher"},
		{"  ", "", ""},
		{"&", "", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *keys = joined(rd_name_keys(cases[i].name, RD_KEY_NAME));
		g_autofree char *surnames = joined(rd_name_keys(cases[i].name, RD_KEY_SURNAME));

		cr_expect_str_eq(keys, cases[i].keys, "%s: %s", cases[i].name, keys);
		cr_expect_str_eq(surnames, cases[i].surnames, "%s: %s", cases[i].name, surnames);
	}
}

Test(names, a_reviewer_signs_with_first_name_and_initial)
{
	g_autofree char *keys = joined(rd_name_keys("Élodie Ångström", RD_KEY_INITIAL));

	cr_assert_str_eq(keys, "elodiea");
}

Test(streets, variants_of_an_address_have_one_key)
{
	static const struct {
		const char *address, *key;
	} cases[] = {
		{"2214 Cholla Ct NE, Albuquerque, NM 87111", "2214 cholla"},
		{"2214 NE Cholla Court", "2214 cholla"},
		{"2214 cholla", "2214 cholla"},
		{"771 E. Juniper Ridge Road", "771 juniperridge"},
		{"9240 SW 54 Street, Miami", "9240 54"},
		{"9240 SW 54th St, Miami", "9240 54"},
		{"94-1021 Kahuamoku St", "94-1021 kahuamoku"},
		{"12B Mount Vernon Ave Apt 4", "12b mountvernon"},
		{"12B Mt. Vernon Ave #4", "12b mountvernon"},
		{"31877 County Road 9", "31877 county9"},
		{"12 North Avenue", "12 northavenue"},
		{"2900 Piñon Hills Blvd", "2900 pinonhills"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *key = rd_address_key(cases[i].address);

		cr_expect_str_eq(key, cases[i].key, "%s: %s", cases[i].address, key);
	}
	cr_expect_null(rd_address_key("PO Box 12"));
	cr_expect_null(rd_address_key(""));
	cr_expect_null(rd_address_key("12"));
}

Test(streets, in_a_text_each_possible_end_of_the_street_is_a_key)
{
	g_autoptr(RdWords) words =
		rd_words_new("at 10219 Bellaire Grove in Houston, since May", 20);
	g_autofree char *keys = joined(rd_street_keys(words, 1));

	cr_assert_str_eq(keys, "10219 bellaire|10219 bellairegrove|10219 bellairegrovein|"
			       "10219 bellairegroveinhouston");
}
