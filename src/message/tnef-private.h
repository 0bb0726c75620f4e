/*
 * tnef-private.h - what Outlook hides in winmail.dat ([MS-OXTNEF]): text and files.
 *
 * An own reader rather than libytnef: every length is checked against what is there,
 * and nothing is printed.
 */

#pragma once

#include <redress/message.h>

typedef struct {
	char *text; /* UTF-8; NULL when there is none */
	gboolean is_html;
	GPtrArray *attachments; /* of RdAttachment */
} RdTnef;

/* NULL when @octets is no TNEF. At most @max_files files and @max_text octets of text are read. */
RdTnef *rd_tnef_read(GBytes *octets, guint max_files, gsize max_text);
void rd_tnef_free(RdTnef *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdTnef, rd_tnef_free)
