#include "html-private.h"

#include <string.h>

/* ---- element names ---- */

#define NAME_SIZE 15 /* with the tag behind it a round number */

typedef struct {
	char name[NAME_SIZE]; /* the rest is NUL */
	guint8 tag;
} Element;

#define LETTERS	  26
#define NAMES_MAX 12 /* with a letter, and behind them one that is empty */

/* By first letter, and for each letter the common ones first. */
static const Element elements[LETTERS][NAMES_MAX] = {
	['a' - 'a'] = {{"a", RD_TAG_A},
		       {"address", RD_TAG_BLOCK},
		       {"area", RD_TAG_VOID},
		       {"article", RD_TAG_BLOCK},
		       {"aside", RD_TAG_BLOCK},
		       {"audio", RD_TAG_UNSEEN}},
	['b' - 'a'] = {{"b", RD_TAG_INLINE},
		       {"br", RD_TAG_BR},
		       {"body", RD_TAG_BODY},
		       {"blockquote", RD_TAG_BLOCKQUOTE},
		       {"base", RD_TAG_VOID}},
	['c' - 'a'] = {{"canvas", RD_TAG_UNSEEN},
		       {"caption", RD_TAG_BLOCK},
		       {"center", RD_TAG_BLOCK},
		       {"col", RD_TAG_VOID}},
	['d' - 'a'] = {{"div", RD_TAG_DIV},
		       {"dd", RD_TAG_BLOCK},
		       {"dir", RD_TAG_UL},
		       {"dl", RD_TAG_PARAGRAPH},
		       {"dt", RD_TAG_BLOCK}},
	['e' - 'a'] = {{"em", RD_TAG_INLINE}, {"embed", RD_TAG_VOID}},
	['f' - 'a'] = {{"font", RD_TAG_INLINE},
		       {"fieldset", RD_TAG_BLOCK},
		       {"figcaption", RD_TAG_BLOCK},
		       {"figure", RD_TAG_BLOCK},
		       {"footer", RD_TAG_BLOCK},
		       {"form", RD_TAG_BLOCK}},
	['h' - 'a'] = {{"h1", RD_TAG_PARAGRAPH},
		       {"hr", RD_TAG_HR},
		       {"h2", RD_TAG_PARAGRAPH},
		       {"h3", RD_TAG_PARAGRAPH},
		       {"h4", RD_TAG_PARAGRAPH},
		       {"h5", RD_TAG_PARAGRAPH},
		       {"h6", RD_TAG_PARAGRAPH},
		       {"head", RD_TAG_HEAD},
		       {"header", RD_TAG_BLOCK}},
	['i' - 'a'] = {{"i", RD_TAG_INLINE},
		       {"img", RD_TAG_VOID},
		       {"iframe", RD_TAG_RAW},
		       {"input", RD_TAG_VOID}},
	['l' - 'a'] = {{"li", RD_TAG_LI}, {"link", RD_TAG_VOID}},
	['m' - 'a'] = {{"meta", RD_TAG_VOID}, {"main", RD_TAG_BLOCK}, {"menu", RD_TAG_UL}},
	['n' - 'a'] = {{"nav", RD_TAG_BLOCK}, {"noembed", RD_TAG_RAW}, {"noframes", RD_TAG_RAW}},
	['o' - 'a'] = {{"ol", RD_TAG_OL}},
	['p' - 'a'] = {{"p", RD_TAG_P}, {"param", RD_TAG_VOID}, {"pre", RD_TAG_PRE}},
	['s' - 'a'] = {{"span", RD_TAG_INLINE},
		       {"strong", RD_TAG_INLINE},
		       {"style", RD_TAG_RAW},
		       {"script", RD_TAG_RAW},
		       {"section", RD_TAG_BLOCK},
		       {"source", RD_TAG_VOID},
		       {"svg", RD_TAG_UNSEEN}},
	['t' - 'a'] = {{"td", RD_TAG_TD},
		       {"tr", RD_TAG_TR},
		       {"table", RD_TAG_TABLE},
		       {"tbody", RD_TAG_VOID},
		       {"template", RD_TAG_UNSEEN},
		       {"textarea", RD_TAG_PRE},
		       {"tfoot", RD_TAG_VOID},
		       {"th", RD_TAG_TD},
		       {"thead", RD_TAG_VOID},
		       {"title", RD_TAG_RAW},
		       {"track", RD_TAG_VOID}},
	['u' - 'a'] = {{"u", RD_TAG_INLINE}, {"ul", RD_TAG_UL}},
	['v' - 'a'] = {{"video", RD_TAG_UNSEEN}},
	['w' - 'a'] = {{"wbr", RD_TAG_VOID}},
	['x' - 'a'] = {{"xml", RD_TAG_RAW}},
};

G_STATIC_ASSERT(LETTERS *NAMES_MAX < RD_TAG_N_KEYS);

/* What goes on a name, in lower case; 0: nothing that does. */
static const char name_chars[256] = {
	['-'] = '-', [':'] = ':', ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
	['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b',
	['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
	['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p',
	['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w',
	['x'] = 'x', ['y'] = 'y', ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd',
	['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k',
	['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r',
	['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
	['Z'] = 'z'};

void
rd_tag_read_name(const char *p, const char *end, RdTagName *out)
{
	char name[NAME_SIZE] = {0};
	const Element *element;
	gsize max = MIN((gsize)(end - p), NAME_SIZE);
	gsize len = 0;

	out->name = p;
	out->tag = RD_TAG_INLINE;
	out->key = 0;
	while (len < max && (name[len] = name_chars[(guchar)p[len]]) != 0)
		len++;
	out->len = len;
	if (len == NAME_SIZE) { /* longer than any that we know */
		while (p + out->len < end && name_chars[(guchar)p[out->len]] != 0)
			out->len++;
		return;
	}
	for (element = elements[name[0] - 'a']; element->name[0] != '\0'; element++) {
		if (memcmp(name, element->name, NAME_SIZE) == 0) {
			out->tag = element->tag;
			out->key = (guint16)(element - elements[0] + 1);
			return;
		}
	}
}

/* ---- octets of attributes ---- */

enum { ON_NAME, IS_SPACE, ENDS_NAME }; /* what an octet does to the name of an attribute */

static const guint8 octet_class[256] = {
	[' '] = IS_SPACE,  ['\t'] = IS_SPACE, ['\n'] = IS_SPACE, ['\f'] = IS_SPACE,
	['\r'] = IS_SPACE, ['='] = ENDS_NAME, ['>'] = ENDS_NAME, ['/'] = ENDS_NAME};

static inline const char *
skip_space(const char *p, const char *end)
{
	while (p < end && octet_class[(guchar)*p] == IS_SPACE)
		p++;
	return p;
}

/* ---- styles ---- */

/* @wanted is in lower case, and has letters and "-" only. */
static inline gboolean
style_equal(const char *text, const char *wanted, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		if ((text[i] | 0x20) != wanted[i])
			return FALSE;
	}
	return TRUE;
}

static inline gboolean
style_name_is(const char *name, gsize len, const char *wanted)
{
	return strlen(wanted) == len && style_equal(name, wanted, len);
}

static inline gboolean
style_value_begins(const char *value, const char *end, const char *wanted)
{
	gsize len = strlen(wanted);

	return (gsize)(end - value) >= len && style_equal(value, wanted, len);
}

/* "0", "0px", "0.0pt !important"; with @or_one also "1px", which nobody can read. */
static gboolean
style_value_is_zero(const char *value, const char *end, gboolean or_one)
{
	gboolean one = FALSE;

	if (value == end || !g_ascii_isdigit(*value))
		return FALSE;
	if (or_one && *value == '1') {
		one = TRUE;
		value++;
	}
	while (value < end && (*value == '0' || *value == '.')) {
		if (one && *value == '0')
			return FALSE; /* 10px */
		value++;
	}
	if (value < end && g_ascii_isdigit(*value))
		return FALSE;
	return !one || style_value_begins(value, end, "p"); /* px, pt; not 1em */
}

/* What a style attribute says, beyond what goes into RdAttributes. */
typedef struct {
	gboolean no_border;
	gboolean border_top;
	gboolean no_margin;
	gboolean no_height;
	gboolean clipped;
} Style;

static void
style_read_property(const char *name, gsize len, const char *value, const char *end, Style *style,
		    RdAttributes *out)
{
	switch (name[0] | 0x20) {
	case 'b':
		if (style_name_is(name, len, "border"))
			style->no_border = style_value_begins(value, end, "none") ||
					   style_value_is_zero(value, end, FALSE);
		else if (style_name_is(name, len, "border-top"))
			style->border_top = memmem(value, (gsize)(end - value), "solid", 5) != NULL;
		break;
	case 'd':
		if (style_name_is(name, len, "display") && style_value_begins(value, end, "none"))
			out->hidden = TRUE;
		break;
	case 'f':
		if (style_name_is(name, len, "font-size"))
			out->tiny =
				style_value_is_zero(value, end, TRUE) ? RD_TINY_YES : RD_TINY_NO;
		break;
	case 'h':
		if (style_name_is(name, len, "height"))
			style->no_height = style_value_is_zero(value, end, FALSE);
		break;
	case 'm':
		if (style_name_is(name, len, "mso-hide"))
			out->hidden |= style_value_begins(value, end, "all");
		else if (style_name_is(name, len, "max-height"))
			out->hidden |= style_value_is_zero(value, end, FALSE);
		else if (style_name_is(name, len, "margin") ||
			 style_name_is(name, len, "margin-bottom") ||
			 style_name_is(name, len, "margin-top"))
			style->no_margin = style_value_is_zero(value, end, FALSE);
		break;
	case 'o':
		if (style_name_is(name, len, "opacity"))
			out->hidden |= style_value_is_zero(value, end, FALSE);
		else if (style_name_is(name, len, "overflow"))
			style->clipped = style_value_begins(value, end, "hidden");
		break;
	case 'v':
		if (style_name_is(name, len, "visibility") &&
		    style_value_begins(value, end, "hidden"))
			out->hidden = TRUE;
		break;
	default:
		break;
	}
}

static void
style_read_plain(const char *p, gsize len, Style *style, RdAttributes *out)
{
	const char *end = p + len;

	while (p < end) {
		const char *stop = memchr(p, ';', (gsize)(end - p));
		const char *colon;

		if (stop == NULL)
			stop = end;
		while (p < stop && g_ascii_isspace(*p))
			p++;
		/* most properties say nothing to us */
		if (p < stop && strchr("bBdDfFhHmMoOvV", *p) != NULL &&
		    (colon = memchr(p, ':', (gsize)(stop - p))) != NULL) {
			const char *name_end = colon;
			const char *value = colon + 1;

			while (name_end > p && g_ascii_isspace(name_end[-1]))
				name_end--;
			while (value < stop && g_ascii_isspace(*value))
				value++;
			style_read_property(p, (gsize)(name_end - p), value, stop, style, out);
		}
		p = stop + 1;
	}
}

static void
style_read(const char *p, gsize len, Style *style, RdAttributes *out)
{
	g_autoptr(GString) plain = rd_html_style_plain(p, len);

	if (plain != NULL)
		style_read_plain(plain->str, plain->len, style, out);
	else
		style_read_plain(p, len, style, out);
}

/* ---- classes and ids that clients give to quotes, headers and signatures ---- */

static const struct {
	char name[40];
	guint8 marks;
	guint8 quotes;
} clients[] = {
	{"gmail_attr", RD_LINE_ATTRIBUTION, 0},
	{"moz-cite-prefix", RD_LINE_ATTRIBUTION, 0},
	{"reply-intro", RD_LINE_ATTRIBUTION, 0},
	{"gmail_signature", RD_LINE_SIGNATURE, 0},
	{"gmail_signature_prefix", RD_LINE_SIGNATURE, 0},
	{"moz-signature", RD_LINE_SIGNATURE, 0},
	{"protonmail_signature_block", RD_LINE_SIGNATURE, 0},
	{"tutanota_signature", RD_LINE_SIGNATURE, 0},
	{"front-signature", RD_LINE_SIGNATURE, 0},
	{"missive_signature", RD_LINE_SIGNATURE, 0},
	{"AppleMailSignature", RD_LINE_SIGNATURE, 0},
	{"Signature", RD_LINE_SIGNATURE, 0},
	{"composer_signature", RD_LINE_SIGNATURE, 0},
	{"ms-outlook-mobile-signature", RD_LINE_SIGNATURE, 0},
	{"ms-outlook-ios-signature", RD_LINE_SIGNATURE, 0},
	{"divRplyFwdMsg", RD_LINE_HEADER_BLOCK | RD_LINE_SEPARATOR, 0},
	{"OutlookMessageHeader", RD_LINE_HEADER_BLOCK, 0},
	{"moz-email-headers-table", RD_LINE_HEADER_BLOCK, 0},
	{"__HEADERS__", RD_LINE_HEADER_BLOCK, 0},
	{"appendonsend", RD_LINE_SEPARATOR, 0},
	{"ms-outlook-mobile-reference-message", RD_LINE_SEPARATOR, 0},
	{"mail-editor-reference-message-container", RD_LINE_SEPARATOR, 0},
	{"moz-forward-container", RD_LINE_SEPARATOR, 0},
	{"__DIVIDER__", RD_LINE_SEPARATOR, 0},
	{"yahoo_quoted", 0, 1},
	{"freshdesk_quote", 0, 1},
	{"missive_quote", 0, 1},
	{"front-blockquote", 0, 1},
	{"nylas-quote", 0, 1},
};

#define CLIENT_MIN 9 /* octets of the shortest of them */

static void
client_read_name(const char *name, gsize len, RdAttributes *out)
{
	while (len > 2 && memcmp(name, "x_", 2) == 0) { /* put before it by Outlook on the web */
		name += 2;
		len -= 2;
	}
	if (len >= 3 && memcmp(name, "Mso", 3) == 0) {
		out->tight = TRUE;
		return;
	}
	if (len < CLIENT_MIN || len >= sizeof clients[0].name)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(clients); i++) {
		if (clients[i].name[0] == name[0] && memcmp(clients[i].name, name, len) == 0 &&
		    clients[i].name[len] == '\0') {
			out->marks |= clients[i].marks;
			out->quotes |= clients[i].quotes;
		}
	}
}

static void
client_read_names(const char *p, gsize len, RdAttributes *out)
{
	const char *end = p + len;

	while (p < end) {
		const char *start;

		p = skip_space(p, end);
		for (start = p; p < end && octet_class[(guchar)*p] != IS_SPACE;)
			p++;
		if (p > start)
			client_read_name(start, (gsize)(p - start), out);
	}
}

/* ---- attributes ---- */

typedef struct {
	const char *name;
	gsize name_len;
	const char *value;
	gsize value_len;
} Attribute;

/* What one start tag says until its meaning is put together. */
typedef struct {
	Style style;
	gboolean has_class;
	gboolean cites;
} Said;

static inline gboolean
attribute_is(const Attribute *self, const char *name)
{
	return style_equal(self->name, name, self->name_len);
}

static void
attribute_read(const Attribute *self, RdTag tag, Said *said, RdAttributes *out)
{
	switch (self->name_len) {
	case 2:
		if (attribute_is(self, "id"))
			client_read_names(self->value, self->value_len, out);
		break;
	case 4:
		if (tag == RD_TAG_A && attribute_is(self, "href")) {
			out->href = self->value;
			out->href_len = self->value_len;
		} else if (tag == RD_TAG_BLOCKQUOTE &&
			   (attribute_is(self, "type") || attribute_is(self, "cite"))) {
			said->cites = TRUE;
		}
		break;
	case 5:
		if (attribute_is(self, "style")) {
			style_read(self->value, self->value_len, &said->style, out);
		} else if (attribute_is(self, "class")) {
			said->has_class = self->value_len > 0;
			client_read_names(self->value, self->value_len, out);
		}
		break;
	case 6:
		if (attribute_is(self, "hidden"))
			out->hidden = TRUE;
		break;
	case 11:
		if (attribute_is(self, "data-marker"))
			client_read_names(self->value, self->value_len, out);
		break;
	default:
		break;
	}
}

/* The value at @p, behind "="; returns what is behind it. */
static const char *
attribute_read_value(const char *p, const char *end, RdQuotesAhead *ahead, Attribute *out)
{
	if (p < end && (*p == '"' || *p == '\'')) {
		gboolean *none = *p == '"' ? &ahead->no_double : &ahead->no_single;
		const char *close = *none ? NULL : memchr(p + 1, *p, (gsize)(end - p - 1));

		if (close != NULL) {
			out->value = p + 1;
			out->value_len = (gsize)(close - p - 1);
			return close + 1;
		}
		*none = TRUE; /* read it as if it were not quoted */
		p++;
	}
	out->value = p;
	while (p < end && *p != '>' && !g_ascii_isspace(*p))
		p++;
	out->value_len = (gsize)(p - out->value);
	return p;
}

static void
tag_conclude(RdTag tag, const Said *said, RdAttributes *out)
{
	/* Clients also indent with blockquote, and then draw no line at its side. */
	if (tag == RD_TAG_BLOCKQUOTE)
		out->quotes = said->cites || said->has_class || !said->style.no_border;
	if (said->style.border_top && tag == RD_TAG_DIV)
		out->marks |= said->style.no_border ? RD_LINE_HEADER_BLOCK : RD_LINE_SEPARATOR;
	out->tight |= said->style.no_margin;
	out->hidden |= said->style.no_height && said->style.clipped;
}

const char *
rd_tag_read_any_attributes(const char *p, const char *end, RdTag tag, RdQuotesAhead *ahead,
			   RdAttributes *out)
{
	Said said = {{FALSE, FALSE, FALSE, FALSE, FALSE}, FALSE, FALSE};

	for (p = skip_space(p, end); p < end && *p != '>'; p = skip_space(p, end)) {
		Attribute attribute = {p, 0, p, 0};

		while (p < end && octet_class[(guchar)*p] == ON_NAME)
			p++;
		attribute.name_len = (gsize)(p - attribute.name);
		if (attribute.name_len == 0 && p < end)
			p++; /* a stray "/" or "=" */
		p = skip_space(p, end);
		if (attribute.name_len > 0 && p < end && *p == '=')
			p = attribute_read_value(skip_space(p + 1, end), end, ahead, &attribute);
		attribute_read(&attribute, tag, &said, out);
	}
	tag_conclude(tag, &said, out);
	return p < end ? p + 1 : end;
}
