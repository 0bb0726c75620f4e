/*
 * concerns.h - complaint types in plain words, as a part of a sentence.
 */

#pragma once

#include <redress/findings.h>

G_BEGIN_DECLS

typedef enum {
	VOICE_HOMEOWNER, /* "damage to your home or system" */
	VOICE_INSTALLER, /* "damage to their home or system"; silent about the company */
	VOICE_RECORD,	 /* "damage to the home or system" */
} Voice;

/*
 * "A", "A and B", "A, B, and C": what follows "concerns about". "" when there is
 * nothing to say. Free with g_free().
 */
char *concerns_phrase(RdComplaintSet complaints, Voice voice);

G_END_DECLS
