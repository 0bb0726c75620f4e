#include "prose.h"

#include <redress/text.h>
#include <string.h>

/* A sentence longer than this is cut at a space: no human sentence, or a list. */
#define SENTENCE_MAX 600
#define WORD_MAX     24
/* A line shorter than this was ended on purpose when the next begins with a capital. */
#define SHORT_LINE 45

/* Where rd_prose_add() stands. */
typedef struct {
	RdProse *prose;
	RdZone zone;
	GHashTable *spelling; /* NULL: no word is known to be misspelt */
	const char *base;     /* start of the text in ->source */
	guint offset;	      /* of @base in ->source */
	guint sentence;	      /* start of the open sentence in ->text */
	guint word;	      /* start of the open word in ->text */
} Fold;

RdProse *
rd_prose_new(GHashTable *spelling)
{
	static const RdOrigin first = {0, 0};
	RdProse *self = g_new0(RdProse, 1);

	self->text = g_string_sized_new(2048);
	self->source = g_string_sized_new(2048);
	self->origins = g_array_new(FALSE, FALSE, sizeof(RdOrigin));
	self->sentences = g_array_new(FALSE, FALSE, sizeof(RdSentence));
	self->spelling = spelling;
	g_array_append_val(self->origins, first);
	return self;
}

void
rd_prose_free(RdProse *self)
{
	g_string_free(self->text, TRUE);
	g_string_free(self->source, TRUE);
	g_array_unref(self->origins);
	g_array_unref(self->sentences);
	g_free(self);
}

/* What is added to the text next comes from @from. */
static inline void
prose_note_origin(RdProse *self, guint from)
{
	const RdOrigin *last = &g_array_index(self->origins, RdOrigin, self->origins->len - 1);
	RdOrigin origin = {(guint)self->text->len, from};

	if (from - last->from != origin.at - last->at)
		g_array_append_val(self->origins, origin);
}

/* Where the byte at @at of the text comes from. */
static guint
prose_origin(const RdProse *self, guint at)
{
	const RdOrigin *origins = (const RdOrigin *)(gpointer)self->origins->data;
	guint low = 0, high = self->origins->len;

	while (high - low > 1) {
		guint middle = low + (high - low) / 2;

		if (origins[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return origins[low].from + (at - origins[low].at);
}

static void
prose_truncate(RdProse *self, guint len)
{
	guint n = self->origins->len;

	while (n > 1 && g_array_index(self->origins, RdOrigin, n - 1).at >= len)
		n--;
	g_array_set_size(self->origins, n);
	g_string_truncate(self->text, len);
}

static inline void
fold_append(Fold *fold, char c, guint from)
{
	prose_note_origin(fold->prose, from);
	g_string_append_c(fold->prose->text, c);
}

/* All of @bytes stand for what is at @from. */
static void
fold_append_all(Fold *fold, const char *bytes, guint from)
{
	for (; *bytes != '\0'; bytes++)
		fold_append(fold, *bytes, from);
}

/* The letters and digits at @p, all at once: most of any text. Returns where they end. */
static const char *
fold_letters(Fold *fold, const char *p, const char *end, guint from)
{
	GString *text = fold->prose->text;

	prose_note_origin(fold->prose, from);
	for (; p < end && g_ascii_isalnum(*p); p++)
		g_string_append_c(text, *p >= 'A' && *p <= 'Z' ? *p + ('a' - 'A') : *p);
	return p;
}

/* Puts the word that ends here into its usual spelling. */
static void
fold_end_word(Fold *fold)
{
	RdProse *prose = fold->prose;
	gsize len = prose->text->len - fold->word;
	char word[WORD_MAX + 1];
	const char *usual;

	if (len > 0 && len <= WORD_MAX && fold->spelling != NULL) {
		memcpy(word, prose->text->str + fold->word, len);
		word[len] = '\0';
		usual = g_hash_table_lookup(fold->spelling, word);
		if (usual != NULL) {
			guint from = prose_origin(prose, fold->word);

			prose_truncate(prose, fold->word);
			fold_append_all(fold, usual, from);
		}
	}
	fold->word = (guint)prose->text->len;
}

static void
fold_end_sentence(Fold *fold)
{
	RdProse *prose = fold->prose;
	guint end;
	RdSentence sentence = {fold->sentence, 0, fold->zone};

	fold_end_word(fold);
	end = (guint)prose->text->len;
	while (end > fold->sentence && prose->text->str[end - 1] == ' ')
		end--;
	if (end < prose->text->len)
		prose_truncate(prose, end);
	sentence.len = end - fold->sentence;
	if (sentence.len > 0) {
		g_array_append_val(prose->sentences, sentence);
		g_string_append_c(prose->text, '\n');
	}
	fold->sentence = fold->word = (guint)prose->text->len;
}

static void
fold_space(Fold *fold, guint from)
{
	GString *text = fold->prose->text;

	fold_end_word(fold);
	if (text->len > fold->sentence && text->str[text->len - 1] != ' ')
		fold_append(fold, ' ', from);
	fold->word = (guint)text->len;
	if (text->len - fold->sentence > SENTENCE_MAX)
		fold_end_sentence(fold);
}

void
rd_prose_fold_char(gunichar c, char out[8])
{
	gunichar base[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

	out[0] = out[1] = '\0';
	if (c < 0x80) {
		out[0] = (char)g_ascii_tolower((char)c);
		return;
	}
	switch (c) {
	case 0x2018:
	case 0x2019:
	case 0x201a:
	case 0x201b:
	case 0x00b4:
	case 0x02bc:
	case 0x2032:
		out[0] = '\'';
		return;
	case 0x201c:
	case 0x201d:
	case 0x201e:
	case 0x00ab:
	case 0x00bb:
	case 0x2033:
		out[0] = '"';
		return;
	case 0x2010:
	case 0x2011:
	case 0x2012:
		out[0] = '-';
		return;
	case 0x2013:
	case 0x2014:
	case 0x2015:
		strcpy(out, " - ");
		return;
	case 0x2026:
		strcpy(out, "...");
		return;
	case 0x00a1:
	case 0x00ad:
	case 0x00bf:
	case 0x200b:
	case 0x200c:
	case 0x200d:
	case 0x2060:
	case 0xfe0f:
	case 0xfeff: /* inverted marks and what cannot be seen */
		return;
	default:
		break;
	}
	if (g_unichar_isspace(c) || c == 0x202f) {
		out[0] = ' ';
		return;
	}
	if (g_unichar_fully_decompose(c, TRUE, base, G_N_ELEMENTS(base)) > 0 && base[0] < 0x80)
		out[0] = (char)g_ascii_tolower((char)base[0]);
	else
		out[g_unichar_to_utf8(g_unichar_tolower(c), out)] = '\0';
}

/* Words after which a full stop ends no sentence. */
static gboolean
word_is_abbreviation(const char *word, gsize len)
{
	static const char known[][7] = {
		"mr",	"mrs", "ms",   "dr",	 "sr",	  "sra",  "srta", "st",	  "vs",
		"eg",	"ie",  "no",   "inc",	 "co",	  "corp", "ltd",  "dept", "apt",
		"ave",	"rd",  "blvd", "approx", "jan",	  "feb",  "mar",  "apr",  "jun",
		"jul",	"aug", "sep",  "sept",	 "oct",	  "nov",  "dec",  "mon",  "tue",
		"tues", "wed", "thu",  "thur",	 "thurs", "fri",  "ext",  "tel",  "jr",
		"ud",	"uds", "num",  "sq",	 "ft",	  "hrs",  "min",  "mins", "est",
	};

	if (len == 1)
		return g_ascii_isalpha(word[0]) && word[0] != 'i';
	if (len >= sizeof(known[0]))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
		if (known[i][0] == word[0] && strncmp(known[i], word, len) == 0 &&
		    known[i][len] == '\0')
			return TRUE;
	}
	return FALSE;
}

/* The mark at @p, and those after it, end a sentence; "1.5", "Mr." and "hm... no" do not. */
static gboolean
mark_ends_sentence(const Fold *fold, const char *p)
{
	const GString *text = fold->prose->text;
	const char *end = p + strspn(p, ".!?");
	gsize run = (gsize)(end - p);
	gsize start = text->len;

	if (p[run] != '\0' && strchr(" \t\r\n\"')*", p[run]) == NULL && (guchar)p[run] < 0x80)
		return FALSE;
	if (*p != '.')
		return TRUE;
	if (run > 1)
		return !g_ascii_islower(*(end + strspn(end, " ")));
	while (start > fold->sentence && g_ascii_isalpha(text->str[start - 1]))
		start--;
	return !word_is_abbreviation(text->str + start, text->len - start);
}

static gboolean
line_is_item(const char *line)
{
	if (strchr("-*+>#", *line) != NULL || (guchar)*line == 0xe2) /* a bullet, too */
		return TRUE;
	if (!g_ascii_isdigit(*line))
		return FALSE;
	line += strspn(line, "0123456789");
	return *line == '.' || *line == ')' || *line == ':';
}

/* The line break at @p (an LF) ends a sentence rather than a row of wrapped text. */
static gboolean
break_ends_sentence(const Fold *fold, const char *p)
{
	const char *next = p + 1 + strspn(p + 1, " \t\r");
	const char *line = p;

	if (*next == '\n' || *next == '\0' || line_is_item(next))
		return TRUE;
	while (line > fold->base && line[-1] != '\n' && p - line < SHORT_LINE)
		line--;
	return p - line < SHORT_LINE && !g_ascii_islower(*next);
}

static void
fold_mark(Fold *fold, const char **p, const char *end, guint from)
{
	gboolean ends = mark_ends_sentence(fold, *p);

	fold_end_word(fold);
	while (*p < end && strchr(".!?", **p) != NULL) {
		fold_append(fold, **p, from);
		(*p)++;
	}
	fold->word = (guint)fold->prose->text->len;
	if (!ends)
		return;
	while (*p < end && strchr("\"')", **p) != NULL) {
		fold_append(fold, **p, from);
		(*p)++;
	}
	fold_end_sentence(fold);
}

static gboolean
apostrophe_is_mute(const Fold *fold, const char *next, const char *end)
{
	const GString *text = fold->prose->text;

	return text->len > fold->word && text->str[text->len - 1] == 'n' && next < end &&
	       (*next == 't' || *next == 'T');
}

static const char *
fold_char(Fold *fold, const char *p, const char *end, guint from)
{
	const char *next = g_utf8_next_char(p);
	char out[8];

	rd_prose_fold_char(g_utf8_get_char(p), out);
	if (out[0] == ' ' || out[0] == '\t' || out[0] == '\r') {
		fold_space(fold, from);
		if (out[1] != '\0') {
			fold_append(fold, out[1], from);
			fold_space(fold, from);
		}
	} else if (out[0] == '\'' && apostrophe_is_mute(fold, next, end)) {
		return next;
	} else if (g_ascii_isalnum(out[0])) { /* a letter with an accent, so far */
		fold_append(fold, out[0], from);
	} else if (out[0] != '\0') {
		fold_end_word(fold);
		fold_append_all(fold, out, from);
		fold->word = (guint)fold->prose->text->len;
	}
	return next;
}

void
rd_prose_add(RdProse *self, RdZone zone, const char *text, gsize max_bytes)
{
	gsize len = strlen(text);
	Fold fold = {.prose = self, .zone = zone, .offset = (guint)self->source->len};
	const char *p, *end;

	if (self->spelling != NULL && g_hash_table_size(self->spelling) > 0)
		fold.spelling = self->spelling;
	if (len > max_bytes)
		len = (gsize)(g_utf8_find_prev_char(text, text + max_bytes + 1) - text);
	g_string_append_len(self->source, text, (gssize)len);
	fold.base = p = self->source->str + fold.offset;
	end = p + len;
	fold.sentence = fold.word = (guint)self->text->len;
	while (p < end) {
		guint from = (guint)(p - self->source->str);

		if (g_ascii_isalnum(*p)) {
			p = fold_letters(&fold, p, end, from);
		} else if (*p == ' ') {
			fold_space(&fold, from);
			p++;
		} else if (*p == '\n') {
			if (break_ends_sentence(&fold, p))
				fold_end_sentence(&fold);
			else
				fold_space(&fold, from);
			p++;
		} else if (*p == '.' || *p == '!' || *p == '?') {
			fold_mark(&fold, &p, end, from);
		} else {
			p = fold_char(&fold, p, end, from);
		}
	}
	fold_end_sentence(&fold);
	g_string_append_c(self->source, '\n');
}

char *
rd_prose_quote(const RdProse *self, guint start, guint len)
{
	const char *from, *last;
	g_autofree char *raw = NULL;

	if (len == 0 || start + len > self->text->len)
		return g_strdup("");
	from = self->source->str + prose_origin(self, start);
	last = self->source->str + prose_origin(self, start + len - 1);
	raw = g_strndup(from, last >= from ? (gsize)(g_utf8_next_char(last) - from) : 0);
	return rd_text_one_line(g_strstrip(raw), 120);
}
