/*
 * casework.h - what happens to cases: events in, effects applied.
 *
 * The procedure says what is to be done (procedure.h, pure); this carries it out
 * inside the caller's transaction, each effect with a feed entry that names its cause.
 * Nothing here sends: a mail becomes an outbox row.
 */

#pragma once

#include <glib.h>
#include <redress/case.h>
#include <redress/config.h>
#include <redress/directory.h>
#include <redress/mail.h>
#include <redress/message.h>
#include <redress/outbox-row.h>
#include <redress/procedure.h>
#include <redress/reply.h>

G_BEGIN_DECLS

/* What casework works with; all borrowed. */
typedef struct {
	const RdConfig *config;
	RdStore *store;
	const RdProcedures *procedures;
	const RdReplies *replies;
} RdCasework;

/* The fact that holds complaint types which staff are asked to decide on. */
#define RD_FACT_PROPOSAL "proposal"

/* How a record begins. Strings may be NULL where "" would say the same. */
typedef struct {
	const char *procedure;
	const RdHomeowner *homeowner; /* NULL: not matched */
	const RdInstaller *installer; /* NULL: none */
	RdComplaintSet complaints;
	RdComplaint primary;
	const char *description;
	const char *subject;
	const char *contact; /* where an unmatched writer is answered */
	const char *origin;
	const char *handler;
	const RdReview *review;
	RdTime complained_at;
	gint64 linked_to;	 /* 0: none */
	const char *how;	 /* of the link */
	gboolean homeowner_told; /* somebody has already answered the homeowner (SM4) */
	const char *proposal;	 /* complaint types for staff to decide on; NULL: none */
	gboolean staff_words;	 /* @description is what staff wrote: never quoted to others */
} RdOpening;

/*
 * Makes the record, in the first state of its procedure; nothing has happened to it
 * yet. Call rd_casework_event() with RD_EVENT_OPENED once the message is stored.
 */
RdCase *rd_casework_open(const RdCasework *self, const RdOpening *opening, const char *cause,
			 RdTime now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The case is @homeowner's from now on, and @complaints are what it is about. */
gboolean rd_casework_set_homeowner(const RdCasework *self, RdCase *kase,
				   const RdHomeowner *homeowner, RdComplaintSet complaints,
				   const char *cause, RdTime now,
				   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Steps the procedure and applies the effects. @kase is kept up to date. */
gboolean rd_casework_event(const RdCasework *self, RdCase *kase, const RdEvent *event,
			   const char *cause, RdTime now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One feed entry. */
gboolean rd_casework_note(const RdCasework *self, const RdCase *kase, const char *author,
			  const char *kind, const char *text, const char *cause, RdTime now,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Opens a task that is due at once; nothing happens when one of that name and title is
 * open already. @assignee is a role of the procedures ("back-office").
 */
gboolean rd_casework_task(const RdCasework *self, RdCase *kase, const char *name, const char *title,
			  const char *body, const char *assignee, const char *cause, RdTime now,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A letter about a case. */
typedef struct {
	const char *template_name;
	const char *to; /* roles parted by spaces; see rd_casework_address() */
	const char *cc;
	const RdTask *task;	      /* that the letter is about; NULL */
	const char *question;	      /* point 4 of the referral comment; NULL */
	const char *address;	      /* instead of roles: one staff address; NULL */
	const RdEvent *event;	      /* what the letter is written upon; NULL */
	const RdSituation *situation; /* the same: it has the people of the case; NULL */
	json_t *extra;		      /* values added to the view; NULL */
	GBytes *attached;	      /* a raw message to attach; NULL */
	const char *cause;	      /* with the requirement that asks for it */
} RdPost;

/*
 * Writes the letter and puts it into the outbox. A missing address or value is no
 * error: the letter is not sent, a task says so, and the feed too ("Never").
 */
gboolean rd_casework_post(const RdCasework *self, RdCase *kase, const RdPost *post, RdTime now,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sends a letter that is held, or cancels it; its task is done, and the feed says by whom. */
gboolean rd_casework_decide(const RdCasework *self, RdCase *kase, const RdOutboxRow *row,
			    gboolean approve, const char *by, const char *cause, RdTime now,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Lines "#done 12: what to do <mailto:...>" for what is likely to be answered next, as
 * the value "links": about one task, about all of the case, or (both NULL) outside of any.
 */
json_t *rd_casework_links(const RdCasework *self, const RdCase *kase, const RdTask *task);

/* A letter to one of our own people about no case, or about several. */
typedef struct {
	const char *template_name;
	const char *address;
	const char *in_reply_to; /* Message-ID; NULL */
	json_t *extra;		 /* values of the template; borrowed */
	const char *cause;
} RdNotice;

/* Writes the letter and puts it into the outbox, without a case. */
gboolean rd_casework_notify(const RdCasework *self, const RdNotice *notice, RdTime now,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The address that a role of templates/procedures/README.md stands for in this case;
 * NULL when there is none.
 */
char *rd_casework_address(const RdCasework *self, const RdCase *kase, const RdHomeowner *homeowner,
			  const RdInstaller *installer, const char *role);

/* Fires timers due at @now, each with a mark of its own; at most @limit. Within a transaction. */
gboolean rd_casework_fire_timers(const RdCasework *self, RdTime now, guint limit, guint *fired,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Mails tasks that became due; at most @limit. Within a transaction. */
gboolean rd_casework_mail_tasks(const RdCasework *self, RdTime now, guint limit, guint *mailed,
				GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Closes a task as done by @by, and lets the procedure know. */
gboolean rd_casework_finish_task(const RdCasework *self, RdCase *kase, const RdTask *task,
				 const char *by, const char *cause, RdTime now,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * A mail of ours did not reach @recipient ("" unknown): the procedure is told whose address
 * that is, and when it asks nobody to do anything, a task does: to phone them, or, when
 * it is one of our own people, to see why (IN4).
 */
gboolean rd_casework_bounced(const RdCasework *self, RdCase *kase, const char *recipient,
			     const char *why, const char *cause, RdTime now,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An RdOutboxEnded: @data is the RdCasework. Whoever a mail did not reach has bounced. */
gboolean rd_casework_mail_ended(RdStore *store, const RdOutboxRow *row, RdTime now, gpointer data,
				GError **error);

/*
 * Remembers the text of each procedure in @store, and gives @procedures the earlier versions
 * that are remembered there. Within a transaction.
 */
gboolean rd_casework_keep_versions(RdStore *store, RdProcedures *procedures,
				   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The people of a case; either may come out NULL. */
gboolean rd_casework_people(const RdCasework *self, const RdCase *kase, RdHomeowner **homeowner,
			    RdInstaller **installer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
