/*
 * context.h - what every subcommand begins with: options, configuration, store, time.
 */

#pragma once

#include <redress/config.h>
#include <redress/store.h>
#include <redress/time.h>

#include <glib.h>

typedef enum {
	RD_NEED_NOTHING = 0,
	RD_NEED_CONFIG_IF_ANY, /* only a file that is named but cannot be read is an error */
	RD_NEED_CONFIG,
	RD_NEED_STORE,	       /* and the configuration; an empty one is made when there is none */
	RD_NEED_STORE_ON_DISK, /* none is made in an empty folder: a disk may be missing there */
} RdNeed;

/* How a subcommand is called. */
typedef struct {
	const char *arguments; /* as help shows them: "FILE..." */
	const char *summary;
	const GOptionEntry *entries; /* its own options; NULL for none */
	RdNeed need;
} RdUsage;

typedef struct {
	RdConfig *config; /* NULL when not needed */
	RdStore *store;	  /* NULL when not needed */
	RdTime now;	  /* --now, or the clock */
	gboolean now_given;
	gboolean json;
	char **args; /* what is left of the command line, NULL-terminated */
	guint n_args;
} RdContext;

/*
 * Reads the options (-c FILE, --json, --now TIME and those of @usage) and opens what is
 * needed. NULL when the command is over before it began; @status is its exit status,
 * and what was wrong has been printed.
 */
RdContext *rd_context_new(int argc, char **argv, const RdUsage *usage, int *status);
void rd_context_free(RdContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdContext, rd_context_free)

/* Prints "redress: MESSAGE" and returns the exit status that belongs to @error. */
int rd_context_fail(const GError *error);
/* Prints "redress: MESSAGE" for a command line that makes no sense; returns 2. */
int rd_context_misused(const char *format, ...) G_GNUC_PRINTF(1, 2);
