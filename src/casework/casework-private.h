/*
 * casework-private.h - what the files of this folder share.
 */

#pragma once

#include <redress/casework.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdReview, rd_review_free)

/* The review of a ticket, from the facts it was kept in; NULL when there is none. */
RdReview *rd_casework_review(const RdCase *kase);
/* Keeps a review in the facts of a ticket. */
gboolean rd_casework_keep_review(RdStore *store, RdCase *kase, const RdReview *review,
				 GError **error);

/*
 * Of a ticket, the values "candidates" and "history" of a view (SM2, SM3): what a person
 * wants to know before anything is done. Best effort; NULL for any other record.
 */
json_t *rd_casework_gather(const RdCasework *self, const RdCase *kase);
/* The candidate of that number in the list of a task of the ticket; NULL: none. */
RdHomeowner *rd_casework_listed_candidate(const RdCasework *self, const RdCase *kase,
					  guint64 number);
/* SM5: what is mailed, noted, opened and closed in a linked case, for the original ticket. */
gboolean rd_casework_tell_original(const RdCasework *self, const RdCase *kase,
				   const RdFeedEntry *entry, GError **error);

/* Appends a line to one of the lists of a view. */
void rd_casework_add_line(json_t *lines, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The people of a case, as the directory has them. */
typedef struct {
	const RdHomeowner *homeowner; /* NULL: not known */
	const RdInstaller *installer;
	RdHomeowner *found_homeowner; /* the same, where they had to be looked up */
	RdInstaller *found_installer;
} RdCasePeople;

/* Those that @known (NULL: nobody) has, when they are the case's; else looked up. */
gboolean rd_casework_find_people(const RdCasework *self, const RdCase *kase,
				 const RdSituation *known, RdCasePeople *out, GError **error);
void rd_case_people_clear(RdCasePeople *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RdCasePeople, rd_case_people_clear)

/* What a letter or note about the case may speak of; @uses as in RdViewSource. */
RdView *rd_casework_view_with(const RdCasework *self, const RdCase *kase,
			      const RdHomeowner *homeowner, const RdInstaller *installer,
			      const RdPost *post, const RdViewUses *uses, RdTime now);
/* The same with the people as the directory has them. */
RdView *rd_casework_view(const RdCasework *self, const RdCase *kase, const RdPost *post,
			 const RdViewUses *uses, RdTime now, GError **error);

/*
 * rd_casework_event() at a depth: procedures open linked cases and tell them things,
 * and a circle of them must come to an end.
 */
gboolean rd_casework_event_at(const RdCasework *self, RdCase *kase, const RdEvent *event,
			      const char *cause, RdTime now, guint depth, GError **error);

/*
 * People of the directory who are not of the case, and whose address, phone number or
 * account is in @text: "HO-3002 (dan@post.example)". Looks up at most @max of these.
 */
GPtrArray *rd_casework_others(const RdCasework *self, const RdCase *kase, const char *text,
			      guint max, GError **error);

/* rd_casework_task(), due at @due; @assignee may be the address of a member of staff. */
gboolean rd_casework_task_at(const RdCasework *self, RdCase *kase, const char *name,
			     const char *title, const char *body, const char *assignee, RdTime due,
			     const char *cause, RdTime now, GError **error);

/* Open tasks of a case that are listed in one place; of the others it is said how many they are. */
#define RD_TASKS_LISTED_MAX 20

/* Whom a task for @role is for: "assignee" is who has the case now, or its queue. */
const char *rd_casework_assignee(const RdCase *kase, const char *role);

/* Marks a task as done, in the store and in @kase: what comes next looks at both. */
gboolean rd_casework_close_task(const RdCasework *self, RdCase *kase, gint64 id, const char *by,
				RdTime now, GError **error);
/* The first task of that name that is not done; NULL: none. */
const RdTask *rd_casework_open_task(const RdCase *kase, const char *name);
/* Closes a task that nobody has to do any more; the feed entry is @author's. */
gboolean rd_casework_drop_task(const RdCasework *self, RdCase *kase, const RdTask *task,
			       const char *author, const char *cause, RdTime now, GError **error);

/*
 * Reads @kase anew: another case may have told it something, or it was merged. Its old
 * strings, tasks and links are freed.
 */
gboolean rd_casework_refresh(const RdCasework *self, RdCase *kase, GError **error);

/* Where a reply goes that belongs to the case; NULL: to none. */
char *rd_casework_reply_address(const RdCasework *self, const RdCase *kase);
/* "<mailto:...>" that opens a reply with @command. */
char *rd_casework_link(const RdCasework *self, const RdCase *kase, const char *command);
/* @text with such a link behind each line "- #command: what it does". */
char *rd_casework_link_lines(const RdCasework *self, const RdCase *kase, const char *text);

/* The reason of a letter that the recipient matrix holds begins so. */
#define RD_MATRIX_REASON "recipient matrix: "
/* A case that has this fact shows somebody each letter before it leaves (#hold). */
#define RD_HOLD_FACT   "hold"
#define RD_HOLD_REASON "the case is on hold"
/* Tasks of this name decide about the held letter whose number follows: "approve-12". */
#define RD_APPROVE_TASK "approve-"
/* The one of them that is about all letters of the case which have none of their own. */
#define RD_APPROVE_HELD_TASK RD_APPROVE_TASK "held"

/* Who decides about letters: who works the case, who forwarded it, or its queue. */
const char *rd_casework_approver(const RdCase *kase);
/*
 * A task with the held letter @row, which says @text, for who decides about it. A case has a
 * few of them at once, and one for all letters that are held beyond these.
 */
gboolean rd_casework_ask_approval(const RdCasework *self, RdCase *kase, const RdOutboxRow *row,
				  const char *text, const char *cause, RdTime now, GError **error);
/* That one task, for @who (a role or an address); @row is the first letter when there is none. */
gboolean rd_casework_ask_about_held(const RdCasework *self, RdCase *kase, const RdOutboxRow *row,
				    const char *text, const char *who, const char *cause,
				    RdTime now, GError **error);
/*
 * The held letter @row says @text instead, after the same checks as any letter; @refusal:
 * why it does not, to be freed with g_free(), else left alone.
 */
gboolean rd_casework_rewrite(const RdCasework *self, RdCase *kase, const RdOutboxRow *row,
			     const char *text, RdTime now, char **refusal, GError **error);

/* Whether an address is that of a member of staff. */
gboolean rd_casework_is_staff(const RdCasework *self, const char *address, gboolean *is,
			      GError **error);

/* Applies one effect of a step that was made in @situation. */
gboolean rd_casework_apply(const RdCasework *self, RdCase *kase, const RdEffect *effect,
			   const RdSituation *situation, const RdEvent *event, const char *cause,
			   RdTime now, guint depth, GError **error);

/* The case leaves its procedure for @name, and begins there. */
gboolean rd_casework_begin(const RdCasework *self, RdCase *kase, const char *name,
			   const RdEvent *event, const char *cause, RdTime now, guint depth,
			   GError **error);
