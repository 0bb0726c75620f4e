/*
 * command.h - what staff tell a case to do, by mail or on the command line.
 *
 * Reading commands is a pure function of the text; carrying them out changes the case
 * and says, for the receipt, what was done and what was not and why.
 */

#pragma once

#include <glib.h>
#include <redress/casework.h>

G_BEGIN_DECLS

/* One line "#called voicemail". */
typedef struct {
	char *name;	/* lower case, without "#": "called" */
	char *argument; /* trimmed; "" when there is none */
	char *text;	/* of #edit: what stands under the commands; else NULL */
	gint64 task_id; /* that the mail with the command answers; 0: none */
} RdCommand;

void rd_command_free(RdCommand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdCommand, rd_command_free)

/*
 * The command lines at the top of @text (blank lines between them are passed over),
 * as RdCommand; @rest is the text under them, unless #edit takes it. Tolerant:
 * "#Called: Voicemail", "- #not satisfied.", "# take".
 */
GPtrArray *rd_commands_read(const char *text, char **rest);

/*
 * TRUE when at least one of @commands makes sense without a case, as the beginning of
 * one: it says what a new case is about.
 */
gboolean rd_commands_begin_case(GPtrArray *commands);

/* The known command nearest to @name; NULL when none is near. Static. */
const char *rd_command_nearest(const char *name);

/* All commands with one line of help each; for #help. Free with g_free(). */
char *rd_commands_help(void);

/* What came of one command. */
typedef struct {
	gboolean done;
	char *text; /* "you have taken RD-1042", or why not */
} RdCommandOutcome;
void rd_command_outcome_free(RdCommandOutcome *self);

/*
 * Carries out @command on @kase for @who. FALSE only when the store fails; a command
 * that cannot be carried out has an outcome that is not ->done.
 */
gboolean rd_command_run(const RdCasework *self, RdCase *kase, const RdCommand *command,
			const RdStaff *who, RdTime now, RdCommandOutcome **outcome,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Those of one mail in order, with their outcomes added to @outcomes. After an #edit that
 * was refused, #approve is too: it was meant for the new text.
 */
gboolean rd_commands_run(const RdCasework *self, RdCase *kase, GPtrArray *commands,
			 const RdStaff *who, RdTime now, GPtrArray *outcomes,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What can be answered outside of any case: #help and #status; all else is not done. */
gboolean rd_command_answer(const RdCasework *self, const RdCommand *command, const RdStaff *who,
			   RdCommandOutcome **outcome, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The values of the template "receipt": what was done, what was not and why (of
 * RdCommandOutcome), the case at a glance, and what comes next. @kase: NULL outside of any.
 */
json_t *rd_commands_receipt(const RdCase *kase, GPtrArray *outcomes, GTimeZone *zone);

G_END_DECLS
