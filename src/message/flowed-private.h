/*
 * flowed-private.h - text/plain; format=flowed (RFC 3676) back to one line a paragraph.
 */

#pragma once

#include <glib.h>

/* @text has LF line ends. @delsp: the blank at a soft line break goes as well. */
char *rd_flowed_join(const char *text, gboolean delsp);
