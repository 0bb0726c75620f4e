#include "value-private.h"

#include <string.h>

/* What has been found of a date; -1: not yet. */
typedef struct {
	const char *at, *end;
	int year, month, day;
	int hour, minute, second;
	gboolean pm, am;
	gboolean has_zone;
	int zone_min;
} DateReader;

static const struct {
	const char *name;
	int hours; /* east of UTC */
} date_zones[] = {
	{"ut", 0},    {"utc", 0},   {"gmt", 0},	  {"z", 0},	{"wet", 0},  {"edt", -4},
	{"est", -5},  {"cdt", -5},  {"cst", -6},  {"mdt", -6},	{"mst", -7}, {"pdt", -7},
	{"pst", -8},  {"akdt", -8}, {"akst", -9}, {"hst", -10}, {"adt", -3}, {"ast", -4},
	{"bst", 1},   {"west", 1},  {"cet", 1},	  {"met", 1},	{"mez", 1},  {"cest", 2},
	{"mest", 2},  {"eet", 2},   {"eest", 3},  {"msk", 3},	{"jst", 9},  {"kst", 9},
	{"aest", 10}, {"aedt", 11}, {"nzst", 12}, {"nzdt", 13},
};

static int
date_month(RdSpan word)
{
	static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
					     "jul", "aug", "sep", "oct", "nov", "dec"};

	for (int i = 0; i < 12 && word.len >= 3; i++) {
		if (g_ascii_strncasecmp(word.str, months[i], 3) == 0)
			return i + 1;
	}
	return -1;
}

static gboolean
date_zone_named(DateReader *reader, RdSpan word)
{
	for (gsize i = 0; i < G_N_ELEMENTS(date_zones); i++) {
		if (!rd_span_is(word, date_zones[i].name))
			continue;
		reader->zone_min = date_zones[i].hours * 60;
		reader->has_zone = TRUE;
		return TRUE;
	}
	return FALSE;
}

/* Reads digits, at most nine; @n: how many there were. */
static int
date_number(DateReader *reader, int *n)
{
	int value = 0;

	for (*n = 0; reader->at < reader->end && g_ascii_isdigit(*reader->at); reader->at++) {
		if (++*n <= 9)
			value = value * 10 + (*reader->at - '0');
	}
	return value;
}

static gboolean
date_next_is(const DateReader *reader, char c)
{
	return reader->at + 1 < reader->end && reader->at[0] == c && g_ascii_isdigit(reader->at[1]);
}

/* "+0100", "-5", "+05:30" at the sign; nonsense is no zone at all. */
static void
date_zone_numeric(DateReader *reader)
{
	gboolean west = *reader->at++ == '-';
	int n, value = date_number(reader, &n);
	int minutes = n <= 2 ? value * 60 : value / 100 * 60 + value % 100;

	if (n <= 2 && date_next_is(reader, ':')) {
		reader->at++;
		minutes += date_number(reader, &n);
	}
	if (minutes > 24 * 60)
		return;
	reader->zone_min = west ? -minutes : minutes;
	reader->has_zone = TRUE;
}

/* The rest of "09:30:15.5" after its first number. */
static void
date_time(DateReader *reader, int hour, char separator)
{
	int n;

	reader->hour = hour;
	reader->second = 0;
	reader->at++;
	reader->minute = date_number(reader, &n);
	if (date_next_is(reader, separator)) {
		reader->at++;
		reader->second = date_number(reader, &n);
	}
	if (date_next_is(reader, '.')) {
		reader->at++;
		date_number(reader, &n);
	}
}

/* The rest of "2026-01-31" after its year. */
static void
date_iso(DateReader *reader, int year)
{
	char separator = *reader->at++;
	int n;

	reader->year = year;
	reader->month = date_number(reader, &n);
	if (date_next_is(reader, separator)) {
		reader->at++;
		reader->day = date_number(reader, &n);
	}
}

static void
date_take_number(DateReader *reader)
{
	int n, value = date_number(reader, &n);

	if (reader->hour < 0 && n <= 2 && date_next_is(reader, ':'))
		date_time(reader, value, ':');
	else if (reader->hour < 0 && n <= 2 && reader->year >= 0 && date_next_is(reader, '.'))
		date_time(reader, value, '.');
	else if (n == 4 && reader->year < 0 && reader->month < 0 &&
		 (date_next_is(reader, '-') || date_next_is(reader, '/')))
		date_iso(reader, value);
	else if (reader->day < 0 && n <= 2 && value <= 31)
		reader->day = value;
	else if (reader->year < 0 && n == 2)
		reader->year = value < 50 ? 2000 + value : 1900 + value;
	else if (reader->year < 0 && n == 3)
		reader->year = 1900 + value;
	else if (reader->year < 0)
		reader->year = value;
}

static void
date_take_word(DateReader *reader)
{
	RdSpan word = {reader->at, 0};

	while (reader->at < reader->end && g_ascii_isalpha(*reader->at))
		reader->at++;
	word.len = (gsize)(reader->at - word.str);
	if (reader->month < 0 && date_month(word) > 0)
		reader->month = date_month(word);
	else if (rd_span_is(word, "pm"))
		reader->pm = TRUE;
	else if (rd_span_is(word, "am"))
		reader->am = TRUE;
	else if (reader->hour >= 0 && !reader->has_zone)
		date_zone_named(reader, word);
}

/* A comment: of use only for the zone that it may name. */
static void
date_take_comment(DateReader *reader)
{
	DateReader inside = *reader;
	const char *close = memchr(reader->at, ')', (gsize)(reader->end - reader->at));
	RdSpan word = {reader->at + 1, 0};

	reader->at = close != NULL ? close + 1 : reader->end;
	word.len = (gsize)((close != NULL ? close : reader->end) - word.str);
	if (!inside.has_zone && inside.hour >= 0 && date_zone_named(&inside, rd_span_trim(word))) {
		reader->zone_min = inside.zone_min;
		reader->has_zone = TRUE;
	}
}

/* Days from 1970-01-01 in the Gregorian calendar (years begin in March here). */
static gint64
date_days(int year, int month, int day)
{
	gint64 y = month <= 2 ? year - 1 : year;
	gint64 m = (month + 9) % 12;

	return 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + day - 1 - 719468;
}

static gboolean
date_is_whole(DateReader *reader)
{
	if (reader->year < 1900 || reader->year > 9999 || reader->month < 1 || reader->month > 12 ||
	    reader->day < 1 ||
	    reader->day >
		    g_date_get_days_in_month((GDateMonth)reader->month, (GDateYear)reader->year))
		return FALSE;
	if (reader->hour < 0)
		reader->hour = reader->minute = reader->second = 0;
	if (reader->pm && reader->hour < 12)
		reader->hour += 12;
	else if (reader->am && reader->hour == 12)
		reader->hour = 0;
	return reader->hour <= 24 && reader->minute <= 59 && reader->second <= 60;
}

gboolean
rd_value_date(RdSpan value, RdTime *date, gint *offset_min)
{
	DateReader reader = {.at = value.str, .end = value.str + value.len};

	reader.year = reader.month = reader.day = reader.hour = -1;
	while (reader.at < reader.end) {
		char c = *reader.at;

		if (g_ascii_isdigit(c))
			date_take_number(&reader);
		else if (g_ascii_isalpha(c))
			date_take_word(&reader);
		else if (c == '(')
			date_take_comment(&reader);
		else if (reader.hour >= 0 &&
			 (date_next_is(&reader, '+') || date_next_is(&reader, '-')))
			date_zone_numeric(&reader);
		else
			reader.at++;
	}
	if (!date_is_whole(&reader))
		return FALSE;
	*date = (date_days(reader.year, reader.month, reader.day) * 24 + reader.hour) * 3600 +
		reader.minute * 60 + reader.second - reader.zone_min * 60;
	*offset_min = reader.zone_min;
	return TRUE;
}
