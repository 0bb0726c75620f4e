/*
 * subject.h - what mail programs put before a subject: "Re:", "AW:", "Fwd:", in the
 * languages whose mails are read.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first prefix says that it answers; "VS:", which also forwards, does not. NULL: FALSE. */
gboolean rd_subject_is_reply(const char *subject);

/* @subject behind all prefixes and the "[RD-1042]" among them: a place in @subject. */
const char *rd_subject_bare(const char *subject);

G_END_DECLS
