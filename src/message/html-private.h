/*
 * html-private.h - the parts of the HTML reader.
 *
 * html.c walks over the octets once and keeps the stack of open elements,
 * html-tag.c knows what an element and its attributes mean to a reader of mail,
 * html-style.c what is left of a style when a browser has read it, html-link.c where a link leads,
 * html-entity.c decodes character references, html-text.c lays the text out.
 */

#pragma once

#include <redress/dissect.h>

/* ---- html-entity.c ---- */

typedef struct {
	const char *name; /* without "&" and ";" */
	const char *text; /* UTF-8 */
	guint8 bare;	  /* also valid without ";" */
} RdHtmlEntity;

extern const RdHtmlEntity rd_html_entities[]; /* sorted by name */
extern const guint rd_html_n_entities;

/*
 * Decodes the reference at @p, which points at "&". @out takes the UTF-8, NUL
 * terminated. Returns how many octets the reference has, or 0 when it is none.
 */
#define RD_HTML_ENTITY_MAX 9 /* octets of the longest text, with its NUL */
gsize rd_html_entity_decode(const char *p, const char *end, char out[RD_HTML_ENTITY_MAX]);

/* ---- html-tag.c ---- */

typedef enum {
	RD_TAG_BLOCKQUOTE,
	RD_TAG_BODY,
	RD_TAG_BR,
	RD_TAG_DIV,
	RD_TAG_HEAD,
	RD_TAG_HR,
	RD_TAG_LI,
	RD_TAG_OL,
	RD_TAG_P,
	RD_TAG_PRE,
	RD_TAG_TABLE,
	RD_TAG_TD,
	RD_TAG_TR,
	RD_TAG_UL,
	RD_TAG_BLOCK,	  /* any other element that begins a line */
	RD_TAG_PARAGRAPH, /* any other element with a blank line around it */
	RD_TAG_N_BLOCKS,
	RD_TAG_A = RD_TAG_N_BLOCKS,
	RD_TAG_INLINE, /* any other element within a line */
	RD_TAG_VOID,   /* any other element that is of no interest */
	RD_TAG_RAW,    /* style, script ...: content is no HTML and not shown */
	RD_TAG_UNSEEN, /* any other element whose content is not shown */
	RD_TAG_LAST
} RdTag;

typedef struct {
	const char *name; /* as written */
	gsize len;
	RdTag tag;
	guint16 key; /* tells elements of one kind apart, <section> from <main>; 0: unknown */
} RdTagName;

#define RD_TAG_N_KEYS 320 /* more than any key */

/* Reads the element name at @p. */
void rd_tag_read_name(const char *p, const char *end, RdTagName *out);

/* Begins and ends a line. */
static inline gboolean
rd_tag_is_block(RdTag tag)
{
	return tag < RD_TAG_N_BLOCKS;
}

/* ... with a blank line. */
static inline gboolean
rd_tag_is_paragraph(RdTag tag)
{
	return tag == RD_TAG_P || tag == RD_TAG_PARAGRAPH || tag == RD_TAG_BLOCKQUOTE ||
	       tag == RD_TAG_PRE;
}

/* What the attributes of one start tag mean to us. */
typedef struct {
	guint8 marks;	  /* RdLineMark of its content */
	guint8 quotes;	  /* 1: its content is a quote */
	guint8 hidden;	  /* its content is not shown */
	guint8 tiny;	  /* font-size: 0; RD_TINY_NO: another font size */
	guint8 tight;	  /* a paragraph without space around it */
	const char *href; /* not decoded */
	gsize href_len;
} RdAttributes;

enum { RD_TINY_UNSAID, RD_TINY_YES, RD_TINY_NO };

/* Whether a quote mark of that kind closes somewhere ahead; lets a scan stay linear. */
typedef struct {
	gboolean no_single;
	gboolean no_double;
} RdQuotesAhead;

/* The attributes of a tag that has some; @out says what it means without them. */
const char *rd_tag_read_any_attributes(const char *p, const char *end, RdTag tag,
				       RdQuotesAhead *ahead, RdAttributes *out);

/*
 * Reads the attributes at @p up to and with the ">"; returns the octet behind it, or
 * @end when the tag does not end.
 */
static inline const char *
rd_tag_read_attributes(const char *p, const char *end, RdTag tag, RdQuotesAhead *ahead,
		       RdAttributes *out)
{
	*out = (RdAttributes){.quotes = tag == RD_TAG_BLOCKQUOTE};
	if (p < end && *p == '>') /* most have none */
		return p + 1;
	return rd_tag_read_any_attributes(p, end, tag, ahead, out);
}

/* ---- html-style.c ---- */

/*
 * A style attribute as a browser reads it: references of HTML are decoded first, then comments
 * and escapes of CSS taken out. NULL when it has none of them. Free with g_string_free().
 */
GString *rd_html_style_plain(const char *p, gsize len);

/* ---- html-link.c ---- */

/*
 * The address that a link with these words leads to, if a reader has to be told: NULL
 * when the words say it, when there are none, or when it leads nowhere outside the mail.
 */
char *rd_html_link_address(const char *words, gsize len, const char *href, gsize href_len);

/* ---- html-text.c ---- */

/* Length of the character at @p if it is no ink, else 0. */
gsize rd_html_blank_char(const char *p, const char *end, gboolean *is_space);

/* The text so far, and what is to be written before the next word. */
typedef struct {
	GString *text;
	GArray *lines; /* of RdLine, one per line of the text */
	gsize max_bytes;
	RdLine line;	   /* of the lines that begin now */
	guint8 next_marks; /* and more marks for the next one alone */
	guint8 newlines;   /* 1: the next word begins a line; 2: after a blank one */
	guint8 gap;	   /* 0, ' ' or '\t': one of them before the next word */
	guint8 spaces;	   /* that many before it: &nbsp; */
	gboolean held;	   /* a bullet was written: the next word follows on its line */
	gboolean full;	   /* max_bytes are written: the rest is left out */
} RdHtmlText;

/* For the text of @html_len octets of HTML. */
void rd_html_text_init(RdHtmlText *self, gsize html_len, gsize max_bytes);
/* Words: no line end. */
void rd_html_text_append(RdHtmlText *self, const char *words, gsize len);
/* "-" or "1." of a list item; what follows stays on its line. */
void rd_html_text_bullet(RdHtmlText *self, const char *bullet);
/* A space that does not collapse. */
void rd_html_text_space(RdHtmlText *self);
/* <br>, or a newline in <pre>: two of them make a blank line, more no more. */
void rd_html_text_break(RdHtmlText *self);

static inline gboolean
rd_html_text_begins_line(const RdHtmlText *self)
{
	return self->newlines > 0 || self->lines->len == 0;
}

/* The next word begins a line (1), or a line after a blank one (2). */
static inline void
rd_html_text_separate(RdHtmlText *self, guint8 newlines)
{
	if (self->held)
		return;
	if (self->spaces > 0 && rd_html_text_begins_line(self))
		newlines = 2; /* a line of nothing but &nbsp; is a blank one */
	self->newlines = MAX(self->newlines, newlines);
	self->spaces = 0;
}

RdLines *rd_html_text_finish(RdHtmlText *self);
