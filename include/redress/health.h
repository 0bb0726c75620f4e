/*
 * health.h - what an operator has to be told about the gateway itself.
 *
 * A source ("imaps://host/INBOX", "transport") is well or fails. One that has failed
 * for long enough is reported once, and once more when it is well again.
 */

#pragma once

#include <glib.h>
#include <redress/time.h>

G_BEGIN_DECLS

typedef struct _RdHealth RdHealth; /* may be used by several threads */

/* @patience: how long a source may fail before it is reported, in seconds. */
RdHealth *rd_health_new(RdTime patience);
void rd_health_free(RdHealth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdHealth, rd_health_free)

/*
 * Takes over what @old knows, after a reload: what failed does so until it is well. A source
 * that there is no more is heard of no more, and not reported.
 */
void rd_health_carry(RdHealth *self, const RdHealth *old);

/* The source worked. TRUE when it had failed before. */
gboolean rd_health_well(RdHealth *self, const char *source);
/* The source failed, because of @why. TRUE when it begins to, which is worth a line in the log. */
gboolean rd_health_fails(RdHealth *self, const char *source, const char *why, RdTime now);

typedef struct {
	char *source;
	gboolean recovered; /* else it fails */
	char *why;	    /* the last failure */
	RdTime since;	    /* the first failure */
} RdHealthNews;
void rd_health_news_free(RdHealthNews *self);

/* What has to be reported now, as RdHealthNews; each is returned once. */
GPtrArray *rd_health_news(RdHealth *self, RdTime now);

G_END_DECLS
