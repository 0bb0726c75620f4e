/*
 * intake-private.h - what the files of this folder share: one message on its way.
 */

#pragma once

#include <redress/command.h>
#include <redress/intake.h>
#include <redress/thread.h>

/* Filled stage by stage; a later stage finds what the earlier ones made. */
typedef struct {
	const RdIntake *intake;
	gint64 ledger_id;
	RdTime now;
	char *problem;	   /* why it is not read at all; NULL: it is */
	gboolean is_begun; /* somebody reads it, or has */
	gboolean is_read;  /* the next seven are there, or ->error is set */
	GError *error;	   /* why it could not be read; of the store */
	char *cause;	   /* "message <id>" */
	RdMessage *message;
	RdPerson *person;
	GPtrArray *commands; /* of RdCommand: at the top of a mail of staff; NULL: none */
	char *note;	     /* what staff wrote under them, or above a forward; "" */
	RdFindings *findings;
	RdThreadGathered *thread;
	RdThreadDecision decision;
	gboolean heard; /* the word of the writer counts in the case (standing.c) */
	char *outcome;	/* one line for the ledger */
} RdWorking;

void rd_intake_working_free(gpointer working);

/*
 * All that can be said of the message by itself: who wrote it, and what about. Reads only,
 * from @store, so it may be done in any thread with a store of its own.
 */
void rd_intake_read(RdWorking *w, RdStore *store);
/* Works a message that was read, within the caller's transaction. */
gboolean rd_intake_work_one(RdWorking *w, GError **error);

/* Lets them read the messages of @batch (of RdWorking), first ones first. */
void rd_readers_begin(RdReaders *self, GPtrArray *batch);
/* Comes back when @w is read; reads others of the batch by itself meanwhile. */
void rd_readers_wait_for(RdReaders *self, const RdWorking *w, RdStore *store);
/* Nobody is at the batch any more, though not all of it may have been read. */
void rd_readers_end(RdReaders *self);
/*
 * The first messages of the next batch, which they own from now on: they go on to them from the
 * next rd_readers_begin() on, and while that batch is committed.
 */
void rd_readers_give_ahead(RdReaders *self, GPtrArray *ahead);
/* The same back, read or not begun: nobody is at any of them. NULL: there are none. */
GPtrArray *rd_readers_take_ahead(RdReaders *self);

/* A record in triage for a message that could not be worked: @why says so (IN1). */
gboolean rd_intake_give_to_person(const RdIntake *self, gint64 ledger_id, const char *why,
				  RdTime now, GError **error);

/* A delivery report: a note, and a task when it says that a mail of ours failed (IN4). */
gboolean rd_intake_take_report(RdWorking *w, GError **error);
/* Any other automatic mail: never answered, noted where it belongs (IN4). */
gboolean rd_intake_take_automatic(RdWorking *w, GError **error);
/* The same mail once more: noted, not answered again. */
gboolean rd_intake_take_copy(RdWorking *w, GError **error);
/* A mail into a record that there is. */
gboolean rd_intake_take_into(RdWorking *w, GError **error);
/* One that could only be read in part: a person gets what there is, and the original. */
gboolean rd_intake_take_defective(RdWorking *w, GError **error);
/* A mail that begins a record. */
gboolean rd_intake_take_new(RdWorking *w, GError **error);
/* Parts the commands at the top of a mail of staff from the note; any other mail has none. */
void rd_intake_read_commands(RdWorking *w);
/*
 * TRUE when the mail is nothing but commands, of which none says what a new case would
 * be about: outside of any case they open none, and are answered.
 */
gboolean rd_intake_is_commands_alone(const RdWorking *w);
gboolean rd_intake_answer_commands(RdWorking *w, GError **error);
/* Carries them out, and answers with a receipt. */
gboolean rd_intake_take_commands(RdWorking *w, RdCase *kase, GError **error);

/* A homeowner who was recognised by a name alone is a candidate and no more. */
void rd_intake_settle_match(RdWorking *w);
/* Whether a record for it may be worked by its own procedure, rather than be read by a person. */
gboolean rd_intake_may_begin(const RdWorking *w);
/* The trusted server found that the mail is not from who it says it is. */
gboolean rd_intake_is_forged(const RdWorking *w);
/* Sets ->heard: whether the writer is who the words count for in @kase. */
gboolean rd_intake_hear(RdWorking *w, const RdCase *kase, GError **error);
/*
 * Takes back of @signals what would end the company's work for a homeowner, when only the text
 * says that they wrote it: account number, phone and street are known to their installer, too.
 * The feed says so, and a person has to ask them.
 */
gboolean rd_intake_doubt_good_news(RdWorking *w, const RdCase *kase, RdSignalSet *signals,
				   GError **error);
/* The feed says why nothing is done on the word of a mail, and whom a record may be about. */
gboolean rd_intake_note_standing(RdWorking *w, const RdCase *kase, GError **error);
gboolean rd_intake_note_candidates(RdWorking *w, const RdCase *kase, GError **error);

/* The case that the message was found to belong to; free with rd_case_free(). */
RdCase *rd_intake_case(RdWorking *w, GError **error);
/* Stores the message as a mail of @kase (NULL: of none), with a feed entry. */
gboolean rd_intake_store_mail(RdWorking *w, const RdCase *kase, GError **error);
/* The role that the words count for: of a forward, the original sender's. */
RdRole rd_intake_speaker(const RdWorking *w);
/* The address of that person; "" when there is none. */
const char *rd_intake_author(const RdWorking *w);
/* Sets the ledger's outcome line, printf-style. */
void rd_intake_say(RdWorking *w, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* proposal.c: a complaint made plainly enough to act on it (classify.sure). */
gboolean rd_intake_is_sure(const RdWorking *w);
/* Else its types, as names, are for staff to decide on: a feed entry with the reasons. */
gboolean rd_intake_note_proposal(const RdWorking *w, const RdCase *kase, const char *proposal,
				 GError **error);
/* The same for what a message may add to a case that is worked already, with a task. */
gboolean rd_intake_propose_more(const RdWorking *w, RdCase *kase, const char *proposal,
				GError **error);
