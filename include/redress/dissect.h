/*
 * dissect.h - part the text of a mail into reply, quote, signature and forward.
 *
 * Works on the lines of a text. HTML is turned into such lines first, and the marks
 * that HTML gives (blockquote, gmail_attr, divRplyFwdMsg ...) travel with them, so
 * that one set of rules decides for both. The words that clients write (header
 * names, "wrote:", "Sent from my ...") are tables, one per language.
 */

#pragma once

#include <glib.h>
#include <redress/message.h>

G_BEGIN_DECLS

typedef enum {
	RD_LINE_PLAIN = 0,
	RD_LINE_ATTRIBUTION = 1 << 0,  /* gmail_attr, moz-cite-prefix: "On ... wrote:" */
	RD_LINE_SIGNATURE = 1 << 1,    /* inside a client's signature element */
	RD_LINE_HEADER_BLOCK = 1 << 2, /* inside Outlook's divRplyFwdMsg or alike */
	RD_LINE_SEPARATOR = 1 << 3,    /* the first line under a rule or a client's divider */
} RdLineMark;

/* What HTML said about one line. */
typedef struct {
	guint8 marks; /* RdLineMark, or-ed */
	guint8 depth; /* how many quoting elements (blockquote, yahoo_quoted) are around it */
} RdLine;

/* A text and what is known of each of its lines (split at LF). */
typedef struct {
	char *text;    /* UTF-8, LF line ends */
	GArray *lines; /* of RdLine; NULL: plain text, nothing is known */
} RdLines;

/* Takes @text. */
RdLines *rd_lines_new(char *text);
void rd_lines_free(RdLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdLines, rd_lines_free)

/*
 * Plain text of an HTML document: paragraphs, list items ("- item"), links
 * ("text <url>") and table cells (a tab between) kept apart, entities decoded, what a
 * mail program would not show left out, at most @max_bytes. Linear in @len, no
 * recursion. @html is UTF-8 and need not be valid HTML.
 */
RdLines *rd_html_to_lines(const char *html, gsize len, gsize max_bytes);

/* What the mail's own header says, as far as it helps to tell a forward from a reply. */
typedef struct {
	const char *subject;   /* NULL: unknown */
	const RdAddress *from; /* NULL: unknown */
	const GPtrArray *to;   /* of RdAddress; NULL: unknown */
} RdHead;

/* What each line of the text is. */
typedef enum {
	RD_PART_REPLY,
	RD_PART_QUOTED,	   /* a quote, or the attribution above it */
	RD_PART_SIGNATURE, /* sign-off with its block, signature, footer, disclaimer */
	RD_PART_FORWARD,   /* header lines and words of a forwarded message */
} RdPart;

typedef struct {
	char *reply;		/* only what the writer newly wrote; "" when that is nothing */
	char *quoted;		/* as it stood in the text, attribution lines included */
	char *signature;	/* kept apart, never dropped */
	RdForwarded *forwarded; /* NULL when the text is no forward */
	GArray *parts;		/* of guint8 (RdPart), one per line of the text */
} RdDissection;

/*
 * Parts @lines. Nothing of the writer's own text is cut: when in doubt a line stays in
 * ->reply. What a person would decide, it decides by the same things:
 *
 * - A client's "Forwarded message" line, with the header lines under it, is a forward.
 *   Header lines alone ("From: ... Sent: ... Subject: ...") or under "Original
 *   Message" are one if the subject says so ("FW:", "WG:"), not if it says "RE:", and
 *   with neither, if the mail goes to somebody else than to who is quoted.
 * - ->from of a forward is NULL when there is no sender line or its value is empty. A
 *   sender line that shows a name only gives that name and the address "".
 * - A date without a zone is read as if it were UTC, and date_offset_min is G_MININT.
 * - "Thanks, Ann" typed under a text belongs to the reply. A sign-off goes to the
 *   signature when a block of title, company, phone or web address stands under it.
 *
 * @head: may be NULL, and so may each of its fields.
 */
RdDissection *rd_dissect(const RdLines *lines, const RdHead *head);
void rd_dissection_free(RdDissection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdDissection, rd_dissection_free)

G_END_DECLS
