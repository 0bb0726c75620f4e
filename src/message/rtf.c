#include "rtf-private.h"

#include "charset-private.h"

#include <stdlib.h>
#include <string.h>

#define RTF_WINDOW    4096
#define RTF_DEPTH_MAX 256

/* What the window of the packer holds at the start ([MS-OXRTFCP] section 2.1.2.1). */
static const char rtf_window_start[] =
	"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
	"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
	"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static guint32
rtf_u32(const guint8 *p)
{
	return (guint32)p[0] | (guint32)p[1] << 8 | (guint32)p[2] << 16 | (guint32)p[3] << 24;
}

static void
rtf_unpack_window(GString *out, const guint8 *in, const guint8 *end, gsize max_bytes)
{
	char window[RTF_WINDOW] = {0};
	guint at = (guint)strlen(rtf_window_start);

	memcpy(window, rtf_window_start, at);
	while (in < end && out->len < max_bytes) {
		guint control = *in++;

		for (int bit = 0; bit < 8 && in < end; bit++, control >>= 1) {
			guint from, n = 1;

			if ((control & 1) == 0) {
				window[at] = (char)*in++;
				g_string_append_c(out, window[at]);
				at = (at + 1) % RTF_WINDOW;
				continue;
			}
			if (end - in < 2)
				return;
			from = (guint)in[0] << 4 | in[1] >> 4;
			n = (in[1] & 15u) + 2;
			in += 2;
			if (from == at) /* the end mark */
				return;
			for (; n > 0; n--, from = (from + 1) % RTF_WINDOW) {
				window[at] = window[from];
				g_string_append_c(out, window[at]);
				at = (at + 1) % RTF_WINDOW;
			}
		}
	}
}

char *
rd_rtf_unpack(const guint8 *octets, gsize len, gsize max_bytes, gsize *out_len)
{
	GString *out;

	if (len < 16)
		return NULL;
	out = g_string_new(NULL);
	if (memcmp(octets + 8, "MELA", 4) == 0)
		g_string_append_len(out, (const char *)octets + 16,
				    (gssize)MIN(MIN(len - 16, rtf_u32(octets + 4)), max_bytes));
	else if (memcmp(octets + 8, "LZFu", 4) == 0)
		rtf_unpack_window(out, octets + 16, octets + len, max_bytes);
	*out_len = out->len;
	return g_string_free(out, FALSE);
}

/* One group "{...}" around the place being read. */
typedef struct {
	gboolean hidden;  /* fonts, colours, pictures */
	gboolean html;	  /* "{\*\htmltag ...}" */
	gboolean htmlrtf; /* between \htmlrtf and \htmlrtf0: for RTF readers only */
	guint fallback;	  /* letters that stand in for one \u */
} RtfGroup;

typedef struct {
	const char *at, *end;
	GString *octets; /* of the code page, not yet converted */
	GString *out;
	RtfGroup groups[RTF_DEPTH_MAX];
	guint depth;
	guint too_deep; /* groups opened beyond the last one that is kept */
	guint skip;	/* letters still to leave out after \u */
	gboolean from_html;
	char charset[16];
} RtfReader;

static void
rtf_flush(RtfReader *reader)
{
	if (reader->octets->len > 0) {
		g_autofree char *text = rd_charset_to_utf8(reader->charset, reader->octets->str,
							   reader->octets->len);

		g_string_append(reader->out, text);
		g_string_truncate(reader->octets, 0);
	}
}

static void
rtf_emit(RtfReader *reader, char c)
{
	const RtfGroup *group = &reader->groups[reader->depth];

	if (reader->skip > 0)
		reader->skip--;
	else if (!group->hidden && !group->htmlrtf && reader->too_deep == 0)
		g_string_append_c(reader->octets, c);
}

static void
rtf_emit_unicode(RtfReader *reader, int code)
{
	const RtfGroup *group = &reader->groups[reader->depth];
	gunichar c = (gunichar)(code < 0 ? code + 65536 : code);

	if (!group->hidden && !group->htmlrtf && reader->too_deep == 0 && c != 0 &&
	    g_unichar_validate(c)) {
		rtf_flush(reader);
		g_string_append_unichar(reader->out, c);
	}
	reader->skip = group->fallback;
}

/* What a control word means for the text. */
static void
rtf_word(RtfReader *reader, RtfGroup *group, const char *word, gboolean has_value, int value)
{
	static const char *const hidden[] = {"fonttbl", "colortbl", "stylesheet",
					     "info",	"pict",	    "object",
					     "header",	"footer",   "generator"};
	static const struct {
		const char *word, *text;
	} texts[] = {
		{"par", "\n"},	 {"line", "\n"},  {"tab", "\t"},       {"lquote", "'"},
		{"rquote", "'"}, {"cell", "\t"},  {"row", "\n"},       {"ldblquote", "\""},
		{"emdash", "-"}, {"endash", "-"}, {"rdblquote", "\""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(hidden); i++)
		group->hidden |= strcmp(word, hidden[i]) == 0;
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (strcmp(word, texts[i].word) == 0)
			rtf_emit(reader, texts[i].text[0]);
	}
	if (strcmp(word, "u") == 0 && has_value)
		rtf_emit_unicode(reader, value);
	else if (strcmp(word, "uc") == 0 && has_value)
		group->fallback = (guint)CLAMP(value, 0, 16);
	else if (strcmp(word, "ansicpg") == 0 && has_value)
		g_snprintf(reader->charset, sizeof reader->charset, "cp%d", value);
	else if (strcmp(word, "fromhtml") == 0)
		reader->from_html = TRUE;
	else if (strcmp(word, "htmlrtf") == 0)
		group->htmlrtf = !has_value || value != 0;
	else if (strcmp(word, "htmltag") == 0)
		group->hidden = FALSE;
}

/* A backslash and what belongs to it. */
static void
rtf_control(RtfReader *reader)
{
	RtfGroup *group = &reader->groups[reader->depth];
	char word[32];
	gsize n = 0;
	gboolean negative, has_value;
	int value = 0;

	if (reader->at == reader->end)
		return;
	if (!g_ascii_isalpha(*reader->at)) {
		char c = *reader->at++;

		if (c == '\'' && reader->end - reader->at >= 2) {
			int high = g_ascii_xdigit_value(reader->at[0]);
			int low = g_ascii_xdigit_value(reader->at[1]);

			reader->at += 2;
			if (high >= 0 && low >= 0)
				rtf_emit(reader, (char)(high << 4 | low));
		} else if (c == '*') {
			group->hidden = TRUE; /* unless the word that follows is known */
		} else if (c == '~' || c == '_') {
			rtf_emit(reader, c == '~' ? ' ' : '-');
		} else if (c == '{' || c == '}' || c == '\\') {
			rtf_emit(reader, c);
		}
		return;
	}
	while (reader->at < reader->end && g_ascii_isalpha(*reader->at)) {
		if (n < sizeof word - 1)
			word[n++] = *reader->at;
		reader->at++;
	}
	word[n] = '\0';
	negative = reader->at < reader->end && *reader->at == '-';
	reader->at += negative ? 1 : 0;
	has_value = reader->at < reader->end && g_ascii_isdigit(*reader->at);
	for (; reader->at < reader->end && g_ascii_isdigit(*reader->at); reader->at++)
		value = value < 100000 ? value * 10 + (*reader->at - '0') : value;
	if (reader->at < reader->end && *reader->at == ' ')
		reader->at++;
	rtf_word(reader, group, word, has_value, negative ? -value : value);
}

static void
rtf_open_group(RtfReader *reader)
{
	if (reader->depth + 1 >= RTF_DEPTH_MAX) {
		reader->too_deep++;
		return;
	}
	reader->groups[reader->depth + 1] = reader->groups[reader->depth];
	reader->depth++;
}

static void
rtf_close_group(RtfReader *reader)
{
	reader->skip = 0;
	if (reader->too_deep > 0)
		reader->too_deep--;
	else if (reader->depth > 0)
		reader->depth--;
}

char *
rd_rtf_text(const char *rtf, gsize len, gboolean *is_html)
{
	RtfReader reader = {.at = rtf, .end = rtf + len, .charset = "cp1252"};

	reader.octets = g_string_new(NULL);
	reader.out = g_string_new(NULL);
	reader.groups[0].fallback = 1;
	while (reader.at < reader.end) {
		char c = *reader.at++;

		if (c == '\\')
			rtf_control(&reader);
		else if (c == '{')
			rtf_open_group(&reader);
		else if (c == '}')
			rtf_close_group(&reader);
		else if (c != '\r' && c != '\n' && c != '\0')
			rtf_emit(&reader, c);
	}
	rtf_flush(&reader);
	g_string_free(reader.octets, TRUE);
	*is_html = reader.from_html;
	return g_string_free(reader.out, FALSE);
}
