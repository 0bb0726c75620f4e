/*
 * imap.h - an authenticated IMAP session (RFC 3501).
 *
 * Commands are given as text; answers are read by a small reader of our own, which
 * passes over what it does not know. One command is under way at a time. A session
 * that failed once stays failed, and whoever uses it ends it and connects anew.
 */

#pragma once

#include <redress/endpoint.h>
#include <redress/secret.h>
#include <redress/stream.h>
#include <redress/time.h>

G_BEGIN_DECLS

typedef struct _RdImap RdImap;

#define RD_IMAP_ERROR (rd_imap_error_quark())
GQuark rd_imap_error_quark(void);

typedef enum {
	RD_IMAP_ERROR_CONFIG,  /* settings, certificate or what the server can */
	RD_IMAP_ERROR_LOGIN,   /* the server does not take user and secret */
	RD_IMAP_ERROR_REFUSED, /* a tagged NO: this command only, the session goes on */
	RD_IMAP_ERROR_BUSY,    /* a tagged NO that says: later (RFC 5530); or a secret's command */
	RD_IMAP_ERROR_LOST,    /* the session is over: closed, silent, BYE, BAD */
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

RdStream *rd_imap_get_stream(RdImap *self);

/* TRUE if the server has capability @name, in upper case ("MOVE"). */
gboolean rd_imap_has(const RdImap *self, const char *name);
/* All capabilities, with one space between; free with g_free(). */
char *rd_imap_capabilities(const RdImap *self);

/* Commands ---------------------------------------------------------------------------- */

/*
 * Gives one command ("UID MOVE %s %s") and hears it out; an error names its first word.
 * The arguments are as rd_imap_folder_name() and rd_imap_set() make them: nothing is
 * quoted here.
 */
gboolean rd_imap_command(RdImap *self, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The same for a command that the session can do without: BAD refuses it as NO does. */
gboolean rd_imap_try(RdImap *self, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The response code of the last command's answer ("TRYCREATE"), or "". */
const char *rd_imap_get_code(const RdImap *self);

/* Selects the folder @name (as rd_imap_folder_name() returns it). */
gboolean rd_imap_select(RdImap *self, const char *name, GError **error);

/* What is known of the selected folder; the server may change it with any answer. */
typedef struct {
	guint32 uidvalidity; /* 0: not said */
	guint32 uidnext;     /* 0: not said */
	guint32 exists;	     /* messages, as the server counts them */
	gboolean read_only;
	char **flags;  /* that may be set for good; NULL: not said */
	gboolean news; /* mail was announced; whoever looks for it clears this */
} RdImapSelection;

RdImapSelection *rd_imap_get_selection(RdImap *self);

/* UID SEARCH @criteria: UIDs in ascending order, each once, as guint32; NULL with an error. */
GArray *rd_imap_search(RdImap *self, const char *criteria, GError **error);

/* What one FETCH answer held; the rest is 0 or NULL. */
typedef struct {
	guint32 uid;
	gboolean has_size;
	guint32 size; /* G_MAXUINT32 also for more */
	gboolean has_date;
	RdTime date;	   /* INTERNALDATE; G_MAXINT64 when it is no day of any calendar */
	gboolean has_body; /* the answer had one, be it NIL */
	GBytes *body;	   /* NULL also for NIL, and where there is a spool */
} RdImapItem;

typedef void (*RdImapItemFunc)(const RdImapItem *item, gpointer data);

/* Where the octets of one message go instead of into memory. */
typedef struct {
	int fd; /* an empty file, open for writing */
	guint32 uid;
	gboolean done; /* the message came; ->written may still be 0, for NIL */
	gsize written;
	int failed; /* errno of the disk; the answer was read to its end all the same */
} RdImapSpool;

/*
 * UID FETCH @set (UID @what), and @func for each answer with a UID. @octets: how much
 * may come. @spool: NULL, or where the body goes. On failure the answers before it
 * have been handed over.
 */
gboolean rd_imap_fetch(RdImap *self, const char *set, const char *what, gsize octets,
		       RdImapSpool *spool, RdImapItemFunc func, gpointer data, GError **error);

/*
 * The same in two steps, so that the server works while its caller does. Several may be
 * under way, and end in the order in which they began; since a server may mix their answers,
 * @func gets what came for any of them, and @octets counts all. The session is of no other
 * use in between.
 */
#define RD_IMAP_FETCHES_MAX 4
gboolean rd_imap_fetch_begin(RdImap *self, const char *set, const char *what);
gboolean rd_imap_fetch_end(RdImap *self, gsize octets, RdImapSpool *spool, RdImapItemFunc func,
			   gpointer data, GError **error);

/* APPEND of @message, marked as read, to the folder @name. */
gboolean rd_imap_append(RdImap *self, const char *name, GBytes *message, GError **error);

/* Word by word, for IDLE ---------------------------------------------------------------- */

typedef enum {
	RD_IMAP_LOST,  /* the session is over */
	RD_IMAP_DATA,  /* an answer that is not the last one */
	RD_IMAP_GO_ON, /* "+": the server waits for us */
	RD_IMAP_OK,    /* the end of the command */
	RD_IMAP_NO,    /* the same; it was refused */
	RD_IMAP_BAD,   /* the same; it was not understood */
} RdImapSaid;

/* Sends a command without waiting for its answer. */
gboolean rd_imap_begin(RdImap *self, const char *command);
/* Sends a line of a command under way. */
gboolean rd_imap_say(RdImap *self, const char *line);
/* Gives the server the time of a command anew, and @octets beyond what any command has. */
void rd_imap_expect(RdImap *self, gsize octets);
/* The next answer. */
RdImapSaid rd_imap_hear(RdImap *self);
/* TRUE if an answer, or a part of it, has come that no poll() would tell of. */
gboolean rd_imap_is_pending(const RdImap *self);
/* The error of a session that is over; FALSE. */
gboolean rd_imap_lost(RdImap *self, const char *command, GError **error);

/* Names ------------------------------------------------------------------------------- */

/*
 * @folder, with levels split by "/", as this server writes it: its own delimiter, in
 * modified UTF-7 (RFC 3501 section 5.1.3), quoted where need be. Free with g_free();
 * NULL with an error.
 */
char *rd_imap_folder_name(RdImap *self, const char *folder, GError **error);

/* Makes the folder @name (as rd_imap_folder_name() returns it) unless it exists. */
gboolean rd_imap_make_folder(RdImap *self, const char *name, GError **error);
/*
 * Both. Where the server has all of a user's folders in one and refuses to make another
 * beside it, in that (RFC 2342). Free with g_free(); NULL with an error.
 */
char *rd_imap_need_folder(RdImap *self, const char *folder, GError **error);

/* "5:6,9": @n of @uids (of guint32, ascending) from @from on; free with g_free(). */
char *rd_imap_set(const GArray *uids, guint from, guint n);

/* The day of @time as a SEARCH key writes it, "15-Nov-2026"; NULL if it has none. g_free(). */
char *rd_imap_day(RdTime time);

/* Modified UTF-7 of UTF-8 @text; free with g_free(). */
char *rd_imap_utf7(const char *text);

/* @text as an atom, or as a quoted string; free with g_free(). */
char *rd_imap_quote(const char *text);

G_END_DECLS
