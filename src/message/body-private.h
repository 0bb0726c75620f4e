/*
 * body-private.h - which parts of a message are its text, and that text.
 *
 * Chooses as a mail program does: of alternatives the plain text, unless it is empty or
 * only says that there is HTML; several texts of a multipart/mixed one after the other;
 * everything else is an attachment.
 */

#pragma once

#include "mime-private.h"
#include <redress/dissect.h>

typedef enum {
	RD_ROLE_OUTSIDE,    /* belongs to another message: the one around, or one inside */
	RD_ROLE_STRUCTURE,  /* a multipart */
	RD_ROLE_TEXT,	    /* shown */
	RD_ROLE_TEXT_FILE,  /* shown, and offered as a file too: inline with a file name */
	RD_ROLE_UNSHOWN,    /* a text that another one stands for, or a report's data */
	RD_ROLE_ATTACHMENT, /* an attached message too */
} RdRole;

/* The role in the message whose part is @root of each part; free with g_free(). */
guint8 *rd_body_roles(const RdMime *mime, int root);

/*
 * The text of the parts that are shown, of at most @max_bytes. @defect is set
 * when there was more, else left alone.
 */
RdLines *rd_body_read(const RdMime *mime, const guint8 *roles, gsize max_bytes,
		      const char **defect);

/* The text of one text/plain part: decoded, LF line ends, format=flowed joined. */
char *rd_body_part_text(const RdMimePart *part, gsize max_bytes, gboolean *cut);

/* Whether @part is a text that may have uuencoded files in it, which are no part of the text. */
gboolean rd_body_has_files(const RdMimePart *part);

/* Whether @part is Outlook's winmail.dat. */
gboolean rd_body_is_tnef(const RdMimePart *part);

/* Whether Content-Disposition says @word. */
gboolean rd_body_has_disposition(const RdMime *mime, const RdMimePart *part, const char *word);

/* The file name that a part declares, without directories; "" for none. */
char *rd_body_part_name(const RdMime *mime, const RdMimePart *part);

/* @name without directories and control characters. Takes @name. */
char *rd_body_safe_name(char *name);
