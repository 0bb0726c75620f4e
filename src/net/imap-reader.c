#include "imap-reader.h"

#include <errno.h>
#include <redress/fs.h>
#include <string.h>

gboolean
rd_imap_reader_is_pending(const RdImapReader *self)
{
	return self->at < self->len;
}

int
rd_imap_reader_peek(RdImapReader *self)
{
	if (self->at == self->len) {
		gssize n = rd_stream_read(self->stream, self->buffer, sizeof(self->buffer));

		self->at = 0;
		self->len = n > 0 ? (gsize)n : 0;
		if (n < 0)
			return -1;
	}
	return (guchar)self->buffer[self->at];
}

gboolean
rd_imap_reader_char(RdImapReader *self, char c)
{
	if (rd_imap_reader_peek(self) != (guchar)c)
		return FALSE;
	self->at++;
	return TRUE;
}

static gboolean
reader_ends_word(int c)
{
	return c < 0 || strchr(" ()\"\r\n", c) != NULL; /* NUL, too */
}

gboolean
rd_imap_reader_word(RdImapReader *self, char *out, gsize size)
{
	gboolean bracket = FALSE;
	gsize n = 0;

	for (;;) {
		int c = rd_imap_reader_peek(self);

		if (c < 0 || c == '\r' || c == '\n' || (!bracket && reader_ends_word(c)))
			break;
		bracket = c == '[' || (bracket && c != ']');
		if (n + 1 < size)
			out[n++] = (char)c;
		self->at++;
	}
	out[n] = '\0';
	return n > 0;
}

/* Decimal digits; what is above @max is taken for it. */
static gboolean
reader_digits(RdImapReader *self, guint64 max, guint64 *out)
{
	gboolean any = FALSE;

	*out = 0;
	for (;;) {
		int c = rd_imap_reader_peek(self);

		if (c < '0' || c > '9')
			return any;
		*out = MIN(*out * 10 + (guint64)(c - '0'), max);
		any = TRUE;
		self->at++;
	}
}

gboolean
rd_imap_reader_number(RdImapReader *self, guint32 *out)
{
	guint64 value;

	if (!reader_digits(self, (guint64)G_MAXUINT32 + 1, &value) || value > G_MAXUINT32)
		return FALSE;
	*out = (guint32)value;
	return TRUE;
}

gboolean
rd_imap_reader_size(RdImapReader *self, guint32 *out)
{
	guint64 value;

	if (!reader_digits(self, G_MAXUINT32, &value))
		return FALSE;
	*out = (guint32)value;
	return TRUE;
}

/* CRLF, or the LF alone of a careless server. */
static gboolean
reader_end_of_line(RdImapReader *self)
{
	if (rd_imap_reader_peek(self) == '\r')
		self->at++;
	return rd_imap_reader_char(self, '\n');
}

gboolean
rd_imap_reader_line(RdImapReader *self, GString *out, gsize max)
{
	for (;;) {
		int c = rd_imap_reader_peek(self);

		if (c < 0)
			return FALSE;
		self->at++;
		if (c == '\n')
			break;
		if (out->len < max && c != '\0')
			g_string_append_c(out, (char)c);
	}
	if (out->len > 0 && out->str[out->len - 1] == '\r')
		g_string_truncate(out, out->len - 1);
	return TRUE;
}

/* "{123}" CRLF, or "{123+}"; the octets follow. */
static gboolean
reader_literal_begin(RdImapReader *self, gsize *len)
{
	guint32 n = 0;

	if (!rd_imap_reader_char(self, '{') || !rd_imap_reader_number(self, &n))
		return FALSE;
	if (rd_imap_reader_peek(self) == '+')
		self->at++;
	*len = n;
	return rd_imap_reader_char(self, '}') && reader_end_of_line(self);
}

/* Exactly @len octets to @out. */
static gboolean
reader_octets(RdImapReader *self, char *out, gsize len)
{
	gsize n = MIN(len, self->len - self->at);

	memcpy(out, self->buffer + self->at, n);
	self->at += n;
	while (n < len) {
		gssize got = rd_stream_read(self->stream, out + n, len - n);

		if (got < 0)
			return FALSE;
		n += (gsize)got;
	}
	return TRUE;
}

static gboolean
reader_literal(RdImapReader *self, GBytes **out)
{
	g_autofree char *octets = NULL;
	gsize len;

	if (!reader_literal_begin(self, &len))
		return FALSE;
	if (len > self->literal_max) {
		rd_stream_break(self->stream, "sends more than it said it would");
		return FALSE;
	}
	octets = g_malloc(len + 1);
	if (!reader_octets(self, octets, len))
		return FALSE;
	*out = g_bytes_new_take(g_steal_pointer(&octets), len);
	return TRUE;
}

static gboolean
reader_quoted(RdImapReader *self, GBytes **out)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (!rd_imap_reader_char(self, '"'))
		return FALSE;
	for (;;) {
		int c = rd_imap_reader_peek(self);

		if (c < 0 || c == '\r' || c == '\n' || text->len > self->literal_max)
			return FALSE;
		self->at++;
		if (c == '"')
			break;
		if (c == '\\') {
			c = rd_imap_reader_peek(self);
			if (c < 0 || c == '\r' || c == '\n')
				return FALSE;
			self->at++;
		}
		g_string_append_c(text, (char)c);
	}
	*out = g_string_free_to_bytes(g_steal_pointer(&text));
	return TRUE;
}

gboolean
rd_imap_reader_string(RdImapReader *self, GBytes **out)
{
	char word[8];

	*out = NULL;
	switch (rd_imap_reader_peek(self)) {
	case '{':
		return reader_literal(self, out);
	case '"':
		return reader_quoted(self, out);
	default:
		return rd_imap_reader_word(self, word, sizeof(word)) &&
		       g_ascii_strcasecmp(word, "NIL") == 0;
	}
}

static int
reader_write(int fd, const char *octets, gsize len)
{
	return rd_fs_write_all(fd, octets, len) ? 0 : errno;
}

/* After a full disk the rest is read and dropped: to stop here would cost the session. */
static gboolean
reader_spool_literal(RdImapReader *self, int fd, gsize *written, int *failed)
{
	gsize left;

	if (!reader_literal_begin(self, &left))
		return FALSE;
	while (left > 0) {
		gsize n;

		if (rd_imap_reader_peek(self) < 0)
			return FALSE;
		n = MIN(left, self->len - self->at);
		if (*failed == 0)
			*failed = reader_write(fd, self->buffer + self->at, n);
		*written += n;
		self->at += n;
		left -= n;
	}
	return TRUE;
}

gboolean
rd_imap_reader_spool(RdImapReader *self, int fd, gsize *written, int *failed)
{
	g_autoptr(GBytes) text = NULL;

	*written = 0;
	*failed = 0;
	if (rd_imap_reader_peek(self) == '{')
		return reader_spool_literal(self, fd, written, failed);
	if (!rd_imap_reader_string(self, &text))
		return FALSE;
	if (text != NULL) {
		*written = g_bytes_get_size(text);
		*failed = reader_write(fd, g_bytes_get_data(text, NULL), *written);
	}
	return TRUE;
}

/* Octets of a literal that nobody wants. */
static gboolean
reader_skip_octets(RdImapReader *self, gsize len)
{
	while (len > 0) {
		gsize n;

		if (rd_imap_reader_peek(self) < 0)
			return FALSE;
		n = MIN(len, self->len - self->at);
		self->at += n;
		len -= n;
	}
	return TRUE;
}

static gboolean
reader_skip_string(RdImapReader *self)
{
	g_autoptr(GBytes) quoted = NULL;
	gsize len;

	if (rd_imap_reader_peek(self) == '{')
		return reader_literal_begin(self, &len) && reader_skip_octets(self, len);
	return reader_quoted(self, &quoted);
}

gboolean
rd_imap_reader_skip_value(RdImapReader *self)
{
	guint depth = 0;

	do {
		char word[8];
		int c = rd_imap_reader_peek(self);

		if (c == '(' || (c == ')' && depth > 0)) {
			self->at++;
			depth = c == '(' ? depth + 1 : depth - 1;
		} else if (c == ' ' && depth > 0) {
			self->at++;
		} else if (c == '{' || c == '"') {
			if (!reader_skip_string(self))
				return FALSE;
		} else if (!rd_imap_reader_word(self, word, sizeof(word))) {
			return FALSE;
		}
	} while (depth > 0);
	return TRUE;
}

/* TRUE if the line that ends with @tail announces a literal, "{123}" or "{123+}", of @len. */
static gboolean
reader_ends_in_literal(const char *tail, gsize *len)
{
	const char *brace = strrchr(tail, '{');
	guint64 value;
	char *end;

	if (brace == NULL || !g_ascii_isdigit(brace[1]))
		return FALSE;
	value = g_ascii_strtoull(brace + 1, &end, 10);
	*len = (gsize)value;
	return strcmp(end, "}") == 0 || strcmp(end, "+}") == 0;
}

/* To the end of the line; the last of it, without CR, in @tail. */
static gboolean
reader_tail_of_line(RdImapReader *self, char *tail, gsize size)
{
	gsize n = 0;
	int c;

	while ((c = rd_imap_reader_peek(self)) != '\n') {
		if (c < 0)
			return FALSE;
		self->at++;
		if (c == '\r' || c == '\0')
			continue;
		if (n == size - 1)
			memmove(tail, tail + 1, --n);
		tail[n++] = (char)c;
	}
	self->at++;
	tail[n] = '\0';
	return TRUE;
}

/* Nobody knows the grammar of what is not known, but a literal always ends a line. */
gboolean
rd_imap_reader_skip_line(RdImapReader *self)
{
	char tail[32];
	gsize len;

	while (reader_tail_of_line(self, tail, sizeof(tail))) {
		if (!reader_ends_in_literal(tail, &len))
			return TRUE;
		if (!reader_skip_octets(self, len))
			return FALSE;
	}
	return FALSE;
}
