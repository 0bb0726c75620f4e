/* case-find.h - "case find WORDS". */

#pragma once

#include "context.h"

/* Looks context->args from the second on up; returns the exit status. */
int rd_case_find(RdContext *context, GError **error);
