#include "language.h"

#include <redress/text.h>

#include <string.h>

extern const RdLanguage rd_language_en, rd_language_bg, rd_language_ca, rd_language_cs,
	rd_language_da, rd_language_de, rd_language_el, rd_language_es, rd_language_et,
	rd_language_fi, rd_language_fr, rd_language_hr, rd_language_hu, rd_language_it,
	rd_language_ja, rd_language_ko, rd_language_lt, rd_language_lv, rd_language_nl,
	rd_language_no, rd_language_pl, rd_language_pt, rd_language_pt_br, rd_language_ro,
	rd_language_ru, rd_language_sk, rd_language_sl, rd_language_sv, rd_language_tr,
	rd_language_uk, rd_language_vi, rd_language_zh;

const RdLanguage *const rd_languages[] = {
	&rd_language_en, &rd_language_bg, &rd_language_ca,    &rd_language_cs, &rd_language_da,
	&rd_language_de, &rd_language_el, &rd_language_es,    &rd_language_et, &rd_language_fi,
	&rd_language_fr, &rd_language_hr, &rd_language_hu,    &rd_language_it, &rd_language_ja,
	&rd_language_ko, &rd_language_lt, &rd_language_lv,    &rd_language_nl, &rd_language_no,
	&rd_language_pl, &rd_language_pt, &rd_language_pt_br, &rd_language_ro, &rd_language_ru,
	&rd_language_sk, &rd_language_sl, &rd_language_sv,    &rd_language_tr, &rd_language_uk,
	&rd_language_vi, &rd_language_zh,
};
const guint rd_n_languages = G_N_ELEMENTS(rd_languages);

G_STATIC_ASSERT(G_N_ELEMENTS(rd_languages) <= 8 * sizeof(RdLanguageSet));

/* One bit for each pair of letters that some of them begin with; pairs may share one. */
typedef struct {
	guint8 bits[128];
} WordsBegin;

/* Built once from the tables, and never freed. */
typedef struct {
	GHashTable *terms[RD_TERM_LAST]; /* folded -> RdLanguageSet */
	WordsBegin term_begins[RD_TERM_LAST];
	GHashTable
		*phrases[RD_WORDING_LAST]; /* first word -> GPtrArray of phrases, longest first */
	WordsBegin phrase_begins[RD_WORDING_LAST];
	GPtrArray *unspaced[RD_WORDING_LAST]; /* phrases of scripts that write no spaces */
	GPtrArray *all[RD_WORDING_LAST];
} Words;

/* ---- folding ---- */

static gunichar
fold_char(gunichar c)
{
	switch (c) {
	case 0x015f: /* s with cedilla */
		return 0x0219;
	case 0x0163: /* t with cedilla */
		return 0x021b;
	case 0x2018:
	case 0x2019:
	case 0x02bc:
		return '\'';
	default:
		return g_unichar_isspace(c) ? ' ' : c;
	}
}

static gboolean
fold_is_ascii(const char *text, gsize len)
{
	return rd_text_ascii_len(text, len) == len;
}

/* Most lines of most mails. */
static char *
fold_ascii(const char *text, gsize len)
{
	char *out = g_malloc(len + 1);
	char *p = out;

	for (gsize i = 0; i < len; i++) {
		gsize words = rd_text_words_len(text + i, len - i, p == out || p[-1] == ' ');

		rd_text_lower(p, text + i, words);
		p += words;
		i += words;
		if (i == len)
			break;
		if (!g_ascii_isspace(text[i]))
			*p++ = text[i];
		else if (p > out && p[-1] != ' ')
			*p++ = ' ';
	}
	if (p > out && p[-1] == ' ')
		p--;
	*p = '\0';
	return out;
}

char *
rd_fold(const char *text, gsize len)
{
	g_autofree char *lower = NULL;
	GString *out;

	if (fold_is_ascii(text, len))
		return fold_ascii(text, len);
	lower = g_utf8_casefold(text, (gssize)len);
	out = g_string_sized_new(len);
	for (const char *p = lower; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = fold_char(g_utf8_get_char(p));

		if (c == ' ' && (out->len == 0 || out->str[out->len - 1] == ' '))
			continue;
		g_string_append_unichar(out, c);
	}
	if (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

static const char *
fold_skip_space(const char *p)
{
	while (*p != '\0' && fold_char(g_utf8_get_char(p)) == ' ')
		p = g_utf8_next_char(p);
	return p;
}

const char *
rd_fold_origin(const char *text, const char *folded, const char *at)
{
	const char *p = fold_skip_space(text);

	for (const char *f = folded; f < at; f++) {
		if (*f != ' ')
			continue;
		while (*p != '\0' && fold_char(g_utf8_get_char(p)) != ' ')
			p = g_utf8_next_char(p);
		p = fold_skip_space(p);
	}
	return p;
}

/* ---- the tables, turned into look-ups ---- */

static guint
begin_key(char first, char second)
{
	return ((guint)(guchar)first << 5 ^ (guchar)second) % (8 * sizeof(WordsBegin));
}

static void
begin_add(WordsBegin *self, const char *folded)
{
	guint key = *folded != '\0' ? begin_key(folded[0], folded[1]) : 0;

	self->bits[key / 8] |= (guint8)(1 << key % 8);
}

static gboolean
begin_has(const WordsBegin *self, char first, char second)
{
	guint key = begin_key(first, second);

	return (self->bits[key / 8] & 1 << key % 8) != 0;
}

static void
words_add_terms(Words *self, RdTerm term, const char *list, guint language)
{
	g_auto(GStrv) entries = g_strsplit(list != NULL ? list : "", "|", -1);

	for (char **entry = entries; *entry != NULL; entry++) {
		char *folded = rd_fold(*entry, strlen(*entry));
		guint set = GPOINTER_TO_UINT(g_hash_table_lookup(self->terms[term], folded));

		begin_add(&self->term_begins[term], folded);
		g_hash_table_replace(self->terms[term], folded,
				     GUINT_TO_POINTER(set | 1u << language));
	}
}

static gboolean
phrase_is_unspaced(const char *phrase)
{
	return g_utf8_get_char(phrase) >= 0x2e80; /* CJK and beyond */
}

/* The length of the word at @p; what is no letter or digit is a word of its own. */
static gsize
phrase_word_len(const char *p)
{
	const char *start = p;

	while (g_ascii_isalnum(*p) || ((guchar)*p >= 0x80 && g_unichar_isalnum(g_utf8_get_char(p))))
		p = g_utf8_next_char(p);
	if (p == start && *p != '\0')
		p = g_utf8_next_char(p);
	return (gsize)(p - start);
}

static gint
phrase_order(gconstpointer a, gconstpointer b)
{
	gsize len_a = strlen(*(const char *const *)a), len_b = strlen(*(const char *const *)b);

	return (len_a < len_b) - (len_a > len_b); /* longest first */
}

static void
words_add_phrase(Words *self, RdWording kind, const char *entry)
{
	char *folded = rd_fold(entry, strlen(entry));
	g_autofree char *first = g_strndup(folded, phrase_word_len(folded));
	GPtrArray *known = g_hash_table_lookup(self->phrases[kind], first);

	g_ptr_array_add(self->all[kind], folded);
	if (phrase_is_unspaced(folded)) {
		g_ptr_array_add(self->unspaced[kind], folded);
		return;
	}
	begin_add(&self->phrase_begins[kind], folded);
	if (known == NULL) {
		known = g_ptr_array_new();
		g_hash_table_insert(self->phrases[kind], g_steal_pointer(&first), known);
	}
	g_ptr_array_add(known, folded);
	g_ptr_array_sort(known, phrase_order);
}

static void
words_add_phrases(Words *self, RdWording kind, const char *list)
{
	g_auto(GStrv) entries = g_strsplit(list != NULL ? list : "", "|", -1);

	for (char **entry = entries; *entry != NULL; entry++)
		words_add_phrase(self, kind, *entry);
}

static void
words_add_language(Words *self, guint i)
{
	const RdLanguage *language = rd_languages[i];

	words_add_terms(self, RD_TERM_FROM, language->from, i);
	words_add_terms(self, RD_TERM_TO, language->to, i);
	words_add_terms(self, RD_TERM_CC, language->cc, i);
	words_add_terms(self, RD_TERM_DATE, language->date, i);
	words_add_terms(self, RD_TERM_SUBJECT, language->subject, i);
	words_add_terms(self, RD_TERM_OTHER, language->other, i);
	words_add_terms(self, RD_TERM_FORWARDED, language->forwarded, i);
	words_add_terms(self, RD_TERM_FORWARD_END, language->forward_end, i);
	words_add_terms(self, RD_TERM_ORIGINAL, language->original, i);
	words_add_terms(self, RD_TERM_FWD, language->fwd, i);
	words_add_terms(self, RD_TERM_RE, language->re, i);
	words_add_terms(self, RD_TERM_LEAD, language->lead, i);
	words_add_terms(self, RD_TERM_BEFORE_NAME, language->before_name, i);
	words_add_terms(self, RD_TERM_AM, language->am, i);
	words_add_terms(self, RD_TERM_PM, language->pm, i);
	words_add_terms(self, RD_TERM_SIGN_OFF, language->sign_off, i);
	for (guint month = 0; month < 12; month++)
		words_add_terms(self, RD_TERM_MONTH + month, language->months[month], i);
	words_add_phrases(self, RD_WORDING_WROTE, language->wrote);
	words_add_phrases(self, RD_WORDING_ON_BEHALF_OF, language->on_behalf_of);
	words_add_phrases(self, RD_WORDING_DISCLAIMER, language->disclaimer);
	words_add_phrases(self, RD_WORDING_REPLY_ABOVE, language->reply_above);
	words_add_phrases(self, RD_WORDING_SENT_FROM, language->sent_from);
}

static const Words *
words_get(void)
{
	static Words words;
	static gsize ready;

	if (g_once_init_enter(&ready)) {
		for (guint i = 0; i < RD_TERM_LAST; i++)
			words.terms[i] =
				g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		for (guint i = 0; i < RD_WORDING_LAST; i++) {
			words.phrases[i] = g_hash_table_new(g_str_hash, g_str_equal);
			words.unspaced[i] = g_ptr_array_new();
			words.all[i] = g_ptr_array_new();
		}
		for (guint i = 0; i < rd_n_languages; i++)
			words_add_language(&words, i);
		for (guint i = 0; i < RD_WORDING_LAST; i++)
			g_ptr_array_add(words.all[i], NULL);
		g_once_init_leave(&ready, 1);
	}
	return &words;
}

/* ---- look-ups ---- */

RdLanguageSet
rd_term_find(RdTerm term, const char *folded)
{
	const Words *words = words_get();

	if (*folded == '\0' || !begin_has(&words->term_begins[term], folded[0], folded[1]))
		return 0;
	return GPOINTER_TO_UINT(g_hash_table_lookup(words->terms[term], folded));
}

gboolean
rd_term_may_begin(RdTerm term, const char *text, gsize len)
{
	if (len < 2 || !g_ascii_isalnum(text[0]) || !g_ascii_isalnum(text[1]))
		return TRUE;
	return begin_has(&words_get()->term_begins[term], g_ascii_tolower(text[0]),
			 g_ascii_tolower(text[1]));
}

guint
rd_term_month(const char *folded, RdLanguageSet preferred)
{
	guint any = 0;

	for (guint i = 0; i < 12; i++) {
		RdLanguageSet set = rd_term_find(RD_TERM_MONTH + i, folded);

		if ((set & preferred) != 0)
			return i + 1;
		if (set != 0 && any == 0)
			any = i + 1;
	}
	return any;
}

const char *const *
rd_wordings(RdWording kind)
{
	return (const char *const *)words_get()->all[kind]->pdata;
}

/* A phrase of those that begin with the word at @p, which has @len octets. */
static const char *
phrase_match(RdWording kind, const char *p, gsize len)
{
	const Words *words = words_get();
	char word[64];
	const GPtrArray *known;

	if (len >= sizeof word || !begin_has(&words->phrase_begins[kind], p[0], p[1]))
		return NULL;
	memcpy(word, p, len);
	word[len] = '\0';
	known = g_hash_table_lookup(words->phrases[kind], word);
	for (guint i = 0; known != NULL && i < known->len; i++) {
		const char *phrase = known->pdata[i];
		const char *behind = p + strlen(phrase);

		if (strncmp(p, phrase, strlen(phrase)) == 0 &&
		    !g_unichar_isalnum(g_utf8_get_char(behind)))
			return phrase;
	}
	return NULL;
}

static const char *
phrase_find_unspaced(RdWording kind, const char *folded, gsize *len)
{
	const GPtrArray *phrases = words_get()->unspaced[kind];

	if (fold_is_ascii(folded, strlen(folded)))
		return NULL;
	for (guint i = 0; i < phrases->len; i++) {
		const char *at = strstr(folded, phrases->pdata[i]);

		if (at != NULL) {
			*len = strlen(phrases->pdata[i]);
			return at;
		}
	}
	return NULL;
}

const char *
rd_wording_find(RdWording kind, const char *folded, gsize *len)
{
	for (const char *p = folded; *p != '\0';) {
		gsize word = phrase_word_len(p);
		const char *phrase = phrase_match(kind, p, word);

		if (phrase != NULL) {
			*len = strlen(phrase);
			return p;
		}
		p += word;
	}
	return phrase_find_unspaced(kind, folded, len);
}
