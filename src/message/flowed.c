#include "flowed-private.h"

#include <string.h>

/* One line of flowed text: its quote marks, and the rest without the stuffed blank. */
typedef struct {
	gsize depth;
	const char *text;
	gsize len;
	gboolean soft; /* goes on in the next line */
} FlowedLine;

static FlowedLine
flowed_line(const char *line, const char *end)
{
	FlowedLine out = {.text = line};

	while (out.text < end && *out.text == '>')
		out.text++;
	out.depth = (gsize)(out.text - line);
	if (out.text < end && *out.text == ' ')
		out.text++;
	out.len = (gsize)(end - out.text);
	out.soft = out.len > 0 && out.text[out.len - 1] == ' ' &&
		   !(out.len == 3 && memcmp(out.text, "-- ", 3) == 0);
	return out;
}

char *
rd_flowed_join(const char *text, gboolean delsp)
{
	GString *out = g_string_sized_new(strlen(text));
	const char *line = text;
	gboolean joining = FALSE; /* the line before was soft */
	gsize depth = 0;

	while (*line != '\0') {
		const char *end = strchrnul(line, '\n');
		FlowedLine now = flowed_line(line, end);
		gboolean signature = now.len == 3 && memcmp(now.text, "-- ", 3) == 0;

		if (joining && (now.depth != depth || signature)) {
			g_string_append_c(out, '\n'); /* RFC 3676 section 4.5: the marks win */
			joining = FALSE;
		}
		if (!joining) {
			for (gsize i = 0; i < now.depth; i++)
				g_string_append_c(out, '>');
			if (now.depth > 0)
				g_string_append_c(out, ' ');
		}
		g_string_append_len(out, now.text,
				    (gssize)(now.soft && delsp ? now.len - 1 : now.len));
		if (!now.soft && *end == '\n')
			g_string_append_c(out, '\n');
		joining = now.soft;
		depth = now.depth;
		line = *end == '\n' ? end + 1 : end;
	}
	return g_string_free(out, FALSE);
}
