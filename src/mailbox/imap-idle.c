/*
 * imap-idle.c - sleeping until there may be mail (RFC 2177).
 *
 * libetpan's own IDLE hangs when EXISTS comes before the "+", and sleeps over one that
 * comes glued to it. Whatever happens here is only a hint: the caller looks at the
 * whole mailbox after every return.
 */

#include "mailbox-imap.h"

#include <poll.h>
#include <string.h>

/* Below the 30 minutes of RFC 2177, and below what routers remember of a silent line. */
#define RENEW_S 540

/* At most five sweeps a second; mail that comes faster is taken together. */
#define PACE_MS 200

typedef struct {
	RdImapMailbox *mailbox;
	char *tag; /* "7 " */
	gboolean continued;
	gboolean ended;
	gboolean refused;
	gboolean news;
} Idle;

/* What one untagged line of the server means to a sleeper. */
static gboolean
idle_is_news(const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", 4);

	return g_strv_length(words) >= 3 && strcmp(words[0], "*") == 0 &&
	       (g_ascii_strcasecmp(words[2], "EXISTS") == 0 ||
		(g_ascii_strcasecmp(words[2], "RECENT") == 0 && strcmp(words[1], "0") != 0));
}

/* Reads one line; FALSE when the session is over. */
static gboolean
idle_hear(Idle *self)
{
	RdImap *imap = self->mailbox->imap;
	const char *line = rd_imap_read_line(imap);

	if (line == NULL)
		return FALSE;
	if (line[0] == '+')
		self->continued = TRUE;
	else if (g_str_has_prefix(line, self->tag)) {
		self->ended = TRUE;
		self->refused = g_ascii_strncasecmp(line + strlen(self->tag), "OK", 2) != 0;
	} else if (g_ascii_strncasecmp(line, "* BYE", 5) == 0) {
		rd_stream_break(rd_imap_get_stream(imap), line);
		return FALSE;
	} else if (line[0] != '\0' && line[strlen(line) - 1] == '}') {
		/* The octets of a literal must not be read as lines: any could be our tag. */
		rd_stream_break(rd_imap_get_stream(imap), "a literal during IDLE");
		return FALSE;
	} else {
		self->news |= idle_is_news(line);
	}
	return TRUE;
}

static gboolean
idle_say(Idle *self, const char *line)
{
	mailstream *stream = rd_imap_get_session(self->mailbox->imap)->imap_stream;

	rd_imap_expect(self->mailbox->imap, 0);
	return mailstream_write(stream, line, strlen(line)) >= 0 && mailstream_flush(stream) >= 0;
}

static gboolean
idle_begin(Idle *self)
{
	mailimap *session = rd_imap_get_session(self->mailbox->imap);

	if (mailimap_send_current_tag(session) != MAILIMAP_NO_ERROR || !idle_say(self, "IDLE\r\n"))
		return FALSE;
	self->tag = g_strdup_printf("%d ", session->imap_tag);
	while (!self->continued && !self->ended) {
		if (!idle_hear(self))
			return FALSE;
	}
	return TRUE;
}

/* Sleeps; lines that came glued to others lie in libetpan's buffer and wake nobody. */
static gboolean
idle_sleep(Idle *self, guint seconds, int wake_fd)
{
	RdStream *stream = rd_imap_get_stream(self->mailbox->imap);
	mailstream *buffered = rd_imap_get_session(self->mailbox->imap)->imap_stream;
	gint64 until = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;

	while (!self->news && !self->ended) {
		gint64 left_s =
			(until - g_get_monotonic_time() + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
		RdStreamEvent event = RD_STREAM_READABLE;

		if (buffered->read_buffer_len == 0)
			event = rd_stream_wait(stream, (guint)MAX(left_s, 0), wake_fd);
		if (event != RD_STREAM_READABLE)
			return TRUE;
		rd_imap_expect(self->mailbox->imap, 0);
		if (!idle_hear(self))
			return FALSE;
	}
	return TRUE;
}

static gboolean
idle_end(Idle *self)
{
	if (self->ended)
		return TRUE;
	if (!idle_say(self, "DONE\r\n"))
		return FALSE;
	while (!self->ended) {
		if (!idle_hear(self))
			return FALSE;
	}
	return TRUE;
}

static gboolean
imap_lost(RdImapMailbox *self, GError **error)
{
	RdStream *stream = rd_imap_get_stream(self->imap);

	rd_stream_break(stream, "the session is over"); /* unless it is broken already */
	return rd_imap_mailbox_fail(self, g_error_copy(rd_stream_get_error(stream)), error);
}

/* Some servers announce what is no news with every command: they must not keep us busy. */
static void
imap_pace(RdImapMailbox *self, int wake_fd)
{
	struct pollfd fds[] = {{wake_fd, POLLIN, 0}, {self->base.stop_fd, POLLIN, 0}};
	gint64 since_ms = (g_get_monotonic_time() - self->news_at) / 1000;

	if (self->news_at != 0 && since_ms < PACE_MS)
		poll(fds, G_N_ELEMENTS(fds), (int)(PACE_MS - since_ms));
	self->news_at = g_get_monotonic_time();
}

static gboolean
imap_idle(RdImapMailbox *self, guint seconds, int wake_fd, GError **error)
{
	Idle idle = {.mailbox = self};
	gboolean ok = idle_begin(&idle) && idle_sleep(&idle, MIN(seconds, RENEW_S), wake_fd) &&
		      idle_end(&idle);

	g_free(idle.tag);
	if (!ok)
		return imap_lost(self, error);
	self->no_idle = idle.refused || !idle.continued;
	if (idle.news)
		imap_pace(self, wake_fd);
	return TRUE;
}

/* Sleeps without IDLE. Octets that come meanwhile are for NOOP to read. */
static gboolean
imap_poll(RdImapMailbox *self, guint seconds, int wake_fd, GError **error)
{
	rd_stream_wait(rd_imap_get_stream(self->imap), MIN(seconds, self->poll_s), wake_fd);
	rd_imap_expect(self->imap, 0);
	return rd_imap_mailbox_check(self, mailimap_noop(rd_imap_get_session(self->imap)), "NOOP",
				     error);
}

/*
 * The stop fd aborts what is under way: IDLE is not even ended by DONE, which the
 * server might take its time to answer.
 */
gboolean
rd_imap_wait(RdMailbox *base, guint timeout_s, int wake_fd, GError **error)
{
	RdImapMailbox *self = (RdImapMailbox *)base;

	if (!rd_imap_mailbox_is_open(self, error))
		return FALSE;
	/* Announced during another command since the last listing: nobody says it again. */
	if (rd_imap_get_session(self->imap)->imap_selection_info->sel_has_exists) {
		imap_pace(self, wake_fd);
		return TRUE;
	}
	if (!self->no_idle && rd_imap_has(self->imap, "IDLE"))
		return imap_idle(self, timeout_s, wake_fd, error);
	return imap_poll(self, timeout_s, wake_fd, error);
}
