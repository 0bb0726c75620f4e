/* Any octets as HTML: the text stays within its cap, is UTF-8 and has a mark per line. */

#include <redress/dissect.h>
#include <redress/text.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 2000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *html = rd_text_to_utf8((const char *)data, size);
	g_autoptr(RdLines) lines = rd_html_to_lines(html, strlen(html), TEXT_MAX);
	guint n = 1;

	for (const char *p = lines->text; *p != '\0'; p++)
		n += *p == '\n';
	if (strlen(lines->text) > TEXT_MAX || !g_utf8_validate(lines->text, -1, NULL) ||
	    n != lines->lines->len)
		abort();
	return 0;
}
