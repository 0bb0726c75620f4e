/*
 * sender.h - the thread that hands mails to the transport.
 *
 * It has a connection of its own to the store: an SMTP server may take minutes to
 * answer, and noting the outcome is one small transaction.
 */

#pragma once

#include <glib.h>
#include <redress/checkpointer.h>
#include <redress/gateway.h>
#include <redress/health.h>

G_BEGIN_DECLS

typedef struct _RdSender RdSender;

/*
 * Opens its own store at @office's configuration, to which @checkpointer attends; all that is
 * given is borrowed and must outlive it. Only what does not change is shared: configuration
 * and templates.
 */
RdSender *rd_sender_start(const RdOffice *office, RdCheckpointer *checkpointer, RdHealth *health,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* There is mail to send. From any thread. */
void rd_sender_wake(RdSender *self);
/* Leaves the mail at hand a second to be answered, then ends the thread. */
void rd_sender_stop(RdSender *self);

G_END_DECLS
