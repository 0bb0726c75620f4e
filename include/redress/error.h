/*
 * error.h - what kind of failure a caller has to tell apart.
 *
 * Every module reports through GError. Most callers only pass the message on; the
 * few that act differently look at these codes. The message itself names the
 * object, the place and what to do ("outbox 42: ...", "redress.yaml:12: ...").
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RD_ERROR (rd_error_quark())
GQuark rd_error_quark(void);

typedef enum {
	RD_ERROR_CONFIG,    /* settings, templates, rules or usage are wrong: exit status 2 */
	RD_ERROR_INPUT,	    /* the input is not what it should be; trying again cannot help */
	RD_ERROR_NOT_FOUND, /* what was asked for does not exist: exit status 1 */
	RD_ERROR_TEMPORARY, /* disk full, database busy, network: try again, exit status 75 */
	RD_ERROR_MISSING,   /* a template lacks a value, so nothing may be sent (IC, "Never") */
} RdErrorCode;

/* The exit status of design.md for @error: 1, 2 or 75. */
int rd_error_exit_status(const GError *error);

G_END_DECLS
