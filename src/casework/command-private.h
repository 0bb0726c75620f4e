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

typedef struct {
	const char *name;
	const char *arguments; /* as help shows them: "NAME|QUEUE" */
	const char *help;
	RdCommandResult (*run)(RdCommandRun *run, GError **error);
} RdCommandSpec;

extern const RdCommandSpec rd_command_specs[];
extern const gsize rd_command_specs_len;

const RdCommandSpec *rd_command_find(const char *name);
