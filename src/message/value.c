#include "value-private.h"

#include "charset-private.h"
#include "decode-private.h"
#include <redress/scratch.h>

#include <string.h>

#define WORD_CHARSET_MAX 60

/* An encoded word as it stands: =?charset?Q?text?= */
typedef struct {
	RdSpan charset;
	gboolean base64;
	RdSpan text;
	const char *end; /* behind the "?=" */
} Word;

/* What has been decoded so far: octets of one charset wait in ->octets for more of it. */
typedef struct {
	GString *out;
	GString *octets;
	char charset[WORD_CHARSET_MAX];
	const char *close; /* the next "?=" at or after the place looked at last */
	const char *end;
} Words;

static void
words_flush(Words *words)
{
	if (words->octets->len > 0) {
		g_autofree char *text =
			rd_charset_to_utf8(words->charset, words->octets->str, words->octets->len);

		g_string_append(words->out, text);
		g_string_truncate(words->octets, 0);
	}
}

/* The next "?=" from @at on; found once for all that look before it, so the cost stays linear. */
static const char *
words_find_close(Words *words, const char *at)
{
	if (words->close != NULL && words->close < at)
		words->close = memmem(at, (gsize)(words->end - at), "?=", 2);
	return words->close;
}

static gboolean
words_parse(Words *words, const char *at, Word *word)
{
	const char *end = words->end;
	const char *p = at + 2;
	const char *close;

	while (p < end && (g_ascii_isalnum(*p) || (*p != '\0' && strchr("-_.:*+()", *p) != NULL)))
		p++;
	word->charset.str = at + 2;
	word->charset.len = (gsize)(p - word->charset.str);
	if (word->charset.len >= WORD_CHARSET_MAX || end - p < 5 || p[0] != '?' || p[2] != '?' ||
	    strchr("bBqQ", p[1]) == NULL)
		return FALSE;
	word->base64 = g_ascii_tolower(p[1]) == 'b';
	word->text.str = p + 3;
	close = words_find_close(words, word->text.str);
	if (close == NULL)
		return FALSE;
	word->text.len = (gsize)(close - word->text.str);
	word->end = close + 2;
	/* another word begins before this one ends: this one was cut off */
	return memmem(word->text.str, word->text.len, "=?", 2) == NULL;
}

static void
words_append_q(GString *out, RdSpan text)
{
	const char *end = text.str + text.len;

	for (const char *p = text.str; p < end; p++) {
		if (*p == '_') {
			g_string_append_c(out, ' ');
		} else if (*p == '=' && end - p > 2 && g_ascii_isxdigit(p[1]) &&
			   g_ascii_isxdigit(p[2])) {
			g_string_append_c(out, (char)(g_ascii_xdigit_value(p[1]) * 16 +
						      g_ascii_xdigit_value(p[2])));
			p += 2;
		} else {
			g_string_append_c(out, *p);
		}
	}
}

/* Words of one charset are put together before they are decoded: some split characters. */
static void
words_append(Words *words, const Word *word)
{
	RdSpan charset = word->charset;

	if (strlen(words->charset) != charset.len || !rd_span_is(charset, words->charset)) {
		words_flush(words);
		memcpy(words->charset, charset.str, charset.len);
		words->charset[charset.len] = '\0';
	}
	if (word->base64) {
		gsize len;
		g_autofree char *octets =
			rd_decode(word->text, RD_ENCODING_BASE64, G_MAXSIZE, &len);

		g_string_append_len(words->octets, octets, (gssize)len);
	} else {
		words_append_q(words->octets, word->text);
	}
}

static void
words_append_raw(Words *words, const char *at, const char *end)
{
	g_autofree char *text = NULL;

	if (at == end)
		return;
	words_flush(words);
	text = rd_charset_to_utf8(NULL, at, (gsize)(end - at));
	g_string_append(words->out, text);
}

static gboolean
words_is_blank(const char *at, const char *end)
{
	while (at < end && g_ascii_isspace(*at))
		at++;
	return at == end;
}

char *
rd_value_decode_words(const char *text, gsize len)
{
	Words words = {.close = text, .end = text + len};
	const char *begin = text; /* of what is not yet copied */
	const char *at = text;
	gboolean after_word = FALSE;
	Word word;

	if (memmem(text, len, "=?", 2) == NULL)
		return rd_charset_to_utf8(NULL, text, len);
	words.out = g_string_sized_new(len);
	words.octets = g_string_new(NULL);
	words.close = memmem(text, len, "?=", 2);
	while ((at = memmem(at, (gsize)(words.end - at), "=?", 2)) != NULL) {
		if (!words_parse(&words, at, &word)) {
			at += 2;
			continue;
		}
		if (!after_word || !words_is_blank(begin, at))
			words_append_raw(&words, begin, at);
		words_append(&words, &word);
		begin = at = word.end;
		after_word = TRUE;
	}
	words_append_raw(&words, begin, words.end);
	words_flush(&words);
	g_string_free(words.octets, TRUE);
	return g_string_free(words.out, FALSE);
}

/* Appends @value; folds become one blank, as do the blanks before them. */
static void
value_unfold(RdSpan value, RdScratch *out)
{
	for (gsize i = 0; i < value.len; i++) {
		char c = value.str[i];

		if (c != '\r' && c != '\n') {
			rd_scratch_append_c(out, c);
			continue;
		}
		while (i + 1 < value.len && g_ascii_isspace(value.str[i + 1]))
			i++;
		while (out->len > 0 && g_ascii_isspace(out->str[out->len - 1]))
			rd_scratch_truncate(out, out->len - 1);
		rd_scratch_append_c(out, ' ');
	}
}

char *
rd_value_text(RdSpan value)
{
	g_auto(RdScratch) unfolded;
	char *text;

	rd_scratch_init(&unfolded);
	value_unfold(value, &unfolded);
	text = rd_value_decode_words(unfolded.str, unfolded.len);
	for (char *p = text; *p != '\0'; p++) {
		if (g_ascii_iscntrl(*p))
			*p = ' ';
	}
	return g_strstrip(text);
}

static void
ids_add(GPtrArray *ids, const char *at, const char *end)
{
	g_auto(RdScratch) id;
	char *text;

	rd_scratch_init(&id);
	for (; at < end; at++) {
		if (!g_ascii_isspace(*at) && *at != '\0')
			rd_scratch_append_c(&id, *at);
	}
	text = rd_charset_to_utf8(NULL, id.str, id.len);
	if (*text != '\0')
		g_ptr_array_add(ids, text);
	else
		g_free(text);
}

/* Ids that nobody put into angle brackets: words, those with "@" if there are any. */
static void
ids_add_bare(RdSpan value, GPtrArray *ids)
{
	const char *end = value.str + value.len;
	gboolean at_sign = value.len > 0 && memchr(value.str, '@', value.len) != NULL;

	for (const char *p = value.str; p < end;) {
		const char *begin;

		while (p < end && (g_ascii_isspace(*p) || *p == ','))
			p++;
		begin = p;
		while (p < end && !g_ascii_isspace(*p) && *p != ',')
			p++;
		if (p > begin && (!at_sign || memchr(begin, '@', (gsize)(p - begin)) != NULL))
			ids_add(ids, begin, p);
	}
}

static void
ids_add_all(RdSpan value, GPtrArray *ids)
{
	const char *end = value.str + value.len;
	const char *open = value.len > 0 ? memchr(value.str, '<', value.len) : NULL;

	if (open == NULL) {
		ids_add_bare(value, ids);
		return;
	}
	while (open != NULL) {
		const char *begin = open + 1;
		const char *p = begin;

		while (p < end && *p != '>' && *p != '<')
			p++;
		ids_add(ids, begin, p);
		open = p < end ? memchr(p, '<', (gsize)(end - p)) : NULL;
	}
}

void
rd_value_add_ids(RdSpan value, GPtrArray *ids)
{
	g_autofree char *decoded = NULL;

	if (value.len > 0 && memmem(value.str, value.len, "=?", 2) != NULL) {
		decoded = rd_value_text(value); /* some programs encode what is too long */
		value.str = decoded;
		value.len = strlen(decoded);
	}
	ids_add_all(value, ids);
}
