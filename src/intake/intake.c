/*
 * intake.c - take waiting messages from the ledger, and keep each failure to its message.
 */

#include "intake-private.h"

#include <redress/error.h>
#include <redress/ledger.h>

/*
 * A message that ended the program so often is not parsed again. Nothing tells the end that
 * a message causes from one that comes from outside (SIGKILL, a power cut), and a program
 * that is killed every second is killed with the same message at work three times in a row.
 */
#define ATTEMPTS_MAX 10

/* A transaction holds others up, and all of its messages are in memory at once. */
#define BATCH_BYTES (4 << 20)

/* An attempt for each of @batch, all that wait from the first on, in a transaction of its own. */
static gboolean
intake_count_attempts(RdStore *store, const GArray *batch,
		      gboolean (*count)(RdStore *store, gint64 first, gint64 last, GError **error),
		      GError **error)
{
	gint64 first = g_array_index(batch, RdWorking, 0).ledger_id;
	gint64 last = g_array_index(batch, RdWorking, batch->len - 1).ledger_id;

	if (!rd_store_begin_lightly(store, error))
		return FALSE;
	if (count(store, first, last, error))
		return rd_store_commit(store, error);
	rd_store_rollback(store);
	return FALSE;
}

/*
 * Raised before the octets are looked at and committed on its own: if reading them
 * ends the program, the next start knows which message it was. Lightly, since no message
 * takes the power of the machine away.
 */
static gboolean
intake_begin_attempts(RdStore *store, const GArray *batch, GError **error)
{
	return intake_count_attempts(store, batch, rd_ledger_begin_attempts, error);
}

/* A full disk is no message's fault; if it is too full to say so, one attempt stays. */
static void
intake_withdraw_attempts(RdStore *store, const GArray *batch)
{
	g_autoptr(GError) error = NULL;

	if (!intake_count_attempts(store, batch, rd_ledger_withdraw_attempts, &error))
		g_warning("attempts: %s", error->message);
}

static void
batch_add(GArray *batch, const RdIntake *intake, const RdLedgerRow *row, RdTime now)
{
	RdWorking w = {.intake = intake, .ledger_id = row->id, .now = now};

	if (row->attempts >= ATTEMPTS_MAX)
		w.problem = g_strdup("reading it ended the gateway");
	else if (*row->outcome != '\0')
		w.problem = g_strdup(row->outcome);
	g_array_append_val(batch, w);
}

/*
 * What is worked together. Messages that were begun before may have ended the program,
 * or were only at work when it was killed: each of them is worked alone, so that the
 * next attempt is held against none but the guilty one.
 */
static GArray *
batch_new(const RdIntake *intake, guint limit, RdTime now, GError **error)
{
	RdStore *store = intake->casework.store;
	g_autoptr(GPtrArray) waiting = rd_ledger_waiting(store, limit, error);
	g_autoptr(GArray) batch = g_array_new(FALSE, FALSE, sizeof(RdWorking));
	gint64 bytes = 0;

	if (waiting == NULL)
		return NULL;
	g_array_set_clear_func(batch, (GDestroyNotify)rd_intake_working_clear);
	for (guint i = 0; i < waiting->len; i++) {
		const RdLedgerRow *row = waiting->pdata[i];

		bytes += row->size;
		if (i > 0 && (row->attempts > 0 || bytes > BATCH_BYTES))
			break;
		batch_add(batch, intake, row, now);
		if (row->attempts > 0)
			break;
	}
	return g_steal_pointer(&batch);
}

/* The same messages, of which nothing has been read. */
static GArray *
batch_anew(const GArray *batch)
{
	GArray *anew = g_array_sized_new(FALSE, FALSE, sizeof(RdWorking), batch->len);

	g_array_set_clear_func(anew, (GDestroyNotify)rd_intake_working_clear);
	for (guint i = 0; i < batch->len; i++) {
		const RdWorking *old = &g_array_index(batch, RdWorking, i);
		RdWorking w = {.intake = old->intake, .ledger_id = old->ledger_id, .now = old->now};

		w.problem = g_strdup(old->problem);
		g_array_append_val(anew, w);
	}
	return anew;
}

static gboolean
intake_work_one(const RdIntake *self, RdWorking *w, GError **error)
{
	RdStore *store = self->casework.store;

	if (w->problem != NULL)
		return rd_intake_give_to_person(self, w->ledger_id, w->problem, w->now, error);
	if (self->readers != NULL)
		rd_readers_wait_for(self->readers, w, store);
	else
		rd_intake_read(w, store);
	return rd_intake_work_one(w, error);
}

/* One message; what fails is undone and given to a person instead. */
static gboolean
intake_work_marked(const RdIntake *self, RdWorking *w, GError **error)
{
	RdStore *store = self->casework.store;
	g_autoptr(GError) local = NULL;

	if (!rd_store_mark(store, error))
		return FALSE;
	if (intake_work_one(self, w, &local))
		return rd_store_release(store, error);
	rd_store_undo(store);
	if (g_error_matches(local, RD_ERROR, RD_ERROR_TEMPORARY)) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	g_warning("ledger %" G_GINT64_FORMAT ": %s; given to triage", w->ledger_id, local->message);
	return rd_intake_give_to_person(self, w->ledger_id, local->message, w->now, error);
}

/* One way to work a message of a batch. */
typedef gboolean (*IntakeWork)(const RdIntake *self, RdWorking *w, GError **error);

static gboolean
intake_work_all(const RdIntake *self, GArray *batch, IntakeWork work, GError **error)
{
	for (guint i = 0; i < batch->len; i++) {
		if (!work(self, &g_array_index(batch, RdWorking, i), error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
intake_work_in_transaction(const RdIntake *self, GArray *batch, IntakeWork work, GError **error)
{
	RdStore *store = self->casework.store;
	gboolean ok;

	if (!rd_store_begin(store, error))
		return FALSE;
	if (self->readers != NULL)
		rd_readers_begin(self->readers, batch);
	ok = intake_work_all(self, batch, work, error);
	if (self->readers != NULL)
		rd_readers_end(self->readers);
	if (ok)
		return rd_store_commit(store, error);
	rd_store_rollback(store);
	return FALSE;
}

/*
 * Hardly any message fails, and a mark before each costs a copy of every page that is
 * written after it: so there are marks only once a batch has failed for one of them.
 */
static gboolean
intake_work_batch(const RdIntake *self, GArray *batch, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(GArray) anew = NULL;

	if (intake_work_in_transaction(self, batch, intake_work_one, &local))
		return TRUE;
	if (g_error_matches(local, RD_ERROR, RD_ERROR_TEMPORARY)) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	anew = batch_anew(batch);
	return intake_work_in_transaction(self, anew, intake_work_marked, error);
}

gboolean
rd_intake_work(const RdIntake *self, guint limit, RdTime now, guint *worked, GError **error)
{
	RdStore *store = self->casework.store;
	g_autoptr(GArray) batch = batch_new(self, limit, now, error);

	*worked = 0;
	if (batch == NULL)
		return FALSE;
	if (batch->len == 0)
		return TRUE;
	if (!intake_begin_attempts(store, batch, error))
		return FALSE;
	if (!intake_work_batch(self, batch, error)) {
		intake_withdraw_attempts(store, batch);
		return FALSE;
	}
	*worked = batch->len;
	return TRUE;
}
