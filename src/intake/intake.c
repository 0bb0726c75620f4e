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

/* Counts an attempt for each of @ids up or down, in a transaction of its own. */
static gboolean
intake_count_attempts(RdStore *store, GArray *ids,
		      gboolean (*count)(RdStore *store, gint64 id, GError **error), GError **error)
{
	if (!rd_store_begin(store, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!count(store, g_array_index(ids, gint64, i), error)) {
			rd_store_rollback(store);
			return FALSE;
		}
	}
	return rd_store_commit(store, error);
}

/*
 * Raised before the octets are looked at and committed on its own: if reading them
 * ends the program, the next start knows which message it was.
 */
static gboolean
intake_begin_attempts(RdStore *store, GArray *ids, GError **error)
{
	return intake_count_attempts(store, ids, rd_ledger_begin_attempt, error);
}

/* A full disk is no message's fault; if it is too full to say so, one attempt stays. */
static void
intake_withdraw_attempts(RdStore *store, GArray *ids)
{
	g_autoptr(GError) error = NULL;

	if (!intake_count_attempts(store, ids, rd_ledger_withdraw_attempt, &error))
		g_warning("attempts: %s", error->message);
}

/*
 * Cuts @ids to what is worked together. Messages that were begun before may have ended
 * the program, or were only at work when it was killed: each of them is worked alone,
 * so that the next attempt is held against none but the guilty one.
 */
static gboolean
intake_part_suspects(RdStore *store, GArray *ids, GError **error)
{
	for (guint i = 0; i < ids->len; i++) {
		g_autoptr(RdLedgerRow) row =
			rd_ledger_get(store, g_array_index(ids, gint64, i), error);

		if (row == NULL)
			return FALSE;
		if (row->attempts > 0)
			g_array_set_size(ids, MAX(i, 1));
	}
	return TRUE;
}

static gboolean
intake_work_within_mark(const RdIntake *self, gint64 id, RdTime now, GError **error)
{
	g_autoptr(RdLedgerRow) row = rd_ledger_get(self->casework.store, id, error);
	const char *problem = NULL;

	if (row == NULL)
		return FALSE;
	if (row->attempts > ATTEMPTS_MAX)
		problem = "reading it ended the gateway";
	else if (*row->outcome != '\0')
		problem = row->outcome;
	if (problem != NULL)
		return rd_intake_give_to_person(self, id, problem, now, error);
	return rd_intake_work_one(self, id, now, error);
}

/* One message; what fails is undone and given to a person instead. */
static gboolean
intake_work_marked(const RdIntake *self, gint64 id, RdTime now, GError **error)
{
	RdStore *store = self->casework.store;
	g_autoptr(GError) local = NULL;

	if (!rd_store_mark(store, error))
		return FALSE;
	if (intake_work_within_mark(self, id, now, &local))
		return rd_store_release(store, error);
	rd_store_undo(store);
	if (g_error_matches(local, RD_ERROR, RD_ERROR_TEMPORARY)) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	g_warning("ledger %" G_GINT64_FORMAT ": %s; given to triage", id, local->message);
	return rd_intake_give_to_person(self, id, local->message, now, error);
}

static gboolean
intake_work_batch(const RdIntake *self, GArray *ids, RdTime now, GError **error)
{
	RdStore *store = self->casework.store;

	if (!rd_store_begin(store, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!intake_work_marked(self, g_array_index(ids, gint64, i), now, error)) {
			rd_store_rollback(store);
			return FALSE;
		}
	}
	return rd_store_commit(store, error);
}

gboolean
rd_intake_work(const RdIntake *self, guint limit, RdTime now, guint *worked, GError **error)
{
	RdStore *store = self->casework.store;
	g_autoptr(GArray) ids = rd_ledger_waiting(store, limit, error);

	*worked = 0;
	if (ids == NULL)
		return FALSE;
	if (ids->len == 0)
		return TRUE;
	if (!intake_part_suspects(store, ids, error) || !intake_begin_attempts(store, ids, error))
		return FALSE;
	if (!intake_work_batch(self, ids, now, error)) {
		intake_withdraw_attempts(store, ids);
		return FALSE;
	}
	*worked = ids->len;
	return TRUE;
}
