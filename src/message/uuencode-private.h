/*
 * uuencode-private.h - files that stand in a text as programs put them there before MIME.
 */

#pragma once

#include "field-private.h"
#include <redress/octets.h>

#define RD_UU_FILES_MAX 200 /* of one text; what follows stays text */

typedef struct {
	RdSpan whole; /* from "begin 644 name" to "end", with its line end */
	RdSpan name;
} RdUuFile;

/*
 * The first file in the octets from @at to @end, which are of @from (may be NULL). Text
 * that only looks like one, since a line of it is too short or has other characters, is
 * passed over. Linear.
 */
gboolean rd_uuencode_find(const RdOctets *from, const char *at, const char *end, RdUuFile *file);
