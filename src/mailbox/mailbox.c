#include "mailbox-private.h"

#include <string.h>

static const RdMailboxBackend *const backends[] = {
	&rd_mailbox_maildir,
	&rd_mailbox_imap,
};

RdMailboxEntry *
rd_mailbox_entry_new(guint32 uidvalidity, const char *uid, gsize size)
{
	RdMailboxEntry *self = g_new0(RdMailboxEntry, 1);

	self->uidvalidity = uidvalidity;
	self->uid = g_strdup(uid);
	self->size = size;
	return self;
}

void
rd_mailbox_entry_free(RdMailboxEntry *self)
{
	g_free(self->uid);
	g_free(self->problem);
	g_free(self);
}

char *
rd_mailbox_too_large(gsize size, gsize max_bytes)
{
	return g_strdup_printf("the message has %" G_GSIZE_FORMAT
			       " octets, more than the limit of %" G_GSIZE_FORMAT,
			       size, max_bytes);
}

GBytes *
rd_mailbox_header_of(GBytes *start)
{
	g_autoptr(GBytes) all = start;
	gsize len;
	const char *text = g_bytes_get_data(all, &len);
	const char *blank = memmem(text, len, "\r\n\r\n", 4);
	gsize skip = 4;

	if (blank == NULL) {
		blank = memmem(text, len, "\n\n", 2);
		skip = 2;
	}
	if (blank == NULL)
		return g_steal_pointer(&all);
	return g_bytes_new_from_bytes(all, 0, (gsize)(blank - text) + skip);
}

gboolean
rd_mailbox_folder_is_valid(const char *name)
{
	g_auto(GStrv) levels = NULL;

	if (!g_utf8_validate(name, -1, NULL))
		return FALSE;
	for (const char *p = name; *p != '\0'; p++) {
		if (g_ascii_iscntrl(*p))
			return FALSE;
	}
	levels = g_strsplit(name, "/", -1);
	for (char **level = levels; *level != NULL; level++) {
		if (**level == '\0' || strcmp(*level, ".") == 0 || strcmp(*level, "..") == 0)
			return FALSE;
	}
	return levels[0] != NULL;
}

static gboolean
mailbox_has_scheme(const RdMailboxBackend *backend, const char *uri)
{
	for (gsize i = 0; backend->schemes[i] != NULL; i++) {
		gsize len = strlen(backend->schemes[i]);

		if (g_ascii_strncasecmp(uri, backend->schemes[i], len) == 0 && uri[len] == ':')
			return TRUE;
	}
	return FALSE;
}

RdMailbox *
rd_mailbox_new(const RdMailboxSettings *settings, GError **error)
{
	const char *uri = settings->server.uri;

	for (gsize i = 0; uri != NULL && i < G_N_ELEMENTS(backends); i++) {
		RdMailbox *self;

		if (!mailbox_has_scheme(backends[i], uri))
			continue;
		self = backends[i]->create(settings, error);
		if (self != NULL) {
			self->backend = backends[i];
			self->stop_fd = -1;
		}
		return self;
	}
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
		    "mailbox \"%s\": not a maildir:, imap: or imaps: URI", uri != NULL ? uri : "");
	return NULL;
}

void
rd_mailbox_free(RdMailbox *self)
{
	g_free(self->name);
	g_free(self->withheld);
	self->backend->free(self);
}

const char *
rd_mailbox_get_name(const RdMailbox *self)
{
	return self->name;
}

void
rd_mailbox_set_stop_fd(RdMailbox *self, int fd)
{
	self->stop_fd = fd;
}

gboolean
rd_mailbox_open(RdMailbox *self, char **mark, GError **error)
{
	return self->backend->open(self, mark, error);
}

void
rd_mailbox_close(RdMailbox *self)
{
	self->backend->close(self);
}

GPtrArray *
rd_mailbox_list(RdMailbox *self, GError **error)
{
	g_clear_pointer(&self->withheld, g_free);
	return self->backend->list(self, error);
}

gboolean
rd_mailbox_fetch(RdMailbox *self, GPtrArray *entries, RdMailboxSink sink, gpointer data,
		 GError **error)
{
	return self->backend->fetch(self, entries, sink, data, error);
}

const char *
rd_mailbox_get_withheld(const RdMailbox *self)
{
	return self->withheld;
}

gboolean
rd_mailbox_leaves_all(const RdMailbox *self)
{
	return self->leaves_all;
}

gboolean
rd_mailbox_done(RdMailbox *self, GPtrArray *entries, GError **error)
{
	return self->backend->done(self, entries, error);
}

gboolean
rd_mailbox_wait(RdMailbox *self, guint timeout_s, int wake_fd, GError **error)
{
	return self->backend->wait(self, timeout_s, wake_fd, error);
}

char *
rd_mailbox_describe(RdMailbox *self)
{
	return self->backend->describe(self);
}
