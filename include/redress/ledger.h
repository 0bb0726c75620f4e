/*
 * ledger.h - what was taken from a mailbox (IN1).
 *
 * A row and the raw octets are durable before anything changes on the server. A
 * message is known by (mailbox, uidvalidity, uid) and, when those changed, by the
 * SHA-256 of its octets in the same mailbox.
 */

#pragma once

#include <glib.h>
#include <redress/octets.h>
#include <redress/store.h>

G_BEGIN_DECLS

typedef enum {
	RD_LEDGER_TAKEN,  /* octets stored, not yet worked */
	RD_LEDGER_WORKED, /* in a case, or known to need none */
	RD_LEDGER_TRIAGE, /* given to a person, who has the raw message */
} RdLedgerState;

typedef struct {
	gint64 id;
	char *mailbox;
	guint32 uidvalidity;
	char *uid;
	char *sha256;
	gint64 size;
	RdTime taken_at;
	RdLedgerState state;
	char *outcome;	   /* one line: what was made of it; while TAKEN the problem, or "" */
	guint attempts;	   /* how often the gateway ended while it was at work */
	gboolean put_away; /* rd_mailbox_done() has been told */
	gint64 same_as;	   /* id of the row whose octets are the same; 0: none */
} RdLedgerRow;

void rd_ledger_row_free(RdLedgerRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdLedgerRow, rd_ledger_row_free)

/* The row at that place, or NULL without an error. */
RdLedgerRow *rd_ledger_find(RdStore *store, const char *mailbox, guint32 uidvalidity,
			    const char *uid, GError **error);

typedef enum {
	RD_LEDGER_UNKNOWN, /* nothing was taken from that place */
	RD_LEDGER_THERE,   /* a message is in the ledger, and not put away */
	RD_LEDGER_AWAY,	   /* the same; it is */
} RdLedgerPlace;

/* What the ledger knows of a place, without the row. */
gboolean rd_ledger_look(RdStore *store, const char *mailbox, guint32 uidvalidity, const char *uid,
			RdLedgerPlace *out, GError **error);

/*
 * The id of @mailbox, of which @n messages will now be taken, in the same transaction; 0
 * with an error.
 */
gint64 rd_ledger_enter(RdStore *store, const char *mailbox, guint n, GError **error);

/*
 * Adds a message of a mailbox that was entered, state TAKEN; @place THERE, or AWAY where
 * nothing is to be done to it on the server. @raw NULL for one that the server would not give.
 * @problem: why @raw is not the whole message; NULL when it is. A person gets it then. Octets that
 * lie in the same mailbox already make a row with
 * ->same_as set, no second copy, and state WORKED: the message was only seen at another
 * place. Octets that lie in a file go to the store in pieces. Returns the id, or 0 with
 * an error.
 */
gint64 rd_ledger_take(RdStore *store, gint64 mailbox_id, guint32 uidvalidity, const char *uid,
		      RdLedgerPlace place, RdOctets *raw, const char *problem, RdTime now,
		      GError **error);
/* Both, for one message whose octets are in memory. */
gint64 rd_ledger_add(RdStore *store, const char *mailbox, guint32 uidvalidity, const char *uid,
		     GBytes *raw, const char *problem, RdTime now, GError **error);

RdLedgerRow *rd_ledger_get(RdStore *store, gint64 id, GError **error);
/* Its octets, which may be many; of a message that is large they lie in a file. */
RdOctets *rd_ledger_octets(RdStore *store, gint64 id, GError **error);
/* All of them in memory. */
GBytes *rd_ledger_raw(RdStore *store, gint64 id, GError **error);

/* The oldest rows in state TAKEN, of RdLedgerRow. */
GPtrArray *rd_ledger_waiting(RdStore *store, guint limit, GError **error);

/*
 * Rows from @first to @last are at work, and no others. Noted in the gateway's lock file, where it
 * costs no commit, and outlives the program if not the power of the machine, which no message
 * takes away. Where there is no such file nothing is noted.
 */
void rd_ledger_note_work(RdStore *store, gint64 first, gint64 last);
/* None is. */
void rd_ledger_end_work(RdStore *store);
/*
 * Counts an attempt for each row in state TAKEN that was at work when the gateway before this one
 * ended. For the one that has the lock, before it notes any.
 */
gboolean rd_ledger_count_attempts(RdStore *store, GError **error);

gboolean rd_ledger_finish(RdStore *store, gint64 id, RdLedgerState state, const char *outcome,
			  GError **error);

/* Marks the place as put away on the server. */
gboolean rd_ledger_put_away(RdStore *store, const char *mailbox, guint32 uidvalidity,
			    const char *uid, GError **error);
/* Rows of @mailbox that are durable but not yet put away, as RdLedgerRow. */
GPtrArray *rd_ledger_not_put_away(RdStore *store, const char *mailbox, guint limit, GError **error);
gboolean rd_ledger_count(RdStore *store, const char *mailbox, gint64 *out, GError **error);

G_END_DECLS
