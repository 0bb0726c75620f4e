/*
 * rtf-private.h - the text of the RTF that Outlook sends ([MS-OXRTFCP], [MS-OXRTFEX]).
 */

#pragma once

#include <glib.h>

/* Unpacks compressed RTF, at most @max_bytes of it; NULL when it is damaged at once. */
char *rd_rtf_unpack(const guint8 *octets, gsize len, gsize max_bytes, gsize *out_len);

/*
 * The text of @rtf in UTF-8. @is_html: (out): it is the HTML that the RTF was made
 * from, else plain text.
 */
char *rd_rtf_text(const char *rtf, gsize len, gboolean *is_html);
