/*
 * imap-answer.c - what the server says.
 *
 * An answer that is not known, or that nobody asked for, is passed over: extensions and
 * other people's changes come between any two lines. One that is known and yet
 * cannot be read ends the session.
 */

#include "imap-date.h"
#include "imap-private.h"

#include <errno.h>
#include <redress/text.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX_CHARS 200

gboolean
rd_imap_garble(RdImap *self)
{
	if (rd_stream_get_error(self->stream) == NULL) {
		self->garbled = TRUE;
		rd_stream_break(self->stream, "the server's answer cannot be read");
	}
	return FALSE;
}

char *
rd_imap_words(const RdImap *self)
{
	g_autofree char *clean = rd_text_to_utf8(self->text->str, self->text->len);

	return rd_text_one_line(clean, WORDS_MAX_CHARS);
}

/* Status ------------------------------------------------------------------------------- */

static void
answer_number(const char *text, guint32 *out)
{
	guint64 value = g_ascii_strtoull(text, NULL, 10);

	if (value <= G_MAXUINT32)
		*out = (guint32)value;
}

/* "(\Deleted $Done \*)" */
static void
answer_flags(RdImap *self, const char *text)
{
	g_autofree char *inner = NULL;

	if (text[0] != '(')
		return;
	inner = g_strndup(text + 1, strcspn(text + 1, ")"));
	g_strfreev(self->selection.flags);
	self->selection.flags = g_strsplit(inner, " ", -1);
}

/* RFC 3501 section 7.1 wants people to see it. */
static void
answer_alert(RdImap *self)
{
	g_autofree char *words = rd_imap_words(self);

	if (!self->alerted)
		g_message("%s: the server says: %s", self->endpoint->host, words);
	self->alerted = TRUE;
}

/* "[UIDNEXT 9] text": what the part in brackets tells. */
static void
answer_note_code(RdImap *self)
{
	const char *text = self->text->str;
	const char *value;

	g_free(self->code);
	self->code = text[0] == '[' ? g_ascii_strup(text + 1, (gssize)strcspn(text + 1, " ]"))
				    : g_strdup("");
	value = text + (text[0] == '[') + strlen(self->code);
	value += *value == ' ';
	if (strcmp(self->code, "UIDVALIDITY") == 0)
		answer_number(value, &self->selection.uidvalidity);
	else if (strcmp(self->code, "UIDNEXT") == 0)
		answer_number(value, &self->selection.uidnext);
	else if (strcmp(self->code, "PERMANENTFLAGS") == 0)
		answer_flags(self, value);
	else if (strcmp(self->code, "READ-ONLY") == 0)
		self->selection.read_only = TRUE;
	else if (strcmp(self->code, "READ-WRITE") == 0)
		self->selection.read_only = FALSE;
	else if (strcmp(self->code, "ALERT") == 0)
		answer_alert(self);
}

/* The rest of a line that begins with OK, NO, BAD, BYE, PREAUTH or "+". */
static gboolean
answer_text(RdImap *self)
{
	rd_imap_reader_char(&self->reader, ' ');
	g_string_truncate(self->text, 0);
	return rd_imap_reader_line(&self->reader, self->text, RD_IMAP_TEXT_MAX);
}

static gboolean
answer_status(RdImap *self)
{
	if (!answer_text(self))
		return FALSE;
	answer_note_code(self);
	return TRUE;
}

/* Data --------------------------------------------------------------------------------- */

static gboolean
answer_bye(RdImap *self)
{
	g_autofree char *words = NULL;
	g_autofree char *why = NULL;

	if (!answer_status(self))
		return FALSE;
	if (self->leaving)
		return TRUE;
	words = rd_imap_words(self);
	why = g_strconcat("BYE ", words, NULL);
	rd_stream_break(self->stream, why);
	return FALSE;
}

static gboolean
answer_capability(RdImap *self)
{
	g_autofree char *upper = NULL;

	if (!answer_text(self))
		return FALSE;
	upper = g_ascii_strup(self->text->str, -1);
	g_strfreev(self->capabilities);
	self->capabilities = g_strsplit(upper, " ", -1);
	return TRUE;
}

/* Something else may follow the numbers, as with CONDSTORE. */
static gboolean
answer_search(RdImap *self)
{
	RdImapReader *reader = &self->reader;

	while (rd_imap_reader_char(reader, ' ')) {
		int c = rd_imap_reader_peek(reader);
		guint32 uid;

		if (c == '(' || c == '\r' || c == '\n')
			break;
		if (!rd_imap_reader_number(reader, &uid))
			return FALSE;
		if (self->found != NULL && uid != 0)
			g_array_append_val(self->found, uid);
	}
	return rd_imap_reader_skip_line(reader);
}

/* "(\HasNoChildren)"; what is only the upper level of another folder holds no mail. */
static gboolean
answer_list_flags(RdImapReader *reader, gboolean *exists)
{
	char word[32];

	*exists = TRUE;
	if (!rd_imap_reader_char(reader, '('))
		return FALSE;
	while (!rd_imap_reader_char(reader, ')')) {
		if (!rd_imap_reader_word(reader, word, sizeof(word)))
			return FALSE;
		if (g_ascii_strcasecmp(word, "\\NonExistent") == 0 ||
		    g_ascii_strcasecmp(word, "\\Noselect") == 0)
			*exists = FALSE;
		rd_imap_reader_char(reader, ' ');
	}
	return TRUE;
}

/* (FLAGS) "/" NAME */
static gboolean
answer_list(RdImap *self)
{
	g_autoptr(GBytes) delimiter = NULL;
	gboolean exists;

	if (!rd_imap_reader_char(&self->reader, ' ') ||
	    !answer_list_flags(&self->reader, &exists) ||
	    !rd_imap_reader_char(&self->reader, ' ') ||
	    !rd_imap_reader_string(&self->reader, &delimiter))
		return FALSE;
	if (delimiter != NULL && g_bytes_get_size(delimiter) == 1)
		self->delimiter = *(const char *)g_bytes_get_data(delimiter, NULL);
	self->listed += exists;
	return rd_imap_reader_skip_line(&self->reader);
}

/* (("INBOX." ".")) NIL NIL: the first of the user's own (RFC 2342). */
static gboolean
answer_namespace(RdImap *self)
{
	RdImapReader *reader = &self->reader;
	g_autoptr(GBytes) prefix = NULL;

	if (rd_imap_reader_char(reader, ' ') && rd_imap_reader_char(reader, '(')) {
		if (!rd_imap_reader_char(reader, '(') || !rd_imap_reader_string(reader, &prefix))
			return FALSE;
	}
	g_free(self->prefix);
	self->prefix = prefix != NULL
			       ? g_strndup(g_bytes_get_data(prefix, NULL), g_bytes_get_size(prefix))
			       : g_strdup("");
	return rd_imap_reader_skip_line(reader);
}

/* FETCH -------------------------------------------------------------------------------- */

typedef struct {
	RdImapItem item;
	gboolean spooled;
} Answer;

/* The octets of a message, to where they are wanted. */
static gboolean
fetch_body(RdImap *self, Answer *answer)
{
	RdImapSpool *spool = self->spool;
	guint32 uid = answer->item.uid;

	if (self->func == NULL)
		return rd_imap_reader_skip_value(&self->reader);
	answer->item.has_body = TRUE;
	if (spool == NULL) {
		g_clear_pointer(&answer->item.body, g_bytes_unref);
		return rd_imap_reader_string(&self->reader, &answer->item.body);
	}
	if (spool->done || answer->spooled || (uid != 0 && uid != spool->uid))
		return rd_imap_reader_skip_value(&self->reader);
	answer->spooled = TRUE;
	return rd_imap_reader_spool(&self->reader, spool->fd, &spool->written, &spool->failed);
}

static gboolean
fetch_date(RdImap *self, RdImapItem *item)
{
	g_autoptr(GBytes) octets = NULL;
	g_autofree char *text = NULL;

	if (!rd_imap_reader_string(&self->reader, &octets))
		return FALSE;
	if (octets == NULL)
		return TRUE;
	text = g_strndup(g_bytes_get_data(octets, NULL), g_bytes_get_size(octets));
	item->has_date = TRUE;
	item->date = rd_imap_date_parse(text);
	return TRUE;
}

/* A name and its value; they come in any order. */
static gboolean
fetch_item(RdImap *self, Answer *answer)
{
	RdImapItem *item = &answer->item;
	char name[32];

	if (!rd_imap_reader_word(&self->reader, name, sizeof(name)) ||
	    !rd_imap_reader_char(&self->reader, ' '))
		return FALSE;
	if (g_ascii_strcasecmp(name, "UID") == 0)
		return rd_imap_reader_number(&self->reader, &item->uid);
	if (g_ascii_strcasecmp(name, "RFC822.SIZE") == 0) {
		item->has_size = TRUE;
		return rd_imap_reader_size(&self->reader, &item->size);
	}
	if (g_ascii_strcasecmp(name, "INTERNALDATE") == 0)
		return fetch_date(self, item);
	if (g_ascii_strncasecmp(name, "BODY[", strlen("BODY[")) == 0)
		return fetch_body(self, answer);
	return rd_imap_reader_skip_value(&self->reader);
}

/* What was spooled before its UID was known may be another message's. */
static void
fetch_settle_spool(RdImapSpool *spool, const Answer *answer)
{
	spool->done = answer->item.uid == spool->uid;
	if (spool->done)
		return;
	spool->written = 0;
	if (lseek(spool->fd, 0, SEEK_SET) != 0 || ftruncate(spool->fd, 0) != 0)
		spool->failed = EIO;
}

static gboolean
fetch_items(RdImap *self, Answer *answer)
{
	if (!rd_imap_reader_char(&self->reader, ' ') || !rd_imap_reader_char(&self->reader, '('))
		return FALSE;
	while (!rd_imap_reader_char(&self->reader, ')')) {
		if (!fetch_item(self, answer))
			return FALSE;
		while (rd_imap_reader_char(&self->reader, ' '))
			continue;
	}
	return rd_imap_reader_skip_line(&self->reader);
}

static gboolean
answer_fetch(RdImap *self)
{
	Answer answer = {0};
	gboolean ok = fetch_items(self, &answer);

	if (ok && answer.spooled)
		fetch_settle_spool(self->spool, &answer);
	if (ok && answer.item.uid != 0 && self->func != NULL)
		self->func(&answer.item, self->func_data);
	g_clear_pointer(&answer.item.body, g_bytes_unref);
	return ok;
}

/* Any ---------------------------------------------------------------------------------- */

static void
answer_note_count(RdImapSelection *selection, const char *word, const char *number)
{
	gboolean exists = g_ascii_strcasecmp(word, "EXISTS") == 0;

	if (exists)
		answer_number(number, &selection->exists);
	else if (g_ascii_strcasecmp(word, "EXPUNGE") == 0 && selection->exists > 0)
		selection->exists--;
	if (exists || (g_ascii_strcasecmp(word, "RECENT") == 0 && strtoul(number, NULL, 10) > 0))
		selection->news = TRUE;
}

/* "* 4 EXISTS" */
static gboolean
answer_numbered(RdImap *self, const char *number)
{
	char word[32];

	if (!rd_imap_reader_char(&self->reader, ' ') ||
	    !rd_imap_reader_word(&self->reader, word, sizeof(word)))
		return rd_imap_reader_skip_line(&self->reader);
	if (g_ascii_strcasecmp(word, "FETCH") == 0)
		return answer_fetch(self);
	answer_note_count(&self->selection, word, number);
	return rd_imap_reader_skip_line(&self->reader);
}

static gboolean
answer_untagged(RdImap *self)
{
	static const struct {
		const char *word;
		gboolean (*read)(RdImap *self);
	} known[] = {
		{"OK", answer_status},	   {"NO", answer_status},
		{"BAD", answer_status},	   {"BYE", answer_bye},
		{"LIST", answer_list},	   {"CAPABILITY", answer_capability},
		{"SEARCH", answer_search}, {"NAMESPACE", answer_namespace},
	};
	char word[32];

	rd_imap_reader_char(&self->reader, ' ');
	if (!rd_imap_reader_word(&self->reader, word, sizeof(word)))
		return rd_imap_reader_skip_line(&self->reader);
	if (word[strspn(word, "0123456789")] == '\0')
		return answer_numbered(self, word);
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
		if (g_ascii_strcasecmp(word, known[i].word) == 0)
			return known[i].read(self);
	}
	return rd_imap_reader_skip_line(&self->reader);
}

static RdImapSaid
answer_result(const char *word)
{
	if (g_ascii_strcasecmp(word, "OK") == 0)
		return RD_IMAP_OK;
	if (g_ascii_strcasecmp(word, "NO") == 0)
		return RD_IMAP_NO;
	return g_ascii_strcasecmp(word, "BAD") == 0 ? RD_IMAP_BAD : RD_IMAP_LOST;
}

/* What ends the command that is waited for; another one that is under way ended early. */
static RdImapSaid
answer_end(RdImap *self, const char *tag, RdImapSaid result)
{
	guint64 number;

	if (!g_ascii_string_to_unsigned(tag, 10, 1, G_MAXUINT, &number, NULL) ||
	    number < self->awaited || number > self->tag)
		return RD_IMAP_DATA;
	if (number == self->awaited)
		return result;
	self->early[number % RD_IMAP_FETCHES_MAX] = result;
	return RD_IMAP_DATA;
}

/* "7 OK done"; one with a tag that is not ours ends nothing. */
static RdImapSaid
answer_tagged(RdImap *self)
{
	char tag[16], word[8];
	RdImapSaid result;

	if (!rd_imap_reader_word(&self->reader, tag, sizeof(tag)) ||
	    !rd_imap_reader_char(&self->reader, ' ') ||
	    !rd_imap_reader_word(&self->reader, word, sizeof(word)))
		return RD_IMAP_LOST;
	result = answer_result(word);
	if (result == RD_IMAP_LOST || !answer_status(self))
		return RD_IMAP_LOST;
	return answer_end(self, tag, result);
}

static RdImapSaid
answer_read(RdImap *self)
{
	switch (rd_imap_reader_peek(&self->reader)) {
	case '+':
		rd_imap_reader_char(&self->reader, '+');
		return answer_text(self) ? RD_IMAP_GO_ON : RD_IMAP_LOST;
	case '*':
		rd_imap_reader_char(&self->reader, '*');
		return answer_untagged(self) ? RD_IMAP_DATA : RD_IMAP_LOST;
	case '\r':
	case '\n': /* an empty line, which some servers send after a literal */
		return rd_imap_reader_skip_line(&self->reader) ? RD_IMAP_DATA : RD_IMAP_LOST;
	default:
		return answer_tagged(self);
	}
}

RdImapSaid
rd_imap_hear(RdImap *self)
{
	RdImapSaid said = answer_read(self);

	if (said == RD_IMAP_LOST)
		rd_imap_garble(self); /* unless the stream failed before */
	return said;
}

RdImapSaid
rd_imap_hear_greeting(RdImap *self, gboolean *preauth)
{
	char word[16];

	*preauth = FALSE;
	if (rd_imap_reader_char(&self->reader, '*') && rd_imap_reader_char(&self->reader, ' ') &&
	    rd_imap_reader_word(&self->reader, word, sizeof(word))) {
		*preauth = g_ascii_strcasecmp(word, "PREAUTH") == 0;
		if (g_ascii_strcasecmp(word, "BYE") == 0)
			answer_bye(self);
		else if ((*preauth || g_ascii_strcasecmp(word, "OK") == 0) && answer_status(self))
			return RD_IMAP_OK;
	}
	rd_imap_garble(self);
	return RD_IMAP_LOST;
}
