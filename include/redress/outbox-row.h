/*
 * outbox-row.h - mails on their way out, as rows.
 *
 * A row is made in the transaction of the case change that causes it, with the whole
 * RFC 5322 text and its Message-ID: a retry is the same mail.
 */

#pragma once

#include <glib.h>
#include <redress/store.h>

G_BEGIN_DECLS

typedef enum {
	RD_OUTBOX_QUEUED, /* waits for ->next_at */
	RD_OUTBOX_HELD,	  /* a person must approve or cancel it; ->reason says why */
	RD_OUTBOX_SENT,	  /* every recipient has an outcome, at least one was accepted */
	RD_OUTBOX_FAILED, /* refused or expired; a task was opened */
	RD_OUTBOX_CANCELLED,
} RdOutboxState;

typedef struct {
	gint64 id;
	gint64 case_id;
	char *template_name;
	char *cause;
	char *message_id;
	char *sender; /* envelope */
	char *subject;
	RdOutboxState state;
	char *reason; /* why held or failed; last reply while queued; "" */
	RdTime created_at;
	RdTime queued_at; /* made, approved or retried: the mail expires so long after this */
	RdTime next_at;
	guint attempts;
	RdTime sent_at;
	GPtrArray *recipients; /* of RdOutboxRecipient */
} RdOutboxRow;

typedef struct {
	char *address;
	gboolean cc;
	int state; /* an RdDelivery of transport.h */
	int code;
	char *detail;
	gboolean is_staff; /* known when the mail is put in; not kept */
} RdOutboxRecipient;

void rd_outbox_row_free(RdOutboxRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdOutboxRow, rd_outbox_row_free)
RdOutboxRow *rd_outbox_row_new(void);
void rd_outbox_row_add_recipient(RdOutboxRow *self, const char *address, gboolean cc);
/* "marta@home.example, dan@home.example" of To, or of Cc. */
char *rd_outbox_row_addresses(const RdOutboxRow *self, gboolean cc);

const char *rd_outbox_state_name(RdOutboxState state);

/* Inserts the row with its recipients and @raw; sets ->id. */
gboolean rd_outbox_row_add(RdStore *store, RdOutboxRow *self, GBytes *raw, GError **error);
gboolean rd_outbox_row_save(RdStore *store, const RdOutboxRow *self, GError **error);
/*
 * Counts an attempt that is about to be made: raises ->attempts and stores ->next_at.
 * @claimed: FALSE when the row is no longer as it was read, so that it is not ours.
 */
gboolean rd_outbox_row_claim(RdStore *store, RdOutboxRow *self, gboolean *claimed, GError **error);
RdOutboxRow *rd_outbox_row_get(RdStore *store, gint64 id, GError **error); /* NOT_FOUND */
GBytes *rd_outbox_row_raw(RdStore *store, gint64 id, GError **error);

/* Another text for a row that is HELD. */
gboolean rd_outbox_row_set_raw(RdStore *store, gint64 id, GBytes *raw, GError **error);

/*
 * Queued rows with next_at <= @now, those due longest first; as RdOutboxRow. When there is none,
 * those that were put off by a clock that was months ahead, and would wait as long.
 */
GPtrArray *rd_outbox_rows_due(RdStore *store, RdTime now, guint limit, GError **error);
/*
 * The newest @limit rows of a state, or of all states for -1; of one case, or of all
 * for 0. In order of id.
 */
GPtrArray *rd_outbox_rows_list(RdStore *store, int state, gint64 case_id, guint limit,
			       GError **error);
/*
 * The oldest @limit rows of a case that are HELD until a person decides: all but receipts and
 * mails of tasks, which say what is in the case anyway.
 */
GPtrArray *rd_outbox_rows_undecided(RdStore *store, gint64 case_id, guint limit, GError **error);
/* When the next queued row is due; RD_TIME_NONE: never. */
gboolean rd_outbox_rows_next(RdStore *store, RdTime *out, GError **error);

/*
 * Rows that are SENT or FAILED and whose case was not told, in order of id; a row is
 * told once (rd_outbox_row_save() leaves that alone but for a row that is QUEUED again).
 */
GPtrArray *rd_outbox_rows_untold(RdStore *store, guint limit, GError **error);
gboolean rd_outbox_row_told(RdStore *store, gint64 id, GError **error);

/* Automatic mails to @address queued or sent since @since. */
gboolean rd_outbox_count_to(RdStore *store, const char *address, RdTime since, guint *out,
			    GError **error);
/* Those of a case: all, and the ones made from a template. */
gboolean rd_outbox_count_case(RdStore *store, gint64 case_id, const char *template_name,
			      RdTime since, guint *all, guint *of_template, GError **error);

G_END_DECLS
