/*
 * imap-reader.h - the octets of an IMAP server, as words, numbers and strings.
 *
 * Each function reads on from where the last one stopped and returns FALSE when the
 * stream failed, or when what comes is not what it should be: the caller then ends
 * the session, since nobody knows where the next answer begins. Nothing here recurses
 * or keeps more than its caller allows.
 */

#pragma once

#include <redress/stream.h>

typedef struct {
	RdStream *stream;  /* borrowed */
	gsize literal_max; /* octets of one string that is kept */
	gsize at;
	gsize len;
	char buffer[65536];
} RdImapReader;

/* TRUE if octets lie here that no poll() of the stream would tell of. */
gboolean rd_imap_reader_is_pending(const RdImapReader *self);

/* The next octet, left where it is; -1 when the stream failed. */
int rd_imap_reader_peek(RdImapReader *self);
/* Takes @c if it is next. */
gboolean rd_imap_reader_char(RdImapReader *self, char c);

/*
 * A run of what is no space, parenthesis, quote or end of line; "[...]" counts as one.
 * What does not fit in @size is dropped.
 */
gboolean rd_imap_reader_word(RdImapReader *self, char *out, gsize size);
/* More than 32 bits is no number of this protocol, but for a size: G_MAXUINT32 then. */
gboolean rd_imap_reader_number(RdImapReader *self, guint32 *out);
gboolean rd_imap_reader_size(RdImapReader *self, guint32 *out);

/* To the end of the line, which is taken too. What does not fit in @max is dropped. */
gboolean rd_imap_reader_line(RdImapReader *self, GString *out, gsize max);

/* A quoted string, a literal or NIL, which is NULL. Unref with g_bytes_unref(). */
gboolean rd_imap_reader_string(RdImapReader *self, GBytes **out);
/* The same into a file: how much it was. A disk that fails is in @failed, as errno. */
gboolean rd_imap_reader_spool(RdImapReader *self, int fd, gsize *written, int *failed);

/* One value of any kind, lists in lists included. */
gboolean rd_imap_reader_skip_value(RdImapReader *self);
/* The rest of an answer, with its literals. */
gboolean rd_imap_reader_skip_line(RdImapReader *self);
