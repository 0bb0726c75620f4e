#include "store-private.h"

#include <redress/outbox-row.h>
#include <redress/text.h>
#include <redress/transport.h>

static const char *const states[] = {
	[RD_OUTBOX_QUEUED] = "queued",	     [RD_OUTBOX_HELD] = "held",
	[RD_OUTBOX_SENT] = "sent",	     [RD_OUTBOX_FAILED] = "failed",
	[RD_OUTBOX_CANCELLED] = "cancelled",
};

static const char *const deliveries[] = {
	[RD_DELIVERY_DEFERRED] = "deferred",
	[RD_DELIVERY_SENT] = "sent",
	[RD_DELIVERY_REJECTED] = "rejected",
	[RD_DELIVERY_UNCERTAIN] = "uncertain",
};

#define ROWS                                                                                       \
	"SELECT id, case_id, template_name, cause, message_id, sender, subject, state, reason,"    \
	" created_at, queued_at, next_at, attempts, sent_at FROM outbox "
#define NOT_THERE "mail ob-%" G_GINT64_FORMAT " is not in the outbox"

static void
outbox_recipient_free(gpointer data)
{
	RdOutboxRecipient *self = data;

	g_free(self->address);
	g_free(self->detail);
	g_free(self);
}

RdOutboxRow *
rd_outbox_row_new(void)
{
	RdOutboxRow *self = g_new0(RdOutboxRow, 1);
	char **texts[] = {&self->template_name, &self->cause,	&self->message_id,
			  &self->sender,	&self->subject, &self->reason};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		*texts[i] = g_strdup("");
	self->queued_at = self->next_at = self->sent_at = RD_TIME_NONE;
	self->recipients = g_ptr_array_new_with_free_func(outbox_recipient_free);
	return self;
}

void
rd_outbox_row_free(RdOutboxRow *self)
{
	if (self == NULL)
		return;
	g_free(self->template_name);
	g_free(self->cause);
	g_free(self->message_id);
	g_free(self->sender);
	g_free(self->subject);
	g_free(self->reason);
	g_ptr_array_unref(self->recipients);
	g_free(self);
}

void
rd_outbox_row_add_recipient(RdOutboxRow *self, const char *address, gboolean cc)
{
	RdOutboxRecipient *recipient = g_new0(RdOutboxRecipient, 1);

	recipient->address = g_strdup(address);
	recipient->cc = cc;
	recipient->state = RD_DELIVERY_DEFERRED;
	recipient->detail = g_strdup("");
	g_ptr_array_add(self->recipients, recipient);
}

char *
rd_outbox_row_addresses(const RdOutboxRow *self, gboolean cc)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < self->recipients->len; i++) {
		const RdOutboxRecipient *recipient = self->recipients->pdata[i];

		if (recipient->cc == cc)
			rd_text_list(out, ", ", recipient->address);
	}
	return g_string_free(out, FALSE);
}

const char *
rd_outbox_state_name(RdOutboxState state)
{
	return state < G_N_ELEMENTS(states) ? states[state] : NULL;
}

static gpointer
outbox_read(RdQuery *q)
{
	RdOutboxRow *self = g_new0(RdOutboxRow, 1);

	self->id = rd_query_int(q);
	self->case_id = rd_query_int(q);
	self->template_name = rd_query_text(q);
	self->cause = rd_query_text(q);
	self->message_id = rd_query_text(q);
	self->sender = rd_query_text(q);
	self->subject = rd_query_text(q);
	self->state = (RdOutboxState)rd_query_name(q, states, G_N_ELEMENTS(states));
	self->reason = rd_query_text(q);
	self->created_at = rd_query_time(q);
	self->queued_at = rd_query_time(q);
	self->next_at = rd_query_time(q);
	self->attempts = (guint)rd_query_int(q);
	self->sent_at = rd_query_time(q);
	self->recipients = g_ptr_array_new_with_free_func(outbox_recipient_free);
	return self;
}

static gpointer
outbox_read_recipient(RdQuery *q)
{
	RdOutboxRecipient *self = g_new0(RdOutboxRecipient, 1);

	self->address = rd_query_text(q);
	self->cc = rd_query_int(q) != 0;
	self->state = (int)rd_query_name(q, deliveries, G_N_ELEMENTS(deliveries));
	self->code = (int)rd_query_int(q);
	self->detail = rd_query_text(q);
	return self;
}

static gboolean
outbox_load_recipients(RdStore *store, RdOutboxRow *self, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT address, cc, delivery, code, detail FROM outbox_recipient"
				" WHERE outbox_id = ? ORDER BY position");
	GPtrArray *recipients;

	rd_bind_int(q, self->id);
	recipients = rd_query_all(q, outbox_read_recipient, outbox_recipient_free, error);
	if (recipients == NULL)
		return FALSE;
	g_ptr_array_unref(self->recipients);
	self->recipients = recipients;
	return TRUE;
}

static GPtrArray *
outbox_read_all(RdStore *store, RdQuery *q, GError **error)
{
	g_autoptr(GPtrArray) rows =
		rd_query_all(q, outbox_read, (GDestroyNotify)rd_outbox_row_free, error);

	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		if (!outbox_load_recipients(store, rows->pdata[i], error))
			return NULL;
	}
	return g_steal_pointer(&rows);
}

static gboolean
outbox_add_row(RdStore *store, RdOutboxRow *self, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT INTO outbox (case_id, template_name, cause, message_id, sender,"
		       " subject, state, reason, created_at, queued_at, next_at, attempts, sent_at,"
		       " told) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)");

	rd_bind_ref(q, self->case_id);
	rd_bind_text(q, self->template_name);
	rd_bind_text(q, self->cause);
	rd_bind_text(q, self->message_id);
	rd_bind_text(q, self->sender);
	rd_bind_text(q, self->subject);
	rd_bind_text(q, states[self->state]);
	rd_bind_text(q, self->reason);
	rd_bind_time(q, self->created_at);
	rd_bind_time(q, self->queued_at);
	rd_bind_time(q, self->next_at);
	rd_bind_int(q, self->attempts);
	rd_bind_time(q, self->sent_at);
	self->id = rd_query_add(q, error);
	return self->id != 0;
}

static gboolean
outbox_add_recipient(RdStore *store, const RdOutboxRow *row, guint position, GError **error)
{
	const RdOutboxRecipient *self = row->recipients->pdata[position];
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT INTO outbox_recipient (outbox_id, position, address,"
				" address_folded, cc, delivery, code, detail, created_at)"
				" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

	rd_bind_int(q, row->id);
	rd_bind_int(q, position);
	rd_bind_text(q, self->address);
	rd_bind_fold(q, self->address);
	rd_bind_int(q, self->cc);
	rd_bind_text(q, deliveries[self->state]);
	rd_bind_int(q, self->code);
	rd_bind_text(q, self->detail);
	rd_bind_time(q, row->created_at);
	return rd_query_run(q, error);
}

static gboolean
outbox_save_recipient(RdStore *store, const RdOutboxRow *row, guint position, GError **error)
{
	const RdOutboxRecipient *self = row->recipients->pdata[position];
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE outbox_recipient SET delivery = ?, code = ?, detail = ?"
				" WHERE outbox_id = ? AND position = ?");

	rd_bind_text(q, deliveries[self->state]);
	rd_bind_int(q, self->code);
	rd_bind_text(q, self->detail);
	rd_bind_int(q, row->id);
	rd_bind_int(q, position);
	return rd_query_run(q, error);
}

static void
bind_raw(RdQuery *q, gint64 id, GBytes *raw)
{
	gsize len;
	const void *data = g_bytes_get_data(raw, &len);
	g_autofree char *sha256 = rd_text_sha256(data, len);

	rd_bind_int(q, id);
	rd_bind_sha256(q, sha256);
	rd_bind_blob(q, raw);
}

static gboolean
outbox_add_raw(RdStore *store, gint64 id, GBytes *raw, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT INTO outbox_raw (outbox_id, sha256, octets) VALUES (?, ?, ?)");

	bind_raw(q, id, raw);
	return rd_query_run(q, error);
}

gboolean
rd_outbox_row_add(RdStore *store, RdOutboxRow *self, GBytes *raw, GError **error)
{
	if (!outbox_add_row(store, self, error) || !outbox_add_raw(store, self->id, raw, error))
		return FALSE;
	for (guint i = 0; i < self->recipients->len; i++) {
		if (!outbox_add_recipient(store, self, i, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
rd_outbox_row_save(RdStore *store, const RdOutboxRow *self, GError **error)
{
	/* What never changes, the text and who it is for, is not written again. */
	g_autoptr(RdQuery) q = rd_query(
		store, "UPDATE outbox SET state = ?1, reason = ?2, queued_at = ?3, next_at = ?4,"
		       " attempts = ?5, sent_at = ?6, told = iif(?1 = 'queued', 0, told)"
		       " WHERE id = ?7");

	rd_bind_text(q, states[self->state]);
	rd_bind_text(q, self->reason);
	rd_bind_time(q, self->queued_at);
	rd_bind_time(q, self->next_at);
	rd_bind_int(q, self->attempts);
	rd_bind_time(q, self->sent_at);
	rd_bind_int(q, self->id);
	if (!rd_query_change(q, error, NOT_THERE, self->id))
		return FALSE;
	for (guint i = 0; i < self->recipients->len; i++) {
		if (!outbox_save_recipient(store, self, i, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
rd_outbox_row_claim(RdStore *store, RdOutboxRow *self, gboolean *claimed, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE outbox SET attempts = attempts + 1, next_at = ?"
				" WHERE id = ? AND attempts = ? AND state = 'queued' RETURNING 1");
	gint64 changed = 0;

	rd_bind_time(q, self->next_at);
	rd_bind_int(q, self->id);
	rd_bind_int(q, self->attempts);
	if (!rd_query_value(q, &changed, error))
		return FALSE;
	*claimed = changed != 0;
	self->attempts += *claimed ? 1 : 0;
	return TRUE;
}

RdOutboxRow *
rd_outbox_row_get(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, ROWS "WHERE id = ?");
	g_autoptr(RdOutboxRow) self = NULL;

	rd_bind_int(q, id);
	if (!rd_query_need(q, error, NOT_THERE, id))
		return NULL;
	self = outbox_read(q);
	return outbox_load_recipients(store, self, error) ? g_steal_pointer(&self) : NULL;
}

GBytes *
rd_outbox_row_raw(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT octets FROM outbox_raw WHERE outbox_id = ?");

	rd_bind_int(q, id);
	return rd_query_need(q, error, NOT_THERE, id) ? rd_query_blob(q) : NULL;
}

gboolean
rd_outbox_row_set_raw(RdStore *store, gint64 id, GBytes *raw, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE outbox_raw SET sha256 = ?2, octets = ?3 WHERE outbox_id ="
				" (SELECT id FROM outbox WHERE id = ?1 AND state = 'held')");

	bind_raw(q, id, raw);
	return rd_query_change(q, error, "mail ob-%" G_GINT64_FORMAT " is not held", id);
}

/* The indexes of few rows are named: SQLite would rather read all that are in a state. */

/* Longer than any pause that we make: the clock was ahead when that was written. */
#define AHEAD_MAX (60 * RD_TIME_DAY)

static GPtrArray *
outbox_rows_ahead(RdStore *store, RdTime now, guint limit, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, ROWS "INDEXED BY outbox_due"
						    " WHERE state = 'queued' AND next_at > ?"
						    " ORDER BY next_at, id LIMIT ?");

	rd_bind_int(q, now + AHEAD_MAX);
	rd_bind_int(q, limit);
	return outbox_read_all(store, q, error);
}

GPtrArray *
rd_outbox_rows_due(RdStore *store, RdTime now, guint limit, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, ROWS "INDEXED BY outbox_due"
						    " WHERE state = 'queued' AND next_at <= ?"
						    " ORDER BY next_at, id LIMIT ?");
	g_autoptr(GPtrArray) rows = NULL;

	rd_bind_int(q, now);
	rd_bind_int(q, limit);
	rows = outbox_read_all(store, q, error);
	if (rows == NULL || rows->len > 0)
		return g_steal_pointer(&rows);
	return outbox_rows_ahead(store, now, limit, error);
}

/*
 * Rows that wait have an index of their own, since a person looks for them among all
 * that were ever sent; the newest of those that were sent are soon found without one.
 */
#define LIST(rows) "SELECT * FROM (" ROWS rows " ORDER BY id DESC LIMIT ?3) ORDER BY id"

static RdQuery *
outbox_list_query(RdStore *store, int state, gint64 case_id)
{
	if (case_id != 0)
		return rd_query(store, LIST("WHERE case_id = ?2 AND (?1 IS NULL OR state = ?1)"));
	if (state == RD_OUTBOX_HELD || state == RD_OUTBOX_FAILED)
		return rd_query(store, LIST("INDEXED BY outbox_stuck WHERE state = ?1"
					    " AND state IN ('held', 'failed')"));
	if (state == RD_OUTBOX_QUEUED)
		return rd_query(store, LIST("INDEXED BY outbox_due WHERE state = 'queued'"));
	return rd_query(store, LIST("WHERE ?1 IS NULL OR state = ?1"));
}

GPtrArray *
rd_outbox_rows_list(RdStore *store, int state, gint64 case_id, guint limit, GError **error)
{
	g_autoptr(RdQuery) q = outbox_list_query(store, state, case_id);

	rd_bind_any(q, state >= 0 ? states[state] : NULL);
	rd_bind_int(q, case_id);
	rd_bind_int(q, limit);
	return outbox_read_all(store, q, error);
}

GPtrArray *
rd_outbox_rows_undecided(RdStore *store, gint64 case_id, guint limit, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "INDEXED BY outbox_case WHERE case_id = ? AND state = 'held'"
				     " AND template_name NOT IN ('receipt', 'task-mail')"
				     " ORDER BY id LIMIT ?");

	rd_bind_int(q, case_id);
	rd_bind_int(q, limit);
	return outbox_read_all(store, q, error);
}

gboolean
rd_outbox_rows_next(RdStore *store, RdTime *out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store,
		"SELECT min(next_at) FROM outbox INDEXED BY outbox_due WHERE state = 'queued'");

	if (!rd_query_next(q, error))
		return FALSE;
	*out = rd_query_time(q);
	return TRUE;
}

GPtrArray *
rd_outbox_rows_untold(RdStore *store, guint limit, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS
			 "INDEXED BY outbox_untold WHERE told = 0 AND state IN ('sent', 'failed')"
			 " ORDER BY id LIMIT ?");

	rd_bind_int(q, limit);
	return outbox_read_all(store, q, error);
}

gboolean
rd_outbox_row_told(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "UPDATE outbox SET told = 1 WHERE id = ?");

	rd_bind_int(q, id);
	return rd_query_change(q, error, NOT_THERE, id);
}

gboolean
rd_outbox_count_to(RdStore *store, const char *address, RdTime since, guint *out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "SELECT count(*) FROM outbox_recipient AS r JOIN outbox AS o"
		       " ON o.id = r.outbox_id WHERE r.address_folded = ? AND r.created_at >= ?"
		       " AND o.state IN ('queued', 'sent')");
	gint64 count = 0;

	rd_bind_fold(q, address);
	rd_bind_int(q, since);
	if (!rd_query_value(q, &count, error))
		return FALSE;
	*out = (guint)MIN(count, G_MAXUINT);
	return TRUE;
}

gboolean
rd_outbox_count_case(RdStore *store, gint64 case_id, const char *template_name, RdTime since,
		     guint *all, guint *of_template, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "SELECT count(*), sum(template_name = ?) FROM outbox WHERE case_id = ?"
		       " AND created_at >= ? AND state IN ('queued', 'sent')");

	rd_bind_text(q, template_name);
	rd_bind_int(q, case_id);
	rd_bind_int(q, since);
	if (!rd_query_need(q, error, "RD-%" G_GINT64_FORMAT ": no mails are counted", case_id))
		return FALSE;
	*all = (guint)rd_query_int(q);
	*of_template = (guint)rd_query_int(q);
	return TRUE;
}
