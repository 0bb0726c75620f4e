/*
 * imap-private.h - what the imap-*.c files share.
 *
 *   imap.c          connect, TLS, capabilities, goodbye
 *   imap-login.c    who we are
 *   imap-command.c  what we say, and waiting for the end of its answer
 *   imap-answer.c   what the server says
 *   imap-reader.c   words, numbers and strings of that
 *   imap-folder.c   names of folders
 */

#pragma once

#include "imap-reader.h"

#include <redress/imap.h>

/* Of one line that the server means for people, or of a challenge. */
#define RD_IMAP_TEXT_MAX 65536

struct _RdImap {
	const RdEndpoint *endpoint; /* borrowed */
	RdStream *stream;
	RdImapReader reader;
	guint tag;			       /* of the last command */
	guint awaited;			       /* of the one whose end is waited for */
	guint fetches;			       /* under way */
	RdImapSaid early[RD_IMAP_FETCHES_MAX]; /* how those ended that were not waited for yet */
	char **capabilities;		       /* upper-case; NULL: not asked yet */
	char *prefix;	  /* of the user's own folders, as written; NULL: not asked yet */
	char delimiter;	  /* between the levels of a folder's name; 0: not asked yet */
	gboolean trying;  /* a command that may be BAD */
	gboolean garbled; /* the stream was broken because of what came */
	gboolean leaving; /* LOGOUT was said, so BYE is no surprise */
	gboolean alerted; /* one ALERT was logged */
	RdImapSelection selection;
	GString *text; /* of the last status or "+" line */
	char *code;    /* the response code in it; "" */

	/* Where the data of the command under way go; NULL: nowhere. */
	GArray *found;
	RdImapSpool *spool;
	RdImapItemFunc func;
	gpointer func_data;
	guint listed;
};

/* The greeting: OK, PREAUTH in ->text, or LOST. */
RdImapSaid rd_imap_hear_greeting(RdImap *self, gboolean *preauth);

/* Hears a command out. @octets: how much its answer may hold. */
gboolean rd_imap_finish(RdImap *self, const char *name, gsize octets, GError **error);

/* BUSY if the response code @code ("UNAVAILABLE") says that it may work later, else @other. */
RdImapError rd_imap_refusal(const char *code, RdImapError other);

/* The server's own words, on one line; free with g_free(). */
char *rd_imap_words(const RdImap *self);

/* Authenticates on a session that is connected and verified. */
gboolean rd_imap_login(RdImap *self, RdSecret *secret, int stop_fd, GError **error);

/* Asks anew what the server can: it may say more after TLS and after login. */
gboolean rd_imap_ask_capabilities(RdImap *self, GError **error);

/* Marks the stream as failed because of what came; FALSE. */
gboolean rd_imap_garble(RdImap *self);

/* The code of RD_IMAP_ERROR for a stream that failed with @broken. */
RdImapError rd_imap_code_of(const GError *broken);
