/*
 * replay.h - tell a case's story again from its feed, and compare it with the case.
 *
 * "Never a change without a feed entry": what the feed does not explain is found here.
 */

#pragma once

#include <glib.h>
#include <redress/case.h>
#include <redress/procedure.h>

G_BEGIN_DECLS

/*
 * Plays the feed of @kase and adds a line to @problems (of char *) for each mail, task,
 * timer, state, opening or closing that the feed does not have, or has and the case has
 * not; and for each entry without time, author or cause.
 *
 * @feed: of RdFeedEntry, as rd_feed_list() gives it.
 * @mails: of RdMail, as rd_mails_of_case() gives them.
 *
 * A case into which another was merged has the feeds of both between each other: of
 * those only mails and tasks are compared.
 */
void rd_replay_case(const RdCase *kase, GPtrArray *feed, GPtrArray *mails,
		    const RdProcedures *procedures, GPtrArray *problems);

/* The same for every case of @store. FALSE only when it could not be read. */
gboolean rd_replay_store(RdStore *store, const RdProcedures *procedures, GPtrArray *problems,
			 guint *cases, GError **error);

G_END_DECLS
