/* imap-private.h - what imap.c and imap-login.c share. */

#pragma once

#include <redress/imap.h>

struct _RdImap {
	const RdEndpoint *endpoint; /* borrowed */
	RdStream *stream;
	mailimap *session;
	char delimiter; /* between the levels of a folder's name; 0: not asked yet */
};

/* BUSY if the response code @atom ("UNAVAILABLE") says that it may work later, else @code. */
RdImapError rd_imap_refusal(const char *atom, RdImapError code);

/* Authenticates on a session that is connected and verified. */
gboolean rd_imap_login(RdImap *self, RdSecret *secret, int stop_fd, GError **error);

/* Asks anew what the server can: it may say more after TLS and after login. */
gboolean rd_imap_ask_capabilities(RdImap *self, GError **error);

/* Reports a failed stream, which is no fault of the server's answer; FALSE. */
gboolean rd_imap_lost(RdImap *self, const char *command, GError **error);
