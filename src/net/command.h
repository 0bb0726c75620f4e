/* command.h - the first line that a command prints. */

#pragma once

#include <glib.h>

/*
 * Runs @command, split like a shell does but without one, and returns the first
 * line of its output. Its standard error is ours. It is killed after @timeout_s or when
 * @stop_fd is readable. CONFIG when it cannot be started, else TEMPORARY.
 */
char *rd_command_first_line(const char *command, guint timeout_s, int stop_fd,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* g_free() for a text that nobody may find in memory later. */
void rd_text_wipe(char *text);
