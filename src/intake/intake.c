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
#define BATCH_BYTES (1 << 20)

/* Of the next batch, read while one is committed: as many as a slow disk leaves time for. */
#define AHEAD_MAX   16
#define AHEAD_BYTES (1 << 20)

/* What waits, parted into what is worked together now, and what is read ahead. */
typedef struct {
	GPtrArray *batch; /* of RdWorking */
	GPtrArray *ahead; /* of the same */
	gint64 bytes;	  /* of both */
	guint ahead_max;
} Plan;

static void
plan_clear(Plan *self)
{
	g_clear_pointer(&self->batch, g_ptr_array_unref);
	g_clear_pointer(&self->ahead, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Plan, plan_clear)

/* @problem: why it is not read; NULL: it is. */
static RdWorking *
working_new(const RdIntake *intake, gint64 ledger_id, const char *problem, RdTime now)
{
	RdWorking *w = g_new0(RdWorking, 1);

	w->intake = intake;
	w->ledger_id = ledger_id;
	w->problem = g_strdup(problem);
	w->now = now;
	return w;
}

static const char *
waiting_problem(const RdLedgerRow *row)
{
	if (row->attempts >= ATTEMPTS_MAX)
		return "reading it ended the gateway";
	return *row->outcome != '\0' ? row->outcome : NULL;
}

/* The message of @begun (NULL: none are) with that id, or else NULL. The caller's now. */
static RdWorking *
begun_take(GPtrArray *begun, gint64 id)
{
	for (guint i = 0; begun != NULL && i < begun->len; i++) {
		RdWorking *w = begun->pdata[i];

		if (w->ledger_id == id)
			return g_ptr_array_steal_index(begun, i);
	}
	return NULL;
}

/*
 * What is worked together. Messages that were at work when a gateway ended may have ended it,
 * or it was only killed then: each of them is worked alone, and nothing is read
 * ahead meanwhile, so that the next attempt is held against none but the guilty one.
 *
 * @begun: what was read ahead for this batch.
 */
static void
plan_fill(Plan *self, const RdIntake *intake, const GPtrArray *waiting, guint limit,
	  GPtrArray *begun, RdTime now)
{
	for (guint i = 0; i < waiting->len; i++) {
		const RdLedgerRow *row = waiting->pdata[i];
		gint64 bytes = self->bytes + row->size;
		gboolean joins = i == 0 || (i < limit && bytes <= BATCH_BYTES);
		RdWorking *w;

		if (!joins &&
		    (self->ahead->len == self->ahead_max || bytes > BATCH_BYTES + AHEAD_BYTES))
			return;
		if (row->attempts > 0 && i > 0)
			return;
		w = begun_take(begun, row->id);
		if (w == NULL)
			w = working_new(intake, row->id, waiting_problem(row), now);
		w->now = now;
		self->bytes = bytes;
		g_ptr_array_add(joins ? self->batch : self->ahead, w);
		if (row->attempts > 0)
			return;
	}
}

static gboolean
plan_make(Plan *self, const RdIntake *intake, guint limit, RdTime now, GError **error)
{
	g_autoptr(GPtrArray) begun =
		intake->readers != NULL ? rd_readers_take_ahead(intake->readers) : NULL;
	g_autoptr(GPtrArray) waiting = NULL;

	self->batch = g_ptr_array_new_with_free_func(rd_intake_working_free);
	self->ahead = g_ptr_array_new_with_free_func(rd_intake_working_free);
	self->ahead_max = intake->readers != NULL ? AHEAD_MAX : 0;
	waiting = rd_ledger_waiting(intake->casework.store, limit + self->ahead_max, error);
	if (waiting == NULL)
		return FALSE;
	plan_fill(self, intake, waiting, limit, begun, now);
	return TRUE;
}

/* The same messages, of which nothing has been read. */
static GPtrArray *
batch_anew(const GPtrArray *batch)
{
	GPtrArray *anew = g_ptr_array_new_with_free_func(rd_intake_working_free);

	for (guint i = 0; i < batch->len; i++) {
		const RdWorking *old = batch->pdata[i];

		g_ptr_array_add(anew,
				working_new(old->intake, old->ledger_id, old->problem, old->now));
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
intake_work_all(const RdIntake *self, GPtrArray *batch, IntakeWork work, GError **error)
{
	for (guint i = 0; i < batch->len; i++) {
		if (!work(self, batch->pdata[i], error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
intake_work_in_transaction(const RdIntake *self, GPtrArray *batch, IntakeWork work, GError **error)
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
intake_work_batch(const RdIntake *self, GPtrArray *batch, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(GPtrArray) anew = NULL;

	if (intake_work_in_transaction(self, batch, intake_work_one, &local))
		return TRUE;
	if (g_error_matches(local, RD_ERROR, RD_ERROR_TEMPORARY)) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	anew = batch_anew(batch);
	return intake_work_in_transaction(self, anew, intake_work_marked, error);
}

/*
 * Before the octets are looked at: if reading them ends the program, the next start knows which
 * messages it was.
 */
static void
plan_note(const Plan *self, RdStore *store)
{
	const GPtrArray *end = self->ahead->len > 0 ? self->ahead : self->batch;
	const RdWorking *first = self->batch->pdata[0], *last = end->pdata[end->len - 1];

	rd_ledger_note_work(store, first->ledger_id, last->ledger_id);
}

gboolean
rd_intake_work(const RdIntake *self, guint limit, RdTime now, guint *worked, GError **error)
{
	RdStore *store = self->casework.store;
	g_auto(Plan) plan = {0};

	*worked = 0;
	if (!plan_make(&plan, self, limit, now, error))
		return FALSE;
	if (plan.batch->len == 0) {
		rd_ledger_end_work(store);
		return TRUE;
	}
	plan_note(&plan, store);
	if (self->readers != NULL)
		rd_readers_give_ahead(self->readers, g_steal_pointer(&plan.ahead));
	if (!intake_work_batch(self, plan.batch, error))
		return FALSE;
	*worked = plan.batch->len;
	return TRUE;
}
