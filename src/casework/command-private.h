/*
 * command-private.h - the table of staff commands.
 */

#pragma once

#include <redress/command.h>

/* A command being carried out. */
typedef struct {
	const RdCasework *casework;
	RdCase *kase;
	const char *argument;
	const char *quoted; /* the beginning of it, for what is said */
	const char *text;   /* of #edit; NULL */
	gint64 task_id;	    /* that is answered; 0: none */
	const RdStaff *who;
	const char *cause; /* "command #take" */
	RdTime now;
	GString *said; /* for the receipt */
} RdCommandRun;

/*
 * DONE and REFUSED say something in ->said; FAILED has @error set and undoes the
 * transaction.
 */
typedef enum { RD_COMMAND_DONE, RD_COMMAND_REFUSED, RD_COMMAND_FAILED } RdCommandResult;

#define RD_COMMAND_QUOTE_MAX 100 /* characters of what somebody wrote that are said back */

#define SAY(run, ...) g_string_append_printf((run)->said, __VA_ARGS__)

/* A feed entry by whoever commands. */
gboolean rd_command_note(RdCommandRun *run, const char *kind, const char *text, GError **error);
/* Saves the case, with what was said as its feed entry. */
RdCommandResult rd_command_save(RdCommandRun *run, const char *kind, GError **error);
/* The procedure may have something to do when staff say so. */
RdCommandResult rd_command_event(RdCommandRun *run, const char *name, GError **error);

/* What staff say of a ticket, @said: an RdHomeowner, or an RdComplaintSet behind a pointer. */
typedef RdCommandResult (*RdCommandChange)(RdCommandRun *run, gconstpointer said, GError **error);
/*
 * A review has two tickets (SM2): makes a change, which was made to the ticket of @run, to the
 * open ones that are linked to it. Does nothing for other kinds of case.
 */
RdCommandResult rd_command_tell_tickets(RdCommandRun *run, RdCommandChange change,
					gconstpointer said, GError **error);

/* command-relate.c */
RdCommandResult rd_command_homeowner(RdCommandRun *run, GError **error);
RdCommandResult rd_command_installer(RdCommandRun *run, GError **error);
RdCommandResult rd_command_link(RdCommandRun *run, GError **error);
RdCommandResult rd_command_merge(RdCommandRun *run, GError **error);
/* command-beam.c */
RdCommandResult rd_command_beam(RdCommandRun *run, GError **error);
/* command-task.c */
RdCommandResult rd_command_done(RdCommandRun *run, GError **error);
RdCommandResult rd_command_remind(RdCommandRun *run, GError **error);
/* command-mail.c */
RdCommandResult rd_command_send(RdCommandRun *run, GError **error);
/* command-held.c */
RdCommandResult rd_command_approve(RdCommandRun *run, GError **error);
RdCommandResult rd_command_cancel(RdCommandRun *run, GError **error);
RdCommandResult rd_command_edit(RdCommandRun *run, GError **error);
RdCommandResult rd_command_hold(RdCommandRun *run, GError **error);
/* The id of the newest mail in the outbox; 0: there is none. */
gboolean rd_command_newest_mail(RdStore *store, gint64 *out, GError **error);
/* version.c */
RdCommandResult rd_command_migrate(RdCommandRun *run, GError **error);
/* command-undo.c */
RdCommandResult rd_command_undo(RdCommandRun *run, GError **error);

typedef enum {
	RD_COMMAND_ASKS,    /* changes nothing */
	RD_COMMAND_TELLS,   /* what a case is about: a new one can begin with it */
	RD_COMMAND_CHANGES, /* a case that there is */
	RD_COMMAND_FINAL,   /* the same, and cannot be taken back */
} RdCommandKind;

typedef struct {
	const char *name;
	const char *arguments; /* as help shows them: "NAME|QUEUE" */
	const char *help;
	RdCommandKind kind;
	RdCommandResult (*run)(RdCommandRun *run, GError **error);
} RdCommandSpec;

extern const RdCommandSpec rd_command_specs[];
extern const gsize rd_command_specs_len;

const RdCommandSpec *rd_command_find(const char *name);

/* Runs @spec, and keeps what takes it back. */
RdCommandResult rd_command_run_recorded(RdCommandRun *run, const RdCommandSpec *spec,
					GError **error);
