/*
 * outbox.h - hold, send and retry mails.
 *
 * Queueing happens in the transaction of the case change; sending later, outside of
 * any transaction but its own. The decisions (retry, budget, outcome) are pure.
 */

#pragma once

#include <glib.h>
#include <redress/config.h>
#include <redress/outbox-row.h>
#include <redress/transport.h>

G_BEGIN_DECLS

/* "Never": a bounded number of automatic mails. */
typedef struct {
	guint to_address;  /* within the hour */
	guint of_case;	   /* within the day */
	guint of_template; /* in the case, within the day; 0 for a mail to staff */
} RdBudgetUse;
/*
 * NULL: within budget; else why the mail is held. Free with g_free(). A budget of 0 is
 * no limit, and the address of a team of ours has none: it gets a mail for every task.
 */
char *rd_budget_exceeded(const RdConfig *config, const char *address, const RdBudgetUse *use);

/*
 * When to try again after @attempts failures: 1 min doubling to 4 h, and up to a quarter
 * more by @seed.
 */
RdTime rd_retry_next(guint attempts, RdTime now, guint32 seed);
/* A mail that has waited this long is given up: 5 days (RFC 5321 section 4.5.4.1). */
gboolean rd_retry_expired(RdTime created_at, RdTime now);

/*
 * Stores a mail in the caller's transaction: QUEUED, or HELD with a reason when a
 * budget is exceeded or @hold says why. Sets row->id and its times. INPUT without a recipient.
 */
gboolean rd_outbox_queue(RdStore *store, const RdConfig *config, RdOutboxRow *row, GBytes *raw,
			 const char *hold, RdTime now, GError **error);

/*
 * Told about a mail that came to its end, inside the transaction that records it, once.
 * ->recipients says what became of each: a mail that is SENT may have been refused for
 * one of them. When this fails, the outcome is kept without what was written here, and
 * the next pass calls again.
 */
typedef gboolean (*RdOutboxEnded)(RdStore *store, const RdOutboxRow *row, RdTime now, gpointer data,
				  GError **error);

/*
 * What the answers of late say about the next hop itself; lives as long as its transport.
 * One that refuses mails to several recipients for good, and takes none in between, refuses
 * because of itself: from then on, until it takes one, what it refuses is only put off.
 */
typedef struct _RdRelay RdRelay;
RdRelay *rd_relay_new(void);
void rd_relay_free(RdRelay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdRelay, rd_relay_free)

/* TRUE while it refuses whatever it is given. */
gboolean rd_relay_refuses(const RdRelay *self);
/* "554 5.7.1 Relay access denied": why it did not take the last mail that it did not take. */
const char *rd_relay_get_words(const RdRelay *self);

/* What became of the due mails of one pass. */
typedef struct {
	guint sent, deferred, failed;
	/* The next hop gives no answer, or refuses whatever it is given, so the rest was left:
	 * wait a while. */
	gboolean halted;
} RdOutboxPass;

/*
 * Hands every due mail to @transport, those due longest first: the outcome of each is
 * committed before the next one is sent. Only recipients without an outcome are tried
 * again. @ended (may be NULL) is called for SENT and FAILED ones. FALSE when the store
 * failed, @ended failed or the transport's settings are wrong; @pass is set then too.
 */
gboolean rd_outbox_send(RdStore *store, RdTransport *transport, RdRelay *relay, RdTime now,
			RdOutboxEnded ended, gpointer data, RdOutboxPass *pass, GError **error);

/*
 * What a person decides, in the caller's transaction. NOT_FOUND without such a mail, INPUT
 * when it is in no state for that: a HELD one is approved, a HELD or QUEUED one cancelled,
 * a FAILED or QUEUED one retried at once (its refused recipients too). Expiry starts anew.
 */
gboolean rd_outbox_approve(RdStore *store, gint64 id, RdTime now, GError **error);
/* A QUEUED one that was not tried yet is held; INPUT for any other. */
gboolean rd_outbox_hold(RdStore *store, gint64 id, const char *reason, GError **error);
gboolean rd_outbox_cancel(RdStore *store, gint64 id, GError **error);
gboolean rd_outbox_retry(RdStore *store, gint64 id, RdTime now, GError **error);

G_END_DECLS
