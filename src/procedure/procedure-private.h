/*
 * procedure-private.h - a procedure as loaded: rules with parsed triggers, guards and
 * actions, each with the line that it stands on.
 */

#pragma once

#include <redress/procedure.h>

/* "message from homeowner": what a rule waits for. */
typedef struct {
	gboolean any; /* "anything": every event but the opening */
	RdEventKind kind;
	guint32 roles;	/* set of RdRole; 0: any */
	char *name;	/* timer, command, task, recipient, linked event; NULL: any */
	char *argument; /* of a command; NULL: any */
} Trigger;

typedef struct _GuardWord GuardWord;

/* "not complaint damage": one condition. */
typedef struct {
	gboolean negated;
	const GuardWord *word;
	guint32 set; /* of the word's kind: complaints, signals, roles */
	int value;   /* finance, milestone */
	char *name;  /* of a fact, task or label */
	char *text;  /* as it was written */
} Guard;

/* The key of an action in YAML, and the effect that it makes. */
typedef enum {
	ACTION_SEND,
	ACTION_NOTE,
	ACTION_POST,
	ACTION_TASK,
	ACTION_FINISH,
	ACTION_RESTART,
	ACTION_STOP,
	ACTION_QUEUE,
	ACTION_ASSIGN,
	ACTION_LABEL,
	ACTION_REMEMBER,
	ACTION_FORGET,
	ACTION_OPEN,
	ACTION_BEGIN,
	ACTION_MENTION,
	ACTION_TELL,
	ACTION_LAST
} ActionKind;

typedef struct {
	guint line;
	ActionKind kind;
	char *name;  /* the value of the action's key */
	char *text;  /* title, or say */
	char *value; /* as */
	char *with;  /* template of a task's body, complaint types of a linked case */
	char *to;
	char *cc;
	RdTime due; /* of a task: seconds from now */
	GPtrArray *guards;
	char *requirement;
} Action;

typedef struct {
	guint line;
	Trigger *trigger;
	GPtrArray *guards; /* of Guard */
	GPtrArray *actions;
	char *go;	   /* NULL: stay */
	char *requirement; /* "": none */
} Rule;

typedef enum { TIMER_FROM_START, TIMER_FROM_OPENING, TIMER_FROM_COMPLAINT } TimerBase;

typedef struct {
	guint line;
	char *name;
	RdTime after; /* seconds */
	TimerBase from;
	gboolean recurring;
	char *requirement;
} Timer;

typedef struct {
	guint line;
	char *name;
	char *means;
	gboolean closes;
	GPtrArray *entry;  /* of Action */
	GPtrArray *timers; /* of Timer: begin with the state, end with it */
	GPtrArray *rules;  /* of Rule */
} State;

struct _RdProcedure {
	char *path;
	char *source; /* the whole text of the file */
	char *name;
	guint version;
	RdCaseKind kind;
	char *primary_reason;
	char *about;
	State *start;
	GPtrArray *states; /* of State */
	GPtrArray *timers; /* of Timer: run while the case is open */
	GPtrArray *always; /* of Rule: tried before the state's own while the case is open */
};

State *procedure_find_state(const RdProcedure *self, const char *name);
/* The timer of that name which runs in @state; @state may be NULL. */
const Timer *procedure_find_timer(const RdProcedure *self, const State *state, const char *name);

/* actions.c; every action, in the file's order, as const Action. */
GPtrArray *procedure_actions(const RdProcedure *self);

/* trigger.c */
Trigger *trigger_parse(const char *text, char **why);
void trigger_free(Trigger *self);
gboolean trigger_matches(const Trigger *self, const RdEvent *event);
/* TRUE when every event that fits @other fits @self. */
gboolean trigger_covers(const Trigger *self, const Trigger *other);
char *trigger_describe(const Trigger *self); /* as it was written */

/* guard.c; what a guard looks at while a step runs. */
typedef struct {
	const RdSituation *situation;
	const RdEvent *event;
	GHashTable *facts; /* the case's, as changed by the step so far; char * -> char * */
	GHashTable *tasks; /* set of names of the open tasks, likewise */
} GuardView;

/* Parses "installer known, not complaint damage" into Guards; all must hold. */
GPtrArray *guards_parse(const char *text, char **why);
gboolean guards_hold(const GPtrArray *guards, const GuardView *view);
char *guards_describe(const GPtrArray *guards); /* as they were written; "" */
/* The fact that @guard asks for; NULL for any other guard. */
const char *guard_fact(const Guard *guard);
const char *guard_task(const Guard *guard);
