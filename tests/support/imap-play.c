#include "imap-play.h"

#include "../../src/mailbox/mailbox-imap.h"
#include "fetched.h"

#include <criterion/criterion.h>

const RdMailboxSettings imap_play_all = {.start = (char *)"all", .max_bytes = 1000};

ImapPlay *
imap_play_new(const char *script, RdMailboxSettings settings)
{
	ImapPlay *self = g_new0(ImapPlay, 1);
	g_autofree char *uri = NULL;
	g_autoptr(GError) error = NULL;

	self->peer = script_peer_start(script);
	uri = script_peer_uri(self->peer, "imap", "");
	settings.server.uri = uri;
	settings.server.timeout_s = 1;
	settings.server.password_command = (char *)"echo s3cret";
	self->mailbox = rd_mailbox_new(&settings, &error);
	g_assert_no_error(error);
	self->taken = g_string_new(NULL);
	return self;
}

/* A test has a process of its own. */
static gint64 play_now = 1000;

static gint64
play_clock(void)
{
	return play_now;
}

void
imap_play_later(ImapPlay *self, guint seconds)
{
	((RdImapMailbox *)self->mailbox)->clock = play_clock;
	play_now += seconds * G_TIME_SPAN_SECOND;
}

char *
imap_play_end(ImapPlay *self)
{
	char *heard;

	rd_mailbox_free(self->mailbox);
	heard = script_peer_finish(self->peer);
	g_free(self->mark);
	g_string_free(self->taken, TRUE);
	g_clear_pointer(&self->entries, g_ptr_array_unref);
	g_free(self);
	return heard;
}

gboolean
imap_play_sweep(ImapPlay *self, GError **error)
{
	g_clear_pointer(&self->entries, g_ptr_array_unref);
	g_string_truncate(self->taken, 0);
	if (!rd_mailbox_open(self->mailbox, &self->mark, error))
		return FALSE;
	self->entries = rd_mailbox_list(self->mailbox, error);
	return self->entries != NULL &&
	       rd_mailbox_fetch(self->mailbox, self->entries, fetched_note, self->taken, error);
}

void
imap_play_expect(ImapPlay *self, const char *taken)
{
	g_autoptr(GError) error = NULL;

	cr_assert(imap_play_sweep(self, &error), "%s", error ? error->message : "");
	cr_assert_str_eq(self->taken->str, taken, "%s", self->taken->str);
}

void
imap_play_expect_failure(ImapPlay *self, RdErrorCode code, const char *taken)
{
	g_autoptr(GError) error = NULL;

	cr_assert_not(imap_play_sweep(self, &error), "%s", self->taken->str);
	cr_assert(g_error_matches(error, RD_ERROR, (int)code), "%s", error->message);
	cr_assert_str_eq(self->taken->str, taken, "%s", self->taken->str);
}
