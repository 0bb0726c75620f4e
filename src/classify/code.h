/*
 * code.h - a pattern's code, made when the first mail needs it.
 *
 * Many patterns are never met by any mail. Any thread may be the one that makes the code.
 */

#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8
#include <glib.h>
#include <pcre2.h>

typedef struct {
	pcre2_code *code; /* NULL: it cannot be made */
	gboolean jit;	  /* for the processor; else pcre2 interprets it */
} RdCode;

/* What is in @slot; NULL: rd_code_make() has to be called. */
const RdCode *rd_code_ready(RdCode **slot);
/* Puts into @slot what @compile makes of @pattern, unless another thread was faster. */
const RdCode *rd_code_make(RdCode **slot, pcre2_code *(*compile)(gconstpointer),
			   gconstpointer pattern);
/* NULL is fine. */
void rd_code_free(RdCode *self);
