#include "forward-date.h"

#include <string.h>

#define TOKENS_MAX 48
#define TEXT_MAX   300

typedef enum { TOKEN_NUMBER, TOKEN_WORD, TOKEN_SIGN } TokenKind;

typedef struct {
	TokenKind kind;
	char *word; /* folded; NULL for a number or sign */
	guint number;
	guint digits;
	char sign;
	gboolean glued; /* nothing stands between it and the token before */
	gboolean used;
} Token;

typedef struct {
	Token tokens[TOKENS_MAX + 1]; /* the last one is an end mark, a NUL sign */
	guint n;
	RdLanguageSet languages;
	int year, month, day;
	int hour, minute, second; /* hour < 0: no time of day */
	gint offset_min;
} Date;

/* ---- tokens ---- */

static const char *
date_read_token(const char *p, Token *token)
{
	const char *start = p;

	if (g_ascii_isdigit(*p)) {
		token->kind = TOKEN_NUMBER;
		for (; g_ascii_isdigit(*p); p++) {
			if (++token->digits <= 8)
				token->number = token->number * 10 + (guint)(*p - '0');
		}
		return p;
	}
	if (g_unichar_isalpha(g_utf8_get_char(p))) {
		token->kind = TOKEN_WORD;
		while (g_unichar_isalpha(g_utf8_get_char(p)) || *p == '\'')
			p = g_utf8_next_char(p);
		token->word = g_strndup(start, (gsize)(p - start));
		return p;
	}
	token->kind = TOKEN_SIGN;
	token->sign = (guchar)*p < 0x80 ? *p : '?';
	if (strncmp(p, "\xe2\x88\x92", 3) == 0)
		token->sign = '-'; /* U+2212 */
	return g_utf8_next_char(p);
}

static void
date_tokenize(Date *self, const char *folded)
{
	gboolean glued = FALSE;

	for (const char *p = folded; *p != '\0' && self->n < TOKENS_MAX;) {
		Token *token = &self->tokens[self->n];

		if (*p == ' ') {
			glued = FALSE;
			p++;
			continue;
		}
		token->glued = glued;
		p = date_read_token(p, token);
		self->n++;
		glued = TRUE;
	}
	self->tokens[self->n].kind = TOKEN_SIGN;
}

static void
date_clear(Date *self)
{
	for (guint i = 0; i < self->n; i++)
		g_free(self->tokens[i].word);
}

static gboolean
token_is_sign(const Token *self, char sign)
{
	return self->kind == TOKEN_SIGN && self->sign == sign;
}

static gboolean
token_is_number(const Token *self, guint min_digits, guint max_digits, guint max)
{
	return self->kind == TOKEN_NUMBER && !self->used && self->digits >= min_digits &&
	       self->digits <= max_digits && self->number <= max;
}

static gboolean
token_is_word(const Token *self, const char *word)
{
	return self->kind == TOKEN_WORD && strcmp(self->word, word) == 0;
}

/* ---- time of day ---- */

/* 'a' or 'p' if the words at @i, dots apart, say so; @n: (out) how many tokens. */
static char
date_half_day(const Date *self, guint i, guint *n)
{
	RdLanguageSet known = self->languages | rd_term_find(RD_TERM_FROM, "from");
	g_autoptr(GString) word = g_string_new(NULL);
	guint start = i;

	for (; i < self->n && i < start + 4 && word->len < 8; i++) {
		const Token *token = &self->tokens[i];

		if (token->kind == TOKEN_WORD)
			g_string_append(word, token->word);
		else if (!token_is_sign(token, '.'))
			break;
		*n = i + 1 - start;
		if (token->kind == TOKEN_WORD && (rd_term_find(RD_TERM_AM, word->str) & known) != 0)
			return 'a';
		if (token->kind == TOKEN_WORD && (rd_term_find(RD_TERM_PM, word->str) & known) != 0)
			return 'p';
	}
	return '\0';
}

static void
date_apply_half_day(Date *self, guint first, guint behind)
{
	guint n = 0;
	char half = date_half_day(self, behind, &n);

	if (half != '\0') {
		for (guint i = behind; i < behind + n; i++)
			self->tokens[i].used = TRUE;
	} else if (first > 0) {
		guint before = first - 1;

		if (before > 0 && token_is_sign(&self->tokens[before], '.'))
			before--;
		if (self->tokens[before].kind == TOKEN_WORD)
			half = date_half_day(self, before, &n);
	}
	if (half == 'p' && self->hour < 12)
		self->hour += 12;
	if (half == 'a' && self->hour == 12)
		self->hour = 0;
}

/* Hours and minutes at @i, parted by @sign (":", "." or "h"); how many tokens they are. */
static guint
date_match_clock(const Date *self, guint i, char sign)
{
	const Token *t = &self->tokens[i];
	gboolean parted = sign == 'h' ? token_is_word(&t[1], "h") : token_is_sign(&t[1], sign);

	if (i + 2 >= self->n || !token_is_number(&t[0], 1, 2, 24) || !parted ||
	    !token_is_number(&t[2], 2, 2, 59))
		return 0;
	if (i + 4 < self->n && token_is_sign(&t[3], sign) && token_is_number(&t[4], 2, 2, 60))
		return 5;
	return 3;
}

static void
date_take_clock(Date *self, guint i, guint n)
{
	Token *t = &self->tokens[i];

	self->hour = (int)t[0].number;
	self->minute = (int)t[2].number;
	self->second = n == 5 ? (int)t[4].number : 0;
	for (guint k = 0; k < n; k++)
		t[k].used = TRUE;
	date_apply_half_day(self, i, i + n);
}

/*
 * "18.08", "20.10.21" and "5.1.2026" look alike: a time has no more numbers at its sides,
 * and three numbers are a time only behind a word or a year ("klo 18.08.50").
 */
static gboolean
date_clock_is_lone(const Date *self, guint i, guint n)
{
	const Token *t = self->tokens;
	gboolean dot = i > 0 && token_is_sign(&t[i - 1], '.');

	if (dot && i > 1 && t[i - 2].kind == TOKEN_NUMBER && t[i].glued)
		return FALSE;
	if (n == 5) {
		const Token *before = i > 0 ? &t[i - (dot && i > 1 ? 2 : 1)] : NULL;

		return before != NULL && (before->kind == TOKEN_WORD || before->digits == 4);
	}
	return !token_is_sign(&t[i + n], '.') || t[i + n + 1].kind != TOKEN_NUMBER ||
	       !t[i + n + 1].glued;
}

/* Returns the token behind the time, or 0 when there is none. */
static guint
date_find_clock(Date *self)
{
	static const char signs[] = {':', 'h', '.'};

	self->hour = -1;
	for (guint s = 0; s < G_N_ELEMENTS(signs); s++) {
		guint found = 0, found_n = 0;

		for (guint i = 0; i < self->n; i++) {
			guint n = date_match_clock(self, i, signs[s]);

			if (n == 0 || (signs[s] == '.' && !date_clock_is_lone(self, i, n)))
				continue;
			found = i;
			found_n = n;
			if (signs[s] != '.')
				break; /* of times with dots the last one */
			i += n - 1;
		}
		if (found_n > 0) {
			date_take_clock(self, found, found_n);
			return found + found_n;
		}
	}
	return 0;
}

/* ---- zone ---- */

static const struct {
	const char *name;
	gint offset_min;
} zones[] = {
	{"acst", 570}, {"adt", -180}, {"aedt", 660}, {"aest", 600}, {"akdt", -480}, {"akst", -540},
	{"ast", -240}, {"awst", 480}, {"brt", -180}, {"bst", 60},   {"cdt", -300},  {"cest", 120},
	{"cet", 60},   {"cst", -360}, {"edt", -240}, {"eest", 180}, {"eet", 120},   {"est", -300},
	{"gmt", 0},    {"hkt", 480},  {"hst", -600}, {"ist", 330},  {"jst", 540},   {"kst", 540},
	{"mdt", -360}, {"mesz", 120}, {"mez", 60},   {"msk", 180},  {"mst", -420},  {"nzdt", 780},
	{"nzst", 720}, {"pdt", -420}, {"pst", -480}, {"sast", 120}, {"selč", 120},  {"seč", 60},
	{"sgt", 480},  {"trt", 180},  {"utc", 0},    {"west", 60},  {"wet", 0},	    {"z", 0},
};

/* "+0200", "-07:00", "+2" at @i. */
static gboolean
date_read_offset(const Date *self, guint i, gint *offset_min)
{
	const Token *t = &self->tokens[i];
	gint minutes;

	if (i + 1 >= self->n || (!token_is_sign(t, '+') && !token_is_sign(t, '-')) ||
	    t[1].kind != TOKEN_NUMBER || !t[1].glued)
		return FALSE;
	if (t[1].digits == 4 && t[1].number <= 1400 && t[1].number % 100 < 60)
		minutes = (gint)(t[1].number / 100 * 60 + t[1].number % 100);
	else if (t[1].digits <= 2 && t[1].number <= 14)
		minutes = (gint)t[1].number * 60;
	else
		return FALSE;
	if (t[1].digits <= 2 && token_is_sign(&t[2], ':') && token_is_number(&t[3], 2, 2, 59))
		minutes += (gint)t[3].number;
	*offset_min = token_is_sign(t, '-') ? -minutes : minutes;
	return TRUE;
}

/* The zone behind the time of day. */
static void
date_find_zone(Date *self, guint i)
{
	const Token *t = &self->tokens[i];

	while (i < self->n && (token_is_sign(t, '(') || token_is_sign(t, ',') || t->used)) {
		i++;
		t++;
	}
	if (date_read_offset(self, i, &self->offset_min))
		return;
	for (guint k = 0; t->kind == TOKEN_WORD && k < G_N_ELEMENTS(zones); k++) {
		if (strcmp(t->word, zones[k].name) != 0)
			continue;
		if (!date_read_offset(self, i + 1, &self->offset_min))
			self->offset_min = zones[k].offset_min;
		return;
	}
}

/* ---- day ---- */

static int
date_full_year(const Token *token)
{
	return token->digits == 4 ? (int)token->number : 2000 + (int)token->number;
}

/* The number before, or else behind, the month's name that can be its day. */
static Token *
date_find_day(Date *self, guint month)
{
	for (guint i = month; i-- > 0;) {
		Token *t = &self->tokens[i];

		if (token_is_number(t, 1, 2, 31) && t->number > 0)
			return t;
		if (t->kind == TOKEN_NUMBER || token_is_sign(t, ',') ||
		    (t->kind == TOKEN_WORD && strlen(t->word) > 3))
			break; /* "de", "of", "th" may stand between */
	}
	for (guint i = month + 1; i < self->n && i < month + 4; i++) {
		Token *t = &self->tokens[i];

		if (token_is_number(t, 1, 2, 31) && t->number > 0)
			return t;
		if (t->kind == TOKEN_NUMBER)
			break;
	}
	return NULL;
}

static gboolean
date_find_year(Date *self)
{
	for (guint pass = 0; pass < 2; pass++) {
		for (guint i = 0; i < self->n; i++) {
			const Token *t = &self->tokens[i];
			gboolean fits =
				pass == 0 ? token_is_number(t, 4, 4, 2199) && t->number >= 1970
					  : token_is_number(t, 2, 2, 99);

			if (fits) {
				self->year = date_full_year(t);
				return TRUE;
			}
		}
	}
	return FALSE;
}

/* "5 January 2026", "January 5th, 2026", "2026. január 5." */
static gboolean
date_find_named(Date *self)
{
	for (guint i = 0; i < self->n; i++) {
		const Token *t = &self->tokens[i];
		guint month = t->kind == TOKEN_WORD ? rd_term_month(t->word, self->languages) : 0;
		Token *day = month > 0 ? date_find_day(self, i) : NULL;

		if (day == NULL)
			continue; /* "mar" is also a Tuesday */
		self->month = (int)month;
		self->day = (int)day->number;
		day->used = TRUE;
		if (date_find_year(self))
			return TRUE;
		day->used = FALSE;
	}
	return FALSE;
}

static gboolean
token_parts_numbers(const Token *self)
{
	static const char *const words[] = {"年", "月", "년", "월"};

	if (self->kind == TOKEN_SIGN)
		return strchr("/.-", self->sign) != NULL && self->sign != '\0';
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (token_is_word(self, words[i]))
			return TRUE;
	}
	return FALSE;
}

/*
 * "1/5/2026" is January in the United States and May elsewhere. English with a 24 hour
 * clock and leading zeros is British.
 */
static gboolean
date_has_month_first(const Date *self, const Token *first, char sign)
{
	RdLanguageSet english = rd_term_find(RD_TERM_FROM, "from");
	gboolean is_english = self->languages == 0 || (self->languages & english) != 0;

	if (sign != '/' || !is_english)
		return FALSE;
	for (guint i = 0; i < self->n; i++) {
		if (token_is_word(&self->tokens[i], "am") || token_is_word(&self->tokens[i], "pm"))
			return TRUE;
	}
	return first->digits == 1 || self->hour < 0 || first->number > 12;
}

/* "1/5/26", "05.01.2026", "2026-01-05", "2026年1月5日" */
static gboolean
date_find_numeric(Date *self)
{
	for (guint i = 0; i + 4 < self->n; i++) {
		const Token *t = &self->tokens[i];
		guint a = t[0].number, b = t[2].number, c = t[4].number;

		if (t[0].kind != TOKEN_NUMBER || t[0].used || !token_parts_numbers(&t[1]) ||
		    !token_is_number(&t[2], 1, 2, 31) || !token_parts_numbers(&t[3]) ||
		    t[4].kind != TOKEN_NUMBER || t[4].used)
			continue;
		if (t[0].digits == 4 && t[4].digits <= 2) {
			self->year = (int)a;
			self->month = (int)b;
			self->day = (int)c;
		} else if (t[0].digits <= 2 && (t[4].digits == 4 || t[4].digits == 2)) {
			gboolean month_first = date_has_month_first(self, t, t[1].sign);

			if (b > 12 || a > 12)
				month_first = b > 12;
			self->month = (int)(month_first ? a : b);
			self->day = (int)(month_first ? b : a);
			self->year = date_full_year(&t[4]);
		} else {
			continue;
		}
		return TRUE;
	}
	return FALSE;
}

static gboolean
date_conclude(const Date *self, RdWrittenDate *out)
{
	g_autoptr(GDateTime) when = NULL;
	int hour = MAX(self->hour, 0);

	if (self->year < 1970 || self->year > 2199)
		return FALSE;
	when = g_date_time_new_utc(self->year, self->month, self->day, MIN(hour, 23), self->minute,
				   MIN(self->second, 59));
	if (when == NULL)
		return FALSE;
	out->time = g_date_time_to_unix(when);
	out->offset_min = self->offset_min;
	out->has_clock = self->hour >= 0;
	if (self->offset_min != G_MININT)
		out->time -= (RdTime)self->offset_min * RD_TIME_MINUTE;
	return TRUE;
}

gboolean
rd_written_date_parse(const char *text, gsize len, RdLanguageSet languages, RdWrittenDate *out)
{
	Date date = {.languages = languages, .offset_min = G_MININT};
	g_autofree char *folded = NULL;
	gboolean found;
	guint behind;

	folded = rd_fold(text, MIN(len, TEXT_MAX));
	date_tokenize(&date, folded);
	behind = date_find_clock(&date);
	if (behind > 0)
		date_find_zone(&date, behind);
	found = (date_find_numeric(&date) || date_find_named(&date)) && date_conclude(&date, out);
	date_clear(&date);
	return found;
}

gboolean
rd_written_date_has_word(const char *folded)
{
	if (rd_term_find(RD_TERM_AM, folded) != 0 || rd_term_find(RD_TERM_PM, folded) != 0 ||
	    strcmp(folded, "uhr") == 0)
		return TRUE;
	for (guint i = 0; i < G_N_ELEMENTS(zones); i++) {
		if (strcmp(folded, zones[i].name) == 0)
			return TRUE;
	}
	return FALSE;
}
