#include "html-private.h"

#include <string.h>

#define STACK_MAX 256 /* deeper elements only count */
#define SCOPE_MAX 64  /* how far up an end tag looks for its element */
#define LISTS_MAX 5   /* deeper ones are not indented further */

/* An open element. What it means for its content includes what those around it mean. */
typedef struct {
	guint16 key;
	guint8 tag;
	guint8 marks;
	guint8 depth;
	guint8 hidden; /* not shown */
	guint8 tiny;   /* not shown, because of its font size */
	guint8 pre;
	guint8 tight;	/* a paragraph without space around it */
	guint8 special; /* an inline element that means something */
	guint8 list;	/* how many lists are around the content */
	guint16 item;	/* of a list: items so far */
} Frame;

typedef struct {
	const char *p;
	const char *end;
	RdHtmlText out;
	guint top;
	guint overflow;		     /* elements open beyond STACK_MAX */
	guint specials;		     /* inline elements on the stack */
	guint16 open[RD_TAG_N_KEYS]; /* elements on the stack, by key */
	RdQuotesAhead ahead;
	gboolean no_comment_end;
	const char *href; /* of the link that is open */
	gsize href_len;
	gsize href_text;	/* where its words begin in the text */
	Frame stack[STACK_MAX]; /* [0] is the document; not set beyond top */
} Scan;

static Frame *
scan_top(Scan *self)
{
	return &self->stack[self->top];
}

static gboolean
scan_is_shown(const Scan *self)
{
	const Frame *top = &self->stack[self->top];

	return (top->hidden | top->tiny) == 0;
}

static void
scan_update_line(Scan *self)
{
	self->out.line.marks = scan_top(self)->marks;
	self->out.line.depth = scan_top(self)->depth;
}

/* ---- words ---- */

enum { WORD, SPACE, SPECIAL, STOP }; /* what an octet of text is */

/* Leads of the characters that are no ink: nbsp and soft hyphen, U+034F, U+200B.., BOM. */
#define LEADS [0xc2] = SPECIAL, [0xcd] = SPECIAL, [0xe2] = SPECIAL, [0xef] = SPECIAL

static const guint8 text_class[256] = {
	['\t'] = SPACE, ['\n'] = SPACE, ['\f'] = SPACE, ['\r'] = SPACE,
	[' '] = SPACE,	['<'] = STOP,	['&'] = STOP,	LEADS};

static const guint8 pre_class[256] = {
	['\n'] = SPACE, ['\r'] = SPACE, ['<'] = STOP, ['&'] = STOP, LEADS};

/* A character that looks like none, or the lead octet of one that only might. */
static void
scan_special(Scan *self)
{
	gboolean is_space;
	gsize len = rd_html_blank_char(self->p, self->end, &is_space);

	if (len == 0) {
		const char *start = self->p++;

		while (self->p < self->end && ((guchar)*self->p & 0xc0) == 0x80)
			self->p++;
		if (scan_is_shown(self))
			rd_html_text_append(&self->out, start, (gsize)(self->p - start));
		return;
	}
	if (is_space && scan_is_shown(self))
		rd_html_text_space(&self->out);
	self->p += len;
}

static void
scan_space(Scan *self)
{
	if (scan_top(self)->pre) {
		if (*self->p == '\n' && scan_is_shown(self))
			rd_html_text_break(&self->out);
		self->p++;
		return;
	}
	while (self->p < self->end && text_class[(guchar)*self->p] == SPACE)
		self->p++;
	if (self->out.gap == 0 && scan_is_shown(self))
		self->out.gap = ' ';
}

#define EACH(octet) (G_GUINT64_CONSTANT(0x0101010101010101) * (octet))

/*
 * Whether the eight octets at @p are ASCII without "<", "&", control characters and two
 * spaces together. Each addition sets the top bit of the octets that are what it asks for;
 * below 0x80 none carries into the next.
 */
static inline gboolean
octets_are_words(const guchar *p)
{
	guint64 octets, words, spaces;

	memcpy(&octets, p, sizeof octets);
	words = ~octets & (octets + EACH(0x80 - ' ')) & ((octets ^ EACH('<')) + EACH(0x7f)) &
		((octets ^ EACH('&')) + EACH(0x7f));
	spaces = ~((octets ^ EACH(' ')) + EACH(0x7f)) & EACH(0x80);
	return (words & EACH(0x80)) == EACH(0x80) && (spaces & spaces << 8) == 0;
}

/* A run of words with single spaces between them. */
static void
scan_words(Scan *self)
{
	const guint8 *class = scan_top(self)->pre ? pre_class : text_class;
	const guchar *p = (const guchar *)self->p;
	const guchar *end = (const guchar *)self->end;

	while (end - p >= 8 && octets_are_words(p))
		p += p[7] == ' ' ? 7 : 8;
	while (p < end) {
		if (class[*p] == WORD)
			p++;
		else if (*p == ' ' && p + 1 < end && class[p[1]] == WORD)
			p += 2;
		else
			break;
	}
	if (scan_is_shown(self))
		rd_html_text_append(&self->out, self->p, (gsize)((const char *)p - self->p));
	self->p = (const char *)p;
}

static void
scan_entity(Scan *self)
{
	char text[RD_HTML_ENTITY_MAX];
	gsize len = rd_html_entity_decode(self->p, self->end, text);
	gsize text_len;
	gboolean is_space;

	if (len == 0) {
		strcpy(text, "&");
		len = 1;
	}
	self->p += len;
	if (!scan_is_shown(self))
		return;
	text_len = strlen(text);
	if (rd_html_blank_char(text, text + text_len, &is_space) == 0) {
		if (strcmp(text, " ") != 0)
			rd_html_text_append(&self->out, text, text_len);
		else if (self->out.gap == 0)
			self->out.gap = ' ';
	} else if (is_space) {
		rd_html_text_space(&self->out);
	}
}

/* ---- links ---- */

static void
scan_end_link(Scan *self)
{
	const GString *text = self->out.text;
	g_autofree char *address = NULL;

	if (self->href != NULL && !self->out.full)
		address = rd_html_link_address(text->str + self->href_text,
					       text->len - self->href_text, self->href,
					       self->href_len);
	if (address != NULL) {
		g_autofree char *shown = g_strdup_printf("<%s>", address);

		self->out.gap = ' ';
		rd_html_text_append(&self->out, shown, strlen(shown));
	}
	self->href = NULL;
}

/* ---- the stack of open elements ---- */

static void
scan_push(Scan *self, const RdTagName *name, const RdAttributes *attributes)
{
	Frame *frame = scan_top(self) + 1;

	if (self->top + 1 == STACK_MAX) {
		self->overflow++;
		return;
	}
	*frame = *scan_top(self);
	frame->tag = (guint8)name->tag;
	frame->key = name->key;
	/* a separator is a mark of the first line alone */
	frame->marks |= attributes->marks & (guint8)~RD_LINE_SEPARATOR;
	if (frame->depth < G_MAXUINT8)
		frame->depth += attributes->quotes;
	frame->hidden |=
		attributes->hidden || name->tag == RD_TAG_HEAD || name->tag == RD_TAG_UNSEEN;
	if (attributes->tiny != RD_TINY_UNSAID)
		frame->tiny = attributes->tiny == RD_TINY_YES;
	frame->pre |= name->tag == RD_TAG_PRE;
	frame->tight = attributes->tight;
	frame->special = !rd_tag_is_block(name->tag);
	frame->item = 0;
	if ((name->tag == RD_TAG_UL || name->tag == RD_TAG_OL) && frame->list < LISTS_MAX)
		frame->list++;
	self->specials += frame->special;
	self->open[frame->key]++;
	self->top++;
	scan_update_line(self);
}

/* Closes all elements down to and with stack[@to]. */
static void
scan_pop(Scan *self, guint to)
{
	while (self->top >= to && self->top > 0) {
		const Frame *frame = scan_top(self);

		self->open[frame->key]--;
		self->specials -= frame->special;
		self->top--;
	}
	scan_update_line(self);
}

static gboolean
tag_is_table_part(RdTag tag)
{
	return tag == RD_TAG_TABLE || tag == RD_TAG_TR || tag == RD_TAG_TD;
}

/*
 * The element that an end tag closes; 0 for none. An inline end tag closes nothing
 * beyond the block that it is in, and only parts of a table reach beyond a cell.
 */
static guint
scan_find_open(const Scan *self, const RdTagName *name)
{
	if (self->open[name->key] == 0)
		return 0;
	for (guint i = self->top; i > 0 && self->top - i < SCOPE_MAX; i--) {
		const Frame *frame = &self->stack[i];

		if (frame->key == name->key)
			return i;
		if (frame->tag == RD_TAG_TABLE ||
		    (frame->tag == RD_TAG_TD && !tag_is_table_part(name->tag)) ||
		    (!frame->special && !rd_tag_is_block(name->tag)))
			break;
	}
	return 0;
}

/* A <p> ends where the next block begins. */
static void
scan_close_paragraph(Scan *self)
{
	guint i = self->top;

	while (i > 0 && self->stack[i].special)
		i--;
	if (i > 0 && self->stack[i].tag == RD_TAG_P)
		scan_pop(self, i);
}

/* <li>, <td>, <tr> and <head> end where the next of their kind, or a row, begins. */
static void
scan_close_implied(Scan *self, RdTag tag)
{
	if (self->stack[self->top].tag == RD_TAG_HEAD)
		scan_pop(self, self->top);
	if (tag != RD_TAG_LI && tag != RD_TAG_TD && tag != RD_TAG_TR)
		return;
	for (guint i = self->top; i > 0 && self->top - i < SCOPE_MAX; i--) {
		guint8 above = self->stack[i].tag;

		if (above == tag || (tag == RD_TAG_TR && above == RD_TAG_TD &&
				     self->stack[i - 1].tag == RD_TAG_TR)) {
			scan_pop(self, above == tag ? i : i - 1);
			return;
		}
		if (above == RD_TAG_TABLE || above == RD_TAG_UL || above == RD_TAG_OL ||
		    above == RD_TAG_TD)
			return;
	}
}

/* ---- what elements do to the text ---- */

static void
scan_separate(Scan *self, RdTag tag, gboolean tight)
{
	if (scan_is_shown(self))
		rd_html_text_separate(&self->out, rd_tag_is_paragraph(tag) && !tight ? 2 : 1);
}

static void
scan_begin_item(Scan *self)
{
	Frame *list = scan_top(self);
	g_autofree char *bullet = NULL;
	int indent = list->list > 0 ? 2 * (list->list - 1) : 0;

	list->item++;
	bullet = list->tag == RD_TAG_OL ? g_strdup_printf("%*s%u.", indent, "", list->item)
					: g_strdup_printf("%*s-", indent, "");
	if (scan_is_shown(self))
		rd_html_text_bullet(&self->out, bullet);
}

/* What begins with a line of its own, and what stands before its first word. */
static void
scan_begin_block(Scan *self, RdTag tag, const RdAttributes *attributes)
{
	scan_close_implied(self, tag);
	scan_close_paragraph(self);
	if (tag == RD_TAG_TD) {
		if (scan_is_shown(self) && self->out.newlines == 0)
			self->out.gap = '\t';
	} else if (self->out.gap != '\t' || (tag != RD_TAG_P && tag != RD_TAG_DIV)) {
		scan_separate(self, tag, attributes->tight); /* but not within a cell's line */
	}
	if (tag == RD_TAG_LI)
		scan_begin_item(self);
	if ((attributes->marks & RD_LINE_SEPARATOR) != 0 || tag == RD_TAG_HR)
		self->out.next_marks |= RD_LINE_SEPARATOR;
}

/* Elements whose content is no HTML: skips it, and the end tag. */
static void
scan_skip_raw(Scan *self, const RdTagName *name)
{
	const char *p = self->p;

	while ((p = memchr(p, '<', (gsize)(self->end - p))) != NULL) {
		if ((gsize)(self->end - p) > name->len + 2 && p[1] == '/' &&
		    g_ascii_strncasecmp(p + 2, name->name, name->len) == 0) {
			self->p = p;
			return;
		}
		p++;
	}
	self->p = self->end;
}

static void
scan_start_tag(Scan *self)
{
	RdTagName name;
	RdAttributes attributes;
	gboolean meaning;

	rd_tag_read_name(self->p + 1, self->end, &name);
	self->p = rd_tag_read_attributes(name.name + name.len, self->end, name.tag, &self->ahead,
					 &attributes);
	switch (name.tag) {
	case RD_TAG_VOID:
		return;
	case RD_TAG_RAW:
		scan_skip_raw(self, &name);
		return;
	case RD_TAG_BR:
		if (scan_is_shown(self))
			rd_html_text_break(&self->out);
		return;
	case RD_TAG_HR:
		scan_begin_block(self, name.tag, &attributes);
		return;
	case RD_TAG_A:
		scan_end_link(self);
		self->href = attributes.href;
		self->href_len = attributes.href_len;
		self->href_text = self->out.text->len;
		break;
	default:
		break;
	}
	meaning = attributes.marks != 0 || attributes.quotes != 0 || attributes.hidden ||
		  attributes.tiny == RD_TINY_YES ||
		  (attributes.tiny == RD_TINY_NO && scan_top(self)->tiny);
	if (rd_tag_is_block(name.tag))
		scan_begin_block(self, name.tag, &attributes);
	if (rd_tag_is_block(name.tag) || meaning || self->specials > 0 || name.tag == RD_TAG_UNSEEN)
		scan_push(self, &name, &attributes);
}

/* Goes behind the ">" that is next. */
static void
scan_skip_markup(Scan *self, const char *p)
{
	if (p < self->end && *p != '>') /* as end tags have it */
		p = memchr(p, '>', (gsize)(self->end - p));
	self->p = p != NULL && p < self->end ? p + 1 : self->end;
}

static void
scan_end_tag(Scan *self)
{
	RdTagName name;
	guint open;

	rd_tag_read_name(self->p + 2, self->end, &name);
	scan_skip_markup(self, name.name + name.len);
	if (name.tag == RD_TAG_A)
		scan_end_link(self);
	if (self->overflow > 0 && rd_tag_is_block(name.tag)) {
		self->overflow--;
		scan_separate(self, name.tag, FALSE);
		return;
	}
	open = scan_find_open(self, &name);
	if (open == 0 && name.tag == RD_TAG_P)
		scan_separate(self, name.tag, FALSE);
	if (open > 0) {
		gboolean tight = self->stack[open].tight;

		if (rd_tag_is_block(name.tag) && name.tag != RD_TAG_TD)
			scan_separate(self, name.tag, tight);
		scan_pop(self, open);
	}
}

/* "<!-- ... -->", "<!DOCTYPE ...>", "<![if ...]>", "<?xml ...>" */
static void
scan_skip_declaration(Scan *self)
{
	const char *p = self->p;
	gsize left = (gsize)(self->end - p);

	if (left >= 4 && memcmp(p, "<!--", 4) == 0 && !self->no_comment_end) {
		/* "<!-->" and "<!--->" are whole comments */
		const char *close = memmem(p + 2, left - 2, "-->", 3);

		if (close != NULL) {
			self->p = close + 3;
			return;
		}
		self->no_comment_end = TRUE;
	}
	scan_skip_markup(self, p);
}

static void
scan_markup(Scan *self)
{
	char next = self->end - self->p > 1 ? self->p[1] : '\0';

	if (g_ascii_isalpha(next)) {
		scan_start_tag(self);
	} else if (next == '/' && self->end - self->p > 2 && g_ascii_isalpha(self->p[2])) {
		scan_end_tag(self);
	} else if (next == '!' || next == '?' || next == '/') {
		scan_skip_declaration(self);
	} else {
		if (scan_is_shown(self))
			rd_html_text_append(&self->out, "<", 1);
		self->p++;
	}
}

RdLines *
rd_html_to_lines(const char *html, gsize len, gsize max_bytes)
{
	Scan scan, *self = &scan;

	memset(self, 0, G_STRUCT_OFFSET(Scan, stack[1]));
	self->p = html;
	self->end = html + len;
	rd_html_text_init(&self->out, len, max_bytes);
	while (self->p < self->end && !self->out.full) {
		guchar octet = (guchar)*self->p;

		if (octet == '<')
			scan_markup(self);
		else if (octet == '&')
			scan_entity(self);
		else if (text_class[octet] == SPECIAL)
			scan_special(self);
		else if (text_class[octet] == SPACE &&
			 (!scan_top(self)->pre || octet == '\n' || octet == '\r'))
			scan_space(self);
		else
			scan_words(self);
	}
	scan_end_link(self);
	return rd_html_text_finish(&self->out);
}
