/* check.h - between the parts of "redress check": what was found, as it comes. */

#pragma once

#include <redress/procedure.h>
#include <redress/reply.h>

typedef struct {
	gboolean json;
	gboolean quiet; /* nothing is printed */
	guint errors, warnings;
	char *first; /* error; to be freed, NULL: none */
} RdCheck;

/* An RdStationCheck: all that "redress check" looks at, without the servers and the rules. */
gboolean rd_check_configuration(const RdConfig *config, GError **error);

void rd_check_error(RdCheck *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
void rd_check_warning(RdCheck *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
void rd_check_say(RdCheck *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The error's message, unless it is NULL. */
void rd_check_take(RdCheck *self, GError *error);

/*
 * Renders every reply as it is used: those of the procedures with each kind of case that
 * goes that way, the others with sample values. A value that is missing is an error.
 */
void rd_check_replies(RdCheck *self, const RdConfig *config, const RdReplies *replies,
		      const RdProcedures *procedures, RdTime now);

/*
 * Each requirement of doc/requirements.md has a step of the procedure named beside it that
 * is for it, and a test. A step that is for something else is a warning: a company may
 * have requirements of its own.
 */
void rd_check_requirements(RdCheck *self, const RdProcedures *procedures);
