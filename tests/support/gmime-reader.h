/*
 * gmime-reader.h - a second opinion on what a message says.
 */

#pragma once

#include <gmime/gmime.h>

/* After g_mime_init(); free with g_object_unref(). */
GMimeMessage *gmime_parse(GBytes *raw);
