/*
 * bench-html - lines out of HTML against libxml2's push SAX parser that only collects the
 * text, on the HTML parts of the second set, or of the mails of the folder that is given:
 * instructions, and whether both found the same words.
 */

#include "bench.h"
#include "child.h"

#include <gmime/gmime.h>
#include <libxml/HTMLparser.h>
#include <redress/dissect.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGES "tests/data/second/messages"
#define ROUNDS	 4 /* over all parts, after the one that is in both runs */
#define CHUNK	 4096

/* ---- the parts ---- */

static void
take_part(GMimeObject *parent G_GNUC_UNUSED, GMimeObject *part, gpointer parts)
{
	if (GMIME_IS_TEXT_PART(part) &&
	    g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", "html"))
		g_ptr_array_add(parts, g_mime_text_part_get_text(GMIME_TEXT_PART(part)));
}

static void
take_file(const char *path, GPtrArray *parts)
{
	GMimeStream *stream = g_mime_stream_file_open(path, "r", NULL);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	if (message != NULL)
		g_mime_message_foreach(message, take_part, parts);
	g_clear_object(&message);
	g_object_unref(parser);
	g_object_unref(stream);
}

static GPtrArray *
read_parts(const char *folder)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
	const char *name;

	if (dir == NULL)
		g_error("%s", error->message);
	g_mime_init();
	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		take_file(path, parts);
	}
	return parts;
}

/* ---- the reference ---- */

typedef struct {
	GString *text;
	int unseen; /* elements open whose content nobody sees */
} Sax;

static gboolean
sax_is_unseen(const xmlChar *name)
{
	return xmlStrcasecmp(name, BAD_CAST "style") == 0 ||
	       xmlStrcasecmp(name, BAD_CAST "script") == 0 ||
	       xmlStrcasecmp(name, BAD_CAST "title") == 0;
}

static void
sax_start(void *data, const xmlChar *name, const xmlChar **attributes G_GNUC_UNUSED)
{
	Sax *sax = data;

	sax->unseen += sax_is_unseen(name);
	g_string_append_c(sax->text, ' ');
}

static void
sax_end(void *data, const xmlChar *name)
{
	Sax *sax = data;

	sax->unseen -= sax_is_unseen(name);
	g_string_append_c(sax->text, ' ');
}

static void
sax_characters(void *data, const xmlChar *text, int len)
{
	Sax *sax = data;

	if (sax->unseen == 0)
		g_string_append_len(sax->text, (const char *)text, len);
}

static char *
text_by_libxml(const char *html)
{
	xmlSAXHandler handler = {.startElement = sax_start,
				 .endElement = sax_end,
				 .characters = sax_characters,
				 .ignorableWhitespace = sax_characters};
	Sax sax = {g_string_new(NULL), 0};
	htmlParserCtxtPtr context =
		htmlCreatePushParserCtxt(&handler, &sax, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	gsize len = strlen(html);

	htmlCtxtUseOptions(context,
			   HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
	for (gsize i = 0; i < len; i += CHUNK)
		htmlParseChunk(context, html + i, (int)MIN(CHUNK, len - i), 0);
	htmlParseChunk(context, html, 0, 1);
	htmlFreeParserCtxt(context);
	return g_string_free(sax.text, FALSE);
}

static char *
text_by_us(const char *html)
{
	g_autoptr(RdLines) lines = rd_html_to_lines(html, strlen(html), 1024 * 1024);

	return g_steal_pointer(&lines->text);
}

/* ---- measuring ---- */

static int
mode_convert(const char *mode, const char *folder, int rounds)
{
	char *(*to_text)(const char *html) =
		strcmp(mode, "ours") == 0 ? text_by_us : text_by_libxml;
	g_autoptr(GPtrArray) parts = read_parts(folder);

	for (int round = 0; round < rounds; round++) {
		for (guint i = 0; i < parts->len; i++)
			g_free(to_text(parts->pdata[i]));
	}
	return 0;
}

/* Instructions that one round over all parts of @folder takes. */
static double
count_round(const char *self_path, const char *mode, const char *folder)
{
	double counts[2];

	for (int i = 0; i < 2; i++) {
		g_autofree char *rounds = g_strdup_printf("%d", 1 + i * ROUNDS);
		const char *argv[] = {self_path, mode, folder, rounds, NULL};
		g_auto(ChildCost) cost = child_count(argv);

		counts[i] = cost.instructions;
	}
	return (counts[1] - counts[0]) / ROUNDS;
}

/* ---- words ---- */

/* The letters and digits of @text, without the "<address>" that we put behind links. */
static char *
letters_of(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p != '\0'; p++) {
		gsize link = *p == '<' && strncmp(p, "<http", 5) == 0 ? strcspn(p, ">\n") : 0;

		p += link;
		if (link == 0 && g_ascii_isalnum(*p))
			g_string_append_c(out, *p);
	}
	return g_string_free(out, FALSE);
}

static guint
count_equal(GPtrArray *parts)
{
	guint equal = 0;

	for (guint i = 0; i < parts->len; i++) {
		g_autofree char *ours = text_by_us(parts->pdata[i]);
		g_autofree char *theirs = text_by_libxml(parts->pdata[i]);
		g_autofree char *our_letters = letters_of(ours);
		g_autofree char *their_letters = letters_of(theirs);

		equal += strcmp(our_letters, their_letters) == 0;
	}
	return equal;
}

int
main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : MESSAGES;
	g_autoptr(GPtrArray) parts = NULL;
	double octets = 0, ours, theirs;
	gboolean met;

	if (argc == 4)
		return mode_convert(argv[1], argv[2], atoi(argv[3]));
	child_prepare();
	parts = read_parts(folder);
	for (guint i = 0; i < parts->len; i++)
		octets += (double)strlen(parts->pdata[i]);
	ours = count_round(argv[0], "ours", folder) / octets;
	theirs = count_round(argv[0], "libxml", folder) / octets;
	met = bench_print("html-to-text", ours, "instructions/octet", theirs, BENCH_AT_MOST, 0.125);
	/* what is hidden is left out by us alone */
	met &= bench_print("html-same-words", count_equal(parts), "parts", parts->len,
			   BENCH_AT_LEAST, 0.95);
	return met ? 0 : 1;
}
