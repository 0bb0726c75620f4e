/*
 * mailbox-private.h - what a mailbox backend implements.
 *
 * Only files in src/mailbox include this. A new backend is one .c file that fills
 * in an RdMailboxBackend, one line in the table in mailbox.c, and one test file.
 */

#pragma once

#include <redress/mailbox.h>

/* A message larger than this goes to triage where max_bytes is not set. */
#define RD_MAILBOX_MAX_BYTES ((gsize)64 * 1024 * 1024)
/* So much of the header of such a message is handed over. */
#define RD_MAILBOX_HEADER_MAX ((gsize)64 * 1024)

/* Each function but create as in mailbox.h. */
typedef struct {
	const char *schemes[3]; /* of the URI, in lower case; NULL-terminated */

	/* Checks @settings and makes the backend's own struct, with ->name set. */
	RdMailbox *(*create)(const RdMailboxSettings *settings, GError **error);

	gboolean (*open)(RdMailbox *self, char **mark, GError **error);
	void (*close)(RdMailbox *self);
	GPtrArray *(*list)(RdMailbox *self, GError **error);
	gboolean (*fetch)(RdMailbox *self, GPtrArray *entries, RdMailboxSink sink, gpointer data,
			  GError **error);
	gboolean (*done)(RdMailbox *self, GPtrArray *entries, GError **error);
	gboolean (*wait)(RdMailbox *self, guint timeout_s, int wake_fd, GError **error);
	char *(*describe)(RdMailbox *self);
	void (*free)(RdMailbox *self);
} RdMailboxBackend;

/* The first member of every backend's own struct; mailbox.c sets what the backend does not. */
struct _RdMailbox {
	const RdMailboxBackend *backend;
	char *name;	     /* set by the backend */
	gboolean leaves_all; /* the same, when it is opened: ->done does nothing */
	char *withheld;	     /* what the last fetches since a listing were refused; NULL: nothing */
	int stop_fd;
};

RdMailboxEntry *rd_mailbox_entry_new(guint32 uidvalidity, const char *uid, gsize size);

/* "the message has 70000000 octets, more than the limit of 67108864"; to be freed. */
char *rd_mailbox_too_large(gsize size, gsize max_bytes);

/* The header of the message that begins with @start, which is consumed. */
GBytes *rd_mailbox_header_of(GBytes *start);

/* TRUE if a folder can be called @name: UTF-8, no control character, no empty level or "..". */
gboolean rd_mailbox_folder_is_valid(const char *name);

extern const RdMailboxBackend rd_mailbox_maildir;
extern const RdMailboxBackend rd_mailbox_imap;
