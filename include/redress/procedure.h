/*
 * procedure.h - a written procedure as a state machine, and one step of it.
 *
 * rd_procedure_step() is a pure function: procedure, situation, event and time in,
 * next state and a list of effects out. It reads no clock, file or database, so a
 * test needs only values. The shell around it (casework.h) commits the effects.
 *
 * The language of templates/procedures is described in templates/procedures/README.md.
 */

#pragma once

#include <glib.h>
#include <redress/calendar.h>
#include <redress/case.h>
#include <redress/findings.h>
#include <redress/people.h>

G_BEGIN_DECLS

typedef struct _RdProcedure RdProcedure; /* immutable */

typedef enum {
	RD_EVENT_OPENED,    /* the case was just made; the procedure begins */
	RD_EVENT_MESSAGE,   /* a person wrote: role, complaints, signals */
	RD_EVENT_TIMER,	    /* a timer is due: name */
	RD_EVENT_COMMAND,   /* staff said something about the matter: name ("called"), argument */
	RD_EVENT_TASK_DONE, /* name */
	RD_EVENT_BOUNCE,    /* a mail of ours did not arrive: name = role of the recipient */
	RD_EVENT_LINKED,    /* something happened in a linked case: name ("closed") */
} RdEventKind;

typedef struct {
	RdEventKind kind;
	const char *name;	   /* of the timer, command, task; may be NULL */
	const char *argument;	   /* of a command; may be NULL */
	RdRole role;		   /* who did it */
	const char *author;	   /* address of that person; NULL for the clock */
	RdComplaintSet complaints; /* that the message adds: the case has them once the step is
				      made, before its effects are carried out */
	RdSignalSet signals;
	const char *text; /* what was newly written; may be NULL */

	/* Records at hand of those whom it is about; others of the case are looked up. */
	const RdHomeowner *homeowner;
	const RdInstaller *installer;
} RdEvent;

/* What the guards may look at. */
typedef struct {
	const RdCase *kase;
	const RdHomeowner *homeowner; /* NULL: not matched */
	const RdInstaller *installer; /* NULL: none */
	const RdCalendar *calendar;   /* by which days are counted; NULL: of 24 hours each */
} RdSituation;

typedef enum {
	RD_EFFECT_STATE,	/* name: the new state */
	RD_EFFECT_SEND,		/* name: template; to, cc: roles */
	RD_EFFECT_NOTE,		/* text: a Mustache text over the case's view; or, when that
				   is NULL, body: a template whose rendered text is the note */
	RD_EFFECT_TASK,		/* name, text: title (Mustache); body: template or NULL;
				   to: assignee role; due_at */
	RD_EFFECT_TASK_DONE,	/* name: closes open tasks of that name */
	RD_EFFECT_TIMER,	/* name, due_at */
	RD_EFFECT_TIMER_CANCEL, /* name */
	RD_EFFECT_QUEUE,	/* name */
	RD_EFFECT_ASSIGN,	/* name: address; a role, for one of its people; "" nobody */
	RD_EFFECT_LABEL,	/* name */
	RD_EFFECT_FACT,		/* name, text: value; NULL text forgets it */
	RD_EFFECT_LINK,		/* opens a linked case; name: its procedure, or "by complaint" for
				   what rd_procedure_choose() says; text: how they are linked;
				   body: its complaint types, NULL for those of the event, or
				   of this case when the event has none; to: "homeowner" when
				   that one was answered already, so that the linked case begins
				   with the fact "homeowner-told" */
	RD_EFFECT_MENTION,	/* name: whom (a role); text: what the feed says (Mustache) */
	RD_EFFECT_TELL,		/* name: an event "linked NAME" for all linked cases */
	RD_EFFECT_BEGIN,	/* the case leaves this procedure and is opened in another; name:
				   which, or "by complaint" */
	RD_EFFECT_CLOSE,	/* its timers and tasks were ended by effects before this one */
	RD_EFFECT_REOPEN,
} RdEffectKind;

typedef struct {
	RdEffectKind kind;
	char *name;
	char *text;
	char *body;
	char *to; /* roles parted by spaces (README of templates/procedures) */
	char *cc;
	RdTime due_at;
	char *requirement; /* "IC3": why the handbook wants it; "" */
} RdEffect;

void rd_effect_free(RdEffect *self);

/* CONFIG with file:line on failure. */
RdProcedure *rd_procedure_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from the text of a file; @name is what errors call it. */
RdProcedure *rd_procedure_parse(const char *text, gsize len, const char *name,
				GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_procedure_free(RdProcedure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdProcedure, rd_procedure_free)

const char *rd_procedure_get_name(const RdProcedure *self);
guint rd_procedure_get_version(const RdProcedure *self);
RdCaseKind rd_procedure_get_kind(const RdProcedure *self);
const char *rd_procedure_get_primary_reason(const RdProcedure *self);
const char *rd_procedure_get_source(const RdProcedure *self); /* the text it was read from */
gboolean rd_procedure_has_state(const RdProcedure *self, const char *name);
const char *rd_procedure_get_start(const RdProcedure *self);

/*
 * All effects of @event at @now, as RdEffect, in order; empty when nothing applies.
 * LINK and TELL come last: other cases may answer with events for this one.
 * A timer that fired is gone: the step sets a recurring one again. When the case is
 * opened its state is not looked at: the effects lead into the starting state.
 */
GPtrArray *rd_procedure_step(const RdProcedure *self, const RdSituation *situation,
			     const RdEvent *event, RdTime now);

/*
 * What is wrong with it beyond syntax, as lines "file:line: ..."; empty: nothing.
 * Every state is reachable and has a way out, every timer that is set is awaited,
 * and so on. @templates: names of the replies there are (NULL-terminated).
 */
GPtrArray *rd_procedure_check(const RdProcedure *self, const char *const *templates);

/* Every template it may send, with the roles of To and Cc, as RdEffect of kind SEND or TASK. */
GPtrArray *rd_procedure_sends(const RdProcedure *self);

/* The requirements that its steps name with "for": a set of const char *, the procedure's. */
GHashTable *rd_procedure_requirements(const RdProcedure *self);

/* Graphviz. */
char *rd_procedure_graph(const RdProcedure *self);

/* All procedures of a folder by name. */
typedef struct _RdProcedures RdProcedures;
RdProcedures *rd_procedures_load(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_procedures_free(RdProcedures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdProcedures, rd_procedures_free)
const RdProcedure *rd_procedures_get(const RdProcedures *self, const char *name); /* NULL: none */
/*
 * What a case that began with @version goes by: that one when it is still known, else
 * what is in the folder now.
 */
const RdProcedure *rd_procedures_of(const RdProcedures *self, const char *name, guint version);
/* Keeps an earlier version, which cases that began with it go by; @old is owned then. */
void rd_procedures_add_old(RdProcedures *self, RdProcedure *old);
GPtrArray *rd_procedures_list(const RdProcedures *self); /* of const RdProcedure */
/* rd_procedure_check() of each, and whether what one says of another is so. */
GPtrArray *rd_procedures_check(const RdProcedures *self, const char *const *templates);

/*
 * Which procedure a new complaint begins with: triage when there is no homeowner or no
 * complaint, company-complaint when it is about the company alone, pto-inquiry (EX)
 * when all types are exempt at that milestone, beam for Beam/Concert, else
 * installer-complaint (IC).
 */
const char *rd_procedure_choose(RdComplaintSet complaints, const RdHomeowner *homeowner);
gboolean rd_complaints_are_exempt(RdComplaintSet complaints, RdMilestone milestone);

G_END_DECLS
