/*
 * mailhead.h - what servers on the way and the writer's program put above a mail.
 *
 * Three sorts, as a company's mailbox has them: from a large free mail provider, from
 * hosted office mail, and from a server of one's own, with the fields that each adds, and as
 * long as they are.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
	guint serial;
	const char *name, *address; /* the writer's */
	const char *subject;
	const char *message_id;
	const char *references; /* "<a@x> <b@y>"; NULL: it begins a thread */
} MailHead;

/* Appends all fields but those of the body. */
void mailhead_append(const MailHead *self, GRand *rand, GString *out);

G_END_DECLS
