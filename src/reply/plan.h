/*
 * plan.h - the text of a template, read once: what is written as it is, and the tags.
 *
 * The tags are those of Mustache that a letter needs: {{name}}, {{#name}}, {{^name}},
 * {{/name}} and {{!comment}}. A name is always one of the whole view, whatever sections are
 * around it, and a value is put in as it is.
 */

#pragma once

#include "reply-private.h"

G_BEGIN_DECLS

typedef struct _Plan Plan; /* immutable */

/*
 * Reads @text. @uses gets the names in it. NULL when something is wrong: @why says what,
 * free it with g_free(), and @line is where (from 1).
 */
Plan *plan_new(const char *text, RdViewUses *uses, guint *line, char **why);
void plan_free(Plan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/* What it was made from. */
const char *plan_text(const Plan *self);

/*
 * Writes it with the values of @view. A value that is used but absent sets @missing to its
 * name, and NULL is returned.
 */
GString *plan_render(const Plan *self, const RdView *view, char **missing);

G_END_DECLS
