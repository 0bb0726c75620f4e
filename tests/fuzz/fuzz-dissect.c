/*
 * Any text, with its first line as subject: each line gets one part, every string is
 * UTF-8, and no line of the reply is one that the text does not have.
 */

#include <redress/dissect.h>
#include <redress/text.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const char *part)
{
	if (part == NULL || !g_utf8_validate(part, -1, NULL))
		abort();
}

static void
check_reply(const char *reply, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(reply, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		if (strstr(text, *line) == NULL)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *input = rd_text_to_utf8((const char *)data, size);
	char *text = strchrnul(input, '\n');
	gboolean is_html = *input == '<';
	RdHead head = {input, NULL, NULL};
	g_autoptr(RdLines) lines = NULL;
	g_autoptr(RdDissection) dissection = NULL;
	guint n = 1;

	if (*text != '\0')
		*text++ = '\0';
	lines = is_html ? rd_html_to_lines(text, strlen(text), size) : rd_lines_new(g_strdup(text));
	dissection = rd_dissect(lines, &head);
	for (const char *p = lines->text; *p != '\0'; p++)
		n += *p == '\n';
	if (dissection->parts->len != n)
		abort();
	check_text(dissection->reply);
	check_text(dissection->quoted);
	check_text(dissection->signature);
	check_reply(dissection->reply, lines->text);
	for (const RdForwarded *f = dissection->forwarded; f != NULL; f = f->outer) {
		check_text(f->subject);
		check_text(f->body);
		check_text(f->quoted);
		check_text(f->signature);
		if (f->from != NULL)
			check_text(f->from->name);
	}
	return 0;
}
