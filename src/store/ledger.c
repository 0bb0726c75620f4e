#include "store-private.h"

#include <redress/error.h>
#include <redress/ledger.h>

static const char *const states[] = {
	[RD_LEDGER_TAKEN] = "taken",
	[RD_LEDGER_WORKED] = "worked",
	[RD_LEDGER_TRIAGE] = "triage",
};

#define ROWS                                                                                       \
	"SELECT l.id, m.name, l.uidvalidity, l.uid, l.sha256, l.size, l.taken_at, l.state,"        \
	" l.outcome, l.attempts, l.put_away, l.same_as"                                            \
	" FROM ledger AS l JOIN mailbox AS m ON m.id = l.mailbox_id "

/* The octets of a message, which may be those of another one. */
#define RAW                                                                                        \
	" FROM ledger AS l JOIN raw AS r ON r.ledger_id = coalesce(l.same_as, l.id)"               \
	" WHERE l.id = ?1"

#define NOT_THERE "message %" G_GINT64_FORMAT " is not in the ledger"
#define NO_OCTETS "message %" G_GINT64_FORMAT ": its octets were never given"

void
rd_ledger_row_free(RdLedgerRow *self)
{
	if (self == NULL)
		return;
	g_free(self->mailbox);
	g_free(self->uid);
	g_free(self->sha256);
	g_free(self->outcome);
	g_free(self);
}

static gpointer
ledger_read(RdQuery *q)
{
	RdLedgerRow *self = g_new0(RdLedgerRow, 1);

	self->id = rd_query_int(q);
	self->mailbox = rd_query_text(q);
	self->uidvalidity = (guint32)rd_query_int(q);
	self->uid = rd_query_text(q);
	self->sha256 = rd_query_sha256(q);
	self->size = rd_query_int(q);
	self->taken_at = rd_query_time(q);
	self->state = (RdLedgerState)rd_query_name(q, states, G_N_ELEMENTS(states));
	self->outcome = rd_query_text(q);
	self->attempts = (guint)rd_query_int(q);
	self->put_away = rd_query_int(q) != 0;
	self->same_as = rd_query_int(q);
	return self;
}

RdLedgerRow *
rd_ledger_find(RdStore *store, const char *mailbox, guint32 uidvalidity, const char *uid,
	       GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "WHERE m.name = ? AND l.uidvalidity = ? AND l.uid = ?");

	rd_bind_text(q, mailbox);
	rd_bind_int(q, uidvalidity);
	rd_bind_text(q, uid);
	return rd_query_next(q, error) ? ledger_read(q) : NULL;
}

gboolean
rd_ledger_look(RdStore *store, const char *mailbox, guint32 uidvalidity, const char *uid,
	       RdLedgerPlace *out, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT put_away FROM ledger WHERE uidvalidity = ? AND uid = ?"
				" AND mailbox_id = (SELECT id FROM mailbox WHERE name = ?)");
	gint64 away = -1;

	rd_bind_int(q, uidvalidity);
	rd_bind_text(q, uid);
	rd_bind_text(q, mailbox);
	if (!rd_query_value(q, &away, error))
		return FALSE;
	*out = away < 0 ? RD_LEDGER_UNKNOWN : away == 0 ? RD_LEDGER_THERE : RD_LEDGER_AWAY;
	return TRUE;
}

RdLedgerRow *
rd_ledger_get(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, ROWS "WHERE l.id = ?");

	rd_bind_int(q, id);
	if (!rd_query_need(q, error, NOT_THERE, id))
		return NULL;
	return ledger_read(q);
}

static gboolean
ledger_add_mailbox(RdStore *store, const char *mailbox, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "INSERT INTO mailbox (name) VALUES (?)");

	rd_bind_text(q, mailbox);
	return rd_query_run(q, error);
}

static gboolean
ledger_find_mailbox(RdStore *store, const char *mailbox, gint64 *id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT id FROM mailbox WHERE name = ?");

	*id = 0;
	rd_bind_text(q, mailbox);
	return rd_query_value(q, id, error);
}

/* Looked up first: an UPSERT that gives the id makes a table for that at each message. */
gint64
rd_ledger_enter(RdStore *store, const char *mailbox, guint n, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "UPDATE mailbox SET taken = taken + ? WHERE id = ?");
	gint64 id;

	if (!ledger_find_mailbox(store, mailbox, &id, error))
		return 0;
	if (id == 0 && (!ledger_add_mailbox(store, mailbox, error) ||
			!ledger_find_mailbox(store, mailbox, &id, error)))
		return 0;
	rd_bind_int(q, n);
	rd_bind_int(q, id);
	return rd_query_run(q, error) ? id : 0;
}

/* The first row of that mailbox with these octets, which has them; 0: none. */
static gboolean
ledger_find_octets(RdStore *store, gint64 mailbox_id, const char *sha256, gint64 *out,
		   GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT id FROM ledger WHERE sha256 = ? AND mailbox_id = ?"
				" ORDER BY id LIMIT 1");

	*out = 0;
	rd_bind_sha256(q, sha256);
	rd_bind_int(q, mailbox_id);
	return rd_query_value(q, out, error);
}

static gboolean
ledger_add_bytes(RdStore *store, gint64 id, GBytes *raw, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "INSERT INTO raw (ledger_id, octets) VALUES (?, ?)");

	rd_bind_int(q, id);
	rd_bind_blob(q, raw);
	return rd_query_run(q, error);
}

static gboolean
ledger_add_space(RdStore *store, gint64 id, gsize size, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "INSERT INTO raw (ledger_id, octets) VALUES (?, zeroblob(?))");

	rd_bind_int(q, id);
	rd_bind_int(q, (gint64)size);
	return rd_query_run(q, error);
}

/* An RdOctetsPiece. */
static gboolean
ledger_write_piece(const void *piece, gsize len, gsize at, gpointer data, GError **error)
{
	RdBlob *blob = data;

	return rd_blob_write(blob, piece, len, at, error);
}

/* SQLite would want a value whole: space is made for it, and filled piece by piece. */
static gboolean
ledger_add_pieces(RdStore *store, gint64 id, const RdOctets *raw, GError **error)
{
	g_autoptr(RdBlob) blob = NULL;

	if (!rd_blob_begin_large(store, error) ||
	    !ledger_add_space(store, id, rd_octets_get_size(raw), error))
		return FALSE;
	blob = rd_blob_open(store, "raw", "octets", id, TRUE, error);
	return blob != NULL && rd_octets_each(raw, ledger_write_piece, blob, error);
}

static gboolean
ledger_add_raw(RdStore *store, gint64 id, const RdOctets *raw, GError **error)
{
	GBytes *bytes = rd_octets_get_bytes(raw);
	gboolean ok;

	if (bytes != NULL)
		return ledger_add_bytes(store, id, bytes, error);
	ok = ledger_add_pieces(store, id, raw, error);
	rd_blob_end_large(store);
	return ok;
}

static gint64
ledger_add_row(RdStore *store, gint64 mailbox_id, const RdLedgerRow *row, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT INTO ledger (mailbox_id, uidvalidity, uid, sha256, size, taken_at,"
		       " state, outcome, same_as, put_away) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	rd_bind_int(q, mailbox_id);
	rd_bind_int(q, row->uidvalidity);
	rd_bind_text(q, row->uid);
	rd_bind_sha256(q, row->sha256);
	rd_bind_int(q, row->size);
	rd_bind_time(q, row->taken_at);
	rd_bind_text(q, states[row->state]);
	rd_bind_text(q, row->outcome);
	rd_bind_ref(q, row->same_as);
	rd_bind_int(q, row->put_away);
	return rd_query_add(q, error);
}

gint64
rd_ledger_take(RdStore *store, gint64 mailbox_id, guint32 uidvalidity, const char *uid,
	       RdLedgerPlace place, RdOctets *raw, const char *problem, RdTime now, GError **error)
{
	g_autofree char *outcome = NULL;
	RdLedgerRow row = {.uidvalidity = uidvalidity,
			   .uid = (char *)uid,
			   .taken_at = now,
			   .put_away = place == RD_LEDGER_AWAY,
			   .outcome = (char *)problem};
	gint64 id;

	if (raw != NULL) {
		row.size = (gint64)rd_octets_get_size(raw);
		row.sha256 = (char *)rd_octets_sha256(raw, error);
		if (row.sha256 == NULL ||
		    !ledger_find_octets(store, mailbox_id, row.sha256, &row.same_as, error))
			return 0;
	}
	if (row.same_as != 0) {
		row.state = RD_LEDGER_WORKED;
		row.outcome = outcome = g_strdup_printf(
			"the same octets as message %" G_GINT64_FORMAT, row.same_as);
	}
	id = ledger_add_row(store, mailbox_id, &row, error);
	if (id != 0 && raw != NULL && row.same_as == 0 && !ledger_add_raw(store, id, raw, error))
		return 0;
	return id;
}

gint64
rd_ledger_add(RdStore *store, const char *mailbox, guint32 uidvalidity, const char *uid,
	      GBytes *raw, const char *problem, RdTime now, GError **error)
{
	g_autoptr(RdOctets) octets = raw != NULL ? rd_octets_new(raw) : NULL;
	gint64 mailbox_id = rd_ledger_enter(store, mailbox, 1, error);

	if (mailbox_id == 0)
		return 0;
	return rd_ledger_take(store, mailbox_id, uidvalidity, uid, RD_LEDGER_THERE, octets, problem,
			      now, error);
}

static RdBlob *
ledger_open_raw(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT r.ledger_id" RAW);

	rd_bind_int(q, id);
	if (!rd_query_need(q, error, NO_OCTETS, id))
		return NULL;
	/* As a column it would be in memory twice: SQLite has one, and we another. */
	return rd_blob_open(store, "raw", "octets", rd_query_int(q), FALSE, error);
}

GBytes *
rd_ledger_raw(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdBlob) blob = ledger_open_raw(store, id, error);

	return blob != NULL ? rd_blob_read(blob, error) : NULL;
}

static RdOctets *
ledger_spool(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdBlob) blob = ledger_open_raw(store, id, error);

	return blob != NULL ? rd_blob_spool(blob, error) : NULL;
}

RdOctets *
rd_ledger_octets(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "SELECT length(r.octets), iif(length(r.octets) < ?2, r.octets, NULL)" RAW);
	g_autoptr(GBytes) bytes = NULL;

	rd_bind_int(q, id);
	rd_bind_int(q, RD_OCTETS_LARGE);
	if (!rd_query_need(q, error, NO_OCTETS, id))
		return NULL;
	if (rd_query_int(q) >= (gint64)RD_OCTETS_LARGE)
		return ledger_spool(store, id, error);
	bytes = rd_query_blob(q);
	return rd_octets_new(bytes);
}

GPtrArray *
rd_ledger_waiting(RdStore *store, guint limit, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "WHERE l.state = 'taken' ORDER BY l.id LIMIT ?");

	rd_bind_int(q, limit);
	return rd_query_all(q, ledger_read, (GDestroyNotify)rd_ledger_row_free, error);
}

gboolean
rd_ledger_finish(RdStore *store, gint64 id, RdLedgerState state, const char *outcome,
		 GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE ledger SET state = ?, outcome = ? WHERE id = ?");

	rd_bind_text(q, states[state]);
	rd_bind_text(q, outcome);
	rd_bind_int(q, id);
	return rd_query_change(q, error, NOT_THERE, id);
}

gboolean
rd_ledger_put_away(RdStore *store, const char *mailbox, guint32 uidvalidity, const char *uid,
		   GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE ledger SET put_away = 1 WHERE uidvalidity = ? AND uid = ?"
				" AND mailbox_id = (SELECT id FROM mailbox WHERE name = ?)");

	rd_bind_int(q, uidvalidity);
	rd_bind_text(q, uid);
	rd_bind_text(q, mailbox);
	return rd_query_change(q, error, "%s: message %u/%s is not in the ledger", mailbox,
			       uidvalidity, uid);
}

GPtrArray *
rd_ledger_not_put_away(RdStore *store, const char *mailbox, guint limit, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, ROWS "WHERE l.mailbox_id = (SELECT id FROM mailbox WHERE name = ?)"
				     " AND l.put_away = 0 ORDER BY l.id LIMIT ?");

	rd_bind_text(q, mailbox);
	rd_bind_int(q, limit);
	return rd_query_all(q, ledger_read, (GDestroyNotify)rd_ledger_row_free, error);
}

gboolean
rd_ledger_count(RdStore *store, const char *mailbox, gint64 *out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT taken FROM mailbox WHERE name = ?");

	*out = 0;
	rd_bind_text(q, mailbox);
	return rd_query_value(q, out, error);
}
