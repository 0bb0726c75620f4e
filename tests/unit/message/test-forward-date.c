#include "../../../src/message/forward-date.h"

#include <criterion/criterion.h>
#include <string.h>

static RdLanguageSet
language(const char *code)
{
	for (guint i = 0; i < rd_n_languages; i++) {
		if (strcmp(rd_languages[i]->code, code) == 0)
			return 1u << i;
	}
	return 0;
}

typedef struct {
	const char *code, *text, *time;
	gint offset_min;
} DateCase;

static void
dates_check(const DateCase *cases, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		const DateCase *c = &cases[i];
		RdWrittenDate date = {0};
		g_autofree char *time = NULL;

		cr_expect(rd_written_date_parse(c->text, strlen(c->text), language(c->code), &date),
			  "%s", c->text);
		time = rd_time_format(date.time);
		cr_expect_str_eq(time, c->time, "%s: %s", c->text, time);
		cr_expect_eq(date.offset_min, c->offset_min, "%s: %d", c->text, date.offset_min);
	}
}

Test(forward_date, each_language_names_its_months)
{
	const DateCase cases[] = {
		{"en", "Wed, Oct 20, 2021 at 6:08 PM", "2021-10-20T18:08:00Z", G_MININT},
		{"en", "Wednesday, October 20th, 2021 at 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"cs", "středa 20. října 2021 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"da", "ons. 20. okt. 2021 kl. 18.08", "2021-10-20T18:08:00Z", G_MININT},
		{"de", "Mi., 20. Okt. 2021 um 18:08 Uhr", "2021-10-20T18:08:00Z", G_MININT},
		{"el", "Τετ, 20 Οκτ 2021 στις 6:08 μ.μ.", "2021-10-20T18:08:00Z", G_MININT},
		{"es", "miércoles, 20 de octubre de 2021 6:08 p. m.", "2021-10-20T18:08:00Z",
		 G_MININT},
		{"et", "K, 20. oktoober 2021 kell 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"fi", "20. lokakuuta 2021 klo 18.08", "2021-10-20T18:08:00Z", G_MININT},
		{"fr", "20 octobre 2021 à 18 h 08", "2021-10-20T18:08:00Z", G_MININT},
		{"hr", "20. listopada 2021. u 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"hu", "2021. okt. 20., Sze, 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"it", "mer 20 ott 2021 alle ore 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"ja", "2021年10月20日(水) 午後6:08", "2021-10-20T18:08:00Z", G_MININT},
		{"ko", "2021년 10월 20일 (수) 오후 6:08", "2021-10-20T18:08:00Z", G_MININT},
		{"nl", "woensdag 20 oktober 2021 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"no", "onsdag 20. oktober 2021 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"pl", "śr., 20 paź 2021 o 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"pt", "quarta, 20/10/2021 à(s) 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"pt-BR", "qua., 20 de out. de 2021 às 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"ro", "mie., 20 oct. 2021 la 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"ru", "ср, 20 окт. 2021 г. в 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"sk", "streda 20. októbra 2021 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"sv", "den 20 oktober 2021 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"tr", "20 Ekim 2021 Çarşamba 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"uk", "20 жовтня 2021 р. о 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"zh", "2021年10月20日 18:08", "2021-10-20T18:08:00Z", G_MININT},
	};

	dates_check(cases, G_N_ELEMENTS(cases));
}

Test(forward_date, one_word_is_another_month_next_door)
{
	const DateCase cases[] = {
		{"pl", "20 listopada 2021 18:08", "2021-11-20T18:08:00Z", G_MININT},
		{"hr", "20. listopada 2021. 18:08", "2021-10-20T18:08:00Z", G_MININT},
		{"pl", "3 lip 2021 18:08", "2021-07-03T18:08:00Z", G_MININT},
		{"hr", "3. lip 2021. 18:08", "2021-06-03T18:08:00Z", G_MININT},
		{"es", "mar, 9 mar 2021 18:08", "2021-03-09T18:08:00Z", G_MININT},
	};

	dates_check(cases, G_N_ELEMENTS(cases));
}

Test(forward_date, numbers_go_by_the_customs_of_the_country)
{
	const DateCase cases[] = {
		{"en", "10/3/21 6:08 PM", "2021-10-03T18:08:00Z", G_MININT},
		{"en", "03/10/2021 18:08", "2021-10-03T18:08:00Z", G_MININT},
		{"en", "25/10/2021 6:08 PM", "2021-10-25T18:08:00Z", G_MININT},
		{"fr", "03/10/2021 18:08", "2021-10-03T18:08:00Z", G_MININT},
		{"de", "03.10.21 18:08", "2021-10-03T18:08:00Z", G_MININT},
		{"fi", "3.10.2021 klo 18.08.50", "2021-10-03T18:08:50Z", G_MININT},
		{"sv", "2021-10-03 18:08", "2021-10-03T18:08:00Z", G_MININT},
		{"cs", "3. 10. 2021 v 18:08", "2021-10-03T18:08:00Z", G_MININT},
		{"en", "3 Oct 2021 12:08 AM", "2021-10-03T00:08:00Z", G_MININT},
		{"en", "3 Oct 2021", "2021-10-03T00:00:00Z", G_MININT},
	};

	dates_check(cases, G_N_ELEMENTS(cases));
}

Test(forward_date, a_zone_counts_when_one_is_given)
{
	const DateCase cases[] = {
		{"en", "Wed, 20 Oct 2021 18:08:50 +0200", "2021-10-20T16:08:50Z", 120},
		{"en", "February 24, 2026 at 3:12:05 PM MST", "2026-02-24T22:12:05Z", -420},
		{"en", "3/26/26  8:00 AM  (GMT-07:00)", "2026-03-26T15:00:00Z", -420},
		{"en", "Mon, Jan 5, 2026 at 12:42 PM -0800", "2026-01-05T20:42:00Z", -480},
		{"de", "20. Oktober 2021 um 18:08:50 MESZ", "2021-10-20T16:08:50Z", 120},
		{"fr", "20 octobre 2021 à 18:08:50 UTC+2", "2021-10-20T16:08:50Z", 120},
		{"en", "2026-01-05T15:04:05Z", "2026-01-05T15:04:05Z", 0},
		{"cs", "20. října 2021 v 18:08:50 SELČ", "2021-10-20T16:08:50Z", 120},
		{"sk", "5. januára 2026 o 15:04:05 SEČ", "2026-01-05T14:04:05Z", 60},
		{"da", "onsdag den 20. oktober 2021 18.08.50 CEST", "2021-10-20T16:08:50Z", 120},
	};

	dates_check(cases, G_N_ELEMENTS(cases));
}

Test(forward_date, what_is_no_date_is_refused)
{
	const char *const texts[] = {"",
				     "tomorrow at 18:08",
				     "31 February 2021 10:00",
				     "5/2026",
				     "call 555-0114 or 505",
				     "99.99.2021",
				     "May the crew come"};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		RdWrittenDate date;

		cr_expect_not(rd_written_date_parse(texts[i], strlen(texts[i]), 0, &date), "%s",
			      texts[i]);
	}
}
