/*
 * reply-private.h - between the parts of src/reply.
 */

#pragma once

#include "view-names.h"

#include <redress/reply.h>

G_BEGIN_DECLS

struct _RdViewUses {
	gboolean names[VIEW_LAST];
};

/* A value is never blank; one that is "" says no more than that something is so. */
struct _RdView {
	const RdViewUses *uses; /* NULL: all */
	char *values[VIEW_LAST];
};

/* progress.c: what has been done for the homeowner, in at most two sentences; NULL: nothing yet. */
char *progress_tell(const RdViewSource *source);

G_END_DECLS
