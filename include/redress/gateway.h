/*
 * gateway.h - the run loop: sweep the mailboxes, work the mail, fire what is due, send.
 */

#pragma once

#include <glib.h>
#include <redress/config.h>
#include <redress/health.h>
#include <redress/intake.h>

G_BEGIN_DECLS

/* All that a gateway works with, loaded and checked. */
typedef struct {
	const RdConfig *config; /* borrowed */
	RdStore *store;		/* borrowed */
	RdReplies *replies;
	RdProcedures *procedures;
	RdRules *rules;	    /* NULL until rd_office_load_rules() */
	RdReaders *readers; /* likewise; NULL too where there is one core, or no file */
	RdIntake intake;    /* over the above */
} RdOffice;

/* Loads templates and procedures for @store. CONFIG on failure. */
RdOffice *rd_office_new(const RdConfig *config, RdStore *store,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Loads the rules, which takes longer than all the rest, and starts the readers. Done by
 * itself when the first mail is to be worked; to be called where mistakes should show before.
 */
gboolean rd_office_load_rules(RdOffice *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_office_free(RdOffice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdOffice, rd_office_free)

/* Only one gateway works on a store. TEMPORARY names the pid of the one that does. */
typedef struct _RdLock RdLock;
RdLock *rd_lock_take(const char *store_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_lock_release(RdLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdLock, rd_lock_release)

/* What one pass did. */
typedef struct {
	guint taken;  /* messages new in the ledger */
	guint missed; /* listed, and yet not in the ledger when the sweep was over */
	guint stuck;  /* in the ledger, and yet the server would not put them away */
	guint worked; /* of them, and of those that waited */
	guint timers;
	guint tasks; /* mailed */
	guint sent;
	guint deferred;
	guint failed;
} RdPass;

/* Works what waits in the ledger and everything that is due at @now, to the last. */
gboolean rd_office_work(RdOffice *self, RdTime now, RdPass *pass,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A part of that in a moment, so that others get their turn; @more: call again. */
gboolean rd_office_work_some(RdOffice *self, RdTime now, RdPass *pass, gboolean *more,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Queues a letter to the operator, within a transaction. */
gboolean rd_office_tell_operator(const RdOffice *self, const RdHealthNews *news, RdTime now,
				 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * `run --once`: all mailboxes, all work, all due mails. A mailbox that cannot be
 * reached does not keep the others from being worked; its error is returned at the end.
 */
gboolean rd_gateway_once(RdOffice *self, RdTime now, RdPass *pass,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
