/*
 * imap-fetch.c - which messages are fetched together, and what is tried again.
 *
 * Sizes first, then batches: one by one is three times slower, and more than 50 or
 * 4 MB together is no faster. What failed before comes last and alone, so that a
 * message that breaks the session cannot keep back the others.
 */

#include "imap-spool.h"
#include "mailbox-imap.h"

#include <string.h>

#define BATCH_MESSAGES 50
#define BATCH_BYTES    ((gsize)4 * 1024 * 1024)

/* From here on a message goes to disk: the caller may keep fifty of them at a time. */
#define LARGE_BYTES ((gsize)256 * 1024)

/* Messages that one command asks for. */
typedef struct {
	guint from, n;
	gsize octets;
	gboolean alone; /* a large one, or one that failed before */
} Batch;

typedef struct {
	RdImapMailbox *mailbox;
	RdMailboxSink sink;
	gpointer data;
	GHashTable *entries; /* UID -> RdMailboxEntry, borrowed: what is still to be handed over */
	GHashTable *bodies;  /* UID -> GBytes, of the batch under way */
	guint refusals;	     /* in a row, without a message in between */
	guint asked;	     /* index of the first UID that was not asked for yet */
	guint under_way;     /* batches that were asked for */
	gsize octets;	     /* of all of them */
	gboolean ahead;	     /* there were several at a time */
} Fetch;

static RdMailboxEntry *
fetch_entry(const Fetch *self, guint32 uid)
{
	return g_hash_table_lookup(self->entries, GUINT_TO_POINTER(uid));
}

/* Gives one message, or what there is of it and @problem, to the sink. */
static gboolean
fetch_hand_over(Fetch *self, guint32 uid, RdOctets *raw, const char *problem, GError **error)
{
	RdMailboxEntry *entry = fetch_entry(self, uid);

	g_hash_table_remove(self->entries, GUINT_TO_POINTER(uid));
	self->refusals = 0;
	g_free(entry->problem);
	entry->problem = g_strdup(problem);
	return self->sink(entry, raw, self->data, error);
}

/* The same for what lies in memory; NULL: nothing does. */
static gboolean
fetch_hand_over_bytes(Fetch *self, guint32 uid, GBytes *bytes, const char *problem, GError **error)
{
	g_autoptr(RdOctets) raw = bytes != NULL ? rd_octets_new(bytes) : NULL;

	return fetch_hand_over(self, uid, raw, problem, error);
}

static RdStrike
fetch_strike_of(const GError *failed)
{
	if (g_error_matches(failed, RD_IMAP_ERROR, RD_IMAP_ERROR_GARBLED))
		return RD_STRIKE_GARBLED;
	if (g_error_matches(failed, RD_IMAP_ERROR, RD_IMAP_ERROR_LOST))
		return RD_STRIKE_LOST;
	return RD_STRIKE_REFUSED;
}

/* Each of @uids that has not come has a strike, and the log tells which they are. */
static void
fetch_strike(Fetch *self, const GArray *uids, guint from, guint n, const GError *failed)
{
	RdImapMailbox *mailbox = self->mailbox;
	guint32 first = 0, last = 0;

	for (guint i = from; i < from + n; i++) {
		guint32 uid = g_array_index(uids, guint32, i);

		if (fetch_entry(self, uid) == NULL)
			continue;
		rd_imap_strikes_add(mailbox->strikes, uid, fetch_strike_of(failed), failed->message,
				    mailbox->clock());
		first = first == 0 ? uid : first;
		last = uid;
	}
	if (first == last && first != 0)
		g_warning("mailbox %s: UID %u: %s; it is asked for again later, alone",
			  mailbox->base.name, first, failed->message);
	else if (first != 0)
		g_warning("mailbox %s: UID %u to %u: %s; each is asked for again alone",
			  mailbox->base.name, first, last, failed->message);
}

/*
 * Decides what a FETCH of @uids, which failed with @failed (consumed), means. FALSE: the
 * session is over, or the server is unwell. Two refusals in a row without one message
 * in between are taken for the second.
 */
static gboolean
fetch_failed(Fetch *self, const GArray *uids, guint from, guint n, GError *failed, GError **error)
{
	gboolean refused = g_error_matches(failed, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED);

	if (!g_error_matches(failed, RD_IMAP_ERROR, RD_IMAP_ERROR_STOPPED) &&
	    !g_error_matches(failed, RD_IMAP_ERROR, RD_IMAP_ERROR_BUSY))
		fetch_strike(self, uids, from, n, failed);
	if (!refused || ++self->refusals > 1)
		return rd_imap_mailbox_fail(self->mailbox, failed, error);
	g_error_free(failed);
	return TRUE;
}

/* The server said OK and yet left messages out: gone, or it will say so again. */
static void
fetch_note_missing(Fetch *self, const GArray *uids, guint from, guint n)
{
	for (guint i = from; i < from + n; i++) {
		guint32 uid = g_array_index(uids, guint32, i);

		if (fetch_entry(self, uid) != NULL)
			rd_imap_strikes_add(self->mailbox->strikes, uid, RD_STRIKE_WITHHELD,
					    "the server lists the message but does not give it",
					    self->mailbox->clock());
	}
}

static void
fetch_collect(const RdImapItem *item, gpointer data)
{
	Fetch *self = data;
	const RdMailboxEntry *entry = fetch_entry(self, item->uid);
	gpointer key = GUINT_TO_POINTER(item->uid);

	if (entry == NULL || g_hash_table_contains(self->bodies, key))
		return;
	if (item->body != NULL)
		g_hash_table_insert(self->bodies, key, g_bytes_ref(item->body));
	else if (item->has_body && entry->size == 0)
		g_hash_table_insert(self->bodies, key, g_bytes_new(NULL, 0));
}

static gboolean
fetch_hand_over_batch(Fetch *self, const GArray *uids, guint from, guint n, GError **error)
{
	gboolean ok = TRUE;

	for (guint i = from; ok && i < from + n; i++) {
		guint32 uid = g_array_index(uids, guint32, i);
		GBytes *raw = g_hash_table_lookup(self->bodies, GUINT_TO_POINTER(uid));

		if (raw != NULL) {
			rd_imap_strikes_forget(self->mailbox->strikes, uid);
			ok = fetch_hand_over_bytes(self, uid, raw, NULL, error);
			g_hash_table_remove(self->bodies, GUINT_TO_POINTER(uid));
		}
	}
	return ok;
}

/*
 * What may come of one message that goes to disk. Some servers only guess a size, and one that
 * has failed may have done so for being longer.
 */
static gsize
fetch_limit(const Fetch *self, gsize size)
{
	return size > 0 ? 2 * size + BATCH_BYTES : self->mailbox->max_bytes;
}

static gboolean
fetch_large(Fetch *self, const GArray *uids, guint at, GError **error)
{
	guint32 uid = g_array_index(uids, guint32, at);
	GError *failed = NULL;
	gsize size = fetch_entry(self, uid)->size;
	g_autoptr(RdOctets) raw = rd_imap_spool_fetch(self->mailbox->imap, uid, size,
						      fetch_limit(self, size), &failed);

	if (failed != NULL)
		return fetch_failed(self, uids, at, 1, failed, error);
	if (raw == NULL) {
		fetch_note_missing(self, uids, at, 1);
		return TRUE;
	}
	rd_imap_strikes_forget(self->mailbox->strikes, uid);
	return fetch_hand_over(self, uid, raw, NULL, error);
}

/* The header alone, so that the person who gets it sees who wrote. */
static gboolean
fetch_too_large(Fetch *self, const GArray *uids, guint at, GError **error)
{
	guint32 uid = g_array_index(uids, guint32, at);
	gsize size = fetch_entry(self, uid)->size;
	g_autofree char *problem = rd_mailbox_too_large(size, self->mailbox->max_bytes);
	g_autofree char *set = rd_imap_set(uids, at, 1);
	g_autofree char *what = g_strdup_printf("BODY.PEEK[HEADER]<0.%zu>", RD_MAILBOX_HEADER_MAX);
	GError *failed = NULL;
	GBytes *header;
	gboolean ok;

	rd_imap_fetch(self->mailbox->imap, set, what, RD_MAILBOX_HEADER_MAX, NULL, fetch_collect,
		      self, &failed);
	if (failed != NULL)
		return fetch_failed(self, uids, at, 1, failed, error);
	header = g_hash_table_lookup(self->bodies, GUINT_TO_POINTER(uid));
	ok = fetch_hand_over_bytes(self, uid, header, problem, error);
	g_hash_table_remove_all(self->bodies);
	return ok;
}

/* What of @uids from @from on is fetched together; n is 0 at their end. */
static Batch
fetch_batch_at(const Fetch *self, const GArray *uids, guint from)
{
	Batch batch = {.from = from};

	while (from + batch.n < uids->len && batch.n < BATCH_MESSAGES) {
		guint32 uid = g_array_index(uids, guint32, from + batch.n);
		gsize size = fetch_entry(self, uid)->size;
		gboolean alone = size > LARGE_BYTES || size > self->mailbox->max_bytes ||
				 rd_imap_strikes_count(self->mailbox->strikes, uid) > 0;

		if (batch.n > 0 && (alone || batch.octets + size > BATCH_BYTES))
			break;
		batch.octets += size;
		batch.n++;
		batch.alone = alone;
		if (alone)
			break;
	}
	return batch;
}

/*
 * Asks for what comes next, so that the server always has something to do, unless it may be
 * one that cannot bear that; a large message is not asked for ahead. A stream that fails here
 * says so when its answer is read.
 */
static void
fetch_ask(Fetch *self, const GArray *uids)
{
	guint most = self->mailbox->one_by_one ? 1 : RD_IMAP_FETCHES_MAX;

	while (self->under_way < most) {
		Batch next = fetch_batch_at(self, uids, self->asked);
		g_autofree char *set = NULL;

		if (next.n == 0 || next.alone ||
		    (self->under_way > 0 && self->octets + next.octets > BATCH_BYTES))
			break;
		set = rd_imap_set(uids, next.from, next.n);
		rd_imap_fetch_begin(self->mailbox->imap, set, "BODY.PEEK[]");
		self->asked += next.n;
		self->octets += next.octets;
		self->ahead |= self->under_way++ > 0;
	}
}

/*
 * The sink waits until the server has said all: its time must not count as the server's.
 * While it works, the server does so, too, for what comes next.
 */
static gboolean
fetch_batch(Fetch *self, const GArray *uids, const Batch *batch, GError **error)
{
	GError *failed = NULL;

	fetch_ask(self, uids);
	rd_imap_fetch_end(self->mailbox->imap, 2 * self->octets, NULL, fetch_collect, self,
			  &failed);
	if (failed != NULL && self->ahead &&
	    rd_stream_get_error(rd_imap_get_stream(self->mailbox->imap)) != NULL)
		self->mailbox->one_by_one = TRUE;
	self->octets -= batch->octets;
	self->under_way--;
	if (failed == NULL)
		fetch_ask(self, uids);
	if (!fetch_hand_over_batch(self, uids, batch->from, batch->n, error)) {
		g_clear_error(&failed);
		return FALSE;
	}
	if (failed != NULL)
		return fetch_failed(self, uids, batch->from, batch->n, failed, error);
	fetch_note_missing(self, uids, batch->from, batch->n);
	return TRUE;
}

static gboolean
fetch_alone(Fetch *self, const GArray *uids, guint at, GError **error)
{
	self->asked = at + 1;
	if (fetch_entry(self, g_array_index(uids, guint32, at))->size > self->mailbox->max_bytes)
		return fetch_too_large(self, uids, at, error);
	return fetch_large(self, uids, at, error);
}

/* Messages whose size is known; a large one goes alone. */
static gboolean
fetch_bodies(Fetch *self, const GArray *uids, GError **error)
{
	Batch batch;

	self->asked = 0;
	for (guint from = 0; from < uids->len; from += batch.n) {
		batch = fetch_batch_at(self, uids, from);
		if (batch.alone ? fetch_alone(self, uids, from, error)
				: fetch_batch(self, uids, &batch, error))
			continue;
		if (self->asked > from + batch.n)
			rd_stream_break(rd_imap_get_stream(self->mailbox->imap),
					"left in the middle of an answer");
		return FALSE;
	}
	return TRUE;
}

static void
fetch_note_size(const RdImapItem *item, gpointer data)
{
	Fetch *self = data;

	if (item->has_size)
		g_hash_table_insert(self->mailbox->sizes, GUINT_TO_POINTER(item->uid),
				    GUINT_TO_POINTER(item->size));
}

static gboolean
fetch_knows_size(const Fetch *self, guint32 uid)
{
	return g_hash_table_contains(self->mailbox->sizes, GUINT_TO_POINTER(uid));
}

/*
 * Those of @uids whose size is not known; with more than one, also the next ones of the
 * listing: a caller who takes fifty at a time waits for one answer less.
 */
static GArray *
fetch_unsized(const Fetch *self, const GArray *uids, guint from, guint n)
{
	GArray *listed = self->mailbox->listed;
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	guint at = 0;

	for (guint i = from; i < from + n; i++) {
		if (!fetch_knows_size(self, g_array_index(uids, guint32, i)))
			g_array_append_val(out, g_array_index(uids, guint32, i));
	}
	if (out->len == 0 || n == 1)
		return out;
	g_array_binary_search(listed, &g_array_index(out, guint32, out->len - 1),
			      rd_imap_compare_uids, &at);
	while (++at < listed->len && out->len < RD_IMAP_SET_MAX) {
		if (rd_imap_strikes_count(self->mailbox->strikes,
					  g_array_index(listed, guint32, at)) == 0)
			g_array_append_val(out, g_array_index(listed, guint32, at));
	}
	return out;
}

/* @n messages, from asking their sizes to handing them over. */
static gboolean
fetch_group(Fetch *self, const GArray *uids, guint from, guint n, GError **error)
{
	g_autoptr(GArray) there = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) ask = fetch_unsized(self, uids, from, n);
	g_autofree char *set = rd_imap_set(ask, 0, ask->len);
	GError *failed = NULL;

	if (ask->len > 0 && !rd_imap_fetch(self->mailbox->imap, set, "RFC822.SIZE", 0, NULL,
					   fetch_note_size, self, &failed))
		return fetch_failed(self, uids, from, n, failed, error);
	for (guint i = from; i < from + n; i++) {
		guint32 uid = g_array_index(uids, guint32, i);

		if (!fetch_knows_size(self, uid)) {
			fetch_note_missing(self, uids, i, 1);
			continue;
		}
		fetch_entry(self, uid)->size = GPOINTER_TO_UINT(
			g_hash_table_lookup(self->mailbox->sizes, GUINT_TO_POINTER(uid)));
		g_array_append_val(there, uid);
	}
	return fetch_bodies(self, there, error);
}

static gboolean
fetch_all(Fetch *self, const GArray *uids, guint group, GError **error)
{
	for (guint i = 0; i < uids->len; i += group) {
		if (!fetch_group(self, uids, i, MIN(group, uids->len - i), error))
			return FALSE;
	}
	return TRUE;
}

/* Hands over what is given up, and sorts what may be asked for into @fresh and @suspect. */
static gboolean
fetch_sort(Fetch *self, const GPtrArray *entries, GArray *fresh, GArray *suspect, GError **error)
{
	const RdImapStrikes *strikes = self->mailbox->strikes;
	gint64 now = self->mailbox->clock();

	for (guint i = 0; i < entries->len; i++) {
		guint32 uid = rd_imap_entry_uid(self->mailbox, entries->pdata[i]);
		const char *verdict = rd_imap_strikes_verdict(strikes, uid, now);

		if (uid == 0 ||
		    !g_hash_table_insert(self->entries, GUINT_TO_POINTER(uid), entries->pdata[i]))
			continue;
		if (verdict != NULL && !fetch_hand_over(self, uid, NULL, verdict, error))
			return FALSE;
		if (verdict == NULL && !rd_imap_strikes_is_resting(strikes, uid, now))
			g_array_append_val(
				rd_imap_strikes_count(strikes, uid) > 0 ? suspect : fresh, uid);
	}
	return TRUE;
}

/* The least suspect first: of two, the guilty one must not keep back the other. */
static int
fetch_compare_suspects(gconstpointer a, gconstpointer b, gpointer strikes)
{
	guint one = rd_imap_strikes_count(strikes, *(const guint32 *)a);
	guint two = rd_imap_strikes_count(strikes, *(const guint32 *)b);

	return one < two ? -1 : one > two;
}

static gboolean
fetch_suspects(Fetch *self, GArray *uids, GError **error)
{
	g_array_sort_with_data(uids, fetch_compare_suspects, self->mailbox->strikes);
	return fetch_all(self, uids, 1, error);
}

/* What is left that failed, now or before. */
static void
fetch_note_withheld(const Fetch *self, const GPtrArray *entries)
{
	RdImapMailbox *mailbox = self->mailbox;

	for (guint i = 0; i < entries->len && mailbox->base.withheld == NULL; i++) {
		guint32 uid = rd_imap_entry_uid(mailbox, entries->pdata[i]);
		const char *why = rd_imap_strikes_why(mailbox->strikes, uid);

		if (why != NULL && fetch_entry(self, uid) != NULL)
			mailbox->base.withheld = g_strdup_printf("UID %u: %s", uid, why);
	}
}

gboolean
rd_imap_mailbox_fetch(RdMailbox *base, GPtrArray *entries, RdMailboxSink sink, gpointer data,
		      GError **error)
{
	g_autoptr(GHashTable) wanted = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) bodies =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_bytes_unref);
	g_autoptr(GArray) fresh = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) suspect = g_array_new(FALSE, FALSE, sizeof(guint32));
	Fetch self = {.mailbox = (RdImapMailbox *)base,
		      .sink = sink,
		      .data = data,
		      .entries = wanted,
		      .bodies = bodies};
	gboolean ok;

	ok = rd_imap_mailbox_is_open(self.mailbox, error) &&
	     fetch_sort(&self, entries, fresh, suspect, error) &&
	     fetch_all(&self, fresh, RD_IMAP_SET_MAX, error) &&
	     fetch_suspects(&self, suspect, error);
	fetch_note_withheld(&self, entries);
	return ok;
}
