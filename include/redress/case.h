/*
 * case.h - the record worked on, with its feed, tasks and timers.
 *
 * An RdCase is a value: the row and all that the procedure needs to know of it.
 * Changing one and rd_case_save() writes the row; tasks, timers, facts, labels and
 * links have their own calls.
 */

#pragma once

#include <glib.h>
#include <redress/findings.h>
#include <redress/store.h>

G_BEGIN_DECLS

typedef enum { RD_CASE_CASE, RD_CASE_INQUIRY, RD_CASE_TICKET } RdCaseKind;

typedef struct {
	gint64 id;
	char *name;	/* the procedure's name for it: "call-installer" */
	char *title;	/* what the person has to do */
	char *body;	/* everything needed to do it */
	char *assignee; /* e-mail, or a queue's name; "" nobody */
	RdTime created_at;
	RdTime due_at;
	RdTime mailed_at; /* RD_TIME_NONE: not yet */
	RdTime done_at;	  /* RD_TIME_NONE: open */
	char *done_by;
} RdTask;

typedef struct {
	char *name;
	RdTime due_at;
} RdTimer;

typedef struct {
	gint64 other;
	char *how; /* "from inquiry", "linked ticket", "duplicate of" ... */
} RdLink;

typedef struct {
	RdTime at;
	char *author; /* e-mail or "redress" */
	char *kind;   /* note, mail-in, mail-out, task, timer, state, queue, ... */
	char *text;
	char *cause; /* what made it: "message <id>", "timer call-due", "command #take", with the
			requirement */
} RdFeedEntry;

typedef struct {
	gint64 id; /* 1042; the number shown is "RD-1042" */
	RdCaseKind kind;
	char *procedure;
	guint procedure_version;
	char *state;
	RdTime state_since;
	gboolean open;
	char *queue;	/* back-office, resolution, triage, sales ...; "" none */
	char *assignee; /* e-mail; "" nobody */
	char *primary_reason;
	RdComplaintSet complaints;
	RdComplaint primary; /* the secondary reason shown; RD_COMPLAINT_NONE */
	char *description;   /* summary of the complaint (IC2) */
	char *subject;	     /* of the first message */
	char *homeowner_id;  /* "" not matched */
	char *installer_id;  /* "" none */
	char *contact;	     /* where an unmatched writer is answered; "" */
	char *origin;	     /* e-mail, agent forward, Marketing */
	char *handler;	     /* the agent who forwarded it; "" */
	RdTime opened_at;
	RdTime complained_at; /* when the complaint was made: date of the original mail */
	RdTime closed_at;     /* RD_TIME_NONE while open */

	char **labels;	   /* NULL-terminated */
	GHashTable *facts; /* char * -> char *: what the procedure remembers */
	GPtrArray *tasks;  /* of RdTask: open ones, and done ones */
	GPtrArray *timers; /* of RdTimer */
	GPtrArray *links;  /* of RdLink */
} RdCase;

RdCase *rd_case_new(void);
void rd_case_free(RdCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdCase, rd_case_free)
void rd_task_free(RdTask *self);
void rd_feed_entry_free(RdFeedEntry *self);

const char *rd_case_kind_name(RdCaseKind kind);
char *rd_case_number(gint64 id); /* "RD-1042" */
/* Reads "RD-1042", "rd1042" or "1042"; FALSE if it is none. */
gboolean rd_case_number_parse(const char *text, gint64 *out);

/* Inserts @self and sets ->id. Its facts and labels are stored too. */
gboolean rd_case_add(RdStore *store, RdCase *self, GError **error);
/* Writes the row's own columns (not tasks, timers, facts, labels, links). */
gboolean rd_case_save(RdStore *store, const RdCase *self, GError **error);
/*
 * The same where nothing has changed by which cases are listed: whether it is open, queue,
 * assignee, homeowner and contact. It costs half as much.
 */
gboolean rd_case_save_unlisted(RdStore *store, const RdCase *self, GError **error);
/* Where nothing else has changed: the state and since when; the queue and the assignee. */
gboolean rd_case_save_state(RdStore *store, const RdCase *self, GError **error);
gboolean rd_case_save_place(RdStore *store, const RdCase *self, GError **error);
/* The case, following a merge; NULL with NOT_FOUND. */
RdCase *rd_case_get(RdStore *store, gint64 id, GError **error);

typedef struct {
	gboolean open_only;
	const char *queue;    /* NULL: any */
	const char *assignee; /* NULL: any */
	const char *homeowner_id;
	gint64 after; /* id */
	guint limit;
} RdCaseFilter;
/* Ids, ascending, as a GArray of gint64. */
GArray *rd_cases_find(RdStore *store, const RdCaseFilter *filter, GError **error);
/* Ids of open cases without a homeowner whose unmatched writer is @contact. */
GArray *rd_cases_of_contact(RdStore *store, const char *contact, guint limit, GError **error);

/*
 * From now on @from means @into: rd_case_get() gives that one. Mails, tasks, labels and
 * links become @into's, and rd_feed_list() of @into shows the feeds of both; @from is
 * closed and its timers end. INPUT when they are one case already.
 */
gboolean rd_case_merge(RdStore *store, gint64 from, gint64 into, GError **error);

gboolean rd_fact_set(RdStore *store, RdCase *kase, const char *name, const char *value,
		     GError **error); /* @value NULL: forget it */
gboolean rd_label_add(RdStore *store, RdCase *kase, const char *label, GError **error);
/*
 * @how: what @to is to @from. Both cases show the link; until the other side gives its
 * own words, it shows the same.
 */
gboolean rd_link_add(RdStore *store, gint64 from, gint64 to, const char *how, GError **error);

/* One timer of a name per case: setting it again replaces it. */
gboolean rd_timer_set(RdStore *store, gint64 case_id, const char *name, RdTime due_at,
		      GError **error);
gboolean rd_timer_cancel(RdStore *store, gint64 case_id, const char *name, GError **error);

typedef struct {
	gint64 case_id;
	char *name;
	RdTime due_at;
} RdTimerDue;
void rd_timer_due_free(RdTimerDue *self);
/* The timers of open cases due at @now, in order of due time, as RdTimerDue. */
GPtrArray *rd_timers_due(RdStore *store, RdTime now, guint limit, GError **error);
/* When the next timer or task mail is due; RD_TIME_NONE: never. */
gboolean rd_timers_next(RdStore *store, RdTime *out, GError **error);

/*
 * Adds @task to the case and to @kase->tasks, which owns it then, even on failure; sets
 * ->id. Without a ->due_at it is due when it was made.
 */
gboolean rd_task_add(RdStore *store, RdCase *kase, RdTask *task, GError **error);
/* NOT_FOUND when there is no such open task. */
gboolean rd_task_done(RdStore *store, gint64 id, const char *by, RdTime now, GError **error);
/* It was mailed at @now, and is to be mailed again at @next while it is open; NONE: never. */
gboolean rd_task_mailed(RdStore *store, gint64 id, RdTime now, RdTime next, GError **error);
/* A reply to the mail @message_id is about the task; 0: to no such mail. */
gboolean rd_task_learn_mail(RdStore *store, gint64 id, const char *message_id, GError **error);
gboolean rd_task_of_mail(RdStore *store, const char *message_id, gint64 *out, GError **error);
gboolean rd_task_assign(RdStore *store, gint64 id, const char *assignee, GError **error);
typedef struct {
	gint64 case_id;
	RdTask *task;
} RdTaskOfCase;
void rd_task_of_case_free(RdTaskOfCase *self);
/* Open tasks in order of due time; or those that are to be mailed at @now, the longest first. */
GPtrArray *rd_tasks_open(RdStore *store, guint limit, GError **error);
GPtrArray *rd_tasks_to_mail(RdStore *store, RdTime now, guint limit, GError **error);

gboolean rd_feed_add(RdStore *store, gint64 case_id, const RdFeedEntry *entry, GError **error);
GPtrArray *rd_feed_list(RdStore *store, gint64 case_id, GError **error); /* of RdFeedEntry */
/* What was entered since, whatever the case: more than @after, a count of all entries. */
typedef struct {
	gint64 id;
	gint64 case_id;
	RdFeedEntry *entry;
} RdFeedItem;
void rd_feed_item_free(RdFeedItem *self);
GPtrArray *rd_feed_since(RdStore *store, gint64 after, GError **error); /* of RdFeedItem */
gboolean rd_feed_last(RdStore *store, gint64 *out, GError **error); /* id of the newest; 0: none */

G_END_DECLS
