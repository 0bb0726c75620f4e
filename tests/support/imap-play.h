/*
 * imap-play.h - an IMAP mailbox at a server that follows a script.
 */

#pragma once

#include <redress/mailbox.h>

#include "script-peer.h"

/* A session up to the selected mailbox; CAPS and the answers to SELECT vary. */
#define LOGIN(caps)                                                                                \
	"S * OK ready\nC CAPABILITY\nS * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR " caps            \
	"\nS $ OK done\nC AUTHENTICATE PLAIN\nS $ OK in\nC CAPABILITY\n"                           \
	"S * CAPABILITY IMAP4rev1 " caps "\nS $ OK done\n"
#define SELECT(validity, next)                                                                     \
	"C SELECT INBOX\nS * 0 EXISTS\nS * OK [PERMANENTFLAGS (\\\\Deleted \\\\*)] ok\n"           \
	"S * OK [UIDVALIDITY " validity "] ok\nS * OK [UIDNEXT " next "] ok\n"                     \
	"S $ OK [READ-WRITE] selected\n"
#define FOLDER		     "C LIST\nS * LIST () \"/\" Done\nS $ OK done\n"
#define OPEN		     LOGIN("IDLE MOVE UIDPLUS") SELECT("7", "10") FOLDER
#define BODY(uid, text, len) "S * 1 FETCH (UID " uid " BODY[] {" len "}\\r\\n" text ")\n"
#define SIZE(uid, size)	     "S * 1 FETCH (UID " uid " RFC822.SIZE " size ")\n"
#define OK		     "S $ OK done\n"
#define LOGOUT		     "C LOGOUT\nS * BYE\nS $ OK bye\n"

typedef struct {
	ScriptPeer *peer;
	RdMailbox *mailbox;
	char *mark;
	GString *taken; /* "uid=text;" or "uid!text;" for each message of a sweep */
	GPtrArray *entries;
} ImapPlay;

/* @settings need not say where and who. */
ImapPlay *imap_play_new(const char *script, RdMailboxSettings settings);
/* From now on its strikes are of so many seconds later. */
void imap_play_later(ImapPlay *self, guint seconds);
/* What was heard; the script must be over. Free with g_free(). */
char *imap_play_end(ImapPlay *self);

/* All of the mailbox is ours; at most 1000 octets of each message. */
extern const RdMailboxSettings imap_play_all;

/* Opens if need be, lists and fetches all. */
gboolean imap_play_sweep(ImapPlay *self, GError **error);
/* The same, which must take @taken; or fail, after that. */
void imap_play_expect(ImapPlay *self, const char *taken);
void imap_play_expect_failure(ImapPlay *self, RdErrorCode code, const char *taken);
