/*
 * imap-idle.c - sleeping until there may be mail (RFC 2177).
 *
 * EXISTS may come before the "+", glued to it, or while another command was under way.
 * Whatever happens here is only a hint: the caller looks at the whole mailbox after
 * every return.
 */

#include "mailbox-imap.h"

#include <poll.h>

/* Below the 30 minutes of RFC 2177, and below what routers remember of a silent line. */
#define RENEW_S 540

/* At most five sweeps a second; mail that comes faster is taken together. */
#define PACE_MS 200

typedef struct {
	RdImap *imap;
	gboolean continued;
	gboolean ended;
	gboolean refused;
} Idle;

/* Hears one answer; FALSE when the session is over. */
static gboolean
idle_hear(Idle *self)
{
	switch (rd_imap_hear(self->imap)) {
	case RD_IMAP_LOST:
		return FALSE;
	case RD_IMAP_DATA:
		return TRUE;
	case RD_IMAP_GO_ON:
		self->continued = TRUE;
		return TRUE;
	case RD_IMAP_OK:
		self->ended = TRUE;
		return TRUE;
	default:
		self->ended = self->refused = TRUE;
		return TRUE;
	}
}

/* What was announced, in IDLE or before it, is as good before the "+" as after it. */
static gboolean
idle_has_news(Idle *self)
{
	return rd_imap_get_selection(self->imap)->news;
}

static gboolean
idle_begin(Idle *self)
{
	if (!rd_imap_begin(self->imap, "IDLE"))
		return FALSE;
	while (!self->continued && !self->ended) {
		if (!idle_hear(self))
			return FALSE;
	}
	return TRUE;
}

/* Sleeps; answers that came glued to others lie in our buffer and wake nobody. */
static gboolean
idle_sleep(Idle *self, guint seconds, int wake_fd)
{
	gint64 until = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;

	while (!idle_has_news(self) && !self->ended) {
		gint64 left_s =
			(until - g_get_monotonic_time() + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
		RdStreamEvent event = RD_STREAM_READABLE;

		if (!rd_imap_is_pending(self->imap))
			event = rd_stream_wait(rd_imap_get_stream(self->imap),
					       (guint)MAX(left_s, 0), wake_fd);
		if (event != RD_STREAM_READABLE)
			return TRUE;
		rd_imap_expect(self->imap, 0);
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
	if (!rd_imap_say(self->imap, "DONE"))
		return FALSE;
	while (!self->ended) {
		if (!idle_hear(self))
			return FALSE;
	}
	return TRUE;
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
	Idle idle = {.imap = self->imap};
	GError *local = NULL;

	if (!idle_begin(&idle) || !idle_sleep(&idle, MIN(seconds, RENEW_S), wake_fd) ||
	    !idle_end(&idle)) {
		rd_imap_lost(self->imap, "IDLE", &local);
		return rd_imap_mailbox_fail(self, local, error);
	}
	self->no_idle = idle.refused || !idle.continued;
	if (idle_has_news(&idle))
		imap_pace(self, wake_fd);
	return TRUE;
}

/* Sleeps without IDLE. What comes meanwhile is for NOOP to read. */
static gboolean
imap_poll(RdImapMailbox *self, guint seconds, int wake_fd, GError **error)
{
	GError *local = NULL;

	rd_stream_wait(rd_imap_get_stream(self->imap), MIN(seconds, self->poll_s), wake_fd);
	return rd_imap_command(self->imap, &local, "NOOP") ||
	       rd_imap_mailbox_fail(self, local, error);
}

/*
 * The stop fd aborts what is under way: IDLE is not even ended by DONE, which the
 * server might take its time to answer.
 */
gboolean
rd_imap_mailbox_wait(RdMailbox *base, guint timeout_s, int wake_fd, GError **error)
{
	RdImapMailbox *self = (RdImapMailbox *)base;

	if (!rd_imap_mailbox_is_open(self, error))
		return FALSE;
	/* Announced during another command since the last listing: nobody says it again. */
	if (rd_imap_get_selection(self->imap)->news) {
		imap_pace(self, wake_fd);
		return TRUE;
	}
	if (!self->no_idle && rd_imap_has(self->imap, "IDLE"))
		return imap_idle(self, timeout_s, wake_fd, error);
	return imap_poll(self, timeout_s, wake_fd, error);
}
