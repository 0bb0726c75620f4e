/*
 * check-private.h - between the parts of rd_procedure_check().
 */

#pragma once

#include "procedure-private.h"

typedef struct {
	const RdProcedure *procedure;
	const char *const *templates;
	GHashTable *facts;   /* names that something remembers */
	GHashTable *tasks;   /* names that something opens */
	GPtrArray *problems; /* of char * */
} Check;

void check_say(Check *self, guint line, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* check-ways.c: every state can be reached and left for good; every timer is awaited. */
void check_ways(Check *self);
void check_timers(Check *self);
