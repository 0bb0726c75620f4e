/*
 * original.h - whose mail it is that staff forward, when forwards lie in it again (IN2).
 */

#pragma once

#include <redress/directory.h>

G_BEGIN_DECLS

/*
 * Staff forward for somebody, and so do the colleagues whose forwards lie within: the
 * outermost writer who is none of them is the one who wrote to the company. That mail
 * becomes @message->forwarded. What its writer forwards in turn was not written to us; it
 * joins what the mail quotes.
 *
 * @sender: who forwards, one of the staff.
 * @several: (out) another mail is forwarded along with it, and was not chosen.
 */
gboolean rd_original_settle(RdMessage *message, RdStore *store, const RdConfig *config,
			    const RdAddress *sender, gboolean *several,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
