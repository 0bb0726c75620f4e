/*
 * shipped.h - what the rules that come with the program taught, when it was built.
 *
 * The build learns once what every new store would have to learn (src/learn.c), and links
 * it in. A program without it, such as the one that learns, has none.
 */

#pragma once

#include <glib.h>

/* As rd_rules_keep() writes it; a part of the program. NULL: there is none. */
GBytes *rd_rules_shipped(void);
