#include "head.h"

#include <string.h>

#define LINE_FULL    76 /* octets of a line, by RFC 2047 section 2 */
#define ENCODED_MAX  75 /* RFC 2047 section 2 */
#define ENCODED_OPEN "=?utf-8?Q?"
#define ENCODED_END  "?="
#define PLAIN_MAX    70 /* of a word or name that is not encoded */

void
head_begin(Head *self, const char *name)
{
	self->begin = self->out->len;
	g_string_append(self->out, name);
	g_string_append_c(self->out, ':');
	self->bare = TRUE;
}

void
head_end(Head *self)
{
	g_string_append_len(self->out, "\r\n", 2);
}

/* The name is not left alone in its line: some readers lose such a field. */
void
head_add(Head *self, const char *token, gsize len)
{
	gsize column = self->out->len - self->begin;

	if (column + 1 + len > LINE_FULL && !self->bare) {
		g_string_append_len(self->out, "\r\n", 2);
		self->begin = self->out->len;
	}
	g_string_append_c(self->out, ' ');
	g_string_append_len(self->out, token, (gssize)len);
	self->bare = FALSE;
}

void
head_put(Head *self, const char *name, const char *text)
{
	head_begin(self, name);
	head_add(self, text, strlen(text));
	head_end(self);
}

/* What "Q" leaves as it is wherever an encoded word may stand (RFC 2047 section 5 (3)). */
static gboolean
is_plain_in_q(guchar c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("!*+-/", c) != NULL);
}

static gsize
append_q(char *to, const char *p, gsize len)
{
	static const char hex[] = "0123456789ABCDEF";
	char *begin = to;

	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)p[i];

		if (is_plain_in_q(c)) {
			*to++ = (char)c;
		} else if (c == ' ') {
			*to++ = '_';
		} else {
			*to++ = '=';
			*to++ = hex[c >> 4];
			*to++ = hex[c & 15];
		}
	}
	return (gsize)(to - begin);
}

/* Encoded words beside each other are read as one text; a character is never parted. */
static void
head_add_encoded(Head *self, const char *text, gsize len)
{
	const char *end = text + len;

	while (text < end) {
		char word[ENCODED_MAX + 16] = ENCODED_OPEN;
		gsize column = self->out->len - self->begin;
		gsize most = self->bare ? LINE_FULL - 1 - column : ENCODED_MAX;
		gsize n = strlen(ENCODED_OPEN);

		while (text < end) {
			gsize one = (gsize)(g_utf8_next_char(text) - text);
			char octets[16];
			gsize more = append_q(octets, text, one);

			if (n + more + strlen(ENCODED_END) > most)
				break;
			memcpy(word + n, octets, more);
			n += more;
			text += one;
		}
		memcpy(word + n, ENCODED_END, strlen(ENCODED_END));
		head_add(self, word, n + strlen(ENCODED_END));
	}
}

/* A word that would be read as encoded is encoded, so that it is read as itself. */
static gboolean
word_is_plain(const char *word, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		if ((guchar)word[i] >= 0x80 || (word[i] == '=' && word[i + 1] == '?'))
			return FALSE;
	}
	return len <= PLAIN_MAX;
}

/* The stretch of @text from its first word that is not plain to its last; NULL: none. */
static const char *
text_to_encode(const char *text, gsize *len)
{
	const char *first = NULL, *last = NULL;

	for (const char *word = text; *word != '\0';) {
		gsize n = strcspn(word, " ");

		if (!word_is_plain(word, n)) {
			first = first != NULL ? first : word;
			last = word + n;
		}
		word += n + (word[n] == ' ');
	}
	*len = first != NULL ? (gsize)(last - first) : 0;
	return first;
}

static void
head_add_words(Head *self, const char *text, gsize len)
{
	while (len > 0) {
		const char *space = memchr(text, ' ', len);
		gsize n = space != NULL ? (gsize)(space - text) : len;

		if (n > 0)
			head_add(self, text, n);
		n += space != NULL;
		text += n;
		len -= n;
	}
}

static void
head_add_stripped(Head *self, const char *text)
{
	gsize len;
	const char *odd = text_to_encode(text, &len);

	if (odd == NULL) {
		head_add_words(self, text, strlen(text));
		return;
	}
	head_add_words(self, text, (gsize)(odd - text));
	head_add_encoded(self, odd, len);
	head_add_words(self, odd + len, strlen(odd + len));
}

void
head_add_text(Head *self, const char *text)
{
	g_autofree char *stripped = g_strstrip(g_strdup(text));

	head_add_stripped(self, stripped);
}

typedef enum { NAME_ATOMS, NAME_QUOTED, NAME_ENCODED } NameForm;

static NameForm
name_form(const char *name)
{
	NameForm form = NAME_ATOMS;

	if (!word_is_plain(name, strlen(name)))
		return NAME_ENCODED;
	for (const char *p = name; *p != '\0'; p++) {
		if (*p == ' ' ? p[1] == ' ' : strchr("()<>[]:;@\\,.\"", *p) != NULL)
			form = NAME_QUOTED;
	}
	return form;
}

static void
head_add_quoted(Head *self, const char *name)
{
	g_autoptr(GString) quoted = g_string_new("\"");

	for (const char *p = name; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *p);
	}
	g_string_append_c(quoted, '"');
	head_add(self, quoted->str, quoted->len);
}

void
head_add_phrase(Head *self, const char *name)
{
	g_autofree char *stripped = g_strstrip(g_strdup(name));

	switch (name_form(stripped)) {
	case NAME_ATOMS:
		head_add_words(self, stripped, strlen(stripped));
		break;
	case NAME_QUOTED:
		head_add_quoted(self, stripped);
		break;
	case NAME_ENCODED:
		head_add_encoded(self, stripped, strlen(stripped));
		break;
	}
}
