/*
 * mailbox-double.h - a mailbox in memory that breaks where it is told to.
 */

#pragma once

#include <redress/mailbox.h>

/* It is called "double:"; its mark is "begun". */
RdMailbox *mailbox_double_new(void);

/* A message arrives. @text NULL: the server will not give it. */
void mailbox_double_add(RdMailbox *self, const char *uid, const char *text);
/* All messages get that UIDVALIDITY, and UIDs that begin with "new-". */
void mailbox_double_renumber(RdMailbox *self, guint32 uidvalidity);
/* Messages that are done stay where they are, or leave (at first they leave). */
void mailbox_double_keep(RdMailbox *self, gboolean keep);
/* They do, and it is said beforehand. */
void mailbox_double_leave_all(RdMailbox *self);

/* "open", "list", "fetch", "done": that fails after @after messages, until NULL is given. */
void mailbox_double_break(RdMailbox *self, const char *where, guint after);

/* What was asked of it since the last call: "open(-) list fetch(1 2) done(1 2) ". */
char *mailbox_double_log(RdMailbox *self);
/* The uids that lie there, with one space between. */
char *mailbox_double_list(RdMailbox *self);
