/* print.h - how listings are shown to a person, and as JSON lines. */

#pragma once

#include <redress/reply.h>

/* One compact object and a line end; frees @json. */
void rd_print_json(json_t *json);
/* A text that came by mail, without what a terminal would obey; @indent before each line. */
void rd_print_text(const char *text, const char *indent);
