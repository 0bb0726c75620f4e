/*
 * thread.h - which case a message belongs to.
 *
 * rd_thread_decide() is a pure function of evidence that rd_thread_gather() has
 * looked up. The same mail once more (as a forward, or directly) is a copy, whatever else
 * it points at. Then the order of design.md, "Threading": a reply to a known Message-ID,
 * the token of the plus-address, the number in the subject when the sender is a party,
 * and last the homeowner's open case with the same installer.
 */

#pragma once

#include <glib.h>
#include <redress/case.h>
#include <redress/directory.h>
#include <redress/mail.h>
#include <redress/message.h>

G_BEGIN_DECLS

/* What the decision has to know of a case. */
typedef struct {
	gint64 id; /* 0: no such case */
	gboolean open;
	RdCaseKind kind;
	gboolean triage; /* waits in triage: any mail of the same person belongs to it */
	RdComplaintSet complaints;
	const char *subject;
	const char *homeowner_id;
	const char *installer_id;
} RdThreadCase;

typedef struct {
	RdThreadCase reply;	   /* of In-Reply-To and References */
	RdThreadCase token;	   /* of the plus-address */
	RdThreadCase same;	   /* of a mail with the same words by the same author */
	RdThreadCase subject;	   /* of [RD-n] in the subject */
	gboolean subject_by_party; /* the sender is staff or party to ->subject */
	RdThreadCase open;	   /* the homeowner's open case with the same installer */

	/* the message itself */
	const char *message_subject;
	RdComplaintSet complaints; /* that it makes; 0 for an update */
	gboolean exempt;	   /* all of them need no case (EX) */
	gboolean by_homeowner;
	const char *homeowner_id; /* of whose complaint or answer it is; "" when not certain */
} RdThreadEvidence;

typedef enum {
	RD_THREAD_NEW,	  /* opens a record of its own */
	RD_THREAD_JOIN,	  /* belongs to ->case_id */
	RD_THREAD_COPY,	  /* is the same mail once more: no reaction */
	RD_THREAD_LINKED, /* opens a record linked to ->case_id */
} RdThreadVerdict;

typedef struct {
	RdThreadVerdict verdict;
	gint64 case_id;
	const char *how; /* "reply", "token", ...: for the feed; static */
} RdThreadDecision;

RdThreadDecision rd_thread_decide(const RdThreadEvidence *evidence);
/* Whether ->open has a say, once all the rest is known. */
gboolean rd_thread_needs_open(const RdThreadEvidence *evidence);

/* The subject without "Re:", "Fwd:", "[RD-1042]" and alike, folded, to compare with. */
char *rd_thread_subject(const char *subject);

/* Whether two mails have the same words, whatever wrapped or quoted them. */
gboolean rd_thread_is_same(const char *a, const char *b);
/* 0..1: the share of three-word sequences that two texts have in common. */
double rd_thread_likeness(const char *a, const char *b);

/* Cases that the evidence points into, kept alive with it. */
typedef struct {
	RdThreadEvidence evidence;
	GPtrArray *cases; /* of RdCase */
} RdThreadGathered;
void rd_thread_gathered_free(RdThreadGathered *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdThreadGathered, rd_thread_gathered_free)

/*
 * Hands over case @id as it was loaded for the evidence, which may not be looked at any
 * longer; NULL when it was not.
 */
RdCase *rd_thread_gathered_take(RdThreadGathered *self, gint64 id);

/* Looks up the evidence for @message; caps the References that it follows at 50. */
RdThreadGathered *rd_thread_gather(RdStore *store, const RdMessage *message, const RdPerson *person,
				   const RdFindings *findings, GError **error);

G_END_DECLS
