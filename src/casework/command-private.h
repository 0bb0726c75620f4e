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

#define SAY(run, ...) g_string_append_printf((run)->said, __VA_ARGS__)

/* A feed entry by whoever commands. */
gboolean rd_command_note(RdCommandRun *run, const char *kind, const char *text, GError **error);
/* Saves the case, with what was said as its feed entry. */
RdCommandResult rd_command_save(RdCommandRun *run, const char *kind, GError **error);
/* The procedure may have something to do when staff say so. */
RdCommandResult rd_command_event(RdCommandRun *run, const char *name, GError **error);

/* command-relate.c */
RdCommandResult rd_command_homeowner(RdCommandRun *run, GError **error);
RdCommandResult rd_command_installer(RdCommandRun *run, GError **error);
RdCommandResult rd_command_link(RdCommandRun *run, GError **error);
RdCommandResult rd_command_merge(RdCommandRun *run, GError **error);

typedef struct {
	const char *name;
	const char *arguments; /* as help shows them: "NAME|QUEUE" */
	const char *help;
	RdCommandResult (*run)(RdCommandRun *run, GError **error);
} RdCommandSpec;

extern const RdCommandSpec rd_command_specs[];
extern const gsize rd_command_specs_len;

const RdCommandSpec *rd_command_find(const char *name);
