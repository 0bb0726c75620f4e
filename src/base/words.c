#include <redress/words.h>

#include <string.h>

#define SHORT_LINE 5 /* words */

typedef struct {
	RdWords *out;
	guint max;
	GString *word;
	const char *text;
	const char *p;
	gboolean capital;
	gboolean glued;
	guint line_start; /* index of the line's first word */
	gboolean at_line_start;
} Splitter;

static gunichar
letter_without_mark(gunichar c)
{
	static const struct {
		gunichar from, to;
	} plain[] = {{0x142, 'l'}, {0xf8, 'o'}, {0x111, 'd'}, {0x131, 'i'}, {0xf0, 'd'}};

	for (gsize i = 0; i < G_N_ELEMENTS(plain); i++) {
		if (plain[i].from == c)
			return plain[i].to;
	}
	return c;
}

static gboolean
is_apostrophe(gunichar c)
{
	return c == '\'' || c == 0x2019 || c == 0x2bc || c == '`' || c == 0xb4;
}

static gboolean
is_word_char(gunichar c)
{
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* @c and what it decomposes to, folded and without combining marks. */
static void
word_append(GString *word, gunichar c)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	gsize n;

	if (c < 0x80) {
		g_string_append_c(word, g_ascii_tolower((char)c));
		return;
	}
	n = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
	for (gsize i = 0; i < n; i++) {
		if (parts[i] == 0xdf)
			g_string_append(word, "ss");
		else if (!g_unichar_ismark(parts[i]))
			g_string_append_unichar(word,
						letter_without_mark(g_unichar_tolower(parts[i])));
	}
}

static RdWord *
splitter_last(Splitter *self)
{
	GArray *list = self->out->list;

	return list->len > 0 ? &g_array_index(list, RdWord, list->len - 1) : NULL;
}

static void
splitter_mark(Splitter *self, guint flag)
{
	RdWord *last = splitter_last(self);

	if (last != NULL)
		last->flags |= flag;
}

static void
splitter_end_word(Splitter *self)
{
	RdWord word = {0};

	if (self->word->len == 0)
		return;
	word.plain = g_string_chunk_insert_len(self->out->chunk, self->word->str,
					       (gssize)self->word->len);
	word.flags = (self->capital ? RD_WORD_CAPITAL : 0) | (self->glued ? RD_WORD_GLUED : 0) |
		     (self->at_line_start ? RD_WORD_LINE : 0);
	g_array_append_val(self->out->list, word);
	g_string_truncate(self->word, 0);
	self->at_line_start = FALSE;
}

static void
splitter_end_line(Splitter *self)
{
	GArray *list = self->out->list;

	splitter_end_word(self);
	if (list->len == self->line_start) /* an empty line ends a paragraph */
		splitter_mark(self, RD_WORD_STOP);
	if (list->len - self->line_start <= SHORT_LINE) {
		for (guint i = self->line_start; i < list->len; i++)
			g_array_index(list, RdWord, i).flags |= RD_WORD_SHORT;
	}
	self->line_start = list->len;
	self->at_line_start = TRUE;
}

/* A run without white space that holds an address or a URL: its length, else 0. */
static gsize
address_span(const char *p)
{
	gsize len = strcspn(p, " \t\n\r<>()[]\",;");
	gboolean is_address = memchr(p, '@', len) != NULL || g_strstr_len(p, (gssize)len, "://");

	return is_address ? len : 0;
}

/* "'s" at the end of a word is no part of a name; any other apostrophe is left out. */
static void
splitter_apostrophe(Splitter *self, const char *next)
{
	gboolean possessive =
		(*next == 's' || *next == 'S') && !is_word_char(g_utf8_get_char(next + 1));

	self->p = next;
	if (possessive && self->word->len > 0) {
		self->p++;
		splitter_end_word(self);
	}
}

/* A full stop ends a sentence unless it follows an initial or stands within a number. */
static void
splitter_full_stop(Splitter *self, const char *next)
{
	const RdWord *last;

	splitter_end_word(self);
	last = splitter_last(self);
	if (last != NULL && strlen(last->plain) > 3 && (*next == ' ' || *next == '\n'))
		splitter_mark(self, RD_WORD_STOP);
}

static void
splitter_step(Splitter *self)
{
	gunichar c = g_utf8_get_char(self->p);
	const char *next = g_utf8_next_char(self->p);

	if (is_word_char(c)) {
		if (self->word->len == 0) {
			self->capital = g_unichar_isupper(c);
			self->glued = self->p > self->text && self->p[-1] == '-';
		}
		word_append(self->word, c);
		self->p = next;
		return;
	}
	if (is_apostrophe(c)) {
		splitter_apostrophe(self, next);
		return;
	}
	self->p = next;
	if (c == '\n') {
		splitter_end_line(self);
		return;
	}
	if (c == '.') {
		splitter_full_stop(self, next);
		return;
	}
	splitter_end_word(self);
	if (c == ',')
		splitter_mark(self, RD_WORD_COMMA);
	else if (c == '!' || c == '?' || c == ';' || c == ':')
		splitter_mark(self, RD_WORD_STOP);
}

RdWords *
rd_words_new(const char *text, guint max)
{
	RdWords *self = g_new0(RdWords, 1);
	g_autoptr(GString) word = g_string_new(NULL);
	Splitter splitter = {.out = self,
			     .max = max,
			     .word = word,
			     .text = text,
			     .p = text,
			     .at_line_start = TRUE};

	self->list = g_array_new(FALSE, FALSE, sizeof(RdWord));
	self->chunk = g_string_chunk_new(1024);
	while (*splitter.p != '\0' && self->list->len < max) {
		gboolean begins = splitter.p == text || strchr(" \t\n\r<>()[]\",;", splitter.p[-1]);
		gsize skip = begins ? address_span(splitter.p) : 0;

		if (skip > 0) {
			splitter_end_word(&splitter);
			splitter.p += skip;
		} else {
			splitter_step(&splitter);
		}
	}
	splitter_end_line(&splitter);
	return self;
}

void
rd_words_free(RdWords *self)
{
	g_array_unref(self->list);
	g_string_chunk_free(self->chunk);
	g_free(self);
}
