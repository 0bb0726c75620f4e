/*
 * dissect-private.h - how the parts of the dissector share one text.
 *
 * dissect-text.c splits a text into lines and puts parts of it together again,
 * forward-header.c reads header lines, reply-attribution.c reads "On ... wrote:",
 * boundary.c says where the writer's own words end and what begins there,
 * reply.c and signature*.c give each line its part, forward-chain.c follows the chain.
 */

#pragma once

#include "forward-date.h"
#include "language.h"

#include <redress/dissect.h>

/* ---- dissect-text.c ---- */

/* A line; offsets are into RdText.text. */
typedef struct {
	guint32 raw; /* the line as it stands */
	guint32 raw_len;
	guint32 start;	 /* without quote prefix and white space at the ends */
	guint32 len;	 /* 0: a blank line */
	guint8 depth;	 /* how deep it is quoted, by prefixes and by HTML */
	guint8 prefixes; /* how many of that are prefixes */
	guint8 marks;	 /* RdLineMark */
	guint8 part;	 /* RdPart */
} RdTextLine;

typedef struct {
	const char *text;
	RdTextLine *lines;
	guint n;
	guint attempts; /* left for what costs more than a look at a line */
} RdText;

void rd_text_init(RdText *self, const RdLines *lines);
void rd_text_clear(RdText *self);

/* The content of line @i; its length is in the line. Not NUL terminated. */
const char *rd_text_line(const RdText *self, guint i);
gboolean rd_text_is_blank(const RdText *self, guint i);
/* The first line of [@i, @end) that is not blank, or @end. */
guint rd_text_skip_blank(const RdText *self, guint i, guint end);
void rd_text_set_part(RdText *self, guint first, guint end, RdPart part);

/*
 * The lines of [@first, @end) that are @part, without @depth levels of quoting, blank
 * lines at the ends taken off, and one blank line where others were between them.
 */
char *rd_text_collect(const RdText *self, guint first, guint end, RdPart part, guint8 depth);

/* Takes one of the attempts; FALSE when there is none left. */
gboolean rd_text_attempt(RdText *self);

/* ---- forward-header.c ---- */

/* "From: ...", "To: ..." and so on, read from a text. */
typedef struct {
	guint first, end;		   /* its lines, wrapped ones included */
	guint8 depth;			   /* of its lines */
	GString *values[RD_TERM_N_FIELDS]; /* NULL: no such field */
	RdLanguageSet languages;	   /* that most of the names are in */
} RdHeaderBlock;

/* Whether line @i begins with the name of a header field; @term: (out) which. */
gboolean rd_text_is_field(const RdText *self, guint i, RdTerm *term);

/*
 * Reads the header block that begins with line @i, or returns FALSE. @announced: a
 * separator stands above it, so that fewer fields will do. @subject: of the message
 * around it, to tell how a wrapped subject goes on; may be NULL.
 */
gboolean rd_header_block_read(RdText *text, guint i, guint end, gboolean announced,
			      const char *subject, RdHeaderBlock *out);
/* The same in a language of no table, under a separator or in HTML that marks it. */
gboolean rd_foreign_block_read(RdText *text, guint i, guint end, RdHeaderBlock *out);
/* The same, with the separator above them, on line @i alone; @separator: (out) which. */
gboolean rd_inline_block_read(const RdText *text, guint i, RdTerm *separator, RdHeaderBlock *out);
void rd_header_block_clear(RdHeaderBlock *self);
const char *rd_header_block_get(const RdHeaderBlock *self, RdTerm term); /* NULL: absent */

typedef enum { RD_PREFIX_NONE, RD_PREFIX_FORWARD, RD_PREFIX_REPLY } RdPrefix;

/* What the first prefix of a subject says; @languages as far as they are known, else 0. */
RdPrefix rd_subject_prefix(const char *subject, RdLanguageSet languages);

/* ---- reply-attribution.c ---- */

typedef struct {
	guint first, end; /* its lines */
	gboolean quoted;  /* a marked quote follows */
	gboolean sure;	  /* it is an attribution even when none follows */
	char *who;	  /* name and address as written; "" unknown */
	RdWrittenDate date;
	gboolean has_date;
} RdAttribution;

/* The attribution whose last line is @i, in the region that begins at @low. */
gboolean rd_attribution_read(RdText *text, guint low, guint i, guint end, RdAttribution *out);
void rd_attribution_clear(RdAttribution *self);

/* ---- boundary.c ---- */

typedef enum {
	RD_BOUNDARY_NONE,
	RD_BOUNDARY_FORWARD,	 /* a forwarded message begins */
	RD_BOUNDARY_REST,	 /* all below is a quote */
	RD_BOUNDARY_ATTRIBUTION, /* a marked quote follows */
	RD_BOUNDARY_QUOTE,	 /* a marked quote begins */
	RD_BOUNDARY_LINE,	 /* a line that is nobody's words */
} RdBoundaryKind;

typedef struct {
	RdBoundaryKind kind;
	guint first;	     /* the first line that is not the writer's */
	guint end;	     /* behind header lines, attribution or separator */
	RdHeaderBlock block; /* of a forward or a rest; may be empty */
	RdAttribution attribution;
	gboolean announced; /* by a "Forwarded message" line, and no deeper than its surroundings */
	guint others;	    /* of a forward: how many more stand under it */
	guint body_end;	    /* of a forward: behind its last line */
	guint8 body_depth;  /* of a forward: of its lines */
} RdBoundary;

/* Lines that are looked at as one message, and what is known of that message. */
typedef struct {
	guint first, end;
	guint8 depth;
	RdHead head;
	gboolean inner; /* not the mail itself, but one forwarded in it */
} RdRegion;

/* What begins at line @i, which is not blank. Clear @out in any case. */
RdBoundaryKind rd_boundary_find(RdText *text, const RdRegion *region, guint i, RdBoundary *out);
void rd_boundary_clear(RdBoundary *self);

/* The end of the marked quote whose first line is @i. */
guint rd_quote_end(const RdText *text, guint i, guint end, guint8 depth);

/* ---- reply.c ---- */

/*
 * Gives each line of @region its part. Returns TRUE when a forward was met: @out says
 * where, and its lines are FORWARD. Clear @out in any case.
 */
gboolean rd_reply_part(RdText *text, const RdRegion *region, RdBoundary *out);

/* ---- signature-footer.c ---- */

guint rd_line_words(const char *line, gsize len);
/* "Sent from my iPhone", "Get Outlook for iOS<https://...>", in any language. */
gboolean rd_line_is_footer(const char *line, gsize len);

/* ---- signature.c ---- */

/* Turns those lines of @region that are REPLY and a signature into SIGNATURE. */
void rd_signature_part(RdText *text, const RdRegion *region);

/* ---- forward-chain.c ---- */

/*
 * The message that @boundary begins, or the innermost one if that is again a forward.
 * Gives its lines their parts. Clears @boundary.
 */
RdForwarded *rd_forward_chain_read(RdText *text, RdBoundary *boundary);
