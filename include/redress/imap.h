/*
 * imap.h - an authenticated IMAP session (RFC 3501).
 *
 * libetpan formats commands and reads answers, over a stream of ours: its own
 * sockets verify no certificate and its own IDLE loses wake-ups. Callers use its
 * command functions on rd_imap_get_session() and hand every result code to
 * rd_imap_check(), which knows which of them end the session.
 */

#pragma once

#include <libetpan/libetpan.h>
#include <redress/endpoint.h>
#include <redress/secret.h>
#include <redress/stream.h>

G_BEGIN_DECLS

typedef struct _RdImap RdImap;

#define RD_IMAP_ERROR (rd_imap_error_quark())
GQuark rd_imap_error_quark(void);

typedef enum {
	RD_IMAP_ERROR_CONFIG,  /* settings, certificate or what the server can */
	RD_IMAP_ERROR_LOGIN,   /* the server does not take user and secret */
	RD_IMAP_ERROR_REFUSED, /* a tagged NO: this command only, the session goes on */
	RD_IMAP_ERROR_BUSY,    /* a tagged NO that says: later (RFC 5530); or a secret's command */
	RD_IMAP_ERROR_LOST,    /* the session is over: closed, silent, BAD */
	RD_IMAP_ERROR_GARBLED, /* the session is over: it said what cannot be read */
	RD_IMAP_ERROR_STOPPED, /* the session is over: the stop fd */
} RdImapError;

/*
 * Connects, makes TLS, authenticates and asks what the server can. A refused secret is
 * renewed once. @endpoint must outlive the session; @secret may be NULL only if the
 * endpoint has no user, which is CONFIG.
 */
RdImap *rd_imap_connect(const RdEndpoint *endpoint, RdSecret *secret, int stop_fd,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Says LOGOUT where that still makes sense, and closes. */
void rd_imap_free(RdImap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdImap, rd_imap_free)

mailimap *rd_imap_get_session(RdImap *self);
RdStream *rd_imap_get_stream(RdImap *self);

/* TRUE if the server has capability @name ("MOVE"). */
gboolean rd_imap_has(const RdImap *self, const char *name);
/* All capabilities, with one space between; free with g_free(). */
char *rd_imap_capabilities(const RdImap *self);

/*
 * To be called before each command: the answer may have @octets of data, and time for
 * them at a slow line's rate beyond what any command has.
 */
void rd_imap_expect(RdImap *self, gsize octets);

/* TRUE if @code of libetpan's means success. @command names it in the error. */
gboolean rd_imap_check(RdImap *self, int code, const char *command, GError **error);

/*
 * The next line of the server, without its end, in the session's own buffer; NULL
 * when the session is over. For commands that libetpan gets wrong.
 */
const char *rd_imap_read_line(RdImap *self);

/*
 * @folder, with levels split by "/", as this server writes it: its own delimiter, in
 * modified UTF-7 (RFC 3501 section 5.1.3). Free with g_free(); NULL with an error.
 */
char *rd_imap_folder_name(RdImap *self, const char *folder, GError **error);

/* Makes the folder @name (as rd_imap_folder_name() returns it) unless it exists. */
gboolean rd_imap_make_folder(RdImap *self, const char *name, GError **error);

/* Modified UTF-7 of UTF-8 @text; free with g_free(). */
char *rd_imap_utf7(const char *text);

G_END_DECLS
