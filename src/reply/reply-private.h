/*
 * reply-private.h - between the parts of src/reply.
 */

#pragma once

#include <redress/reply.h>

G_BEGIN_DECLS

/*
 * tags.c: checks the tags of a template and marks the values among them, so that the
 * context can tell a value that is asked for from a section that asks whether there
 * is one. @uses gets the names in it (rd_replies_uses()); NULL: nobody asks for them.
 * @line gets the line (from 1) of what is wrong, @why says it. NULL then.
 */
char *tags_prepare(const char *text, json_t *uses, guint *line, char **why);

/* view-names.c: TRUE when a view may have @name ("installer.phone"). */
gboolean view_has_name(const char *name);

/* progress.c: what has been done for the homeowner, in at most two sentences; NULL: nothing yet. */
char *progress_tell(const RdViewSource *source);

G_END_DECLS
