/*
 * imap-strikes.h - which messages a server did not give, and how often.
 *
 * A message that breaks the session, or that the server refuses, must neither stop the
 * others nor be asked for without end. It is asked for alone, after the others, and
 * given up once its strikes add up. A NO that does not say why may be a moment's trouble of
 * the server, and sweeps may follow each other by seconds: it must have lasted as well. What
 * is refused or ends the session again rests for a while, longer each time: the server has
 * time to get well, and other mail comes at its usual pace.
 *
 * @now is monotonic, in microseconds.
 */

#pragma once

#include <glib.h>

/* How much each failure weighs; a message is given up at 60. */
typedef enum {
	RD_STRIKE_LOST = 3,	 /* the session ended: most often the line's fault */
	RD_STRIKE_WITHHELD = 10, /* OK, and yet not the message */
	RD_STRIKE_REFUSED = 11,	 /* NO */
	RD_STRIKE_GARBLED = 15,	 /* an answer that cannot be read */
} RdStrike;

typedef struct _RdImapStrikes RdImapStrikes;

RdImapStrikes *rd_imap_strikes_new(void);
void rd_imap_strikes_free(RdImapStrikes *self);

/* Forgets all when the UIDs mean other messages now. */
void rd_imap_strikes_begin(RdImapStrikes *self, guint32 uidvalidity);

void rd_imap_strikes_add(RdImapStrikes *self, guint32 uid, RdStrike strike, const char *why,
			 gint64 now);
/* The server gave it after all. */
void rd_imap_strikes_forget(RdImapStrikes *self, guint32 uid);

/* 0 for a message that has not failed. */
guint rd_imap_strikes_count(const RdImapStrikes *self, guint32 uid);
/* Why it last failed; NULL for one that has not. Owned by @self. */
const char *rd_imap_strikes_why(const RdImapStrikes *self, guint32 uid);
/* TRUE if it is not to be asked for yet. */
gboolean rd_imap_strikes_is_resting(const RdImapStrikes *self, guint32 uid, gint64 now);
/* Why it last failed, if it is to be given up; NULL: try (again). Owned by @self. */
const char *rd_imap_strikes_verdict(const RdImapStrikes *self, guint32 uid, gint64 now);
