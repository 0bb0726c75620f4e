#include "mailbox-imap.h"

#include <string.h>

/* Between two looks where the server has no IDLE and the settings do not say. */
#define POLL_S 60

gboolean
rd_imap_mailbox_fail(RdImapMailbox *self, GError *local, GError **error)
{
	RdErrorCode code = RD_ERROR_TEMPORARY;

	if (g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_CONFIG) ||
	    g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_LOGIN))
		code = RD_ERROR_CONFIG;
	g_set_error(error, RD_ERROR, code, "mailbox %s: %s", self->base.name, local->message);
	g_error_free(local);
	return FALSE;
}

gboolean
rd_imap_mailbox_is_open(RdImapMailbox *self, GError **error)
{
	if (self->imap != NULL && rd_stream_get_error(rd_imap_get_stream(self->imap)) == NULL)
		return TRUE;
	g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "mailbox %s: the session is over",
		    self->base.name);
	return FALSE;
}

guint32
rd_imap_entry_uid(const RdImapMailbox *self, const RdMailboxEntry *entry)
{
	guint64 uid;

	if (entry->uidvalidity != self->uidvalidity ||
	    !g_ascii_string_to_unsigned(entry->uid, 10, 1, G_MAXUINT32, &uid, NULL))
		return 0;
	return (guint32)uid;
}

static gboolean
imap_config_error(GError **error, const char *name, const char *why)
{
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "mailbox %s: %s", name, why);
	return FALSE;
}

static gboolean
imap_read_start(RdImapMailbox *self, const char *start, GError **error)
{
	g_autoptr(GError) local = NULL;

	self->start = RD_TIME_NONE;
	if (g_strcmp0(start, "all") == 0)
		self->start = 0;
	else if (start != NULL && strcmp(start, "now") != 0 &&
		 !rd_time_parse(start, &self->start, &local))
		return imap_config_error(error, "start", local->message);
	return TRUE;
}

static gboolean
imap_read_settings(RdImapMailbox *self, const RdMailboxSettings *settings, GError **error)
{
	const char *done_folder = settings->done_folder != NULL ? settings->done_folder : "Done";
	g_autoptr(GError) local = NULL;

	self->endpoint = rd_endpoint_new(&settings->server, &local);
	if (self->endpoint != NULL)
		self->secret = rd_secret_new(&settings->server, &local);
	if (local != NULL)
		return imap_config_error(error, settings->server.uri, local->message);
	if (self->endpoint->user == NULL || self->secret == NULL)
		return imap_config_error(error, settings->server.uri, "needs a user and a secret");
	self->folder = g_strdup(self->endpoint->path[0] != '\0' ? self->endpoint->path : "INBOX");
	/* LIST, by which we see whether a folder exists, reads these two as patterns. */
	if (!rd_mailbox_folder_is_valid(self->folder) || !rd_mailbox_folder_is_valid(done_folder) ||
	    strpbrk(done_folder, "*%") != NULL || strcmp(self->folder, done_folder) == 0)
		return imap_config_error(error, settings->server.uri,
					 "folder or done_folder cannot be one");
	self->done_folder = g_strdup(done_folder);
	self->wanted = settings->done;
	self->poll_s = settings->poll_s > 0 ? settings->poll_s : POLL_S;
	self->max_bytes = settings->max_bytes > 0 ? settings->max_bytes : RD_MAILBOX_MAX_BYTES;
	return imap_read_start(self, settings->start, error);
}

static void
imap_close(RdMailbox *base)
{
	RdImapMailbox *self = (RdImapMailbox *)base;

	g_clear_pointer(&self->imap, rd_imap_free);
	g_clear_pointer(&self->done_name, g_free);
	g_hash_table_remove_all(self->accepted);
	g_hash_table_remove_all(self->sizes);
	g_array_set_size(self->listed, 0);
	self->no_idle = FALSE;
}

static void
imap_free(RdMailbox *base)
{
	RdImapMailbox *self = (RdImapMailbox *)base;

	imap_close(base);
	g_clear_pointer(&self->endpoint, rd_endpoint_free);
	g_clear_pointer(&self->secret, rd_secret_free);
	g_free(self->folder);
	g_free(self->done_folder);
	g_hash_table_unref(self->accepted);
	g_hash_table_unref(self->sizes);
	g_hash_table_unref(self->copied);
	g_array_unref(self->listed);
	rd_imap_strikes_free(self->strikes);
	g_free(self);
}

static RdMailbox *
imap_create(const RdMailboxSettings *settings, GError **error)
{
	RdImapMailbox *self = g_new0(RdImapMailbox, 1);

	self->accepted = g_hash_table_new(NULL, NULL);
	self->sizes = g_hash_table_new(NULL, NULL);
	self->copied = g_hash_table_new(NULL, NULL);
	self->listed = g_array_new(FALSE, FALSE, sizeof(guint32));
	self->strikes = rd_imap_strikes_new();
	self->clock = g_get_monotonic_time;
	if (!imap_read_settings(self, settings, error)) {
		imap_free(&self->base);
		return NULL;
	}
	/* Neither port nor TLS: the ledger knows the mailbox again when those change. */
	self->base.name = g_strdup_printf("imap:%s@%s/%s", self->endpoint->user,
					  self->endpoint->host, self->folder);
	return &self->base;
}

/* TRUE if @flag is among those that may be set for good. */
static gboolean
imap_permits(RdImapMailbox *self, const char *flag)
{
	char **flags = rd_imap_get_selection(self->imap)->flags;

	for (char **one = flags; one != NULL && *one != NULL; one++) {
		if (g_ascii_strcasecmp(*one, flag) == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
imap_can_flag(RdImapMailbox *self)
{
	return imap_permits(self, RD_IMAP_KEYWORD) || imap_permits(self, "\\*");
}

/* Of a server that says nothing, that is to be believed. */
static gboolean
imap_can_delete(RdImapMailbox *self)
{
	return rd_imap_get_selection(self->imap)->flags == NULL || imap_permits(self, "\\Deleted");
}

static RdImapDone
imap_choose_done(RdImapMailbox *self)
{
	gboolean move =
		self->wanted == RD_MAILBOX_DONE_AUTO || self->wanted == RD_MAILBOX_DONE_MOVE;

	if (self->wanted == RD_MAILBOX_DONE_NOTHING)
		return RD_IMAP_NOTHING;
	if (!rd_imap_get_selection(self->imap)->read_only) {
		if (move && rd_imap_has(self->imap, "MOVE"))
			return RD_IMAP_MOVE;
		if (move && rd_imap_has(self->imap, "UIDPLUS") && imap_can_delete(self))
			return RD_IMAP_COPY;
		if (imap_can_flag(self))
			return RD_IMAP_FLAG;
	}
	g_warning("mailbox %s: the server lets us neither move nor flag a message that is done",
		  self->base.name);
	return RD_IMAP_NOTHING;
}

/* Without the folder mail is taken all the same; rd_imap_mailbox_done() asks for it again. */
static gboolean
imap_prepare_done(RdImapMailbox *self, GError **error)
{
	GError *local = NULL;

	self->done = imap_choose_done(self);
	self->base.leaves_all = self->done == RD_IMAP_NOTHING;
	if (rd_imap_mailbox_need_folder(self, &local))
		return TRUE;
	if (rd_stream_get_error(rd_imap_get_stream(self->imap)) != NULL)
		return rd_imap_mailbox_fail(self, local, error);
	g_warning("mailbox %s: no folder %s for what is done: %s", self->base.name,
		  self->done_folder, local->message);
	g_error_free(local);
	return TRUE;
}

static gboolean
imap_select(RdImapMailbox *self, GError **error)
{
	GError *local = NULL;
	g_autofree char *name = rd_imap_folder_name(self->imap, self->folder, &local);

	if (name == NULL || !rd_imap_select(self->imap, name, &local))
		return rd_imap_mailbox_fail(self, local, error);
	if (self->uidvalidity != rd_imap_get_selection(self->imap)->uidvalidity)
		g_hash_table_remove_all(self->copied);
	self->uidvalidity = rd_imap_get_selection(self->imap)->uidvalidity;
	if (self->uidvalidity == 0)
		return imap_config_error(error, self->base.name,
					 "the server has no UIDVALIDITY, so a message cannot be "
					 "found again");
	rd_imap_strikes_begin(self->strikes, self->uidvalidity);
	return TRUE;
}

static gboolean
imap_open(RdMailbox *base, char **mark, GError **error)
{
	RdImapMailbox *self = (RdImapMailbox *)base;
	GError *local = NULL;

	if (self->imap != NULL && rd_imap_mailbox_is_open(self, NULL))
		return TRUE;
	imap_close(base);
	self->imap = rd_imap_connect(self->endpoint, self->secret, base->stop_fd, &local);
	if (self->imap == NULL)
		return rd_imap_mailbox_fail(self, local, error);
	if (imap_select(self, error) && imap_prepare_done(self, error) &&
	    rd_imap_take_mark(self, mark, error))
		return TRUE;
	imap_close(base);
	return FALSE;
}

static char *
imap_describe(RdMailbox *base)
{
	RdImapMailbox *self = (RdImapMailbox *)base;
	const char *ways[] = {"MOVE to", "COPY and UID EXPUNGE to", ("keyword " RD_IMAP_KEYWORD),
			      "nothing"};
	gboolean folder = self->done == RD_IMAP_MOVE || self->done == RD_IMAP_COPY;
	gboolean missing = folder && self->done_name == NULL;
	g_autofree char *capabilities = NULL;

	if (self->imap == NULL)
		return g_strdup_printf("%s: not connected", base->name);
	capabilities = rd_imap_capabilities(self->imap);
	return g_strdup_printf("%s; done: %s%s%s%s; new mail: %s; %s", capabilities,
			       ways[self->done], folder ? " " : "", folder ? self->done_folder : "",
			       missing ? ", which the server does not make" : "",
			       rd_imap_has(self->imap, "IDLE") ? "IDLE" : "polling",
			       rd_stream_is_tls(rd_imap_get_stream(self->imap)) ? "TLS" : "no TLS");
}

const RdMailboxBackend rd_mailbox_imap = {
	.schemes = {"imap", "imaps"},
	.create = imap_create,
	.open = imap_open,
	.close = imap_close,
	.list = rd_imap_mailbox_list,
	.fetch = rd_imap_mailbox_fetch,
	.done = rd_imap_mailbox_done,
	.wait = rd_imap_mailbox_wait,
	.describe = imap_describe,
	.free = imap_free,
};
