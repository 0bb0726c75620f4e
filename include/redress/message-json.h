/*
 * message-json.h - an RdMessage as one line of JSON, as "redress parse --json" prints it.
 */

#pragma once

#include <redress/message.h>

G_BEGIN_DECLS

/*
 * One object without line ends, with the fields of design.md ("parse --json"), and
 * authentication, report, list and defect. @file: what to call the message's source.
 * Free with g_free().
 */
char *rd_message_to_json(const RdMessage *self, const char *file);

G_END_DECLS
