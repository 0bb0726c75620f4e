/*
 * dissect.h - part the text of a mail into reply, quote, signature and forward.
 *
 * Works on the lines of a text. HTML is turned into such lines first, and the marks
 * that HTML gives (blockquote, gmail_quote, divRplyFwdMsg ...) travel with them, so
 * that one set of rules decides for both.
 */

#pragma once

#include <glib.h>
#include <redress/message.h>

G_BEGIN_DECLS

typedef enum {
	RD_LINE_PLAIN = 0,
	RD_LINE_QUOTE = 1 << 0,	       /* inside a quoting element */
	RD_LINE_SIGNATURE = 1 << 1,    /* inside a client's signature element */
	RD_LINE_HEADER_BLOCK = 1 << 2, /* inside Outlook's divRplyFwdMsg or alike */
	RD_LINE_SEPARATOR = 1 << 3,    /* a rule or marker that a client puts above a quote */
} RdLineMark;

/* A text and, for each of its lines (split at LF), an RdLineMark. */
typedef struct {
	char *text;    /* UTF-8, LF line ends */
	GArray *marks; /* of guint8, one per line; NULL: all plain */
} RdLines;

void rd_lines_free(RdLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdLines, rd_lines_free)

/*
 * Plain text of an HTML document: paragraphs, list items, links ("text <url>") and
 * table cells kept apart, entities decoded, hidden parts left out, at most
 * @max_bytes. Linear in @len, no recursion. @html is UTF-8 and need not be valid HTML.
 */
RdLines *rd_html_to_lines(const char *html, gsize len, gsize max_bytes);

typedef struct {
	char *reply;
	char *quoted;
	char *signature;
	RdForwarded *forwarded; /* NULL when the text is no forward */
} RdDissection;

/*
 * @subject tells a forward from a reply ("Fwd:", "WG:", "TR:" ...); may be NULL.
 * Nothing of the writer's own text is cut: when in doubt a line stays in ->reply.
 */
RdDissection *rd_dissect(const RdLines *lines, const char *subject);
void rd_dissection_free(RdDissection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdDissection, rd_dissection_free)

G_END_DECLS
