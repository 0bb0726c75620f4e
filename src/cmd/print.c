#include "print.h"

#include <stdio.h>

void
rd_print_json(json_t *json)
{
	json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
	putchar('\n');
	json_decref(json);
}

void
rd_print_text(const char *text, const char *indent)
{
	fputs(indent, stdout);
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '\n')
			printf("\n%s", indent);
		else if (c != '\t' && (c < 0x20 || (c >= 0x7f && c < 0xa0)))
			fputs("\xef\xbf\xbd", stdout);
		else
			fwrite(p, 1, (gsize)(g_utf8_next_char(p) - p), stdout);
	}
	putchar('\n');
}
